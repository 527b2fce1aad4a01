"""Finds the few places of a text at which a rule can begin, in one pass over its marks and one over its blanks, so that
no rule has to search the text itself.

Sound text has a mark every twenty letters, nearly always after a letter and before a blank. The prefilter keeps all
other places: marks that stand together or lack their blank, blanks where none belongs, capitals after small letters,
marks after function words, and blanks between words that cannot stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from repair.languages.table import Language

__all__ = [
    "BEFORE_MARK",
    "BEFORE_WORD",
    "BETWEEN_NUMBERS",
    "BETWEEN_WORDS",
    "BLANK",
    "BLANKS_BEFORE_MARKS",
    "CAPITAL",
    "CONTROL",
    "CONTROLS",
    "DOUBLED_BLANKS",
    "NEXT_WORD",
    "PLACE_KEYS",
    "Suspects",
    "amountless",
    "any_of",
    "capitals",
    "dayless",
    "ends_of",
    "never_pairs",
    "suspects_in",
    "word_before",
    "word_pairs",
]

BLANK: Final = " \u00a0\u2007\u2009\u202f"
"""The blanks within a line, for use in a character class."""
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

DOUBLED_BLANKS: Final = ("  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0")
"""The doubled blanks that occur."""
_RARE_BLANKS: Final = ("\u2007", "\u2009", "\u202f")
_RUN: Final = re.compile(f"[{BLANK}](?<![{BLANK}].)[{BLANK}]+")
BEFORE_WORD: Final = '[\\s(«“"‘]'
"""What may stand before a function word; after a full stop or an apostrophe it would be part of another word."""
_CLOSED: Final = ",.;:!?)]"
BLANKS_BEFORE_MARKS: Final = re.compile(f"[{BLANK}](?<=[^\\s{BLANK}].)[{BLANK}]*+(?=[{re.escape(_CLOSED)}])")
"""The blanks between a character and a mark that closes something."""
_MARKS: Final = frozenset(",;:.!?…)]»”\"«“„([–—-'’%\t" + CODE_MARKS)
_PLACES: Final = (*_MARKS, " ")
PLACE_KEYS: Final = frozenset(
    (*_PLACES, *(AFTER_WORD + mark for mark in _PLACES), CAPITAL, CONTROL, BEFORE_MARK, BETWEEN_NUMBERS, BETWEEN_WORDS)
)
"""All keys under which places are listed."""
_LETTER: Final = r"[^\W\d_]"
_UPPER: Final = "A-ZÀ-ÖØ-Þ"
_LOWER: Final = "a-zß-öø-ÿ"
# what may stand right after a mark of each kind where something is wrong
_AFTER_CLOSING: Final = "|".join(
    (
        f"(?<=,)(?:[,.;:)\\]]|{_LETTER})",
        f'(?<=[;:])(?:[,.;)]|[«“"]?{_LETTER})',
        f"(?<=[?!…])[«“{_UPPER}]",
        f'(?<=\\.)(?:[{_UPPER}«“,;:]|\\.(?![.\\w])(?<=[\\w»”")]..))',
    )
)
_AFTER_OTHERS: Final = "|".join(
    (
        f"(?<=[»”)]){_LETTER}",
        '(?<=")"',
        "(?<=[«“„])[»”“,;.]",
        f"(?<={_LETTER}[«“])",
        "(?<=[(\\[])[)\\],;.–—-]",
        "(?<=[–—-])[.;:]",
        "(?<=%)[\\dsdif(]",
    )
)


class Suspects(NamedTuple):
    """Where rules may begin. `starts` holds ascending offsets, by the character there. Special keys: `CAPITAL` for
    capitals, `CONTROL` for control characters, a blank for doubled blanks, `BEFORE_MARK` and `BETWEEN_WORDS` for other
    blanks, and `AFTER_WORD` + the mark for marks that only a function word makes suspect. `blanks` are the spans of
    blanks between a character and a mark that closes something."""

    starts: dict[str, list[int]]
    blanks: list[tuple[int, int]]


def capitals(words: Iterable[str]) -> list[str]:
    """The words, and those of two letters or more with a capital; a single capital is a label (`article A,`)."""
    words = list(words)
    return [*words, *(word.capitalize() for word in words if len(word) > 1)]


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of `words`.

    Words that begin alike share their beginnings, and single letters are not written as classes: both together make it
    three times as fast as a list of alternatives.
    """
    branches = _branches(words)
    ends = "" in branches
    return f"(?:{'|'.join(filter(None, branches))})" + ("?" if ends else "")


def _branches(words: Iterable[str]) -> list[str]:
    """One pattern for each first letter of `words`, and an empty pattern if a word is empty."""
    tails: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        tails.setdefault(re.escape(word[:1]), []).append(word[1:])
    return [head + (any_of(rest) if any(rest) else "") for head, rest in tails.items()]


def ends_of(
    words: Iterable[str], letters: int, after: str, before: str = BEFORE_WORD, *, absent: bool = False
) -> list[str]:
    """Look-behind patterns for the ends of `words` followed by `after`; each looks back at most `letters` letters,
    which is cheap and seldom wrong. Shorter words must follow `before`. With `absent`, each holds where none of its
    ends stands."""
    ends: dict[int, set[str]] = {}
    for word in words:
        ends.setdefault(min(len(word), letters), set()).add(word[-letters:])
    return [
        f"(?<{'!' if absent else '='}{before if length < letters else ''}{any_of(same)}{after})"
        for length, same in sorted(ends.items())[::-1]
    ]


def word_pairs(language: Language) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of first words, in all spellings, and second words that cannot follow them: articles and prepositions."""
    return (
        (frozenset(capitals(language.articles)), language.after_articles),
        (frozenset(capitals(language.prepositions)), language.after_prepositions),
    )


_LAST_WORD: Final = re.compile(f"{BEFORE_WORD}(\\w+)\\Z")


def word_before(text: str, end: int) -> str:
    """The word that ends at `end`; empty if none does, or if it is longer than any word of a table."""
    near = text[max(0, end - 20) : end]
    blank = near.rfind(" ")
    if blank >= 0 and (word := near[blank + 1 :]).isalpha():  # as nearly always
        return word
    last = _LAST_WORD.search(near)
    return last[1] if last else ""


@lru_cache(maxsize=64)
def _function_words(language: Language | None) -> frozenset[str]:
    """The words, in all spellings, that make a mark after them suspect."""
    return frozenset(capitals(language.dangling) if language else ())


@lru_cache(maxsize=64)
def _pattern(language: Language | None) -> re.Pattern[str]:
    words = _function_words(language)
    conditions = [
        f'(?=\\S)(?:(?<=[,;:?!….])(?={_AFTER_CLOSING})|(?<=[»”)"«“„(\\[–—%-])(?={_AFTER_OTHERS}))',
        f"(?<=[{BLANK}'’][,;:.!?)\\]»”])",
        f"(?<=['’«“„(\\[-])(?=[{BLANK}\\r\\n])(?:(?<!-)|(?<={_LETTER}-))",
        f"(?<=[{CONTROLS}\\t{re.escape(CODE_MARKS)}])",
        # the group tells these from the others
        *(condition + "()" for condition in ends_of(words, 4, '[,;:.)»”"]')),
        f"(?<=[{BLANK}][(–—-])(?:{'|'.join(ends_of(words, 4, f'[{BLANK}].')) or '(?!)'})()",
    ]
    first = re.escape("".join(sorted(_MARKS)))
    # one or two look-arounds rule out nearly all of a sound text
    after = f"[{BLANK}\\n]"
    sound = (
        f"(?<![^{_LOWER}][{_UPPER}])",  # a capital after anything but a small letter
        # a mark between a word and a blank, but for function words
        f"(?!{after}(?<=\\w[,;:.!?]{after}){''.join(ends_of(words, 3, f'.{after}', absent=True))})",
        "(?<!['’–—-](?=\\w))",  # an apostrophe or a dash before a word
    )
    # a capital needs no other test
    others = f"(?<![{_UPPER}])(?:{'|'.join(conditions)})"
    return re.compile(f"[{first}{_UPPER}{CONTROLS}]{''.join(sound)}(?:(?<=[{_LOWER}][({_UPPER}])|{others})")


@lru_cache(maxsize=64)
def _cannot_follow(language: Language | None) -> dict[str, frozenset[str]]:
    """The second words of pairs, by first word."""
    followers: dict[str, frozenset[str]] = {}
    if language is None:
        return followers
    pairs = [(first, seconds) for firsts, seconds in word_pairs(language) for first in firsts]
    pairs += (*never_pairs(language).items(), *dayless(language).items(), *amountless(language).items())
    for first, seconds in pairs:
        followers[first] = followers.get(first, frozenset()) | seconds
    return followers


@lru_cache(maxsize=64)
def never_pairs(language: Language) -> dict[str, frozenset[str]]:
    """The second words of the pairs that never stand together, by first word. A capital within a sentence would make
    the first word a name (`Click To to choose`). German writes units with a capital."""
    units = frozenset((*language.units, *map(str.capitalize, language.units)))
    followers = dict.fromkeys(language.measuring, units)
    for pair in language.never_pairs:
        first, second = pair.split()
        followers[first] = followers.get(first, frozenset()) | {second}
    return followers


@lru_cache(maxsize=64)
def amountless(language: Language) -> dict[str, frozenset[str]]:
    """Conjunctions, by the word that stands before one behind the name of a quantity only if the amount was lost."""
    return {language.before_amount: language.joining} if language.before_amount else {}


@lru_cache(maxsize=64)
def dayless(language: Language) -> dict[str, frozenset[str]]:
    """The names of months, by the words that stand before one only if the day between the two was lost."""
    # an abbreviation is the beginning of a full name
    months = [m for m in language.months if not any(full.startswith(m) for full in language.months if full != m)]
    spellings = frozenset((*(m for m in months if m not in language.common), *(m.capitalize() for m in months)))
    leads = [language.before_month] if language.before_month else capitals(language.day_leads)
    return dict.fromkeys(leads, spellings)


# these would make it part of another word (`la e-mail`), accents that stand apart from their letter among them
_WORD_END: Final = "(?![\\w'’./\u00ad\u0300-\u036f-])"
NEXT_WORD: Final = re.compile(f" (\\w++){_WORD_END}")
"""A blank and the word after it."""


@lru_cache(maxsize=64)
def _blank_pattern(language: Language | None) -> re.Pattern[str]:
    """A pattern of blanks before a blank, or between the end of a first word and a second word that cannot follow it.
    It tests the second words first, since they are rarer in a text."""
    after, before = [" ", f"[0-9][0-9]?[{BLANK}]"], ["(?= )", "(?<=[0-9] )"]
    followers = {first: seconds for first, seconds in _cannot_follow(language).items() if seconds}
    if followers:
        # where each alternative begins with a letter, the engine skips it by that letter alone
        after += [branch + _WORD_END for branch in _branches(frozenset[str]().union(*followers.values()))]
        before += ends_of(followers, 4, " ")
    return re.compile(f" (?={'|'.join(after)})(?:{'|'.join(before)})")


def suspects_in(text: str, language: Language | None) -> Suspects:
    """The places of a text at which a rule of the language can begin. Time is linear in the text."""
    starts: dict[str, list[int]] = {}
    blanks: list[tuple[int, int]] = []
    words = _function_words(language)
    for match in _pattern(language).finditer(text):
        at = match.start()
        mark = text[at]
        if mark in _CLOSED and at and text[at - 1] in BLANK:
            start = at - 1
            while start and text[start - 1] in BLANK:
                start -= 1
            if start and not text[start - 1].isspace():
                blanks.append((start, at))
                starts.setdefault(BEFORE_MARK, []).append(start)
                if text[start - 1] in _MARKS:
                    before = starts.setdefault(text[start - 1], [])
                    if not before or before[-1] != start - 1:
                        before.append(start - 1)
        if not match.lastindex:
            key = mark if mark in _MARKS else CAPITAL if mark.isupper() else CONTROL
        elif word_before(text, at - 1 if text[at - 1] in BLANK else at) in words:
            key = AFTER_WORD + mark
        else:
            continue
        starts.setdefault(key, []).append(at)
    doubled = any(blank in text for blank in _RARE_BLANKS)  # `_doubled` looks at these together with the others
    doubled = doubled or ("\u00a0" in text and any(pair in text for pair in DOUBLED_BLANKS))
    cannot_follow = _cannot_follow(language)
    first = text.find(" ", 0, 20)  # nothing is before the first word, where the pattern asks for a blank or a mark
    if first > 0 and (word := NEXT_WORD.match(text, first)) and word[1] in cannot_follow.get(text[:first], ()):
        starts.setdefault(BETWEEN_WORDS, []).append(first)
    for match in _blank_pattern(language).finditer(text):
        at = match.start()
        if text[at + 1] == " ":
            doubled = True
        elif text[at + 1].isdigit():
            starts.setdefault(BETWEEN_NUMBERS, []).append(at)
        elif (word := NEXT_WORD.match(text, at)) and word[1] in cannot_follow.get(word_before(text, at), ()):
            starts.setdefault(BETWEEN_WORDS, []).append(at)
    if doubled:
        starts[" "] = _doubled(text)
    return Suspects(starts, blanks)


def _doubled(text: str) -> list[int]:
    """Where runs of several blanks begin."""
    if any(blank in text for blank in _RARE_BLANKS):
        return [match.start() for match in _RUN.finditer(text)]
    found = set()
    for doubled in DOUBLED_BLANKS:
        at = text.find(doubled)
        while at >= 0:
            if not at or text[at - 1] not in BLANK:
                found.add(at)
            end = at + 2
            while end < len(text) and text[end] in BLANK:
                end += 1
            at = text.find(doubled, end)
    return sorted(found)
