"""The table of codes: each row is complete, and fits the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import repair
from repair.codes import CODES, FAMILIES, Code
from repair.review.words import REVIEW_WORDS

ROWS = [pytest.param(row, id=code) for code, row in CODES.items()]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_its_words_in_both_languages(row: Code) -> None:
    assert re.fullmatch(r"[A-Z]{2}\d{3}", row.code)
    assert row.family in FAMILIES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.name)
    for language in ("it", "en"):
        wording = row.wording(language)
        assert wording.name
        assert wording.meaning
        assert wording.cause
        assert bool(wording.unknowable) == bool(row.unknowable)
    assert row.italian.meaning != row.meaning
    assert row.italian.cause != row.cause
    assert row.bad != row.good


@pytest.mark.parametrize("row", ROWS)
def test_a_code_that_rules_see_says_how_sure_they_are_and_where_that_was_measured(row: Code) -> None:
    """Without it, what a rule sees has the confidence 0 until a table is fitted for it, and is never shown."""
    assert (0 < row.prior < 1) == (row.seen_by == "rules")
    assert bool(row.measured) == bool(row.prior)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_speaks_of_codes_that_exist(row: Code) -> None:
    if row.other_edge:
        other = CODES[row.other_edge]
        assert (other.other_edge, {row.edge, other.edge}) == (row.code, {"start", "end"})
    if row.hides:
        assert not row.is_gap
        assert not row.is_gap
    if row.covers:
        assert row.own_place


def test_codes_that_may_share_a_place_have_an_order() -> None:
    shared = [row.precedence for row in CODES.values() if row.seen_by != "references" and not row.own_place]
    assert len(set(shared)) == len(shared)


def test_the_words_of_a_row_are_those_of_the_review() -> None:
    assert REVIEW_WORDS["it"]["RG108_unknowable"] == CODES["RG108"].italian.unknowable
    assert REVIEW_WORDS["en"]["RG108"] == "word cut in two"


LISTS = re.compile(r'[({\[]\s*(?:"R[A-Z]\d{0,3}"\s*,\s*)+"R[A-Z]\d{0,3}"\s*,?\s*[)}\]]')


def test_no_file_but_the_table_keeps_a_list_of_codes() -> None:
    package = Path(repair.__file__).parent
    kept = [path.name for path in package.rglob("*.py") if LISTS.search(path.read_text("utf-8"))]
    assert kept == []
