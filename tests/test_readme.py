"""The README shows what the program has: every command, option, code, format and setting."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from cli_runner import COMPLETE, DAMAGED, run
from readme_blocks import README, filled, with_outputs
from review_desk import desk_at

from repair.review import log_path
from repair.review.session import Act

TEXT = README.read_text(encoding="utf-8")


def test_generated_parts_are_up_to_date() -> None:
    assert filled(TEXT) == TEXT, "run: python tests/readme_blocks.py"


_FIGURE = re.compile(r"\b[01]\.\d\d\b")


def test_what_a_command_prints_is_what_is_shown() -> None:
    """To the word; scores may differ a little, as the arithmetic of processors does."""
    made = with_outputs(TEXT)
    assert _FIGURE.sub("#", made) == _FIGURE.sub("#", TEXT), "run: python tests/readme_blocks.py"
    for shown, found in zip(_FIGURE.findall(TEXT), _FIGURE.findall(made), strict=True):
        assert float(shown) == pytest.approx(float(found), abs=0.05)


def command_of(mark: str) -> str:
    block = TEXT.partition(f"<!-- {mark} -->")[2].partition("<!-- end -->")[0]
    return block.partition("```sh\n")[2].partition("\n```")[0]


@pytest.mark.parametrize("mark", ["run", "test"])
def test_the_two_commands_stand_where_ci_looks_for_them(mark: str) -> None:
    command = command_of(mark)
    assert command.count("\n") == 0, "one command, as promised"
    assert shlex.split(command)[:2] == ["pip", "install"]


def test_the_archivists_way_gives_the_edition_that_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fixtures").symlink_to(README.parent / "fixtures")
    monkeypatch.chdir(tmp_path)
    section = TEXT.partition("<!-- archivist -->")[2].partition("<!-- end -->")[0]
    commands = [line for line in section.split("\n") if line.startswith("repair ")]
    for _, command, *words in (shlex.split(line, comments=True) for line in commands):
        if command == "review":  # by hand, as a person would
            desk = desk_at(Path(words[0]), words[words.index("--reviewer") + 1])
            for number, name in enumerate(desk.cases.names):
                proposed = desk.cases.entry(number).candidates
                desk.decide(Act(number, name, "accept" if proposed else "reject"))
            assert log_path(words[0]).name in section
        else:
            outcome = run(command, *words)
            assert (outcome.code, outcome.err) == (0, ""), words
    edition, shown = (
        re.sub(r'cert="\w+"|when="[\d-]+"|\d+ (accepted|rejected)', "", text)  # what time and a better fit change
        for text in (Path("edition.xml").read_text(encoding="utf-8"), TEXT)
    )
    shown = shown.partition("<!-- edition -->\n```xml\n")[2].partition("\n```")[0]
    assert len(shown.split("\n")) == 3
    assert [line for line in shown.split("\n") if line not in edition.split("\n")] == []
    ending = re.search(r"`edition.txt` ends in `(.*?)`", TEXT, re.DOTALL)
    assert ending is not None
    assert Path("edition.txt").read_text(encoding="utf-8").endswith(" ".join(ending[1].split()))
    assert b"anna (reading: fixtures/references/trump-putin.txt)" in zipfile.ZipFile("edition.docx").read(
        "word/document.xml"
    )


def test_the_way_through_a_shell_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pytest.importorskip("zstandard")
    monkeypatch.chdir(tmp_path)
    articles, copies = (json.dumps({"id": "a", "text": text}).encode() + b"\n" for text in (DAMAGED, COMPLETE))
    Path("articles.jsonl").write_bytes(articles)
    Path("copies.jsonl").write_bytes(copies)
    Path("crawl").mkdir()
    Path("crawl/0.jsonl.zst").write_bytes(packed.compress(articles))
    section = TEXT.partition("### You clean a scraped corpus")[2].partition("\n### ")[0]
    commands = [line for line in section.split("\n") if line.startswith("repair ")]
    assert {line.split()[1] for line in commands} >= {"index", "corpus", "suggest", "apply", "undo"}
    for line in commands:
        done = run(*shlex.split(line, comments=True)[1:])
        assert done.code == 0, (line, done.err)
    assert Path("original.jsonl").read_bytes() == articles
    (original,) = Path("originals").iterdir()
    with packed.open(original, "rb") as stream:
        assert stream.read() == articles
