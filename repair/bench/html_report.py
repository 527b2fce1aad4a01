"""A scoreboard as one page for a browser that needs nothing else: figures, plots as SVG, tables.

The page loads nothing and runs nothing: its content security policy lets in only its own style sheet, by its digest.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from repair.bench.measure import Scoreboard
from repair.bench.reliability import Reliability
from repair.bench.score import Part
from repair.codes import CODES
from repair.render.pages import environment

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["as_page"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
# the area of a plot within its frame, in pixels
_LEFT, _TOP, _SIDE, _FRAME_WIDTH, _FRAME_HEIGHT = 46, 26, 250, 312, 324
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_RISKS: Final = (0.05, 0.1, 0.2, 0.5, 1.0)  # upper ends of the risk axis
_WIDEST_DOT: Final = 6.0  # radius of the fullest bin's dot, in pixels


class _Tick(Struct, frozen=True):
    at: float
    label: str


class _Dot(Struct, frozen=True):
    x: float
    y: float
    radius: float
    title: str


class _Line(Struct, frozen=True):
    """A curve. `name` is its series, which is also its class of colour."""

    name: str
    points: str
    dots: tuple[_Dot, ...] = ()


class _Plot(Struct, frozen=True):
    """One plot. Positions are pixels in a frame of fixed size."""

    title: str
    note: str
    across: str
    up: str
    x_ticks: tuple[_Tick, ...]
    y_ticks: tuple[_Tick, ...]
    lines: tuple[_Line, ...]
    diagonal: bool = False

    left: int = _LEFT
    top: int = _TOP
    side: int = _SIDE
    width: int = _FRAME_WIDTH
    height: int = _FRAME_HEIGHT


def _x(value: float) -> float:
    return round(_LEFT + value * _SIDE, 2)


def _y(value: float, most: float = 1.0) -> float:
    return round(_TOP + (1 - min(value / most, 1.0)) * _SIDE, 2)


def _path(points: Sequence[tuple[float, float]], most: float = 1.0) -> str:
    return " ".join(f"{_x(x)},{_y(y, most)}" for x, y in points)


def _ticks(most: float = 1.0) -> tuple[tuple[_Tick, ...], tuple[_Tick, ...]]:
    return (
        tuple(_Tick(_x(t), _percent(t)) for t in _TICKS),
        tuple(_Tick(_y(t * most, most), _percent(t * most)) for t in _TICKS),
    )


def _percent(value: float) -> str:
    return f"{100 * value:.3g} %"


def _precision_recall(board: Scoreboard) -> _Plot:
    found = board.detection
    across, up = _ticks()
    at = _Dot(
        _x(found.recall),
        _y(found.precision),
        5,
        f"confidence {board.threshold:g}: precision {found.precision:.1%}, recall {found.recall:.1%}",
    )
    return _Plot(
        "Precision and recall",
        f"average precision {found.average_precision:.1%}; the dot is confidence {board.threshold:g}",
        "recall",
        "precision",
        across,
        up,
        (_Line("findings", _path(_stepped(found.curve)), (at,)),),
    )


def _stepped(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points at which the recall changes: between them, precision only falls."""
    return [point for n, point in enumerate(curve) if n + 1 == len(curve) or curve[n + 1][0] != point[0] or n == 0]


def _reliability(name: str, found: Reliability) -> _Plot:
    across, up = _ticks()
    most = max((b.count for b in found.bins), default=1)
    dots = tuple(
        _Dot(
            _x(b.score),
            _y(b.right),
            round(_WIDEST_DOT * max(0.35, (b.count / most) ** 0.5), 2),
            f"{b.low:.1f}–{b.high:.1f}: {b.count:,}, mean score {b.score:.2f}, right {b.right:.1%}",
        )
        for b in found.bins
    )
    return _Plot(
        name.capitalize(),
        f"expected calibration error {found.error:.3f} over {found.count:,}",
        "mean score",
        "share that is right",
        across,
        up,
        (_Line(name.split()[0], _path([(b.score, b.right) for b in found.bins]), dots),),
        diagonal=True,
    )


def _risk(board: Scoreboard) -> _Plot:
    series = {name: r for name in ("findings", "readings", "predictions") if (r := board.reliability[name]).count}
    worst = max((risk for r in series.values() for _, risk in r.curve), default=0.0)
    most = next(limit for limit in _RISKS if worst <= limit)
    across, up = _ticks(most)
    return _Plot(
        "Risk and coverage",
        "how much is wrong if only the surest share is taken",
        "coverage, surest first",
        "share that is wrong",
        across,
        up,
        tuple(_Line(name, _path(r.curve, most)) for name, r in series.items()),
    )


class _Row(Struct, frozen=True):
    name: str
    note: str
    count: int
    right: int
    share: float
    average_precision: float


def _rows(parts: Mapping[str, Part], *, codes: bool = False) -> list[_Row]:
    return [
        _Row(name, CODES[name].name if codes else "", p.count, p.right, p.share, p.average_precision)
        for name, p in sorted(parts.items(), key=lambda item: (-item[1].count, item[0]))
    ]


def as_page(board: Scoreboard, about: Mapping[str, object]) -> str:
    """The page as one text of HTML. `about` says what was measured; its values are escaped like any foreign text."""
    template, css, digest = _load()
    found = board.detection
    return template.render(
        css=css,
        digest=digest,
        about={name: _shown(str(value)) for name, value in about.items()},
        board=board,
        found=found,
        plots=[_precision_recall(board), _risk(board)],
        reliabilities=[_reliability(name, r) for name, r in board.reliability.items() if r.count],
        tables=[
            (
                "Losses by what they left on the surface",
                "signature",
                "losses",
                "found",
                "recall",
                _rows(found.by_signature),
            ),
            ("Losses by what was dropped", "kind", "losses", "found", "recall", _rows(found.by_kind)),
            ("Findings by code", "code", "findings", "right", "precision", _rows(found.by_code, codes=True)),
        ],
    )


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


@cache
def _load() -> tuple[Template, str, str]:
    """The page's template, its style sheet exactly as it is written into it, and the sheet's digest."""
    pages = environment(_TEMPLATES)
    css = (_TEMPLATES / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return pages.get_template("page.html"), css, f"'sha256-{digest}'"
