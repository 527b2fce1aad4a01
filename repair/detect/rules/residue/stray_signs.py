"""Signs that no sentence has where they stand: specks that a scanner read, arrows of notes, signs of links behind headings, keys of
tables and coordinates of wikis, and names of pictures beside them (RS401, RE303)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import name

from repair.detect.document import Detector, Document, Sighting, offsets, pattern_rule
from repair.detect.technical import is_among_signs, is_named, is_named_at
from repair.text.patterns import A_BLANK, ANY_BLANK, LETTER, LOWER, late

__all__ = ["STRAY_SIGNS"]

_B: Final = A_BLANK

# --- specks ----------------------------------------------------------------------------------------------------------

_SPECKS: Final = "■♦●◆▪□◊¦|"
_SPECK: Final = late(
    rf"(?<!{LETTER}{{12}})(?P<left>{LETTER}{{2,12}}){_B}(?P<at>[{re.escape(_SPECKS)}]{_B})(?P<right>{LOWER}{{1,12}})(?!\w)"
)
_SIGN_NAMES: Final = frozenset(
    "sign symbol mark key button icon character segno simbolo tasto pulsante icona signe symbole touche zeichen taste knop teken".split()
)
_SUITS: Final = frozenset("♠♥♣")
_FEW: Final = 2  # a text that parts its items by such a sign has more


_ENDS_PROOF: Final = "■□▪◊◆"
_PROOF: Final = late(
    r"(?<!\w)(?:proofs?|proved|lemma|theorems?|corollary|q\.?e\.?d|teorem[aie]|dimostrazion[ei]|corollario|théorème|démonstration"
    r"|lemme|corollaire|beweis|satz|korollar|demostración|demonstração|corolario|corolário|bewijs|stelling)(?!\w)",
    re.I,
)


def _proves(document: Document) -> bool:
    """Whether the text has proofs, which such a sign ends."""
    return _PROOF.search(document.text) is not None


def _specks(document: Document) -> Iterator[Sighting]:
    """`met on Monday ■ and agreed`: beside a word that must go on or goes on, so that the sign parts no items."""
    text, table = document.text, document.language
    if table is None or sum(map(text.count, _SPECKS)) > _FEW or not _SUITS.isdisjoint(text):
        return
    for match in _SPECK.finditer(text):
        if match["at"][0] in _ENDS_PROOF and document.once(_proves):
            continue
        leans = match["left"].lower() in table.articles | table.prepositions
        if not _SIGN_NAMES.isdisjoint((match["left"].lower(), match["right"])):
            continue
        if (leans or match["right"] in table.function_words) and document.is_prose_at(match.start("at")):
            at = match.start("at")
            if not (is_named_at(document, at, at + 1) or is_among_signs(document, at)):
                yield Sighting(*match.span("at"), "RE302", "speck-inside", None, "")


# --- arrows and signs of links ---------------------------------------------------------------------------------------

_RETURN: Final = (
    rf"[↩⤴↑](?<=[.!?…)»”\"\]].)\ufe0e?(?={_B}*(?:\n|\Z))|{_B}(?<=[.!?…)»”\"\]].)[↩⤴↑]\ufe0e?(?={_B}*(?:\n|\Z))"
)
_ARROWS: Final = 12  # a text with more of them is about them


_OF_SIGNS: Final = late(
    r"(?<!\w)(?:arrows?|frecc[ei]a?|flèches?|flechas?|setas?|pfeile?|pijl(?:en|tje)?|keys?|tast[oi]|touches?|teclas?|tasten?)(?!\w)",
    re.I,
)


def _is_of_arrows(document: Document) -> bool:
    """Whether the text is about arrows or keys, or has the sign beside its opposite (`Up. ↑`, `Down. ↓`)."""
    text = document.text
    return text.count("↑") > _ARROWS or "↓" in text or _OF_SIGNS.search(text) is not None


def _speaks_of_arrows(document: Document, match: re.Match[str]) -> bool:
    return document.once(_is_of_arrows) or is_named(document, match)


_LINK: Final = late(rf"{_B}?[¶#](?={_B}*(?:\n|\Z))")
_HEADING: Final = 80  # code points


def _links_left(document: Document) -> Iterator[Sighting]:
    """`Installation ¶`: the sign of a link behind a heading, with a line below it."""
    text = document.text
    last = len(text.rstrip())
    for match in _LINK.finditer(text):
        start, end = match.span()
        line = document.lines[document.line_at(start)]
        if start == line.start or line.end - line.start > _HEADING or not text[start - 1].isalpha():
            continue
        is_link = text[end - 1] == "¶" or (text[start] != "#" and text[line.start] != "#")
        if is_link and end < last and line.shape not in ("code", "table") and not is_named(document, match):
            yield Sighting(start, end, "RE303", "heading-link", None, "")


# --- wikis -----------------------------------------------------------------------------------------------------------

_KEY: Final = r"(?<!\d)\d{16,24}♠"
_ANGLE: Final = r"\d{1,3}°(?:\d{1,2}′(?:\d{1,2}(?:\.\d{1,3})?″)?)?"
_COORDINATES: Final = (
    rf"\(?(?:(?:Coordinates|Coordinate|Coordenadas|Koordinaten|Coordonnées|Coördinaten): ?)?{_ANGLE}[NS],? {_ANGLE}[EWOL]"
    r"(?: / \ufeff?\d{1,3}\.\d{1,8}°[NS],? \d{1,3}\.\d{1,8}°[EWOL])(?: ?\ufeff? / -?\d{1,3}\.\d{1,8}; -?\d{1,3}\.\d{1,8})?\)?"
).replace(" ", ANY_BLANK)
"""A place as a wiki sets it down two and three times over, for machines and for readers."""

# --- pictures of faces and things ------------------------------------------------------------------------------------

_PICTURES: Final = (
    "".join(map(chr, range(0x1F600, 0x1F645))) + "🎉🎊🏆👍👎👏🙌🙏💪🔥💯✨⭐✅❌⚠👉👇📢📣📌📸🎥🎧🚀🌍🌟❤💔💙💚💛💜😍"
)
_NAMES: Final = {"❤": "red heart", "⭐": "star", "✅": "check mark button", "❌": "cross mark", "👍": "thumbs up", "👏": "clapping hands", "🙏": "folded hands"}  # fmt: skip
_LONGEST_NAME: Final = 50  # code points
_QUALIFIES: Final = late(f"{_B}{LOWER}")


def _pictures_named(document: Document) -> Iterator[Sighting]:
    """`at last 🎉 party popper`: the name of a picture, which readers hear in its place, right beside it."""
    text = document.text
    for at in offsets(text, sorted(set(text) & set(_PICTURES))):
        sign = text[at]
        after = at + 1 + (text[at + 1 : at + 2] == "\ufe0f")
        beside = text[after : after + _LONGEST_NAME].lower()
        for called in (_NAMES.get(sign, ""), name(sign, "").lower()):
            if called and beside.startswith(f" {called}") and not beside[len(called) + 1 : len(called) + 2].isalpha():
                if " " not in called and _QUALIFIES.match(text, after + len(called) + 1):
                    break  # a word of the sentence: `the food is 🔥 fire tonight`
                yield Sighting(after, after + len(called) + 1, "RS401", "picture-named", None, None)
                break


STRAY_SIGNS: Final[dict[str, Detector]] = {
    "speck-inside": Detector(_specks, needles=tuple(_SPECKS), prior=0.75),
    "note-return": pattern_rule("note-return", "RS401", _RETURN, needles=("↩", "⤴", "↑"), unless=_speaks_of_arrows, fix="", prior=0.85),
    "heading-link": Detector(_links_left, needles=("¶", "#"), prior=0.8),
    "sort-key": pattern_rule("sort-key", "RE303", _KEY, needles=("♠",), fix="", prior=0.95),
    "coordinates-doubled": pattern_rule("coordinates-doubled", "RS401", _COORDINATES, needles=("°",), prior=0.85),
    "picture-named": Detector(_pictures_named, needles=tuple(_PICTURES), prior=0.8),
}  # fmt: skip
