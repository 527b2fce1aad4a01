"""Fitting what pages say: the tables of a parent's words, of its blocks, and of its text at a damaged place.

They are fitted on real rows with all their losses, each beside the page that it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from repair.bench.regression import Observation, fit_logistic
from repair.bench.truth import Case, Loss, made
from repair.codes import CODES
from repair.collate import ReferenceIndex, collate
from repair.collate.collation import Collation, Insertion
from repair.collate.evidence import place_evidence, words_evidence
from repair.config import Config
from repair.detect import detect
from repair.errors import InputError
from repair.interchange import from_json
from repair.read.paths import opened
from repair.read.values import page
from repair.records import Candidate, Entry, Reading, Reference
from repair.scoring import calibration
from repair.scoring.calibration import Logistic
from repair.text.tokens import tokenize

__all__ = ["fit_parents", "read_html_pages"]

_RATE: Final = 1 / 150  # losses that are made, for each word
_PENALTY: Final = 1.0  # of the square of a weight of a block's sign
_MADE: Final = 0.3  # how much one of them counts beside a real one
_MAX_LINE: Final = 256 << 20  # bytes
_SLACK: Final = 3
_AROUND: Final = 40  # code points on either side within which the words must be those of the truth
_JOINS: Final = frozenset(code for code, row in CODES.items() if row.within_words)
_SOME: Final = 40  # code points of a block that tell it from others


class _Page(msgspec.Struct):
    page: str
    html: str
    url: str = ""


_decoder: Final = msgspec.json.Decoder(_Page)


def read_html_pages(paths: Iterable[str], wanted: set[str]) -> dict[str, Reference]:
    """The pages of these names, by name. A file has one JSON object a line: `page` (its name), `html` and `url`.

    A page that cannot be read is left out. Raises `InputError` with the line that is no such object.
    """
    pages: dict[str, Reference] = {}
    for path in paths:
        for row in _rows(path):
            if row.page in wanted:
                try:
                    pages[row.page] = page(row.html, name=row.page, url=row.url)
                except InputError:
                    continue
    return pages


def _rows(path: str) -> Iterator[_Page]:
    with opened(path) as source:
        for number, line in enumerate(iter(lambda: source.stream.readline(_MAX_LINE), b""), 1):
            try:
                yield from_json(_decoder, line)
            except msgspec.DecodeError as error:
                hint = "a row has page and html"
                raise InputError(f"no page: {error}", where=f"{path}:{number}", hint=hint) from None


def fit_parents(cases: Iterable[Case], pages: dict[str, Reference]) -> dict[str, Logistic]:
    """The tables, from the cases whose page is given.

    Extractors lose elements; a cleaner or a copyist loses any word. So words are also deleted from the
    rows that lost nothing, and what the page says of these places counts a little.
    """
    rows = _Rows()
    # before they are fitted, all blocks and words of a page are taken for lost ones, so that none is left out of the fit
    passed = {name: Logistic(0.0, {}) for name in ("parent-words", "parent-block", "parent-place")}
    with calibration.overridden(passed):
        for number, case in enumerate(case for case in cases if case.page in pages):
            reference = pages[case.page]
            rows.add(case, reference)
            if not case.losses:
                for cleaned in made([case.article], seed=number, rate=_RATE, with_copies=False):
                    rows.add_near(cleaned, reference)
    return rows.fitted()


class _Rows:
    """What each table is fitted on."""

    def __init__(self) -> None:
        self._words: list[Observation] = []
        self._weights: list[float] = []
        self._blocks: list[Observation] = []
        self._block_weights: list[float] = []
        self._places: list[Observation] = []

    def fitted(self) -> dict[str, Logistic]:
        """The tables."""
        return {
            "parent-words": fit_logistic(self._words, weights=self._weights),
            "parent-block": fit_logistic(self._blocks, weights=self._block_weights, penalty=_PENALTY),
            "parent-place": fit_logistic(self._places),
        }

    def add(self, case: Case, reference: Reference) -> None:
        """All that the page says of the article."""
        collation = Collation(tokenize(case.article.text), reference)
        for rows in _block_rows(case, collation):
            self._blocks += rows
            self._block_weights += [1 / len(rows) for _ in rows]  # a run of blocks is one finding
        for entry, candidate, reading in _told(case, reference):
            right = any(_fills(case, entry, candidate, loss) for loss in case.losses)
            if entry.finding.code in _JOINS:
                self._places.append((place_evidence(reading), right))
            else:
                self._add_words(collation, entry, reading, right, 1.0)

    def add_near(self, case: Case, reference: Reference) -> None:
        """What the page says of the places where words were deleted."""
        collation = Collation(tokenize(case.article.text), reference)
        for entry, candidate, reading in _told(case, reference):
            if entry.finding.code not in _JOINS and any(_is_near(entry, loss) for loss in case.losses):
                right = any(_fills(case, entry, candidate, loss) for loss in case.losses)
                self._add_words(collation, entry, reading, right, _MADE)

    def _add_words(self, collation: Collation, entry: Entry, reading: Reading, right: bool, weight: float) -> None:
        if not entry.finding.is_gap or entry.finding.code == "RG114":
            return
        insertion = _insertion(collation, entry, reading)
        if insertion is None:
            return
        evidence = words_evidence(collation, insertion)
        # extractors do not lose one of two equal words in a row, and nobody could tell it from what a page has twice
        if weight == 1.0 or not evidence["doubled"]:
            self._words.append((evidence, right))
            self._weights.append(weight)


def _told(case: Case, reference: Reference) -> Iterator[tuple[Entry, Candidate, Reading]]:
    """The candidates that the page gives, if it is the article's parent."""
    apparatus = collate(detect(case.article, None, Config()), ReferenceIndex([reference]), Config())
    for entry in apparatus.entries:
        for candidate in entry.candidates:
            for by in candidate.provenance:
                if isinstance(by, Reading) and candidate.score > 0.0:
                    yield entry, candidate, by


def _insertion(collation: Collation, entry: Entry, reading: Reading) -> Insertion | None:
    """The words of the page that the reading is made of."""
    article, there = collation.article, collation.there
    first = sum(start < reading.start for start in there.starts)
    last = sum(start < reading.end for start in there.starts)
    at = sum(end <= entry.finding.start for end in article.ends)
    return Insertion(at, first, last, 0, 0) if first < last else None


def _is_near(entry: Entry, loss: Loss) -> bool:
    return entry.finding.end >= loss.start - _SLACK and entry.finding.start <= loss.end + _SLACK


def _fills(case: Case, entry: Entry, candidate: Candidate, loss: Loss) -> bool:
    """Whether the candidate is near the loss and, put in, gives the words of the page."""
    start, end = entry.finding.start, entry.finding.end
    if not _is_near(entry, loss):
        return False
    text = case.article.text
    low, high = max(0, min(loss.start, start) - _AROUND), max(loss.end, end) + _AROUND
    truth = text[low : loss.start] + loss.replacement + text[loss.end : high]
    mine = text[low:start] + candidate.text + text[end:high]
    return tokenize(truth).words == tokenize(mine).words


def _block_rows(case: Case, collation: Collation) -> Iterator[list[Observation]]:
    """The rows of every run of blocks that the page has between words of the article, which has lost them or never had
    them."""
    article, there = collation.article, collation.there
    lost = [(loss, " ".join(tokenize(loss.missing).words)) for loss in case.losses if loss.position == "block"]
    for insertion in collation.insertions:
        low, high = article.ends[insertion.at - 1] - _SLACK, article.starts[insertion.at] + _SLACK
        here = [words for loss, words in lost if loss.end >= low and loss.start <= high]
        # what furniture holds is never asked for
        yield [
            (collation.blocks.evidence(block, insertion), _is_any(words, here))
            for block in collation.blocks.between(insertion.first, insertion.last)
            if not collation.furniture.holds(block.start, block.end)
            and (words := " ".join(there.words[block.first : block.last]))
        ]


def _is_any(block: str, lost: Sequence[str]) -> bool:
    """Whether a block is one of the lost ones, or a line of one, or made of several."""
    return any(block in words or (len(block) > _SOME and words in block) for words in lost)
