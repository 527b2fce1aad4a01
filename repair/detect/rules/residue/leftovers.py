"""What wikis, content systems, mails and printed pages leave in a text: notes and references of wikis, shortcodes, names of
emoji (RE303), page numbers and running heads (RS401), bullets joined to words (RJ203).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.line_shapes import SHORT
from repair.detect.suspects.language_signs import LABELLED, button_labels
from repair.detect.suspects.prefilter import word_before
from repair.detect.suspects.word_signs import CAMERA, LOGGED
from repair.detect.technical import is_named
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, LETTER, LOWER, LOWERS, UPPER, UPPERS, any_of, late

__all__ = ["LEFTOVERS"]


# what wikis set into sentences, in seven languages
_NOTES: Final = (
    *("citation needed", "clarification needed", "better source needed", "dubious – discuss", "senza fonte"),
    *("Beleg fehlt", "réf. nécessaire", "réf. souhaitée", "cita requerida", "carece de fontes", "carece de fontes?"),
    "bron?",
)
_NOTE: Final = rf"\[(?:{any_of(_NOTES)})\]"
_REFERENCE: Final = rf"<ref(?:\s[^<>\n]{{0,200}})?>[^<\n]{{0,400}}</ref>|</?ref(?:\s[^<>\n]{{0,200}})?>|\{{\{{{LETTER}[^{{}}|\n]{{0,40}}\|[^{{}}\n]{{0,300}}\}}\}}"
_WIKI_TAGS: Final = ("noinclude", "includeonly", "onlyinclude", "nowiki", "references", "timeline", "imagemap")
_WIKI_TAG: Final = rf"</?(?:{any_of(_WIKI_TAGS)})(?:\s[^<>\n]{{0,200}})?/?>"
_ERROR: Final = r"(?<!\w)(?:Notice|Warning|Fatal error|Deprecated|Parse error|Strict Standards): [^\n]{3,200}? in (?:/|[A-Z]:\\)\S{3,200} on line \d{1,6}"
_STYLE: Final = r"[.#]?[a-z][\w-]{1,40}\s?\{\s?(?:[a-z-]{3,30}\s?:[^;{}\n]{1,60};\s?){1,20}\}"
_CAMERA: Final = rf"(?<=[{LOWERS},] )(?P<at>(?:IMG|DSC|DSCN|DSCF|PXL|WhatsApp Image)[_ -]?\d{{3,}}[\w .-]{{0,20}}\.(?:jpe?g|png|JPG|heic))(?= {LOWER})"
_SHORTCODE: Final = r"\[[a-z][a-z0-9_-]{2,30} [a-z0-9_-]{1,30}=[\"”″'][^\[\]\n]{0,400}\]|\[/[a-z][a-z0-9_-]{2,30}\]"
_EMOJI: Final = rf":(?<=[\w.!?,]{A_BLANK}:)(?=[a-z0-9_+]{{0,30}}[a-z]{{3}})[a-z][a-z0-9_+]{{2,30}}:(?=[\s.!?,]|\Z)"

# --- lines and heads of printed pages --------------------------------------------------------------------------------

_PAGE: Final = late(
    rf"{A_BLANK}{{0,8}}(?:[–—-]{A_BLANK}?)?(?:(?i:page|p\.|pag\.|pagina|página|seite|pág\.){A_BLANK})?\d{{1,4}}(?:{A_BLANK}?[–—-]"
    rf"|{A_BLANK}?(?:of|von|di|de|sur|van|/){A_BLANK}?\d{{1,4}})?{A_BLANK}{{0,8}}(?:\f|\n)\s{{0,4}}(?P<word>{LOWER}{{2,}})(?=[ ,])"
)
_OPEN: Final = late(rf"{LOWER}{{2}}[,-]?{A_BLANK}{{0,2}}\n?\Z")
_LONG_LINE: Final = 40  # code points; what is shorter is no line of a paragraph
_FIRST: Final = frozenset("0123456789-–—pPsS")
_MEASURES: Final = frozenset("cl cm dl el km kg mg ml mm tl".split())
"""Symbols of units: a list of ingredients may have its numbers on lines of their own."""
_WORDS_OF_PAGE: Final = ("page", "p.", "pag", "pág", "seite")


def _page_number(document: Document) -> Iterator[Sighting]:
    """A line that is the number of a page, inside a sentence."""
    text = document.text
    for number in document.kinds.get(SHORT, ()):
        line = document.lines[number]
        first = text[line.start]
        if first not in _FIRST:
            continue
        if first.isalpha() and not text[line.start : line.start + 5].lower().startswith(_WORDS_OF_PAGE):
            continue
        begin = text.rfind("\n", 0, line.start) + 1
        before = document.beside(number, -1, 2)
        if before is None or before.shape not in ("prose", "headline") or before.end - before.start < _LONG_LINE:
            continue
        page = _PAGE.match(text, begin)
        if page and page["word"] not in _MEASURES and _OPEN.search(text, max(0, before.end - 8), before.end):
            yield Sighting(line.start, line.end, "RS401", "page-number")


_HEAD: Final = (
    rf"(?<={LOWER}{A_BLANK})(?P<at>\d{{1,4}}{A_BLANK}\|{A_BLANK}{UPPER}[\w.&’'-]{{0,30}}"
    rf"(?:(?:{A_BLANK}{LOWER}{{1,4}}){{0,2}}{A_BLANK}[{UPPERS}\d][\w.&’'-]{{0,30}}){{0,7}})(?={A_BLANK}{LOWER})"
)


_BAR_LINE: Final = rf"\n(?<={LOWER}\n)\n?(?P<at>\d{{1,4}} ?\| ?[^\n|]{{3,80}}|[^\n|]{{3,80}}?\| ?\d{{1,4}}) {{0,4}}\n\s{{0,4}}(?={LOWER}{{2}}|{LOWER}[ '’])"
"""`4 | Chapter 1: The river`, on a line between two halves of a sentence."""


def _follows_name(document: Document, match: re.Match[str]) -> bool:
    """Whether the word before the number has a capital: `Design Week 2018 | Light`."""
    return not word_before(document.text, match.start("at") - 1).islower()


# --- buttons inside a sentence ---------------------------------------------------------------------------------------

_SMALL_BEFORE: Final = late(f"(?<![^\\W_])(?P<word>[^\\W\\d_{UPPERS}]{{2,}}),?{A_BLANK}\\Z")
_REACH: Final = 30  # code points
# a manual speaks of buttons by their labels
_CONTROLS: Final = (
    "knopf",
    "button",
    "bot",
    "bouton",
    "pulsant",
    "link",
    "lien",
    "enlace",
    "voce",
    "opción",
    "opção",
    "option",
    "tast",
    "cli",
)


@lru_cache(maxsize=64)
def _label(language: Language) -> re.Pattern[str]:
    return re.compile(f"(?P<label>{any_of(button_labels(language))})(?={A_BLANK}{LOWER}+{A_BLANK})")


def _button_inside(document: Document) -> Iterator[Sighting]:
    """`une réponse rapide Voir plus aux familles`: the label of a button inside a sentence, after no word that would name it
    (`clic su Leggi tutto`)."""
    table, text = document.language, document.text
    if table is None:
        return
    for match in matches(_label(table), document, [LABELLED]):
        start, end = match.span("label")
        before = _SMALL_BEFORE.search(text, max(0, start - _REACH), start)
        if before is None or before["word"] in table.common_words or before["word"].lower().startswith(_CONTROLS):
            continue
        if document.is_prose_at(start):
            yield Sighting(start, end, "RS401", "button-inside")


LEFTOVERS: Final[dict[str, Detector]] = {
    "wiki-note": pattern_rule("wiki-note", "RE303", _NOTE, needles=("[",), prior=0.85),
    "wiki-reference": pattern_rule(
        "wiki-reference",
        "RE303",
        _REFERENCE,
        needles=("<ref", "</ref", "{{"),
        unless=is_named,
        anywhere=True,
        prior=0.85,
    ),
    "wiki-tag": pattern_rule(
        "wiki-tag",
        "RE303",
        _WIKI_TAG,
        needles=tuple(f"<{slash}{tag}" for tag in _WIKI_TAGS for slash in ("", "/")),
        unless=is_named,
        anywhere=True,
        prior=0.85,
    ),
    "error-message": pattern_rule(
        "error-message",
        "RS401",
        _ERROR,
        sign=LOGGED,
        needles=(" on line ",),
        unless=is_named,
        anywhere=True,
        prior=0.9,
    ),
    "style-left": pattern_rule(
        "style-left", "RE303", _STYLE, needles=("{",), unless=is_named, anywhere=True, prior=0.85
    ),
    "camera-name": pattern_rule("camera-name", "RS401", _CAMERA, sign=CAMERA, prior=0.85),
    "shortcode": pattern_rule(
        "shortcode",
        "RE303",
        _SHORTCODE,
        needles=("[/", '="', "=”", "=″", "='"),
        unless=is_named,
        anywhere=True,
        prior=0.85,
    ),
    "emoji-name": pattern_rule("emoji-name", "RE303", _EMOJI, needles=(" :",), prior=0.75),
    "page-number": Detector(_page_number, frozenset([SHORT]), prior=0.85),
    "running-head": pattern_rule("running-head", "RS401", _HEAD, needles=("|",), unless=_follows_name, prior=0.85),
    "running-line": pattern_rule("running-line", "RS401", _BAR_LINE, needles=("|",), anywhere=True, prior=0.85),
    "bullet-joined": pattern_rule(
        "bullet-joined",
        "RJ203",
        r"[•▪●◦■►‣](?<=[\w:;,.)].)(?=[^\W_])",
        needles=tuple("•▪●◦■►‣"),
        before=True,
        prior=0.8,
    ),
    "button-inside": Detector(_button_inside, frozenset([LABELLED]), prior=0.8),
}
