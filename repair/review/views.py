"""What a reviewer sees of an entry: its place in the article, candidates with their evidence, and who decided what.

These records go to the page as JSON and to the terminal as they are. Article, candidates and names are foreign text:
every character that controls a screen is shown as a symbol, and nothing here is ever treated as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from repair.codes import CODES
from repair.edit import blanks_kept
from repair.records import (
    Apparatus,
    Attested,
    Candidate,
    Emendation,
    Entry,
    Finding,
    Prediction,
    Provenance,
    Reading,
    Reference,
    RuleSource,
    Witness,
)
from repair.review.events import MAX_TEXT, LogLine, marked_by
from repair.review.pictures import pictured, shortened

__all__ = [
    "Block",
    "Change",
    "Choice",
    "Draft",
    "Evidence",
    "Opinion",
    "Passage",
    "Shown",
    "change",
    "choices",
    "opinions",
    "passage",
    "window",
]

# Code points of context on each side of an entry, and of a reference's surroundings.
CONTEXT_SHOWN: Final = 700
_SURROUNDINGS: Final = 90
# Code points on each side of an entry in which words are looked for that stand elsewhere.
_NEIGHBOURHOOD: Final = 20_000
_SHORTEST_CUT: Final = 20
# what may stand between the words of a phrase
_BETWEEN: Final = r"\W{1,3}"


class Passage(msgspec.Struct):
    """The span and the text around it. `cut_before` and `cut_after` say that the article goes on there."""

    before: str
    span: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


class Evidence(msgspec.Struct, omit_defaults=True):
    """One provenance. `name` is a reference, model, rule or reviewer; similarities are 0–100, `log_prob` in nats.

    `place` is where the words stand in the reference, if its text is at hand. `of` is what an emendation was made from. Of
    a prediction, `found` says that the same
    words stand elsewhere in the article's `text` or in a `reference`, and `place` where: in the article, or in the
    reference named `source`. What is attested is in `count` articles of the corpus `name`, one of them `source`.
    `kinship` says whether a reference is a parent or a sibling, `url` where it comes from.
    """

    kind: str
    name: str
    left: float | None = None
    right: float | None = None
    span: tuple[int, int] | None = None
    element: str = ""
    place: Passage | None = None
    log_prob: float | None = None
    pieces: int | None = None
    found: str = ""
    source: str = ""
    note: str = ""
    of: list[str] = []
    count: int | None = None
    kinship: str = ""
    url: str = ""


class Block(msgspec.Struct, omit_defaults=True):
    """A stretch of an article that begins at `start`; where `number` is given it is an entry's span, and `supplied` what
    stands there. `odd` says that the witness beside it has other words."""

    text: str
    start: int
    number: int | None = None
    code: str = ""
    status: str = ""
    supplied: str = ""
    kind: str = ""
    odd: bool = False


class Change(msgspec.Struct):
    """What a candidate does at a span, for the eye: `out` goes, `put` comes in its place, and of a span of blanks those
    `before` and `after` stay that the candidate has too."""

    before: str
    out: str
    put: str
    after: str


def change(span: str, text: str) -> Change:
    """What `text` does in place of `span`."""
    before, after = blanks_kept(span, [text])
    return Change(
        pictured(span[:before]),
        shortened(span[before : len(span) - after]),
        pictured(text[before : len(text) - after]),
        pictured(span[len(span) - after :]) if after else "",
    )


class Choice(msgspec.Struct):
    """A candidate. `text` is what would be put in, `shown` the same for the eye, and `change` what it does at the place;
    `label` is what its kind is called, and
    `certainty` is high, medium or low. `by` are the reviewers who decided on it."""

    text: str
    shown: str
    change: Change
    kind: str
    label: str
    score: float
    certainty: str
    evidence: list[Evidence]
    by: list[str] = []


class Opinion(msgspec.Struct):
    """The decision and the remark of one reviewer on this entry; `mine` says whether it is the current reviewer, `settles`
    whether the decision settles a conflict."""

    who: str
    mine: bool
    decision: str
    text: str | None
    kind: str
    when: str
    note: str
    settles: bool = False


class Shown(msgspec.Struct):
    """One entry as it is decided on. `number` counts all entries from 0, `status` is that of all reviewers together:
    open, accepted, emended, rejected or conflict. `original` is what an emendation begins with: the whole span, nothing
    where it is longer than an emendation can be. `before` and `after` are the text around it as it will stand, `chosen`
    the candidate that is decided on or on trial, `None` where all were rejected. `draft` is what was being typed. `message`
    is `None` where it says no more than the code does, or that somebody marked the place: the reader's language has words
    for that. `marked_by` is who marked the place by hand, empty if nobody did."""

    number: int
    entry: str
    article: str
    language: str
    in_article: int
    of_article: int
    code: str
    name: str
    message: str | None
    severity: str
    confidence: float
    lacks_words: bool
    words: tuple[int, int] | None
    detectors: list[str]
    marked_by: str
    place: Passage
    before: list[Block]
    after: list[Block]
    original: str
    choices: list[Choice]
    chosen: int | None
    confirmed_by: list[Evidence]
    opinions: list[Opinion]
    status: str
    equal: int
    draft: Draft | None


class Draft(msgspec.Struct, omit_defaults=True):
    """What a reviewer was typing: an emendation, or a `note`. `base` is the candidate that they began with, from 0."""

    text: str
    note: bool = False
    base: int | None = None


def window(text: str, start: int, end: int, context: int = CONTEXT_SHOWN) -> tuple[int, int]:
    """Up to `context` code points on each side of the span `[start, end)` of `text`, cut between words."""
    begin, stop = max(0, start - context), min(len(text), end + context)
    if begin:
        blank = text.find(" ", begin, start)
        begin = blank + 1 if 0 <= blank < start - _SHORTEST_CUT else begin
    if stop < len(text):
        blank = text.rfind(" ", end, stop)
        stop = blank if blank > end + _SHORTEST_CUT else stop
    return begin, stop


def passage(text: str, start: int, end: int, context: int = CONTEXT_SHOWN) -> Passage:
    """The span `[start, end)` of `text` with what stands around it, see `window`."""
    begin, stop = window(text, start, end, context)
    around = pictured(text[begin:start]), shortened(text[start:end]), pictured(text[end:stop])
    return Passage(*around, begin > 0, stop < len(text))


def choices(
    apparatus: Apparatus,
    finding: Finding,
    span: tuple[int, int],
    candidates: Iterable[Candidate],
    references: Mapping[str, Reference],
    said: Iterable[Opinion] = (),
) -> list[Choice]:
    """The candidates in their order, with what they do at the span, their evidence and those who decided on them."""
    takers: dict[tuple[str | None, str], list[str]] = {}
    for opinion in said:
        takers.setdefault((opinion.text, opinion.kind), []).append(opinion.who)
    return [
        Choice(
            c.text,
            pictured(c.text),
            change(apparatus.article.text[slice(*span)], c.text),
            c.kind,
            c.label,
            c.score,
            c.certainty,
            [
                _elsewhere(evidence_of(p, references, apparatus.witnesses), apparatus, finding, c.text, references)
                for p in c.provenance
            ],
            takers.get((pictured(c.text), c.kind), []),
        )
        for c in candidates
    ]


def _elsewhere(
    told: Evidence, apparatus: Apparatus, finding: Finding, words: str, references: Mapping[str, Reference]
) -> Evidence:
    """The evidence with the nearest other place of its words, if it says that they occur elsewhere and they are
    found."""
    if told.found == "text":
        text = apparatus.article.text
        begin, stop = max(0, finding.start - _NEIGHBOURHOOD), finding.end + _NEIGHBOURHOOD
        spans = [
            (at, to) for at, to in _occurrences(words, text, begin, stop) if to <= finding.start or at >= finding.end
        ]
        if spans:
            told.place = passage(text, *min(spans, key=lambda span: abs(span[0] - finding.start)), _SURROUNDINGS)
    elif told.found == "reference":
        for name in (w.name for w in apparatus.witnesses if w.name in references):
            text = references[name].text
            for at, to in _occurrences(words, text, 0, len(text)):
                told.source, told.place = pictured(name), passage(text, at, to, _SURROUNDINGS)
                return told
    return told


def _occurrences(words: str, text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """The spans in `text[begin:stop]` of `words`, whatever their case and whatever stands between them."""
    wanted = re.findall(r"\w+", words)
    if wanted:
        pattern = re.compile(rf"\b{_BETWEEN.join(wanted)}\b", re.IGNORECASE)
        yield from (found.span() for found in pattern.finditer(text, begin, stop))


def evidence_of(
    provenance: Provenance, references: Mapping[str, Reference], witnesses: Iterable[Witness] = ()
) -> Evidence:
    """One provenance for the eye. `witnesses` are those of the article."""
    match provenance:
        case Reading(name, start, end, left, right, element):
            reference = references.get(name)
            known = reference is not None and end <= len(reference.text)
            witness = next((w for w in witnesses if w.name == name), None)
            return Evidence(
                "reading",
                pictured(name),
                left,
                right,
                (start, end),
                pictured(element),
                passage(reference.text, start, end, _SURROUNDINGS) if known and reference else None,
                kinship=witness.kind if witness else "",
                url=pictured(witness.url) if witness else "",
            )
        case Prediction(model, log_prob, pieces, found):
            return Evidence("prediction", pictured(model), log_prob=log_prob, pieces=pieces, found=found)
        case Attested(corpus, article, count):
            return Evidence("attested", pictured(corpus), source=pictured(article), count=count)
        case RuleSource(rule):
            return Evidence("rule", pictured(rule))
        case Emendation(reviewer, _, note, of):
            sources = [pictured(evidence_of(p, {}).name) for p in of]
            kind = evidence_of(of[0], {}).kind if of else ""
            return Evidence("emendation", pictured(reviewer), note=pictured(note), source=kind, of=sources)


def opinions(decisions: Mapping[str, LogLine], notes: Mapping[str, LogLine], reviewer: str) -> list[Opinion]:
    """The decisions and remarks of all reviewers, the current one first."""
    found: list[Opinion] = []
    for who in sorted({*decisions, *notes}, key=lambda name: (name != reviewer, name)):
        line, remark = decisions.get(who), notes.get(who)
        text = line.outcome if line else None
        found.append(
            Opinion(
                pictured(who),
                who == reviewer,
                line.decision if line else "",
                None if text is None else pictured(text),
                line.candidate().kind if line and text is not None else "",
                line.when if line else "",
                pictured(remark.note if remark else line.note if line else ""),
                line is not None and line.settles,
            )
        )
    return found


def shown_entry(
    number: int,
    name: str,
    apparatus: Apparatus,
    entry: Entry,
    position: tuple[int, int],
    span: tuple[int, int],
    around: tuple[list[Block], list[Block]],
    candidates: Iterable[Candidate],
    chosen: int | None,
    references: Mapping[str, Reference],
    said: list[Opinion],
    status: str,
    equal: int,
    draft: Draft | None,
) -> Shown:
    """Entry number `number` of all, which has the fingerprint `name` and stands at `position` (which, of how many) in its
    article, between the texts of `around`; `span` is what of it goes if the candidate on trial is accepted."""
    finding, article = entry.finding, apparatus.article
    code = CODES[finding.code]
    general = finding.message == code.meaning or "reviewer" in finding.detectors
    return Shown(
        number=number,
        entry=name,
        article=pictured(article.id),
        language=article.language,
        in_article=position[0],
        of_article=position[1],
        code=code.code,
        name=code.name,
        message=None if general else pictured(finding.message),
        severity=code.severity,
        confidence=finding.confidence,
        lacks_words=finding.lacks_words,
        words=finding.words if finding.lacks_words else None,
        detectors=[pictured(d) for d in finding.detectors],
        marked_by=pictured(marked_by(finding)),
        place=passage(article.text, *span),
        before=around[0],
        after=around[1],
        original=article.text[finding.start : finding.end] if finding.end - finding.start <= MAX_TEXT else "",
        choices=choices(apparatus, finding, span, candidates, references, said),
        chosen=chosen,
        confirmed_by=[evidence_of(r, references) for r in entry.confirmed_by],
        opinions=said,
        status=status,
        equal=equal,
        draft=draft,
    )
