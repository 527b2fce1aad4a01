"""The fixtures hold what their README and `truth.json` say of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from repair.codes import CODES
from repair.read import articles, references
from repair.text.tokens import tokenize

FIXTURES = Path(__file__).parent.parent / "fixtures"
SEED = "articles/trump-putin.txt"
SEED_SHA256 = "3df0a6ecd49bb7fa28aecbcf9f005a0c7ce4bc09814ec0c09dd93d5b4494d5b0"
ROWS = "articles/agenzie.jsonl"
PAGE = "articles/mercato-coperto.txt"

Damage = dict[str, Any]
TRUTH: dict[tuple[str, str], list[Damage]] = defaultdict(list)
for _item in json.loads((FIXTURES / "truth.json").read_text(encoding="utf-8")):
    TRUTH[_item["file"], _item.get("record", "")].append(_item)
PLAIN = sorted(file for file, record in TRUTH if not record and file != PAGE)
SOUND = sorted(path.name for path in (FIXTURES / "sound").iterdir())


def texts(file: str) -> dict[str, str]:
    """The texts of an article file: by id in JSON lines, else under the empty name."""
    read = articles([str(FIXTURES / file)], on_error=pytest.fail)
    return {a.id if file.endswith(".jsonl") else "": a.text for a in read}


def repaired(text: str, damage: list[Damage]) -> str:
    for item in reversed(damage):
        text = text[: item["start"]] + item["replacement"] + text[item["end"] :]
    return text


def words(text: str) -> list[str]:
    return list(tokenize(text).words)


def test_the_seed_is_as_it_was_given() -> None:
    assert hashlib.sha256((FIXTURES / SEED).read_bytes()).hexdigest() == SEED_SHA256


def test_every_article_has_its_truth_and_its_reference() -> None:
    files = {f"articles/{path.name}" for path in (FIXTURES / "articles").iterdir()}
    assert files == {file for file, _ in TRUTH}
    stems = {path.stem for path in (FIXTURES / "references").iterdir()}
    assert stems == {Path(file).stem for file in files}
    assert {record for file, record in TRUTH if file == ROWS} == set(texts(ROWS))


@pytest.mark.parametrize(("file", "record"), TRUTH)
def test_damage_is_in_order_within_the_text_and_has_a_known_code(file: str, record: str) -> None:
    text = texts(file)[record]
    last = 0
    for item in TRUTH[file, record]:
        assert last <= item["start"] <= item["end"] <= len(text)
        assert text[item["start"] : item["end"]] != item["replacement"]
        assert item["code"] in CODES
        last = item["end"]


@pytest.mark.parametrize("file", PLAIN)
def test_the_truth_gives_the_reference(file: str) -> None:
    (reference,) = references([str(FIXTURES / "references" / Path(file).name)], on_error=pytest.fail)
    made = repaired(texts(file)[""], TRUTH[file, ""])
    assert words(made) == words(reference.text)
    assert made == reference.text


def test_the_truth_gives_the_pages_words() -> None:
    (page,) = references([str(FIXTURES / "references/mercato-coperto.html")], on_error=pytest.fail)
    made = repaired(texts(PAGE)[""], TRUTH[PAGE, ""])
    assert f" {' '.join(words(made))} " in f" {' '.join(words(page.text))} "
    assert page.url
    assert page.date


def test_the_pages_lost_words_stand_in_its_inline_elements() -> None:
    (page,) = references([str(FIXTURES / "references/mercato-coperto.html")], on_error=pytest.fail)
    held = [page.text[e.start : e.end] for e in page.elements]
    for item in TRUTH[PAGE, ""]:
        assert item["replacement"].strip(" ,") in held
    assert len(held) > len(TRUTH[PAGE, ""])


def test_the_truth_gives_the_whole_copy_and_the_damaged_copy_lost_something_else() -> None:
    copies: dict[tuple[str, str], str] = {}
    for line in (FIXTURES / "references/agenzie.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        copies[row["copy_of"], row["state"]] = row["text"]
    for record, text in texts(ROWS).items():
        whole, hurt, edited = (copies[record, state] for state in ("whole", "damaged", "edited"))
        assert repaired(text, TRUTH[ROWS, record]) == whole
        assert len({text, whole, hurt, edited}) == 4
        rest = iter(words(whole))
        assert all(word in rest for word in words(hurt))  # the copy lost words and changed none
        for item in TRUTH[ROWS, record]:
            assert item["replacement"].strip(" ,.") in hurt


def test_references_of_rows_have_unique_names_addresses_and_dates() -> None:
    read = list(references([str(FIXTURES / "references/agenzie.jsonl")], on_error=pytest.fail))
    assert len({r.name for r in read}) == len(read) == 12
    assert all(r.url and re.fullmatch(r"\d{4}-\d\d-\d\d", r.date) for r in read)


@pytest.mark.parametrize("file", [f for f in PLAIN if f != SEED])
def test_an_article_is_of_a_usual_length(file: str) -> None:
    assert 1500 <= (FIXTURES / file).stat().st_size <= 4096


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_text_is_read_as_it_is(name: str) -> None:
    path = FIXTURES / "sound" / name
    (read,) = articles([str(path)], on_error=pytest.fail)
    assert read.text.encode() == path.read_bytes()


def test_the_readme_names_every_file() -> None:
    readme = (FIXTURES / "README.md").read_text(encoding="utf-8")
    for path in FIXTURES.rglob("*.*"):
        assert path.name in readme or path.name == "README.md", path.name
