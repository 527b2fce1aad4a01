"""A suggestion on one line, in the reader's language: what is missing, what is proposed, on what evidence, who decided.

Reports use the phrasebook `in_english`; editions use that of their language, see `edition_language`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from repair.codes import CODES
from repair.records import MAX_GUESSED, Attested, Candidate, Emendation, Entry, Finding, Prediction, Provenance, Reading
from repair.render.edition_parts import alternatives, candidate_in_place
from repair.render.escape import visible
from repair.render.style import Style, printed_score, source_name
from repair.review.events import marked_by

__all__ = [
    "COMMENT_WORDS",
    "Phrasebook",
    "describe_decision",
    "describe_entry",
    "describe_extent",
    "describe_marker",
    "describe_offer",
    "describe_sources",
    "describe_unproposed",
    "describe_words",
    "in_english",
    "local_figure",
    "local_score",
    "made_from",
]

Phrasebook = Callable[..., str]
"""The phrase of that name, with its places filled in."""

_MAX_SHOWN: Final = 40
_MAX_SOURCES: Final = 3
_TELLING: Final = 3  # guesses, so that what they have in common says something
_MOST: Final = 0.6  # of them

COMMENT_WORDS: Final = {
    "overlapping": "overlaps",
    "or": "or",
    "by": "by {names}",
    "and_more": "and {n} more",
    "no_proposal": "no proposal",
    "no_model": "no model was asked",
    "marked_by": "marked by hand by {names}",
    "too_many": "{gap}: too many for a guess",
    "likely": "{gap}, likely {what}",
    "a_number": "a number",
    "a_name": "a name or a place",
    "gap": "gap, {words}",
    "gap_unknown": "gap of unknown length",
    "extent": "{low}–{high} words",
    "extent_one": "{low} words",
    "extent_single": "1 word",
    "from_reading": "from a reading of {names}",
    "from_prediction": "from a prediction of {names}",
    "from_attested": "from an attested phrase of {names}",
    "from_rule": "from a rule of {names}",
    "decimal_sign": ".",
}
"""The English phrases of a comment. What is not here says its own name: kinds, codes, decisions."""


def in_english(name: str, **values: object) -> str:
    """The English phrase `name` with its places filled in."""
    code = CODES.get(name.removesuffix("_unknowable"))
    if code is not None:
        return code.name if name == code.code else code.unknowable
    return COMMENT_WORDS.get(name, name.removeprefix("status_")).format(**values)


def local_score(score: float, say: Phrasebook) -> str:
    """A score as `printed_score` has it, as the language writes figures."""
    return local_figure(printed_score(score), say)


def local_figure(figure: str, say: Phrasebook) -> str:
    """A figure with the decimal sign of the language."""
    return figure.replace(".", say("decimal_sign"))


def describe_sources(candidate: Candidate, say: Phrasebook) -> str:
    """Label and names of a candidate's sources, as in `reading: copy-2, copy-3`. The names come from outside."""
    names, more = _first_sources(candidate)
    of = tuple(s for p in candidate.provenance if isinstance(p, Emendation) for s in p.of)
    listed = f"{say(candidate.label).lower()}: {names}" + (f" {say('and_more', n=more)}" if more else "")
    return f"{listed}, {made_from(of, say)}" if of else listed


def _first_sources(candidate: Candidate) -> tuple[str, int]:
    """The names of a candidate's first sources, and how many more there are: of what is attested, one of the articles."""
    if isinstance(attested := candidate.provenance[0], Attested):
        return source_name(attested), attested.count - 1
    names = list(dict.fromkeys(map(source_name, candidate.provenance)))
    return ", ".join(names[:_MAX_SOURCES]), max(0, len(names) - _MAX_SOURCES)


def made_from(of: Sequence[Provenance], say: Phrasebook) -> str:
    """What an emendation was made from; empty if it was typed from nothing."""
    kinds = {Reading: "reading", Prediction: "prediction", Attested: "attested"}
    kind = kinds.get(type(of[0]), "rule") if of else ""
    return say(f"from_{kind}", names=", ".join(dict.fromkeys(map(source_name, of)))) if of else ""


def describe_extent(finding: Finding, say: Phrasebook) -> str:
    """How much is missing, as in `gap, 1–3 words`; the code's name if no words are."""
    if not finding.lacks_words:
        return say(finding.code)
    words = describe_words(finding, say)
    return say("gap", words=words) if words else say("gap_unknown")


def describe_words(finding: Finding, say: Phrasebook) -> str:
    """How many words are missing, as in `1–3 words`; empty if that is not known."""
    if finding.words is None:
        return ""
    low, high = finding.words
    return say("extent" if low != high else "extent_single" if low == 1 else "extent_one", low=low, high=high)


def describe_decision(entry: Entry, say: Phrasebook) -> str:
    """The decision and who signed for it, as in `accepted by anna, bruno`."""
    names = ", ".join(dict.fromkeys(s.reviewer for s in entry.decided_by))
    status = say(f"status_{entry.status}")
    return f"{status} {say('by', names=names)}" if names else status


def describe_marker(finding: Finding, say: Phrasebook) -> str:
    """Who marked the place by hand, as in `marked by hand by anna`; empty if the program found it."""
    who = marked_by(finding)
    return say("marked_by", names=who) if who else ""


def describe_unproposed(entry: Entry, model: str, say: Phrasebook) -> str:
    """What is missing at an entry without a candidate, and why nothing is proposed; `model` names the model that was asked
    about the article, empty if none was."""
    finding = entry.finding
    if CODES[finding.code].unknowable:
        return say(f"{finding.code}_unknowable")
    gap = describe_extent(finding, say)
    if finding.words is not None and finding.words[0] > MAX_GUESSED:
        return say("too_many", gap=gap)
    asked = model or not finding.is_gap or describe_marker(finding, say)  # what a person saw is for persons to fill
    return f"{gap}: {say('no_proposal')}" + ("" if asked else f", {say('no_model')}")


def describe_entry(entry: Entry, style: Style, model: str, say: Phrasebook, *, overlaps: bool = False) -> str:
    """A suggestion on one line, as in `RG103 · reading: copy-2 · 0.96; or " libro" (reading: copy-3 · 0.40)`.

    `model` names the model that was asked about the article, empty if none was.
    """
    best, marker = candidate_in_place(entry), describe_marker(entry.finding, say)
    if best is None:
        unproposed = f"{entry.finding.code} {describe_unproposed(entry, model, say)}"
        return visible(" · ".join(filter(None, (unproposed, marker))))
    parts = [entry.finding.code, describe_offer(best, say)]
    if likely := _likely_kind(entry):
        parts[1:1] = [say("likely", gap=describe_extent(entry.finding, say), what=say(likely))]
    if overlaps:
        parts[1:1] = [say("overlapping"), _quoted(best)]
    if marker:
        parts.append(marker)
    if entry.status == "accepted":
        parts.append(describe_decision(entry, say))
    others = alternatives(entry)
    listed = [f"{say('or')} {_quoted(c)} ({describe_offer(c, say)})" for c in others[: style.alternatives]]
    if len(others) > style.alternatives:
        listed.append(say("and_more", n=len(others) - style.alternatives))
    return visible("; ".join([" · ".join(parts), *listed]))


def describe_offer(candidate: Candidate, say: Phrasebook) -> str:
    """A candidate's sources and score."""
    return f"{describe_sources(candidate, say)} · {local_score(candidate.score, say)}"


def _likely_kind(entry: Entry) -> str:
    """The phrase for what a gap that only guesses fill is likely to have held, where they agree on that; else empty."""
    texts = [c.text.strip() for c in entry.candidates]
    if len(texts) < _TELLING or any(c.label not in ("guess", "attested guess") for c in entry.candidates):
        return ""
    if all(text[:1].isdecimal() for text in texts):
        return "a_number"
    return "a_name" if sum(text[:1].isupper() for text in texts) > _MOST * len(texts) else ""


def _quoted(candidate: Candidate) -> str:
    text = candidate.text
    return f'"{text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"}"'
