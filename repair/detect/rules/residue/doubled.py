"""RS402 and RG103: words and phrases that stand twice in a row, as a bad splice or a machine that writes down speech leaves
them, and prepositions that a conjunction joins without a noun.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from repair.detect.document import Detector, Document, Sighting
from repair.detect.foreign import speaks_otherwise
from repair.detect.suspects.prefilter import BETWEEN_WORDS, word_before
from repair.detect.suspects.suspect_words import pairs_of_words
from repair.detect.suspects.twice import MOST_WORDS, PHRASE_ENDS, TWICE, repeated_phrases
from repair.detect.suspects.word_pairs import coordinated
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["DOUBLED"]

# --- phrases ---------------------------------------------------------------------------------------------------------

_LETTERS: Final = 9  # of a phrase, at least: shorter ones are repeated for effect
_ENDS: Final = ".!?,"
_OFTEN: Final = 3  # times that a sentence is said when a machine goes on by itself
_SHORT: Final = 3  # words of a sentence; a longer one, or what ends in a comma, is said once more
_LONGEST: Final = 200  # code points


def _places(document: Document) -> list[int]:
    """The offsets at which words begin that stand right before too."""
    if document.starts is not None:
        return list(document.starts.get(TWICE, ()))
    tokens = document.text.replace("\n", " \n ").split(" ")
    # a line break is a token between two blanks that the text does not have
    starts = [0, *accumulate(len(token) + (1 if token != "\n" else -1) for token in tokens)]
    return [starts[number] for number in repeated_phrases(tokens)]


def _said_before(text: str, at: int) -> str:
    """The longest phrase that stands right before the place and at it, where its last word may have a mark; empty if none
    does."""
    words = text[at : at + _LONGEST].partition("\n")[0].split(" ")[:MOST_WORDS]
    for size in range(len(words), 0, -1):
        phrase = " ".join(words[:size])
        for said in (phrase, phrase.rstrip(PHRASE_ENDS)) if size > 1 else (phrase,):
            if at > len(said) and text[at - len(said) - 1 : at].lower() == f"{said} ".lower():
                return said
    return ""


def _phrase_doubled(document: Document) -> Iterator[Sighting]:
    """`Secondo il rapporto annuale il rapporto annuale, tre ponti`; sentences that follow themselves twice; `the the the the`."""
    text, end = document.text, 0
    for at in _places(document):
        if at < end or not document.is_prose_at(at):
            continue
        phrase = _said_before(text, at)
        if not phrase or speaks_otherwise(document, at):
            continue
        times = 2
        while text.startswith(f" {phrase}", at + (times - 1) * (len(phrase) + 1) - 1):
            times += 1
        stop = at + (times - 1) * (len(phrase) + 1) - 1
        if _is_damage(document, phrase, at, times):
            yield Sighting(at - 1, stop, "RS402", "phrase-doubled")
        end = stop if times > 2 else end  # what is said again and again is read once


def _is_damage(document: Document, phrase: str, at: int, times: int) -> bool:
    """Whether the phrase that begins again at the place was not meant so."""
    words, table = phrase.split(" "), document.language
    if (
        times > _OFTEN
        and len(words) > 1
        and len(phrase) >= _LETTERS
        and phrase.replace(" ", "").isalpha()
        and not phrase.isupper()
    ):
        return True  # a machine that goes on by itself
    if len(words) == 1:
        return times > _OFTEN and table is not None and words[0] in table.function_words
    if phrase[-1] in _ENDS:
        often = _OFTEN if len(words) <= _SHORT and phrase[-1] != "," else _OFTEN + 1
        return times >= often and len(phrase) >= _LETTERS
    text = document.text
    plain = all(word.isalpha() for word in phrase.replace("’", " ").replace("'", " ").split())
    is_name = all(word[0].isupper() for word in words if word)  # as of an author: `Anna Hill Anna Hill writes for us`
    if not plain or is_name or len(phrase) < _LETTERS or len(set(words)) < len(words):
        return False
    after = text[at + len(phrase) + 1 : at + len(phrase) + 1 + len(words[0])]
    came_before = word_before(text, at - len(phrase) - 2) == words[-1]
    # `and he did and he did`, `wieder und wieder und wieder`, `Mail key or Mail key or Mail`
    joins = table is not None and (
        not table.coordinating.isdisjoint((words[0], words[-1])) or words[-1] == table.company
    )
    # a heading that its first sentence takes up
    begins = text[at].isupper() and not text[at - len(phrase) - 1].isupper()
    return not (after == words[0] or came_before or joins or begins)


def _word_doubled(document: Document) -> Iterator[Sighting]:
    """`member of the the Battalion`: a small word that never stands after itself."""
    table, text = document.language, document.text
    if table is None:
        return
    for word, match in document.once(pairs_of_words):
        place = match.start()
        if word not in table.never_twice or match[1] != word:
            continue
        if word_before(text, place - len(word) - 1) in table.dated:
            continue  # a date stood between the two: `born in in Leeds`
        if document.is_prose_at(place) and not speaks_otherwise(document, place):
            yield Sighting(place, match.end(), "RS402", "word-doubled", None, "")


# --- prepositions joined ---------------------------------------------------------------------------------------------

_THIRD: Final = late(f"{A_BLANK}({LETTER}+)(?={A_BLANK})")


def _coordinated(document: Document) -> Iterator[Sighting]:
    """`ha parlato con e di lavoro`, `signed by and by Marsh`: a preposition, a conjunction, and the same preposition or one that
    governs another kind of noun."""
    table, text = document.language, document.text
    if table is None:
        return
    pairs = coordinated(table)
    for word, match in document.once(pairs_of_words):
        place = match.start()
        third = _THIRD.match(text, match.end())
        if third is None or match[1] not in table.coordinating or third[1] not in pairs.get(word, ()):
            continue
        if document.is_prose_at(place) and not speaks_otherwise(document, place):
            yield Sighting(place, place, "RG103", "coordinated-emptied", (1, 3))


DOUBLED: Final[dict[str, Detector]] = {
    "phrase-doubled": Detector(_phrase_doubled, frozenset([TWICE]), prior=0.75),
    "word-doubled": Detector(_word_doubled, frozenset([BETWEEN_WORDS]), prior=0.7),
    "coordinated-emptied": Detector(_coordinated, frozenset([BETWEEN_WORDS]), prior=0.65),
}
