"""Rules that are one pattern a language, tried at the words that show where it may begin, and the parts of such patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from repair.detect.document import Detector, Document, Sighting, matches
from repair.text.patterns import ANY_BLANK, late

__all__ = ["after", "any_pattern", "by_language", "either", "then"]


def any_pattern(*patterns: str) -> re.Pattern[str]:
    """The pattern of any of the patterns where a word begins, with any blank for each blank in them."""
    return late(f"(?<!\\w)(?:{'|'.join(patterns).replace(' ', ANY_BLANK)})")


def by_language(
    rule: str,
    code: str,
    sign: str,
    patterns: Mapping[str, tuple[str, ...]],
    words: tuple[int, int],
    *,
    unless: Callable[[Document, re.Match[str]], bool] | None = None,
    before: bool = False,
    prior: float,
) -> Detector:
    """The detector of what is lost at the end of a pattern, or `before` it; `unless` says whether it is sound after all.

    The patterns are alternatives, by language. Each is tried at the words that give `sign`.
    """
    compiled = {language: any_pattern(*some) for language, some in patterns.items()}

    def detect(document: Document) -> Iterator[Sighting]:
        pattern = compiled.get(document.language.code) if document.language else None
        for match in matches(pattern, document, [sign]) if pattern else ():
            at = match.start() if before else match.end()
            if document.is_prose_at(at) and not (unless and unless(document, match)):
                yield Sighting(at, at, code, rule, words)

    return Detector(detect, frozenset([sign]), prior=prior)


def either(words: str) -> str:
    """Any of the words, which begin with a small letter or a capital."""
    return f"(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in words.split('|'))})"


def then(words: str, other: str = "") -> str:
    """Before one of the words, or before something else that may follow."""
    return f"(?= (?:{words})\\b{other and '|' + other})"


def after(words: str, *lengths: int) -> str:
    """Behind one of the words, a blank and a word of one of the lengths."""
    return "|".join(f"(?<={word} .{{{length}}})" for length in lengths for word in words.split("|"))
