"""Markup and errors of other formats that were left in a text: TeX, Markdown, BBCode, wikis, scripts (RE303), numbers of glyphs
and escapes of spreadsheets (RE304), and the errors of word processors, spreadsheets and typesetters (RG111).

A text that speaks about such a format names it between quotation marks or backticks, or names formats often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from unicodedata import normalize

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.prefilter import CATEGORY, ERROR_WORD, word_before
from repair.detect.technical import QUOTING, is_named
from repair.text.patterns import A_BLANK, LETTER, any_of, late

__all__ = ["MARKUP_LEFT"]


# --- TeX -------------------------------------------------------------------------------------------------------------

_NAMES_TEX: Final = re.compile(r"\b(?:La)?TeX\b")
_COMMAND: Final = (
    r"~?\\(?:(?P<set>text(?:it|bf|sc|sf|tt|rm)|emph|underline)\*?\{(?P<inner>[^{}\n]{0,200})\}"
    r"|(?:[cC]ite\w{0,10}|[a-zA-Z]{0,6}ref|label|footnote)\*?(?:\[[^\]\n]{0,60}\]){0,2}\{[^{}\n]{0,200}\})"
)


def _speaks_of_tex(document: Document) -> bool:
    return _NAMES_TEX.search(document.text) is not None


def _tex_commands(document: Document) -> Iterator[Sighting]:
    r"""`was proposed by Hill \cite{hill99}`, `a \textit{short} word`."""
    if document.once(_speaks_of_tex):
        return
    for match in _TEX.finditer(document.text):
        if not is_named(document, match):
            yield Sighting(*match.span(), "RE303", "tex-command", None, match["inner"] if match["set"] else None)


_TEX: Final = late(_COMMAND)
_TEX_NAMES: Final = (
    *(f"\\{name}{{" for name in ("textit", "textbf", "textsc", "textsf", "texttt", "textrm", "emph", "underline")),
    *("\\cite", "\\Cite", "ref{", "\\label{", "\\footnote{", "ref*{"),
)
_GROUP: Final = r"\{(?:[^{}\n]|\{[^{}\n]{0,80}\}){0,40}\}"
_FORMULA: Final = late(rf"\{{\\(?:display|text|script)style(?:[^{{}}\n]|{_GROUP}){{0,300}}\}}")
_THROUGHOUT: Final = 12  # formulas of a page that has each of them twice


def _tex_formulas(document: Document) -> Iterator[Sighting]:
    r"""`if X {\displaystyle X} is`; the first alone in a text that has many."""
    found = [match for match in _FORMULA.finditer(document.text) if not is_named(document, match)]
    for match in found if len(found) < _THROUGHOUT else found[:1]:
        yield Sighting(*match.span(), "RE303", "tex-formula", None, "")


# --- Markdown and BBCode ---------------------------------------------------------------------------------------------

_LINK: Final = r"!?\[(?P<inner>[^\[\]\n]{0,120})\]\((?:https?://|/|\w[\w/.-]{0,80}\.(?:jpe?g|png|gif|webp|svg|html?))[^()\s]{0,300}(?:\([^()\s]{0,60}\))?\)"
_MANY: Final = 4  # links or bold words of a text that is written in Markdown
_PAIR: Final = 2  # backticks around one word


def _few(document: Document, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The matches, if they are few: many, or backticks beside them, are the format of the whole text. One that names the
    format speaks of it."""
    if "`" in document.text or "Markdown" in document.text:
        return []
    found = [match for match in pattern.finditer(document.text) if document.is_prose_at(match.start())]
    return [] if len(found) >= _MANY else [match for match in found if not is_named(document, match)]


def _lone_link(document: Document) -> list[re.Match[str]]:
    """The only link of a text that sets one word in backticks."""
    if document.text.count("`") != _PAIR or document.text.count("](") != 1:
        return []
    found = [match for match in _MARKDOWN_LINK.finditer(document.text) if document.is_prose_at(match.start())]
    return [match for match in found if not is_named(document, match)]


def _markdown_links(document: Document) -> Iterator[Sighting]:
    """`sul [sito](https://example.org)`, `![Il ponte](ponte.jpg)`."""
    found = _few(document, _MARKDOWN_LINK) or _lone_link(document)
    for match in found:
        yield Sighting(*match.span(), "RE303", "markdown-link", None, "" if match[0][0] == "!" else match["inner"])


_MARKDOWN_LINK: Final = late(_LINK)
_STRONG: Final = late(r"\*\*(?<![\w*]..)(?=[^\s*])(?P<inner>[^*\n]{1,80}(?<=[^\s*]))\*\*(?![\w*])")


def _markdown_strong(document: Document) -> Iterator[Sighting]:
    """`the plan is **final** now`."""
    for match in _few(document, _STRONG):
        yield Sighting(*match.span(), "RE303", "markdown-strong", None, match["inner"])


_ESCAPED: Final = r"\\(?P<mark>(?:(?<=\d\\)\.(?=[\s])|(?<=\w\\)_(?=\w)|(?<=[\w.,!?]\\)[*](?![\w*])|(?<![\w\\/]\\)\*(?=\w)|(?<=[\s(]\\)[\[\]](?=\w)|(?<=\w\\)\](?=[\s.,;:)])))"
_RAISED: Final = r"\^(?<=\w\^)(?P<up>\w{1,3})\^(?!\w*\^)|~(?<=\w~)(?P<down>\d{1,2})~"
_BB_NAMES: Final = "b|i|u|s|url|img|quote|color|size|center|left|right|list|spoiler|youtube|email|font"
_BB_TAG: Final = late(rf"\[(?P<shut>/)?(?P<name>{_BB_NAMES})(?:=[^\[\]\n]{{1,300}})?\]", re.IGNORECASE)


def _bb_codes(document: Document) -> Iterator[Sighting]:
    """`il piano [b]non[/b] cambia`: tags of forums, of which at least one is shut."""
    text = document.text
    tags = list(_BB_TAG.finditer(text))
    opened = {tag["name"].lower() for tag in tags if not tag["shut"]}
    shut = {tag["name"].lower() for tag in tags if tag["shut"]}
    for tag in tags:
        if tag["name"].lower() in opened & shut and not is_named(document, tag):
            yield Sighting(*tag.span(), "RE303", "forum-tag", None, "")


# --- wikis -----------------------------------------------------------------------------------------------------------

_SWITCH: Final = r"__(?:NO|FORCE)?(?:TOC|EDITSECTION|INDEX|GALLERY|NOWYSIWYG|CONTENTCONVERT|TITLECONVERT|NEWSECTIONLINK)__|__INDICE__|__SOMMAIRE__"
_PARAMETER: Final = r"\{\{\{[^{}\n]{1,40}\}\}\}"
_TABLE: Final = r"\{\|[^\n{}]{0,200}(?:class|style|align|border|width|cellpadding)=[^\s{}]{1,60}(?:[^\S\n][\w-]+=[^\s{}]{1,60}){0,8}|\|\}(?<![^\s.!?][|].)(?!\})"
_GALLERY: Final = r"</?gallery(?:\s[^<>\n]{0,200})?>"
_IN_BRACKETS: Final = r"(?<=[a-z.,] )\d{2,3}px(?= [a-z])"
_PIXELS: Final = tuple(f"{digit}px " for digit in "0123456789")
_CATEGORY: Final = late(
    rf"(?:\[\[)?(?<!\w)(?:Category|Categoria|Kategorie|Catégorie|Categoría|Categorie):(?={LETTER})[^\n:;,.|]{{2,60}}(?:\]\])?(?=\s*(?:\Z|\n))"
)


def _categories(document: Document) -> Iterator[Sighting]:
    """`Categoria:Laghi d\'Italia` at the end of a line."""
    for match in _CATEGORY.finditer(document.text):
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RE303", "wiki-category", None, "")


# --- scripts ---------------------------------------------------------------------------------------------------------

_SCRIPT: Final = (
    r"(?<![\w.])(?:\(?adsbygoogle = |googletag\.|jQuery\(|document\.write\(|window\.\w+ = |\$\(document\)|var _gaq|_gaq\.push|\$\(function)"
    r"[^\n]{0,600}?(?:\}\)?\)?;|\)\);|\);|\];|\{\};)(?! ?[}$)])"
)
_SECTION: Final = r"(?://|/\*)?<!\[CDATA\[(?:\*/|//>)?|(?://|/\*)?\]\]>(?:\*/)?|<!--[^\n]{0,300}?-->|<!\[endif\](?:-->)?|<!--\[if [^\]\n]{1,40}\]>"

# --- numbers of glyphs, and escapes ----------------------------------------------------------------------------------

_GLYPH: Final = late(
    r"/(?<=\w/)(?P<name>quote(?:right|left|dblleft|dblright|single)|e[nm]dash|f_[fil]|f_f_[il]|[aeiouAEIOU](?:grave|acute|circumflex|dieresis)"
    r"|germandbls|[cC]cedilla|[nN]tilde)(?=\w|\W|\Z)"
    r"|\(cid:\d{1,5}\)|(?:/gid\d{5})+|(?:/uni(?P<code>[0-9A-F]{4})(?![0-9A-F]))|/C\d{1,3}(?<=\s/C\d)(?!\w)|(?<=\s)/C\d{1,3}(?=\s)"
)


def _is_measure(document: Document, match: re.Match[str]) -> bool:
    """Whether the size belongs to the sentence: a word that fits nearly everywhere stands before it (`is 135px wide`)."""
    word, table = word_before(document.text, match.start() - 1).lower(), document.language
    return table is None or word in table.common_words or is_named(document, match)


_GLYPHS: Final = {
    **{"quoteright": "’", "quoteleft": "‘", "quotedblleft": "“", "quotedblright": "”", "quotesingle": "'"},
    **{"endash": "–", "emdash": "—", "germandbls": "ß"},
}
_MARKS: Final = {
    "grave": "\u0300",
    "acute": "\u0301",
    "circumflex": "\u0302",
    "dieresis": "\u0308",
    "cedilla": "\u0327",
    "tilde": "\u0303",
}


_GLYPH_NEEDLES: Final = (
    *("(cid:", "/gid", "/uni", "/C", "/ccedilla", "/f_", "/ntilde", "/Ntilde", *(f"/{name}" for name in _GLYPHS)),
    *(f"/{vowel}{accent}" for vowel in "aeiouAEIOU" for accent in ("grave", "acute", "circumflex", "dieresis")),
)


def _glyph_named(name: str) -> str:
    """The letters or the mark that a glyph of the name shows."""
    if "_" in name:
        return name.replace("_", "")
    return _GLYPHS.get(name) or normalize("NFC", name[0] + _MARKS[name[1:]])


def _glyph_numbers(document: Document) -> Iterator[Sighting]:
    """`the (cid:976)ood`: the number of a glyph whose letter a PDF file does not tell."""
    for match in _GLYPH.finditer(document.text):
        code = match["code"]
        plain = chr(int(code, 16)) if code else _glyph_named(match["name"]) if match["name"] else None
        if not is_named(document, match):
            yield Sighting(
                *match.span(), "RE304", "glyph-number", None, plain if plain and plain.isprintable() else None
            )


_CELL: Final = late("_x(?P<code>000[9AD]|0020|00A0|001F|0007|000B|000C)_")


def _cell_escapes(document: Document) -> Iterator[Sighting]:
    """`alle nove_x000D_`: a control character as spreadsheets write it."""
    text = document.text
    for match in _CELL.finditer(text):
        start, end = match.span()
        apart = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
        if not is_named(document, match):
            yield Sighting(start, end, "RE304", "cell-escape", None, " " if apart else "")


# --- errors ----------------------------------------------------------------------------------------------------------

_LOST_REFERENCES: Final = (
    *(
        "Error! Reference source not found.",
        "Error! Bookmark not defined.",
        "Error! No text of specified style in document.",
    ),
    *("Errore. L'origine riferimento non è stata trovata.", "Errore. L’origine riferimento non è stata trovata."),
    *("Errore. Il segnalibro non è definito.", "Fehler! Verweisquelle konnte nicht gefunden werden."),
    *("Fehler! Textmarke nicht definiert.", "Erreur ! Source du renvoi introuvable.", "Erreur ! Signet non défini."),
    *("¡Error! No se encuentra el origen de la referencia.", "¡Error! Marcador no definido."),
    *("Erro! Fonte de referência não encontrada.", "Erro! A origem da referência não foi encontrada."),
    *("Erro! Indicador não definido.", "Fout! Verwijzingsbron niet gevonden.", "Fout! Bladwijzer niet gedefinieerd."),
    *(
        "Błąd! Nie można odnaleźć źródła odwołania.",
        "Błąd! Nie zdefiniowano zakładki.",
        "Fel! Hittar inte referenskälla.",
    ),
    *("Fel! Bokmärket är inte definierat.", "Fejl! Henvisningskilde ikke fundet.", "Fejl! Bogmærke er ikke defineret."),
    *("Feil! Fant ikke referansekilden.", "Feil! Bokmerke er ikke definert.", "Ошибка! Источник ссылки не найден."),
    *(
        "Ошибка! Закладка не определена.",
        "Помилка! Джерело посилання не знайдено.",
        "Грешка! Източникът на препратката не е намерен.",
    ),
    *("Hata! Başvuru kaynağı bulunamadı.", "Hata! Yer işareti tanımlanmamış.", "Eroare! Fără sursă de referință."),
    *("Chyba! Nenalezen zdroj odkazů.", "Chyba! Záložka není definována.", "Chyba! Nenašiel sa žiaden zdroj odkazov."),
    *("Virhe. Viitteen lähdettä ei löytynyt.", "Hiba! A hivatkozási forrás nem található."),
    *("Error! No s'ha trobat l'origen de la referència.", "Σφάλμα! Το αρχείο προέλευσης της αναφοράς δεν βρέθηκε."),
    # of free office programs
    *(
        "Error: Reference source not found",
        "Errore: sorgente del riferimento non trovata",
        "Fehler: Referenz nicht gefunden",
    ),
    *("Erreur : source de la référence non trouvée", "Error: no se encontró el origen de la referencia"),
    *("Erro: Origem da referência não encontrada", "Fout: Bron van verwijzing niet gevonden"),
)
"""What word processors write in place of a reference whose aim is gone."""


_ERRORS_SAY: Final = tuple(phrase.partition(" ")[2].lstrip("! ") for phrase in _LOST_REFERENCES)


@cache
def _lost_reference() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase).replace(r"\ ", A_BLANK) for phrase in _LOST_REFERENCES))


def _references_lost(document: Document) -> Iterator[Sighting]:
    """`in Error! Reference source not found. and`."""
    if not any(words in document.text for words in _ERRORS_SAY):
        return
    for match in _lost_reference().finditer(document.text):
        if document.text[max(0, match.start() - 1) : match.start()] not in QUOTING:
            yield Sighting(*match.span(), "RG111", "office-reference", (1, 2))


_CELL_ERRORS: Final = """#REF! #N/A #N/D #VALUE! #VALORE! #DIV/0! #NAME? #NOME? #NUM! #NULL! #WERT! #BEZUG! #VALEUR! #¡VALOR!
    #¡REF! #¡DIV/0! #¡NUM! #¿NOMBRE? #NOMBRE? #ADR! #ARG! #LICZBA! #NAZWA? #ZERO! #DZIEL/0! #VÄRDEFEL! #REFERENS!
    #DIVISION/0! #NAMN? #OGILTIGT! #ZAHL! #NOM? #NOMBRE! #ССЫЛКА! #ЗНАЧ! #ДЕЛ/0! #ИМЯ? #ЧИСЛО! #Н/Д #DEĞER! #BAŞV! #SAYI/0!
    #AD? #HODNOTA! #ODKAZ! #NÁZEV? #ÉRTÉK! #HIV! #ARVO! #VIITTAUS! #WAARDE! #VERW! #NAAM? #DEEL/0! #GETAL!""".split()
_SHEETS: Final = "Excel, spreadsheet, foglio di calcolo, Calc, formula, Formel, fórmula, Tabellenkalk, tableur".split(
    ", "
)


def _speaks_of_sheets(document: Document, match: re.Match[str]) -> bool:
    return any(word in document.text for word in _SHEETS) or is_named(document, match)


_DOUBT: Final = rf"\[\?(?:,{A_BLANK}?\?){{0,6}}\](?<={LETTER}.\[\?\])|\[\?(?:,{A_BLANK}?\?){{1,6}}\]"


MARKUP_LEFT: Final[dict[str, Detector]] = {
    "tex-command": Detector(_tex_commands, needles=_TEX_NAMES, prior=0.9),
    "tex-formula": Detector(
        _tex_formulas, needles=("{\\displaystyle", "{\\textstyle", "{\\scriptstyle"), prior=0.9
    ),
    "markdown-link": Detector(_markdown_links, needles=("](",), prior=0.8),
    "markdown-strong": Detector(_markdown_strong, needles=("**",), prior=0.8),
    "markdown-escape": pattern_rule(
        "markdown-escape", "RE304", _ESCAPED, needles=("\\.", "\\_", "\\*", "\\[", "\\]"), unless=is_named, prior=0.8
    ),
    "raised-marks": pattern_rule("raised-marks", "RE303", _RAISED, needles=("^", "~"), unless=is_named, prior=0.85),
    "forum-tag": Detector(_bb_codes, needles=("[/",), prior=0.85),
    "wiki-switch": pattern_rule("wiki-switch", "RE303", _SWITCH, needles=("__",), unless=is_named, fix="", prior=0.9),
    "wiki-parameter": pattern_rule(
        "wiki-parameter", "RE303", _PARAMETER, needles=("{{{",), unless=is_named, anywhere=True, prior=0.85
    ),
    "wiki-table": pattern_rule(
        "wiki-table", "RE303", _TABLE, needles=("{|", "|}"), unless=is_named, anywhere=True, prior=0.85
    ),
    "wiki-gallery": pattern_rule(
        "wiki-gallery", "RE303", _GALLERY, needles=("gallery>", "<gallery"), unless=is_named, anywhere=True, prior=0.85
    ),
    "wiki-size": pattern_rule("wiki-size", "RE303", _IN_BRACKETS, needles=_PIXELS, unless=_is_measure, prior=0.6),
    "wiki-category": Detector(_categories, frozenset([CATEGORY]), prior=0.75),
    "script-left": pattern_rule(
        "script-left", "RE303", _SCRIPT,
        needles=("=", "{", "_gaq", ");"), unless=is_named, anywhere=True, prior=0.9,
    ),
    "section-left": pattern_rule(
        "section-left", "RE303", _SECTION, needles=("<![CDATA[", "]]>", "<!--", "<![endif"), unless=is_named,
        anywhere=True, prior=0.85,
    ),
    "glyph-number": Detector(
        _glyph_numbers, prior=0.9,
        needles=_GLYPH_NEEDLES,
    ),
    "cell-escape": Detector(_cell_escapes, needles=("_x00",), prior=0.9),
    "office-reference": Detector(_references_lost, frozenset([ERROR_WORD]), prior=0.95),
    "cell-error": pattern_rule(
        "cell-error", "RG111", f"(?:{any_of(_CELL_ERRORS)})", needles=("#",), unless=_speaks_of_sheets, words=(1, 1),
        prior=0.85,
    ),
    "citation-unresolved": pattern_rule(
        "citation-unresolved", "RG111", _DOUBT, needles=("[?",), unless=is_named, words=(1, 1), prior=0.7
    ),
}  # fmt: skip
