"""The report of a run as one self-contained page of HTML, and as JSON.

It is for the owner of the crawler: which codes, hosts and months lose text, what it looks like, and how much was
recovered. Texts and names are foreign: the template escapes them, and no script runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from repair.codes import CODES
from repair.corpus.summary import OUTCOMES, CorpusSummary
from repair.render.escape import visible
from repair.render.pages import environment

__all__ = ["REPORTS", "summary_html", "summary_json"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_WORST: Final = 15
_ROWS: Final = 40  # values of any other dimension that are shown
_OUTCOMES: Final = {
    "recovered": "words from copies",
    "rule": "a rule",
    "proposed": "a model's guess",
    "open": "nothing so far",
}


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
        outcomes=[(name, _OUTCOMES[name], whole.outcomes[name]) for name in OUTCOMES],
        outcome_bar=list(_stacked([whole.outcomes[name] for name in OUTCOMES], 1000.0)),
        hosts=summary.worst("host", _WORST),
        host_count=len(summary.groups.get("host", {})),
        months=list(
            zip((m for m, _ in months), (g for _, g in months), _columns([g.share for _, g in months]), strict=True)
        ),
        others={name: sorted(groups.items(), key=lambda g: -g[1].articles)[:_ROWS] for name, groups in others.items()},
        elements=summary.elements.most_common(_ROWS),
    )


def _stacked(values: Sequence[int], width: float) -> Iterator[tuple[float, float]]:
    """Left edge and width of each part of a bar that is `width` wide."""
    total, left = sum(values) or 1, 0.0
    for value in values:
        part = width * value / total
        yield round(left, 2), round(part, 2)
        left += part


def _columns(shares: Sequence[float]) -> Iterator[dict[str, float]]:
    """Place, width and height of the column of each share, in a picture 1000 wide and 160 high."""
    step = 1000 / max(len(shares), 1)
    most = max(shares, default=0.0) or 1.0
    for number, share in enumerate(shares):
        height = 140 * share / most
        yield {
            "x": round(number * step, 2),
            "width": round(step * 0.8, 2),
            "y": round(160 - height, 2),
            "height": round(height, 2),
        }


REPORTS: Final[dict[str, Callable[[CorpusSummary], str]]] = {"html": summary_html, "json": summary_json}
"""How a report is written, by name."""
