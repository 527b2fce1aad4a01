"""What the command line does with input that is not what it should be: name it, say what to do, and go on."""

from __future__ import annotations

import json
import lzma
import os
import re
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from cli_runner import COMPLETE, DAMAGED, SOUND, Outcome, apparatus_file, candidate, entry, run
from stopwatch import Stopwatch

from repair.codes import CODES
from repair.records import Article, Source

CHECK = ("check", "--strict", "--no-model")
MAIN = (sys.executable, "-c", "from repair.cli import main; main()")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write(tmp_path / "sound.txt", SOUND)


# --- articles -----------------------------------------------------------------------------------------------------


BAD_FILES = [
    ("latin.txt", "perché\n".encode("latin-1"), "not UTF-8: byte 0xe9 at offset 5", "--encoding"),
    ("empty.txt", b"", "is empty", "remove it"),
    ("nul.txt", b"prima\x00dopo\n", "NUL byte at offset 5", "--encoding utf-16"),
    ("whole.jsonl", b"[\n", "is one JSON document", "ends in .json"),
    ("row.jsonl", b'{"text": "a"\n', "broken JSON", "correct or remove the line"),
    ("field.jsonl", b'{"body": "Un testo."}\n', "no field 'text'; the row has 'body'", "--field"),
    ("number.jsonl", b'{"text": 3}\n', "is a number, not a string", "--field"),
    ("packed.txt.gz", b"no gzip", "cannot be read", "complete"),
    ("packed.txt.bz2", b"no bzip2", "cannot be read", "complete"),
    ("packed.txt.xz", b"no xz", "cannot be read", "complete"),
    ("cut.txt.xz", lzma.compress(b"Un testo.")[:40], "truncated", "complete"),
    ("object.json", b'{\n  "text": 3\n}\n', "is a number, not a string", "--field"),
]


@pytest.mark.parametrize(("name", "content", "what", "hint"), BAD_FILES)
@pytest.mark.parametrize("command", [CHECK, ("suggest", "--no-model")])
def test_a_bad_file_is_named_and_the_rest_is_read(
    command: tuple[str, ...], name: str, content: bytes, what: str, hint: str, tmp_path: Path, sound: Path
) -> None:
    bad = write(tmp_path / name, content)
    done = run(*command, "--format", "json", bad, sound)
    assert done.code == 2
    (error,) = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert error.startswith(f"error: {bad}")
    assert what in error
    assert hint in error
    assert [row["id"] for row in done.rows] == [str(sound)]


def test_the_encoding_that_is_offered_helps(tmp_path: Path) -> None:
    bad = write(tmp_path / "latin.txt", "Il perché è questo.\n".encode("latin-1"))
    done = run(*CHECK, bad, "--encoding", "latin-1", "--format", "json")
    assert done.code == 0
    assert done.rows[0]["text"] == "Il perché è questo.\n"


def test_rows_after_a_bad_one_are_read(tmp_path: Path) -> None:
    rows = [json.dumps({"id": i, "text": SOUND}) for i in range(3)]
    file = write(tmp_path / "a.jsonl", "\n".join([rows[0], '{"text": ', rows[0], rows[1], "{}", rows[2]]) + "\n")
    done = run(*CHECK, file, "--format", "json")
    assert done.code == 2
    assert [row["id"] for row in done.rows] == ["0", f"{file}:3", "1", "2"]
    errors = done.err.splitlines()[1:]
    assert [line.split(": ")[1].removeprefix(f"{file}:") for line in errors] == ["2:9", "3", "5"]
    assert f"the id '0' was given already, by {file}:1" in errors[1]
    assert "--id-field" in errors[1]


def test_a_line_of_fifty_megabytes_is_refused_in_little_time(tmp_path: Path, sound: Path, stopwatch: Stopwatch) -> None:
    long = tmp_path / "long.txt"
    with long.open("wb") as stream:
        for _ in range(50):
            stream.write(b"parola " * 150_000)
    outcomes: list[Outcome] = []
    assert stopwatch.seconds(lambda: outcomes.append(run(*CHECK, long, sound, "--format", "json"))) < 10
    (done,) = outcomes
    assert done.code == 2
    assert f"{long}: the text is longer than 20,000,000 characters; " in done.err
    assert "--max-chars" in done.err
    assert [row["id"] for row in done.rows] == [str(sound)]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.jsonl", '{"id": 1, "text": "%s"}\n{"id": 2, "text": "Bene."}\n', "a.jsonl:1: the line"),
        ("a.csv", 'id,text\n1,"%s"\n2,Bene.\n', "a.csv:2: the record"),
        ("a.json", '[{"id": 1, "text": "%s"}, {"id": 2, "text": "Bene."}]', "a.json:1: the element at byte 1"),
    ],
)
def test_a_row_over_the_limit_is_told_in_the_units_of_the_option(
    name: str, content: str, what: str, tmp_path: Path
) -> None:
    source = write(tmp_path / name, content % ("x" * (1 << 21)))
    done = run(*CHECK, source, "--max-chars", "10", "--format", "json")
    said = "is longer than 1,048,616 bytes, all that --max-chars 10 allows; raise it: each character more allows 4"
    assert f"{what} {said} bytes more\n" in done.err
    assert [row["id"] for row in done.rows] == ["2"]
    assert run(*CHECK, source, "--max-chars", str(1 << 21), "--format", "json").rows[1]["id"] == "2"


def test_the_rows_of_one_damaged_file_do_not_flood_the_terminal(tmp_path: Path) -> None:
    broken = ['{"id": 1,', '{"id" 1}', '{"text": "\\x"}', "{]"]
    one = write(tmp_path / "one.jsonl", "\n".join(broken * 100) + '\n{"id": "a", "text": "Bene."}\n')
    other = write(tmp_path / "other.jsonl", "\n".join(broken) + "\n")
    done = run(*CHECK, one, other, "--format", "json")
    lines = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert lines[10] == "error: 390 more like the last: broken JSON"
    assert [line.removeprefix(f"error: {other}:")[0] for line in lines[11:]] == ["1", "2", "3", "4"]
    assert [row["id"] for row in done.rows] == ["a"]


@pytest.mark.parametrize("command", [("strip",), ("review",), ("render",), ("apply",), CHECK, ("suggest",), ("bench",)])
def test_what_is_not_there_is_told_in_the_same_words(command: tuple[str, ...], tmp_path: Path) -> None:
    gone = tmp_path / "gone.json"
    done = run(*command, gone)
    assert done.code == 2
    assert f"error: {gone}: no such file or folder; " in done.err


@pytest.mark.parametrize("command", ["clean", "config"])
def test_the_settings_and_the_cache_of_nothing_are_an_error(command: str, tmp_path: Path) -> None:
    done = run(command, tmp_path / "gone")
    assert (done.code, done.out) == (2, "")
    assert "does not exist" in done.err


@pytest.mark.parametrize("option", ["--status", "--verify"])
@pytest.mark.parametrize("name", ["a.txt", "gone", "."])
def test_where_no_run_is(name: str, option: str, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SOUND)
    done = run("corpus", option, tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: {tmp_path / name}: no run is here; name the folder that `repair corpus … --out` wrote\n"


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    done = run(*CHECK, tmp_path)
    assert done.code == 2
    assert f"error: {tmp_path}: the folder holds no files" in done.err
    assert done.out == "Found no findings in 0 articles.\n"


@pytest.mark.parametrize("path", ["no-such.txt", "no-such-*.txt", ""])
def test_what_is_not_there(path: str, sound: Path) -> None:
    done = run(*CHECK, path, sound)
    assert done.code == 2
    assert "error: " in done.err
    assert done.out == "Found no findings in 1 article.\n"


def test_a_file_that_may_not_be_read(tmp_path: Path, sound: Path) -> None:
    closed = write(tmp_path / "closed.txt", SOUND)
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    assert f"error: {closed}: cannot be read" in run(*CHECK, closed, sound).err


def test_control_characters_in_a_name_do_not_reach_the_terminal(tmp_path: Path) -> None:
    bad = write(tmp_path / "a\x1b[2J.txt", b"")
    done = run(*CHECK, bad)
    assert "\x1b" not in done.err
    assert "a\\x1b[2J.txt" in done.err


# --- references ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["suggest", "check"])
def test_references_that_are_no_copy_of_anything_are_told(command: str, tmp_path: Path) -> None:
    for name, text in {
        "a.txt": DAMAGED,
        "b.txt": DAMAGED * 2,
        "other.txt": "Parole che nessun articolo ha. " * 9,
        "copy.txt": COMPLETE,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    note = "note: no reference is another copy of"
    options = ("--no-model", "--isolated", "--reference")
    alone = run(command, tmp_path / "a.txt", *options, tmp_path / "other.txt")
    assert f"{note} the article: " in alone.err
    assert (
        f"{note} any of the 2 articles: " in run(command, tmp_path / "[ab].txt", *options, tmp_path / "other.txt").err
    )
    assert note not in run(command, tmp_path / "[ab].txt", *options, tmp_path / "copy.txt").err


def test_an_unreadable_reference_is_named_and_the_others_are_used(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt", DAMAGED)
    copy = write(tmp_path / "copy.txt", COMPLETE)
    bad = write(tmp_path / "bad.txt", b"\xff\xfe\x00")
    done = run("suggest", "--no-model", article, "-r", tmp_path / "gone.txt", "-r", bad, "-r", copy, "--format", "json")
    assert done.code == 2
    assert f"error: {tmp_path / 'gone.txt'}: no such file or folder" in done.err
    assert f"error: {bad}: " in done.err
    assert "festa attesa" in done.rows[0]["suggestions"][0]["candidates"][0]["text"]


# --- options -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--select", "RG999"), "unknown code 'RG999'"),
        (("--ignore", "RG103,XY"), "unknown code 'XY'"),
        (("--select", ""), "unknown code ''"),
        (("--format", "xml"), "'xml' is not one of 'marked'"),
        (("--language", "tlh"), "'tlh' is not one of"),
        (("--encoding", "klingon"), "unknown encoding 'klingon'"),
        (("--encoding", "rot13"), "unknown encoding 'rot13'"),
        (("--min-confidence", "1.5"), "between 0 and 1"),
        (("--min-confidence", "nan"), "between 0 and 1"),
        (("--max-chars", "0"), "1 or more"),
        (("--stdin-format", "docx"), "'docx' is not one of"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_options_that_mean_nothing(options: tuple[str, ...], what: str, sound: Path) -> None:
    done = run(*CHECK, sound, *options)
    assert done.code == 2
    assert what in done.err
    assert done.out == ""


def test_an_unknown_model_is_no_traceback(sound: Path) -> None:
    done = run("suggest", sound, "--model", "no-such-model")
    assert done.code == 2
    assert "error: there is no model 'no-such-model'" in done.err
    assert "it-en-small" in done.err
    assert done.out == ""


def test_an_unknown_device(sound: Path) -> None:
    done = run("check", sound, "--device", "abacus")
    assert done.code == 2
    assert "there is no device 'abacus'" in done.err


@pytest.mark.parametrize("command", ["check", "bench", "train"])
def test_a_number_is_named_plainly(command: str) -> None:
    """Not as a range, which nobody could give."""
    help = run(command, "--help").out if command != "train" else run("train", "fill", "--help").out
    assert "RANGE" not in help
    said = run("check", "a.txt", "--jobs", "x").err
    assert "'x' is no number of processes from 0 to 1024, nor auto" in said
    assert "'x' is not a valid integer." in run("check", "a.txt", "--top", "x").err


def test_a_code_is_known_by_its_name() -> None:
    assert run("explain", "Empty-Quotes").out == run("explain", "RG101").out
    listed = run("explain", "rg11").out
    assert re.findall(r"^ +(\w+)", listed, re.MULTILINE) == [code for code in CODES if code.startswith("RG11")]
    assert "unknown code 'EMPTY-QUOTES'; use its code, RG101" in run("check", "a.txt", "--select", "empty-quotes").err


def test_files_that_cannot_be_read_are_not_kept_in_memory(tmp_path: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.txt").write_bytes(b"x " * 400_000 + b"\xe0")
    peaks = []
    for files in (1, 2, 9):  # the first loads what the others find
        tracemalloc.start()
        paths = [tmp_path / f"{n}.txt" for n in range(files)]
        assert run("check", "--no-cache", "--no-model", "--max-chars", "1000000", *paths).code == 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.2 * peaks[1]


def test_unknown_code_to_explain() -> None:
    assert "unknown code 'XX1'" in run("explain", "XX1").err
    assert "did you mean empty-quotes or empty-brackets?" in run("explain", "Empty").err
    assert "did you mean empty-quotes?" in run("explain", "emptyquotes").err


# --- outputs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [CHECK, ("suggest", "--no-model")])
def test_the_output_folder_must_be_there_before_anything_is_read(command: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "no" / "such" / "out.json"
    done = run(*command, tmp_path / "not-read.txt", "-o", out)
    assert done.code == 2
    assert done.err == f"error: {out}: the folder does not exist; make it first: mkdir -p {out.parent}\n"
    assert not out.parent.exists()


@pytest.mark.parametrize("name", ["out", "folder"])
def test_a_folder_is_no_output_file(name: str, tmp_path: Path, sound: Path) -> None:
    (tmp_path / name).mkdir()
    done = run(*CHECK, sound, "-o", tmp_path / name)
    assert done.code == 2
    assert f"'{tmp_path / name}' is a directory" in done.err
    assert "Found" not in done.out  # said before any work


@pytest.mark.parametrize("command", [CHECK, ("suggest", "--no-model")])
def test_an_article_is_never_replaced_by_its_report(command: tuple[str, ...], tmp_path: Path, sound: Path) -> None:
    done = run(*command, tmp_path, "-o", sound)
    assert done.code == 2
    assert f"error: {sound}: is one of the articles" in done.err
    assert sound.read_text(encoding="utf-8") == SOUND
    assert [p.name for p in tmp_path.iterdir()] == ["sound.txt"]


def test_what_stood_there_stays_when_a_run_fails(tmp_path: Path) -> None:
    kept = write(tmp_path / "out.txt", "di prima\n")
    broken = write(tmp_path / "broken.json", b"{}\n")
    done = run("apply", broken, "-o", kept)
    assert done.code == 2
    assert kept.read_text(encoding="utf-8") == "di prima\n"


# --- apparatus, sidecar, marked text --------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [SOUND * 40, "{}\n{}\n", '{"format": 99}\n', "[]\n", "\x00\n"])
@pytest.mark.parametrize("command", ["render", "apply"])
def test_a_file_that_is_no_apparatus_is_one_error(command: str, content: str, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.json", content)
    done = run(command, bad)
    assert done.code == 2
    (error,) = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert error.startswith(f"error: {bad}:1: not an apparatus") or "format 99" in error
    assert done.out == ""


def test_an_apparatus_whose_text_was_edited(tmp_path: Path) -> None:
    made = apparatus_file(tmp_path / "a.json", [(Article("a", "Il testo."), [])])
    write(made, made.read_bytes().replace(b"Il testo.", b"Un testo."))
    assert "SHA-256" in run("apply", made).err


def test_apply_refuses_one_file_for_several_articles(tmp_path: Path) -> None:
    made = apparatus_file(tmp_path / "a.json", [(Article(name, SOUND), []) for name in "ab"])
    done = run("apply", made, "-o", tmp_path / "out.txt")
    assert done.code == 2
    assert "one file cannot hold several articles" in done.err
    assert not (tmp_path / "out.txt").exists()


def test_apply_does_not_replace_a_file_that_nobody_named(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    other = write(folder / "a.txt", "di un altro\n")
    made = apparatus_file(tmp_path / "a.json", [(Article("a.txt", SOUND, source=Source("altrove/a.txt")), [])])
    done = run("apply", made, "-o", folder)
    assert done.code == 2
    assert f"error: {other}: a file of this name is there already" in done.err
    assert other.read_text(encoding="utf-8") == "di un altro\n"


def test_a_character_that_the_encoding_lacks(tmp_path: Path) -> None:
    article = Article("a", "Il  testo.\n", source=Source("a.txt", "latin-1"))
    made = apparatus_file(tmp_path / "a.json", [(article, [entry(3, 3, candidate("œuvre", "reading"))])])
    done = run("apply", made, "--accept", "readings", "-o", tmp_path / "out.txt")
    assert done.code == 2
    assert "latin-1 has no 'œ'" in done.err
    assert not (tmp_path / "out.txt").exists()


@pytest.fixture
def repaired(tmp_path: Path) -> Path:
    """A repaired file with its sidecar."""
    article = Article("a", SOUND, source=Source(str(write(tmp_path / "a.txt", SOUND))))
    made = apparatus_file(tmp_path / "a.json", [(article, [entry(3, 3, candidate("nuova ", "reading"))])])
    out = tmp_path / "out.txt"
    assert run("apply", made, "--accept", "readings", "-o", out).code == 0
    assert out.read_text(encoding="utf-8") == SOUND[:3] + "nuova " + SOUND[3:]
    return out


def test_undo_of_an_edited_file(repaired: Path, tmp_path: Path) -> None:
    write(repaired, repaired.read_bytes() + b"!")
    done = run("undo", repaired, "-o", tmp_path / "back.txt")
    assert done.code == 2
    assert f"error: {repaired}: the file was edited after apply" in done.err
    assert not (tmp_path / "back.txt").exists()


def test_undo_without_a_sidecar(repaired: Path, tmp_path: Path) -> None:
    repaired.with_name("out.txt.repair.json").unlink()
    done = run("undo", repaired, "-o", tmp_path / "back.txt")
    assert done.code == 2
    assert "out.txt.repair.json: no such file" in done.err
    assert not (tmp_path / "back.txt").exists()


def test_undo_of_nothing(tmp_path: Path) -> None:
    assert "no such file or folder" in run("undo", tmp_path / "gone", "-o", tmp_path / "back.txt").err
    (tmp_path / "empty").mkdir()
    assert "no sidecar in the folder" in run("undo", tmp_path / "empty", "-o", tmp_path).err


def test_undo_of_edited_rows(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", "".join(json.dumps({"id": i, "text": SOUND}) + "\n" for i in range(3)))
    made = tmp_path / "made.jsonl"
    run("suggest", "--no-model", rows, "--format", "json", "-o", made)
    out, back = tmp_path / "out.jsonl", tmp_path / "back.jsonl"
    assert run("apply", made, "-o", out).code == 0
    lines = out.read_bytes().splitlines(keepends=True)
    write(out, b"".join(lines[:2]))
    assert f"{out}:3: rows and sidecars do not match" in run("undo", out, "-o", back).err
    write(out, b"".join(lines).replace(b"lunedi", b"mercoledi").replace(b"luned\\u00ec", b"mercoled\\u00ec"))
    assert f"{out}:1: the text was edited after apply" in run("undo", out, "-o", back).err
    assert not back.exists()


def test_rows_are_not_repaired_in_place(tmp_path: Path) -> None:
    content = json.dumps({"id": 1, "text": SOUND}) + "\n{broken\n"
    rows = write(tmp_path / "a.jsonl", content)
    run("suggest", "--no-model", rows, "--format", "json", "-o", tmp_path / "made.json")
    done = run("apply", tmp_path / "made.json", "-o", rows)
    assert done.code == 2
    assert f"error: {rows}: JSON lines are not repaired in place" in done.err
    assert rows.read_text(encoding="utf-8") == content
    assert not rows.with_name("a.jsonl.repair.jsonl").exists()


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"{++ aperto", "a mark is not closed"), (b"\xff", "not UTF-8"), (b"fine \\", "a mark is not closed")],
)
def test_text_that_is_not_well_marked(content: bytes, what: str, tmp_path: Path) -> None:
    bad = write(tmp_path / "m.txt", content)
    done = run("strip", bad)
    assert done.code == 2
    assert done.err.startswith(f"error: {bad}: ")
    assert what in done.err
    assert done.out == ""


# --- the process ---------------------------------------------------------------------------------------------------


def test_a_reader_that_leaves_early_hears_no_noise(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", "".join(json.dumps({"id": i, "text": DAMAGED}) + "\n" for i in range(3000)))
    read, written = os.pipe()
    process = subprocess.Popen(
        [*MAIN, "check", "--no-model", str(tmp_path / "a.jsonl")], stdout=written, stderr=subprocess.PIPE
    )
    os.close(written)
    assert os.read(read, 10)
    os.close(read)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 141
    assert [line for line in err.decode().splitlines() if not line.startswith("note: ")] == []


def test_an_interrupt_is_no_traceback() -> None:
    process = subprocess.Popen(
        [*MAIN, "check", "--no-model", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"note: ")  # it waits for standard input now
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "RuntimeError('al \\x1b[2Jlupo')",
            "error: stopped by an unexpected error, RuntimeError: al \\x1b[2Jlupo; ",
        ),
        ("MemoryError()", "error: there is not enough memory; "),
    ],
)
@pytest.mark.parametrize("command", ["check", "config", "models"])
def test_what_nobody_foresaw_is_an_error_and_no_finding(command: str, error: str, said: str) -> None:
    code = (
        f"import sys, repair.cli.{command} as module\n"
        f"def fail(**options): raise {error}\n"
        "module.command.callback = fail\n"
        "from repair.cli import main\n"
        f"sys.argv = ['repair', '{command}', *['-'] * ('{command}' == 'check')]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "in fail" in done.stderr  # where it happened
    assert done.stderr.splitlines()[-1].startswith(said)
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chekc", "a.txt"), "No such command 'chekc'. Did you mean 'check'?"),
        (("check", "a.txt", "--format", "sariff"), "'sarif', 'azure', 'rdjson', 'docx'. Did you mean 'sarif'?"),
        (("check", "a.txt", "--min-confidence", "2"), "error: min-confidence is 2.0; it must lie between 0 and 1"),
        (("check", "a.txt", "--markup", "markdwon"), "Did you mean 'markdown'?"),
    ],
)
def test_what_is_nearly_right_is_told_with_what_was_meant(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_language_without_a_table_is_noted(tmp_path: Path) -> None:
    (tmp_path / "repair.toml").write_text('language = "itt"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text(SOUND, encoding="utf-8")
    done = run("check", "--no-model", tmp_path / "a.txt")
    assert done.code == 0
    assert "note: no table for the language 'itt', only for it, en, " in done.err
