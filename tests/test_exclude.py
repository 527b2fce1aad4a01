"""What `exclude` leaves out of folders, globs and archives, and what it does not."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from cli_runner import run

from repair.read import articles

FILES = ("a.txt", "drafts/b.txt", "drafts/old/c.txt", "keep/d.txt", "keep/d.bak", "keep/drafts.txt", "old/e.txt")
TEXT = "The minister said and left."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with the files in `in`."""
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


CASES = [
    ("a name, of a folder", ["in"], ["drafts"], "a.txt keep/d.bak keep/d.txt keep/drafts.txt old/e.txt"),
    ("a name with *", ["in"], ["drafts*"], "a.txt keep/d.bak keep/d.txt old/e.txt"),
    ("an ending", ["in"], ["*.txt"], "keep/d.bak"),
    ("a path below the folder", ["in"], ["drafts/old"], "a.txt drafts/b.txt keep/d.bak keep/d.txt keep/drafts.txt old/e.txt"),
    ("a path from here", ["in"], ["in/keep"], "a.txt drafts/b.txt drafts/old/c.txt old/e.txt"),
    ("a path with *", ["in"], ["keep/*.bak", "in/*/old/*"], "a.txt drafts/b.txt keep/d.txt keep/drafts.txt old/e.txt"),
    ("a slash at the end", ["in"], ["drafts/", "old/"], "a.txt keep/d.bak keep/d.txt keep/drafts.txt"),
    ("no part of a name", ["in/keep"], ["draft", "eep", "rafts.txt"], "keep/d.bak keep/d.txt keep/drafts.txt"),
    ("of a glob, in a folder", ["in/**/*.txt"], ["drafts"], "a.txt keep/d.txt keep/drafts.txt old/e.txt"),
    ("of a glob, a folder that it names", ["in/drafts/**/*.txt"], ["drafts"], "drafts/b.txt drafts/old/c.txt"),
    ("not the folder that is named", ["in/drafts"], ["drafts", "in"], "drafts/b.txt drafts/old/c.txt"),
    ("not a file that is named", ["in/keep/d.bak", "in/old"], ["*.bak", "keep"], "keep/d.bak old/e.txt"),
]  # fmt: skip


def fail(error: Exception) -> None:
    """Let no error pass."""
    raise error


@pytest.mark.parametrize(("paths", "exclude", "left"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_patterns(folder: Path, paths: list[str], exclude: list[str], left: str) -> None:
    found = [article.id for article in articles(paths, on_error=fail, exclude=exclude)]
    assert sorted(name.removeprefix("in/") for name in found) == left.split()


def test_archives_are_folders(folder: Path) -> None:
    with ZipFile("in.zip", "w") as archive:
        for name in FILES:
            archive.writestr(name, TEXT)
    found = [article.id for article in articles(["in.zip"], on_error=fail, exclude=["drafts", "in.zip/old/*"])]
    assert found == ["in.zip/a.txt", "in.zip/keep/d.bak", "in.zip/keep/d.txt", "in.zip/keep/drafts.txt"]


def test_a_configuration_and_a_command_say_it(folder: Path) -> None:
    (folder / "repair.toml").write_text('exclude = ["drafts", "repair.toml"]\n')
    by_file = run("check", ".", "--no-model", "--format", "apparatus")
    assert "in/old/e.txt" in by_file.out
    assert "in/drafts/" not in by_file.out
    given = run("check", ".", "--exclude", "old", "--no-model", "--format", "apparatus")
    assert "in/old/e.txt" not in given.out
    assert "in/drafts/b.txt" in given.out, "as with --select, the option takes the place of the setting"


def test_a_corpus_leaves_out_the_same(folder: Path) -> None:
    done = run("corpus", "in", "--out", "out", "--no-model", "--jobs", "1", "--exclude", "drafts", "--exclude", "*.bak")
    assert done.code == 0, done.err
    listed = [json.loads(line)["path"] for line in Path("out/inputs.jsonl").read_text().splitlines()]
    assert listed == ["in/a.txt", "in/keep/d.txt", "in/keep/drafts.txt", "in/old/e.txt"]


def test_nothing_left_and_an_empty_pattern_are_told(folder: Path) -> None:
    none = run("check", "in", "--no-model", "--exclude", "*")
    assert none.code == 2
    assert "in: the folder holds no files" in none.err
    assert "what is excluded" in none.err
    empty = run("check", "in", "--no-model", "--exclude", "/")
    assert empty.code == 2
    assert "exclude has an empty pattern" in empty.err
