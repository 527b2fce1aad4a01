"""The list of the entries that a queue shows, some at a time: what stands at each, and who decided it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from repair.review.pictures import pictured
from repair.review.queue import Cases
from repair.review.standing import Standing
from repair.review.state import State
from repair.review.views import Change, change, passage

__all__ = ["LISTED", "EntryList", "ListRow", "entry_list"]

LISTED: Final = 100
"""Entries in one part of the list."""
_CONTEXT: Final = 40  # code points on each side


class ListRow(msgspec.Struct):
    """One entry: the words around it, and what the candidate on trial does there, `None` where the text stays. `by` are the
    reviewers who decided, `note` says whether somebody remarked on it."""

    number: int
    code: str
    status: str
    article: str
    language: str
    before: str
    span: str
    after: str
    change: Change | None
    kind: str
    by: list[str]
    note: bool


class EntryList(msgspec.Struct):
    """The entries `first` (from 0) and following of the `length` that the queue shows."""

    rows: list[ListRow]
    first: int
    length: int


def entry_list(cases: Cases, state: State, standing: Standing, shown: Sequence[int], first: int) -> EntryList:
    """The part of `shown`, the numbers of entries in their order, in which number `first` of them is."""
    first = max(0, min(first, len(shown) - 1)) // LISTED * LISTED
    part = shown[first : first + LISTED]
    trials = {}
    for number in part:
        chosen = standing.chosen(number)
        trials[number] = None if chosen is None else standing.offered(number)[chosen]
    spans = standing.spans(trials)
    rows = []
    for number in part:
        article, key, trial = cases.apparatus(cases.article(number)).article, cases.key(number), trials[number]
        span = article.text[slice(*spans[number])]
        around = passage(article.text, *spans[number], _CONTEXT)
        decided, noted = state.at(key), state.notes(key)
        rows.append(
            ListRow(
                number=number,
                code=cases.entry(number).finding.code,
                status=standing.status(number),
                article=pictured(article.id),
                language=article.language,
                before=around.before,
                span=around.span,
                after=around.after,
                change=change(span, trial.text) if trial else None,
                kind=trial.kind if trial else "none",
                by=sorted(map(pictured, decided)),
                note=bool(noted) or any(line.note for line in decided.values()),
            )
        )
    return EntryList(rows, first, len(shown))
