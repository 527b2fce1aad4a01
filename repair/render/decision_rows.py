"""The decisions in force as rows of a table, for a spreadsheet: what was decided where, by whom, when, on what evidence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from repair.records import Emendation
from repair.render.style import source_name
from repair.review.events import LogLine
from repair.review.state import State

__all__ = ["decision_rows"]

_COLUMNS: Final = (
    *("article", "entry", "code", "context", "decision", "text", "kind", "source", "score"),
    *("who", "when", "note", "settles"),
)
# what a spreadsheet takes for the beginning of a formula
_FORMULA: Final = tuple("=+-@\t\r")


def decision_rows(state: State) -> Iterator[str]:
    """A head and one row for each decision or remark in force, article by article, as CSV. A byte-order mark comes first, by
    which spreadsheets know UTF-8; a cell that they would take for a formula begins with an apostrophe."""
    yield "\ufeff" + _record(_COLUMNS)
    keys = {key: None for keys in (state.decided(), state.noted()) for key in keys}
    for key in sorted(keys):
        decided, noted = state.at(key), state.notes(key)
        for who in sorted({*decided, *noted}):
            yield _record(_cells(decided.get(who), noted.get(who)))


def _cells(line: LogLine | None, remark: LogLine | None) -> tuple[str, ...]:
    about = line or remark
    assert about is not None  # one of them is given
    text = kind = sources = score = ""
    if line is not None and line.outcome is not None:
        made = line.candidate()
        origins = [s for p in made.provenance for s in (p.of if isinstance(p, Emendation) and p.of else (p,))]
        text, kind, score = made.text, made.kind, f"{made.score:.2f}"
        sources = ", ".join(dict.fromkeys(map(source_name, origins)))
    note = remark.note if remark else about.note
    settles = "true" if line and line.settles else ""
    found = (about.article, about.entry, about.code, about.context, about.decision, text, kind, sources, score)
    return *found, about.who, about.when, note, settles


def _record(cells: tuple[str, ...]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerow("'" + cell if cell.startswith(_FORMULA) else cell for cell in cells)
    return stream.getvalue()
