"""What detection is fitted on: pages with the places that rules and a gap head see on them, and which of these are right.

A place is right if it lies within three code points of a listed damage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from msgspec import Struct

from repair.bench.damage import Alteration
from repair.bench.samples import Sample
from repair.bench.truth import Case
from repair.detect import Document, document_of, sight
from repair.detect.weighing.places import Place, places
from repair.detect.weighing.surroundings import is_in_code
from repair.records import Article, Signal

__all__ = ["Kind", "Page", "is_hit", "is_incomplete", "made_pages", "near", "read_pages"]

_SLACK: Final = 3
_SEEN: Final = frozenset(("inner", "cut_end", "cut_start"))  # positions of losses that a text alone can show

_EMPTIED: Final = frozenset(("empty-quotes", "empty-quotes-blank", "empty-typographic-quotes", "empty-brackets"))
_UNLISTED: Final = 2  # from so many emptied pairs of marks on that are not listed, a truth is incomplete

Kind = Literal["page", "text", "made"]


class Page(Struct, frozen=True, eq=False):
    """A document, the places on it, and for each whether it is right.

    `host` keeps together what must not stand on both sides of a cross-validation. `weight` (0–1) is how much the page
    counts in a fit. `losses` are the spans that a perfect finder finds, and `is_sound` says whether nothing at all is
    damaged. The kind is a web page as an extractor gave it, another text, or damage made from a sound text.
    """

    document: Document
    language: str
    host: str
    places: tuple[Place, ...]
    right: tuple[bool, ...]
    losses: tuple[tuple[int, int], ...]
    is_sound: bool
    kind: Kind
    weight: float


def read_pages(
    cases: Iterable[Case], signals: Sequence[tuple[Signal, ...]], *, kind: Kind, weight: float
) -> list[Page]:
    """The pages of truth files, in which all damage is listed, with what a gap head says of each."""
    return [_page(case, signalled, kind, weight) for case, signalled in zip(cases, signals, strict=True)]


def _page(case: Case, signals: Sequence[Signal], kind: Kind, weight: float) -> Page:
    document = document_of(case.article)
    found = tuple(places(document, sight(document), signals))
    right = tuple(any(near(place, loss.start, loss.end) for loss in case.losses) for place in found)
    losses = tuple((loss.start, loss.end) for loss in case.losses if loss.position in _SEEN)
    language = case.language or document.article.language
    return Page(document, language, case.host, found, right, losses, not case.losses, kind, weight)


def is_incomplete(page: Page) -> bool:
    """Whether the truth of a damaged page misses losses that anyone sees: pairs of marks in prose with nothing in them.

    Such a page's other losses are not all listed either, so a fit on it learns that losses are none.
    """
    unlisted = [
        place
        for place, right in zip(page.places, page.right, strict=True)
        if not right
        and any(s.rule in _EMPTIED for s in place.sightings)
        and not is_in_code(page.document, place.start, place.end)
    ]
    return not page.is_sound and len(unlisted) >= _UNLISTED


def made_pages(made: Iterable[Sample], *, weight: float) -> list[Page]:
    """The pages of damage made from sound texts."""
    pages = []
    for sample in made:
        document = document_of(Article("", sample.damaged.text, sample.language))
        found = tuple(places(document, sight(document), sample.signals))
        altered = sample.damaged.alterations
        right = tuple(is_hit(place.start, place.end, place.code, altered) is not None for place in found)
        losses = tuple((gap.start, gap.end) for gap in altered if gap.is_loss)
        host = f"made from {sample.language} {sample.source}"
        pages.append(Page(document, sample.language, host, found, right, losses, not altered, "made", weight))
    return pages


def is_hit(start: int, end: int, code: str, gaps: Iterable[Alteration]) -> Alteration | None:
    """The damage that a finding is about: near it, and of its family."""
    for gap in gaps:
        family = "RG" if gap.is_loss else gap.kind[:2]
        if code[:2] == family and end >= gap.start - _SLACK and start <= gap.end + _SLACK:
            return gap
    return None


def near(place: Place, start: int, end: int) -> bool:
    """Whether a place is about the damage at that span."""
    return place.end >= start - _SLACK and place.start <= end + _SLACK
