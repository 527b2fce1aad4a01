"""What all reporters share: how output is to look, which entries are shown, and how a source is named.

A reporter is a callable from apparatuses to chunks of text. It writes nothing and decides no exit code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from repair.config import Policy
from repair.errors import RepairError
from repair.records import (
    Apparatus,
    Attested,
    Emendation,
    Entry,
    Prediction,
    Provenance,
    Reading,
    RuleSource,
)

__all__ = [
    "BinaryRenderer",
    "Renderer",
    "Style",
    "paint",
    "printed_score",
    "reported",
    "source_name",
]


class Style(Struct, frozen=True):
    """The look of the output. `color` is only for terminals: then every control character is made visible.

    `min_confidence` (0–1) hides findings below it that nobody decided; `alternatives` is how many candidates besides
    the best are listed; `predictions` lets a model's words into a diff, which has no marks to tell them by. `policy`
    says how severe a code is; `baseline`, that findings were compared with known ones. `language` is what a page speaks to
    its reader; empty: the language of its first article, or English. `signed` says that decisions were applied: then what
    is shown is an edition, not suggestions. `max_lines` is how many lines of findings the format `text` shows before it
    only counts the rest; `None`: all. `root` is the folder from which reports for build servers tell the paths of files;
    empty: the working folder. `unread` are the errors of what could not be read; all are there once the last apparatus has
    come.
    """

    color: bool = False
    min_confidence: float = 0.0
    alternatives: int = 3
    predictions: bool = False
    policy: Policy = Policy()
    baseline: bool = False
    language: str = ""
    signed: bool = False
    max_lines: int | None = None
    root: str = ""
    unread: Sequence[RepairError] = ()


Renderer = Callable[[Iterable[Apparatus], Style], Iterator[str]]
BinaryRenderer = Callable[[Iterable[Apparatus], Style], Iterator[bytes]]

_SGR: Final = {
    "reading": "32",
    "prediction": "3;35",
    "guess": "2;3;35",
    "attested": "3;33",
    "attested guess": "2;3;33",
    "rule": "36",
    "emendation": "34",
    "removed": "9;31",
    "noted": "33",
    "comment": "2",
    "header": "1",
}


def paint(text: str, role: str, style: Style) -> str:
    """`text` in the colour of `role` (the label of a candidate, or a part of the report), where the style has colours."""
    return f"\x1b[{_SGR[role]}m{text}\x1b[0m" if style.color and text else text


def reported(apparatus: Apparatus, style: Style) -> tuple[Entry, ...]:
    """The entries that a report shows: confident enough or accepted, not rejected, and silenced by nothing."""
    shown = apparatus.above(style.min_confidence).entries
    return tuple(e for e in shown if e.status != "rejected" and e.suppressed is None)


def printed_score(score: float) -> str:
    """A score with two decimals; no guess is shown as impossible."""
    return "<0.01" if 0.0 < score < 0.005 else f"{score:.2f}"


def source_name(provenance: Provenance) -> str:
    """The name of the reference, model, rule or reviewer in a provenance; of what is attested, corpus and article."""
    match provenance:
        case Reading():
            return provenance.reference
        case Prediction():
            return provenance.model
        case Attested(corpus, article, _):
            return f"{corpus}, {article}"
        case RuleSource():
            return provenance.rule
        case Emendation():
            return provenance.reviewer
