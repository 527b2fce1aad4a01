"""Signs that programs and other formats write and no sentence of any language has: tags with a sign or a number in them or torn by
a translation, fields in braces, names of keys and files, marks of notes, marks that stand doubled around words, lines of markup,
heads of files and data (RE303, RG111, RS401).

Other files know elements by their names. These rules know none: they tell what they see by its shape, and so see what nobody has
named yet. A text in which such signs are many is about programs, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.page_vocabulary import PAGE_TALK
from repair.detect.suspects.prefilter import word_before
from repair.detect.technical import is_named, is_named_at
from repair.text.patterns import A_BLANK, LETTER, LOWERS, UPPERS, late

__all__ = ["FOREIGN_SIGNS"]

_END: Final = rf"(?=[{LOWERS}{UPPERS}\d«“\"(]|\W|\Z)"

# --- texts about programs --------------------------------------------------------------------------------------------

_CODED: Final = late(
    r"`|(?<!\S)--?[a-z]{2}|\w\(\)|[;{}]\n|\n#!|(?<!\S)\$ \w|(?<=\w)(?:\.py|\.js|\.php|\.xml|\.sh|\.conf|\.cfg|\.dll|\.exe)(?!\w)"
    r"|(?<=\w)(?:::|->|=>|==)(?=\w)|(?<=[a-z])_(?=[a-z])|</[a-z]"
)
_MANY: Final = 6  # such signs of a text that is about programs
_PER: Final = 700  # code points of such a text for each of them, at most


def _is_coded(document: Document) -> bool:
    """Whether the text is about programs: it has many signs of them for its length."""
    count = sum(1 for _ in _CODED.finditer(document.text))
    return count >= _MANY and count * _PER > len(document.text)


def _is_meant(document: Document, match: re.Match[str]) -> bool:
    """Whether the text speaks of what the match is, or is about programs."""
    return document.once(_is_coded) or is_named(document, match)


# --- in angle brackets -----------------------------------------------------------------------------------------------

_SHORT_TAGS: Final = "b|i|u|a|p|em|br|li|ul|ol|td|tr|hr|strong|span|div|font|img|h[1-6]|sup|sub"
_ANGLED: Final = (
    rf"<(?:[@#!][^<>\s]{{1,40}}|[a-z]{{1,8}}:(?!//)[\w:.-]{{1,40}}|/?\d{{1,3}}/?|/?[a-z]:[a-z]{{1,12}}/?)>(?!>)"
    rf"|</?{A_BLANK}/?{A_BLANK}?(?:{_SHORT_TAGS})(?:{A_BLANK}[^<>\n]{{0,60}})?/?{A_BLANK}?/?>|<(?:{_SHORT_TAGS}){A_BLANK}>|</(?:{_SHORT_TAGS}){A_BLANK}>"
    r"|<<[A-ZÀ-Þ][\w]{1,20}(?: [A-ZÀ-Þ]\w{1,20}){0,3}>>(?<![.!?]>>)"
    rf"|&{A_BLANK}(?:nbsp|amp|quot|lt|gt|apos|rsquo|lsquo|ldquo|rdquo|hellip|ndash|mdash|#{A_BLANK}?\d{{2,5}}){A_BLANK}?;"
)
_ANGLED_NEEDLES: Final = ("<", "&")

# --- in braces -------------------------------------------------------------------------------------------------------

_NAME: Final = r"[\w.$ -]{0,40}"
_BRACED: Final = (
    rf"\{{{{1,2}}(?:[$!@%.:/#]{A_BLANK}?{LETTER}{_NAME}(?:[=|:?][^{{}}\n]{{0,80}})?|/?{LETTER}[\w-]{{1,20}}[:=|][^{{}}\n\s][^{{}}\n]{{0,80}}"
    rf"|/?[a-z]{{3,20}}(?=\}}[{UPPERS}])|(?<=[.!?…].)/?[a-z]{{3,20}}(?=\}})|{LETTER}[\w.-]{{1,40}}(?={A_BLANK}?\}}{A_BLANK}\}}))(?:{A_BLANK}?\}}){{1,3}}"
    r"|\{\d{1,3}>|(?<=\w)<\d{1,3}\}"
    rf"|(?<![\w%])%{A_BLANK}?\d{A_BLANK}\${A_BLANK}?[sdf](?!\w)|%\(\w{{1,30}}\)[sdf](?!\w)|(?<=[{LOWERS}]{A_BLANK})%{A_BLANK}[sd](?!\w)"
    rf"|(?<=[{LOWERS}]{A_BLANK})[@#]\{{?[A-Z]\w{{2,20}}\.[A-Z]\w{{2,30}}\}}?|#\{{\w[\w.]{{0,40}}\}}"
)
_BRACES: Final = 8  # of them in a text that is written so


def _is_of_braces(document: Document, match: re.Match[str]) -> bool:
    return document.text.count("{") > _BRACES or _is_meant(document, match)


# --- names of keys and files -----------------------------------------------------------------------------------------

_HINT: Final = late(
    rf"\.(?<=\w\.)(?=[a-zA-Z_]{{3}})|_(?<=[a-zA-Z]_)(?=[a-zA-Z])|-(?<=[a-z0-9]-)[a-z0-9]{{1,20}}-[a-z0-9]{{1,20}}-|/(?<=[.!?…»”]{A_BLANK}/)(?=\w)"
    r"|(?<![^\n])/(?=\w)|-(?<=[a-z]-)\d{5}|\]\(#|\(#"
)
"""What each of the names below has inside."""
_KEY: Final = late(
    r"[a-z]{3,20}(?:_[a-z]{2,20}){1,5}|[A-Z]{3,20}(?:_[A-Z]{2,20}){1,5}|[a-z_]{3,20}(?:\.[a-z_]{5,20}){2,4}"
    r"|[A-Z_]{3,20}(?:\.[A-Z_]{4,20}){1,4}"
)
"""`article_share_button`, `articolo.condividi.titolo`: the key of a text in a table, between sentences."""
_ENDINGS: Final = "docx?|odt|rtf|xlsx?|pptx?|indd|html?|aspx?|php|jsp|jpe?g|png|gif|webp|svg|mp[34]"
_FILE: Final = late(
    rf"[\w-]{{3,80}}\.(?:{_ENDINGS})|(?:/[\w-]{{2,60}}){{2,7}}(?:\.(?:{_ENDINGS}))?(?:#[\w-]{{1,40}})?"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\(?#[a-z][\w-]{3,60}\)?"
)
"""`8f14e45f-ceea-467f-a9f3-2b1c4d5e6f70`, `mill_sale_final.docx`, `/guide/rules.html#mills`, between sentences."""
_ADDRESS: Final = late(
    r"[a-z][a-z0-9]{0,20}(?:-[a-z0-9]{1,20}){6,16}|[a-z]{2,20}(?:-[a-z]{1,20}){1,6}-\d{5,14}(?:-\d{1,4})?"
    r"|\(#[a-z][\w-]{3,60}\)|\[[^\[\]\n]{1,60}\]\(#[^()\s]{0,60}\)"
)
"""`the-mill-was-sold-in-may-2021`, `(#rules-for-mills)`: wherever it stands."""
_TOKEN: Final = late(r"\S+")
_ENDED: Final = late(rf"(?:[.!?…»”]{A_BLANK}|[.!?…»”:]\n|\n\s*\n|\A)\Z")
_GOES_ON: Final = late(rf"{A_BLANK}?(?:\n|\Z)|{A_BLANK}[{UPPERS}«“]")
_LONGEST: Final = 160  # code points
_FEW: Final = 3  # names of one text that lost the words in their place


def _is_compound(document: Document, start: int, name: str) -> bool:
    """Whether an author joined the words for fun: an article stands before them (`a know-it-all-and-tell-it-twice man`)."""
    table = document.language
    word = word_before(document.text, start - 1).lower()
    return name.count("-") > 1 and table is not None and word in table.articles | table.determiners


def _names(document: Document) -> list[tuple[int, int, bool]]:
    """The spans of the names of keys and files, and whether each is a key's."""
    text, found = document.text, []
    end = 0
    for hint in _HINT.finditer(text):
        if hint.start() < end:
            continue
        start = (
            max(
                text.rfind(" ", 0, hint.start()),
                text.rfind("\n", 0, hint.start()),
                text.rfind("\u00a0", 0, hint.start()),
            )
            + 1
        )
        token = _TOKEN.match(text, start, start + _LONGEST)
        if token is None:
            continue
        name = token[0].rstrip(".,;:!?")
        end = start + len(name)
        between = _ENDED.search(text, max(0, start - 3), start) and _GOES_ON.match(text, token.end())
        is_key = bool(between and _KEY.fullmatch(name))
        if not (is_key or (between and _FILE.fullmatch(token[0])) or _ADDRESS.fullmatch(name)):
            continue
        if (
            document.is_prose_at(start)
            and not is_named_at(document, start, end)
            and not _is_compound(document, start, name)
        ):
            found.append((start, end, is_key))
    return found


def _name_rule(rule: str, *, keys: bool) -> Detector:
    """The rule for keys, or for files."""

    def detect(document: Document) -> Iterator[Sighting]:
        found = document.once(_names)
        if not found or len(found) > _FEW or document.once(_is_coded):
            return
        for start, end, is_key in found:
            if is_key == keys:
                yield Sighting(start, end, "RS401", rule)

    return Detector(detect, prior=0.65)


# --- marks of notes --------------------------------------------------------------------------------------------------

_MARK: Final = (
    rf"\[(?<=[\w.,;:!?…»”\")]\[)(?:[a-z]{{1,12}}(?:-[a-z]{{1,12}})?{A_BLANK}\d{{1,3}}|N{A_BLANK}\d{{1,3}}|[A-Z]{{2,3}}\d{{1,3}}|(?:web|cite|ref|doc|source|src):\d{{1,3}}(?:[-,–]\d{{1,3}})?)\]"
    r"|\[(?:web|cite|source):\d{1,3}\]"
)
"""`forty metres high.[nb 1]`: joined to the word or mark before it."""
_BACK: Final = late(
    rf"(?m)^(?:↑|\^(?={A_BLANK}[a-z]{A_BLANK}))(?:{A_BLANK}(?:[a-z]|\d{{1,2}}(?:\.\d{{1,2}})?)(?![\w.])){{0,12}}{A_BLANK}(?=[{UPPERS}«“])"
)
_REFERENCES: Final = 6  # lines of a list of notes, which belongs to the page that has it whole


def _back_links(document: Document) -> Iterator[Sighting]:
    """`↑ a b c Il manoscritto è a Parma.`: the way from a note back to its places."""
    found = list(_BACK.finditer(document.text))
    for match in found if len(found) < _REFERENCES else ():
        if not is_named(document, match):
            yield Sighting(match.start(), match.end(), "RE303", "note-origin", None, "")


# --- signs doubled around words --------------------------------------------------------------------------------------

_DOUBLED: Final = (
    r"(?<![\w=+%|@^!])(?P<sign>==|\+\+|%%|\^\^|@@)(?=[^\s=+%|@^!])[^\n=+%|@^!]{1,80}(?<=\S)(?P=sign)(?![\w=+%|@^!])"
    rf"|(?<=[.!?…»”]{A_BLANK})\^(?=[a-z0-9-]*\d)[a-z0-9-]{{4,12}}(?=\s|\Z)"
)

# --- lines of markup -------------------------------------------------------------------------------------------------

_LINE: Final = late(
    r"(?m)^(?:h[1-6]\.[ ](?=[A-ZÀ-Þ])|bq\.[ ]|\.\.[ ][a-z][\w-]{2,20}::(?:[ ][^\n]{0,120})?$|[a-z]{3,12}::?[^\s\[\]]{3,80}\[[^\[\]\n]{0,120}\]$"
    r"|(?P<heading>={2,6})[ ]?[^=\n]{1,100}[ ]?(?P=heading)$|#\+[A-Za-z_]{3,20}(?::[^\n]{0,100})?$|[!?]{3}\+?[ ][a-z]{3,12}(?:[ ]\"[^\"\n]{0,80}\")?$"
    r"|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@|<{7}(?: [^\n]{0,60})?$|>{7}(?: [^\n]{0,60})?$|={7}$"
    r"|import (?:\w+|\{[^{}\n]{1,80}\}) from ['\"][^'\"\n]{1,120}['\"];?$|(?:>[ ])?\[![A-Z]{3,12}\](?=[ \n]))"
)
_LINES: Final = 8  # of them in a text that is written so
_HEAD: Final = late(
    r"\s*(?:---|\+\+\+)\n(?:[\w-]{1,30}(?::| =)[^\n]{0,200}\n|[ \t]*- [^\n]{0,120}\n){1,24}(?:---|\+\+\+)(?=\n)"
)


def _lines_of_markup(document: Document) -> Iterator[Sighting]:
    """`.. image:: mill.png`, `h2. The mill`, `====== Il mulino ======`: lines of a format that the rest of the text is not in."""
    text = document.text
    head = _HEAD.match(text)
    if head and not document.once(_is_coded):
        yield Sighting(head.start(), head.end(), "RE303", "line-of-markup")
    found = list(_LINE.finditer(text))
    for match in found if len(found) <= _LINES and not document.once(_is_coded) else ():
        if not is_named_at(document, *match.span()):
            yield Sighting(*match.span(), "RE303", "line-of-markup")


# --- data ------------------------------------------------------------------------------------------------------------

_PAIR: Final = r"\"[\w@-]{1,30}\":{b}?(?:\"(?=\S)|[\[{{]|-?\d|true|false|null)".replace("{b}", A_BLANK).replace(
    "{{", "{"
)
_DATA: Final = rf"\[?\{{{A_BLANK}?{_PAIR}[^\n]{{0,400}}?\}}\]?(?={A_BLANK}[{UPPERS}]|\s*\n|\s*\Z)|\"?,\"\w{{2,30}}\":\"?|\"[\]}}]{{2,6}}(?!\w)"

FOREIGN_SIGNS: Final[dict[str, Detector]] = {
    "bracket-of-program": pattern_rule(
        "bracket-of-program", "RE303", _ANGLED, needles=_ANGLED_NEEDLES, unless=_is_meant, anywhere=True, prior=0.8
    ),
    "brace-of-program": pattern_rule(
        "brace-of-program", "RG111", _BRACED, needles=("{", "}", "$", "%", "@", "#"), unless=_is_of_braces, anywhere=True,
        words=(1, 6), prior=0.75,
    ),
    "key-of-program": _name_rule("key-of-program", keys=True),
    "file-of-page": _name_rule("file-of-page", keys=False),
    "note-mark": pattern_rule("note-mark", "RE303", _MARK, needles=("[",), unless=_is_meant, prior=0.75),
    "note-origin": Detector(_back_links, needles=("↑", "^"), prior=0.75),
    "signs-around": pattern_rule(
        "signs-around", "RE303", _DOUBLED, needles=("==", "++", "%%", "^", "@@"), unless=_is_meant, prior=0.7
    ),
    "line-of-markup": Detector(
        _lines_of_markup, frozenset([PAGE_TALK]), ("::", "==", "#+", "@@", "!!!", "???", ">>>>", "<<<<", "[!", "---", "++"), prior=0.75
    ),
    "data-left": pattern_rule("data-left", "RE303", _DATA, needles=('":', '","', '"}', '"]'), unless=_is_meant, anywhere=True, prior=0.8),
}  # fmt: skip
