"""Names for entries that stay valid when offsets change: what an entry is about, and the words around it.

A decision, a baseline or a report made today must find its entry again tomorrow, when the article was crawled again or
edited elsewhere and every offset has moved. So a fingerprint holds no position: only the code, the text of the span and
the normalised words on both sides.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import Final

from msgspec import Struct

from repair.records import Apparatus, Finding
from repair.text.tokens import Tokens, tokenize

__all__ = ["CONTEXT_WORDS", "WIDE", "Sides", "fingerprint", "fingerprints", "sides"]

# Words on each side that belong to a fingerprint: enough to tell places apart, few enough to survive edits nearby.
CONTEXT_WORDS: Final = 5
# Words on each side that distinguish entries with the same nearer words, as in lists and refrains.
WIDE: Final = 25
# Code points that are read of one word and of the text between words, so that the work is linear for any text.
_MAX_WORD: Final = 64
_MAX_BETWEEN: Final = 80
_MAX_SPAN: Final = 1_000
_DIGITS: Final = 16
_MORE_DIGITS: Final = 8


def fingerprints(apparatus: Apparatus) -> tuple[str, ...]:
    """One fingerprint an entry, in the order of the entries, all different: `RG103-1f0c9a5be27d4410`.

    Entries that agree in code, span and context get eight digits more for the `WIDE` words on each side, as in
    `RG103-1f0c9a5be27d4410-27d4a5be`; if those agree too, the second and later ones get their number in text order.
    When one of these vanishes or another comes, the rest are not found again: that is better than mixing them up. The
    article's id is not part of a fingerprint: two crawls of one article may have two ids.
    """
    tokens = tokenize(apparatus.article.text)
    names = [fingerprint(tokens, entry.finding) for entry in apparatus.entries]
    common = {name for name, count in Counter(names).items() if count > 1}
    seen: Counter[str] = Counter()
    for number, entry in enumerate(apparatus.entries):
        if names[number] in common:
            wide = names[number] + "-" + fingerprint(tokens, entry.finding, WIDE).rpartition("-")[2][:_MORE_DIGITS]
            seen[wide] += 1
            names[number] = wide if seen[wide] == 1 else f"{wide}-{seen[wide]}"
    return tuple(names)


def fingerprint(tokens: Tokens, finding: Finding, words: int = CONTEXT_WORDS) -> str:
    """Code and 16 hexadecimal digits for `finding`, whatever other findings there are. `tokens` are those of the
    article's text.

    It stays the same while the code, the text of the span and `words` words on each side stay the same. Case,
    compatibility forms and the amount of white space do not count; punctuation between the span and the nearest words
    does.
    """
    text, start, end = tokens.text, finding.start, finding.end
    left = bisect_right(tokens.ends, start)
    right = bisect_left(tokens.starts, end)
    # a word that the span cuts is neither left nor right of it: it counts like the punctuation next to the span
    before = text[max(tokens.ends[left - 1] if left else 0, start - _MAX_BETWEEN) : start]
    after = text[end : min(tokens.starts[right] if right < len(tokens) else len(text), end + _MAX_BETWEEN)]
    span = text[start:end] if end - start <= _MAX_SPAN else text[start : start + _MAX_SPAN]
    parts = (
        finding.code,
        " ".join(word[:_MAX_WORD] for word in tokens.words[max(0, left - words) : left]),
        _plain(before),
        _plain(span),
        _plain(after),
        " ".join(word[:_MAX_WORD] for word in tokens.words[right : right + words]),
    )
    return f"{finding.code}-{_digits(*parts)}"


class Sides(Struct, frozen=True):
    """What a finding is about with the words on one side of it: eight hexadecimal digits a side, and how many words these
    are. Only words of its own line count, so that a paragraph may stand anywhere."""

    left: str
    right: str
    left_words: int
    right_words: int


def sides(tokens: Tokens, finding: Finding) -> Sides:
    """The sides of a finding in the article whose `tokens` these are."""
    text, start, end = tokens.text, finding.start, finding.end
    first = max(text.rfind("\n", 0, start) + 1, start - CONTEXT_WORDS * _MAX_WORD)
    stop = text.find("\n", end, end + CONTEXT_WORDS * _MAX_WORD)
    last = min(len(text), end + CONTEXT_WORDS * _MAX_WORD) if stop < 0 else stop
    left, right = bisect_right(tokens.ends, start), bisect_left(tokens.starts, end)
    before = tokens.words[max(bisect_left(tokens.starts, first), left - CONTEXT_WORDS) : left]
    after = tokens.words[right : min(bisect_right(tokens.ends, last), right + CONTEXT_WORDS)]
    between = text[max(tokens.ends[left - 1] if left else 0, first, start - _MAX_BETWEEN) : start]
    beyond = text[end : min(tokens.starts[right] if right < len(tokens) else len(text), last, end + _MAX_BETWEEN)]
    what = (finding.code, _plain(text[start : min(end, start + _MAX_SPAN)]))
    return Sides(
        _digits(*what, "left", *before, _plain(between))[:_MORE_DIGITS],
        _digits(*what, "right", _plain(beyond), *after)[:_MORE_DIGITS],
        len(before),
        len(after),
    )


def _digits(*parts: str) -> str:
    import hashlib  # most checks compare with no list and need no fingerprints

    data = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _plain(text: str) -> str:
    """`text` as it is compared: NFKC, case folded, white space collapsed and none at its ends."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
