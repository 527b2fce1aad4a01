"""Emptied marks that are meant: brackets, quotation marks and signs that the text speaks about, and values of a program."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from repair.detect.document import Document
from repair.detect.suspects.prefilter import word_before
from repair.detect.technical import in_backticks, is_among_signs, is_quoted_at
from repair.text.patterns import A_BLANK, BLANK, late

__all__ = [
    "is_argument",
    "is_list_of_program",
    "is_meant",
    "is_named_sign",
    "is_one_of_two",
    "is_quoted",
    "is_value",
    "says_empty",
]

_IDEOGRAPHS: Final = "\u2e80"  # from here on a script has no blank before a bracket


def is_quoted(document: Document, match: re.Match[str]) -> bool:
    """Whether the brackets alone stand between quotation marks: the text speaks about them (`the "[]" of Python`)."""
    return is_quoted_at(document.text, *match.span())


_BRACKETS_BEFORE: Final = late(
    r"(?<!\w)(?:brackets|parentheses|(?:parentesi|virgolette) \w+|Klammern|crochets|parenthèses|corchetes|paréntesis"
    r"|colchetes|parênteses|(?:blok)?haken|haakjes|empty (?:list|array|dictionary)|(?:lista|matrice|array) vuot[ao]"
    r"|liste vide|lista vac[ií]a|lista vazia|leere[nr]? Liste|lege lijst),? \Z"
)
_NEAR: Final = 24  # code points before brackets in which what they are may be said


def is_meant(document: Document, match: re.Match[str]) -> bool:
    """Whether the brackets are what the text speaks about (`il carattere "("`, `le parentesi «()»`), a list of a program
    (`#()`, `'()`), or a box to tick (`( )For`)."""
    text = document.text
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if is_among_signs(document, match.start()) or in_backticks(document, match.start()):
        return True
    if _BRACKETS_BEFORE.search(text, max(0, match.start() - _NEAR), match.start()):
        return True
    if match["at"]:
        return after.isalnum()
    return (
        ((before.isalnum() or before == "_") and before < _IDEOGRAPHS)
        or before in ("#", "'", "`", "$", "\\", "]")
        or is_quoted(document, match)
    )


_CALL: Final = 60  # code points in which a call begins
_IN_CALL: Final = late(r"\w\([^()\n]*\Z")


def is_argument(document: Document, match: re.Match[str]) -> bool:
    """Whether the brackets are an empty list that a program hands on: `setdefault(key, [])`."""
    before = document.text[max(0, match.start() - _CALL) : match.start()]
    return document.text[match.end() : match.end() + 1] in ("", ")", ",") and _IN_CALL.search(before) is not None


_IS_VALUE: Final = late(f'(?:\\w|={A_BLANK}?|":{A_BLANK}?)\\Z')
"""Before empty marks that a program assigns or reads from: `names = []`, `names[]`."""


def is_value(document: Document, match: re.Match[str]) -> bool:
    """Whether the marks are a value of a program: `x=[]`, `"names": []`."""
    return _IS_VALUE.search(document.text, max(0, match.start() - 3), match.start()) is not None


_STRING: Final = late(
    r"(?:(?<!\w)(?:[Ss]trings?|string(?:a|he)|[Cc]haînes?|[Cc]adenas?|[Cc]adeias?|Zeichenketten?|tekenreeks(?:en)?)"
    r"|(?<!\w)(?:[Oo]ption|setting|[Vv]alue|[Vv]ariable|[Oo]pzione|[Vv]alore|[Vv]ariabile|[Vv]aleur|[Oo]pción|[Vv]alor|[Oo]pção"
    r"|[Vv]ariável|Wert|waarde|optie)(?:[ \u00a0]\w+){0,2}[ \u00a0](?:to|as|of|is|a|à|di|è|est|como|en|é|auf|von|ist|op|van))[ \u00a0]\Z"
)
"""Before empty quotation marks: a string, or what an option is set to."""
_SET: Final = 48  # code points
_IS_EMPTY: Final = late(
    r"[»”“\"]?[ \u00a0](?:(?:is|are|was|were|è|sono|era|est|sont|es|está|são|é|ist|sind|war|leeg is)[ \u00a0]"
    r"(?:empty|blank|vuot[aeio]|vides?|vac[ií][ao]s?|vazi[ao]s?|leer|leeg)"
    r"|(?:stands for|means|sta per|significa|signifie|steht für|bedeutet|betekent)[ \u00a0](?:ditto|idem|dito|nothing|niente|nada|rien|nichts))(?!\w)"
)


def says_empty(document: Document, match: re.Match[str]) -> bool:
    """Whether nothing belongs between the marks: the text says that they are empty (`the word "" is empty`), or they are an
    empty string or what an option is set to (`set this option to ""`)."""
    text, start = document.text, match.start()
    said = _IS_EMPTY.match(text, match.end()) or _IS_EMPTY.match(text, match.end() - 1)
    if said is not None or match[0][0] != '"':
        return said is not None  # programs set straight marks
    return _STRING.search(text, max(0, start - _SET), start) is not None


_OPERATED: Final = late(
    f"(?:[=:+]{A_BLANK}?|{A_BLANK}\\+\\+{A_BLANK}|\\()\\[\\](?!\\()|\\[\\]{A_BLANK}(?:=|\\+\\+|->|:){A_BLANK}"
)


def _operates(document: Document) -> bool:
    return sum(1 for _ in islice(_OPERATED.finditer(document.text), _OFTEN)) == _OFTEN


_OFTEN: Final = 2  # so many of them are no slip


def is_list_of_program(document: Document) -> bool:
    """Whether the text reckons with empty lists (`take 0 _ = []`), so that it speaks of them too. Looked up once a text."""
    return document.once(_operates)


_LINK: Final = "(?:o|ou|or|oder|of|y|e|et|und|and|en)"
_OTHER_QUOTED: Final = late(f"[»”“],?{A_BLANK}{_LINK}{A_BLANK}[«“„]")
_QUOTED_BEFORE: Final = late(f"[«“„]\\S[»”“],?{A_BLANK}{_LINK}{A_BLANK}\\Z")


def is_one_of_two(document: Document, match: re.Match[str]) -> bool:
    """Whether another sign is quoted beside the one in the marks: `«,» o «=»`."""
    text, start = document.text, match.start()
    before = _QUOTED_BEFORE.search(text, max(0, start - _NEAR), start)
    return before is not None or _OTHER_QUOTED.match(text, match.end()) is not None


_AFTER_NUMBER: Final = late(f"\\d{A_BLANK}\\Z")


def is_named_sign(document: Document, match: re.Match[str]) -> bool:
    """Whether the mark in the brackets is what an article names or a number stands for: `add a (;) at`, `code 44 (,)`."""
    table, text, at = document.language, document.text, match.start()
    if len(match["at"].strip(BLANK)) > 1:
        return False
    if match["at"] in ",;." and _AFTER_NUMBER.search(text, max(0, at - 2), at):
        return True
    return table is not None and word_before(text, at - 1).lower() in table.articles | table.determiners
