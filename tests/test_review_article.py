"""The whole article beside a copy: each line has beside it what the copy has there, in every part of a long article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from review_desk import desk_at, write

from repair.edit import apply, take_blanks
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Reference, RuleSource, Witness
from repair.review.article_view import PART
from repair.review.messages import Act
from repair.review.queue import QueueQuery

PLACES = ("Ortona", "Vasto", "Guardiagrele", "Lanciano")


def paragraph(number: int) -> str:
    """One of many paragraphs that are alike but for a number and a name."""
    return (
        f"Il consiglio ha discusso per {number} ore il bilancio della biblioteca civica, senza arrivare a un voto. Il treno delle "
        f"sette è partito da {PLACES[number % 4]}, con {number + 1} minuti di ritardo, e nessuno lo aspettava più."
    )


def rows(folder: Path, text: str, copy: str) -> list[tuple[str, str]]:
    """All lines of the article in its parts, each with what the copy has beside it."""
    article = Apparatus(Article("a.txt", text, "it"), (), (Witness("copia", 90.0),))
    desk = desk_at(write(folder, article), references=[Reference("copia", copy)])
    found, offset = [], 0
    while offset < len(text):
        part = desk.part(0, offset)
        offset = part.end
        for line in part.lines:
            pair = ("".join(b.text for b in line.blocks), "".join(p.text for p in line.witness))
            found.append((pair[0].strip(), pair[1].strip()))
    return [pair for pair in found if any(pair)]


def test_a_long_article_has_its_own_lines_beside_it_in_every_part(tmp_path: Path) -> None:
    text = "\n\n".join(map(paragraph, range(240)))
    assert len(text) > 2 * PART
    told = rows(tmp_path, text, text)
    assert len(told) >= 240
    beside = [here == there for here, there in told]
    assert beside.count(False) <= 4  # where a part ends within a line


@pytest.mark.parametrize("size", [20, 90])
def test_after_a_passage_that_only_the_copy_has_the_lines_stand_beside_their_own(tmp_path: Path, size: int) -> None:
    text = "\n\n".join(map(paragraph, range(40)))
    more = " ".join(f"Parola{n} soltanto{n} nella{n} copia{n}." for n in range(size))
    copy = text.replace(paragraph(20), f"{paragraph(20)}\n\n{more}\n\n{paragraph(300)}")
    told = rows(tmp_path, text, copy)
    assert [there for here, there in told if here == paragraph(39)] == [paragraph(39)]
    assert sum(here == there for here, there in told) >= 38


@pytest.mark.parametrize(
    "text",
    [
        "Uno di, due RES. Tre RES\n\nRES\n\nQuattro (RES cinque).",
        "RES\n\nUno di, due.\n\nRES\n",
        "Uno di, due RES RES, tre.",
    ],
)
def test_the_article_is_shown_as_it_will_stand_without_the_blanks_that_go_with_residue(
    tmp_path: Path, text: str
) -> None:
    at = text.index(" di,") + 3
    spans = [m.span() for m in re.finditer("RES", text)]
    taken_out = (Candidate("", 0.9, (RuleSource("share-line"),)),)
    entries = [Entry(Finding(*span, "RS401", "residue", 0.9), taken_out) for span in spans]
    entries.append(Entry(Finding(at, at, "RG103", "words are missing", 0.9, (1, 3))))
    made = Apparatus(Article("a.txt", text, "it"), tuple(sorted(entries, key=lambda e: e.finding.start)))
    desk = desk_at(write(tmp_path, made))
    gap = next(n for n, e in enumerate(made.entries) if e.finding.code == "RG103")
    for number in range(len(made.entries)):
        if number != gap:
            desk.decide(Act(number, desk.cases.names[number], "accept"))
    accepted = replace(made, entries=tuple(e.accept(0) if e.candidates else e for e in made.entries))
    expected = apply(take_blanks(accepted)).text
    shown = [b for line in desk.part(0, 0).lines for b in line.blocks]
    assert "".join(b.supplied if b.status == "accepted" else b.text for b in shown) == expected
    around = desk.entry(QueueQuery(), gap).shown
    assert around is not None
    beside = [*around.before, *around.after]
    assert "".join(b.supplied if b.status == "accepted" else b.text for b in beside) == expected
