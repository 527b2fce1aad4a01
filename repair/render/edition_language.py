"""The language of an edition, and what the edition says in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Final

from repair.codes import CODES
from repair.records import Apparatus, Attested, Emendation, Finding, Prediction, Provenance, Reading, Signature, Witness
from repair.render.comments import Phrasebook, describe_marker, local_figure, made_from
from repair.render.edition_parts import moment
from repair.render.edition_words import EDITION_WORDS
from repair.render.style import Style

__all__ = [
    "LANGUAGE_TAG",
    "describe_provenance",
    "describe_signature",
    "describe_witness",
    "language_of_edition",
    "local_message",
    "phrase",
]

LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""What an edition may name as the language of an article, which comes from outside."""


def language_of_edition(
    apparatuses: Iterable[Apparatus], style: Style
) -> tuple[str, Phrasebook, list[Apparatus], Iterator[Apparatus]]:
    """The language of the edition (the style's, else that of its first article, else English), its phrasebook, the first
    two articles, and all of them."""
    iterator = iter(apparatuses)
    first = list(islice(iterator, 2))
    own = first[0].article.language if first else ""
    language = style.language or (own if own in EDITION_WORDS else "en")
    return language, partial(phrase, language), first, chain(first, iterator)


def phrase(language: str, name: str, **values: object) -> str:
    """The phrase `name` with its places filled in. Foreign values are filled in as they are: they are escaped later."""
    return EDITION_WORDS[language][name].format(**values)


def local_message(finding: Finding, say: Phrasebook) -> str:
    """What a finding says: the meaning of its code, who marked it by hand, or its own message."""
    if finding.message == CODES[finding.code].meaning:
        return say(f"{finding.code}_meaning")
    return describe_marker(finding, say) or finding.message


def describe_witness(name: str, witness: Witness, among: Iterable[Witness], say: Phrasebook) -> str:
    """The phrase `name` on how a witness is related to the article, and the others `among` which it counts as one with."""
    alike = say(
        name,
        kind=say(witness.kind),
        similarity=f"{witness.similarity:.0f}",
        agreement=f"{witness.agreement:.0f}",
    )
    others = ", ".join(w.name for w in among if w.group == witness.group and w.name != witness.name)
    return f"{alike}; {say('dependent', names=others)}" if others else alike


def describe_provenance(provenance: Provenance, say: Phrasebook, *, signed: bool = False) -> str:
    """One provenance in words, for the tooltip and the list. The remark on an emendation is left to the signature, if there is
    one."""
    match provenance:
        case Reading(reference, _, _, left, right, element):
            facts = [reference, say("in_element", tag=element) if element else ""]
            facts.append(say("contexts", left=f"{left:.0f}", right=f"{right:.0f}"))
        case Prediction(model, log_prob, parts, found):
            facts = [
                model,
                say("log_prob", value=local_figure(f"{log_prob:.2f}", say), pieces=parts),
                found and say(f"found_{found}"),
            ]
        case Attested(corpus, article, count):
            facts = [corpus, say("in_articles" if count > 1 else "in_one_article", n=count, article=article)]
        case Emendation(reviewer, date, note, of):
            facts = [reviewer, moment(date)[:10], made_from(of, say), "" if signed else note]
        case _:
            facts = [provenance.rule]
    return ", ".join(filter(None, facts))


def describe_signature(signature: Signature, say: Phrasebook) -> str:
    """Who accepted, on which day, with what remark."""
    who = ", ".join(filter(None, (signature.reviewer, moment(signature.date)[:10], signature.note)))
    return f"{say('status_accepted')} {say('by', names=who)}"
