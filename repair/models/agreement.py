"""Which words cannot stand side by side because of how the second one begins: articles and elided words.

Data, one table a language, only rules that sound texts break less than three times in a thousand.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["AGREEMENT", "agrees", "barred_after"]

_VOWEL: Final = "[aeiouàèéìíòóùúâêîôûAEIOUÀÈÉÌÍÒÓÙÚÂÊÎÔÛ]"
# s before a consonant, z, gn, ps, x, y: what takes `lo`, `gli`, `uno` in Italian
_IMPURE: Final = r"(?:[sS](?![aeiouàèéìòùh])[a-zà-ù]|[zZ]|[gG]n|[pP][sn]|[xXyY])"


def _rule(left: str, right: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"(?:{left})\Z"), re.compile(right)


AGREEMENT: Final[dict[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]]] = {
    "it": (
        _rule("[iI]l|[dD]el|[aA]l|[dD]al|[nN]el|[sS]ul|[qQ]uel|[bB]el", f"{_VOWEL}|{_IMPURE}"),
        _rule("[uU]n", _IMPURE),
        _rule("i|[dD]ei|[aA]i|[dD]ai|[nN]ei|[sS]ui|[qQ]uei", f"{_VOWEL}|{_IMPURE}"),
        _rule("[dD]ello|[aA]llo|[dD]allo|[nN]ello|[sS]ullo", rf"(?!{_IMPURE})\w"),
        _rule("[dD]egli|[aA]gli|[dD]agli|[nN]egli|[sS]ugli|[qQ]uegli", rf"(?!{_IMPURE}|{_VOWEL})\w"),
    ),
    "en": (
        _rule("[aA]", r"[aeio](?!ne?\b)|u(?!ni|se|su|ti|ra|ro|ku)"),
        _rule("[aA]n", "[b-dfgj-npq-twyzB-DGJ-KPQTVWYZ]"),
    ),
}
"""For each language, pairs of a word and of the beginning that no word after it has."""

# what an apostrophe binds to the next word, in languages that elide
_ELIDED: Final = re.compile(
    r"(?:\A|[^\w'’])(?:l|un|dell|all|dall|nell|sull|coll|quell|quest|bell|sant|d|c|m|t|s|v|qu|j|n)['’]\Z", re.IGNORECASE
)
_AFTER_ELISION: Final = re.compile(f"(?!{_VOWEL}|[hH])")
_BETWEEN: Final = re.compile(r"\W")


def barred_after(left: str, language: str) -> tuple[re.Pattern[str], ...]:
    """What the words that follow the text `left` must not begin like; `language` is ISO 639-1."""
    if left[-1:] in ("'", "’"):
        return (_AFTER_ELISION,) if language != "en" and _ELIDED.search(left[-8:]) else ()
    last = _BETWEEN.split(left[-20:])[-1]
    return tuple(after for before, after in AGREEMENT.get(language, ()) if before.match(last))


def agrees(left: str, words: str, language: str) -> bool:
    """Whether `words` can follow the text `left`, which ends with a word or its apostrophe."""
    return not any(after.match(words) for after in barred_after(left, language))
