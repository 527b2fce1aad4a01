"""Whether a clause may end in its preposition: in languages that leave them behind, what it governs may stand before it.

No clause ends so in a preposition that belongs to the word before it (`because of`), nor in one after a phrase that another
preposition governs (`on the plain in`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from repair.detect.document import Document
from repair.detect.suspects.prefilter import word_before
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, late

__all__ = ["follows_no_phrase", "follows_participle", "is_parted", "is_tied"]

_LEFT_OUT: Final = late(r"(?P<word>\w+)\s\([^()\n]{1,40}\Z")
_CLAUSE: Final = late(r"[^.!?;:()«»“”\"—\n]*\Z")
_ASIDE: Final = late(f"\\([^()\n]*\\){A_BLANK}")
_REACH: Final = 80  # code points before a preposition in which a word may stand that parts it from what it governs
_NEARBY: Final = 4  # words before it in which others may stand


def is_parted(document: Document, end: int, word: str) -> bool:
    """Whether the clause that ends with the word puts what it governs before it (`what it is made of`)."""
    if len(word) == 1 and not word_before(document.text, end - 2).islower():
        return True  # a letter: `section A, a.`, `p. a.`
    table = document.language
    if table is not None and len(word) == 1 and word_before(document.text, end - 2) in table.articles | table.apposed:
        return True  # a letter that an article of its own or its name goes before: `una i`, `la lettera i`
    if table is None or not table.parting or word in table.articles or is_tied(document, end, word):
        return False
    optional = _LEFT_OUT.search(document.text, max(0, end - 2 * _REACH), end)
    if optional and document.text.startswith(")", end) and optional["word"].lower() in table.dangling:
        return True  # words that may be left out: `in (subdirectories of) this one`
    clause = _CLAUSE.search(_ASIDE.sub("", document.text[max(0, end - len(word) - _REACH) : end - len(word)]))
    words = clause[0].lower().split() if clause else []
    if not table.parting.isdisjoint(words):
        return follows_no_phrase(document, end, word)
    if any(_is_clause_about(table, words, at) for at in range(2, len(words))):
        return True
    if _TO_DO.search(document.text, max(0, end - len(word) - _REACH), end - len(word)):
        return True
    # before an article it is no infinitive and no passive: `talks to the head of`, `is a function of`
    near = pairwise([*words[-_NEARBY:], ""])
    return any(one in table.parting_nearby and other not in table.articles for one, other in near)


_TO_DO: Final = late(
    r"(?:hard|harder|easy|easier|difficult|nice|fun|safe|something|nothing|anything|someone|anyone|people|places?|things?)"
    r" to(?: [A-Za-z]+){1,8} \Z"
)
"""What is hard to ask for, and something to look for: the infinitive may take its object along (`hard to find help for`)."""
_SUBJECTS: Final = frozenset("we they he she i you it".split())
_TIMES: Final = frozenset(
    "year day week month time night morning evening summer winter spring moment hour season way".split()
)
_NOUN_PHRASE: Final = 3  # words of a noun phrase


def _is_clause_about(table: Language, words: list[str], at: int) -> bool:
    """Whether a subject at `words[at]` opens a clause about the noun before it, without a word that says so: `the town she
    was the belle of`. After a preposition or a time the sentence goes on (`after the war he`, `that year they`)."""
    noun = words[at - 1]
    if words[at] not in _SUBJECTS or not noun.isalpha() or noun in table.common_words | _TIMES:
        return False
    phrase = words[max(0, at - 1 - _NOUN_PHRASE) : at - 1]
    opens = next((n for n in range(len(phrase) - 1, -1, -1) if phrase[n] in table.articles), None)
    return opens is not None and (opens == 0 or phrase[opens - 1] not in table.prepositions | table.weak)


def is_tied(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` and the one before it never stand apart from what they govern (`because of`)."""
    table = document.language
    return table is not None and f"{word_before(document.text, end - len(word) - 1)} {word}".lower() in table.tied


_PARTICIPLE: Final = "ed"  # it may end in a preposition: `the whole house uncared for`
_TAKEN_UP: Final = frozenset("to at upon with for of by".split())
_NOUN: Final = "eed"
_ENDS: Final = "upon"  # after a participle it ends a sentence as well: `it is frowned upon.`
_CLAUSES_TOO: Final = frozenset("as than for".split())  # they may begin a clause: `as the winter sets in`


def follows_participle(document: Document, end: int, word: str) -> bool:
    """Whether the preposition before the comma at `end` follows a participle, whose object stands before it (`razzed and
    preached to, they left`), or the word is a conjunction at a sentence's head (`For, as he says`). A full stop may stand
    there after the one preposition that is set after participles in writing only (`the time reflected upon.`)."""
    table, text = document.language, document.text
    if table is None or not table.parting or is_tied(document, end, word):
        return False
    if text[end] not in (".," if word == _ENDS else ","):
        return False
    if word[0].isupper():
        return word.lower() in _CLAUSES_TOO
    before = word_before(text, end - len(word) - 1)
    return word in _TAKEN_UP and before.endswith(_PARTICIPLE) and not before.endswith(_NOUN)  # `the need for`


_PHRASE: Final = late(f"({LETTER}+){A_BLANK}({LETTER}+){A_BLANK}({LETTER}+){A_BLANK}\\Z")


def follows_no_phrase(document: Document, end: int, word: str) -> bool:
    """Whether no preposition, article and noun stand before the word that ends at `end`, as in `on the plain in`."""
    table = document.language
    phrase = _PHRASE.search(document.text, max(0, end - len(word) - _REACH), end - len(word))
    if phrase is None or table is None or word in _CLAUSES_TOO:
        return True
    lead, article, noun = (part.lower() for part in phrase.groups())
    governs = lead in table.prepositions | table.weak - table.articles - _CLAUSES_TOO
    return not governs or article not in table.articles or noun in table.common_words or noun.endswith(_PARTICIPLE)
