"""Words that must govern others, for languages that have no table: prepositions that are never left behind.

A language with a table has them there. Words that are also adverbs or nouns are left out.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ARTICLES_AFTER", "BEFORE_STOPS", "GOVERNING", "NEVER_APART", "NEVER_TOGETHER", "PARTICLES", "TIED"]

GOVERNING: Final = {
    code: frozenset(words.split())
    for code, words in {
        "ar": "في من على إلى عن مع بين دون تحت فوق عند منذ حتى خلال ضد لدى",
        "bg": "в във с със на по от до из без при през под над пред между към",
        "ca": "de en amb per sense cap fins des del dels al als pel pels",
        "cs": "v ve z ze na do od po za při pro bez o u k ke nad pod před přes mezi podle během kromě",
        "el": "σε από για προς χωρίς στον στην στο στους στις στα στη",
        "he": "על ליד בין של ללא לפי לגבי בגלל",
        "hr": "u s sa na do od po za pri bez o k ka nad pod pred kroz među između",
        "hu": "a",
        "id": "di pada dari dengan untuk dalam oleh ke kepada",
        "ms": "di pada dari dengan untuk dalam oleh ke kepada",
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
TIED: Final = {
    code: frozenset(phrase for one in phrases.split("|") for phrase in (one, one.capitalize()))
    for code, phrases in {
        "da": """født i|født den|født på|bosat i|klik på|tryk på|bor i|borgmester i|borgmesteren i|åbnede i|grundlagt i|ifølge
            |sammen med|på grund af|ved hjælp af|i forbindelse med|i form af|består af|bestående af|ledet af|skrevet af
            |hovedstaden i|en del af|flyttede til|rejste til|mellem""",
        "no": """født i|født den|født på|bosatt i|klikk på|trykk på|bor i|ordfører i|ordføreren i|åpnet i|grunnlagt i|ifølge
            |sammen med|på grunn av|ved hjelp av|i forbindelse med|i form av|består av|bestående av|ledet av|skrevet av
            |hovedstaden i|en del av|flyttet til|reiste til|mellom""",
        "sv": """född i|född den|född på|bosatt i|klicka på|tryck på|bor i|borgmästare i|borgmästaren i|öppnade i|grundades i|enligt
            |tillsammans med|på grund av|med hjälp av|i samband med|i form av|består av|bestående av|leddes av|skriven av
            |huvudstaden i|en del av|flyttade till|reste till|mellan""",
    }.items()
    for phrases in ["".join(line.strip() for line in phrases.splitlines())]
}
"""Phrases whose last word must govern others, in languages that leave prepositions behind elsewhere."""
BEFORE_STOPS: Final = {
    code: frozenset(words.split())
    for code, words in {
        "bg": "в с",
        "ca": "a",
        "cs": "k v z",
        "hr": "u s",
        "pl": "z w",
        "ru": "к у",
        "sk": "k v z",
        "sl": "v k",
        "uk": "у в",
    }.items()
}
"""Words of one letter that are no abbreviations where a sentence ends after them."""
NEVER_TOGETHER: Final = {"ja": ("はについて", "はを", "でを", "がを", "をを", "へを")}
"""Particles that have a word between them. `までを` is one particle and another."""
NEVER_APART: Final = {
    "hi": "में को का के ने की से तक".split(),
    "ko": "를 을 는 에서 에게 으로".split(),
}
"""Particles that belong to the word before them: none stands behind a mark (Hindi), or apart from its word (Korean)."""
PARTICLES: Final = {
    "ja": "はで はに はが をに にを がで".split(),
    "zh": """位于 生于 出生于 毕业于 来自 名为 成立于 建于 始于 死于 属于 隶属于 起源于 取材于 改编自 由于 以及 位於 生於 出生於 畢業於 來自 名為
        成立於 建於 始於 死於 屬於 起源於 取材於 改編自 由於""".split(),
}
"""Japanese particles that are two only where nothing but other signs stands around them, and Chinese words that govern what
follows."""
