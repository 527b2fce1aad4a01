"""The whole article beside a copy: each line has beside it what the copy has there, in every part of a long article."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_desk import desk_at, write

from repair.records import Apparatus, Article, Reference, Witness
from repair.review.article_view import PART

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
