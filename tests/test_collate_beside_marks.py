"""Words that a copy has come back on that side of the article's marks on which the copy has them, with its blanks; a blank that
hides lost words is told as their loss, once."""

from __future__ import annotations

import pytest
from ferry import FIRST, SECOND, html, told
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.collate import ReferenceIndex, collate
from repair.config import Config
from repair.records import Apparatus, Article, Entry, Finding, Reference

WRITTEN = "Il consiglio ha discusso il conto fino a sera, e la nuova spesa {} porta il nome della vecchia strada."

# What the copy has, with the lost words in brackets. The article has all but them.
KINDS = {
    "behind a sign": "arriva a €⟦ 5⟧ al mese, e",
    "between a sign and a mark": "arriva a €⟦ 4,2 milioni⟧, che",
    "joined to a sign before it": "arriva a £⟦3⟧ al mese, e",
    "before a sign": "arriva a⟦ 5⟧ € al mese, e",
    "joined to a sign behind it": "arriva a ⟦5⟧% del totale, e",
    "a degree": "resta a ⟦20⟧° per giorni, e",
    "a paragraph": "segue il §⟦ 5⟧ del bando, e",
    "a name with a sign": "cita Rossi &⟦ Figli⟧ di Torino, e",
    "behind a comma": "chiesta ieri,⟦ Mario⟧ assente, dal sindaco",
    "before a comma": "chiesta ieri⟦ sera⟧, assente il sindaco, ci",
    "behind a dash": "del sindaco –⟦ Bianchi⟧ non votava – ci",
    "before a dash": "del sindaco⟦ Bianchi⟧ – non votava – ci",
    "behind a bracket": "del sindaco (⟦Bianchi ⟧non votava) ci",
    "behind a colon": "ha un conto:⟦ tre lire⟧ e poco altro, che",
    "joined to a plus": "sale di +⟦5⟧ punti in un anno, e",
    "joined to a slash": "della via vecchia/⟦nuova⟧ del mulino, che",
    "between two marks": "arriva al –⟦5⟧% del totale, e",
    "between two commas": "di Bianchi,⟦ il geometra⟧, che",
}


def mended(found: Apparatus) -> str:
    """The text with the first candidate of every finding that is shown: none may overlap another."""
    text, after = found.article.text, len(found.article.text) + 1
    for entry in sorted(found.entries, key=lambda e: -e.finding.start):
        start, end = entry.finding.start, entry.finding.end
        if entry.finding.confidence >= 0.5 and entry.candidates:
            assert end < after
            text, after = text[:start] + entry.candidates[0].text + text[end:], start
    return text


def whole(paragraph: str) -> str:
    return "\n\n".join((FIRST, paragraph, SECOND))


def without(marked: str) -> str:
    before, _, rest = marked.partition("⟦")
    return before + rest.partition("⟧")[2]


ROWS = "| Nome | Voti | Eletta |\n|---|---|---|\n| Anna Brera | 412 | sì |\n| {} | {} | sì |\n| Luca Dossi | 201 | no |"


def in_table(*lost: str) -> list[str]:
    """The lines that come back of a table whose row lacks what these cells have not, where a gap head points at the end of the
    row before."""
    text = whole(ROWS.format(*lost))
    at = text.index("sì") + 2
    gap = Finding(at, at, "RG112", "words seem to be missing", 0.9, (2, 25), ("gap-head",))
    found = collate(
        Apparatus(Article("a", text, "it"), (Entry(gap),)),
        ReferenceIndex([Reference("copia.txt", whole(ROWS.format("Piero Vanz", "388")))]),
        Config(use_model=False),
    )
    return [" ".join(line.split()) for line in mended(found).split("\n") if line.startswith("|")]


@pytest.mark.parametrize("lost", [("", "388"), (" ", "388"), ("Piero Vanz", "388")])
def test_words_come_back_into_their_cell_of_a_table(lost: tuple[str, str]) -> None:
    assert in_table(*lost) == ROWS.format("Piero Vanz", "388").split("\n")


def test_words_of_several_cells_are_put_into_none() -> None:
    assert in_table("", "") == [" ".join(line.split()) for line in ROWS.format("", "").split("\n")]


@pytest.mark.parametrize("kind", KINDS)
def test_words_come_back_on_their_side_of_a_mark(kind: str) -> None:
    marked = WRITTEN.format(KINDS[kind])
    copy = whole(marked.replace("⟦", "").replace("⟧", ""))
    assert mended(told(whole(without(marked)), Reference("copia.txt", copy))) == copy


MARKS = (" ", ", ", ": ", " – ", " (", ") ", " € ", " § ", " & ", "/", ",” ", " “")
WORDS = "acero betulla castagno dattero edera faggio ginepro larice mirto noce olmo pino quercia rovere salice tiglio".split()


@settings(max_examples=25)
@given(
    marks=st.lists(st.sampled_from(MARKS), min_size=16, max_size=16), first=st.integers(4, 9), count=st.integers(1, 3)
)
def test_whatever_marks_stand_around_lost_words_the_copy_comes_back(marks: list[str], first: int, count: int) -> None:
    """The article lost `count` words, and no mark but those between them."""
    parts = [word + mark for word, mark in zip(WORDS, marks, strict=True)]
    kept = [*parts[:first], marks[first + count - 1], *parts[first + count :]]
    article, copy = (f"Nel bosco crescono {''.join(each)}zafferano da sempre." for each in (kept, parts))
    assert mended(told(whole(article), Reference("copia.txt", whole(copy)))).split() == whole(copy).split()


# What the page has, with the lost words in brackets; the article has a blank too much or too few there.
HIDDEN = {
    "a lost blank": (
        "Rossi vive in Ucraina,argomenti a parte.",
        "Rossi vive in Ucraina, <b>altri</b> argomenti a parte.",
    ),
    "inside an opening mark": (
        'Il sindaco ha detto " Scusate" ed è uscito.',
        'Il sindaco ha detto "<b>Amici,</b> Scusate" ed è uscito.',
    ),
    "inside a closing mark": (
        'Il sindaco ha detto "Scusate " ed è uscito.',
        'Il sindaco ha detto "Scusate <b>tanto</b>" ed è uscito.',
    ),
    "a line of its own": (
        "Per cambiare la lista basta riscrivere il\nget_queryset\nmetodo della vista.",
        "Per cambiare la lista basta riscrivere il <b>nuovo</b> <code>get_queryset</code> metodo della vista.",
    ),
    "a line of its own, behind it": (
        "Per cambiare la lista basta riscrivere il\nget_queryset\nmetodo della vista.",
        "Per cambiare la lista basta riscrivere il <code>get_queryset</code> <b>vecchio e caro</b> metodo della vista.",
    ),
}


@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.parametrize("page", [True, False], ids=["page", "copy"])
def test_a_blank_that_hides_lost_words_is_told_as_their_loss(kind: str, page: bool) -> None:
    damaged, published = HIDDEN[kind]
    reference = html(FIRST, published, SECOND)
    text = reference.text.partition("\n")[2].strip()
    found = told(whole(damaged), reference if page else Reference("copia.txt", text))
    assert [e.finding.code for e in found.entries if e.finding.is_gap] in (["RG113"], ["RG105"])
    assert mended(found).split() == text.split()


def test_words_before_a_mark_leave_the_blank_behind_it_to_its_own_finding() -> None:
    found = told(
        whole('Il sindaco ha detto " Scusate" ed è uscito.'),
        Reference("copia.txt", whole('Il sindaco ha detto loro "Scusate" ed è uscito.')),
    )
    assert [(e.finding.code, e.candidates[0].text) for e in found.entries] == [("RG113", " loro"), ("RJ202", "")]
