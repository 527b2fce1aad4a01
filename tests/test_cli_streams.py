"""Every command with a standard stream that is full, closed or gone, and with input made to break it: an error that says
what and where, the right exit code, and never a traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import COMPLETE, DAMAGED, run
from review_desk import desk_at
from training_texts import TOY, write_texts

from repair.cli.main import COMMANDS
from repair.errors import ApparatusError
from repair.interchange import encode
from repair.records import Apparatus, Article
from repair.review.messages import Act

MAIN = (sys.executable, "-c", "from repair.cli import main; main()")
# what each command is asked for; all but these print a result
SILENT = ("undo", "clean")
ASKED = {
    "suggest": ("suggest", "a.txt", "--no-model"),
    "check": ("check", "a.txt", "--no-model", "--no-cache"),
    "index": ("index", "--info", "copies.store"),
    "corpus": ("corpus", "--status", "run"),
    "report": ("report", "run"),
    "render": ("render", "made.json", "--format", "json"),
    "review": ("review", "made.json", "--no-browser", "--reviewer", "anna"),
    "decisions": ("decisions", "made.json.decisions.jsonl"),
    "apply": ("apply", "made.json", "--accept", "rules"),
    "undo": ("undo", "out.txt", "-o", "back.txt"),
    "strip": ("strip", "marked.txt"),
    "bench": ("bench", "a.txt", "--no-model"),
    "extractors": ("extractors", "page.html", "--extractor", "trafilatura"),
    "models": ("models",),
    "train": ("train", "fill", "texts.jsonl", "--new", *TOY, "--steps", "1", "-o", "model"),
    "explain": ("explain", "RG101"),
    "clean": ("clean", "."),
    "config": ("config",),
    "completion": ("completion", "bash"),
    "guide": ("guide", "settings"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that commands read."""
    folder = tmp_path_factory.mktemp("streams")
    (folder / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "copy.txt").write_text(COMPLETE, encoding="utf-8")
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in COMPLETE.split("\n\n"))
    page = f"<html><body><article><h1>Il mercato</h1>{paragraphs}</article></body></html>"
    (folder / "page.html").write_text(page, encoding="utf-8")
    rows = "".join(json.dumps({"id": str(n), "text": DAMAGED}) + "\n" for n in range(3))
    (folder / "rows.jsonl").write_text(rows, encoding="utf-8")
    write_texts(folder / "texts.jsonl", 20_000)
    for arguments in (
        ("suggest", folder / "a.txt", "--no-model", "--format", "json", "-o", folder / "made.json"),
        ("suggest", folder / "a.txt", "--no-model", "--format", "marked", "-o", folder / "marked.txt"),
        ("apply", folder / "made.json", "-o", folder / "out.txt"),
        ("index", folder / "copy.txt", "-o", folder / "copies.store"),
        ("corpus", folder / "rows.jsonl", "--no-model", "--out", folder / "run", "--quiet"),
    ):
        assert run(*arguments).code in (0, 1), arguments
    desk = desk_at(folder / "made.json")
    desk.decide(Act(0, desk.cases.names[0], "reject"))
    return folder


def test_every_command_is_asked() -> None:
    assert set(ASKED) == set(COMMANDS)


def shell(folder: Path, arguments: tuple[str, ...], redirection: str, stdin: bytes = b"") -> tuple[int, str]:
    """Exit code and standard error of a command of its own process, its streams as a shell sets them."""
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirection}', "sh", *MAIN, *arguments],
        cwd=folder,
        input=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr.decode()


def check_said(err: str) -> None:
    assert "Traceback" not in err
    assert "unexpected error" not in err
    assert "Exception ignored" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_standard_output_that_takes_nothing_is_an_error(command: str, redirection: str, folder: Path) -> None:
    code, err = shell(folder, ASKED[command], redirection)
    check_said(err)
    said = [line for line in err.splitlines() if line.startswith("error: ")]
    if command in SILENT:
        assert (code, said) == (0, [])
    else:
        assert code == 2
        assert [line.split(":")[1] for line in said] == [" standard output"]


@pytest.mark.parametrize("command", ["--help", "--version", *(f"{name} --help" for name in ("check", "corpus"))])
def test_so_it_is_for_help(command: str, folder: Path) -> None:
    for redirection in (">/dev/full", ">&-"):
        code, err = shell(folder, tuple(command.split()), redirection)
        assert (code, err.count("\n"), err.startswith("error: standard output: ")) == (2, 1, True)


@pytest.mark.parametrize("command", ["check", "models", "explain"])
def test_a_standard_error_that_takes_nothing_changes_no_exit_code(command: str, folder: Path) -> None:
    expected, _ = shell(folder, ASKED[command], "")
    for redirection in ("2>/dev/full", "2>&-"):
        assert shell(folder, ASKED[command], redirection) == (expected, "")


@pytest.mark.parametrize("arguments", [("check", "-", "--no-model"), ("strip", "-"), ("render", "-")])
def test_a_standard_input_that_is_closed_is_an_error(arguments: tuple[str, ...], folder: Path) -> None:
    code, err = shell(folder, arguments, "<&-")
    check_said(err)
    assert code == 2
    assert "cannot be read" in err


@pytest.mark.parametrize("command", ["--help", "explain RG101", "check a.txt --no-model", "render made.json"])
def test_a_reader_that_is_gone_is_no_error(command: str, folder: Path) -> None:
    code, err = shell(folder, tuple(command.split()), '| true; exit 0; echo "$@" >/dev/null')
    check_said(err)
    assert code == 0
    assert "error" not in err


# --- input made to break it ------------------------------------------------------------------------------------------

# how each door for JSON is asked to read the file `bad`, and how the file is named
DOORS = {
    "rows": ("bad.jsonl", ("check", "bad.jsonl", "--no-model", "--no-cache", "--format", "json")),
    "rows, suggest": ("bad.jsonl", ("suggest", "bad.jsonl", "--no-model", "--format", "json")),
    "references": ("bad.jsonl", ("suggest", "a.txt", "--no-model", "-r", "bad.jsonl")),
    "index": ("bad.jsonl", ("index", "bad.jsonl", "-o", "new.store")),
    "corpus": ("bad.jsonl", ("corpus", "bad.jsonl", "--no-model", "--out", "new", "--quiet", "--strict")),
    "render": ("bad.json", ("render", "bad.json")),
    "apply": ("bad.json", ("apply", "bad.json")),
    "review": ("bad.json", ("review", "bad.json", "--no-browser", "--reviewer", "anna")),
    "decisions": ("bad.log", ("decisions", "bad.log")),
    "apply decisions": ("bad.log", ("apply", "made.json", "--decisions", "bad.log")),
    "review decisions": (
        "bad.log",
        ("review", "made.json", "--no-browser", "--reviewer", "a", "--decisions", "bad.log"),
    ),
    "sidecar": ("out.txt.repair.json", ("undo", "out.txt", "-o", "back.txt")),
    "baseline": ("bad.json", ("check", "a.txt", "--no-model", "--no-cache", "--baseline", "bad.json")),
    "truth": ("bad.jsonl", ("bench", "--truth", "bad.jsonl", "--no-model")),
    "configuration": ("bad.toml", ("check", "a.txt", "--no-model", "--no-cache", "--config", "bad.toml")),
    "run": ("run/run.json", ("corpus", "--status", "run")),
    "run, undone": ("run/run.json", ("undo", "run", "-o", "back")),
    "statistics": ("run/stats.json", ("report", "run")),
    "manifest": ("run/manifest.json", ("corpus", "--verify", "run")),
}
ROW = '{"id": "1", "text": "Il sindaco di, poi.", "x": %s}'
HOSTILE = {
    "arrays": "[" * 100_000,
    "closed arrays": "[" * 100_000 + "]" * 100_000,
    "objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "deep field": ROW % ("[" * 100_000 + "]" * 100_000),
    "nearly too deep": ROW % ("[" * 960 + "]" * 960),
    "lone surrogate": ROW % r'"\ud800"',
    "lone surrogates": r'{"id": "\ud800", "text": "\udfff\ud800", "format": 1, "\ud800": "\ud800"}',
    "NUL": '{"id": "\x00", "text": "a\x00b"}',
    "escaped NUL": r'{"id": "\u0000", "text": "\u0000", "format": "\u0000"}',
    "no UTF-8": '{"id": "1", "text": "\udcff", "format": 1}',
    "long number": ROW % ("9" * 100_000),
}


HARMLESS = {
    *((door, "escaped NUL") for door in ("rows", "rows, suggest", "references", "index", "corpus", "statistics")),
    *((door, "lone surrogate") for door in ("rows", "rows, suggest", "references", "index", "corpus")),  # not in a text
    *(("truth", "escaped NUL"), ("truth", "long number")),  # sound texts
    ("baseline", "no UTF-8"),  # one without findings
}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("door", DOORS)
def test_no_door_breaks(door: str, hostile: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    name, arguments = DOORS[door]
    Path(name).write_bytes(HOSTILE[hostile].encode("utf-8", "surrogateescape") + b"\n")
    done = run(*arguments)  # raises what was not foreseen
    if (door, hostile) in HARMLESS:
        return
    assert done.code == 2
    assert "error: " in done.err
    assert len(done.err) < 5_000


def test_marked_text_with_half_a_character_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_bytes(rb"Il \ud800 mare {++\udfff++}{>>RG103<<}")
    for more in ((), ("-o", tmp_path / "out.txt")):
        done = run("strip", tmp_path / "m.txt", *more)
        assert (done.code, done.out) == (2, "")
        assert "a lone surrogate, U+D800, cannot be written as UTF-8" in done.err
    assert not (tmp_path / "out.txt").exists()


def test_an_apparatus_with_half_a_character_is_an_error() -> None:
    sample = Apparatus(Article("a\ud800", "Il mare."))
    with pytest.raises(ApparatusError, match=r"U\+D800, cannot be written as JSON"):
        encode(sample)
