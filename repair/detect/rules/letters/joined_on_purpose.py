"""What is joined on purpose, so that no blank was lost: addresses, file names, numbers, abbreviations, names of programs and
products, rows of data and lists.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Final

from repair.detect.document import Document
from repair.detect.rules.letters.encoding import bare_entity
from repair.detect.suspects.prefilter import word_before
from repair.detect.technical import in_backticks, speaks_of_code
from repair.detect.vocabulary import is_function_word, lexicon
from repair.text.patterns import BLANK, LETTER, LOWER, UPPER, late

__all__ = [
    "is_address",
    "is_joined_colon",
    "is_joined_comma",
    "is_name_or_label",
    "is_no_dotted_name",
    "keeps_full_stop",
]

_ENDINGS: Final = tuple(".com .it .org .net .eu .gov .edu .js .py .html .php .io .co .tv .uk .ai .info".split())
_REACH: Final = 60  # code points on either side in which the token around a place is looked at
_LABEL: Final = 2  # letters of the longest ending of a name that tells things apart
_LABELS: Final = frozenset("AEU")  # words of one letter that do so too


def _token(text: str, at: int) -> str:
    """What stands around `at` without blanks."""
    left, right = text[max(0, at - _REACH) : at], text[at : at + _REACH]
    before = "" if left[-1:].isspace() else left.rsplit(None, 1)[-1:]
    after = "" if right[:1].isspace() else right.split(None, 1)[:1]
    return "".join((*before, *after))


def is_address(document: Document, match: re.Match[str]) -> bool:
    """Whether the place lies within an address, a file name or a handle."""
    token = _token(document.text, match.start()).lower()
    return (
        any(mark in token for mark in ("://", "@", "/", "_", "\\", "#"))
        or token.startswith("www.")
        or token.strip("()[]«»“”\"',;:.!?").endswith(_ENDINGS)
    )


def _is_address_or_abbreviation(document: Document, match: re.Match[str]) -> bool:
    if is_address(document, match):
        return True
    word = re.search(r"\w*$", document.text[max(0, match.start() - 20) : match.start()])
    known = document.language.abbreviations if document.language else frozenset()
    return word is not None and word[0].lower() in known


def _may_be_dotted(document: Document, match: re.Match[str]) -> bool:
    """Whether the full stop may be part of a name: a capitalised word stands on both sides of it, and the second is no
    function word (`Windows.Forms`)."""
    after = _WORD_AFTER.match(document.text, match.end())
    if after is None or is_function_word(document, after[0].lower()):
        return False
    return word_before(document.text, match.start())[:1].isupper()


_IDENTIFIER: Final = late(rf"\w+(?:(?<={LOWER}){UPPER}|\.\w|\()|{UPPER}\w*{LOWER}{UPPER}")


_LONE_SMALL: Final = late(r"(?:\A|\n|\w\(|[a-z]\.)[a-z_]+\Z")
_LONGEST_NAME: Final = 40  # code points


def keeps_full_stop(document: Document, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an identifier, a dotted name, an address or an abbreviation."""
    if _IDENTIFIER.match(document.text, match.end()):
        return True  # `openai.ChatCompletion.create`, `reg.Gen.m.b.H.`
    if _LONE_SMALL.search(document.text, max(0, match.start() - _LONGEST_NAME), match.start()):
        return True  # no sentence ends there: `class Post(models.Model)`, `java.util.List`
    return _may_be_dotted(document, match) or _is_address_or_abbreviation(document, match)


def is_no_dotted_name(document: Document, match: re.Match[str]) -> bool:
    """Whether no blank was lost between two capitalised words: another rule sees the place, or it is of a program, an address
    or an abbreviation."""
    if not _may_be_dotted(document, match) or speaks_of_code(document) or in_backticks(document, match.start()):
        return True
    return _is_address_or_abbreviation(document, match)


# names that are written with a capital after three or more small letters
_CAMEL: Final = frozenset(
    "macOS watchOS tvOS visionOS openSUSE thyssenkrupp easyJet isiZulu isiXhosa isiNdebele amaZulu amaXhosa".split()
)
_WORD_AFTER: Final = late(rf"{LETTER}+")
_WORD_BEFORE: Final = late(rf"{LETTER}*$")


_ENTITY_BEFORE: Final = late(r"&(?:#?\w{1,31};){1,9}\Z")
_ENTITY_REACH: Final = 70  # code points


def is_joined_colon(document: Document, match: re.Match[str]) -> bool:
    """Whether the colon or semicolon is joined on purpose: it ends an entity (`l&rsquo;auto`, `lrsquo;auto`), it sets off an ending
    within a word (`Leser:innen`), or it lies in an address or between the cells of a row."""
    if match[0] == ";":
        end = match.end()
        if document.text[end - 3 : end + 2].lower() == "tl;dr" or bare_entity(document.text, match.start()) is not None:
            return True
        start = document.text.rfind("&", max(0, end - _ENTITY_REACH), end)
        if start >= 0 and _ENTITY_BEFORE.match(document.text[start:end]):
            return True
    return _ends_inside(document, match.end()) or _is_prefixed(document, match) or is_joined_comma(document, match)


_NO_WORD: Final = late(r"[?*[-]")


_PREFIX: Final = late(rf"{LOWER}{{2,20}}\Z")
_PREFIXED: Final = late(rf":{LOWER}{{2}}")
_LONGEST_PREFIX: Final = 20  # code points


def _prefixes(document: Document) -> Counter[str]:
    """How often each word in small letters stands right before a colon and another such word. A search that begins at the
    word would begin at every letter."""
    text, end = document.text, 0
    found: Counter[str] = Counter()
    for match in _PREFIXED.finditer(text):
        at = match.start()
        if prefix := _PREFIX.search(text, max(end, at - _LONGEST_PREFIX), at):
            found[prefix[0]] += 1
            end = match.end()
    return found


def _is_prefixed(document: Document, match: re.Match[str]) -> bool:
    """Whether the colon sets off a prefix in a name of programs and markup (`xml:lang`, `ly:make-moment`, `"txt:Text"`)."""
    text, at = document.text, match.start()
    if match[0] != ":" or not document.text[match.end()].isalpha():
        return False
    token = _token(text, at).strip("()[]«»“”\"',;.!?…")
    prefix = word_before(text, at)
    if prefix.islower() and text[match.end()].islower() and document.once(_prefixes)[prefix] > 1:
        return True  # `about:config` and `about:addons`
    quoted = text[at - len(word_before(text, at)) - 1 : at][:1] in ('"', "“", "(") and " " not in token
    return _NO_WORD.search(token) is not None or quoted or speaks_of_code(document)


def is_joined_comma(document: Document, match: re.Match[str]) -> bool:
    """Whether the mark is joined on purpose: in an address, a row, a list, or between the only two words of a line."""
    return (
        is_address(document, match)
        or _is_row(document, match)
        or _is_list(document, match)
        or _is_alone(document, match)
        or _LOCALE.match(document.text, match.end()) is not None
        or in_backticks(document, match.start())
    )


_LOCALE: Final = late(r"[a-z]{2}-[A-Z]{2}(?!\w)|[a-z-]{2,20};[.;]")
"""A language and its country (`name,en-US`), and the last value of a list of settings (`set bold,standout;.`)."""
_IMPORT: Final = late(r"(?:import|from|use|using|set)[ \t]")
_QUOTED_CELLS: Final = late(r"[«“\"'‘„`]")


def _is_alone(document: Document, match: re.Match[str]) -> bool:
    """Whether the two words are all that a line or a quotation has (`Nome,Cognome`), or modules of a program's line
    (`import sys,os`)."""
    text = document.text
    line = document.lines[document.line_at(match.start())]
    if _IMPORT.match(text, line.start, line.end):
        return True
    left = max(line.start, match.start() - _LIST_REACH)
    start = left + len(text[left : match.start()]) - len(re.split(r"\s", text[left : match.start()])[-1])
    end = match.end() + len(re.split(r"\s", text[match.end() : match.end() + _LIST_REACH], maxsplit=1)[0])
    asked = _ASKED.search(text, left, match.end()) is not None and ")" in text[match.end() : end]
    whole = asked or (start == line.start and end >= line.end)
    token = text[start:end].rstrip(".,;:)")
    return whole or (
        len(token) > 2 and _QUOTED_CELLS.match(token[0]) is not None and _QUOTED_CELLS.match(token[-1]) is not None
    )


_ASKED: Final = late(r"[?~$](?<!\w.)\w+\([^\s()]{1,40},\Z")  # what a sign calls, with its arguments: `?name(apt,itude)`
_LIST_REACH: Final = 80  # code points on either side
_SEPARATOR: Final = late(r"(?<=\w)[,;:](?=\w)")
_OF_CODE: Final = frozenset("={}")


def _is_list(document: Document, match: re.Match[str]) -> bool:
    """Whether the mark is one of several in a run without a blank, as in lists of commands and data (`rw,noatime,exec`,
    `sort=date,title`). A page that lost its blanks seldom lost two in a row."""
    text, at = document.text, match.start()
    left = text[max(0, at - _LIST_REACH) : at].rsplit(None, 1)[-1]
    run = left + match[0] + text[match.end() : match.end() + _LIST_REACH].split(None, 1)[0]
    return len(_SEPARATOR.findall(run)) > 1 or not _OF_CODE.isdisjoint(run)


_ROW: Final = 1000  # code points; a longer line is a paragraph


def _is_row(document: Document, match: re.Match[str]) -> bool:
    """Whether the mark separates the cells of a row of data. In such a line no blank follows any mark of this kind, and
    the line has two semicolons or more, or as many marks as a row beside it."""
    number = document.line_at(match.start())
    cells = _cells(document, number, match[0])
    if match[0] == ";" and cells > 1:
        return True
    fewest = 1 if match[0] == ";" else 2
    return cells >= fewest and any(_cells(document, beside, match[0]) == cells for beside in (number - 1, number + 1))


def _cells(document: Document, number: int, mark: str) -> int:
    """How many marks separate the cells of a line, 0 if it is not a row."""
    if not 0 <= number < len(document.lines):
        return 0
    line = document.lines[number]
    text = document.text[line.start : line.end] if line.end - line.start <= _ROW else ""
    return 0 if any(mark + blank in text for blank in BLANK) else text.count(mark)


def _ends_inside(document: Document, at: int) -> bool:
    endings = document.language.inner_endings if document.language else ()
    word = _WORD_AFTER.match(document.text, at, at + 12) if endings else None
    return word is not None and word[0].lower() in endings


_BEFORE_IDENTIFIER: Final = (".", "(", '"', "'", "‘", "*", "?", "[", "\\")
_COMMAND: Final = late(r"\\[a-z]{4,}")
_FEWEST_COMMANDS: Final = 3


def _tells_of_commands(document: Document) -> bool:
    """Whether the text has several commands of a markup like TeX (`\\textbf`): its camels are such names too."""
    return sum(1 for _ in islice(_COMMAND.finditer(document.text), _FEWEST_COMMANDS)) == _FEWEST_COMMANDS


_CAMEL_WORD: Final = late(f"{UPPER}(?<={LOWER}.){LOWER}+")


def _camels(document: Document) -> Counter[str]:
    """How often each word with a capital inside stands in the text."""
    text = document.text
    return Counter(word_before(text, match.start()) + match[0] for match in _CAMEL_WORD.finditer(text))


_CALL: Final = late(r"\w{1,40}(?:\(\)|\.[a-z_]\w)")


def _is_name(document: Document, match: re.Match[str]) -> bool:
    """Whether the capital belongs to a name: an address, a brand (`YouTube`, `McDonald`) or a programmer's word."""
    at = match.start()
    if any(map(str.isupper, word_before(document.text, at))):  # as in nearly all names
        return True
    head = _WORD_BEFORE.search(document.text, max(0, at - 30), at)
    if head is None or any(letter.isupper() for letter in head[0]) or is_address(document, match):
        return True
    if (
        in_backticks(document, at)
        or document.once(_tells_of_commands)
        or speaks_of_code(document)
        or _CALL.match(document.text, at)
    ):
        return True
    if document.text.startswith("Case", at) and head[0] in ("camel", "lower", "upper"):
        return True  # the way of writing names, written in its own way
    known = lexicon(document)
    if known is not None and not known.is_common(head[0]):
        return True  # no common word of the text's language, as in `clefGlyph`
    if document.text[head.start() - 1 : head.start()] in _BEFORE_IDENTIFIER:
        return True
    if _ends_inside(document, at):
        return True
    word = head[0] + re.split(r"[\W\d_]", document.text[at : at + 30])[0]
    if document.once(_camels)[word] > 1:
        return True  # an identifier returns, two words that met by accident do not
    return word in _CAMEL or sum(letter.isupper() for letter in word) > 1


def is_name_or_label(document: Document, match: re.Match[str]) -> bool:
    """Whether the capital belongs to a name, or begins an ending that tells things apart (`fornitoreA`, `domU`)."""
    ending = match[0]
    is_label = len(ending) <= _LABEL and (ending in _LABELS or not is_function_word(document, ending.lower()))
    return is_label or _is_name(document, match)
