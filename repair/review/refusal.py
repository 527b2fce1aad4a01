"""What a reviewer asks for and cannot have, in words that the page and the terminal say in their own language."""

from __future__ import annotations

from functools import partial

from repair.errors import RecordError
from repair.review.words import Words
from repair.review.words_en import ENGLISH_REVIEW

__all__ = ["Refusal"]


class Refusal(RecordError):
    """A reviewer's act that is refused. `word` names what is said of it in the tables of words, `values` fill its places."""

    def __init__(self, word: str, **values: object) -> None:
        self.word = word
        self.values = values
        super().__init__(self.told(ENGLISH_REVIEW))

    def told(self, words: Words) -> str:
        """Why it is refused and what to do, in the language of `words`."""
        return words[self.word].format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), self.word, **self.values), ()
