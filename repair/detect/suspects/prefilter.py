"""What is suspect about the marks, blanks and tokens of a text: where a rule can begin.

Sound text has a mark every twenty letters, nearly always after a letter and before a blank. All other places are suspect:
marks that stand together or lack their blank, blanks where none belongs, capitals after small letters, marks after function
words, and blanks between words that cannot stand together. `sieve.py` finds them in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from repair.detect.suspects.telling_marks import TOGETHER, TOGETHER_WORDS, together_in
from repair.detect.suspects.telling_words import ERROR_WORDS, LIGATURE_WORDS, LONE_LETTERS, PAGE_WORDS, WINDOW_ENDS
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWERS, UPPERS

__all__ = [
    "AFTER_ANY_WORD",
    "AFTER_WORD",
    "AMOUNT_SIGNS",
    "BARE_ESCAPE",
    "BEFORE_MARK",
    "BETWEEN_NUMBERS",
    "BETWEEN_WORDS",
    "BLANKS_BEFORE_MARKS",
    "CAPITAL",
    "CATEGORY",
    "CLOSED",
    "CONTROL",
    "CONTROLS",
    "DUMMY",
    "ENDS_SENTENCE",
    "ENTITIES",
    "ENTITY",
    "ERROR_WORD",
    "ESCAPED_BLANK",
    "LATER",
    "LEADS",
    "LETTER_ALONE",
    "LIGATURE",
    "LONE_QUOTE",
    "MOJIBAKE",
    "NEXT_WORD",
    "NULL",
    "ODD_LETTER",
    "OPENING_MARKS",
    "PAGE_WORD",
    "PLACE_KEYS",
    "RARE_BLANKS",
    "RARE_WORDS",
    "SUSPECT_MARKS",
    "TOKEN_KEYS",
    "UNDEFINED",
    "UNIT",
    "UNITS",
    "WIDE_LEADS",
    "capitals",
    "dangling_words",
    "doubled_blanks",
    "key_of",
    "rare_in",
    "suspect_mark",
    "word_before",
]

ENDS_SENTENCE: Final = 4
"""The letters of a word at least, for a full stop after it to be none of an abbreviation."""
ESCAPED_BLANK: Final = "&(?:nbsp|#160|#[xX][aA]0);"
"""A blank that was left escaped, for use in a pattern."""
CONTROLS: Final = "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"
"""Control characters that no text holds, for use in a character class."""
CAPITAL: Final = "A"
"""The key of capitals that stand after a small letter."""
CONTROL: Final = "\x00"
"""The key of control characters."""
CODE_MARKS: Final = "{}=<>$\\|_`"
"""Marks that are common in code; each is kept."""
BEFORE_MARK: Final = "\x02"
"""The key of blanks between a character and a mark that closes something."""
BETWEEN_NUMBERS: Final = "\x04"
"""The key of blanks between two numbers of which the second has one or two digits."""
BETWEEN_WORDS: Final = "\x03"
"""The key of blanks between two words that cannot stand together, unless the text around them makes it sound."""
AFTER_WORD: Final = "\x01"
"""Prefix of the key of a mark that is suspect only because it stands after a function word."""

AMOUNT_SIGNS: Final = "°%‰€£$"
"""The signs of units that stand behind a number, with or without a blank."""
_DOUBLED_BLANKS: Final = ("  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0")
"""The doubled blanks that occur."""
RARE_BLANKS: Final = ("\u2007", "\u2009", "\u202f")
"""Blanks that hardly occur, doubled or not."""
_RUN: Final = re.compile(f"{A_BLANK}(?<!{A_BLANK}.){A_BLANK}+")
_BEFORE_WORD: Final = '[\\s(«“"‘]'
"""What may stand before a function word; after a full stop or an apostrophe it would be part of another word."""
CLOSED: Final = ",.;:!?)]"
"""The marks that close something and have no blank before them."""
BLANKS_BEFORE_MARKS: Final = re.compile(f"{A_BLANK}(?<=[^\\s{BLANK}].){A_BLANK}*+(?=[{re.escape(CLOSED)}])")
"""The blanks between a character and a mark that closes something."""
SUSPECT_MARKS: Final = frozenset(",;:.!?…)]»”\"«“„([–—-'’%\t" + CODE_MARKS)
"""The marks at which rules begin."""
_PLACES: Final = (*SUSPECT_MARKS, " ")
PLACE_KEYS: Final = frozenset(
    (*_PLACES, *(AFTER_WORD + mark for mark in _PLACES), CAPITAL, CONTROL, BEFORE_MARK, BETWEEN_NUMBERS, BETWEEN_WORDS)
)
"""All keys under which places are listed."""
BARE_ESCAPE: Final = "bare_escape"
"""The key of texts with the number of a character behind a `u`."""
DUMMY: Final = "dummy"
"""The key of texts with `Lorem`."""
ENTITY: Final = "entity"
"""The key of texts with the name of an entity and a semicolon."""
LONE_QUOTE: Final = "lone_quote"
"""The key of texts with a straight quotation mark that has a blank on the side of the words that it quotes."""
MOJIBAKE: Final = "mojibake"
"""The key of texts with what two bytes of UTF-8 look like when read as Windows-1252 or Latin-1."""
LEADS: Final = "ÃÂÅÄÐÑÎÏØÙâðï"
"""What the first byte looks like."""
WIDE_LEADS: Final = "àáãäåæçèéêëìí"
"""What the first of three bytes looks like. Each is a letter too, so that one alone tells nothing."""
LATER: Final = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What the others look like, for use in a character class."""
NULL: Final = "null"
"""The key of texts with `null` between blanks."""
UNDEFINED: Final = "undefined"
"""The key of texts with `undefined`, `NaN` or `NaT` after a blank."""
UNIT: Final = "unit"
"""The key of texts with the symbol of a unit of measure after a blank."""
ODD_LETTER: Final = "odd_letter"
"""The key of texts with letters of formulas, parts of characters or forms of Arabic letters, with letters of two scripts in one word,
or with four letters with accents in a row."""
PAGE_WORD: Final = "page_word"
"""The key of texts with a word that pages use of themselves, see `PAGE_WORDS`."""
ERROR_WORD: Final = "error_word"
"""The key of texts with one of `ERROR_WORDS`."""
LIGATURE: Final = "ligature"
"""The key of texts with a ligature's letters between blanks."""
LETTER_ALONE: Final = "letter_alone"
"""The key of texts with a letter with an accent between blanks."""
_CATEGORIES: Final = "Category Categoria Categoría Categorie Catégorie Kategorie".split()
CATEGORY: Final = "category"
"""The key of texts with the name of a wiki's category."""
TOKEN_KEYS: Final = frozenset(
    (
        *(BARE_ESCAPE, CATEGORY, DUMMY, ENTITY, ERROR_WORD, LIGATURE, LETTER_ALONE, LONE_QUOTE, MOJIBAKE, NULL),
        *(ODD_LETTER, PAGE_WORD, UNDEFINED, UNIT, *TOGETHER),
    )
)
"""All keys of texts with a token of some kind."""
UNITS: Final = frozenset("km cm mm µm kg mg µg mL kW MW GW kWh MWh GWh kHz MHz GHz".split())
"""Symbols of units of measure. Those of one letter stand for too much else, and those of storage are often named without a
number."""
ENTITIES: Final = tuple(
    """amp nbsp quot rsquo lsquo ldquo rdquo laquo raquo hellip ndash mdash agrave egrave igrave ograve ugrave eacute aacute
    iacute oacute uacute acirc ecirc icirc ocirc atilde otilde ntilde ccedil auml ouml uuml szlig""".split()
)
"""The names of entities that stand where the ampersand before them was cleaned away."""
RARE_WORDS: Final = (UNITS | PAGE_WORDS | ERROR_WORDS | LIGATURE_WORDS | TOGETHER_WORDS).union(
    WINDOW_ENDS, _CATEGORIES, ("null", "undefined", "NaN", "NaT", "Lorem")
)
"""The words that the kinds of tokens are about."""
_RARE: Final = re.compile(
    f"(?P<{ODD_LETTER}>[\U0001d400-\U0001d7ff\u2e80-\u2fd5\ufb50-\ufdfb\ufe70-\ufefc]|[À-ÖØ-öø-ÿ]{{4}}"
    f"|[a-zA-Zà-ÿ](?=[Ͱ-ӿ])(?=\\w)|[Ͱ-ӿ](?<=\\w)(?=[a-zA-Zà-ÿ])|[РС][\u0402-\u040f\u0452-\u045f\u0490\u0491\u00a0-\u00bf‚„…†‡€‰‹›‘’“”•–—™][РС])"
    "|[^\\w\\s'’.,;:!?()\"“”«»–—-]|[\u00a0\u2007\u2009\u202f_\ufb00-\ufb06]"
    f"|(?<!\\S)(?P<{UNIT}>(?:{'|'.join(sorted(UNITS))})(?=[²³]|\\W|\\Z))|(?<!\\S)(?P<{UNDEFINED}>(?:undefined|Na[NT])(?!\\w))"
    f"|(?<!\\S)(?P<{NULL}>null(?!\\S))|(?P<{ENTITY}>(?:{'|'.join(ENTITIES)});)|(?P<{DUMMY}>Lorem(?!\\S))"
    f"|(?P<{BARE_ESCAPE}>u(?:00|20))"
    f"|(?<!\\S)[(]?(?P<{PAGE_WORD}>(?:{'|'.join(sorted(PAGE_WORDS))})(?!\\w)|(?:{'|'.join(WINDOW_ENDS)})\\))"
    f"|(?<![^\\s¡])(?P<{ERROR_WORD}>(?:{'|'.join(sorted(ERROR_WORDS))})(?!\\w))"
    f"|(?<!\\S)(?P<{LIGATURE}>ff[il]?|f[il])(?!\\S)|(?<!\\S)(?P<{LETTER_ALONE}>[{LONE_LETTERS}])(?!\\S)"
    f"|(?P<{CATEGORY}>(?:{'|'.join(_CATEGORIES)}):\\w)"
    f'|(?P<{LONE_QUOTE}>(?<!\\S)"(?![^\\W_]|[(\\[«“])|"(?!\\S)(?<![^\\s(\\[{{«“‘\'’/\\-–—=].))'
)

_MOJIBAKE: Final = re.compile(f"[{LEADS}][{LATER}]|[{WIDE_LEADS}][{LATER}]{{2}}[{WIDE_LEADS}]")


def rare_in(text: str) -> frozenset[str]:
    """The signs and page words of a text that hardly any prose has, and the `TOKEN_KEYS` of its tokens."""
    found = set()
    for match in _RARE.finditer(text):
        kind = match.lastgroup
        found.add(kind or match[0])
        if kind == PAGE_WORD:
            found.add(match[kind])
    if not text.isascii() and _MOJIBAKE.search(text):
        found.add(MOJIBAKE)
    found.update(together_in(text))
    return frozenset(found)


# what may stand right after a mark of each kind where something is wrong
_AFTER_CLOSING: Final = "|".join(
    (
        f"(?<=,)(?:[,.;:)\\]]|{LETTER})",
        f'(?<=[;:])(?:[,.;)]|[«“"]?{LETTER})',
        f"(?<=[?!…])[«“¿¡{UPPERS}]",
        f'(?<=\\.)(?:[{UPPERS}«“,;:]|\\.(?![.\\w])(?<=[\\w»”")]..))',
    )
)
_AFTER_OTHERS: Final = "|".join(
    (
        f"(?<=[»”)]){LETTER}",
        f'(?<=")(?:"|(?<=[.!?…]")[«“{UPPERS}])',
        "(?<=[«“„])[»”“,;.]",
        f"(?<={LETTER}[«“])",
        "(?<=[(\\[])[)\\],;.–—-]",
        "(?<=[–—-])[.;:]",
        "(?<=%)[\\dsdif(]",
    )
)


def capitals(words: Iterable[str]) -> list[str]:
    """The words, and those of two letters or more with a capital; a single capital is a label (`article A,`)."""
    words = list(words)
    return [*words, *(word.capitalize() for word in words if len(word) > 1)]


_LAST_WORD: Final = re.compile(f"{_BEFORE_WORD}(\\w+)\\Z")


def word_before(text: str, end: int) -> str:
    """The word that ends at `end`; empty if none does, as before the beginning, or if it is longer than any word of a table."""
    near = text[end - 20 : end] if end >= 20 else f" {text[: max(0, end)]}"
    blank = near.rfind(" ")
    if blank >= 0 and (word := near[blank + 1 :]).isalpha():  # as nearly always
        return word
    last = _LAST_WORD.search(near)
    return last[1] if last else ""


@lru_cache(maxsize=64)
def dangling_words(language: Language | None) -> frozenset[str]:
    """The words, in all spellings, that make a mark after them suspect."""
    return frozenset(capitals(language.dangling) if language else ())


@cache
def suspect_mark() -> re.Pattern[str]:
    """The pattern of a mark or a capital at which something is wrong, whatever words stand beside it."""
    conditions = (
        f'(?=\\S)(?:(?<=[,;:?!….])(?={_AFTER_CLOSING})|(?<=[»”)"«“„(\\[–—%-])(?={_AFTER_OTHERS}))',
        f"(?<=[{BLANK}'’][,;:.!?)\\]»”])",
        f"(?<=['’«“„(\\[-])(?=[{BLANK}\\r\\n])(?:(?<!-)|(?<={LETTER}-))",
        f"(?<=[{CONTROLS}\\t{re.escape(CODE_MARKS)}])",
    )
    first = re.escape("".join(sorted(SUSPECT_MARKS)))
    # one or two look-arounds rule out nearly all of a sound text
    after = f"[{BLANK}\\n]"
    sound = (
        f"(?<![^{LOWERS}][{UPPERS}])",  # a capital after anything but a small letter
        f"(?!{after}(?<=\\w[,;:.!?]{after}))",  # a mark between a word and a blank
        "(?<!['’–—-](?=\\w))",  # an apostrophe or a dash before a word
    )
    # a capital needs no other test
    others = f"(?<![{UPPERS}])(?:{'|'.join(conditions)})"
    return re.compile(f"[{first}{UPPERS}{CONTROLS}]{''.join(sound)}(?:(?<=[{LOWERS}][({UPPERS}])|{others})")


def key_of(text: str, at: int, words: frozenset[str]) -> str | None:
    """The key under which the mark or capital at `at` is listed in a language with such function words (see
    `dangling_words`); `None` if nothing is wrong there."""
    char = text[at]
    if suspect_mark().match(text, at):
        return char if char in SUSPECT_MARKS else CAPITAL if char.isupper() else CONTROL
    return AFTER_WORD + char if at and _is_after_function_word(text, at, words) else None


def _is_after_function_word(text: str, at: int, words: frozenset[str]) -> bool:
    """Whether the mark stands right after one of the words, or with one blank between the two if it opens something."""
    if text[at] in _CLOSING:
        return word_before(text, at) in words
    if text[at] not in OPENING_MARKS or text[at - 1] not in BLANK or _DASH_BEFORE_WORD.match(text, at):
        return False
    return word_before(text, at - 1) in words


_CLOSING: Final = ',;:.)»”"“«'
OPENING_MARKS: Final = "(–—-"
"""The marks that open something, before which, after a blank, a function word is suspect."""
_DASH_BEFORE_WORD: Final = re.compile(r"[–—-]\w")
AFTER_ANY_WORD: Final = re.compile(f"[{_CLOSING}](?<=\\w.)|[{OPENING_MARKS}](?<=\\w{A_BLANK}.)")
"""The marks that can be suspect after a function word."""


# these would make it part of another word (`la e-mail`), accents that stand apart from their letter among them; a full
# stop after a short word may be that of an abbreviation (`di n. 3`)
_WORD_END: Final = f"(?:(?<=\\w{{{ENDS_SENTENCE}}})(?=\\.(?:\\s|\\Z))|(?![\\w'’./\u00ad\u0300-\u036f-]))"
NEXT_WORD: Final = re.compile(f" (\\w++){_WORD_END}")
"""A blank and the word after it."""


def doubled_blanks(text: str) -> list[int]:
    """Where runs of several blanks begin."""
    if any(blank in text for blank in RARE_BLANKS):
        return [match.start() for match in _RUN.finditer(text)]
    found = set()
    for doubled in _DOUBLED_BLANKS:
        at = text.find(doubled)
        while at >= 0:
            if not at or text[at - 1] not in BLANK:
                found.add(at)
            end = at + 2
            while end < len(text) and text[end] in BLANK:
                end += 1
            at = text.find(doubled, end)
    return sorted(found)
