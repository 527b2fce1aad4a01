"""RG103: function words with nothing to govern, before brackets."""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector, Document
from repair.detect.rules.stranded.named import stands_for_noun
from repair.detect.rules.stranded.parted import is_parted
from repair.detect.rules.stranded.words import word_rule
from repair.detect.weighing.surroundings import is_in_code
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, late

__all__ = ["STRANDED_BEFORE_BRACKETS"]


def _counts_alone(document: Document, end: int, word: str) -> bool:
    """Whether the word before the brackets may stand for a noun (`en installer une (…)`), with no preposition before it, or
    ends a clause."""
    table = document.language
    if table is None or is_parted(document, end, word):
        return True
    return word.lower() in table.before_units - table.stranding and stands_for_noun(document, end, word)


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


_AMID: Final = late(f"{A_BLANK}\\((?:{LETTER}{{1,30}}[{BLANK}–-]?){{1,4}}\\){A_BLANK}({LETTER}+)")


def _goes_on_after_brackets(document: Document, end: int, word: str) -> bool:
    """Whether the word that ends at `end` governs one after a few words in brackets: `with your (very sensitive) data`."""
    match, table = _AMID.match(document.text, end), document.language
    return match is not None and table is not None and match[1].lower() not in table.common_words


STRANDED_BEFORE_BRACKETS: Final[dict[str, Detector]] = {
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
    "stranded-bracket": word_rule(
        "stranded-bracket", lambda t: t.stranding, "(", "\\(", apart=BLANK, back=1, unless=_goes_on_after_brackets
    ),
}
