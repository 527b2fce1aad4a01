"""Runs that are ended at any moment: nothing is lost, the next run finishes, and nothing of the dead one stays."""

from __future__ import annotations

import fcntl
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from cli_runner import SOUND, apparatus_file, candidate, entry, run

from repair.edit import restore
from repair.records import Article, Row, Source

pytestmark = pytest.mark.processes

MAIN = (sys.executable, "-c", "from repair.cli import main; main()")
SEED: Final = 20260713
MOMENTS: Final = 50

# The program, ended by a signal before or after the n-th time that a scratch file takes the place of another.
_AT_RENAME = """
import os, pathlib, signal
from repair.cli import main
moment, number = {moment!r}, {number}
replace = pathlib.Path.replace
def counted(path, target):
    global number
    number -= 1
    if number == 0 and moment == "before":
        os.kill(os.getpid(), signal.{signal})
    done = replace(path, target)
    if number == 0 and moment == "after":
        os.kill(os.getpid(), signal.{signal})
    return done
pathlib.Path.replace = counted
main()
"""


def articles(folder: Path, count: int) -> list[Article]:
    """Articles of their own files in `folder`."""
    folder.mkdir(exist_ok=True)
    made = []
    for number in range(count):
        path = folder / f"{number:04}.txt"
        path.write_text(f"{number}: {SOUND}", encoding="utf-8")
        made.append(Article(str(path), f"{number}: {SOUND}", source=Source(str(path))))
    return made


def apparatus(path: Path, made: list[Article], word: str) -> Path:
    """An apparatus with one reading for each article."""
    return apparatus_file(path, [(a, [entry(1, 1, candidate(word, "reading"))]) for a in made])


def as_rows(made: list[Article]) -> list[Article]:
    """The articles as rows of one file."""
    rows = []
    for number, article in enumerate(made, 1):
        row = Row(number, "text", {"id": str(number), "text": None})
        rows.append(Article(str(number), article.text, source=Source("rows.jsonl", row=row)))
    return rows


def left_behind(folder: Path) -> list[str]:
    return [str(p) for p in folder.rglob("*") if p.name.endswith((".tmp", ".new", "-wal", "-shm", "-journal"))]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def undone(path: Path, back: Path) -> bytes:
    done = run("undo", path, "-o", back)
    assert done.code == 0, done.err
    return back.read_bytes()


# --- at every rename -------------------------------------------------------------------------------------------------


OUTPUTS: Final = ("in-place.txt", "out.txt", "out.jsonl")


@pytest.mark.parametrize(
    ("output", "name", "moment"),
    [
        *((output, "SIGKILL", moment) for output in OUTPUTS for moment in ("before", "after")),
        *((output, name, "before") for output in OUTPUTS[1:] for name in ("SIGTERM", "SIGINT")),
    ],
)
def test_text_and_sidecar_lead_back_at_every_moment(output: str, name: str, moment: str, tmp_path: Path) -> None:
    text = SOUND
    source = tmp_path / "in-place.txt"
    source.write_text(text, encoding="utf-8")
    one = Article("a", text, source=Source(str(source)))
    made = as_rows([one]) if output.endswith(".jsonl") else [one]
    original = (json.dumps({"id": "1", "text": text}, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    original = original if output.endswith(".jsonl") else text.encode()
    before, after = (
        apparatus(tmp_path / "before.json", made, "vecchia "),
        apparatus(tmp_path / "after.json", made, "no "),
    )
    out, back = tmp_path / output, tmp_path / f"back-{output}"
    for number in (1, 2, 3):  # led back, sidecar, repaired
        assert run("apply", before, "--accept", "readings", "-o", out).code == 0
        code = _AT_RENAME.format(moment=moment, number=number, signal=name)
        done = subprocess.run(
            [sys.executable, "-c", code, "apply", str(after), "--accept", "readings", "-o", str(out)],
            capture_output=True,
            text=True,
            check=False,
        )
        number_of = getattr(signal, name)
        assert done.returncode in (-number_of, 128 + number_of), done.stderr
        assert "Traceback" not in done.stderr
        if name != "SIGKILL":
            assert left_behind(tmp_path) == []
        assert undone(out, back) == original
        assert run("apply", after, "--accept", "readings", "-o", out).code == 0
        assert b"no " in out.read_bytes()
        assert undone(out, back) == original
        assert left_behind(tmp_path) == []


def test_a_scratch_file_of_a_living_process_stays(tmp_path: Path) -> None:
    (made,) = articles(tmp_path, 1)
    path = apparatus(tmp_path / "a.json", [made], "nuova ")
    dead, alive = tmp_path / ".repair-0123456789abcdef.tmp", tmp_path / ".repair-fedcba9876543210.tmp"
    other = tmp_path / ".other.tmp"
    for file in (dead, alive, other):
        file.write_bytes(b"")
    with alive.open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert run("apply", path, "--accept", "readings", "-o", tmp_path / "out.txt").code == 0
        assert (dead.exists(), alive.exists(), other.exists()) == (False, True, True)
    assert run("render", path, "-o", tmp_path / "out.md").code == 0
    assert not alive.exists()


def test_fixes_clear_the_folders_of_their_articles(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Il mercato riapre sabato,domenica e lunedì. " + SOUND, encoding="utf-8")
    scratch = tmp_path / ".repair-0123456789abcdef.tmp"
    scratch.write_bytes(b"")
    run("check", "--no-model", article, "--fix")
    assert "sabato, domenica" in article.read_text(encoding="utf-8")
    assert not scratch.exists()


# --- at random moments -----------------------------------------------------------------------------------------------


def ended(arguments: list[str], delay: float, number: int) -> int | None:
    """Start the program and end it after `delay` seconds. Its exit code, `None` where it was done before."""
    process = subprocess.Popen([*MAIN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err, err
    return process.returncode


def seconds(arguments: list[str]) -> tuple[float, float]:
    """How long the program needs to start, and for all of its work."""
    started = time.monotonic()
    subprocess.run([*MAIN, "apply", "--help"], stdout=subprocess.DEVNULL, check=True)
    middle = time.monotonic()
    subprocess.run([*MAIN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return middle - started, time.monotonic() - middle


def end_at_random(
    arguments: Callable[[int], list[str]],
    check_dead: Callable[[int], None],
    check_done: Callable[[int], None],
    moments: int,
) -> int:
    """End runs at random moments by turns with SIGKILL and SIGTERM, check, and finish each. How many were caught."""
    moment = random.Random(SEED)
    start, whole = seconds(arguments(0))
    caught = 0
    for number in range(1, moments + 1):
        by = (signal.SIGKILL, signal.SIGTERM)[number % 2]
        code = ended(arguments(number), moment.uniform(start / 2, whole), by)
        caught += code != 0
        if by == signal.SIGTERM and code == 128 + by:
            # what it had begun is gone already
            assert not [p for p in left_behind(Path(arguments(number)[-1])) if p.endswith((".tmp", ".new"))]
        check_dead(number)
        done = run(*arguments(number))
        assert done.code == 0, done.err
        check_done(number)
    return caught


def folder_of_texts(tmp_path: Path, moments: int, count: int) -> int:
    made = articles(tmp_path / "articles", count)
    original = snapshot(tmp_path / "articles")
    paths = [apparatus(tmp_path / f"{word}.json", made, f"{word} ") for word in ("prima", "dopo")]
    out, back = tmp_path / "out", tmp_path / "back"

    def check_dead(number: int) -> None:
        for path in out.glob("*.txt"):  # none stands without its sidecar, and each is led back by it
            kept = path.with_name(f"{path.name}.repair.json").read_bytes()
            assert restore(path.read_text(encoding="utf-8"), kept).encode() == original[path.name]

    def check_done(number: int) -> None:
        assert left_behind(out) == []
        assert len(snapshot(out)) == 2 * count
        check_dead(number)

    caught = end_at_random(
        lambda n: ["apply", str(paths[n % 2]), "--accept", "readings", "-o", f"{out}/"], check_dead, check_done, moments
    )
    assert run("undo", out, "-o", f"{back}/").code == 0
    assert snapshot(back) == original
    return caught


def file_of_rows(tmp_path: Path, moments: int, count: int) -> int:
    made = as_rows(articles(tmp_path / "articles", count))
    paths = [apparatus(tmp_path / f"{word}.json", made, f"{word} ") for word in ("prima", "dopo")]
    out, back = tmp_path / "out" / "rows.jsonl", tmp_path / "back.jsonl"
    out.parent.mkdir()
    assert run("apply", paths[0], "-o", tmp_path / "original.jsonl").code == 0
    original = (tmp_path / "original.jsonl").read_bytes()

    def check(number: int) -> None:
        assert undone(out, back) == original

    def check_done(number: int) -> None:
        check(number)
        assert left_behind(out.parent) == []

    return end_at_random(
        lambda n: ["apply", str(paths[n % 2]), "--accept", "readings", "-o", str(out)], check, check_done, moments
    )


def store_of_references(tmp_path: Path, moments: int, count: int) -> int:
    source = tmp_path / "copies.jsonl"
    word = random.Random(SEED)
    lines = (
        json.dumps({"id": n, "text": f"{n} " + " ".join(str(word.randrange(9999)) for _ in range(60))})
        for n in range(count)
    )
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def store(number: int) -> Path:
        return tmp_path / f"{number}.store"

    def check_done(number: int) -> None:
        assert f"{count:,} references" in run("index", "--info", store(number)).out
        assert left_behind(store(number)) == []
        with sqlite3.connect(store(number) / "references.sqlite") as database:
            segments = database.execute("SELECT first, last FROM segment").fetchall()
        found = {p.name for p in store(number).glob("*.postings")}
        assert found == {f"{first:010}-{last:010}.postings" for first, last in segments}

    return end_at_random(
        lambda n: ["index", str(source), "-o", str(store(n))], lambda number: None, check_done, moments
    )


@pytest.mark.parametrize("end", [folder_of_texts, file_of_rows, store_of_references])
def test_a_few_runs_ended_at_random_moments(end: Callable[[Path, int, int], int], tmp_path: Path) -> None:
    end(tmp_path, 4, 40)


@pytest.mark.slow
@pytest.mark.parametrize(("end", "count"), [(folder_of_texts, 60), (file_of_rows, 1500), (store_of_references, 6_000)])
def test_runs_ended_at_many_random_moments(end: Callable[[Path, int, int], int], count: int, tmp_path: Path) -> None:
    caught = end(tmp_path, MOMENTS, count)
    assert caught >= MOMENTS // 2, "too many were done before they could be ended"
