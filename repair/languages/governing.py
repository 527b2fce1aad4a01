"""Words that must govern others, for languages that have no table: prepositions that are never left behind.

A language with a table has them there. Words that are also adverbs or nouns are left out.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ARTICLES_AFTER", "GOVERNING", "NEVER_TOGETHER"]

GOVERNING: Final = {
    code: frozenset(words.split())
    for code, words in {
        "ar": "في من على إلى عن مع بين دون تحت فوق عند منذ حتى خلال ضد لدى",
        "bg": "в във с със на по от до из без при през под над пред между към",
        "ca": "de en amb per sense cap fins des del dels al als pel pels",
        "cs": "v ve z ze na do od po za při pro bez o u k ke nad pod před přes mezi podle během kromě",
        "el": "σε από για προς χωρίς στον στην στο στους στις στα",
        "he": "של ללא לפי לגבי בגלל",
        "hr": "u s sa na do od po za pri bez o k ka nad pod pred kroz među između",
        "pl": """w we z ze na do od po za przy dla bez o u ku nad pod przed przez przeciw między pomiędzy wobec według podczas
            oprócz poprzez oraz""",
        "ro": "la de în din pe cu pentru prin fără către despre printre și sau",
        "ru": "в во с со к ко на по от до из у о об обо для без при про через под над перед между среди ради",
        "sk": "v vo z zo na do od po za pri pre bez o u k ku nad pod pred cez medzi podľa",
        "sl": "v z s na do od po za pri brez o ob k h nad pod pred med skozi",
        "uk": "в у з із зі до від на по для без при про через під над перед між та або",
    }.items()
}
"""By the ISO 639-1 code of the language."""
ARTICLES_AFTER: Final = {"el": frozenset("το τον την τη τα τους τις του της των".split())}
"""Articles that govern words too where they stand after one of the prepositions; elsewhere they are pronouns."""
NEVER_TOGETHER: Final = {"ja": ("はについて", "はを", "でを", "がを", "をを", "へを")}
"""Particles that have a word between them. `までを` is one particle and another."""
