"""How sure the words of a parent are: what speaks for their being lost from the article, and for their being its own.

Words that a page has inside a sentence of the article are lost ones. At the edges of paragraphs they may also be what
stands beside the text, and where the alignment is torn, anything. What each sign weighs is fitted on real pages.
"""

from __future__ import annotations

import math
from typing import Final

from rapidfuzz.distance import Postfix, Prefix

from repair.collate.beside_text import is_note
from repair.collate.collation import Collation, Insertion
from repair.collate.readings import inline_element
from repair.records import Reading
from repair.scoring.calibration import table

__all__ = ["place_evidence", "sure_of_place", "sure_of_words", "words_evidence"]

_NEAR: Final = 8  # words of the article on either side in which the page's words may stand already
_INLINE: Final = {"b": "strong", "i": "em", "cite": "em", "q": "em", "kbd": "code", "tt": "code", "samp": "code"}
_WEIGHED_TAGS: Final = frozenset(("a", "strong", "em", "code", "span", "sup", "sub", "time"))


def sure_of_words(collation: Collation, words: Insertion) -> float:
    """The probability (0–1) that the article lost these words of its parent at their place; 0 for a sibling's words.

    It is 0, too, for words that the article has beside the place, unless it has a hole there, since nobody can tell them
    from what a page has twice; and for words that stand in furniture (or are not shown) in the midst of text that does not.
    """
    if not collation.is_parent:
        return 0.0
    if (_is_doubled(collation, words) and not _is_hole(collation, words.at)) or _is_enclosed_furniture(
        collation, words
    ):
        return 0.0
    return table("parent-words").probability(words_evidence(collation, words))


def words_evidence(collation: Collation, words: Insertion) -> dict[str, float]:
    """The signs by which the words of a parent are judged."""
    at = words.at
    count = words.count
    start, end = collation.span_of(words)
    text = collation.reference.text[start:end]
    left, right = collation.context(words)
    partners = collation.partners
    follows = at > 0 and partners[at - 1] == words.first - 1
    precedes = at < len(partners) and partners[at] == words.last
    place = "inside" if follows and precedes else "after" if follows else "before" if precedes else "torn"
    begins, ends = collation.lines.begin_alike(at, words.first), collation.lines.end_alike(at, words.last)
    crosses = "\n" in text
    hole = _is_hole(collation, at)
    doubled = float(_is_doubled(collation, words))
    tag = inline_element(collation, start, end)
    tag = _INLINE.get(tag, tag)
    return {
        place: 1.0,
        "worse": min(left, right) / 100,
        "better": max(left, right) / 100,
        f"{place}_left": left / 100,
        f"{place}_right": right / 100,
        f"{place}_begins": float(begins),
        f"{place}_ends": float(ends),
        f"{place}_crosses": float(crosses),
        f"{place}_broken": float(crosses and collation.is_page and _is_one_block(collation, words)),
        f"{place}_words": math.log(count),
        "hole": float(hole),
        "hole_crosses": float(hole and crosses),
        "doubled": doubled,
        f"{place}_doubled": doubled,
        "one_word": float(count == 1),
        "many_words": math.log(max(1, count / 20)),
        "marked": float(collation.is_marked_furniture(words.first, words.last)),
        "note": float(is_note(collation, words)),
        f"{place}_links": collation.furniture.linked(start, end),
        "held": sum(collation.held[words.first : words.last]) / count,
        "repeats": _repeats(collation, words),
        "elsewhere": collation.share_elsewhere(words.first, words.last),
        "line_break": float(_breaks_line(collation, at)),
        # at an edge these are times and counters; inside a sentence a number is a loss like any other
        "digits_at_edge": 0.0 if place == "inside" else sum(c.isdigit() for c in text) / len(text),
        "page": float(collation.is_page),
        "agreement": collation.agreement / 100,
        "coverage": collation.coverage / 100,
        **({f"in_{tag if tag in _WEIGHED_TAGS else 'other'}": 1.0} if tag else {}),
    }


def sure_of_place(collation: Collation, reading: Reading) -> float:
    """The probability (0–1) that a parent is right about a damaged place, or about marks that the article lacks; 0 for a
    sibling."""
    return table("parent-place").probability(place_evidence(reading)) if collation.is_parent else 0.0


def place_evidence(reading: Reading) -> dict[str, float]:
    """The signs by which a parent's text at a damaged place is judged."""
    return {"worse": min(reading.left, reading.right) / 100, "better": max(reading.left, reading.right) / 100}


def _is_enclosed_furniture(collation: Collation, words: Insertion) -> bool:
    """Whether the words are furniture of the page, and neither the word before nor the one after them is."""
    if not collation.is_marked_furniture(words.first, words.last):
        return False
    beside = (number for number in (words.first - 1, words.last) if 0 <= number < len(collation.there))
    return not any(collation.is_marked_furniture(number, number + 1) for number in beside)


def _is_one_block(collation: Collation, words: Insertion) -> bool:
    """Whether the page has the words and both their neighbours in one block, which line breaks part."""
    blocks = collation.blocks
    above, below = blocks.at(words.first - 1), blocks.at(words.last)
    if above is None or below is None or above.path != below.path:
        return False
    return all(block.path == above.path for block in blocks.between(above.first, below.last))


def _is_hole(collation: Collation, at: int) -> bool:
    """Whether the article has more than one blank there in a line: what an extractor leaves in place of an element."""
    article = collation.article
    if not 0 < at < len(article):
        return False
    low, high = article.between(at)
    between = article.text[low:high]
    return "\n" not in between and sum(map(str.isspace, between)) > 1


def _is_doubled(collation: Collation, words: Insertion) -> bool:
    """Whether these very words stand beside the place in the article: right before it, right after it, or, where the page
    has them twice and the copies were aligned with an offset, the last of them before it and the first of them after it."""
    mine, article, at = collation.words_of(words), collation.article.words, words.at
    before, after = article[max(0, at - len(mine)) : at], article[at : at + len(mine)]
    return Postfix.similarity(mine, before) + Prefix.similarity(mine, after) >= len(mine)


def _breaks_line(collation: Collation, at: int) -> bool:
    article = collation.article
    low, high = article.between(at)
    return at in (0, len(article)) or "\n" in article.text[low:high]


def _repeats(collation: Collation, words: Insertion) -> float:
    """The share of the words that stand beside the place in the article."""
    near = set(collation.article.words[max(0, words.at - _NEAR) : words.at + _NEAR])
    mine = collation.words_of(words)
    return sum(word in near for word in mine) / len(mine)
