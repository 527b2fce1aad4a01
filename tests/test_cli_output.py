"""What goes to standard output and what to standard error, how it reads, and with which code a run ends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import CODES, COMPLETE, DAMAGED, SOUND, Outcome, run

from repair.interchange import decode

CHECK = ("check", "--no-model")
RULES_ONLY = "note: rules only: gaps that leave no sign on the surface are not found\n"
LINE = re.compile(r"^.+:\d+:\d+ [A-Z]{2}\d{3} .+ \([01]\.\d\d\)$")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, a row file and something hidden."""
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(DAMAGED, "utf-8")
    (tmp_path / "in" / "b" / "c.md").write_text(SOUND, "utf-8")
    (tmp_path / "in" / "d.jsonl").write_text(json.dumps({"id": "uno", "text": DAMAGED}) + "\n", "utf-8")
    (tmp_path / "in" / ".hidden.txt").write_text(DAMAGED, "utf-8")
    return tmp_path / "in"


def ids(done: Outcome) -> list[str]:
    return [row["id"] for row in done.rows]


# --- check ---------------------------------------------------------------------------------------------------------


def test_findings_one_a_line_with_a_summary(folder: Path) -> None:
    done = run(*CHECK, folder / "a.txt", "--format", "concise")
    *lines, summary = done.out.splitlines()
    assert done.code == 1
    assert done.err == RULES_ONLY
    assert all(LINE.match(line) for line in lines)
    assert [line.split()[1] for line in lines] == list(CODES)
    assert lines[0].startswith(f"{folder / 'a.txt'}:1:66 RG101 ")
    assert summary == "Found 3 findings in 1 of 1 article."


def test_the_default_shows_each_place_too(folder: Path) -> None:
    done = run(*CHECK, folder / "a.txt")
    concise = run(*CHECK, folder / "a.txt", "--format", "concise").out
    assert [line for line in done.out.splitlines() if line.startswith((str(folder), "Found "))] == concise.splitlines()
    assert 'ha parlato di una "" per tutto' in done.out


def test_sound_text_is_clean(folder: Path) -> None:
    done = run(*CHECK, folder / "b")
    assert (done.code, done.out) == (0, "Found no findings in 1 article.\n")


def test_rows_are_named_by_line_and_id(folder: Path) -> None:
    done = run(*CHECK, folder / "d.jsonl")
    assert done.out.startswith(f"{folder / 'd.jsonl'}:1 [uno] @65 RG101 ")


def test_folders_globs_and_files_each_once(folder: Path) -> None:
    done = run(*CHECK, folder, folder / "*.txt", folder / "a.txt", "--format", "json")
    assert ids(done) == [str(folder / "a.txt"), str(folder / "b" / "c.md"), "uno"]
    assert ids(run(*CHECK, folder / "**" / "*.md", "--format", "json")) == [str(folder / "b" / "c.md")]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), CODES),
        (("--select", "RG101"), ("RG101",)),
        (("--select", "RG101,RG104"), ("RG101", "RG104")),
        (("--select", "RG101", "--select", " rg104 "), ("RG101", "RG104")),
        (("--ignore", "RG101,RG102"), ("RG104",)),
        (("--select", "RG", "--ignore", "RG10", "--select", "RG102"), ("RG102",)),
        (("--select", "RE"), ()),
        (("--min-confidence", "1"), ()),
    ],
)
def test_select_and_ignore(options: tuple[str, ...], expected: tuple[str, ...], folder: Path) -> None:
    done = run(*CHECK, folder / "a.txt", "--format", "concise", *options)
    assert tuple(line.split()[1] for line in done.out.splitlines()[:-1]) == expected
    assert done.code == (1 if expected else 0)


def test_an_apparatus_keeps_to_the_bar_that_was_asked_for(folder: Path) -> None:
    report = run(*CHECK, folder / "a.txt", "--format", "json").rows[0]
    bar = max(s["confidence"] for s in report["suggestions"]) - 0.00005  # they are written with four digits
    strong = run(*CHECK, folder / "a.txt", "--min-confidence", str(bar), "--format", "json").rows[0]
    assert strong["suggestions"] == [s for s in report["suggestions"] if s["confidence"] > bar]
    assert 0 < len(strong["suggestions"]) < len(report["suggestions"])


def test_json_and_apparatus_are_one_and_can_be_read_again(folder: Path) -> None:
    one, other = (run(*CHECK, folder, "--format", name).out for name in ("json", "apparatus"))
    assert one == other
    assert [decode(line).article.text for line in one.splitlines()] == [DAMAGED, SOUND, DAMAGED]


# --- standard input -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "suggest"])
def test_standard_input_as_text(command: str) -> None:
    done = run(command, "--no-model", "-", "--format", "text", stdin=DAMAGED.encode())
    assert done.out.startswith("-:1:66 RG101 ")
    assert done.code == (1 if command == "check" else 0)


@pytest.mark.parametrize("command", ["check", "suggest"])
def test_standard_input_as_rows(command: str) -> None:
    rows = "".join(json.dumps({"n": i, "body": text}) + "\n" for i, text in enumerate((DAMAGED, SOUND)))
    options = ("--stdin-format", "jsonl", "--field", "body", "--id-field", "n", "--format", "json")
    assert ids(run(command, "--no-model", "-", *options, stdin=rows.encode())) == ["0", "1"]


# --- suggest -------------------------------------------------------------------------------------------------------


def test_every_suggestion_is_marked_with_kind_source_and_score(folder: Path) -> None:
    copy = folder.parent / "copia.txt"
    copy.write_text(COMPLETE, "utf-8")
    done = run("suggest", "--no-model", folder / "a.txt", "--reference", copy)
    assert done.code == 0
    found = re.findall(r"\{\+\+(.+?)\+\+\}\{>>(RG\d{3}) · (\w+): (.+?) · (0\.\d\d)<<\}", done.out)
    assert [(text, code, kind, source) for text, code, kind, source, _ in found] == [
        ("festa attesa", "RG101", "reading", str(copy)),
        ("erano cinquanta", "RG102", "reading", str(copy)),
        (" restaurate a mano", "RG104", "reading", str(copy)),
    ]
    assert done.err == RULES_ONLY.replace("found", "found, and nothing is predicted")


def test_the_diff_is_a_patch(folder: Path) -> None:
    copy = folder.parent / "copia.txt"
    copy.write_text(COMPLETE, "utf-8")
    done = run("suggest", "--no-model", folder / "a.txt", "-r", copy, "--format", "diff")
    patched = subprocess.run(["patch", str(folder / "a.txt")], input=done.bytes, capture_output=True)
    assert patched.returncode == 0
    assert (folder / "a.txt").read_text("utf-8") == COMPLETE


def test_several_articles_have_a_line_of_their_own(folder: Path) -> None:
    done = run("suggest", "--no-model", folder)
    assert re.findall(r"^=== (.*) ===$", done.out, re.MULTILINE) == [
        str(folder / "a.txt"),
        str(folder / "b" / "c.md"),
        "uno",
    ]
    assert run("strip", "-", stdin=done.bytes).out == DAMAGED + SOUND + DAMAGED


def test_an_output_file_holds_what_would_be_printed(folder: Path) -> None:
    out = folder.parent / "out.txt"
    printed = run("suggest", "--no-model", folder)
    written = run("suggest", "--no-model", folder, "-o", out)
    assert (written.code, written.out) == (0, "")
    assert out.read_bytes() == printed.bytes


# --- colours -------------------------------------------------------------------------------------------------------


def on_terminal(*arguments: str, **variables: str) -> str:
    """What `repair` writes to a terminal."""
    main, terminal = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from repair.cli import main; main()", *arguments],
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        env={**environment, "TERM": "xterm", **variables},
    )
    os.close(terminal)
    shown = b""
    try:
        while chunk := os.read(main, 4096):
            shown += chunk
    except OSError:  # how a terminal says that the other side is gone
        pass
    os.close(main)
    process.wait(timeout=60)
    return shown.decode()


def test_colours_on_a_terminal_alone(folder: Path) -> None:
    arguments = (*CHECK, str(folder / "a.txt"))
    assert "\x1b[" in on_terminal(*arguments)
    assert "\x1b[" not in on_terminal(*arguments, NO_COLOR="1")
    assert "\x1b[" not in on_terminal(*arguments, TERM="dumb")
    assert "\x1b[" not in run(*arguments).out


def test_on_a_terminal_the_prompt_gets_a_line_of_its_own(folder: Path) -> None:
    article = folder / "a.txt"
    article.write_text(SOUND.rstrip("\n"), "utf-8")
    assert on_terminal("suggest", "--no-model", str(article)).endswith("\r\n")
    assert not run("suggest", "--no-model", article).out.endswith("\n")


# --- with the model -------------------------------------------------------------------------------------------------


# what any model can fill in, and the copy does not have
PREDICTABLE = "L'Italia è nell'Unione , dal 1957. L'Unione europea ha ventisette paesi.\n"


@pytest.fixture(scope="module")
def predicted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An apparatus that the bundled model has worked on; all gaps but the last have a reading."""
    folder = tmp_path_factory.mktemp("predicted")
    (folder / "a.txt").write_text(DAMAGED + PREDICTABLE, "utf-8")
    (folder / "copia.txt").write_text(COMPLETE, "utf-8")
    made = folder / "made.json"
    done = run("suggest", folder / "a.txt", "-r", folder / "copia.txt", "--format", "json", "-o", made)
    assert (done.code, done.out, done.err) == (0, "", "")
    return made


def test_readings_and_predictions_are_told_apart(predicted: Path) -> None:
    (row,) = [json.loads(line) for line in predicted.read_text("utf-8").splitlines()]
    found = [s for s in row["suggestions"] if s["confidence"] >= 0.5]
    assert [s["candidates"][0]["provenance"][0]["kind"] for s in found] == ["reading"] * 3 + ["prediction"]
    assert row["model"] == "it-en-small"
    shown = run("render", predicted).out
    assert " · reading: " in shown
    assert " · guess: it-en-small" in shown


def test_a_prediction_is_applied_only_by_its_own_option(predicted: Path) -> None:
    assert run("apply", predicted, "--accept", "readings", "--accept", "rules").out == COMPLETE + PREDICTABLE
    with_predictions = run("apply", predicted, "--accept-predictions").out
    assert with_predictions.startswith(DAMAGED)
    assert "Unione , dal" not in with_predictions


def test_a_diff_has_no_predictions(predicted: Path) -> None:
    done = run("render", predicted, "--format", "diff")
    assert "erano cinquanta" in done.out
    assert "prediction" not in done.out
    assert "guess" not in done.out


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--no-model", "--format", "json", "-o"),
        ("check", "--no-model", "--write-baseline"),
        ("suggest", "--no-model", "--format", "json", "-o"),
    ],
    ids=" ".join,
)
def test_an_article_that_is_not_there_leaves_an_earlier_result_as_it_is(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    article, result = tmp_path / "a.txt", tmp_path / "result.json"
    article.write_text(DAMAGED, encoding="utf-8")
    name, *options = command
    assert run(name, article, *options, result).code in (0, 1)
    before = result.read_bytes()
    assert before
    done = run(name, tmp_path / "typo.txt", *options, result)
    assert done.code == 2
    assert "nothing is written" in done.err
    assert result.read_bytes() == before


def test_a_table_of_figures_can_be_printed_in_the_log_of_a_build_server(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(DAMAGED, encoding="utf-8")
    done = run("bench", article, "--no-model", env={"CI": "true"})
    assert done.code == 0
    assert "predictions" in done.out
