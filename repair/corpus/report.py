"""The report of a run as one self-contained page of HTML, and as JSON.

It is for the owner of the crawler: which codes, hosts and months lose text, what it looks like, and how much was
recovered. Texts and names are foreign: the template escapes them, and no script runs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from repair.codes import CODES
from repair.corpus.advice import fixes
from repair.corpus.summary import OUTCOMES, CorpusSummary, Group
from repair.render.escape import visible
from repair.render.pages import environment

__all__ = ["REPORTS", "summary_html", "summary_json"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_BAR: Final = 1000.0  # width of a bar
_WORST: Final = 15
_ROWS: Final = 40  # values of any other dimension that are shown
_OUTCOMES: Final = {
    "page": "the page it was made from",
    "copy": "another copy",
    "rule": "a rule",
    "proposed": "a guess",
    "open": "nothing so far",
}
_WIDE, _HIGH, _LEFT, _FOOT = 600, 206, 60, 26  # of the picture by date, with room for the labels of its axes
_TICKS: Final = 6  # labels below it
_COLUMNS: Final = 120  # of it, at the most
_LINES: Final = 4  # across it, at the most
_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)  # shares at which lines may be drawn


def summary_json(summary: CorpusSummary) -> str:
    """The summary as JSON."""
    return json.dumps(summary.described(), ensure_ascii=False, indent=1) + "\n"


def summary_html(summary: CorpusSummary) -> str:
    """The summary as a page."""
    pages = environment(_TEMPLATES)
    pages.filters.update(number=lambda n: f"{n:,}", percent=lambda share: f"{share:.1%}", visible=visible)
    whole = summary.whole
    codes = [(code, CODES[code], count) for code, count in sorted(whole.codes.items(), key=lambda c: (-c[1], c[0]))]
    months = sorted((name, group) for name, group in summary.groups.get("date", {}).items() if name[0] != "(")
    others = {name: groups for name, groups in summary.groups.items() if name not in ("host", "date")}
    return pages.get_template("report.html").render(
        summary=summary,
        whole=whole,
        codes=codes,
        labels=_OUTCOMES,
        names={code: row.name for code, row in CODES.items()},
        outcomes=[(name, _OUTCOMES[name], whole.outcomes[name]) for name in OUTCOMES],
        outcome_bar=list(_stacked([whole.outcomes[name] for name in OUTCOMES])),
        hosts=summary.worst_hosts(_WORST),
        host_count=len(summary.groups.get("host", {})),
        chart=_chart(*_in_time(months)) if months else None,
        fixes=list(fixes(summary)),
        others={name: sorted(groups.items(), key=lambda g: -g[1].articles)[:_ROWS] for name, groups in others.items()},
        elements=whole.elements.most_common(_ROWS),
    )


def _stacked(values: Sequence[int]) -> Iterator[tuple[float, float]]:
    """Left edge and width of each part of a bar."""
    total, left = sum(values) or 1, 0.0
    for value in values:
        part = _BAR * value / total
        yield round(left, 2), round(part, 2)
        left += part


def _in_time(months: Sequence[tuple[str, Group]]) -> tuple[str, list[tuple[str, Group]]]:
    """Every month from the first to the last, in order, also those without an article: an axis of time has no holes. They
    are years if so many months are too many; if years are too many as well, a date is odd, and what is there is shown."""
    known = {int(name[:4]) * 12 + int(name[5:]) - 1: (name, group) for name, group in months}
    first, last = min(known), max(known)
    if last - first < _COLUMNS:
        return "month", [known.get(n, (f"{n // 12}-{n % 12 + 1:02}", Group())) for n in range(first, last + 1)]
    years: dict[int, Group] = {}
    for name, group in months:
        year = years.setdefault(int(name[:4]), Group())
        year.articles += group.articles
        year.damaged += group.damaged
    span = range(min(years), max(years) + 1)
    return "year", [(f"{y:04}", years.get(y, Group())) for y in (span if len(span) <= _COLUMNS else sorted(years))]


def _chart(unit: str, months: Sequence[tuple[str, Group]]) -> dict[str, Any]:
    """The columns of the months or years, and the lines and labels of both axes."""
    most = max((group.share for _, group in months), default=0.0) or 1.0
    step = next((s for s in _STEPS if most / s <= _LINES), _STEPS[-1])
    top = step * math.ceil(most / step - 1e-9)
    wide, high = _WIDE - _LEFT, _HIGH - _FOOT - 14
    room = wide / len(months)
    every = -(-len(months) // _TICKS)
    return {
        "unit": unit,
        "wide": _WIDE,
        "high": _HIGH,
        "left": _LEFT,
        "foot": _HIGH - _FOOT,
        "columns": [
            {
                "name": name,
                "group": group,
                "x": round(_LEFT + (number + 0.1) * room, 2),
                "width": round(0.8 * room, 2),
                "y": round(_HIGH - _FOOT - high * group.share / top, 2),
                "height": round(high * group.share / top, 2),
                "middle": round(_LEFT + (number + 0.5) * room, 2),
                "label": name if number % every == 0 else "",
            }
            for number, (name, group) in enumerate(months)
        ],
        "lines": [
            {"y": round(_HIGH - _FOOT - high * n * step / top, 2), "label": f"{n * step:.0%}"}
            for n in range(round(top / step) + 1)
        ],
    }


REPORTS: Final[dict[str, Callable[[CorpusSummary], str]]] = {"html": summary_html, "json": summary_json}
"""How a report is written, by name."""
