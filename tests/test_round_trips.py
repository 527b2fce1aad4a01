"""Random articles with random entries, put in and taken out again, marked and stripped, by the hundred thousand."""

from __future__ import annotations

import random
from typing import Final

import pytest
from cli_runner import candidate
from msgspec.structs import replace

from repair.codes import CODES
from repair.edit import Applied, apply, decide, read_sidecar, restore, sidecar, undo
from repair.interchange import decode, encode
from repair.read import write_row
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Row, Source
from repair.render.reading.marked import mark, split, strip
from repair.render.style import Style

SEED: Final = 20260713
# what marks are made of, what JSON and terminals escape, and characters of every length in UTF-8 and UTF-16
_PARTS: Final = (
    *("a", "è", "l'", " ", "  ", "\n", "\r\n", "\r", "\t", ".", ",", ",,", '""', "“", "»", "()", "\\", "\\x1b", "\\{"),
    *("{++", "++}", "{--", "--}", "{~~", "~>", "~~}", "{==", "==}", "{>>", "<<}", "=== a ===", "{", "}", "=", "~"),
    *("\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff", "\xa0", "𝒳", "e\u0301", "�", "&amp;", "<b>", "::error"),
)
_KINDS: Final = ("reading", "prediction", "rule")


def text_of(dice: random.Random, most: int) -> str:
    return "".join(dice.choices(_PARTS, k=dice.randint(0, most)))


def entry_of(dice: random.Random, start: int, end: int) -> Entry:
    options: tuple[Candidate, ...] = tuple(
        candidate(text_of(dice, 4), dice.choice(_KINDS), dice.random()) for _ in range(dice.randint(0, 3))
    )
    made = Entry(Finding(start, end, dice.choice(list(CODES)), text_of(dice, 3), dice.random()), options)
    if options and dice.random() < 0.3:
        return made.accept(dice.randrange(len(options)))
    return made.reject() if dice.random() < 0.1 else made


def apparatus_of(dice: random.Random) -> Apparatus:
    """An apparatus whose accepted entries never overlap; the others may."""
    text = text_of(dice, 30)
    spans = sorted(sorted(dice.choices(range(len(text) + 1), k=2)) for _ in range(dice.randint(0, 5)))
    entries: list[Entry] = []
    cursor = -1
    for start, end in spans:
        if dice.random() < 0.5:
            end = start
        made = entry_of(dice, start, end)
        if made.status == "accepted":
            if start <= cursor:
                made = made.reopen()
            else:
                cursor = max(end, start)
        entries.append(made)
    entries.sort(key=lambda e: (e.finding.start, e.finding.end))
    row = Row(1, "text", {"id": 1, "text": None}) if dice.random() < 0.3 else None
    return Apparatus(Article(f"a{text_of(dice, 1)}", text, "it", Source("a.txt", row=row)), tuple(entries))


def there_and_back(dice: random.Random) -> None:
    sample = apparatus_of(dice)
    article = sample.article
    chosen = decide(
        sample,
        readings=dice.random() < 0.5,
        rules=dice.random() < 0.5,
        predictions=dice.random() < 0.2,
        min_score=dice.random() / 2,
    )
    applied = apply(chosen)
    accepted = [e for e in chosen.entries if e.status == "accepted"]
    assert len(applied.edits) == len(accepted)
    assert undo(applied.text, applied.edits) == article.text
    if not accepted:
        assert applied == Applied(article.text)
    kept = sidecar(applied, article)
    assert restore(applied.text, kept) == article.text
    assert restore(article.text, kept) == article.text  # undone once more
    assert read_sidecar(kept).changes() == applied.edits
    again = decode(encode(chosen))
    assert apply(again).text == applied.text
    if article.source.row is not None:
        assert write_row(article.source.row, restore(applied.text, kept)) == write_row(article.source.row, article.text)
    for shown in (sample, chosen, replace(sample, entries=())):
        assert strip(mark(shown, Style())) == article.text
    assert [strip(one) for _, one in split(mark(chosen, Style()))] == [article.text]


def test_random_round_trips() -> None:
    dice = random.Random(SEED)
    for _ in range(1_000):
        there_and_back(dice)


@pytest.mark.slow
def test_a_hundred_thousand_random_round_trips() -> None:
    dice = random.Random(SEED + 1)
    for _ in range(100_000):
        there_and_back(dice)
