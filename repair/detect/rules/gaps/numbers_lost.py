"""RG115: numbers and dates that were lost between words which nothing else can part, and before the sign of a unit at a sentence's
head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.rules.phrases import is_at_head
from repair.detect.suspects.prefilter import BETWEEN_WORDS
from repair.detect.suspects.suspect_words import pairs_of_words
from repair.detect.suspects.word_pairs import counted_by
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["NUMBERS_LOST"]

_ENTERS: Final = late(
    f"{A_BLANK}(?:c[ao]mes?|goes|go|went|walk(?:s|ed)|r[au]ns?|rush(?:es|ed)|bursts?|strides|strode|march(?:es|ed)|troop(?:s|ed)|swept|jump(?:s|ed)"
    f"|cre(?:eps|pt)|step(?:s|ped)|hurri(?:es|ed)|dash(?:es|ed)|slip(?:s|ped)|pour(?:s|ed)|filed)(?!{A_BLANK}(?:to|back|from|home|into|over)\\b)(?!\\w)"
)
"""After `In she`, where `in` belongs to the verb: `In she walked, dripping wet`."""
_NEXT: Final = late(f"(?P<comma>,?){A_BLANK}(?P<word>{LETTER}+)")
_YEAR: Final = late(f"{A_BLANK}[12]\\d{{3}}(?!\\w)")
"""What tells which one is meant: `la edizione del 1525`."""
_TELL_OF_THEM: Final = frozenset("che qui que where who whose that die deren denen aus uit von van".split())
"""Words that tell which ones are meant: `eine Stadt mit Einwohnern aus aller Welt`."""


def _ends(table: Language, text: str, end: int) -> bool:
    """Whether a mark or a function word follows the word that ends at `end`, and nothing that tells of it."""
    after = _NEXT.match(text, end)
    if after is None:
        return not text[end + 1 : end + 2].isdigit()  # `anni 42`
    if after["word"] in _TELL_OF_THEM or _YEAR.match(text, after.end()):
        return False
    return after["comma"] != "" or after["word"] in table.function_words


def _stand_at(text: str, start: int, words: str) -> bool:
    """Whether the words, or the same with a capital, stand at `start`."""
    found = text[max(0, start) : start + len(words)]
    return words in (found, found.lower()) and not text[max(0, start - 1) : start].isalnum()


def _number_between(document: Document) -> Iterator[Sighting]:
    """`un comune di abitanti`, `In she moved to Hull`, `built in the century by monks`."""
    if document.language is None:
        return
    counted, text = counted_by(document.language), document.text
    for first, match in document.once(pairs_of_words):
        head = match.start() - len(first)
        for place in counted.get((first, match[1]), ()):
            start = head - 1 - len(place.before) if place.before else head
            if place.before and not _stand_at(text, start, place.before):
                continue
            if place.begins and not is_at_head(text, start):
                continue
            if place.begins and _ENTERS.match(text, match.end()):
                continue
            if place.ends and not _ends(document.language, text, match.end()):
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
_SPEAKS_OF_IT: Final = late(rf"(?:\b(?:a|the|per|por|par|pro|in|en|em|as)|\d|%|percent(?:age)?){A_BLANK}\Z")


def _is_of_itself(document: Document, match: re.Match[str]) -> bool:
    """Whether the sign stands for the word (`the % of voters`)."""
    return _SPEAKS_OF_IT.search(document.text, max(0, match.start() - 12), match.start()) is not None


_NAMES_MONEY: Final = late(rf"\b(?:em|símbolo|sinal){A_BLANK}\Z", re.I)


def _is_kind_of_money(document: Document, match: re.Match[str]) -> bool:
    """Whether the sign stands for the money that is counted in (`valores em R$, sem impostos`)."""
    return _NAMES_MONEY.search(document.text, max(0, match.start() - 12), match.start()) is not None


NUMBERS_LOST: Final[dict[str, Detector]] = {
    # none in 30 million characters of sound texts and pages
    "number-between-lost": Detector(_number_between, frozenset([BETWEEN_WORDS]), prior=0.85),
    "share-lost": pattern_rule(
        "share-lost", "RG115", rf"%(?<=[^\W\d]{A_BLANK}%|,{A_BLANK}%)(?={A_BLANK}(?:{_OF_ALL})(?!\w))", needles=(" %", "\u00a0%"), words=(1, 1), before=True,
        unless=_is_of_itself, prior=0.85,
    ),
    "share-lost-at-head": pattern_rule(
        "share-lost-at-head", "RG115", rf"(?<![^\s«“\"])(?:{_ABOUT})(?P<at>{A_BLANK})%(?={A_BLANK}[^\W\d])", needles=(" %", "\u00a0%"), words=(1, 1), prior=0.85,
    ),
    "reais-lost": pattern_rule(
        "reais-lost", "RG115", rf"R\$(?P<at>{A_BLANK}?)(?={A_BLANK}(?:e|por|a|cada|para|em|no|na|de|ao){A_BLANK}|[.,;](?!\w))", needles=("R$",), words=(1, 1),
        unless=_is_kind_of_money, prior=0.85,
    ),
    "age-lost": pattern_rule(
        "age-lost", "RG115", rf"-(?<=[^\W\d]{A_BLANK}-)(?:year-old|jährige[rnms]?)(?!\w)",
        needles=(" -", "\u00a0-"), words=(1, 1), before=True, prior=0.9,
    ),
}  # fmt: skip
