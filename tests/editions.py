"""Apparatuses that the tests of all editions share: cases on file, and random ones full of what formats must escape."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st
from msgspec.structs import replace

from repair.edit import apply
from repair.interchange import decode
from repair.records import (
    Apparatus,
    Article,
    Attested,
    Candidate,
    Emendation,
    Entry,
    Finding,
    Prediction,
    Provenance,
    Reading,
    RuleSource,
    Signature,
    Source,
    Witness,
)
from repair.render import Style
from repair.render.edition_parts import MarkedEntry, edition_parts

CASES = Path(__file__).parent / "cases" / "editions"


def read(case: str) -> list[Apparatus]:
    return [decode(line) for line in (CASES / f"{case}.jsonl").read_bytes().splitlines()]


def mill() -> Apparatus:
    """An article with rival readings, predictions, a rule's fix, an emendation, gaps without a candidate, an entry
    that overlaps another, and one that was rejected."""
    (apparatus,) = read("mulino")
    return apparatus


def single(text: str, *entries: Entry, name: str = "a", witnesses: tuple[Witness, ...] = ()) -> Apparatus:
    return Apparatus(Article(name, text, "it", Source("a.txt")), entries, witnesses)


def entry(
    start: int, end: int, *candidates: Candidate, code: str = "RG103", words: tuple[int, int] | None = (1, 3)
) -> Entry:
    return Entry(Finding(start, end, code, "words are missing", 0.8, words), candidates)


def reading(text: str, *names: str, score: float = 0.95) -> Candidate:
    return Candidate(text, score, tuple(Reading(name, 0, 1, 100.0, 100.0) for name in names or ("copia-2",)))


def guess(text: str, score: float = 0.3) -> Candidate:
    return Candidate(text, score, (Prediction("it-en-small", -2.0, 1),))


def signed() -> Apparatus:
    """A reading that two accepted on two days, a guess that one accepted, an emendation, and what one rejected."""
    (apparatus,) = read("firmato")
    return apparatus


def repaired(sample: Apparatus) -> str:
    """The article with all put in that the edition shows."""
    shown = tuple(
        p.entry if p.entry.status == "accepted" else p.entry.accept(0)
        for p in edition_parts(sample, Style())
        if isinstance(p, MarkedEntry) and p.entry.candidates
    )
    return apply(Apparatus(sample.article, shown)).text


_SNIPPETS = [
    *"{}+-~><=\\&#;|()[]\"'@ \t",
    *("{++", "++}", "{--", "--}", "{~~", "~>", "~~}", "{==", "==}", "{>>", "<<}", "(?)", "{>>article: b<<}\n"),
    *("<script>", "</div>", "</ab>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&#x1b;", "&lt", "\\x1b", "{{", "{%"),
    *("⟨", "⟩", "‹", "›", "⸢", "⸣", "\n", "\r\n", "\r", "\n\n", "  \n"),
    *("\x1b[2J", "\x01", "\x0c", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u200f", "\ufeff", "\ufffe", "\ud83d"),
    *("è", "e\u0301", "🚢", "👩‍🔬", "שלום", "مرحبا", "coro", "della"),
]
hostile = st.lists(st.sampled_from(_SNIPPETS), max_size=9).map("".join)
texts = st.one_of(hostile, st.text(st.characters(exclude_characters="\x00"), max_size=20))
_sources: st.SearchStrategy[Provenance] = st.one_of(
    st.builds(Reading, hostile, st.just(0), st.just(1), st.just(100.0), st.just(99.0)),
    st.builds(Prediction, hostile, st.just(-1.0), st.just(1)),
    st.builds(Attested, hostile, hostile, st.integers(1, 9)),
    st.builds(RuleSource, hostile),
    st.builds(Emendation, hostile, st.sampled_from(["", "2025-03-02", "2025-03-02T10:20:00Z", "ieri"])),
)
_dates = st.sampled_from(["", "2026-03-02", "2026-03-02T10:20:00.125Z", "2026-13-32", "0001-01-01T00:00+05:00", "ieri"])
_signatures = st.lists(st.builds(Signature, hostile, _dates, hostile), max_size=2).map(tuple)
_candidates = st.builds(lambda text, score, by: Candidate(text, score, (by,)), hostile, st.floats(0, 1), _sources)


@st.composite
def apparatuses(draw: st.DrawFn) -> Apparatus:
    """An article of hostile text with entries anywhere in it, some rejected, the first one accepted, some signed."""
    text = draw(texts)
    place = st.integers(0, len(text))
    entries = []
    for start, end in sorted(tuple(sorted(draw(st.tuples(place, place)))) for _ in range(draw(st.integers(0, 4)))):
        made = entry(
            start,
            end,
            *draw(st.lists(_candidates, max_size=3)),
            code=draw(st.sampled_from(["RG103", "RG112", "RJ201", "RS401", "RV501"])),
            words=draw(st.sampled_from([None, (1, 1), (2, 5)])),
        )
        if draw(st.booleans()):
            made = replace(made, confirmed_by=(Reading(draw(hostile), 0, 1, 90.0, 90.0),))
        entries.append(made.reject(draw(_signatures)) if draw(st.integers(0, 4)) == 0 else made)
    if entries and entries[0].candidates:
        entries[0] = entries[0].accept(len(entries[0].candidates) - 1, draw(_signatures))
    witnesses = tuple(Witness(name, 90.0, 80.0, 0, name) for name in draw(st.lists(hostile, max_size=2, unique=True)))
    made = single(text, *entries, name=draw(hostile), witnesses=witnesses)
    return replace(made, article=replace(made.article, language=draw(st.sampled_from(["", "it", '"><b>']))))
