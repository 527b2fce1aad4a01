"""What the preparation of texts for programs leaves: marks of tokens, names of brackets, masks in place of names (RG111), letters
starred out (RE305), attributes and roles of other markup (RE303), escapes whose backslash is gone (RE304), signs of other
widths (RE305), addresses in pieces (RG108), and notes of archives (RS401)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.prefilter import BARE_ESCAPE
from repair.detect.technical import is_named, is_named_at, speaks_of_code
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, LETTER, LOWER, LOWERS, UPPERS, late

__all__ = ["PREPARED"]


# --- tokens ----------------------------------------------------------------------------------------------------------

_TOKEN: Final = rf"@(?<=\w{A_BLANK}@)[-–.,]@(?={A_BLANK}\w)"
_BRACKET: Final = r"(?<![\w-])-[LR][RSC]B-(?![\w-])"
_PIECE: Final = (
    rf"@@(?<={LETTER}@@){A_BLANK}(?={LETTER}{{2}})|##(?<={LOWER}{{2}}{A_BLANK}##)(?={LOWER}{{2}})"
    rf"|▁(?=\w)|Ġ(?<=[{LOWERS},.;]Ġ)(?={LETTER})|Ġ(?<=\b[AI]Ġ)(?=[a-z]{{2}})|</w>"
)

# --- masks -----------------------------------------------------------------------------------------------------------

_MASKED: Final = "EMAIL_ADDRESS|PHONE_NUMBER|IP_ADDRESS|CREDIT_CARD|DATE_TIME|IBAN_CODE|PERSON_NAME|FULL_NAME|FIRST_NAME_\\d|ID_NUMBER|URL_\\d+|NAME_\\d+"
_MASK: Final = (
    rf"\|\|\|(?:{_MASKED})\|\|\||<(?:{_MASKED}|(?:PERSON|LOCATION|ORGANIZATION|GPE|PER|LOC|NRP)(?:_\d+)?)>"
    rf"|\[(?:{_MASKED}|(?:PERSON|LOCATION|ORGANIZATION|ADDRESS|GPE)(?:_\d+)?)\](?!\()"
)
# three digits in such brackets are a direction in a crystal
_SHIELD: Final = r"\{{1,2}xx\d{1,3}xx\}{1,2}|\$\{[Dd][Nn][Tt]_?\d{1,3}\}|__PH_?\d{1,3}__|⟨\d{1,2}⟩|｟\w{1,12}｠"
_STARRED: Final = late(rf"(?<![\w*])(?P<head>{LETTER}{{1,20}})(?P<at>\*{{3,8}})(?P<tail>{LOWER}{{2,20}})(?![\w*@])")
_LONG_TAIL: Final = 4
_LONG_HEAD: Final = 3
_SWORN: Final = frozenset(
    "hole holes head heads house face faced show storm bag bags hole load less ing ings sucker".split()
)
"""What stands behind the stars that authors set."""
_SWEARING: Final = tuple(
    """motherfucker motherfuckers motherfucking bullshit bullshitter bullshitters bastard bastards asshole assholes arsehole arseholes
    wanker wankers stronzo stronza stronzi stronzate cazzata cazzate vaffanculo coglione coglioni puttana puttane enculé enculés connard
    connards connasse salope salopes arschloch arschlöcher scheiße scheißkerl scheißkerle hurensohn cabrón cabrones gilipollas hijoputa
    caralho klootzak klootzakken godverdomme""".split()
)
"""Long words of which authors star out the middle."""


def _is_sworn(head: str, tail: str) -> bool:
    return tail in _SWORN or any(word.startswith(head.lower()) and word.endswith(tail) for word in _SWEARING)


def _starred(document: Document) -> Iterator[Sighting]:
    """`S****horpe`: a filter found a word inside another. Authors star out the end of a word, or all but its edges."""
    for match in _STARRED.finditer(document.text):
        head, tail = match["head"], match["tail"]
        long = len(tail) >= _LONG_TAIL or (len(head) >= _LONG_HEAD and len(tail) > 1)
        if long and not _is_sworn(head, tail) and document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RE305", "letters-starred", (1, 1))


# --- other markup ----------------------------------------------------------------------------------------------------

_ATTRIBUTE: Final = (
    r"\]\{[.#][\w-]{1,40}(?: [^{}\n]{1,80})?\}|(?<![^\n]):{3,8} ?\{[.#][^{}\n]{1,80}\}(?=\n)"
    rf"|(?<={A_BLANK})\{{#(?:sec|fig|tbl|eq|lst|chap):[\w-]{{1,60}}\}}"
)
_ROLE: Final = (
    r"(?<![\w:]):(?:py:|c:|cpp:|js:|std:)?(?:ref|doc|term|class|func|meth|mod|attr|file|guilabel|menuselection|numref|cite|math"
    r"|command|download|any|option|envvar|kbd|samp|obj|exc|data|pep|rfc):`[^`\n]{1,120}`"
)
_KEY: Final = (
    r"\[(?:see |cf\. )?-?@[A-Za-z][\w:.-]{0,40}\d{2,4}[a-z]?(?:, [^\[\]\n]{1,40})?(?:; ?-?@[\w:.-]{1,40}(?:, [^\[\];\n]{1,40})?){0,8}\]"
    rf"|(?<={LETTER}{A_BLANK})@[a-z]+\d{{4}}[a-z]?(?={A_BLANK}\[)"
)
_BREAK: Final = rf"(?<=[.!?»”\"])(?P<at>(?:rn){{1,6}}|n{{2,6}})(?=[{UPPERS}«“])"
_BARE_SIGN: Final = late(r"u00(?:3[ce]|2[267])")
_SIGNS: Final = 2  # of them in one text


def _bare_signs(document: Document) -> Iterator[Sighting]:
    """`u003cemu003e`, `u0022noneu0022`: escaped signs of markup whose backslashes were taken away."""
    found = list(_BARE_SIGN.finditer(document.text))
    for match in found if len(found) >= _SIGNS and not speaks_of_code(document) else ():
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RE304", "bare-signs")


# --- signs of other widths -------------------------------------------------------------------------------------------

_WIDE: Final = late("[，。：；！？（）、]|[０-９]+|[Ａ-Ｚａ-ｚ]+")
_OF_EAST: Final = late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PLAIN: Final = {"。": ".", "、": ","}
_NEEDLES: Final = (*"，。：；！？（）、", *(chr(0xFF10 + n) for n in range(10)), *(chr(0xFF21 + n) for n in range(26)))


def _wide_signs(document: Document) -> Iterator[Sighting]:
    """`Roma，il`, `２０２５`: signs of East Asian fonts in a text of Latin letters."""
    text = document.text
    if document.language is None or _OF_EAST.search(text):
        return
    for match in _WIDE.finditer(text):
        start, end = match.span()
        if not document.is_prose_at(start):
            continue
        plain = _PLAIN.get(match[0]) or normalize("NFKC", match[0])
        if plain in ",.:;!?)" and text[end : end + 1].isalnum():
            plain += " "
        elif plain == "(" and text[start - 1 : start].isalnum():
            plain = " ("
        yield Sighting(start, end, "RE305", "wide-sign", None, plain)


# --- line breaks of subtitles ----------------------------------------------------------------------------------------

_CUE_BREAK: Final = late(r"\\N(?<=[\w.,!?…-]\\N)(?=[^\s\\])")
_OTHER: Final = late(r"(?<!\{)\\(?!N)")
_FOLDER: Final = late(rf"(?<=\w\\)N(?P<rest>{LOWER}+)(?!\w)")


def _is_folder(document: Document, match: re.Match[str]) -> bool:
    """Whether the letter begins a word of its own behind a name: `Documenti\\Note`."""
    known, found = lexicon(document), _FOLDER.match(document.text, match.end() - 1)
    if known is None or found is None:
        return False
    return known.knows(found[0].lower()) or known.knows(found[0]) or not known.knows(found["rest"])


def _cue_breaks(document: Document) -> Iterator[Sighting]:
    r"""`nessuno\Nalla`: a line break as subtitles write it, in a text without any other backslash."""
    text = document.text
    found = [] if _OTHER.search(text) else list(_CUE_BREAK.finditer(text))
    if all(_is_folder(document, match) for match in found):
        return
    for match in found:
        if not is_named(document, match):
            yield Sighting(*match.span(), "RE304", "cue-break", None, " ")


# --- addresses -------------------------------------------------------------------------------------------------------

_ADDRESS: Final = late(
    rf"www\.(?P<first>{A_BLANK})[\w-]{{2,40}}\.(?P<second>{A_BLANK}?)(?:com|org|net|it|eu|de|fr|es|pt|nl|uk|info)(?![\w-])"
    rf"|(?<!\w)https?:(?P<third>{A_BLANK})//(?=\w)"
    rf"|(?<=[\w.]{{3}})(?P<fourth>{A_BLANK}@{A_BLANK})(?=[\w-]{{2,40}}\.(?:com|org|net|it|eu|de|fr|es|pt|nl|uk|info)(?!\w))"
)


def _address_apart(document: Document) -> Iterator[Sighting]:
    """`www. example. com`, `http: //`, `info @ example.com`."""
    for match in _ADDRESS.finditer(document.text):
        for name, span in ((name, match.span(name)) for name in ("first", "second", "third", "fourth")):
            if span[0] < span[1] and document.is_prose_at(span[0]) and not is_named_at(document, *match.span()):
                yield Sighting(*span, "RG108", "address-apart", None, "@" if name == "fourth" else "")


# --- notes -----------------------------------------------------------------------------------------------------------

_COPIED: Final = rf"(?<![\w’'])(?:{LETTER}[\w’']{{0,30}}{A_BLANK}){{0,6}}{LETTER}{{2,20}}{A_BLANK}?:?{A_BLANK}https?://[^\s#]{{3,300}}#ixzz\w{{4,20}}"
_ARCHIVED: Final = r"The Wayback Machine - https?://web\.archive\.org/\S{1,300}"

PREPARED: Final[dict[str, Detector]] = {
    "token-mark": pattern_rule("token-mark", "RE303", _TOKEN, needles=("@-@", "@,@", "@.@", "@–@"), prior=0.95),
    "bracket-name": pattern_rule("bracket-name", "RE303", _BRACKET, needles=("-LRB-", "-RRB-", "-LSB-", "-RSB-", "-LCB-", "-RCB-"), unless=is_named, prior=0.95),
    "word-piece": pattern_rule("word-piece", "RE303", _PIECE, needles=("@@ ", " ##", "▁", "Ġ", "</w>"), unless=is_named, prior=0.85),
    "name-masked": pattern_rule(
        "name-masked", "RG111", _MASK, needles=("|||", "<P", "<L", "<O", "<G", "<N", "<E", "<I", "<C", "<D", "<F", "[P", "[L", "[O", "[A", "[G", "[E", "[I", "[C", "[D", "[F", "[N", "<U", "[U"),
        words=(1, 4), unless=is_named, anywhere=True, prior=0.85,
    ),
    "text-shielded": pattern_rule("text-shielded", "RG111", _SHIELD, needles=("{xx", "${D", "${d", "__PH", "⟨", "｟"), words=(1, 3), unless=is_named, prior=0.85),
    "letters-starred": Detector(_starred, needles=("***",), prior=0.75),
    "span-attribute": pattern_rule("span-attribute", "RE303", _ATTRIBUTE, needles=("]{.", "]{#", "{.", " {#"), unless=is_named, prior=0.9),
    "role-left": pattern_rule("role-left", "RE303", _ROLE, needles=(":`",), unless=lambda document, _: speaks_of_code(document), anywhere=True, prior=0.85),
    "citation-key": pattern_rule("citation-key", "RE303", _KEY, needles=("[@", "[-@", "[see @", "[cf. @", " @"), unless=is_named, prior=0.85),
    "break-letters": pattern_rule("break-letters", "RE304", _BREAK, needles=(".rn", "!rn", "?rn", ".nn", "!nn", "?nn", "”rn", "»rn"), unless=is_named, fix="\n\n", prior=0.9),
    "bare-signs": Detector(_bare_signs, frozenset([BARE_ESCAPE]), prior=0.85),
    "cue-break": Detector(_cue_breaks, needles=("\\N",), prior=0.85),
    "wide-sign": Detector(_wide_signs, needles=_NEEDLES, prior=0.85),
    "address-apart": Detector(_address_apart, needles=("www. ", ": //", " @ "), prior=0.85),
    "copied-source": pattern_rule("copied-source", "RS401", _COPIED, needles=("#ixzz",), unless=is_named, prior=0.85),
    "archive-note": pattern_rule("archive-note", "RS401", _ARCHIVED, needles=("://web.archive",), unless=is_named, prior=0.9),
}  # fmt: skip
