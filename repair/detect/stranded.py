"""RG103: function words with nothing to govern, before punctuation, blanks or a word that cannot follow them.

The words come from the language's table, and each pattern is compiled once a table. Patterns begin at the rarer side,
the punctuation, and look back at the word: a search that begins at every word would be several times slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from repair.detect.page import BLANK, Detector, Page, Sighting, matches
from repair.detect.suspects import AFTER_WORD, BEFORE_WORD, any_of, capitals
from repair.languages.table import Language

__all__ = ["STRANDED"]

_CODE: Final = "RG103"
_EXTENT: Final = (1, 6)


def _behind(words: frozenset[str], after: str = "") -> str:
    """A pattern that looks back at any of `words`, then `after`, then one character more; one lookbehind a length."""
    by_length = groupby(sorted(capitals(words), key=len), key=len)  # a lookbehind has one width
    return f"(?:{'|'.join(f'(?<={BEFORE_WORD}{any_of(group)}{after}.)' for _, group in by_length)})"


_IN_BRACKETS: Final = re.compile(r"(?<=\w)\(\w+$")


def _is_sound(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the word belongs to an abbreviation (`et al.`) or is the other ending of a word (`os(as) leitores(as)`)."""
    if text.endswith(" et al", 0, start):
        return True
    return match[0] == ")" and _IN_BRACKETS.search(text, max(0, start - 12), start) is not None


def _word_rule(
    rule: str, words_of: Callable[[Language], frozenset[str]], starts: str, form: str, back: int = 0
) -> Detector:
    """The detector of a pattern over words of a table.

    In `form`, `<behind>` stands for a look back over a word and one character, `<elided>` and `<apart>` for one over a
    word, an apostrophe or a blank, and one character. The span is the group named `at`, or the place `back`
    code points before the match. The pattern begins with one of `starts`, and is tried at the page's suspects.
    """

    keys = (*starts, *(AFTER_WORD + mark for mark in starts))

    @lru_cache(maxsize=64)
    def compiled(language: Language) -> re.Pattern[str] | None:
        words = words_of(language)
        if not words:
            return None
        for name, after in (("<behind>", ""), ("<elided>", "['’]"), ("<apart>", f"[{BLANK}]")):
            if name in form:
                return re.compile(form.replace(name, _behind(words, after)))
        return None

    def detect(page: Page) -> Iterator[Sighting]:
        pattern = compiled(page.language) if page.language else None
        if pattern is None or page.starts.keys().isdisjoint(keys):
            return
        spanned = "at" in pattern.groupindex
        for match in matches(pattern, page, keys):
            start, end = match.span("at") if spanned else (match.start() - back, match.start() - back)
            if page.is_prose_at(start) and not _is_sound(page.text, start, match):
                yield Sighting(start, end, _CODE, rule, _EXTENT)

    return detect


def _ends_nothing(text: str, at: int) -> bool:
    """Whether the mark belongs to what follows: an ellipsis, or a word such as `.gz` or `.5`."""
    after = text[at + 1 : at + 2]
    return after in (".", "-") or (text[at] == "." and after.isalnum())


_LAST_WORD: Final = re.compile(f"{BEFORE_WORD}(\\w+)$")


def _blank_rule(
    rule: str, words_of: Callable[[Language], frozenset[str]], marks: str, *, spaced: bool = False
) -> Detector:
    """The detector of words of a table before blanks and one of `marks`; the span is the blanks.

    A mark that the language sets off by a blank counts only with `spaced`: where the word cannot stand before it at all.
    """

    def detect(page: Page) -> Iterator[Sighting]:
        if page.language is None:
            return
        words = words_of(page.language)
        sound = "" if spaced else page.spaced
        for start, end in page.blanks_before_marks:
            if page.text[end] in marks and page.text[end] not in sound and not _ends_nothing(page.text, end):
                last = _LAST_WORD.search(page.text, max(0, start - 20), start)
                if last and last[1].lower() in words:
                    yield Sighting(start, end, _CODE, rule, _EXTENT)

    return detect


def _pair_words(language: Language) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Words, as they are written, and those that cannot follow them: articles and prepositions."""
    return (
        (frozenset(capitals(language.articles)), language.after_articles),
        (frozenset(capitals(language.prepositions)), language.after_prepositions),
    )


@lru_cache(maxsize=64)
def _pair(language: Language) -> re.Pattern[str] | None:
    """A pattern of all first words, with the second right after it; one pass over the text for all rules of pairs."""
    pairs = [(first, second) for first, second in _pair_words(language) if first and second]
    if not pairs:
        return None
    firsts, seconds = (any_of(frozenset().union(*words)) for words in zip(*pairs, strict=True))
    # a hyphen or an apostrophe makes another word of either (`la e-mail`)
    return re.compile(f" ({firsts})(?= ({seconds})(?![\\w'’./-]))")


@lru_cache(maxsize=1)
def _pairs(page: Page) -> list[tuple[str, str, int, int]]:
    """First and second word, the place between them, and the end, where some rule may hold."""
    pattern = _pair(page.language) if page.language else None
    if pattern is None:
        return []
    return [(m[1], m[2], m.end(1), m.end(2)) for m in pattern.finditer(page.text)]


def _pair_rule(rule: str, column: int) -> Detector:
    """The detector of a word that cannot follow the one before it; the span is the place between the two."""

    def detect(page: Page) -> Iterator[Sighting]:
        if page.language is None:
            return
        first, second = _column(page.language, column)
        sound, free = page.language.sound_pairs, 0
        for one, other, place, end in _pairs(page):
            if place - len(one) - 1 < free or one not in first or other not in second:
                continue
            free = end
            if f"{one.lower()} {other}" not in sound and page.is_prose_at(place):
                yield Sighting(place, place, _CODE, rule, _EXTENT)

    return detect


@lru_cache(maxsize=64)
def _column(language: Language, column: int) -> tuple[frozenset[str], frozenset[str]]:
    return _pair_words(language)[column]


# a full stop within a word (`il.it`) and an ellipsis are no end
_END: Final = r"(?!(?<=\.)\w|\.)"

STRANDED: Final[dict[str, Detector]] = {
    "stranded": _word_rule("stranded", lambda t: t.stranding, ",;).", f"[,;).]{_END}<behind>"),
    "stranded-conjunction": _word_rule("stranded-conjunction", lambda t: t.joining, ";).", f"[;).]{_END}<behind>"),
    "stranded-colon": _word_rule("stranded-colon", lambda t: t.stranding, ":", ":(?!//)<behind>"),
    "stranded-closing": _word_rule("stranded-closing", lambda t: t.stranding, '»”"', '[»”"](?!\\w)<behind>'),
    "stranded-blank": _blank_rule("stranded-blank", lambda t: t.stranding, ",.;)", spaced=True),
    "stranded-blank-colon": _blank_rule("stranded-blank-colon", lambda t: t.stranding, ":"),
    "stranded-weak-blank": _blank_rule("stranded-weak-blank", lambda t: t.weak | t.joining, ",.;:)"),
    "stranded-elided": _word_rule("stranded-elided", lambda t: t.elided, ",.;:)»”", "[,.;:)»”]<elided>"),
    "stranded-elided-blank": _word_rule(
        "stranded-elided-blank", lambda t: t.elided, "'’", f"['’](?P<at>[{BLANK}])<elided>"
    ),
    "stranded-doubled-blank": _word_rule(
        "stranded-doubled-blank",
        lambda t: t.stranding | t.weak | t.joining,
        " ",
        f"(?P<at>[{BLANK}](?=[{BLANK}])<behind>[{BLANK}]++)(?=\\w)",
    ),
    "stranded-dash": _word_rule("stranded-dash", lambda t: t.stranding, "–—-", "[–—-](?= )<apart>", back=1),
    "stranded-bracket": _word_rule("stranded-bracket", lambda t: t.stranding, "(", "\\(<apart>", back=1),
    "stranded-before-word": _pair_rule("stranded-before-word", 0),
    "stranded-preposition": _pair_rule("stranded-preposition", 1),
}
