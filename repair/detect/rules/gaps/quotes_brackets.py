"""Quotation marks and brackets by pairs: those without a partner (RG110), and blanks just inside them (RJ202).

Brackets and straight quotation marks are paired within a paragraph; typographic ones over the whole text, since a
quotation of several paragraphs opens again at each of them in English and closes only at the last in Italian.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from repair.detect.document import Detector, Document, Sighting, offsets
from repair.detect.line_shapes import Line
from repair.detect.suspects.prefilter import LONE_QUOTE
from repair.detect.technical import QUOTING, in_backticks, is_among_signs, speaks_of_code
from repair.text.patterns import A_BLANK, BLANK, late

__all__ = ["PAIRS"]

_FAR: Final = 6_000  # code points over which a quotation of several paragraphs may run
# A text with more marks without a partner than this, if they are most of its marks as well, does not use them in pairs.
_MANY: Final = 100
_EMOTICON_EYES: Final = ":;=8-'^"
_LIST_MARKER: Final = late(r"(?:^|[\s(,;])(?:[ivxIVX]{1,4}|\d{1,3}|[a-zA-Z]|[a-z]\d)\)$")


def _is_prose(line: Line) -> bool:
    return line.shape not in ("blank", "code", "table")


def _unpaired_brackets(document: Document, opening: str, closing: str) -> Iterator[tuple[int, bool]]:
    """Offset of each bracket without a partner in its line, and whether it opens."""
    text = document.text
    for line in document.lines_with(opening + closing):
        if not _is_prose(line) or text.count(opening, line.start, line.end) == text.count(
            closing, line.start, line.end
        ):
            continue
        opened: list[int] = []
        for match in re.finditer(f"[{re.escape(opening + closing)}]", text[line.start : line.end]):
            at = line.start + match.start()
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if before and before in _EMOTICON_EYES and text[at - 2 : at - 1] != opening:
                continue
            if before and before in QUOTING and after and after in QUOTING:
                continue  # the text speaks about the bracket
            if match[0] == opening:
                opened.append(at)
            elif opened:
                opened.pop()
            elif not _LIST_MARKER.search(text, max(0, at - 6), at + 1):
                yield at, False
        yield from ((at, True) for at in opened)


def _sightings(document: Document, rule: str, marks: str, found: Iterable[tuple[int, bool]]) -> Iterator[Sighting]:
    """What a rule sees at the `marks` that were `found` without a partner: nothing if that is this text's habit."""
    unpaired = list(found)
    if len(unpaired) > _MANY and 2 * len(unpaired) > sum(document.text.count(mark) for mark in marks):
        return
    for at, opens in unpaired:
        if is_among_signs(document, at):
            continue
        place = at + 1 if opens else at
        yield Sighting(place, place, "RG110", rule)


def _is_cut(document: Document, number: int) -> bool:
    """Whether a line with an open bracket breaks off before it closes: the line ends in a word, a blank line or nothing
    follows, and the next one does not close the bracket."""
    text, line, below = document.text, document.lines[number], document.beside(number, 1)
    if not text[line.end - 1].isalnum():
        return False
    if below is None:
        return True
    return document.lines[number + 1] is not below and text[below.start].isalpha() and not _closes_first(text, below)


def _closes_first(text: str, line: Line) -> bool:
    closing = text.find(")", line.start, line.end)
    return closing >= 0 and text.count("(", line.start, closing) == 0


class _Unclosed(NamedTuple):
    """The round brackets of a document without a partner: those to report, and the ends of lines that break off within
    brackets."""

    reported: list[tuple[int, bool]]
    cut_ends: list[int]


def _unclosed(document: Document) -> _Unclosed:
    found = _Unclosed([], [])
    cut: dict[int, bool] = {}
    for at, opens in _unpaired_brackets(document, "(", ")"):
        number = document.line_at(at)
        if opens and number not in cut:
            cut[number] = _is_cut(document, number) and document.text[at + 1 : at + 2].isalnum()
            if cut[number]:
                found.cut_ends.append(document.lines[number].end)
        if not (opens and cut[number]):
            found.reported.append((at, opens))
    return found


def _unpaired_round(document: Document) -> Iterator[Sighting]:
    yield from _sightings(document, "unpaired-bracket", "()", document.once(_unclosed).reported)


def _cut_within_brackets(document: Document) -> Iterator[Sighting]:
    """`(utilizza collegamenti a`, and nothing after it: what is lost is the end of the line."""
    for end in document.once(_unclosed).cut_ends:
        yield Sighting(end, end, "RG106", "cut-within-brackets")


def _square_brackets(document: Document) -> Iterator[Sighting]:
    """`[` without `]` in its text, and the other way round."""
    yield from _sightings(document, "unpaired-square-bracket", "[]", _unpaired_brackets(document, "[", "]"))


_SAME_MARKS: Final = late(r"([«“])\w[^«»“”\n]{0,40}\w\1(?!\w)")
"""A quotation with the same mark on both sides: `«hook« does`."""


def _unpaired_marks(document: Document, opening: str, closing: str) -> Iterator[tuple[int, bool]]:
    """Offset of each typographic mark without a partner in the text, and whether it opens."""
    text = document.text
    if "„" in text or (opening in "“”" and "â€" in text):
        return  # marks of another kind, or decoded wrongly, may be the partners
    opened: deque[int] = deque()
    for at in offsets(text, opening + closing):
        while opened and at - opened[0] > _FAR:
            yield opened.popleft(), True
        if text[at] == opening:
            if opened and (same := _SAME_MARKS.match(text, opened[-1])) and same.end() == at + 1:
                opened.pop()
                continue
            if opened and _begins_line(text, at):
                opened.pop()  # the quotation goes on in a new paragraph
            opened.append(at)
        elif opened:
            opened.pop()
        elif not _is_bullet(text, at):
            yield at, False
    yield from ((at, True) for at in opened)


_BLANKS: Final = frozenset(BLANK)


def _is_bullet(text: str, at: int) -> bool:
    """Whether the closing mark begins a line and a capitalised word follows it: `» News`."""
    return _begins_line(text, at) and text[at + 1 : at + 2] in _BLANKS and text[at + 2 : at + 3].isupper()


def _begins_line(text: str, at: int) -> bool:
    return text[max(0, at - 2) : at].strip(" \u00a0—–-")[-1:] in ("", "\n")


def _unpaired_guillemets(document: Document) -> list[tuple[int, bool]]:
    return list(_unpaired_marks(document, "«", "»"))


def _unpaired_curly(document: Document) -> list[tuple[int, bool]]:
    return list(_unpaired_marks(document, "“", "”"))


_Unpaired = Callable[[Document], Iterable[tuple[int, bool]]]


def _mark_rule(rule: str, opening: str, closing: str, unpaired: _Unpaired) -> Detector:
    def detect(document: Document) -> Iterator[Sighting]:
        turned = opening in document.reversed_quotes
        marks = _unpaired_marks(document, closing, opening) if turned else document.once(unpaired)
        found = ((at, opens) for at, opens in marks if document.is_prose_at(at))
        yield from _sightings(document, rule, opening + closing, found)

    return Detector(detect, needles=(opening, closing))


_ANNOUNCED: Final = late(f":{A_BLANK}{{0,3}}$")
_ANY_QUOTE: Final = late("[«»“”„‹›\"]|['‘’](?!\\w)")


def _unclosed_speech(document: Document) -> Iterator[Sighting]:
    """Speech after a colon that no mark closes, in a paragraph without any later quotation mark."""
    text = document.text
    for unpaired in (_unpaired_guillemets, _unpaired_curly):
        for at, opens in document.once(unpaired):
            if not opens or not _ANNOUNCED.search(text, max(0, at - 4), at) or not document.is_prose_at(at):
                continue
            if not _ANY_QUOTE.search(text, at + 1, document.lines[document.line_at(at)].end):
                yield Sighting(at + 1, at + 1, "RG110", "unclosed-speech")


# --- straight quotation marks ------------------------------------------------------------------------------------

_STRAIGHT: Final = late('"')
_BEFORE_OPENING: Final = frozenset("([{«“‘'’/-–—=")


def _straight_marks(document: Document, line: Line) -> list[int]:
    """Offsets of the line's straight quotation marks; signs of seconds and inches (`5"`) are left out if the number of
    marks is odd."""
    marks = [match.start() for match in _STRAIGHT.finditer(document.text, line.start, line.end)]
    if len(marks) % 2:
        bare = [at for at in marks if not document.text[at - 1 : at].isdigit()]
        return bare if len(bare) % 2 == 0 else marks
    return marks


def _opens_here(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return not before or before.isspace() or before in _BEFORE_OPENING


def _closes_here(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    return not after or not (after.isalnum() or after in "([«“")


def _only_closes(text: str, at: int) -> bool:
    return _closes_here(text, at) and not _opens_here(text, at)


def _unpaired_straight(document: Document) -> Iterator[tuple[int, bool]]:
    """Offset of each straight mark without a partner in its line or in the lines that continue it, and whether it
    opens."""
    text = document.text
    pending: deque[int] = deque()  # of earlier lines
    for line in document.lines_with('"'):
        if not _is_prose(line):
            continue
        if pending and text[line.start] == '"':
            pending.clear()  # the quotation opens again at each of its paragraphs
        if text.count('"', line.start, line.end) % 2 == 0:
            continue
        marks = _straight_marks(document, line)
        if len(marks) % 2 == 0:
            continue
        if pending and _only_closes(text, marks[0]):
            pending.clear()
            marks = marks[1:]
        opened: int | None = None
        for at in marks:
            if opened is None and _only_closes(text, at):
                yield at, False
            elif opened is None:
                opened = at
            elif _opens_here(text, at) and not _closes_here(text, at):
                yield opened, True
                opened = at
            else:
                opened = None
        if opened is not None:
            pending.append(opened)
        while pending and line.end - pending[0] > _FAR:
            yield pending.popleft(), True
    yield from ((at, True) for at in pending)


def _unpaired_straight_sightings(document: Document) -> Iterator[Sighting]:
    yield from _sightings(document, "unpaired-straight-quote", '"', _unpaired_straight(document))


def _spaced_pairs(document: Document, line: Line) -> list[tuple[int, int]]:
    """The line's pairs, from left to right, that have a blank inside; none if any mark of the line stands where only a
    mark of the other kind (opening or closing) can stand."""
    text = document.text
    marks = _straight_marks(document, line)
    if len(marks) % 2:
        return []
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    spaced = [(left, right) for left, right in pairs if text[left + 1] in _BLANKS or text[right - 1] in _BLANKS]
    if spaced and all(_opens_here(text, left) and _closes_here(text, right) for left, right in pairs):
        return spaced
    return []


_PROMPTS: Final = frozenset(":>")  # what a program writes before it waits: `"password: "`


_INNER: Final = frozenset("'‘’")  # a quotation within another is set off by a blank: `" 'Wait', he said "`


def _blanks_inside(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Spans of the blanks after the mark at `left` and before the mark at `right`."""
    inner = text[left + 1 : right]
    if not any(map(str.isalpha, inner)):  # signs that the text speaks about: `": "`
        return
    leading = len(inner) - len(inner.lstrip(BLANK))
    trailing = len(inner) - len(inner.rstrip(BLANK))
    if leading and inner[leading] not in _INNER:
        yield left + 1, left + 1 + leading
    if trailing and inner[-trailing - 1] not in _PROMPTS | _INNER:
        yield right - trailing, right


# a mark after a blank where it closes, or before one where it opens
_BLANK_AT_STRAIGHT: Final = late(
    f"\"(?:(?<={A_BLANK}.)(?![^\\W_]|[(\\[«“])|(?={A_BLANK})(?<![^\\s(\\[{{«“‘'’/\\-–—=].))"
)


_COMMAND: Final = late(r"(?:\b(?:echo|print|printf|puts)[ (]|=)[ ]?\Z")
_COMMAND_REACH: Final = 12  # code points


def _is_set_off(pair: str) -> bool:
    """Whether straight marks stand for guillemets that the language sets off: both blanks are there (`les mots " à vie "`)."""
    return pair[1] in _BLANKS and pair[-2] in _BLANKS


def _blank_inside_straight(document: Document) -> Iterator[Sighting]:
    text = document.text
    for number in sorted({document.line_at(match.start()) for match in _BLANK_AT_STRAIGHT.finditer(text)}):
        line = document.lines[number]
        if not _is_prose(line) or speaks_of_code(document):
            continue
        for left, right in _spaced_pairs(document, line):
            if "»" in document.spaced and _is_set_off(text[left : right + 1]):
                continue
            if in_backticks(document, left) or _COMMAND.search(text, max(line.start, left - _COMMAND_REACH), left):
                continue
            for start, end in _blanks_inside(text, left, right):
                yield Sighting(start, end, "RJ202", "blank-inside-straight-quotes", fix="")


_BLANK_AT_MARK: Final = late(f"[«“»”](?:(?<=[«“])(?={A_BLANK})|(?<={A_BLANK}[»”]))")
_TYPOGRAPHIC: Final = late(r"«[^«»\n]*+»|“[^“”\n]*+”")


def _is_french(pair: str) -> bool:
    """Whether the quotation has a blank on both its sides."""
    return pair[0] == "«" and pair[1] in _BLANKS and pair[-2] in _BLANKS


def _is_turned(text: str, pair: re.Match[str]) -> bool:
    """Whether a mark of the pair closes where it should open, or opens where it should close: `dice ”ya“ y`."""
    return text[pair.start() - 1 : pair.start()].isalnum() or text[pair.end() : pair.end() + 1].isalnum()


def _blank_inside_typographic(document: Document) -> Iterator[Sighting]:
    """Blanks inside `«»` and `“”`. If the language asks for them, if most pairs of the text have them, or if all `«»` are
    set as in French, they are its typography and not reported."""
    text = document.text
    if not any(_BLANK_AT_MARK.match(text, at) for at in offsets(text, "«“»”")):
        return
    pairs = [
        pair
        for pair in _TYPOGRAPHIC.finditer(text)
        if pair[0][-1] not in document.spaced and pair[0][0] not in document.reversed_quotes
    ]
    guillemets = [pair[0] for pair in pairs if pair[0][0] == "«"]
    french = bool(guillemets) and all(map(_is_french, guillemets))
    spaced = [
        span
        for pair in pairs
        if not (french and pair[0][0] == "«") and not _is_turned(text, pair)
        for span in _blanks_inside(text, pair.start(), pair.end() - 1)
        if document.is_prose_at(span[0])
    ]
    if len(spaced) >= 6 and len(spaced) > len(pairs):
        return
    for start, end in spaced:
        yield Sighting(start, end, "RJ202", "blank-inside-typographic-quotes", fix="")


PAIRS: Final[dict[str, Detector]] = {
    "unpaired-bracket": Detector(_unpaired_round, needles=("(", ")")),
    "cut-within-brackets": Detector(_cut_within_brackets, needles=("(",), prior=0.85),
    "unpaired-square-bracket": Detector(_square_brackets, needles=("[", "]")),
    "unpaired-guillemet": _mark_rule("unpaired-guillemet", "«", "»", _unpaired_guillemets),
    "unpaired-curly-quote": _mark_rule("unpaired-curly-quote", "“", "”", _unpaired_curly),
    # all seven cases that were read, in texts of fourteen languages, lack their mark
    "unclosed-speech": Detector(_unclosed_speech, needles=("«", "“"), prior=0.7),
    "unpaired-straight-quote": Detector(_unpaired_straight_sightings, needles=('"',)),
    "blank-inside-straight-quotes": Detector(_blank_inside_straight, frozenset([LONE_QUOTE])),
    "blank-inside-typographic-quotes": Detector(_blank_inside_typographic, needles=("«", "“", "»", "”")),
}
