"""Laws of fingerprints: they follow content, never offsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repair.records import Apparatus, Article, Entry, Finding
from repair.text.fingerprint import CONTEXT_WORDS, fingerprints

LEFT = "Il mulino di Sant'Ilario fu chiuso nel dopoguerra quando il sindaco di"
RIGHT = ", ormai anziano, vendette le macine a un antiquario di passaggio."
WORD = st.text(alphabet="abcdeàèìòù", min_size=1, max_size=6)
TEXT = st.text(max_size=60)


def at(text: str, *places: tuple[int, int], code: str = "RG103") -> Apparatus:
    return Apparatus(Article("a", text), tuple(Entry(Finding(s, e, code, "", 0.5)) for s, e in sorted(places)))


def only(text: str, start: int, end: int | None = None, code: str = "RG103") -> str:
    return fingerprints(at(text, (start, start if end is None else end), code=code))[0]


@given(TEXT, TEXT)
def test_edits_elsewhere_do_not_touch_it(before: str, after: str) -> None:
    moved = f"{before} {LEFT}{RIGHT} {after}"
    assert only(moved, len(before) + 1 + len(LEFT)) == only(LEFT + RIGHT, len(LEFT))


def test_another_crawl_may_differ_in_blanks_case_and_forms() -> None:
    left = LEFT.replace("il sindaco", "IL\u00a0SINDACO").replace("nel ", "nel\n  ")
    assert only(left + RIGHT, len(left)) == only(LEFT + RIGHT, len(LEFT))


def test_code_span_and_context_count() -> None:
    text = LEFT + RIGHT
    here = only(text, len(LEFT))
    assert here != only(text, len(LEFT), code="RG105")
    assert here != only(text, len(LEFT), len(LEFT) + 1)
    assert here != only(LEFT.replace("sindaco", "parroco") + RIGHT, len(LEFT) + len("parroco") - len("sindaco"))
    assert here != only(LEFT + RIGHT.replace("anziano", "giovane"), len(LEFT))
    assert only(text, 3) != only(text, 5)  # inside one word: where it is cut counts


def test_equal_contexts_are_told_apart_by_wider_ones_and_never_mixed_up() -> None:
    names = ("Borgo Vecchio", "Montecupo", "Valdoria")
    verses = [
        f"A {name} la notte portò via il ponte della strada di, e nessuno seppe più dove fosse. " for name in names
    ]
    places = [sum(map(len, verses[:n])) + verse.index(",") for n, verse in enumerate(verses)]
    every = fingerprints(at("".join(verses), *((p, p) for p in places)))
    assert len({name.rpartition("-")[0] for name in every}) == 1
    rest = fingerprints(at("".join(verses), *((p, p) for p in places[1:])))
    assert every[0] not in rest
    assert rest == every[1:]
    alone = fingerprints(at(verses[1], (places[1] - len(verses[0]),) * 2))
    assert alone[0] not in every


def test_a_place_said_over_and_over_gets_an_ordinal() -> None:
    text = "tre quattro cinque sei sette , " * 80
    commas = [i for i, c in enumerate(text) if c == ","][30:33]
    names = fingerprints(at(text, *((i, i) for i in commas)))
    assert [name.removeprefix(names[0]) for name in names] == ["", "-2", "-3"]


@given(st.lists(WORD, min_size=2 * CONTEXT_WORDS + 2, max_size=40), st.data())
def test_always_different_within_an_article(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=12))
    names = fingerprints(at(text, *((p, p) for p in places)))
    assert len(set(names)) == len(places)


@given(st.text(alphabet=st.characters(), max_size=80), st.data())
def test_any_text_has_fingerprints(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert only(text, start, end) == only(text, start, end)
