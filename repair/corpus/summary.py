"""What a run found, added up: damage by code, host, date, extractor, element, or any field of the rows.

The shards are read one apparatus at a time. Hosts and the like are kept up to a number; those met after that are added
up as one, so that memory stays bounded.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from repair.codes import CODES
from repair.corpus.folder import MANIFEST, RUN, STATE, read_json
from repair.corpus.shards import read_lines
from repair.interchange import decode
from repair.records import Apparatus, Entry, Reading
from repair.text.address import host_of

__all__ = ["DIMENSIONS", "OUTCOMES", "CorpusSummary", "Example", "Group", "summarise_corpus"]

OUTCOMES: Final = ("page", "copy", "rule", "proposed", "open")
"""Outcomes of a finding: the page that the article was made from has the words, another copy has, a rule fixes it, there
is only a guess, or nothing."""

_BEST: Final = {
    "reading": "copy",
    "emendation": "copy",
    "rule": "rule",
    "prediction": "proposed",
    "attested": "proposed",
}
_MAX_GROUPS: Final = 50_000
_OTHERS: Final = "(others)"
_UNKNOWN: Final = "(unknown)"
_EXAMPLES: Final = 3
_AROUND: Final = 90  # characters shown on each side of a finding, up to a whole word
_SHORT: Final = 30  # characters of a word that is rather cut than left out
_DATE: Final = re.compile(r"\d{4}-\d{2}")
_BREAKS: Final = re.compile(r"[\r\n]+")
_Z: Final = 1.96  # 95 % certainty


class Example(Struct, frozen=True):
    """A finding in its surroundings: what stands before and after it, in it, and what would be put in. `outcome` is one of
    `OUTCOMES`, `element` the tag that held it on the page, empty if that is not known."""

    id: str
    code: str
    before: str
    within: str
    after: str
    proposal: str
    kind: str
    outcome: str
    element: str


class Group(Struct):
    """Counts of the articles that have something in common. `codes` and `outcomes` count findings, `elements` those whose
    words an element of a page has, by its tag."""

    articles: int = 0
    damaged: int = 0
    findings: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    elements: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share (0–1) of the articles that are damaged."""
        return self.damaged / self.articles if self.articles else 0.0

    @property
    def at_least(self) -> float:
        """The lower bound of the damaged share (0–1), with 95 % certainty: one damaged article of one says little."""
        n, p = self.articles, self.share
        if not n:
            return 0.0
        centre = p + _Z**2 / (2 * n)
        spread = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, (centre - spread) / (1 + _Z**2 / n))

    def described(self) -> dict[str, Any]:
        """The counts as JSON can hold them."""
        return {
            "articles": self.articles,
            "damaged": self.damaged,
            "share": round(self.share, 4),
            "findings": self.findings,
            "codes": dict(self.codes.most_common()),
            "outcomes": {name: self.outcomes[name] for name in OUTCOMES},
            "elements": dict(self.elements.most_common()),
        }


class CorpusSummary(Struct):
    """All that a report shows. `groups` are by dimension and value; `causes` count the findings by code and by the element
    of the page that held their words, empty where no page says so."""

    min_confidence: float
    whole: Group = field(default_factory=Group)
    groups: dict[str, dict[str, Group]] = field(default_factory=dict)
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)
    set_aside: int = 0
    done: bool = True

    def worst_hosts(self, most: int) -> list[tuple[str, Group]]:
        """Hosts with damage, those surest to lose text first."""
        known = [(n, g) for n, g in self.groups.get("host", {}).items() if g.damaged and n not in (_OTHERS, _UNKNOWN)]
        return sorted(known, key=lambda pair: (-pair[1].at_least, -pair[1].findings, pair[0]))[:most]

    def knows(self, dimension: str) -> bool:
        """Whether any article has a value there."""
        return not set(self.groups[dimension]) <= {_UNKNOWN}

    def described(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return {
            "min_confidence": self.min_confidence,
            "done": self.done,
            "set_aside": self.set_aside,
            **self.whole.described(),
            "by": {
                dimension: {name: group.described() for name, group in sorted(groups.items())}
                for dimension, groups in self.groups.items()
            },
            "worst_hosts": [name for name, _ in self.worst_hosts(20)],
        }


def _fields(apparatus: Apparatus) -> Mapping[str, object]:
    row = apparatus.article.source.row
    return row.fields if row else {}


def _host(apparatus: Apparatus) -> str:
    fields = _fields(apparatus)
    for name in ("url", "host", "domain", "site"):
        value = fields.get(name)
        if isinstance(value, str) and value:
            return host_of(value) if "//" in value else value
    return ""


def _date(apparatus: Apparatus) -> str:
    fields = _fields(apparatus)
    for name in ("date", "published", "timestamp", "crawled"):
        if found := _DATE.match(str(fields.get(name) or "")):
            return found[0]
    return ""


def _extractor(apparatus: Apparatus) -> str:
    return str(_fields(apparatus).get("extractor") or "")


def _language(apparatus: Apparatus) -> str:
    return apparatus.article.language


DIMENSIONS: Final[dict[str, Callable[[Apparatus], str]]] = {
    "host": _host,
    "date": _date,
    "extractor": _extractor,
    "language": _language,
}
"""By what articles are grouped: each gives an article's value, empty if it is not known. Any field can be added."""


def summarise_corpus(folder: str | Path, fields: Sequence[str] = ()) -> CorpusSummary:
    """The summary of the run in `folder`, by all dimensions and by these fields of the rows too.

    If the run is not done, the summary covers the finished shards. Raises `RepairError` if there is no run.
    """
    folder = Path(folder)
    config = read_json(folder / RUN, "job")["job"]["config"]
    done = (folder / MANIFEST).exists()
    kept_in = folder / (MANIFEST if done else STATE)
    kept = read_json(kept_in) if kept_in.exists() else {"files": {}, "counts": {}}  # else the run has just begun
    summary = CorpusSummary(config["min_confidence"], done=done)
    counts = read_json(folder / "stats.json") if done else kept["counts"]
    summary.set_aside = counts.get("set_aside", counts.get("set aside", 0))
    dimensions = dict(DIMENSIONS)
    for name in fields:
        dimensions[name] = lambda a, name=name: "" if (v := _fields(a).get(name)) is None else str(v)  # type: ignore[misc]
    summary.groups = {name: {} for name in dimensions}
    for apparatus in _apparatuses(folder, kept["files"]):
        _add(summary, apparatus.above(summary.min_confidence), dimensions)
    for name in DIMENSIONS:
        if not summary.knows(name):
            del summary.groups[name]  # nothing is known of it
    return summary


def _apparatuses(folder: Path, files: Mapping[str, Any]) -> Iterator[Apparatus]:
    for name in sorted(files):
        if name.startswith("apparatus/"):
            for number, line in enumerate(read_lines(folder / name), 1):
                yield decode(line, where=f"{folder / name}:{number}")


def _add(summary: CorpusSummary, apparatus: Apparatus, dimensions: Mapping[str, Callable[[Apparatus], str]]) -> None:
    codes = Counter(entry.finding.code for entry in apparatus.entries)
    parents = {witness.name for witness in apparatus.witnesses if witness.kind == "parent"}
    outcomes = Counter(_outcome(entry, parents) for entry in apparatus.entries)
    held = [_element(entry) for entry in apparatus.entries]
    elements = Counter(filter(None, held))
    summary.causes.update(zip((e.finding.code for e in apparatus.entries), held, strict=True))
    _count(summary.whole, apparatus, codes, outcomes, elements)
    for name, value_of in dimensions.items():
        groups = summary.groups[name]
        value = value_of(apparatus) or _UNKNOWN
        if value not in groups and len(groups) >= _MAX_GROUPS:
            value = _OTHERS
        group = groups.setdefault(value, Group())
        _count(group, apparatus, codes, outcomes, elements)
        if name == "host" and len(group.examples) < _EXAMPLES:
            _exemplify(group, apparatus, parents)


def _count(
    group: Group, apparatus: Apparatus, codes: Counter[str], outcomes: Counter[str], elements: Counter[str]
) -> None:
    group.articles += 1
    group.damaged += bool(apparatus.entries)
    group.findings += len(apparatus.entries)
    group.codes.update(codes)
    group.outcomes.update(outcomes)
    group.elements.update(elements)


def _outcome(entry: Entry, parents: set[str]) -> str:
    if not entry.candidates:
        return "open"
    best = entry.candidates[0]
    read = (p for p in best.provenance if isinstance(p, Reading))
    return "page" if any(p.element or p.reference in parents for p in read) else _BEST[best.kind]


def _element(entry: Entry) -> str:
    """The element of a page that held the words of the best reading, empty if there is none or it is not known."""
    if not entry.candidates or entry.candidates[0].kind != "reading":
        return ""
    readings = (p for p in entry.candidates[0].provenance if isinstance(p, Reading))
    return next((r.element for r in readings if r.element), "")


def _exemplify(group: Group, apparatus: Apparatus, parents: set[str]) -> None:
    """One more example, of a code that the group has none of yet, the graver codes first."""
    shown = {example.code for example in group.examples}
    rest = [entry for entry in apparatus.entries if entry.finding.code not in shown]
    if not rest:
        return
    grave = {"error": 0, "warning": 1, "note": 2}
    entry = min(rest, key=lambda e: (grave[CODES[e.finding.code].severity], -e.finding.confidence))
    text, finding = apparatus.article.text, entry.finding
    best = entry.candidates[0] if entry.candidates else None
    group.examples.append(
        Example(
            apparatus.article.id,
            finding.code,
            _one_line(_words_before(text, finding.start)),
            _one_line(_words_after(text[finding.start : finding.end])),
            _one_line(_words_after(text[finding.end : finding.end + 2 * _AROUND])),
            _one_line(_words_after(best.text)) if best else "",
            best.kind if best else "",
            _outcome(entry, parents),
            _element(entry),
        )
    )


def _words_before(text: str, end: int) -> str:
    """What stands before `end`, from the beginning of a word on."""
    start = max(0, end - _AROUND)
    if not start:
        return text[:end]
    blank = next((i for i in range(start, min(end, start + _SHORT)) if text[i].isspace()), start - 1)
    return f"… {text[blank + 1 : end]}"


def _words_after(text: str) -> str:
    """The beginning of a text, up to the end of a word."""
    if len(text) <= _AROUND:
        return text
    cut = text[:_AROUND]
    blank = next((i for i in range(_AROUND - 1, _AROUND - _SHORT, -1) if cut[i].isspace()), _AROUND)
    return f"{cut[:blank]} …"


def _one_line(text: str) -> str:
    """The text with a sign in place of line breaks."""
    return _BREAKS.sub(" ¶ ", text)
