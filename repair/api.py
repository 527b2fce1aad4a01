"""The front door: what `import repair` offers, one function a job.

    check      find where a text is damaged
    suggest    find the same, and propose repairs with their sources
    mark       show every suggestion in its place in the text
    apply      put in what you accept, and keep the way back
    undo       give the text back as it was

Texts go in as plain strings, records come out. `Repairer` holds settings and references for many calls.
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
    Attested,
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
    "Attested",
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
    One text gives a tuple of findings. An iterable gives an iterator with one such tuple a text, in order. It works on
    demand, and reads up to 256 texts ahead.

    A finding has a `code`, a `message`, the span `[start, end)` in code points of the text, and a `confidence` from 0 to
    1. A finding of less than `min_confidence` (0.5) is left out. `references` are other copies of the texts: then words
    that only the copies have are found as well. Settings are given by name, see `Config`. `use_model=False` goes by rules
    alone, which is fast and misses gaps that leave no sign in the text.

    >>> import repair
    >>> text = 'The mayor called it "" and left. The ferry leaves at eight,, as before.'
    >>> for finding in repair.check(text, use_model=False):
    ...     print(finding.code, finding.start, finding.message)
    RG101 21 quotation marks with nothing between them
    RG104 59 punctuation doubled or orphaned
    >>> [len(found) for found in repair.check([text, "The ferry leaves at eight."], use_model=False)]
    [2, 0]

    Raises `ArgumentError` (a `TypeError`) for a value of a wrong type, `ConfigError` for a setting out of range,
    `InputError` for a row without a text, `ModelError` if a model cannot be loaded. All of them are a `RepairError`.
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
    """The places that `check` finds, each with candidates for its repair.

    It takes the arguments of `check`. One text gives an apparatus: the article and its entries in text order, each with a
    `finding` and its `candidates`, best first. An iterable gives an iterator with one apparatus a text, in order. The
    `kind` of a candidate says where it comes from: a `reading` of a reference, a `prediction` of a model, or a `rule`.
    Its `score` is from 0 to 1.

    >>> import repair
    >>> text = 'The mayor called it "" and left for the island on the early ferry.'
    >>> copy = 'The mayor called it "a bad day" and left for the island on the early ferry.'
    >>> for entry in repair.suggest(text, references=copy, use_model=False).entries:
    ...     for candidate in entry.candidates:
    ...         print(entry.finding.code, candidate.kind, repr(candidate.text))
    RG101 reading 'a bad day'

    With the HTML of an article's page, `references=repair.page(html)` finds what the extraction lost. Raises what `check`
    raises.
    """
    return Repairer(references=references, config=config, **settings).suggest(texts)


def mark(apparatus: Apparatus, *, min_confidence: float = _SURE) -> str:
    """The article's text with every suggestion marked in its place, in a form of CriticMarkup.

    It leaves out findings of less than `min_confidence` (0–1) that nobody decided. `repair strip` removes the marks.

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
    """The repaired text, and its edits: what was put in where, what stood there before, and the source.

    Entries that are accepted already are put in. Every open entry gets its best candidate of the kinds that you ask for:
    `readings` of references, fixes by `rules`, `predictions` of a model. With predictions the text is no longer the
    author's. A candidate needs a score of at least `min_score`, and its finding a confidence of at least
    `min_confidence` (both 0–1). Another spelling in the references (RV501) is never accepted: a person must decide it.

    Nothing outside the edits changes, and `undo` gives the text back. `repair.edit.sidecar` makes JSON of the way back.

    >>> import repair
    >>> found = repair.suggest("The ferry is late,and nobody minds.", use_model=False)
    >>> applied = repair.apply(found, rules=True)
    >>> applied.text
    'The ferry is late, and nobody minds.'
    >>> repair.undo(applied)
    'The ferry is late,and nobody minds.'

    Raises `ApparatusError` if accepted entries overlap.
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

    Raises `ApparatusError` if the edits do not fit the text.
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
