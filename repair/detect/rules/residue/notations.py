"""Notations that only programs write, left in a text: tags and codes in angle brackets, braces and square brackets, parts of speech
behind words, sounds in the place of words (RE303), codes of word processors and of rich text (RE303, RE304), and cells and
nulls of tables (RE303, RG111).

Each is known by its form, not by its name, so that those that nobody has listed are seen too. HTML's tags are in
`letters/encoding.py`, forums' in `formats.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.rules.phrases import interrupts
from repair.detect.suspects.program_signs import MIMED, PHONE
from repair.detect.technical import is_named
from repair.text.patterns import A_BLANK, LOWERS, UPPERS, late

__all__ = ["NOTATIONS"]

# --- angle brackets --------------------------------------------------------------------------------------------------

_NAME: Final = r"[A-Za-z][\w.-]{0,30}"
_HTML: Final = (
    "p|br|div|span|a|strong|em|b|i|u|img|ul|ol|li|h[1-6]|table|tr|td|th|blockquote|script|style|iframe|figure|html|head|body|ref"
    "|figcaption|section|article|cite|sup|sub|small|font|hr|pre|code|gallery|nowiki|noinclude|includeonly|onlyinclude|references"
    "|g|ph|bpt|ept|x|bx|ex|it|v|c|unk|timeline|imagemap"
)
_VALUE: Final = r"(?:\"[^\"<>\n]{0,200}\"|'[^'<>\n]{0,200}'|[^\s<>\"']{1,80})"
_NOISES: Final = (
    "sil|noise|breath|breathing|laugh|laughs|laughter|cough|click|sigh|applause|pause|music|risata|risate|respiro|rumore|pausa|colpo di tosse"
    "|bruit|rire|rires|souffle|lachen|atmen|geräusch|rauschen|risa|risas|ruido|respiración|riso|ruído|gelach|ruis|śmiech|hałas|смех|шум"
)
_ANGLED: Final = (
    # `<cTypeface:Italic>`, `<o:p>`, and the code of a character
    rf"<(?:/?[a-z]{{1,6}}:[A-Za-z]\w{{0,20}}/?|[a-z]?[A-Z][A-Za-z]{{3,20}}:(?!//)[^<>\n]{{0,40}}"
    r"|0x[0-9A-Fa-f]{2,6}|\\?#\d{2,5}|U\+[0-9A-F]{4,6}|(?<=\w<)[89a-fA-F][0-9a-fA-F](?=>\w)"
    # `<doc id="4">`, `</doc>`, `<pb/>`, `<s_12>`
    rf"|(?!(?:{_HTML})[\s/>])(?:{_NAME}(?:\s[\w:-]{{1,30}}={_VALUE}){{1,12}}\s?/?|{_NAME}\s?/|[a-z]{{1,4}}_?\d{{1,4}})"
    rf"|/(?!(?:{_HTML})>){_NAME}"
    # `<|endoftext|>`, and what is heard
    rf"|\|/?[\w▁]{{1,30}}\||(?i:{_NOISES}))>"
)
_ELEMENT: Final = (
    rf"<(?:(?<=[.!?…]{A_BLANK}<)|(?<=\n<)|(?<=\A<))[{UPPERS}][{LOWERS}]{{1,15}}(?:{A_BLANK}[{LOWERS}]{{2,15}}){{1,3}}>"
)
"""`here. <Media omitted> Tomorrow`: what stood there, as a sentence of its own."""
_MANY: Final = 24  # tags of a text that is about them, or made of them
_PAIRED: Final = late(rf"<(?!/|(?:{_HTML})>)(?P<name>{_NAME})>(?=[^<>\n]{{0,300}}</(?P=name)>)")
_ANY_ANGLED: Final = late(_ANGLED)


def _angled(document: Document) -> Iterator[Sighting]:
    """`chiuso <page_number>3</page_number> fino`, `the miller<0x2019>s house`."""
    text = document.text
    if ">" not in text:
        return
    found = [*_ANY_ANGLED.finditer(text), *_PAIRED.finditer(text)]
    for match in found if len(found) < _MANY else ():
        # two bars make a line look like one of a table
        is_prose = match[0][1] == "|" or document.is_prose_at(match.start())
        if is_prose and not is_named(document, match):
            yield Sighting(*match.span(), "RE303", "angled-code")


# --- braces and square brackets --------------------------------------------------------------------------------------

_BRACED: Final = (
    r"\{\d{1,7}\}\{\d{1,7}\}|\{\d{1,3}>|<\}\d{0,3}\{>|<\d{1,3}\}"
    rf"|\{{(?i:{_NOISES})\}}|%(?<=\s%)(?:hesitation|hes|uh|um|ah|eh|ehm|mm)(?!\w)"
)
_NUMBER_BRACED: Final = late(r"\{\d{1,4}\}")


def _numbers_braced(document: Document) -> Iterator[Sighting]:
    """`had never {42} seen`: the number of a page or of a frame, within a sentence."""
    for match in _NUMBER_BRACED.finditer(document.text):
        start, end = match.span()
        if interrupts(document.text, start, end) and document.is_prose_at(start) and not is_named(document, match):
            yield Sighting(start, end, "RS401", "number-braced")


_PAGE: Final = r"(?:[Pp]ag(?:\.|e|ina)|[Pp]g\.?|[Pp]\.|[Ss]eite|S\.|[Pp]ágina|[Pp]ág\.|[Ss]tr\.|[Bb]lz\.)"
_EDITED: Final = (
    "(?:Side-?note|Marginal note|Transcriber(?:['’]s)? [Nn]otes?|Footnote \\d{1,3}|Illustration|Editor['’]s Note|Nota del trascrittore"
    "|Nota del curatore|Nota a margine|Illustrazione|Note du transcripteur|Note de l['’]éditeur|Note marginale|Anmerkung des (?:Transkribierers|Bearbeiters|Herausgebers)|Randnotiz"
    "|Nota del transcriptor|Nota al margen|Ilustración|Nota do transcritor|Ilustração|Noot van de transcribent|Kantnoot"
    "|Ilustracja|Przypis|Примечание|Иллюстрация)"
)
_BRACKETED: Final = (
    # `[b:1a2b3c4d]`, `[pause=500ms]`, `[00:12.34]`, `[MISSING_PAGE]`
    r"\[(?:/?[a-z*]{1,8}(?:=[^\[\]\n]{1,80})?:[0-9a-f]{8,10}|[a-z]{2,12}=[\w.:#%-]{1,30}|\d{2}:\d{2}\.\d{2,3}|[A-Z]{3,}(?:_[A-Z]+)+(?::\w+)?"
    rf"|{_EDITED}(?: ?\d{{1,3}})? ?[:.][^\[\]\n]{{0,200}})\](?!\()|\[{_EDITED}\]"
)
_PAGE_MARK: Final = late(rf"\[{_PAGE}{A_BLANK}?\d{{1,4}}\]")


def _page_marks(document: Document) -> Iterator[Sighting]:
    """`to the river[Pg 41] and waited`: glued to a word, as the source of a quotation is not."""
    for match in _PAGE_MARK.finditer(document.text):
        start, end = match.span()
        if (
            document.text[max(0, start - 1) : start].isalpha()
            and document.is_prose_at(start)
            and not is_named(document, match)
        ):
            yield Sighting(start, end, "RS401", "page-mark")


# --- parts of speech and sounds --------------------------------------------------------------------------------------

_CLASSES: Final = (
    "ADJ|ADP|ADV|AUX|CCONJ|CONJ|DET|INTJ|NOUN|NUM|PART|PRON|PROPN|PUNCT|SCONJ|SYM|VERB|X|ADJP|PRP|NP|VP|PP|ART|PREP|VER|NOM|PRE"
    "|CC|CD|DT|EX|FW|IN|JJ|JJR|JJS|LS|MD|NN|NNS|NNP|NNPS|PDT|POS|PRP\\$|RB|RBR|RBS|RP|TO|UH|VB|VBD|VBG|VBN|VBP|VBZ|WDT|WP|WP\\$|WRB"
    "|NE|APPR|APPRART|ADJA|ADJD|VVFIN|VVINF|VVPP|VAFIN|VMFIN|KON|KOUS|PPER|PIAT|PDS|CARD|O|[BIESL]-[A-Z]{3,6}"
)
_CLASSED: Final = late(
    rf"[^\s/|_]{{1,30}}[/_|](?:{_CLASSES})(?:(?=\s|\Z)\s?[^\s/|_]{{1,30}}[/_|](?:{_CLASSES}|[.,:;!?])){{1,400}}(?!\w)"
)
_CLASS: Final = late(rf"[/_|](?<=\w.)(?:{_CLASSES}){A_BLANK}[^\s/|_]{{1,30}}[/_|](?:{_CLASSES}|[.,])(?!\w)")


def _classed(document: Document) -> Iterator[Sighting]:
    """`The/DT bridge/NN stays/VBZ`: words with their class, as corpora keep them."""
    text, end = document.text, 0
    for match in _CLASS.finditer(text):
        if match.start() < end:
            continue
        low = max(end, match.start() - 30)
        start = max(low, *(text.rfind(blank, low, match.start()) + 1 for blank in " \u00a0\n"))
        if (run := _CLASSED.match(text, start)) and not is_named(document, run):
            end = run.end()
            yield Sighting(start, end, "RE303", "words-classed")


_SOUNDS: Final = late(
    r"(?<![\w{])\{?(?:(?:[BDFGKLMNPRSTVWYZ]|CH|DH|HH|JH|NG|SH|TH|ZH|[AEIOU][A-Z][012])(?![A-Z0-9]) ?){2,30}(?<! )\}?(?![\w}])"
)
_BACK: Final = 40  # code points from the first sound of such a word to its vowel


def _sounded(document: Document) -> Iterator[Sighting]:
    """`the old {M IH1 L} stood`: a word as dictionaries of sounds write it."""
    text, end = document.text, 0
    for word in matches(_VOWEL, document, [PHONE]):
        at = word.start()
        run = next((one for one in _SOUNDS.finditer(text, max(end, at - _BACK)) if one.end() > at), None)
        if run and run.start() <= at and document.is_prose_at(at) and not is_named(document, run):
            end = run.end()
            yield Sighting(*run.span(), "RE305", "word-in-sounds")


_VOWEL: Final = late(r"[AEIOU][A-Z][012](?!\w)")

# --- word processors and rich text -----------------------------------------------------------------------------------

_CARET: Final = r"\^(?<=[\w.!?…:,;»”)]\^)[plt](?:\^[plt]){0,3}(?![a-z^\d(])"
_RICH: Final = (
    r"\\(?:pard?|plain|fs\d{1,3}|cf\d{1,2}|lang\d{3,5}|rquote|lquote|ldblquote|rdblquote|emdash|endash|[bi][01]|ul(?:none)?|tab|line|intbl|cell|row|sectd?)"
    r"(?![a-zA-Z(\\/:.]|\d)(?<!:\\par)|\\'[89a-f][0-9a-f]|\\u-?\d{2,5}\?"
)


def _is_path(document: Document, match: re.Match[str]) -> bool:
    before = document.text[max(0, match.start() - 1) : match.start()]
    return before in ("\\", ":", "/") or is_named(document, match)


_FONTS: Final = late(rf"(?:[{UPPERS}][\w ]{{2,30}};){{2,}}")


def _fonts(document: Document) -> Iterator[Sighting]:
    """`Times New Roman;Symbol;Arial; The mill`: fonts and styles that a file of rich text lists."""
    text, end = document.text, 0
    for match in matches(_FONT, document, [";"]):
        at = match.start()
        if at < end:
            continue
        head = _FONT_BEFORE.search(text, max(end, at - 32), at)
        run = _FONTS.match(text, head.start()) if head else None
        if run and not is_named(document, run):
            end = run.end()
            yield Sighting(*run.span(), "RS401", "fonts-listed")


_FONT: Final = late(rf";(?=[{UPPERS}])")
_FONT_BEFORE: Final = late(rf"(?<![^\n;]{A_BLANK})(?<![\w;])[{UPPERS}][\w ]{{2,30}}\Z")

_TIE: Final = rf"~(?:(?<=[{LOWERS}]\.~)(?=[{UPPERS}\d])|(?<=\d~)(?=(?:[ckm]?m|k?g|[GMk]?Hz|°)(?!\w)))"
"""`in Fig.~3`: the blank of TeX at which no line breaks."""

# --- parts of mails --------------------------------------------------------------------------------------------------

_FIELD: Final = r"Content-(?:Type|Transfer-Encoding|Disposition|ID|Description): ?[^\s:][^\n]{1,80}?(?=\s|\Z)(?:;? ?(?:charset|boundary|filename|name|format)=(?:\"[^\"\n]{1,80}\"|[^\s;]{1,80})){0,4}"
_PARTED: Final = late(
    rf"(?<![\w-])-{{2,16}}(?:=_[\w.=-]{{6,60}}|[0-9a-f]{{14,40}}|[\w]{{0,12}}(?:NextPart|Boundary|boundary)[\w.=-]{{4,60}})(?:-{{2}})?(?:\s{{1,2}}{_FIELD}){{0,4}}"
    rf"|(?:(?<=\n)|(?<=\A)|(?<=[.!?…] )){_FIELD}(?:\s{{1,2}}{_FIELD}){{0,4}}"
)
_FIELDS: Final = 6  # of a text that is a mail's source, or about it


def _parts(document: Document) -> Iterator[Sighting]:
    """`------=_NextPart_000_0012`, `Content-Disposition: inline; filename="plan.pdf"`."""
    text = document.text
    found = list(_PARTED.finditer(text)) if text.count("Content-") <= _FIELDS else []
    for match in found:
        if not is_named(document, match):
            yield Sighting(*match.span(), "RS401", "mail-part")


# --- tables and dumps ------------------------------------------------------------------------------------------------

_CELLS: Final = (
    r"\"(?<=[.!?…]\")[,;](?:\"[^\"\n]{0,60}\"[,;]|\d{0,12}[,;]){0,8}\"(?=\w)"
    r"|'(?<=[.!?…]')\),? ?\(\d{0,9},?(?:'[^'\n]{0,60}',|\d{1,9},){0,8}'(?=\w)"
)
"""`until June.","2019-03-12","Leeds","Buses go round`: the cells between two texts of a table."""
_NULL: Final = r"\\N(?<=[\s(]\\N)(?=[\s,.;)])"

NOTATIONS: Final[dict[str, Detector]] = {
    "angled-code": Detector(_angled, needles=("<",), prior=0.85),
    "element-named": pattern_rule("element-named", "RG111", _ELEMENT, needles=("<",), words=(1, 12), unless=is_named, prior=0.85),
    "braced-code": pattern_rule("braced-code", "RE303", _BRACED, needles=("{", "}", "%"), unless=is_named, prior=0.85),
    "number-braced": Detector(_numbers_braced, needles=("{",), prior=0.75),
    "bracketed-code": pattern_rule("bracketed-code", "RE303", _BRACKETED, needles=("[",), unless=is_named, prior=0.85),
    "page-mark": Detector(_page_marks, needles=("[",), prior=0.75),
    "words-classed": Detector(_classed, needles=("/", "|", "_"), prior=0.9),
    "word-in-sounds": Detector(_sounded, frozenset([PHONE]), prior=0.85),
    "caret-code": pattern_rule("caret-code", "RE304", _CARET, needles=("^",), unless=is_named, fix="\n", prior=0.85),
    "rich-text-code": pattern_rule("rich-text-code", "RE303", _RICH, needles=("\\",), unless=_is_path, prior=0.85),
    "fonts-listed": Detector(_fonts, frozenset([";"]), prior=0.85),
    "tie-left": pattern_rule("tie-left", "RE303", _TIE, needles=("~",), unless=is_named, fix=" ", prior=0.8),
    "mail-part": Detector(_parts, frozenset([MIMED]), needles=("=_", "0000"), prior=0.85),
    "cells-glued": pattern_rule("cells-glued", "RE303", _CELLS, needles=('","', '";"', '",,', "'),(", "'), ("), unless=is_named, prior=0.85),
    "null-of-table": pattern_rule("null-of-table", "RG111", _NULL, needles=("\\",), words=(1, 3), unless=is_named, prior=0.8),
}  # fmt: skip
