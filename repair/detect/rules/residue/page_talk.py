"""RS401: what a page says of itself, by its words: labels, notices and errors of players, forms, posts, shops and machines, of which
hardly any word is about anything else.

Phrases that are known by heart are in `labels.py`, `embeds.py` and the languages' tables. Here nothing is known by heart: a few
words without a full stop between two sentences, a whole sentence, a line, or what stands in brackets is weighed word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from repair.detect.document import Detector, Document, Sighting, matches
from repair.detect.rules.phrases import asks_to_pay
from repair.detect.suspects.page_vocabulary import ADDRESSING, NETWORKS, PAGE_TALK, PLAIN, TELLING, UNTELLING
from repair.detect.suspects.word_signs import standing_alone
from repair.detect.technical import is_named_at, speaks_of_code
from repair.text.patterns import ANY_BLANK, LETTER, LOWERS, late

__all__ = ["PAGE_TALK_RULES"]

_CODE: Final = "RS401"
_PIECE: Final = late(
    rf"(?P<word>{LETTER}+(?:-{LETTER}+)*)|(?P<number>\d[\d.,:/%-]*)|(?P<end>[.!?…]+(?=[\s)\]]|\Z))|(?P<break>\n)|(?P<shut>[)\]])|(?P<other>[^\s])"
)
_WORD: Final = late(r"\w+")
_HEADS: Final = late(rf"[.!?…»”)\]]{ANY_BLANK}|\n|\A")
_BACK: Final = 90  # code points from a telling word back to where its unit may begin
_REACH: Final = 400  # code points from its beginning to where it may end
_LONGEST: Final = 24  # words and numbers of a unit
_MARKS: Final = frozenset("·|:,/-–—()[]&+'’\"↑★☆•%#©")


class _Unit(NamedTuple):
    """Some words that may be the page's: where they end, how they end, and what they weigh."""

    end: int
    how: str
    weight: int
    telling: tuple[str, ...]
    counts: bool
    """Whether it has a number and speaks to the reader."""
    others: int
    """Words that no page needs."""
    words: int


def _weigh(text: str, start: int, limit: int) -> _Unit | None:
    """The unit that begins at `start`: up to its full stop, its line's end or a bracket, or to a capital with which something
    else begins."""
    weight = others = words = 0
    telling: list[str] = []
    addressed = counted = False
    last = start
    opened = text[start : start + 1] in "(["
    for piece in _PIECE.finditer(text, start, limit):
        kind = piece.lastgroup
        if kind == "break":
            return _Unit(last, "line", weight, tuple(telling), addressed and counted, others, words)
        if kind == "end":
            return _Unit(piece.end(), "stop", weight, tuple(telling), addressed and counted, others, words)
        if kind == "shut":
            if opened:
                return _Unit(piece.end(), "shut", weight, tuple(telling), addressed and counted, others, words)
            continue
        if kind == "other":
            if piece[0] not in _MARKS:
                others += 1
            continue
        words += 1
        if words > _LONGEST:
            return None
        if kind == "number":
            weight += not counted
            counted = True
            last = piece.end()
            continue
        word = piece["word"].lower()
        addressed = addressed or word in ADDRESSING
        told = 2 if word in TELLING or word in NETWORKS else int(word in UNTELLING or word in ADDRESSING)
        if piece["word"][0].isupper() and (not told or word in ADDRESSING) and piece.start() > start + opened:
            # something else begins here
            return _Unit(last, "capital", weight, tuple(telling), addressed and counted, others, words - 1)
        if told == 2 and word not in NETWORKS:
            telling.append(word)
        weight += told
        others += not (told or word in PLAIN)
        if others > 2:
            return None
        last = piece.end()
    return _Unit(last, "line", weight, tuple(telling), addressed and counted, others, words)


_SIGN: Final = late(standing_alone(PAGE_TALK))
_SURE: Final = TELLING | NETWORKS
_FIRST: Final = late(rf"(?:[.!?…»”)\]]{ANY_BLANK}[(\[]?|\n[(\[]?|\A[(\[]?)\Z")
_FITS: Final = {"capital": 3, "line": 3, "shut": 3, "stop": 4}
"""What a unit weighs at least, by how it ends."""
_SHORT: Final = 4  # words of a sentence of which less is asked
_ALL: Final = 5  # the same for a sentence without any telling word
_SHARE: Final = 4  # a unit may have one other word for so much weight


def _is_page(text: str, start: int, unit: _Unit) -> bool:
    least = _FITS[unit.how] - (unit.words <= _SHORT and unit.how == "stop")
    if (
        unit.words < 2
        or unit.weight < least
        or unit.others * _SHARE > unit.weight
        or _NUMBERED.match(text, start)
        or text[max(0, start - 3) : start - 2].isdigit()
    ):
        return False
    said = text[start : unit.end]
    governs = _GOVERNING.search(said) is not None
    if (said[-2:-1] not in ".!?…" and _ORDER.match(said)) or (governs and unit.weight < _ALL):
        return False
    if unit.how == "capital":
        return not (unit.others or governs) and _BEGINS.match(text, unit.end) is not None
    return bool(unit.telling) or unit.weight >= _ALL - (unit.counts or unit.how == "shut")


_ORDER: Final = late(
    r"(?i:[(\[]?(?:click|scroll|tap|when|if|quando|se|wenn|quand|si|cuando|als|clicca|cliccate|fate clic|klicken|klicke|cliquez|pulse|haga clic|clique))(?!\w)(?![^\n]*(?<!\w)(?:here|qui|hier|ici|aquí|aqui)(?!\w))"
)
"""How a manual says what to do."""
_NUMBERED: Final = late(r"\d+(?:\.\d+)+\.? |\d+[.)] ")
_GOVERNING: Final = late(
    r"(?<!\w)(?:the|an?|il|la|lo|gli|le|les|die|un[oa]?|der|den|das|dem|une?|des|el|los|het)(?!\w)(?! (?:tuo|tua|tuoi|tue|vostr[oaie]|\d))|(?<!\w)(?:of|as|to|in|di|a|per|auf|zu|de|à|para|van|op)\Z"
)
"""Words that no label has, or none at its end."""
_BEGINS: Final = late(rf"{ANY_BLANK}[\W_]?{LETTER}['’]?[\w'’-]*(?:{ANY_BLANK}[{LOWERS}\d]|['’])")
_UNITS: Final = 5  # of a text that a page speaks through; one with more is about such things
_TOLD: Final = 3  # telling words beside the units, of a text that is about such things


def _foreign(document: Document, units: list[tuple[int, int, _Unit]]) -> Iterator[tuple[int, int]]:
    """The units of a text that is about other things: it has few telling words beside them, and not those of the unit."""
    beside = Counter(word for match in _WORD.finditer(document.text) if (word := match[0].lower()) in TELLING)
    for start, end, _ in units:
        beside.subtract(
            word for match in _WORD.finditer(document.text, start, end) if (word := match[0].lower()) in TELLING
        )
    if beside.total() >= _TOLD:
        return
    for start, end, unit in units:
        if not any(beside[word] for word in unit.telling):
            yield start, end


def _page_talk(document: Document) -> Iterator[Sighting]:
    """`The lamp is made of brass. Add to basket It weighs two pounds.`"""
    text = document.text
    if speaks_of_code(document):
        return
    free, units = 0, []
    for match in matches(_SIGN, document, [PAGE_TALK]):
        at = match.start()
        if at < free or not (match[0].lower() in _SURE or _FIRST.search(text, max(0, at - 3), at)):
            continue
        heads = [found.end() for found in _HEADS.finditer(text, max(free, at - _BACK), at)]
        for start in reversed(heads):
            unit = _weigh(text, start, min(len(text), start + _REACH))
            if unit and unit.end > at and _is_page(text, start, unit):
                units.append((start, unit.end, unit))
                free = unit.end
                break
    if not units or len(units) > _UNITS:
        return
    for start, end in _foreign(document, units):
        # where the text breaks off there, it lacks its rest
        asks = asks_to_pay(text[start:end], document.language)
        if not asks and document.is_prose_at(start) and not is_named_at(document, start, end):
            yield Sighting(start, end, _CODE, "page-talk")


# --- in brackets -----------------------------------------------------------------------------------------------------

_BRACKET: Final = late(r"\[(?P<said>[^\[\]\n]{3,80})\](?!\()")
_BEFORE: Final = late(rf"(?:[.!?…»”:]{ANY_BLANK}|\n|\A)\Z")
_AFTER: Final = late(rf"{ANY_BLANK}*(?:\n|\Z)|{ANY_BLANK}[\W_]?[A-ZÀ-Þ]")
_BRACKETS: Final = 8  # of a text that is a form, or has them throughout


def _in_brackets(document: Document) -> Iterator[Sighting]:
    """`[removed by the moderator]`, `[Math Processing Error]`: in place of what the page did not show."""
    text = document.text
    if text.count("[") > _BRACKETS or speaks_of_code(document):
        return
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        if not (_BEFORE.search(text, max(0, start - 2), start) and _AFTER.match(text, end)):
            continue
        words = [word[0].lower() for word in _LETTERS.finditer(match["said"])]
        page = sum(word in _SURE or word in UNTELLING for word in words)
        others = sum(not (word in _SURE or word in UNTELLING or word in PLAIN or word in ADDRESSING) for word in words)
        alone = len(words) > 1 or not _ALONE.isdisjoint(words)
        if page > 2 * others and alone and document.is_prose_at(start):
            yield Sighting(start, end, _CODE, "page-bracketed")


_ALONE: Final = frozenset(
    """deleted removed hidden error loading unavailable eliminato rimosso cancellato nascosto errore gelöscht entfernt fehler supprimé masqué
    borrado eliminado oculto apagado removido excluído verwijderd""".split()
)
"""What stands alone in such brackets."""
_LETTERS: Final = late(rf"{LETTER}+")

PAGE_TALK_RULES: Final[dict[str, Detector]] = {
    "page-talk": Detector(_page_talk, frozenset([PAGE_TALK]), prior=0.65),
    "page-bracketed": Detector(_in_brackets, needles=("[",), prior=0.65),
}
