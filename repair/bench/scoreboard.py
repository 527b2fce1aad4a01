"""A scoreboard as figures for a program, and as tables for a terminal.

The figures have the names that other scorers of truth files use, so that their results can be compared.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import asdict

from repair.bench.measure import Scoreboard
from repair.bench.score import Part

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["as_json", "as_table", "figures"]

_WIDTH: Final = 100
_DIGITS: Final = 4


def figures(board: Scoreboard, about: Mapping[str, object]) -> dict[str, Any]:
    """The scoreboard as plain values. `about` says what was measured: sources, seed, model, settings."""
    found, best = board.detection, board.detection.best
    return {
        "about": dict(about),
        "pages": found.pages,
        "gaps": found.gaps,
        "threshold": board.threshold,
        "average_precision": _round(found.average_precision),
        "at_threshold": {"precision": _round(found.precision), "recall": _round(found.recall)},
        "best_f1": {
            "f1": _round(best[0]),
            "precision": _round(best[1]),
            "recall": _round(best[2]),
            "confidence": round(best[3], 3),
        },
        "recall_by_signature": {name: f"{p.right}/{p.count}" for name, p in found.by_signature.items()},
        "by_signature": _parts(found.by_signature, "recall"),
        "by_kind": _parts(found.by_kind, "recall"),
        "by_code": _parts(found.by_code, "precision"),
        "fill": asdict(board.fill),
        "character_error_rate": {name: round(rate, 6) for name, rate in asdict(board.errors).items()},
        "calibration": {
            name.replace(" ", "_"): {
                "count": r.count,
                "expected_calibration_error": _round(r.error),
                "area_under_risk_coverage": _round(r.area),
                "bins": [
                    {"low": b.low, "high": b.high, "count": b.count, "score": _round(b.score), "right": _round(b.right)}
                    for b in r.bins
                ],
                "risk_coverage": [[_round(coverage), _round(risk)] for coverage, risk in r.curve],
            }
            for name, r in board.reliability.items()
        },
        "false_alarms_per_10k_chars": None if board.false_alarms is None else round(board.false_alarms, 3),
        "speed": None
        if board.speed is None
        else {
            "articles_per_second": round(board.speed.articles, 3),
            "chars_per_second": round(board.speed.chars, 1),
        },
    }


def _round(value: float) -> float:
    return round(value, _DIGITS)


def _parts(parts: Mapping[str, Part], share: str) -> dict[str, dict[str, float]]:
    return {
        name: {
            "count": p.count,
            "right": p.right,
            share: _round(p.share),
            "average_precision": _round(p.average_precision),
        }
        for name, p in parts.items()
    }


def as_json(board: Scoreboard, about: Mapping[str, object]) -> str:
    """One object on one line, with its line break."""
    return json.dumps(figures(board, about), ensure_ascii=False) + "\n"


def as_table(board: Scoreboard, about: Mapping[str, object], *, color: bool = False) -> str:
    """Tables for a terminal."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out, width=_WIDTH, force_terminal=color, no_color=not color, highlight=False, emoji=False, markup=False
    )
    for table in _tables(board, about):
        console.print(table)
        console.print()
    return out.getvalue()


def _tables(board: Scoreboard, about: Mapping[str, object]) -> Iterable[Table]:
    found, fill, errors = board.detection, board.fill, board.errors
    yield _table(
        "Measured",
        ("", ""),
        [(name, str(value)) for name, value in about.items()]
        + [("articles", f"{found.pages:,}"), ("losses that count", f"{found.gaps:,}")]
        + (
            [("speed", f"{board.speed.articles:.2f} articles/s, {board.speed.chars:,.0f} characters/s")]
            if board.speed
            else []
        ),
    )
    alarms = [] if board.false_alarms is None else [("false alarms / 10,000 characters", f"{board.false_alarms:.2f}")]
    yield _table(
        f"Finding, at confidence {board.threshold:g}",
        ("figure", "value"),
        [
            ("average precision", _share(found.average_precision)),
            ("precision", _share(found.precision)),
            ("recall", _share(found.recall)),
            ("best F1", f"{_share(found.best[0])} at confidence {found.best[3]:.2f}"),
            *alarms,
        ],
    )
    yield _table(
        "Losses by what they left", ("signature", "losses", "found", "recall", "AP"), _rows(found.by_signature)
    )
    yield _table("Losses by what was dropped", ("kind", "losses", "found", "recall", "AP"), _rows(found.by_kind))
    yield _table("Findings by code", ("code", "findings", "right", "precision", "AP"), _rows(found.by_code))
    yield _table(
        "Filling in",
        ("figure", "right", "of"),
        [
            ("first reading", f"{fill.reading_top1:,}", f"{fill.reading_offered:,} losses with a reading"),
            ("wrong readings of score 0.9 or more", f"{fill.sure_wrong:,}", f"{fill.sure_readings:,} such readings"),
            ("first prediction", f"{fill.prediction_top1:,}", f"{fill.single:,} losses of one word"),
            ("any of five predictions", f"{fill.prediction_top5:,}", f"{fill.single:,} losses of one word"),
            ("first candidate of any kind", f"{fill.top1:,}", f"{fill.gaps:,} losses"),
        ],
    )
    yield _table(
        "Character error rate",
        ("text", "rate"),
        [
            ("as damaged", f"{errors.before:.3%}"),
            ("with readings accepted", f"{errors.readings:.3%}"),
            ("with predictions as well", f"{errors.predictions:.3%}"),
        ],
    )
    yield _table(
        "Calibration",
        ("scores of", "count", "expected error", "risk, all taken"),
        [
            (name, f"{r.count:,}", f"{r.error:.3f}" if r.count else "–", _share(r.curve[-1][1]) if r.curve else "–")
            for name, r in board.reliability.items()
        ],
    )


def _share(value: float) -> str:
    return f"{value:.1%}"


def _rows(parts: Mapping[str, Part]) -> list[tuple[str, ...]]:
    ordered = sorted(parts.items(), key=lambda item: (-item[1].count, item[0]))
    return [(name, f"{p.count:,}", f"{p.right:,}", _share(p.share), _share(p.average_precision)) for name, p in ordered]


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_header=any(columns), pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 or len(columns) < 4 else "right")
    for row in rows:
        # the name of a file is foreign text: control characters are shown as escapes
        table.add_row(*(Text("".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in cell)) for cell in row))
    return table
