"""The nouns of `repair`: frozen records that every stage takes and gives.

A record checks itself when it is made, so that later stages need not. All positions are half-open spans in
code points of the article's text exactly as read; all sequences are tuples.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec import field as _field
from msgspec.structs import replace

from repair.codes import CODES
from repair.errors import RecordError
from repair.records.provenance import Attested, Emendation, Prediction, Provenance, Reading, RuleSource, check_span

__all__ = [
    "FURNITURE",
    "MAX_GUESSED",
    "Apparatus",
    "Article",
    "Attested",
    "Candidate",
    "Certainty",
    "Element",
    "Emendation",
    "Entry",
    "Finding",
    "Kinship",
    "Label",
    "Layout",
    "Prediction",
    "Provenance",
    "Reading",
    "Reference",
    "Row",
    "RuleSource",
    "Signal",
    "Signature",
    "Source",
    "Status",
    "Suppression",
    "Witness",
]

Status = Literal["open", "accepted", "rejected"]
Certainty = Literal["high", "medium", "low"]
Kinship = Literal["parent", "sibling"]
Label = Literal["reading", "prediction", "guess", "attested", "attested guess", "rule", "emendation"]
Layout = Literal["compact", "spaced", "compact-ascii", "spaced-ascii", "raw"]

_HIGH: Final = 0.9
_MEDIUM: Final = 0.6
_GUESS: Final = 0.2
MAX_GUESSED: Final = 4  # words of a prediction: anything longer would be invented
FURNITURE: Final = "#furniture"  # the tag of an element of a page that is likely no text of the article


def _check_unit(value: float, what: str) -> None:
    if not (math.isfinite(value) and 0.0 <= value <= 1.0):
        raise RecordError(f"{what} is {value!r}", hint="it must lie between 0 and 1")


# --- where a text comes from -------------------------------------------------------------------------------------


class Row(Struct, frozen=True):
    """The JSONL row that an article was read from, kept so that the row can be written again.

    `fields` holds every field in its order, with `None` in place of the text. `layout` says how the row was
    formatted; if no usual layout gives the line back byte for byte, it is `raw`, and `line` keeps the line itself.
    `ending` is what followed the line in its file, line break and blank lines included.
    """

    number: int
    field: str
    fields: Mapping[str, object] = _field(default_factory=dict)
    layout: Layout = "compact"
    line: str = ""
    ending: str = "\n"


class Source(Struct, frozen=True):
    """File and encoding that a text was read from; `path` is as the user gave it, `-` for standard input.

    Encoding the text with `encoding` gives the bytes that were read; a byte-order mark is part of the text.
    """

    path: str = ""
    encoding: str = "utf-8"
    row: Row | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.row.number}" if self.row else self.path


class Article(Struct, frozen=True):
    """The scraped text under repair, exactly as read. `language` is an ISO 639-1 code, empty until known; `url`, `date` and
    `html` of its page and `markup`, a name in `repair.markup.MARKUPS` or `SOURCE_CODE`, are empty unless its source has them."""

    id: str
    text: str
    language: str = ""
    source: Source = Source()
    url: str = ""
    date: str = ""
    markup: str = ""
    html: str = ""

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8."""
        import hashlib  # a check needs none

        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


class Element(Struct, frozen=True, gc=False):
    """An element of a reference read from HTML: the span of its text and its tag in lower case. A block that is likely to
    be a menu, a caption or the like, and an element that a screen does not show, have a second element, with the tag
    `FURNITURE`."""

    start: int
    end: int
    tag: str

    def __post_init__(self) -> None:
        check_span(self.start, self.end, f"element <{self.tag}>")


class Reference(Struct, frozen=True):
    """Another copy of an article. `name` is its name in a provenance: a path, or a row's id.

    `elements` are those of a page's HTML, in order of their start, an outer one before those in it. `url` and `date` are
    as in an article."""

    name: str
    text: str
    elements: tuple[Element, ...] = ()
    url: str = ""
    date: str = ""


class Witness(Struct, frozen=True):
    """A reference that was found to be a copy of the article.

    `similarity` (0–100) is the share of the article's word n-grams that the reference has too. `agreement` (0–100) is
    counted between the first and the last word that both have: the share of the article's words there that the
    reference has as well. The undamaged copy of a damaged article agrees fully, an edited version does not. Witnesses
    of one `group` copy each other and count once. A `parent` is a text that the article was made from: it holds nearly
    all of its words in order; a `sibling` is another edition.
    """

    name: str
    similarity: float
    agreement: float = 100.0
    group: int = 0
    url: str = ""
    kind: Kinship = "sibling"


# --- what is found -----------------------------------------------------------------------------------------------


class Signal(Struct, frozen=True, gc=False):
    """What the gap head says about one place: the `probability` (0–1) that text is missing before `offset`, and the
    distribution of its length over the classes 1, 2–3, 4–8 and 9 or more words (four numbers that sum to 1)."""

    offset: int
    probability: float
    lengths: tuple[float, float, float, float]

    def __post_init__(self) -> None:
        check_span(self.offset, self.offset, "signal")
        _check_unit(self.probability, "a signal's probability")


class Finding(Struct, frozen=True, gc=False):
    """A span with a code. `confidence` (0–1) is calibrated: of the findings at 0.8, about eight in ten are right.

    `words` is the extent of a gap, the lowest and the highest likely number of words; `None` if it is unknown, or if
    the finding is not a gap.
    """

    start: int
    end: int
    code: str
    message: str
    confidence: float
    words: tuple[int, int] | None = None
    detectors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_span(self.start, self.end, f"finding {self.code}")
        _check_unit(self.confidence, f"the confidence of {self.code} at {self.start}")
        if self.code not in CODES:
            raise RecordError(f"unknown code {self.code!r}", hint="`repair explain --list` shows the codes")
        if self.words is not None and not 1 <= self.words[0] <= self.words[1]:
            raise RecordError(f"finding {self.code} has the extent {self.words}", hint="1 <= low <= high must hold")

    @property
    def is_gap(self) -> bool:
        """Whether the finding says that text is missing here (the RG family)."""
        return CODES[self.code].is_gap

    @property
    def lacks_words(self) -> bool:
        """Whether whole words are missing here, not only a mark or a blank."""
        return CODES[self.code].lacks_words


# --- what could stand there -------------------------------------------------------------------------------------


class Candidate(Struct, frozen=True):
    """A text that could take the place of the finding's span, blanks included; `score` (0–1) is calibrated.

    A candidate without provenance is refused: every supplied text must say where it comes from. Readings and
    predictions never share a candidate, so that a model's word cannot stand under a copy's name.
    """

    text: str
    score: float
    provenance: tuple[Provenance, ...]

    def __post_init__(self) -> None:
        _check_unit(self.score, f"the score of candidate {self.text!r}")
        if not self.provenance:
            raise RecordError(f"candidate {self.text!r} has no provenance", hint="say which reading, model or rule")
        if len({type(p) for p in self.provenance}) > 1:
            raise RecordError(f"candidate {self.text!r} mixes kinds of provenance", hint="make one candidate a kind")

    @property
    def kind(self) -> Literal["reading", "prediction", "attested", "rule", "emendation"]:
        """The one kind of provenance that this candidate has."""
        match self.provenance[0]:
            case Reading():
                return "reading"
            case Prediction():
                return "prediction"
            case Attested():
                return "attested"
            case RuleSource():
                return "rule"
            case Emendation():
                return "emendation"

    @property
    def label(self) -> Label:
        """The name of its kind wherever it is shown: with a score below 0.2 a prediction is called a `guess`, and what
        other articles have an `attested guess`."""
        kind = self.kind
        if self.score >= _GUESS:
            return kind
        return "guess" if kind == "prediction" else "attested guess" if kind == "attested" else kind

    @property
    def is_guessed(self) -> bool:
        """Whether nothing but a model or other articles speak for it: no policy accepts it unless asked by name."""
        return self.kind in ("prediction", "attested")

    @property
    def certainty(self) -> Certainty:
        """How sure the candidate is, in one word: `high` from a score of 0.9, `medium` from 0.6, else `low`. What is
        predicted or attested is always `low`, whatever its score."""
        if self.is_guessed or self.score < _MEDIUM:
            return "low"
        return "high" if self.score >= _HIGH else "medium"


class Suppression(Struct, frozen=True):
    """Why a finding does not count: it is listed in a `baseline`, the `config` ignores it, or it is `elsewhere`: outside
    the lines that the check is about. `reason` is the reason that a person gave, if any."""

    kind: Literal["baseline", "config", "elsewhere"]
    reason: str = ""


class Signature(Struct, frozen=True):
    """A reviewer who signs a decision. `date` is ISO 8601, empty if not recorded; `note` is their remark on it."""

    reviewer: str
    date: str = ""
    note: str = ""


class Entry(Struct, frozen=True):
    """A finding, its candidates (best first) and the decision on it.

    `confirmed_by` are the references that cover this place and have the same text as the article: they speak against a
    gap. `suppressed` says why a check does not report it; it belongs to one run and is not written with the apparatus.
    `decided_by` are the reviewers who decided it; it is empty if the entry is open, or was accepted by a policy.
    """

    finding: Finding
    candidates: tuple[Candidate, ...] = ()
    status: Status = "open"
    chosen: int | None = None
    confirmed_by: tuple[Reading, ...] = ()
    suppressed: Suppression | None = None
    decided_by: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        if self.status not in ("open", "accepted", "rejected"):
            raise RecordError(f"unknown status {self.status!r}", hint="open, accepted or rejected")
        if (self.status == "accepted") != (self.chosen is not None):
            raise RecordError(f"entry at {self.finding.start} is {self.status} with chosen={self.chosen}")
        if self.chosen is not None and not 0 <= self.chosen < len(self.candidates):
            raise RecordError(f"entry at {self.finding.start} chose candidate {self.chosen} of {len(self.candidates)}")
        if self.decided_by and self.status == "open":
            raise RecordError(f"entry at {self.finding.start} is open and names who decided it")

    @property
    def is_variant(self) -> bool:
        """Whether the finding says that references, or a reviewer, have other words than the article (RV)."""
        return CODES[self.finding.code].is_variant

    @property
    def accepted(self) -> Candidate | None:
        """The accepted candidate, `None` if the entry is open or rejected."""
        return None if self.chosen is None else self.candidates[self.chosen]

    def accept(self, chosen: int, by: tuple[Signature, ...] = ()) -> Entry:
        """This entry with candidate number `chosen` (from 0) accepted, signed `by` those reviewers."""
        return replace(self, status="accepted", chosen=chosen, decided_by=by)

    def reject(self, by: tuple[Signature, ...] = ()) -> Entry:
        """This entry with every candidate rejected, signed `by` those reviewers."""
        return replace(self, status="rejected", chosen=None, decided_by=by)

    def reopen(self) -> Entry:
        """This entry with no decision on it."""
        return replace(self, status="open", chosen=None, decided_by=())


class Apparatus(Struct, frozen=True):
    """An article and its entries in text order: the one type that flows from `detect` to `apply`. `witnesses` are the
    references found to be copies of it; `model` names the model that made its predictions."""

    article: Article
    entries: tuple[Entry, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    model: str = ""

    def __post_init__(self) -> None:
        length = len(self.article.text)
        last = (0, 0)
        for entry in self.entries:
            here = (entry.finding.start, entry.finding.end)
            if here[1] > length:
                raise RecordError(f"finding {entry.finding.code} ends at {here[1]} of {length}", where=self.article.id)
            if here < last:
                raise RecordError(f"entries are not in text order at {here[0]}", where=self.article.id)
            last = here

    def above(self, confidence: float) -> Apparatus:
        """This apparatus with the entries of at least that confidence (0–1), and all entries that are decided."""
        if not self.entries:
            return self
        kept = tuple(e for e in self.entries if e.finding.confidence >= confidence or e.status != "open")
        return self if len(kept) == len(self.entries) else replace(self, entries=kept)
