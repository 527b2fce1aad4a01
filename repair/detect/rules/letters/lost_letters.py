"""Letters that were lost or replaced on the way: ligatures, first letters, accents (RE305).

Fonts of PDF files hold `fi` and `Th` as one sign, which readers drop or turn into a blank; conversions of character sets
turn letters with accents into question marks. A word that its language does not have, and that is a common one with the
letters in their place, is sure. What may be a word as it stands (`nally`) is only seen where the word it came from is
hundreds of times as frequent, or in a text with two sure ones: its page lost all signs of the kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches_from
from repair.detect.line_shapes import SMALL_START
from repair.detect.rules.letters.joined_on_purpose import is_address
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.strange_words import GOES_ON, LETTERS
from repair.detect.vocabulary import is_any, is_function_word, lexicon, neighbours, places_of, strange, words
from repair.text.lexicon import PAIR, Lexicon
from repair.text.patterns import A_BLANK, BLANK, LETTER, late

__all__ = ["LETTERS_LOST"]

_IN_NAMES: Final = (".", "/", "\\", "_", *"0123456789")
_SURE: Final = 2  # words that show that a page lost its ligatures


# --- ligatures -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 15)  # as many words as a few texts have
def _completed(known: Lexicon, word: str) -> tuple[int, str] | None:
    """Where the word, which is no frequent one, lacks a ligature to be one, and which."""
    return None if known.is_frequent(word) else known.completed(word, frequent=True)


def _closed(document: Document) -> dict[str, tuple[int, str]]:
    """Words that are common ones with one ligature more: where, and which."""
    known = lexicon(document)
    return {word: fix for word in strange(document).rests if known and (fix := known.completed(word))}


def _ligature_lost(document: Document) -> Iterator[Sighting]:
    """`denition`; in a text with two such words, the rests that are words (`ow` of `flow`) too."""
    known, text, closed = lexicon(document), document.text, document.once(_closed)
    if known is None or not closed:
        return
    torn = {at for left, right, _ in document.once(_torn) for at in (left, right)}
    for start, end in words(document) if len(closed) >= _SURE else places_of(document, closed):
        word = text[start:end]
        if text[max(0, start - 1) : start] in _IN_NAMES or text[end : end + 1] in _IN_NAMES[3:]:
            continue  # of a file or a program: `a.rst`, `rst2pdf`
        if text[max(0, start - 1) : start] == "(" and text[end : end + 1] == ")":
            continue  # what is called so: `reStructuredText (rst)`
        fix = closed.get(word)
        if fix is None and len(closed) >= _SURE and len(word) > 2 and word.islower():
            fix = _completed(known, word)
        if fix and start not in torn and end not in torn and document.is_prose_at(start):
            at = start + fix[0]
            yield Sighting(at, at, "RE305", "ligature-lost", None, fix[1])


def _torn(document: Document) -> list[tuple[int, int, str]]:
    """Spans of the blanks that stand in place of a ligature, and the ligature."""
    known, text = lexicon(document), document.text
    if known is None:
        return []
    found = []
    for left, right in neighbours(document):
        first, second = text[left[0] : left[1]], text[right[0] : right[1]]
        ligature = known.torn.get(f"{first.lower()} {second}")
        if not ligature and (is_any(document, first, "unknown") or is_any(document, second, "unknown")):
            ligature = known.ligature(first.lower(), second)
        if ligature:
            found.append((left[1], right[0], ligature))
    return found


def _ligature_blank(document: Document) -> Iterator[Sighting]:
    """`u cio`, `de nitivi`."""
    for start, end, ligature in document.once(_torn):
        yield Sighting(start, end, "RE305", "ligature-blank", None, ligature)


# --- first letters ---------------------------------------------------------------------------------------------------

_START: Final = f'(?:\\n|[.!?…]["”’»)]?{A_BLANK}+)["“(]?'
_AT_START: Final = late(f"{_START}\\Z")
_FIRST_WORD: Final = late(f"(?:\\A|{_START})(?P<word>[a-z]{{1,4}})(?={A_BLANK}[a-z])")
_GOES_ON: Final = late(f"{A_BLANK}[a-z]")
_SHORT_REST: Final = 2  # letters of what may be a word by itself
_REACH: Final = 6  # code points between the end of a sentence and the next


def _pair_lost(document: Document) -> Iterator[Sighting]:
    """`ursday`, and `e committee` where a sentence begins; in such a text also `is was new`: fonts have one sign for `Th`."""
    known, text, odd = lexicon(document), document.text, strange(document)
    found = set()
    for start, end in places_of(document, odd.pairs | odd.headless):
        begins = start == 0 or _AT_START.search(text, max(0, start - _REACH), start)
        if text[start:end] in odd.pairs or (begins and _GOES_ON.match(text, end)):
            found.add(start)
    for match in _FIRST_WORD.finditer(text) if found else ():
        if known and is_function_word(document, match["word"]) and known.is_frequent(PAIR + match["word"]):
            found.add(match.start("word"))
    for at in sorted(found):
        if document.is_prose_at(at):
            yield Sighting(at, at, "RE305", "pair-lost", None, PAIR.capitalize())


_INITIAL: Final = "abcdefghijklmnopqrstuvwxyzàèéìòùáíóúâêôäöüç"


def _initial_lost(document: Document) -> Iterator[Sighting]:
    """A paragraph that begins with an unknown small word which a capital makes a frequent one: `nce upon a time`."""
    known, text = lexicon(document), document.text
    if known is None:
        return
    for line in document.lines_of(SMALL_START):
        match = LETTERS.match(text, line.start)
        if match is None or len(match[0]) < _SHORT_REST or not is_any(document, match[0], "unknown"):
            continue
        letters = [letter for letter in _INITIAL if known.is_frequent(letter + match[0])]
        if letters:
            fix = letters[0].upper() if len(letters) == 1 else None
            yield Sighting(line.start, line.start, "RE305", "initial-lost", None, fix)


# --- accents ---------------------------------------------------------------------------------------------------------

_ACCENTED: Final = "àèéìòùíóúáâãçêîñôõöäüûëïß"
_QUESTION: Final = late(
    rf"\?(?:(?<={LETTER}\?)(?=[^\W\d_A-ZÀ-Þ])|(?<={LETTER}\?)(?=[{BLANK},;]+[^\W\d_A-Z])|(?<={A_BLANK}\?)(?={A_BLANK}[^\W\d_A-Z]))"
)


def _letters_before(text: str, at: int) -> str:
    found = _LAST_LETTERS.search(text, max(0, at - _LONGEST), at)
    return found[0] if found else ""


_LAST_LETTERS: Final = late(rf"{LETTER}+\Z")
_LONGEST: Final = 40  # code points; a longer token is no word


def _governs(document: Document, word: str) -> bool:
    """Whether the word must govern the next ones, so that no question ends in it."""
    table = document.language
    return table is not None and (word in table.prepositions or word in table.articles)


@lru_cache(maxsize=1 << 12)
def _accented(known: Lexicon, head: str, tail: str = "") -> list[str]:
    """The letters with an accent that make a frequent word of its beginning and its end."""
    # lexicons have `strasse` for `straße`
    return [letter for letter in _ACCENTED if known.is_frequent(head + ("ss" if letter == "ß" else letter) + tail)]


_SPELLED: Final = {"it": late(r".*(?:[àìòù]|(?:\An|ch)é|(?<!\An)(?<!\As)(?<!ch)è)")}
"""How words end by the grammars of a language, where many writers end them otherwise too (`perchè`, `piú`)."""
_AFTER_APOSTROPHE: Final = frozenset("s t re ve ll d m".split())
"""What stands after one in English."""


def _fix_at_end(document: Document, head: str, letters: list[str]) -> str | None:
    """The letter that ends the word, if only one of `letters` can as the language spells it."""
    spelled = _SPELLED.get(document.language.code) if document.language else None
    if len(letters) > 1 and spelled:
        letters = [letter for letter in letters if spelled.fullmatch(head + letter)]
    return letters[0] if len(letters) == 1 else None


def _fix_within(document: Document, known: Lexicon, head: str, tail: str) -> str | None:
    """The letter or the apostrophe that stood between the two parts of a word, if only one can."""
    table, signs = document.language, list(_accented(known, head, tail))
    elided = table is not None and table.elides and head in table.elided and known.knows(tail)
    genitive = table is not None and table.code == "en" and tail in _AFTER_APOSTROPHE and known.knows(head)
    if elided or genitive:
        signs.append("’" if "’" in document.text else "'")
    return signs[0] if len(signs) == 1 else None


def _questions(document: Document) -> list[tuple[int, str | None, bool]]:
    """Offsets of question marks within a sentence, the letter that each stands for if it is clear, and whether the place
    is sure by itself."""
    known, text = lexicon(document), document.text
    found: list[tuple[int, str | None, bool]] = []
    if known is None:
        return found
    for match in matches_from(_QUESTION, document, "?"):
        at = match.start()
        if not document.is_prose_at(at) or is_address(document, match):
            continue
        head, tail = _letters_before(text, at).lower(), LETTERS.match(text, at + 1)
        if text[at - 1] in BLANK:
            sure = "?" not in document.spaced and is_function_word(document, word_before(text, at - 1).lower())
            found.append((at, None, sure))
        elif tail:
            # a query (`?installed?provides`, `page?word=a`) or two words (`really?yes`)
            query = text[at - len(head) - 1 : at - len(head)] == "?" or text[tail.end() : tail.end() + 1] == "="
            both = min(len(head), len(tail[0])) > _SHORT_REST and known.is_common(head) and known.is_common(tail[0])
            whole = query or both
            found += [] if whole else [(at, _fix_within(document, known, head, tail[0].lower()), True)]
        elif head:
            letters = _accented(known, head)
            if letters:
                sure = not known.is_frequent(head) or _governs(document, head)
                found.append((at, _fix_at_end(document, head, letters), sure))
    return found


def _question_for_letter(document: Document) -> Iterator[Sighting]:
    """`citt? di notte`, `L?assessore`; in a text with one such place, the doubtful ones (`per? due`) too."""
    found = _questions(document)
    if any(sure for _, _, sure in found):
        for at, fix, _ in found:
            shouted = len(head := _letters_before(document.text, at)) > 1 and head.isupper()
            sign = fix.upper() if fix and shouted else fix
            yield Sighting(at, at + 1, "RE305", "question-for-letter", None, sign)


LETTERS_LOST: Final[dict[str, Detector]] = {
    "ligature-lost": Detector(_ligature_lost, frozenset(["rest"]), prior=0.8),
    "ligature-blank": Detector(_ligature_blank, frozenset([GOES_ON]), prior=0.85),
    "pair-lost": Detector(_pair_lost, frozenset(["pair", "headless"]), prior=0.8),
    "initial-lost": Detector(_initial_lost, frozenset([SMALL_START]), prior=0.7),
    "question-for-letter": Detector(_question_for_letter, needles=("?",), prior=0.8),
}
