"""What the editions `html` and `docx` say of a suggestion, in the language of the edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from repair.codes import CODES
from repair.records import (
    Apparatus,
    Attested,
    Candidate,
    Emendation,
    Finding,
    Prediction,
    Provenance,
    Reading,
    Signature,
)
from repair.render.edition_parts import moment
from repair.render.edition_words import EDITION_WORDS
from repair.render.style import Style, first_sources, printed_score, source_name
from repair.review.events import MARKED_BY

__all__ = [
    "Phrasebook",
    "phrase",
    "spoken_language",
    "told_extent",
    "told_facts",
    "told_message",
    "told_score",
    "told_signature",
    "told_sources",
]

Phrasebook = Callable[..., str]
"""The phrase of that name, with its places filled in."""


def spoken_language(style: Style, articles: Iterable[Apparatus]) -> str:
    """What the edition speaks: the style's language, else that of its first article, else English."""
    spoken = (a.article.language for a in articles if a.article.language in EDITION_WORDS)
    return style.language or next(spoken, "en")


def phrase(language: str, name: str, **values: object) -> str:
    """The phrase `name` with its places filled in. Foreign values are filled in as they are: they are escaped later."""
    return EDITION_WORDS[language][name].format(**values)


def told_message(finding: Finding, say: Phrasebook) -> str:
    """What a finding says: the meaning of its code, who marked it by hand, or its own message."""
    if finding.message == CODES[finding.code].meaning:
        return say(f"{finding.code}_meaning")
    if "reviewer" in finding.detectors and finding.message.startswith(MARKED_BY):
        return say("marked_by", names=finding.message.removeprefix(MARKED_BY))
    return finding.message


def told_facts(provenance: Provenance, say: Phrasebook) -> str:
    """One provenance in words, for the tooltip and the list."""
    match provenance:
        case Reading(reference, _, _, left, right, element):
            facts = [reference, say("in_element", tag=element) if element else ""]
            facts.append(say("contexts", left=f"{left:.0f}", right=f"{right:.0f}"))
        case Prediction(model, log_prob, parts, found):
            facts = [
                model,
                say("log_prob", value=told_figure(f"{log_prob:.2f}", say), pieces=parts),
                found and say(f"found_{found}"),
            ]
        case Attested(corpus, article, count):
            facts = [corpus, say("in_articles" if count > 1 else "in_one_article", n=count, article=article)]
        case Emendation(reviewer, date, note, of):
            facts = [reviewer, moment(date)[:10], _made_from(of, say), note]
        case _:
            facts = [provenance.rule]
    return ", ".join(filter(None, facts))


def told_score(score: float, say: Phrasebook) -> str:
    """A score as `printed_score` has it, as the language writes figures."""
    return told_figure(printed_score(score), say)


def told_figure(figure: str, say: Phrasebook) -> str:
    """A figure with the decimal sign of the language."""
    return figure.replace(".", say("decimal_sign"))


def told_sources(candidate: Candidate, say: Phrasebook) -> str:
    """Kind and names of a candidate's sources in short."""
    names, more = first_sources(candidate)
    of = tuple(s for p in candidate.provenance if isinstance(p, Emendation) for s in p.of)
    told = f"{say(candidate.label).lower()}: {names}" + (f" {say('and_more', n=more)}" if more else "")
    return f"{told}, {_made_from(of, say)}" if of else told


def _made_from(of: Sequence[Provenance], say: Phrasebook) -> str:
    """What an emendation was made from; empty if it was typed from nothing."""
    kinds = {Reading: "reading", Prediction: "prediction", Attested: "attested"}
    kind = kinds.get(type(of[0]), "rule") if of else ""
    return say(f"from_{kind}", names=", ".join(dict.fromkeys(map(source_name, of)))) if of else ""


def told_signature(signature: Signature, say: Phrasebook) -> str:
    """Who accepted, on which day, with what remark."""
    who = ", ".join(filter(None, (signature.reviewer, moment(signature.date)[:10], signature.note)))
    return f"{say('status_accepted')} {say('by', names=who)}"


def told_extent(finding: Finding, say: Phrasebook) -> str:
    """How much is missing; the code's name if no words are."""
    if not finding.lacks_words:
        return say(finding.code)
    if finding.words is None:
        return say("gap_unknown")
    low, high = finding.words
    return say(
        "gap", words=say("extent" if low != high else "extent_single" if low == 1 else "extent_one", low=low, high=high)
    )
