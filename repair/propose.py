"""Takes gaps that no trusted reading fills to a masked model, those of many articles at once.

What comes back are candidates with the provenance of a prediction, beside the readings and never among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.config import Config
from repair.models import Fill, Filler, Query
from repair.records import MAX_GUESSED, Apparatus, Article, Attested, Candidate, Entry, Prediction
from repair.text.names import Remembered

if TYPE_CHECKING:
    from repair.collate import Memory

__all__ = ["MAX_REMEMBERED", "propose", "query_of", "wants"]

MAX_REMEMBERED: Final = 300
"""Names of other articles that compete at one place."""

_MAX_SCORE: Final = 0.9  # a prediction is never certain


def propose(
    apparatuses: Sequence[Apparatus],
    model: Filler,
    config: Config,
    sources: Sequence[Sequence[str]] = (),
    memory: Memory | None = None,
) -> list[Apparatus]:
    """The apparatuses, in order, with up to `config.predictions` predictions appended to each gap that wants them.

    The model is asked about open gaps of at least `config.predict_from` confidence that have no reading of at least
    `config.trusted_score`; with `config.always_predict`, about those that have one too. It proposes nothing that is
    less probable than `config.min_proposal`. `sources` are, for each apparatus, other texts whose names and phrases
    are weighed like those of the article, such as references that could not be aligned; empty: there are none. Names that
    only the `memory` has compete with them, and come back as attested. An apparatus whose gaps were asked about names the model; any other comes back unchanged.
    """
    places = [
        (number, at)
        for number, apparatus in enumerate(apparatuses)
        for at, entry in enumerate(apparatus.entries)
        if wants(entry, config)
    ]
    names = _names(apparatuses, places, memory)
    queries = []
    for (number, at), remembered in zip(places, names, strict=True):
        article = apparatuses[number].article
        others = tuple(sources[number]) if sources else ()
        queries.append(query_of(article, apparatuses[number].entries[at], others, remembered))
    answers = model.fill(queries, top=config.predictions, batch_size=config.batch_size) if queries else []
    asked = {number for number, _ in places}
    proposed: list[dict[int, Entry]] = [{} for _ in apparatuses]
    for (number, at), fills in zip(places, answers, strict=True):
        entry = apparatuses[number].entries[at]
        added = tuple(_candidate(fill, model.name) for fill in fills if fill.score >= config.min_proposal)
        if added:
            proposed[number][at] = replace(entry, candidates=(*entry.candidates, *added))
    return [
        replace(
            apparatus,
            entries=tuple(changed.get(at, entry) for at, entry in enumerate(apparatus.entries)),
            model=model.name,
        )
        if number in asked
        else apparatus
        for number, (apparatus, changed) in enumerate(zip(apparatuses, proposed, strict=True))
    ]


def _names(
    apparatuses: Sequence[Apparatus], places: Sequence[tuple[int, int]], memory: Memory | None
) -> list[tuple[Remembered, ...]]:
    """For each place, the names of other articles that may stand there."""
    if memory is None:
        return [()] * len(places)
    found: list[tuple[Remembered, ...]] = []
    for number, same in groupby(places, key=lambda place: place[0]):
        apparatus = apparatuses[number]
        findings = [apparatus.entries[at].finding for _, at in same]
        found += memory.remembered(apparatus.article, [(f.start, f.end) for f in findings], MAX_REMEMBERED)
    return found


def wants(entry: Entry, config: Config) -> bool:
    """Whether a model is to be asked about an entry."""
    finding = entry.finding
    if entry.status != "open" or not finding.is_gap or finding.confidence < config.predict_from:
        return False
    if CODES[finding.code].unknowable:
        return False
    if finding.words is not None and finding.words[0] > MAX_GUESSED:
        return False  # a clause or more: whatever were written there would be invented
    if any(candidate.is_guessed for candidate in entry.candidates):
        return False  # asked before
    trusted = any(c.kind == "reading" and c.score >= config.trusted_score for c in entry.candidates)
    return config.always_predict or not trusted


def query_of(
    article: Article, entry: Entry, others: tuple[str, ...] = (), remembered: tuple[Remembered, ...] = ()
) -> Query:
    """What a model is asked about an entry of this article; `others` are texts that may have the words as well, and
    `remembered` names that other articles have."""
    finding = entry.finding
    return Query(
        article.text,
        finding.start,
        finding.end,
        finding.words,
        others,
        finding.code,
        article.language,
        finding.confidence,
        CODES[finding.code].number,
        remembered,
    )


def _candidate(fill: Fill, model: str) -> Candidate:
    source: Prediction | Attested
    if name := fill.remembered:
        source = Attested(corpus=name.corpus, article=name.article, count=name.count)
    else:
        source = Prediction(model=model, log_prob=fill.log_prob, pieces=fill.pieces, found=fill.found)
    return Candidate(text=fill.text, score=min(fill.score, _MAX_SCORE), provenance=(source,))
