"""Aligning words: laws against a slow and obvious oracle, and what is cut out comes back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repair.collate import ReferenceIndex, collate
from repair.collate.align import align, align_lines
from repair.collate.collation import Collation
from repair.config import Config
from repair.edit import apply
from repair.records import Apparatus, Article, Reference
from repair.scoring.rank import rank
from repair.text.tokens import tokenize

FEW = st.lists(st.sampled_from("abcdef"), max_size=24)
PROSE = (
    "La biblioteca del quartiere resterà aperta anche la sera durante tutto il mese di maggio grazie ai volontari. "
    "Chi vuole prendere in prestito un romanzo dovrà mostrare la tessera nuova al banco vicino alla finestra grande. "
    "Nel cortile interno si terranno letture ad alta voce per bambini sotto i dieci anni accompagnati da un adulto. "
    "Il direttore ha ringraziato le insegnanti che hanno raccolto oltre trecento volumi usati nelle scuole vicine. "
    "Quando piove gli incontri si spostano nella sala delle carte geografiche dove ci sono quaranta posti a sedere."
).split(" ")


def longest(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of a longest common subsequence, by the textbook's table."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = row
        row = [0]
        for j, y in enumerate(b):
            row.append(before[j] + 1 if x == y else max(row[j], before[j + 1]))
    return row[-1]


@given(FEW, FEW)
def test_as_many_words_find_a_partner_as_in_the_textbook(a: list[str], b: list[str]) -> None:
    partners = align(a, b)
    met = [(x, y) for x, y in enumerate(partners) if y >= 0]
    assert all(a[x] == b[y] for x, y in met)
    assert [y for _, y in met] == sorted({y for _, y in met})
    assert len(partners) == len(a)
    assert len(met) == longest(a, b)


@given(FEW, FEW, st.integers(1, 6))
def test_cut_in_pieces_the_alignment_is_still_one(a: list[str], b: list[str], direct: int) -> None:
    partners = align(a, b, direct=direct)
    met = [(x, y) for x, y in enumerate(partners) if y >= 0]
    assert all(a[x] == b[y] for x, y in met)
    assert [y for _, y in met] == sorted({y for _, y in met})


@given(st.integers(0, 60), st.integers(1, 12), st.integers(2, 500))
def test_rare_words_in_a_row_are_anchors_enough(start: int, length: int, direct: int) -> None:
    whole = [f"{word}{n // 9}" for n, word in enumerate(PROSE * 4)]
    damaged = whole[:start] + whole[start + length :]
    partners = align(damaged, whole, direct=direct)
    assert partners == [*range(start), *range(start + length, len(whole))]


def test_passages_in_another_order_are_found() -> None:
    first, second, third = PROSE[:25], PROSE[25:50], PROSE[50:]
    assert align([*first, *second, *third], [*second, *first, *third]) == [
        *range(25, 50),
        *range(25),
        *range(50, len(PROSE)),
    ]


LINES = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=5).map(" ".join), max_size=6).map("\n".join)


@given(LINES, LINES)
def test_no_word_of_a_line_has_two_partners_or_another_word(a: str, b: str) -> None:
    mine, other = tokenize(a), tokenize(b)
    met = [(x, y) for x, y in enumerate(align_lines(mine, other)) if y >= 0]
    assert all(mine.words[x] == other.words[y] for x, y in met)
    assert len({y for _, y in met}) == len(met)


@pytest.mark.parametrize(
    ("article", "page", "lost"),
    [
        ("La chiude alle otto.", "La chiesa\nIl ponte.\nLa biglietteria chiude alle otto.", 5),
        ("Chi guida la\nSi parte.", "Chi guida la corsa\nIl ponte, la chiesa.\nSi parte.", 3),
        ("Sale.\nDer Kauf belastet", "Sale.\nÜbersicht der Nachteile\nMerke: Der Kauf belastet", 4),
    ],
    ids=["first word", "last word", "first word after another"],
)
def test_the_words_of_a_line_stand_in_one_line(article: str, page: str, lost: int) -> None:
    mine, other = tokenize(article), tokenize(page)
    partners = align_lines(mine, other)
    assert lost not in partners
    assert all(
        page.count("\n", 0, other.starts[x]) == page.count("\n", 0, other.starts[y])
        for at, (x, y) in enumerate(pairwise(partners), 1)
        if "\n" not in article[mine.ends[at - 1] : mine.starts[at]]
    )


def inside_a_sentence() -> list[tuple[int, int]]:
    """Spans of words that neither begin nor end a sentence, and leave a word of it on either side."""
    ends = [n for n, word in enumerate(PROSE) if word.endswith(".")]
    starts = [0, *(n + 1 for n in ends[:-1])]
    return [(i, j) for s, e in zip(starts, ends, strict=True) for i in range(s + 1, e) for j in range(i + 1, e + 1)]


@given(st.sampled_from(inside_a_sentence()))
def test_a_span_cut_out_of_a_text_is_given_back_by_the_text(span: tuple[int, int]) -> None:
    first, last = span
    text = " ".join(PROSE)
    damaged = " ".join(PROSE[:first] + PROSE[last:])
    found = rank(collate(Apparatus(Article("a", damaged, "it")), ReferenceIndex([Reference("copia", text)]), Config()))
    accepted = replace(found, entries=tuple(e.accept(0) for e in found.entries))
    assert apply(accepted).text == text


def test_an_insertion_slides_no_further_than_the_reference_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    # what anchors of a long text may give: not the longest alignment, and the first word has no partner
    monkeypatch.setattr("repair.collate.collation.align", lambda a, b: [-1, 0, 4, 5])
    collation = Collation(tokenize("Il libro è qui"), Reference("copia", "Libro nuovo. Il libro è qui"))
    found = [i for at in range(5) if (i := collation.at(at)) is not None]
    assert found
    assert all(0 <= i.first - i.back <= i.last + i.forth <= len(collation.there) for i in found)


@pytest.mark.parametrize("marks", ["«»", "“”", '""'])
@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_quotes_dashes_apostrophes_and_case_do_not_matter(marks: str, apostrophe: str) -> None:
    ours = "L'assessora ha detto: \"L'orto resta dov'è\" – e poi ha salutato tutti quanti prima di uscire."
    copy = f"L{apostrophe}ASSESSORA Anna Conti ha detto: {marks[0]}L{apostrophe}orto resta dov{apostrophe}è{marks[1]} - e poi ha salutato tutti quanti prima di uscire."
    found = collate(Apparatus(Article("a", ours, "it")), ReferenceIndex([Reference("copia", copy)]), Config())
    assert [(e.finding.code, [c.text for c in e.candidates]) for e in found.entries] == [("RG113", [" Anna Conti"])]
