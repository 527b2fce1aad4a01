"""The front door: what `import repair` offers, one function a job.

    check      where a text lost something
    suggest    the same, with what could stand there, and where it comes from
    mark       the text with every suggestion marked in its place
    apply      the text with what you accept put in, and the way back
    undo       the text as it was

Each takes plain strings and gives records. `Repairer` holds settings and references for many calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Unpack, overload

from repair import edit
from repair.config import Config
from repair.config.keywords import Keywords
from repair.edit import Applied, Edit, decide
from repair.errors import ArgumentError, ConfigError, RepairError
from repair.read.values import TextLike, page
from repair.records import (
    Apparatus,
    Article,
    Candidate,
    Emendation,
    Entry,
    Finding,
    Prediction,
    Reading,
    Reference,
    RuleSource,
    Witness,
)
from repair.repairer import Repairer

if TYPE_CHECKING:
    from repair.repairer import References

__all__ = [
    "Apparatus",
    "Applied",
    "Article",
    "Candidate",
    "Config",
    "Edit",
    "Emendation",
    "Entry",
    "Finding",
    "Prediction",
    "Reading",
    "Reference",
    "RepairError",
    "Repairer",
    "RuleSource",
    "Witness",
    "apply",
    "check",
    "mark",
    "page",
    "suggest",
    "undo",
]

_SURE: Final = Config().min_confidence


@overload
def check(  # type: ignore[overload-overlap]
    texts: TextLike,
    *,
    references: References | None = None,
    config: Config | None = None,
    **settings: Unpack[Keywords],
) -> tuple[Finding, ...]: ...
@overload
def check(
    texts: Iterable[TextLike],
    *,
    references: References | None = None,
    config: Config | None = None,
    **settings: Unpack[Keywords],
) -> Iterator[tuple[Finding, ...]]: ...
def check(
    texts: TextLike | Iterable[TextLike],
    *,
    references: References | None = None,
    config: Config | None = None,
    **settings: Unpack[Keywords],
) -> tuple[Finding, ...] | Iterator[tuple[Finding, ...]]:
    """The places where a text is damaged, in text order.

    `texts` is one text (a `str`, an `Article`, or a mapping with a `text` and perhaps an `id`), or an iterable of them.
    Of one text, all findings are given as a tuple. Of an iterable, one such tuple a text, in order and as they are asked
    for; up to 256 texts are read ahead.

    A finding has a `code`, a `message`, the span `[start, end)` in code points of the text, and a `confidence` from 0 to
    1. Those of less than `min_confidence` (0.5) are left out. With `references`, other copies of the texts, what these
    have and a text lacks is found as well. Settings are given by name, see `Config`; `use_model=False` goes by rules
    alone, which is quick and misses gaps that leave no sign on the surface.

    >>> import repair
    >>> text = 'The mayor called it "" and left. The ferry leaves at eight,, as before.'
    >>> for finding in repair.check(text, use_model=False):
    ...     print(finding.code, finding.start, finding.message)
    RG101 21 quotation marks with nothing between them
    RG104 59 punctuation doubled or orphaned
    >>> [len(found) for found in repair.check([text, "The ferry leaves at eight."], use_model=False)]
    [2, 0]

    Raises `ArgumentError` (a `TypeError`) for what is of a wrong type, `ConfigError` for a setting that means nothing,
    `InputError` for a row without a text, `ModelError` where a model cannot be had; all are a `RepairError`.
    """
    return Repairer(references=references, config=config, **settings).check(texts)


@overload
def suggest(  # type: ignore[overload-overlap]
    texts: TextLike,
    *,
    references: References | None = None,
    config: Config | None = None,
    **settings: Unpack[Keywords],
) -> Apparatus: ...
@overload
def suggest(
    texts: Iterable[TextLike],
    *,
    references: References | None = None,
    config: Config | None = None,
    **settings: Unpack[Keywords],
) -> Iterator[Apparatus]: ...
def suggest(
    texts: TextLike | Iterable[TextLike],
    *,
    references: References | None = None,
    config: Config | None = None,
    **settings: Unpack[Keywords],
) -> Apparatus | Iterator[Apparatus]:
    """What `check` finds, and what could stand there.

    Takes what `check` takes. Of one text, an apparatus is given: the article and its entries in text order, each with a
    `finding` and its `candidates`, best first. Of an iterable, one apparatus a text, in order and as they are asked for.
    A candidate says where it comes from: it is a `reading` of a reference, a `prediction` of a model, or follows from a
    `rule`. Its `score` is from 0 to 1.

    >>> import repair
    >>> text = 'The mayor called it "" and left for the island on the early ferry.'
    >>> copy = 'The mayor called it "a bad day" and left for the island on the early ferry.'
    >>> for entry in repair.suggest(text, references=copy, use_model=False).entries:
    ...     for candidate in entry.candidates:
    ...         print(entry.finding.code, candidate.kind, repr(candidate.text))
    RG101 reading 'a bad day'

    Where the page of an article is at hand, `references=repair.page(html)` finds what the extraction lost. Raises what
    `check` raises.
    """
    return Repairer(references=references, config=config, **settings).suggest(texts)


def mark(apparatus: Apparatus, *, min_confidence: float = _SURE) -> str:
    """The article's text with every suggestion marked in its place, in the manner of CriticMarkup.

    Left out are findings of less than `min_confidence` (0–1) that nobody decided. `repair strip` takes the marks out.

    >>> import repair
    >>> print(repair.mark(repair.suggest("The ferry is late,and nobody minds.", use_model=False)))
    The ferry is late,{++ ++}{>>RJ201 · rule: lost-blank-comma · 0.82<<}and nobody minds.
    """
    from repair.render.reading import marked
    from repair.render.style import Style

    _check_type(apparatus, Apparatus, "mark", "`repair.suggest` makes one")
    return marked.mark(apparatus, Style(min_confidence=_unit("min_confidence", min_confidence)))


def apply(
    apparatus: Apparatus,
    *,
    readings: bool = False,
    rules: bool = False,
    predictions: bool = False,
    min_score: float = 0.0,
    min_confidence: float = _SURE,
) -> Applied:
    """The repaired text, and its edits: where something was put in, what stood there, and where it comes from.

    What was accepted already is put in. Of the other entries, each gets its best candidate of the kinds that are asked
    for: `readings` of references, what follows from `rules`, and the `predictions` of a model, with which the text is no
    longer the author's. Not accepted are candidates of a score under `min_score`, at findings of a confidence under
    `min_confidence` (both 0–1), and spellings that references merely agree on (RV501): these are for a person. Nothing
    outside the edits changes, and `undo` gives the text back; `repair.edit.sidecar` keeps the way back on disk.

    >>> import repair
    >>> found = repair.suggest("The ferry is late,and nobody minds.", use_model=False)
    >>> applied = repair.apply(found, rules=True)
    >>> applied.text
    'The ferry is late, and nobody minds.'
    >>> repair.undo(applied)
    'The ferry is late,and nobody minds.'

    Raises `ApparatusError` where accepted entries overlap.
    """
    _check_type(apparatus, Apparatus, "apply", "`repair.suggest` makes one")
    decided = decide(
        apparatus,
        readings=readings,
        rules=rules,
        predictions=predictions,
        min_score=_unit("min_score", min_score),
        min_confidence=_unit("min_confidence", min_confidence),
    )
    return edit.apply(decided)


def undo(applied: Applied) -> str:
    """The text as it was before `apply`, to the last character.

    Raises `ApparatusError` where the edits do not fit the text.
    """
    _check_type(applied, Applied, "undo", "`repair.apply` gives one")
    return edit.undo(applied.text, applied.edits)


def _check_type(value: object, kind: type, function: str, hint: str) -> None:
    if not isinstance(value, kind):
        raise ArgumentError(
            f"{function} takes one {kind.__name__}, not a value of type {type(value).__name__}", hint=hint
        )


def _unit(name: str, value: object) -> float:
    if not isinstance(value, int | float):
        raise ArgumentError(f"{name} is of type {type(value).__name__}", hint="give a number from 0 to 1")
    if not 0 <= value <= 1:
        raise ConfigError(f"{name} is {value}", hint="it must lie between 0 and 1")
    return value
