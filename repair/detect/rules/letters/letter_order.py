"""Letters out of their order or their place: words that stand in reverse (RE305), and capitals apart from the small capitals that go with
them (RG108)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import CAPITAL
from repair.detect.suspects.word_signs import CONSONANT
from repair.detect.technical import is_named_at
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, LOWER, UPPER, late

__all__ = ["LETTER_ORDER"]


# --- words in reverse ------------------------------------------------------------------------------------------------

_ENDS_IN_CAPITAL: Final = late(rf"{UPPER}(?<={LOWER}{{5}}.)(?!\w)")
_HEAD: Final = late(rf"(?<!\w){LOWER}{{5,30}}\Z")
_BACK: Final = 31  # code points


def _reversed_words(document: Document) -> Iterator[Sighting]:
    """`noitamrofnI`: words that their language has in reverse alone, with the capital of their first letter at the end."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for match in matches(_ENDS_IN_CAPITAL, document, [CAPITAL]):
        head = _HEAD.search(text, max(0, match.start() - _BACK), match.start())
        if head is None or is_address(document, match):
            continue
        start, end, word = head.start(), match.end(), head[0] + match[0]
        plain = word[::-1]
        if not known.is_common(plain.lower()) or known.knows(word.lower()):
            continue
        if document.is_prose_at(start) and not is_named_at(document, start, end):
            yield Sighting(start, end, "RE305", "word-reversed", None, plain)


# --- small capitals --------------------------------------------------------------------------------------------------

_RUN: Final = late(rf"(?<!\w){UPPER}+(?:{A_BLANK}{UPPER}+)*(?!\w)")
_CAPITAL_APART: Final = late(rf"(?<!\w)(?P<cap>{UPPER})(?P<at>{A_BLANK})(?P<rest>{UPPER}+)(?!\w)")
_REACH: Final = 40  # code points of such a run before its first consonant that stands alone
_APART: Final = late(rf"[A-Z](?={A_BLANK}{UPPER}{{3}})")
_LONG_REST: Final = 3  # letters of what is no word without its capital


def _capitals_apart(document: Document) -> Iterator[Sighting]:
    """`C HAPTER O NE`: runs of capitals in which a capital belongs to letters that are no word without it."""
    known, text, end = lexicon(document), document.text, 0
    if known is None:
        return
    for match in matches(_APART, document, [CONSONANT]):
        at = match.start()
        if at < end:
            continue
        low = max(end, at - _REACH)
        run = next((one for one in _RUN.finditer(text, low) if one.end() > at), None)
        if run is None or run.start() > at:
            continue
        end = run.end()
        pairs = list(_CAPITAL_APART.finditer(text, run.start(), run.end()))
        joined = [pair for pair in pairs if known.is_common((pair["cap"] + pair["rest"]).lower())]
        sure = [
            pair for pair in joined if len(pair["rest"]) >= _LONG_REST and not known.is_common(pair["rest"].lower())
        ]
        if sure and document.is_prose_at(at):
            for pair in joined:
                yield Sighting(*pair.span("at"), "RG108", "capital-apart", None, "")


LETTER_ORDER: Final[dict[str, Detector]] = {
    "word-reversed": Detector(_reversed_words, frozenset([CAPITAL]), prior=0.8),
    "capital-apart": Detector(_capitals_apart, frozenset([CONSONANT]), prior=0.9),
}
