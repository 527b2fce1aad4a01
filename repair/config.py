"""Every knob of `repair` in one place: its default, unit and the risk of turning it.

The command line, the documentation and configuration files all read this table; nothing else defines a default.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from repair.codes import CODES
from repair.errors import ConfigError

__all__ = ["Config", "knobs", "matches"]


def _knob(default: Any, help: str, *, unit: str = "", risk: str = "") -> Any:
    return field(default=default, metadata={"help": help, "unit": unit, "risk": risk})


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run. Values out of range raise `ConfigError`."""

    select: tuple[str, ...] = _knob(
        (), "codes or code prefixes to report; empty: all", unit="codes", risk="a gap left out is not repaired"
    )
    ignore: tuple[str, ...] = _knob((), "codes or code prefixes to leave out", unit="codes", risk="as select")
    min_confidence: float = _knob(
        0.5, "report findings of at least this confidence", unit="0–1", risk="lower: more false alarms"
    )
    floor: float = _knob(
        0.05,
        "keep findings of at least this confidence in an apparatus",
        unit="0–1",
        risk="higher: a later, lower min-confidence finds nothing more",
    )
    language: str = _knob(
        "",
        "language of the articles; empty: decided for each",
        unit="ISO 639-1",
        risk="a wrong one misfires on function words",
    )
    model: str = _knob(
        "it-en-small",
        "masked model for fill-in: a bundled name, a folder, a hub name, or none",
        risk="others may download, and have no gap head",
    )
    use_model: bool = _knob(True, "read articles with the gap head", risk="off: only what rules can see is found")
    device: str = _knob("auto", "where models run: auto, cpu, cuda", risk="")
    predict: bool = _knob(True, "ask the model for gaps that no trusted reading fills", risk="")
    always_predict: bool = _knob(False, "ask the model for every gap", risk="slower")
    predict_from: float = _knob(
        0.2, "ask the model only for gaps of at least this confidence", unit="0–1", risk="lower: slower"
    )
    predictions: int = _knob(5, "candidates that the model may propose for a gap", unit="candidates", risk="")
    trusted_score: float = _knob(
        0.8, "a reading of at least this score needs no prediction beside it", unit="0–1", risk=""
    )
    min_similarity: float = _knob(
        20.0,
        "share of an article's word n-grams that makes a reference its copy",
        unit="0–100",
        risk="lower: foreign texts are taken for copies",
    )
    discover: bool = _knob(
        True,
        "report words that references have and the article lacks (RG113)",
        risk="an edited copy is taken for a fuller one",
    )
    max_references: int = _knob(
        12, "references collated with one article, most similar first", unit="references", risk="higher: slower"
    )
    max_chars: int = _knob(20_000_000, "longest article that is read", unit="code points", risk="higher: more memory")
    batch_size: int = _knob(16, "windows that go through the model at once", unit="windows", risk="higher: more memory")

    def __post_init__(self) -> None:
        for name in ("min_confidence", "floor", "predict_from", "trusted_score"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ConfigError(f"{name} is {getattr(self, name)}", hint="it must lie between 0 and 1")
        if not 0.0 <= self.min_similarity <= 100.0:
            raise ConfigError(f"min_similarity is {self.min_similarity}", hint="it must lie between 0 and 100")
        for name in ("predictions", "max_references", "max_chars", "batch_size"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}", hint="it must be 1 or more")
        for prefix in (*self.select, *self.ignore):
            if not any(code.startswith(prefix) for code in CODES) or not prefix:
                raise ConfigError(
                    f"unknown code {prefix!r}",
                    hint="use a code such as RG103 or a prefix such as RG; see `repair explain --list`",
                )

    def wants(self, code: str) -> bool:
        """Whether findings of this code are to be reported: the longest matching prefix of select or ignore decides."""
        chosen = matches(code, self.select) if self.select else 0
        return chosen > matches(code, self.ignore) if self.select else matches(code, self.ignore) < 0


def matches(code: str, prefixes: tuple[str, ...]) -> int:
    """Length of the longest of `prefixes` that `code` begins with, -1 where none does."""
    return max((len(p) for p in prefixes if code.startswith(p)), default=-1)


def knobs() -> list[tuple[str, object, str, str, str]]:
    """Name, default, unit, help and risk of every knob, in order."""
    return [(f.name, f.default, f.metadata["unit"], f.metadata["help"], f.metadata["risk"]) for f in fields(Config)]
