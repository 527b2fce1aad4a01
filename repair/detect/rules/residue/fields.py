"""Fields that nobody filled and elements that nobody drew: those of mails (RG111), of content systems, wikis, pictures and
Markdown (RE303).

Placeholders of templates are in `placeholders.py`, shortcodes with attributes in `leftovers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches, pattern_rule
from repair.detect.suspects.word_signs import CAMERA, GREETING, any_giving
from repair.detect.technical import is_named
from repair.text.patterns import A_BLANK, LOWER, UPPER, any_of, late

__all__ = ["FIELDS"]


# --- mails -----------------------------------------------------------------------------------------------------------

_MERGED: Final = (
    r"\*\|[A-Z][A-Z0-9_:]{1,30}\|\*|(?<![\w%])%%[A-Za-z][\w ]{2,30}%%(?![\w%])|(?<![\w#])##[A-Z][A-Z_]{2,30}##(?![\w#])"
    r"|(?<![\w@])@@[A-Za-z]\w{2,30}@@(?![\w@])"
)
_GREETED: Final = late(
    rf"(?<!\w)(?:{any_giving(GREETING)}){A_BLANK}(?P<at>\[[A-Z][A-Z _]{{2,20}}\]|%[A-Za-z]\w{{2,20}}%|\{{\d\}}|\$[1-9]|<[A-Z][A-Z_]{{3,20}}>)(?=[,!.\s])"
)
_SYSTEMS: Final = ("Windows", "\\", "cmd", "shell", "PATH")


def _greeted(document: Document) -> Iterator[Sighting]:
    """`Dear [FIRSTNAME],`: a field after a greeting. Where several letters are shown, they are models of letters."""
    found = list(matches(_GREETED, document, [GREETING]))
    if len(found) > 1 or any(word in document.text for word in _SYSTEMS):
        return
    for match in found:
        if document.is_prose_at(match.start("at")) and not is_named(document, match):
            yield Sighting(*match.span("at"), "RG111", "greeted-field", (1, 2))


_COUNTED: Final = rf"[{{%](?<={LOWER}{A_BLANK}.)(?:(?<=\{{)\d\}}|(?<=%)(?:[a-z]+_?[a-z]+%|[A-Z]{{3,20}}%))(?={A_BLANK}{LOWER}|[.,;:!?](?!\S))"


def _is_of_programs(document: Document, match: re.Match[str]) -> bool:
    return is_named(document, match) or any(word in document.text for word in (*_SYSTEMS, "format", "C#", "LINQ"))


# --- content systems -------------------------------------------------------------------------------------------------

_BUILDERS: Final = "vc|et_pb|fusion|av|cs|su|dt|wpb|tatsu|fl"
_SHORT: Final = "newsletter|postimages|contact-form|contact-form-7|mc4wp_form|sociallocker|social_share|addtoany|adsense|wp_ad_camp_1|toc|sharethis|printfriendly"
_ELEMENT: Final = (
    rf"\[/?(?:{_BUILDERS})_\w{{2,30}}(?:{A_BLANK}[^\[\]\n]{{0,300}})?\]"
    rf"|(?<=[\w.,;:!?…]{A_BLANK})\[(?:{_SHORT})\](?!\()|\[(?:node|site|current-user|user|term|current-page):[a-z:_-]{{2,40}}\]"
)
_INCLUDED: Final = rf"\{{\{{[<%]{A_BLANK}?/?[a-z][^{{}}\n]{{1,200}}?[>%]\}}\}}"
_POSITION: Final = r"\{/?(?:loadposition|loadmodule|mosimage|mospagebreak|gallery|youtube|vimeo|audio|snippet|article|modal|jcomments on|jcomments)(?:[ =][^{}\n]{0,80})?\}"

# --- wikis -----------------------------------------------------------------------------------------------------------

_OPENED: Final = (
    "cn|fact|citation needed|senza fonte|sf|cita requerida|refnec|référence nécessaire|Belege fehlen|when|who|which"
)
_UNCLOSED: Final = rf"\{{\{{(?:{_OPENED})(?={A_BLANK}{UPPER}|\n|\Z)"
_PAGES: Final = rf"(?<=[\w.,;!?…»”\")])(?P<at>\[\d{{1,3}}\]:{A_BLANK}?\d{{1,4}}(?:[–-]\d{{1,4}})?)(?=[\s.,;)]|\Z)"
_FILE_OPENED: Final = r"\[\[(?:File|Image|Immagine|Datei|Fichier|Archivo|Ficheiro|Bestand):[^|\]\n]{1,120}?\.(?:jpe?g|png|svg|gif|JPG|PNG)(?=\s|\Z)"
_EDITS: Final = (
    *("modifica | modifica wikitesto", "modifica wikitesto", "modifier | modifier le code", "modifier le code"),
    *("editar datos en Wikidata", "Bearbeiten | Quelltext bearbeiten", "Quelltext bearbeiten", "edit source"),
    *("edit | edit source", "editar | editar código", "editar código", "bewerken | brontekst bewerken"),
)
_EDIT: Final = (
    rf"\[{A_BLANK}?(?:{any_of(_EDITS)}){A_BLANK}?\](?={A_BLANK}\w)"  # at the end of a heading, wikis show it to readers
)

# --- pictures --------------------------------------------------------------------------------------------------------

_ATTRIBUTE: Final = (
    rf"(?<=[\w.,;:!?…]{A_BLANK})(?P<at>(?:alt|title|src|class|style|href|srcset|width|height|target|data-[\w-]{{1,30}})="
    rf"(?:\"[^\"\n<>]{{0,300}}\"|”[^”\n<>]{{0,300}}”))(?={A_BLANK}[\w/>]|[.,]?(?:\s|\Z))"
)
_ATTRIBUTES: Final = "rel|target|title|class|style|href|alt|width|height|id"
_VALUE: Final = r"=[\"”][^\"”\n<>]{0,160}[\"”]"
_TORN: Final = (
    rf"[\"”](?<=[\w.,;:!?…].)(?:{A_BLANK}(?:{_ATTRIBUTES}){_VALUE}){{1,4}}{A_BLANK}?/?>"
    rf"|(?:{_ATTRIBUTES}){_VALUE}(?:{A_BLANK}(?:{_ATTRIBUTES}){_VALUE}){{0,4}}{A_BLANK}?/?>(?<![<\w])"
    r"|(?<=[\w.,;:!?…])</(?:p|a|div|span|b|i|em|strong|li|ul|td|tr)(?![\w>:/-])"
    rf"|(?<={LOWER})/(?:a|p|div|span|em|strong|li)>|(?<={LOWER}{A_BLANK})/>(?={A_BLANK}{LOWER})"
)
_LONGEST_TAG: Final = 200  # code points


def _is_in_tag(document: Document, match: re.Match[str]) -> bool:
    """Whether the match is the end of a whole tag."""
    start = match.start()
    left = document.text[max(0, start - _LONGEST_TAG) : start]
    return left.rfind("<") > left.rfind(">") or is_named(document, match)


_NAMES: Final = "image|img|immagine|imagen|imagem|bild|foto|photo|file|picture|afbeelding"
_ENDING: Final = r"\.(?:jpe?g|JPG|png|PNG|gif|webp|heic)(?!\w)"
_PICTURE: Final = rf"(?<=[\w.,;:!?…]{A_BLANK})(?P<at>(?i:{_NAMES}):{A_BLANK}?[\w-]{{2,60}}{_ENDING}|(?:IMG|DSC|DSCN|DSCF|PXL|P)_?\d{{3,8}}(?:_\d{{1,8}})?{_ENDING})(?=[\s.,;]|\Z)"
_BRACKETED: Final = rf"[\[(](?<=[\w.,;:!?…]{A_BLANK}.)(?:[Ii]mage|(?<=\[)(?:immagine|foto)):{A_BLANK}?[^\[\]()\n]{{1,80}}[\])](?=[\s.,;]|\Z)"


def _speaks_of_files(document: Document, match: re.Match[str]) -> bool:
    """Whether the text has several such names, as one about pictures or programs has, or sets this one off."""
    return (
        is_named(document, match) or sum(map(document.text.count, (".jpg", ".png", ".JPG", ".jpeg", ".gif"))) > _FILES
    )


_FILES: Final = 3

# --- Markdown --------------------------------------------------------------------------------------------------------

_STRUCK: Final = r"~~(?<![\w~]~~)(?=[^\s~])[^~\n]{1,80}(?<=[^\s~])~~(?![\w~])"
_MARKED_NOTE: Final = r"\[\^\d{1,3}\](?![:\w])"


def _is_written_so(document: Document, match: re.Match[str]) -> bool:
    """Whether the whole text is Markdown: it sets code off, or defines its notes."""
    return document.once(_is_markdown) or is_named(document, match)


def _is_markdown(document: Document) -> bool:
    return document.text.count("`") > 2 or "[^1]: " in document.text


FIELDS: Final[dict[str, Detector]] = {
    "merge-field": pattern_rule(
        "merge-field", "RG111", _MERGED, needles=("*|", "%%", "##", "@@"), unless=is_named, anywhere=True, words=(1, 2),
        prior=0.9,
    ),
    "greeted-field": Detector(_greeted, frozenset([GREETING]), prior=0.7),
    "counted-field": pattern_rule(
        "counted-field", "RG111", _COUNTED, needles=("{", "%"), unless=_is_of_programs, words=(1, 2), prior=0.65
    ),
    "page-element": pattern_rule("page-element", "RE303", _ELEMENT, needles=("[",), unless=is_named, anywhere=True, prior=0.85),
    "included-element": pattern_rule("included-element", "RE303", _INCLUDED, needles=("{{<", "{{%"), unless=is_named, anywhere=True, prior=0.9),
    "module-position": pattern_rule("module-position", "RE303", _POSITION, needles=("{",), unless=is_named, anywhere=True, prior=0.85),
    "wiki-unclosed": pattern_rule("wiki-unclosed", "RE303", _UNCLOSED, needles=("{{",), unless=is_named, anywhere=True, prior=0.9),
    "wiki-page": pattern_rule("wiki-page", "RE303", _PAGES, needles=("]:",), unless=is_named, prior=0.75),
    "wiki-file": pattern_rule("wiki-file", "RE303", _FILE_OPENED, needles=("[[",), unless=is_named, anywhere=True, prior=0.9),
    "wiki-edit": pattern_rule("wiki-edit", "RS401", _EDIT, needles=("[",), unless=is_named, prior=0.9),
    "attribute-left": pattern_rule("attribute-left", "RE303", _ATTRIBUTE, needles=('="', "=”"), unless=is_named, anywhere=True, prior=0.8),
    "tag-torn": pattern_rule(
        "tag-torn", "RE303", _TORN, needles=('="', "=”", "</", "/a>", "/p>", "/li>", " /> "), unless=_is_in_tag, anywhere=True,
        prior=0.8,
    ),
    "picture-name": pattern_rule("picture-name", "RS401", _PICTURE, sign=CAMERA, unless=_speaks_of_files, prior=0.75),
    "picture-bracketed": pattern_rule("picture-bracketed", "RS401", _BRACKETED, needles=("[image:", "[Image:", "(image:", "(Image:", "[immagine:", "[foto:"), unless=is_named, prior=0.75),
    "markdown-struck": pattern_rule("markdown-struck", "RE303", _STRUCK, needles=("~~",), unless=_is_written_so, prior=0.75),
    "markdown-note": pattern_rule("markdown-note", "RE303", _MARKED_NOTE, needles=("[^",), unless=_is_written_so, prior=0.75),
}  # fmt: skip
