"""RG103: function words with nothing to govern, before punctuation, blanks or a word that cannot follow them.

The words come from the language's table. A rule first tries what may follow such a word, at the document's suspects, and
then looks the word up: a search that begins at every word would be several times slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, offsets
from repair.detect.line_shapes import BLANK_EDGE
from repair.detect.rules.stranded.named import (
    alternates,
    ends_nothing,
    is_arrow,
    is_counted,
    is_quoted_alone,
    is_sign,
    means_words,
    takes_sides,
)
from repair.detect.rules.stranded.parted import follows_no_phrase, follows_participle, is_parted, is_tied
from repair.detect.rules.stranded.sound import is_described, is_said_once, may_refer
from repair.detect.rules.stranded.words import word_rule
from repair.detect.suspects.prefilter import BEFORE_MARK, word_before
from repair.detect.weighing.surroundings import is_in_code
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, late

__all__ = ["STRANDED"]

_CODE: Final = "RG103"


def _blank_rule(
    rule: str, words_of: Callable[[Language], frozenset[str]], marks: str, *, spaced: bool = False
) -> Detector:
    """The detector of words of a table before blanks and one of `marks`; the span is the blanks.

    A word with a capital in the table counts only so, others however they are written. A mark that the language sets off by a
    blank counts only with `spaced`: for words that can never stand before it.
    """

    def detect(document: Document) -> Iterator[Sighting]:
        if document.language is None:
            return
        words = words_of(document.language)
        sound = "" if spaced else document.spaced
        for start, end in document.blanks_before_marks:
            mark = document.text[end]
            if mark not in marks or mark in sound or ends_nothing(document.text, end):
                continue
            word = word_before(document.text, start)
            is_label = len(word) == 1 and word.isupper()
            if (word in words or word.lower() in words) and not is_label:
                yield Sighting(start, end, _CODE, rule)

    # on real pages 286 of 287 such places with one of `stranding`, 283 of 291 with one of `weak`; 10 places in sound texts
    return Detector(detect, frozenset([BEFORE_MARK]), prior=0.85)


_NEXT: Final = late(r"\w+")


def _links_nothing(document: Document, end: int, word: str) -> bool:
    """Whether the word after the blanks may follow the one that ends at `end`: it is no word that links others."""
    table, match = document.language, _NEXT.search(document.text, end)
    if table is None or match is None:
        return True
    links = table.coordinating | (
        table.after_prepositions if word.lower() in table.prepositions else table.after_articles
    )
    return match[0] not in links or f"{word} {match[0]}".lower() in table.sound_pairs


def _opens_or_is_spaced(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the blank opens a quotation, points, or is set off by a blank as the language wants it."""
    mark = document.text[end + 1]
    return mark in document.reversed_quotes or mark in document.spaced or is_arrow(document, end + 1)


def _stands_for_noun(document: Document, end: int, word: str) -> bool:
    """Whether the article or numeral that ends at `end` may stand for a noun: no preposition is before it (`ne ho una`), it
    is compared or repeated (`più di una`, `uno a uno`), or a clause of its own follows (`von dem, was er sagt`)."""
    table, text = document.language, document.text
    before = word_before(text, end - len(word) - 1).lower()
    if table is None or before not in (table.prepositions | table.weak) - table.articles - table.determiners:
        return True
    first = word_before(text, end - len(word) - len(before) - 2).lower()
    if first in table.before_units or not first:
        return True
    if text[end] == "." and word.lower() in table.before_units and is_counted(table, text, end - len(word)):
        return True
    if word.lower() not in table.before_units:
        return len(before) == 1 or (text.startswith(",", end) and may_refer(document, end, word))
    after = _NEXT.search(text, end)
    return after is not None and after[0] in table.before_units  # `ein, zwei Stunden`


def _counts_alone(document: Document, end: int, word: str) -> bool:
    """Whether the word before the brackets may stand for a noun (`en installer une (…)`), with no preposition before it, or
    ends a clause."""
    table = document.language
    if table is None or is_parted(document, end, word):
        return True
    return word.lower() in table.before_units - table.stranding and _stands_for_noun(document, end, word)


_ONE_WORD: Final = late(f"{A_BLANK}\\({LETTER}+\\)")


def _counts_or_parts(document: Document, end: int, word: str) -> bool:
    """The same, before one word in brackets too, where prepositions are never left behind (`comes from (obviously)`)."""
    table = document.language
    parts = table is not None and bool(table.parting)
    return (parts and _ONE_WORD.match(document.text, end) is not None) or _counts_alone(document, end, word)


_AFTER_ASIDE: Final = late(f"{A_BLANK}\\([^()\n]{{3,150}}\\){A_BLANK}({LETTER}+)")


def _goes_on_amid(document: Document, end: int, word: str) -> bool:
    """Whether what follows the brackets may be what the word before them governs: no verb or link (`con (-3 %) che`)."""
    match, table = _AFTER_ASIDE.match(document.text, end), document.language
    if match is None or table is None or is_in_code(document, end, match.end()):
        return True
    links = table.coordinating | table.joining | table.prepositions | table.after_articles
    if match[1].lower() not in links - table.articles - table.determiners:
        return True
    return _counts_alone(document, end, word)


def _opens_or_is_close(document: Document, end: int, word: str) -> bool:
    """Whether the mark after the blank opens a quotation, or the language sets it off by no blank."""
    text = document.text
    mark = text[end + 1]
    if text[max(0, end - len(word) - 2) : end - len(word)].strip() == "«" or means_words(text, end):
        return True  # words that are only named
    return mark in document.reversed_quotes or mark not in document.spaced


_LABEL_REACH: Final = 40  # code points
_AMID: Final = late(f"{A_BLANK}\\((?:{LETTER}{{1,30}}[{BLANK}–-]?){{1,4}}\\){A_BLANK}({LETTER}+)")


def _goes_on_after_brackets(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` governs one after a few words in brackets: `with your (very sensitive) data`."""
    match, table = _AMID.match(document.text, end), document.language
    return match is not None and table is not None and match[1].lower() not in table.common_words


_LABEL: Final = 2  # words before a colon; the beginning of a sentence has more


def _is_label(document: Document, end: int, word: str) -> bool:
    """Whether the words up to `end` are a label that begins its line: `Available from: version 2`."""
    start = document.lines[document.line_at(end)].start
    return end - start < _LABEL_REACH and len(document.text[start:end].split()) <= _LABEL


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


_BREAK: Final = late(f"{A_BLANK}*\n[{BLANK}\t]*")


def _stranded_break(document: Document) -> Iterator[Sighting]:
    """A word of the table before a line break with a blank beside it and a small letter or a mark after it, in a line that
    goes on: the source's own line break, and the blanks around a dropped element."""
    table, text = document.language, document.text
    if table is None or document.has_blanks_at_breaks:
        return
    words = table.dangling
    for at in offsets(text, (" \n", "\n ")):
        match = _BREAK.match(text, at)
        if match is None or len(match[0]) > 8:
            continue
        start, end = match.span()
        indent = match[0].rpartition("\n")[2]
        if len(indent) > 1 and text.startswith(indent, text.rfind("\n", 0, start) + 1):
            continue  # an indented paragraph that is wrapped
        if word_before(text, start) in words and text[end : end + 1].islower() and document.is_prose_at(start):
            yield Sighting(start, end, _CODE, "stranded-break")


# before these letters nothing is elided, while a blank before a vowel may be all that is wrong
_NOT_ELIDED: Final = f"['’](?P<at>{A_BLANK}+)(?=[b-df-gj-np-tvxz]{LETTER})"
_LISTED: Final = late(r"(?<!\w)\w{1,4}, \w{1,4},? (?:o|ou|or|oder|of|e|et|y|and|und|en) \Z")
_NOTES: Final = frozenset("c d".split())
_NOTE_NAMES: Final = frozenset("nota note noten nota notas".split())


def _is_note(document: Document, end: int, word: str) -> bool:
    """Whether the letter and its apostrophe name a note, a point or a key: no elided word follows an article or a
    preposition so (`il d'`, `da c'`)."""
    table, before = document.language, word_before(document.text, end - len(word) - 1)
    if _LISTED.search(document.text, max(0, end - len(word) - _LABEL_REACH), end - len(word)):
        return True  # `le, la, les o l'`
    if table is None or word not in _NOTES:
        return False
    return before in table.articles | table.prepositions | _NOTE_NAMES


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
        "stranded-numeral", lambda t: t.determiners, ",;).»”", f"[,;).»”]{_END}", unless=_stands_for_noun, prior=0.65
    ),
    "stranded-before-aside": word_rule(
        "stranded-before-aside",
        lambda t: t.stranding | t.leaning | t.determiners,
        "(",
        f"\\((?=[^()\n]{{0,199}}{LETTER}{{2}}{A_BLANK}[^()\n]{{2,200}}\\)[.,;:]|{LETTER}{{2,30}}\\)[.,;](?!\\w))",
        apart=BLANK,
        back=1,
        unless=_counts_or_parts,
        prior=0.75,
    ),
    # 7 of 7 such places in prose on real pages, 2 in 19 million characters of texts
    "stranded-amid-brackets": word_rule(
        "stranded-amid-brackets",
        lambda t: t.stranding | t.leaning | t.determiners,
        "(",
        f"\\((?=[^()\n]{{3,150}}\\){A_BLANK}{LOWER})",
        apart=BLANK,
        back=1,
        unless=_goes_on_amid,
        prior=0.8,
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
        unless=_is_label,
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
    "stranded-sign": word_rule(
        "stranded-sign",
        lambda t: t.dangling,
        " ",
        f'(?P<at>{A_BLANK}{{2,}}+)(?=[–—/&+→-]|\\*(?![\\w*"“«]))',
        prior=0.6,
    ),
    "stranded-break": Detector(_stranded_break, frozenset([BLANK_EDGE]), prior=0.6),
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
    "stranded-blank": _blank_rule("stranded-blank", lambda t: t.stranding, ",.;)", spaced=True),
    "stranded-blank-colon": _blank_rule("stranded-blank-colon", lambda t: t.stranding, ":"),
    "stranded-opening-blank": _blank_rule(
        "stranded-opening-blank", lambda t: frozenset(map(str.capitalize, t.opening)), ","
    ),
    "stranded-weak-blank": _blank_rule("stranded-weak-blank", lambda t: t.weak | t.joining, ",.;:)"),
    "stranded-elided": word_rule(
        "stranded-elided", lambda t: t.elided, ",.;:)»”", "[,.;:)»”]", apart="'’", unless=_is_note
    ),
    "stranded-elided-blank": word_rule(
        "stranded-elided-blank", lambda t: t.elided, "'’", f"['’](?P<at>{A_BLANK})", unless=_is_note
    ),
    "stranded-elided-consonant": word_rule(
        "stranded-elided-consonant",
        lambda t: t.elided if t.elides else frozenset(),
        "'’",
        _NOT_ELIDED,
        unless=_is_note,
        prior=0.9,
    ),
    "stranded-doubled-blank": word_rule(
        "stranded-doubled-blank", lambda t: t.dangling, " ", f"(?P<at>{A_BLANK}{{2,}}+)(?=\\w)"
    ),
    # on real pages 107 of 108 such places, and none on sound ones
    "stranded-doubled-blank-link": word_rule(
        "stranded-doubled-blank-link",
        lambda t: t.articles | t.prepositions | t.determiners,
        " ",
        f"(?P<at>{A_BLANK}{{2,}}+)(?=\\w)",
        unless=_links_nothing,
        prior=0.95,
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
    "stranded-bracket": word_rule(
        "stranded-bracket", lambda t: t.stranding, "(", "\\(", apart=BLANK, back=1, unless=_goes_on_after_brackets
    ),
}
