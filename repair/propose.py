"""Takes gaps that no trusted reading fills to a masked model, those of many articles at once.

What comes back are candidates with the provenance of a prediction, beside the readings and never among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from repair.codes import CODES
from repair.config import Config
from repair.models import Fill, Filler, Query
from repair.records import MAX_GUESSED, Apparatus, Article, Candidate, Entry, Prediction

__all__ = ["propose", "query_of", "wants"]

_MAX_SCORE: Final = 0.9  # a prediction is never certain


def propose(
    apparatuses: Sequence[Apparatus],
    model: Filler,
    config: Config,
    sources: Sequence[Sequence[str]] = (),
) -> list[Apparatus]:
    """The apparatuses, in order, with up to `config.predictions` predictions appended to each gap that wants them.

    The model is asked about open gaps of at least `config.predict_from` confidence that have no reading of at least
    `config.trusted_score`; with `config.always_predict`, about those that have one too. It proposes nothing that is
    less probable than `config.min_proposal`. `sources` are, for each apparatus, other texts whose names and phrases
    are weighed like those of the article, such as references that could not be aligned; empty: there are none. An
    apparatus whose gaps were asked about names the model; any other comes back unchanged.
    """
    places = [
        (number, at)
        for number, apparatus in enumerate(apparatuses)
        for at, entry in enumerate(apparatus.entries)
        if wants(entry, config)
    ]
    queries = []
    for number, at in places:
        article = apparatuses[number].article
        others = tuple(sources[number]) if sources else ()
        queries.append(query_of(article, apparatuses[number].entries[at], others))
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


def wants(entry: Entry, config: Config) -> bool:
    """Whether a model is to be asked about an entry."""
    finding = entry.finding
    if entry.status != "open" or not finding.is_gap or finding.confidence < config.predict_from:
        return False
    if CODES[finding.code].unknowable:
        return False
    if finding.words is not None and finding.words[0] > MAX_GUESSED:
        return False  # a clause or more: whatever were written there would be invented
    if any(candidate.kind == "prediction" for candidate in entry.candidates):
        return False  # asked before
    trusted = any(c.kind == "reading" and c.score >= config.trusted_score for c in entry.candidates)
    return config.always_predict or not trusted


def query_of(article: Article, entry: Entry, others: tuple[str, ...] = ()) -> Query:
    """What a model is asked about an entry of this article; `others` are texts that may have the words as well."""
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
    )


def _candidate(fill: Fill, model: str) -> Candidate:
    source = Prediction(model=model, log_prob=fill.log_prob, pieces=fill.pieces, found=fill.found)
    return Candidate(text=fill.text, score=min(fill.score, _MAX_SCORE), provenance=(source,))
