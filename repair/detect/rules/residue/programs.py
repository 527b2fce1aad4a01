"""What programs put in the place of text and never replaced: objects as a program prints them, tokens of translation programs and of
readers of wikis, addresses that a page hides, fields of forms, and scripts (RG111, RE303, RE304).

Values of tables are in `converters.py`, fields of letters and of content systems in `fields.py` and `templates.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, pattern_rule
from repair.detect.suspects.word_signs import PROTECTED
from repair.detect.technical import is_named, speaks_of_code
from repair.text.patterns import ANY_BLANK, late

__all__ = ["PROGRAMS"]


# --- objects ---------------------------------------------------------------------------------------------------------

_OBJECT: Final = (
    r"(?<![\w.])(?:datetime\.)?(?:datetime|date|time)\((?:\d{1,4}, ?){1,6}\d{1,6}\)"
    r"|(?<![\w.])(?:Timestamp|Decimal|UUID|ObjectId|Timedelta|PosixPath)\('[^'\n]{1,60}'\)"
    r"|<(?:[\w.]{1,40} object|function [\w.<>]{1,40}|generator object [\w.<>]{1,40}|bound method [\w.<>]{1,60}) at 0x[0-9a-fA-F]{4,16}>|<class '[\w.]{1,40}'>"
    r"|<NA>|\bdtype: (?:object|float64|int64)|(?<![\w(])\('[^'\n]{1,40}',\)"
)
_OBJECT_NEEDLES: Final = (
    *("date(", "time(", "stamp('", "imal('", "UUID('", "tId('", "delta('", "Path('"),
    *(" at 0x", "<NA>", "dtype: ", "',)", "<class '"),
)

# --- tokens ----------------------------------------------------------------------------------------------------------

_TOKEN: Final = (
    r"(?<!\w)(?:formula|codice)_\d{1,4}(?!\w)"
    r"|(?<!\w)(?:__|XX_|X_|%%)?(?:PH|VAR|TAG|NT|PLACEHOLDER|XXPH|TERM|KEEP)_?\d{1,3}(?:_XX|_X|__|%%)(?!\w)"
    r"|⟪\d{1,3}⟫|⟦\d{1,3}⟧|\[\[TAG\d{1,3}\]\]"
    r"|<(?:ph|x|g|bx|ex|bpt|ept|it)\b (?:id|name|i|equiv-text|ctype)=\"[^\"<>\n]{1,60}\"[^<>\n]{0,80}/?>|</(?:g|ph|bpt|ept)>"
)
_TOKEN_NEEDLES: Final = (
    *("formula_", "codice_", "_X", "__", "%%", "[[TAG", "⟪", "⟦", "<ph ", "<x ", "<g "),
    *("<bx ", "<ex ", "<bpt ", "<ept ", "<it ", "</g>", "</ph>", "</bpt>", "</ept>"),
)  # fmt: skip

# --- addresses that a page hides -------------------------------------------------------------------------------------

_HIDDEN: Final = (
    r"\[(?:e-?mail|correo electrónico) (?:protected|protegido|protegida|protetta|protégé|geschützt)\]|\[courriel protégé\]"
    r"|This e-?mail address is being protected from spam ?bots\.(?: You need Java[Ss]cript enabled to view it\.?)?"
    r"|Quest[oa] indirizzo e-?mail è protetto (?:dagli? spam ?bots?|dallo spam ?bot)\.(?: (?:È necessario abilitare|Abilita|Devi abilitare|Attiva) Java[Ss]cript per vederlo\.?)?"
    r"|Diese E-Mail-Adresse ist (?:vor|gegen) Spam ?[Bb]ots geschützt!(?: [^.!?\n]{0,80}Java[Ss]cript[^.!?\n]{0,60}[.!])?"
    r"|Cette adresse (?:e-?mail|de messagerie|email) est protégée contre les robots spammeurs\.(?: Vous devez activer le Java[Ss]cript pour la visualiser\.?)?"
    r"|Esta dirección de correo electrónico está (?:siendo )?protegida contra (?:los )?(?:robots de spam|spambots)\.(?: [^.!?\n]{0,60}Java[Ss]cript[^.!?\n]{0,60}\.)?"
    r"|Este endereço de e-?mail está (?:sendo )?protegido (?:de|contra) (?:spambots|piratas)\.(?: [^.!?\n]{0,60}Java[Ss]cript[^.!?\n]{0,60}\.)?"
    r"|Dit e-mailadres wordt beveiligd tegen spambots\.(?: [^.!?\n]{0,60}Java[Ss]cript[^.!?\n]{0,60}\.)?"
).replace(" ", ANY_BLANK)  # fmt: skip

# --- fields of forms -------------------------------------------------------------------------------------------------

_FILL: Final = (
    r"\[(?!\w+\])(?i:insert|enter|add|your|inserire|inserisci|aggiungere|aggiungi|il tuo|la tua|nome e cognome|il vostro|insérer|ajouter|votre|einfügen|ihr name|insertar|añadir|su nombre|tu nombre|inserir|seu nome|invoegen|naam invullen|hier einfügen)(?!\w)[^\[\]\n]{0,50}\](?!\()"
    r"|\[[A-ZÀ-Þ ]{3,20} (?:HERE|QUI|HIER|ICI|AQUÍ|AQUI)\](?!\()|\[(?:TK|TBD|TBC|DA COMPLETARE|DA DEFINIRE|XXX)\](?!\()"
    r"|(?:Dolor|dolor) sit amet(?:,? consectetur adipiscing elit)?\.?(?<![Ii]psum{b}[Dd]olor{b}sit{b}amet)"
).replace("{b}", ANY_BLANK)  # fmt: skip
_FEW: Final = 8  # brackets of a text that lost a few fields; one with more is a form


def _is_form(document: Document) -> bool:
    return document.text.count("[") > _FEW


def _is_meant(document: Document, match: re.Match[str]) -> bool:
    """Whether the field is one of many in a form, or what the text speaks of."""
    return (match[0][0] == "[" and document.once(_is_form)) or is_named(document, match)


# --- scripts ---------------------------------------------------------------------------------------------------------

_LINE: Final = (
    r"(?<![\w.])var [\w$]{1,40} ?= ?(?:[\"'\[{]|new |window|document|\d|true|false|null|function)[^;\n]{0,300};"
    r"|(?<![\w.])_?[a-z]\w{2,30}\.push\(\{[^\n]{1,200}?\}\);?"
    r"|(?<!\w)if ?\((?:window|document|typeof|!window)\b[^\n{}]{0,120}\) ?\{[^\n]{0,300}?\}"
    r"|\$\((?:document|window|'[^'\n]{1,40}')\)\.(?:ready|on|click|hide|show|load)\((?:[^()\n]{0,40}\);?|(?:[^()\n]{1,20}, ?)?function ?\([^()\n]{0,20}\) ?\{?)"
    r"|@media ?\([^\n()]{3,60}\) ?\{[^\n]{0,200}?\}(?: ?\})?"
    r"|(?<![\w&])[#.][a-z][\w-]{1,40}(?: [#.a-z][\w-]{0,40}){0,4} ?\{ ?[a-z-]{3,30} ?: ?[^{}\n]{1,200}\}"
)

# --- formulas --------------------------------------------------------------------------------------------------------

_SIGNS: Final = (
    "alpha|beta|gamma|delta|epsilon|lambda|mu|pi|rho|sigma|tau|phi|omega|theta|frac|dfrac|sqrt|sum|prod|int|lim|infty|nabla|pm"
    "|times|cdot|leq|geq|neq|approx|equiv|in|to|rightarrow|mathbf|mathrm|mathcal|mathbb|bar|hat|tilde|vec|overline|left|right|quad|ldots|cdots"
)
_BACKSLASHED: Final = late(
    rf"\\(?:{_SIGNS})(?![a-zA-Z])(?:_?\{{[^{{}}\n]{{0,80}}\}}|\^?\{{[^{{}}\n]{{0,80}}\}}){{0,3}}"
)
_NEAR: Final = 13  # code points from one sign to another of the same formula are fewer
_THROUGHOUT: Final = 12  # signs of a text that is written so
_TEX: Final = late(r"\b(?:La)?TeX\b|KaTeX|MathJax")


def _tex_signs(document: Document) -> Iterator[Sighting]:
    r"""`μ±2σ\mu \pm 2\sigma`: signs of formulas, in a text that has few; its formulas are written as others are otherwise."""
    text = document.text
    found = list(_BACKSLASHED.finditer(text))
    if not found or len(found) >= _THROUGHOUT or _TEX.search(text) or speaks_of_code(document):
        return
    free = 0  # where another formula may begin
    for match in found:
        if match.start() >= free and document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RE303", "tex-sign")
            free = match.end() + _NEAR


_TWICE: Final = late(
    rf"(?<!\S)(?P<left>[A-Za-zμσλΔ]{{1,3}})=[\w²³/+·-]{{1,12}}?(?P<written>(?P=left){ANY_BLANK}={ANY_BLANK}[\w^\\{{}}/+·-]{{1,16}})"
)


def _formulas_twice(document: Document) -> Iterator[Sighting]:
    """`E=mc2E = mc^2`: a formula as it is shown and as it is written."""
    for match in _TWICE.finditer(document.text):
        if document.is_prose_at(match.start()) and not is_named(document, match):
            yield Sighting(*match.span(), "RE303", "formula-twice", None, match["written"])


PROGRAMS: Final[dict[str, Detector]] = {
    "object-printed": pattern_rule(
        "object-printed", "RE304", _OBJECT, needles=_OBJECT_NEEDLES, unless=is_named, prior=0.85
    ),
    "token-left": pattern_rule(
        "token-left", "RG111", _TOKEN, needles=_TOKEN_NEEDLES, words=(1, 3), unless=is_named, anywhere=True, prior=0.85
    ),
    "address-hidden": pattern_rule(
        "address-hidden", "RG111", _HIDDEN, sign=PROTECTED, words=(1, 1), unless=is_named, prior=0.95
    ),
    "form-field": pattern_rule(
        "form-field", "RG111", _FILL, needles=("[", "sit amet"), words=(1, 12), unless=_is_meant, prior=0.8
    ),
    "script-line": pattern_rule(
        "script-line", "RE303", _LINE, needles=("{", "=", "$("), unless=is_named, anywhere=True, prior=0.85
    ),
    "tex-sign": Detector(_tex_signs, needles=("\\",), prior=0.7),
    "formula-twice": Detector(_formulas_twice, needles=("=",), prior=0.85),
}  # fmt: skip
