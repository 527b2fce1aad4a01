"""RG103: function words with nothing to govern, before a mark. The words come from the language's table."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector, Document
from repair.detect.rules.stranded.named import (
    alternates,
    is_arrow,
    is_quoted_alone,
    is_sign,
    means_words,
    stands_for_noun,
    takes_sides,
)
from repair.detect.rules.stranded.parted import follows_no_phrase, follows_participle, is_parted, is_tied
from repair.detect.rules.stranded.sound import is_described, is_said_once
from repair.detect.rules.stranded.words import word_rule
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, late

__all__ = ["STRANDED"]


def _opens_or_is_spaced(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the blank opens a quotation, points, or is set off by a blank as the language wants it."""
    mark = document.text[end + 1]
    return mark in document.reversed_quotes or mark in document.spaced or is_arrow(document, end + 1)


def _opens_or_is_close(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the blank opens a quotation, or the language sets it off by no blank."""
    text = document.text
    mark = text[end + 1]
    if text[max(0, end - len(word) - 2) : end - len(word)].strip() == "«" or means_words(text, end):
        return True  # words that are only named
    return mark in document.reversed_quotes or mark not in document.spaced


_LABEL_REACH: Final = 40  # code points
_LABEL: Final = 2  # words before a colon; the beginning of a sentence has more


def _is_label(document: Document, end: int, word: str) -> bool:
    """Whether the words up to `end` are a label that begins its line: `Available from: version 2`."""
    start = document.lines[document.line_at(end)].start
    return end - start < _LABEL_REACH and len(document.text[start:end].split()) <= _LABEL


_SENTENCE_ON: Final = late(f":{A_BLANK}([^.!?:;\\n]{{1,200}})")


def _is_label_or_list(document: Document, end: int, word: str) -> bool:
    """The same, or the word is a preposition whose nouns the language may part from it, and a list of them follows: `it comes
    with: a holster, a sling and a case`."""
    table, following = document.language, _SENTENCE_ON.match(document.text, end)
    if table is None or following is None or not table.parting or word in table.articles:
        return _is_label(document, end, word)
    first, *others = following[1].split(",")
    if first.split()[0] in table.common_words - table.articles - table.prepositions:
        return _is_label(document, end, word)  # a sentence of its own: `the help for: it says how`
    is_list = len(others) > 1 or any(not table.coordinating.isdisjoint(other.split()) for other in others)
    return is_list or _is_label(document, end, word)


def _opens_or_is_named(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the word opens a quotation, as it does where the text does not close with it (`„so“`), or the
    word is all that is quoted."""
    text = document.text
    return text[end] not in document.reversed_quotes or not text[end - len(word) - 1 : end - len(word)].isspace()


def _may_close(document: Document, end: int, word: str) -> bool:
    """Whether the clause or sentence may end in the word."""
    table = document.language
    ends = table is not None and document.text[end] == "." and word.lower() in table.closing
    if any(may(document, end, word) for may in (takes_sides, is_parted, is_described, follows_participle)):
        return True
    return ends and not is_tied(document, end, word)


def _links_sayings(document: Document, _end: int, word: str) -> bool:
    """Whether the word begins a sentence and links what somebody says to the sentence before: `Or, “Frost tonight.”`."""
    return document.language is not None and word[0].isupper() and word.lower() in document.language.coordinating


# a full stop within a word (`il.it`) and an ellipsis do not end a sentence
_END: Final = r"(?!(?<=\.)[\w.])"


STRANDED: Final[dict[str, Detector]] = {
    "stranded": word_rule("stranded", lambda t: t.stranding, ",;).", f"[,;).]{_END}", unless=takes_sides, prior=0.65),
    # in single losses in sound texts 5 of 5 such places, in 9 million characters of sound texts 1
    "stranded-after-phrase": word_rule(
        "stranded-after-phrase",
        lambda t: t.weak - t.leaning - t.particles if t.parting else frozenset(),
        ",;.",
        f"[,;.]{_END}",
        unless=follows_no_phrase,
        prior=0.65,
    ),
    # in single losses in sound texts 2 of 2 such places, none in 17 million characters of sound texts
    "stranded-coordinator-twice": word_rule(
        "stranded-coordinator-twice",
        lambda t: t.coordinating,
        ",",
        f",{A_BLANK}(?={LETTER})",
        unless=is_said_once,
        prior=0.75,
    ),
    "stranded-conjunction": word_rule("stranded-conjunction", lambda t: t.joining, ";).", f"[;).]{_END}"),
    "stranded-leaning": word_rule(
        "stranded-leaning", lambda t: t.leaning, ",;).", f"[,;).]{_END}", unless=_may_close, prior=0.6
    ),
    "stranded-coordinator": word_rule(
        "stranded-coordinator", lambda t: t.coordinating, ";).", f"[;).]{_END}", prior=0.6
    ),
    "stranded-numeral": word_rule(
        "stranded-numeral", lambda t: t.determiners, ",;).»”", f"[,;).»”]{_END}", unless=stands_for_noun, prior=0.65
    ),
    "stranded-colon-quotation": word_rule(
        "stranded-colon-quotation",
        lambda t: t.stranding | t.leaning,
        ":",
        f':{A_BLANK}?(?=["«“„])',
        unless=_is_label,
        prior=0.6,
    ),
    "stranded-before-quotation": word_rule(
        "stranded-before-quotation",
        lambda t: (t.leaning if t.parting else t.weak) | t.coordinating | t.stranding,
        ",",
        f',{A_BLANK}[«“"„](?=\\w)',
        unless=_links_sayings,
        prior=0.6,
    ),
    "stranded-colon-within": word_rule(
        "stranded-colon-within",
        lambda t: t.stranding | t.leaning,
        ":",
        f":{A_BLANK}(?={LOWER}+{A_BLANK})",
        unless=_is_label_or_list,
        prior=0.6,
    ),
    "stranded-closing-phrase": word_rule(
        "stranded-closing-phrase",
        lambda t: t.stranding | t.leaning | t.coordinating,
        '»”"',
        '[»”"](?!\\w)',
        unless=is_quoted_alone,
        prior=0.6,
    ),
    "stranded-blank-closing": word_rule(
        "stranded-blank-closing",
        lambda t: t.dangling,
        "»”",
        "[»”](?=[\\s,.;:)])(?!.«)",
        apart=BLANK,
        back=1,
        unless=_opens_or_is_spaced,
        prior=0.6,
    ),
    "stranded-spaced-closing": word_rule(
        "stranded-spaced-closing",
        lambda t: t.stranding,
        "»",
        "»(?=[\\s,.;:)])",
        apart=BLANK,
        back=1,
        unless=_opens_or_is_close,
        prior=0.65,
    ),
    "stranded-colon": word_rule("stranded-colon", lambda t: t.stranding, ":", ":(?!//)"),
    "stranded-closing": word_rule(
        "stranded-closing",
        lambda t: t.stranding,
        '»”"',
        '[»”"](?!\\w)',
        unless=lambda document, end, word: means_words(document.text, end) or alternates(document, end),
    ),
    "stranded-closing-low": word_rule(
        "stranded-closing-low",
        lambda t: t.stranding | t.leaning,
        "“«",
        "[“«](?!\\w)",
        unless=_opens_or_is_named,
        prior=0.65,
    ),
    "stranded-dash": word_rule(
        "stranded-dash",
        lambda t: t.stranding,
        "–—-",
        "[–—-](?= )",
        apart=BLANK,
        back=1,
        unless=lambda document, end, word: is_sign(document.text, end + 1),
    ),
}
