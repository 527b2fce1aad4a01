"""The words of the review page and terminal, one table a language. Data only: a language is added by adding a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from repair.codes import CODES
from repair.review.words_en import ENGLISH_REVIEW
from repair.review.words_it import ITALIAN_REVIEW

__all__ = ["REVIEW_WORDS", "Words", "review_words"]

Words = Mapping[str, str]


def _of_codes(language: str) -> Words:
    words = {code: row.wording(language) for code, row in CODES.items()}
    return {
        **{code: wording.name for code, wording in words.items()},
        **{f"{code}_meaning": wording.meaning for code, wording in words.items()},
        **{f"{code}_cause": wording.cause for code, wording in words.items()},
        **{f"{code}_unknowable": wording.unknowable for code, wording in words.items() if wording.unknowable},
    }


REVIEW_WORDS: Final[dict[str, Words]] = {
    "it": {**ITALIAN_REVIEW, **_of_codes("it")},
    "en": {**ENGLISH_REVIEW, **_of_codes("en")},
}


def review_words(language: str, *, curates: bool = False) -> Words:
    """The words of the interface in `language` (a key of `REVIEW_WORDS`), for one who `curates` those of a curator."""
    words = REVIEW_WORDS[language]
    return {**words, "conflict_notice": words["conflict_curator"]} if curates else words
