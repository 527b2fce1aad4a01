"""RG115: numbers and dates that were lost between words which nothing else can part, and before the sign of a unit at a sentence's
head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import BLANK, Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.counted_pairs import counted_by
from repair.detect.suspects.prefilter import BETWEEN_WORDS, word_before
from repair.detect.suspects.suspect_words import pairs_of_words
from repair.text.patterns import late

__all__ = ["NUMBERS_LOST"]

_B: Final = f"[{BLANK}]"
_BEGINS: Final = late(f'(?:\\A|\\n|[.!?…][»”"]?{_B})[«“"]?\\Z')


def _number_between(document: Document) -> Iterator[Sighting]:
    """`un comune di abitanti`, `In she moved to Hull`, `built in the century by monks`."""
    if document.language is None:
        return
    counted, text = counted_by(document.language), document.text
    for first, match in document.once(pairs_of_words):
        head = match.start() - len(first)
        for place in counted.get((first, match[1]), ()):
            before = word_before(text, head - 1) if place.before else ""
            start = head - len(before) - 1 if before else head
            if place.before not in (before, before.lower()):
                continue
            if place.begins and not _BEGINS.search(text[max(0, start - 4) : start]):
                continue
            at = match.start() if place.is_last else head - 1
            if document.is_prose_at(at):
                yield Sighting(at, at, "RG115", "number-between-lost", (1, 3))
                break


_OF_ALL: Final = "of (?:the|all|them|its|their|our|his|those|these)|des|de la|du|der|degli|dei|delle|della|dell['’]|de los|de las|del|dos|das|do|da|van de|van het"
"""What follows a share of some whole."""
_ABOUT: Final = (
    "About|Around|Nearly|Almost|Over|Roughly|Only|Just|Circa|Oltre|Quasi|Solo|Environ|Près de|Plus de|Etwa|Rund|Knapp|Fast|Nur|Über|Cerca de|Casi"
    "|Más de|Mais de|Quase|Apenas|Ongeveer"
)
_SPEAKS_OF_IT: Final = late(rf"(?:\b(?:a|the|per|por|par|pro|in|en|em|as)|\d|%|percent(?:age)?){_B}\Z")


def _is_of_itself(document: Document, match: re.Match[str]) -> bool:
    """Whether the sign stands for the word (`the % of voters`)."""
    return _SPEAKS_OF_IT.search(document.text, max(0, match.start() - 12), match.start()) is not None


NUMBERS_LOST: Final[dict[str, Detector]] = {
    # none in 30 million characters of sound texts and pages
    "number-between-lost": Detector(_number_between, frozenset([BETWEEN_WORDS]), prior=0.85),
    "share-lost": pattern_rule(
        "share-lost", "RG115", rf"%(?<=[^\W\d]{_B}%|,{_B}%)(?={_B}(?:{_OF_ALL})(?!\w))", needles=(" %", "\u00a0%"), words=(1, 1), before=True,
        unless=_is_of_itself, prior=0.85,
    ),
    "share-lost-at-head": pattern_rule(
        "share-lost-at-head", "RG115", rf"(?<![^\s«“\"])(?:{_ABOUT})(?P<at>{_B})%(?={_B}[^\W\d])", needles=(" %", "\u00a0%"), words=(1, 1), prior=0.85,
    ),
    "reais-lost": pattern_rule(
        "reais-lost", "RG115", rf"R\$(?P<at>{_B}?)(?={_B}(?:e|por|a|cada|para|em|no|na|de|ao){_B}|[.,;](?!\w))", needles=("R$",), words=(1, 1), prior=0.85,
    ),
    "age-lost": pattern_rule(
        "age-lost", "RG115", rf"-(?<=[^\W\d]{_B}-)(?:year-old|jährige[rnms]?)(?!\w)",
        needles=(" -", "\u00a0-"), words=(1, 1), before=True, prior=0.9,
    ),
}  # fmt: skip
