"""Every setting of `repair` in one place, with its default, its unit and the risk of changing it.

The command line, the documentation and configuration files all read this table; nothing else defines a default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple, get_args, get_type_hints

from msgspec import Meta, Struct

from repair.codes import CODES, SEVERITIES, Severity, code_named
from repair.errors import ConfigError

__all__ = [
    "FAST",
    "MARKUP_CHOICES",
    "MIXED",
    "PRECISIONS",
    "READER_CHOICES",
    "Config",
    "IgnoredFinding",
    "Markup",
    "Policy",
    "Precision",
    "all_settings",
    "longest",
    "prefix_length",
]


def _setting(help: str, *, unit: str = "", risk: str = "") -> Meta:
    return Meta(description=help, extra={"unit": unit, "risk": risk})


FAST: Final = "fast"
"""The value of the setting `reader` for the bundled quick reader."""
MIXED: Final = "mixed"
"""The value of the setting `reader` for a gap head that reads where the quick reader suspects a gap."""
READER_CHOICES: Final = ("auto", FAST, MIXED, "full")
"""What the setting `reader` can be besides the name or the folder of a model."""
Precision = Literal["auto", "float32", "bfloat16", "int8"]
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
"""The number formats that a model can compute in."""
Markup = Literal["auto", "none", "markdown", "rst", "asciidoc", "html"]
MARKUP_CHOICES: Final[tuple[Markup, ...]] = get_args(Markup)
"""What the setting `markup` can be: by the file's name, no markup, or one of `repair.markup.MARKUPS`."""


class Config(Struct, frozen=True):
    """The settings of one run. Values out of range raise `ConfigError`."""

    select: Annotated[
        tuple[str, ...],
        _setting("codes or code prefixes to report; empty: all", unit="codes", risk="a gap left out is not repaired"),
    ] = ()
    ignore: Annotated[
        tuple[str, ...], _setting("codes or code prefixes to leave out", unit="codes", risk="as select")
    ] = ()
    min_confidence: Annotated[
        float, _setting("report findings of at least this confidence", unit="0–1", risk="lower: more false alarms")
    ] = 0.5
    floor: Annotated[
        float,
        _setting(
            "keep findings of at least this confidence in an apparatus",
            unit="0–1",
            risk="higher: a later, lower min-confidence finds nothing more",
        ),
    ] = 0.05
    exclude: Annotated[
        tuple[str, ...],
        _setting(
            "files and folders to leave out of named folders, globs and archives: a name, or a path with /; * also matches /",
            unit="patterns",
            risk="damage in them is not seen",
        ),
    ] = ()
    language: Annotated[
        str,
        _setting(
            "language of the articles; empty: decided for each",
            unit="ISO 639-1",
            risk="a wrong one misfires on function words",
        ),
    ] = ""
    markup: Annotated[
        Markup,
        _setting(
            "markup language of the articles, of which only the prose is read; auto: by the ending of a file, and none for rows",
            risk="none: what a repository holds gives false alarms; a wrong one hides prose",
        ),
    ] = "auto"
    model: Annotated[
        str,
        _setting(
            "masked model for fill-in: a bundled name, a folder, a hub name, or none",
            risk="others may download, and have no gap head",
        ),
    ] = "it-en-small"
    reader: Annotated[
        str,
        _setting(
            "what reads the articles: fast (a small network that sees the words around a place), full (the gap head of "
            "`model`, if it has one and fills in, else of the bundled one), mixed (the gap head, where the rules or the "
            "small network suspect a gap), auto (fast in a corpus, else full), or a model with a gap head by name or folder",
            risk="fast finds less, some forty times as quickly; mixed misses few, some four times as quickly",
        ),
    ] = "auto"
    use_model: Annotated[bool, _setting("read articles with the gap head", risk="off: only rules find gaps")] = True
    device: Annotated[str, _setting("where models run: auto, cpu, cuda")] = "auto"
    precision: Annotated[
        Precision,
        _setting(
            "number format that the model computes in: auto (float32 for little text, else bfloat16 or int8 where the processor has them), float32, "
            "bfloat16, int8",
            risk="probabilities of gaps differ from those of float32 by up to 0.03 with bfloat16, 0.2 with int8",
        ),
    ] = "auto"
    predict: Annotated[bool, _setting("ask the model for gaps that no trusted reading fills")] = True
    always_predict: Annotated[bool, _setting("ask the model for every gap", risk="slower")] = False
    predict_from: Annotated[
        float, _setting("ask the model only for gaps of at least this confidence", unit="0–1", risk="lower: slower")
    ] = 0.2
    predictions: Annotated[int, _setting("candidates that the model may propose for a gap", unit="candidates")] = 5
    min_proposal: Annotated[
        float,
        _setting(
            "leave out predictions that are less probable than this",
            unit="0–1",
            risk="higher: more gaps without a proposal",
        ),
    ] = 0.0
    trusted_score: Annotated[
        float, _setting("a reading of at least this score needs no prediction beside it", unit="0–1")
    ] = 0.8
    min_similarity: Annotated[
        float,
        _setting(
            "share of an article's word n-grams that makes a reference its copy",
            unit="0–100",
            risk="lower: unrelated texts are taken for copies",
        ),
    ] = 20.0
    discover: Annotated[
        bool,
        _setting(
            "report what only references show: missing words (RG113) and passages (RG114), other spellings (RV501)",
            risk="on: an edited copy can pass for a more complete one",
        ),
    ] = True
    max_references: Annotated[
        int,
        _setting("references collated with one article, most similar first", unit="references", risk="higher: slower"),
    ] = 12
    max_chars: Annotated[
        int, _setting("longest article that is read", unit="code points", risk="higher: more memory")
    ] = 20_000_000
    batch_size: Annotated[
        int, _setting("windows that go through the model at once", unit="windows", risk="higher: more memory")
    ] = 16

    def __post_init__(self) -> None:
        for name in ("min_confidence", "floor", "predict_from", "min_proposal", "trusted_score"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ConfigError(f"{name} is {getattr(self, name)}", hint="it must lie between 0 and 1")
        if not 0.0 <= self.min_similarity <= 100.0:
            raise ConfigError(f"min_similarity is {self.min_similarity}", hint="it must lie between 0 and 100")
        if self.precision not in PRECISIONS:
            raise ConfigError(f"precision is {self.precision!r}", hint=f"use one of {', '.join(PRECISIONS)}")
        if self.markup not in MARKUP_CHOICES:
            raise ConfigError(f"markup is {self.markup!r}", hint=f"use one of {', '.join(MARKUP_CHOICES)}")
        for name in ("predictions", "max_references", "max_chars", "batch_size"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}", hint="it must be 1 or more")
        if not all(pattern.strip("/") for pattern in self.exclude):
            raise ConfigError("exclude has an empty pattern", hint="name a file or a folder, such as drafts or *.bak")
        _check_codes((*self.select, *self.ignore))

    def wants(self, code: str) -> bool:
        """Whether findings of this code are to be reported: the longest matching prefix of select or ignore decides."""
        chosen = prefix_length(code, self.select) if self.select else 0
        return chosen > prefix_length(code, self.ignore) if self.select else prefix_length(code, self.ignore) < 0


_PERCENT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?%", re.ASCII)


class IgnoredFinding(Struct, frozen=True):
    """One finding, named by its fingerprint, that a check leaves out: a person says why, and perhaps until when.

    `until` is the last day on which this applies, `None` for always.
    """

    fingerprint: str
    reason: str
    until: date | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ConfigError(f"{self.fingerprint} is ignored without a reason", hint="say why in `reason`")
        _check_codes((self.fingerprint.split("-")[0],))


class Policy(Struct, frozen=True):
    """What `repair check` allows without failing. Values out of range raise `ConfigError`.

    A finding counts against the budget of the longest matching code prefix in `budget`, else against `max_findings`.
    With `max_damaged` alone, the number of findings has no limit of its own.
    """

    fail_on: Annotated[
        Severity,
        _setting(
            "fail on findings of this severity or a higher one", unit="note, warning, error", risk="damage passes"
        ),
    ] = "note"
    exit_zero: Annotated[bool, _setting("report findings, but do not fail on them", risk="damage passes")] = False
    max_findings: Annotated[int | None, _setting("findings that are allowed; not set: none", unit="findings")] = None
    max_damaged: Annotated[
        str,
        _setting(
            "share of articles with findings that is allowed, such as 0.5%", unit="% of articles", risk="damage passes"
        ),
    ] = ""
    budget: Annotated[
        Mapping[str, int], _setting("findings of a code or prefix that are allowed", unit="findings a code")
    ] = {}
    severity: Annotated[Mapping[str, Severity], _setting("severity of a code or prefix, in place of the default")] = {}
    baseline: Annotated[
        str, _setting("file of known findings, as --write-baseline wrote it", risk="known damage is no longer reported")
    ] = ""
    ignore_paths: Annotated[
        Mapping[str, tuple[str, ...]],
        _setting("codes to leave out in files that match a pattern; * also matches /", unit="codes a pattern"),
    ] = {}
    ignore_records: Annotated[
        Mapping[str, tuple[str, ...]],
        _setting("codes to leave out in articles whose id matches a pattern", unit="codes a pattern"),
    ] = {}
    ignore_findings: Annotated[
        tuple[IgnoredFinding, ...], _setting("single findings to leave out, each with its reason")
    ] = ()

    def __post_init__(self) -> None:
        for severity in (self.fail_on, *self.severity.values()):
            if severity not in SEVERITIES:
                raise ConfigError(f"unknown severity {severity!r}", hint=f"use one of {', '.join(SEVERITIES)}")
        for name, most in (("max_findings", self.max_findings or 0), *self.budget.items()):
            if most < 0:
                raise ConfigError(f"the budget {name} is {most}", hint="it must be 0 or more")
        if self.max_damaged and (not _PERCENT.fullmatch(self.max_damaged) or self.damaged_share > 1):
            raise ConfigError(f"max_damaged is {self.max_damaged!r}", hint="give a share of articles, such as 0.5%")
        _check_codes((*self.budget, *self.severity))
        for codes in (*self.ignore_paths.values(), *self.ignore_records.values()):
            _check_codes(codes)

    @property
    def damaged_share(self) -> float:
        """`max_damaged` as a share from 0 to 1."""
        return float(self.max_damaged.removesuffix("%") or 0) / 100

    def severity_of(self, code: str) -> Severity:
        """The severity of a code: that of the longest matching prefix in `severity`, else its default."""
        prefix = longest(code, self.severity)
        return CODES[code].severity if prefix is None else self.severity[prefix]

    def fails(self, code: str) -> bool:
        """Whether a finding of this code is severe enough to fail a check."""
        return SEVERITIES.index(self.severity_of(code)) >= SEVERITIES.index(self.fail_on)


def _check_codes(prefixes: Iterable[str]) -> None:
    for prefix in prefixes:
        if not prefix or not any(code.startswith(prefix) for code in CODES):
            named = code_named(prefix)
            hint = f"use its code, {named.code}" if named else "use a code such as RG103 or a prefix such as RG"
            raise ConfigError(f"unknown code {prefix!r}", hint=f"{hint}; see `repair explain --list`")


def longest(code: str, prefixes: Iterable[str]) -> str | None:
    """The longest of `prefixes` that `code` begins with, `None` if it begins with none."""
    return max((p for p in prefixes if code.startswith(p)), key=len, default=None)


def prefix_length(code: str, prefixes: Iterable[str]) -> int:
    """Length of the longest of `prefixes` that `code` begins with, -1 if it begins with none."""
    prefix = longest(code, prefixes)
    return -1 if prefix is None else len(prefix)


class Setting(NamedTuple):
    """What is known of one setting. `help` says what it does, `risk` what may go wrong when it is changed."""

    name: str
    default: object
    unit: str
    help: str
    risk: str


def all_settings(of: type[Config] | type[Policy] = Config) -> list[Setting]:
    """Every setting of a class, in order."""
    defaults = of()
    found = []
    for name, kind in get_type_hints(of, include_extras=True).items():
        meta: Meta = kind.__metadata__[0]
        extra = meta.extra or {}
        found.append(Setting(name, getattr(defaults, name), extra["unit"], meta.description or "", extra["risk"]))
    return found
