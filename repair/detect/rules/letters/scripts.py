"""Marks of every script: empty pairs, doubled and orphaned marks, blanks before a mark (RG101, RG102, RG104, RG105).

The marks come from Unicode's classes of opening and closing punctuation, so that these rules need no table of a language.
`emptied.py` and `quotes_brackets.py` hold the marks of Latin typography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from repair.detect.document import Detector, Document, Sighting, matches_from, pattern_rule
from repair.detect.suspects.prefilter import UNIT
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWERS, UPPERS, late

__all__ = ["BRACKET_PAIRS", "COMMAS", "COUNTING", "QUOTE_PAIRS", "SCRIPTS", "STOPS"]

QUOTE_PAIRS: Final = ("»«", "›‹", "‘’", "‚‘", "‚’", "‹›", "「」", "『』", "《》", "〈〉")
"""Pairs that quote words or name works."""
BRACKET_PAIRS: Final = ("（）", "［］", "｛｝", "【】", "〔〕")
"""Pairs of brackets beside `()` and `[]`."""
COMMAS: Final = "、，،؛；"
"""Commas and semicolons of other scripts."""
STOPS: Final = "。．؟۔！？："
"""Marks that end a sentence or clause in other scripts."""
_ANY_BLANK: Final = f"[{BLANK}\u3000]"


def _empty_pairs(rule: str, code: str, pairs: tuple[str, ...], inside: str = "") -> Detector:
    """The detector of pairs that hold nothing but blanks and `inside`. A text about the marks names them again and
    again, between words."""
    any_pair = "|".join(f"{re.escape(pair[0])}(?={inside}{_ANY_BLANK}{{0,3}}{re.escape(pair[1])})" for pair in pairs)
    pattern = late(f"(?:{any_pair})(?P<at>{inside}{_ANY_BLANK}{{0,3}})")
    opening = "".join(dict.fromkeys(pair[0] for pair in pairs))

    def see(document: Document) -> Iterator[Sighting]:
        text = document.text
        for match in matches_from(pattern, document, opening):
            if document.is_prose_at(match.start()) and not _is_mentioned(text, match.start(), match.end() + 1):
                yield Sighting(*match.span("at"), code, rule)

    return Detector(see, needles=tuple(opening), prior=0.8)


_ABOUT: Final = late("括|記号|引用符|かっこ|カッコ|カギ|囲|引号|书名号|書名號|符号|符號")
_NEAR: Final = 12  # code points in which a text that is about marks says so


def _is_mentioned(text: str, start: int, end: int) -> bool:
    """Whether the text is about the marks, or they are no pair: apostrophes, or marks of two quotations."""
    if text[start] in "»›" and not (text[start - 1 : start] or " ").isspace():
        return True  # it closes a quotation, and the other opens the next
    if text[start] in "»›‘‚" and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
        return True
    return _ABOUT.search(text, max(0, start - _NEAR), end + _NEAR) is not None


_OPENING: Final = "".join(dict.fromkeys(pair[0] for pair in (*BRACKET_PAIRS, *QUOTE_PAIRS)))
_CLOSING: Final = "".join(dict.fromkeys(pair[1] for pair in (*BRACKET_PAIRS, *QUOTE_PAIRS)))
_COMMA: Final = f"[{COMMAS}]"


def _is_habit(document: Document, match: re.Match[str]) -> bool:
    return match[0][-1] in document.once(_spaced_marks)


def _spaced_marks(document: Document) -> frozenset[str]:
    """The marks before which the text sets a blank as a rule."""
    text, spaced = document.text, {}
    for mark in _SCRIPT_MARKS:
        spaced[mark] = sum(text.count(blank + mark) for blank in BLANK)
    return frozenset(m for m, count in spaced.items() if count >= _OFTEN and 2 * count > text.count(m))


_SCRIPT_MARKS: Final = "،؛؟۔、。，"


_OFTEN: Final = 4


def _is_dotted(document: Document, match: re.Match[str]) -> bool:
    """Whether the text often sets the doubled mark: then it is its ellipsis, or ends its verses."""
    counted = document.once(_counted)
    if (mark := match[0]) not in counted:
        counted[mark] = document.text.count(mark)
    return counted[mark] >= _OFTEN


def _counted(document: Document) -> dict[str, int]:
    """How often marks stand in the text, each counted when it is first asked for: they are few."""
    return {}


def _closes_two(document: Document, match: re.Match[str]) -> bool:
    """Whether the marks may close one quotation within another: the text opens quotations with other marks."""
    text = document.text
    return ("«" in text and match[1] == "»") or ("“" in text and match[1] == "”") or ("‘" in text and match[1] == "’")


def _has_table(document: Document, match: re.Match[str]) -> bool:
    return document.language is not None or _is_dotted(document, match)


# --- units ---------------------------------------------------------------------------------------------------------

_DIGITS: Final = "0-9٠-٩۰-۹०-९０-９一二三四五六七八九十百千万億数何幾几半"
_NO_NUMBER: Final = f"(?![\\w/(*=<>%²³{_DIGITS}-]|[ \u00a0]?[{_DIGITS}]|\\.\\w)"
_OTHER_UNITS: Final = ("км", "кг", "χλμ", "كم", "किमी")
_SIGN: Final = late(f"(?:°[CF]?|[%٪‰€£₽₴₺₪₹]){_NO_NUMBER}")
_GLUED: Final = late(
    f"[℃％%](?<=[\u3040-\u30ff\u4e00-\u9fff가-힣].)(?<![{_DIGITS}몇십백천만수].)(?![ \u3000]?[{_DIGITS}])"
)
_UNIT: Final = late(
    f"(?:{'|'.join(('km', 'kg', 'cm', 'mm', *_OTHER_UNITS))})(?![^\\s.,;:!?)।])(?![ \u00a0]?[{_DIGITS}]|\\.\\w)"
)
_WORDS: Final = late(f"[^\\s\\d.,;:!?(){UPPERS}]{{2}}{A_BLANK}\\Z")
_COUNTED: Final = late(f"[{_DIGITS}]{A_BLANK}[^\\s\\d]{{2,20}}{A_BLANK}\\Z")
"""A number and the word for how many times it counts: `150 млн км`, `10 bin km`."""
_LONGEST_COUNT: Final = 24  # code points
COUNTING: Final = frozenset(
    """несколько сколько много мало тысяч тысячи тысячу миллионов миллиона кілька скільки багато тисяч няколко колко много хиляди
    неколико колико kilka ile wiele kilkaset kilkadziesiąt tysięcy tysiące několik kolik mnoho tisíc tisíce niekoľko koľko veľa
    nekoliko koliko mnogo tisuća några hur många hundra tusen tusentals mange noen hvor hundre nogle flere hundrede tusind monta useita
    muutama muutaman paljonko néhány hány sok több száz ezer câțiva câți mulți mii birkaç kaç çok yüz bin milyon πόσα πολλά μερικά
    λίγα χιλιάδες εκατομμύρια beberapa berapa ribu juta vài mấy nhiều nghìn triệu कई कितने हज़ार लाख كم عدة آلاف מספר כמה אלפי""".split()
)
"""Words for numbers that are not told, in languages without a table."""


def _without_numbers(document: Document, rule: str, pattern: re.Pattern[str]) -> Iterator[Sighting]:
    """Units and signs after a word in small letters and a blank, in a language without a table."""
    if document.language is not None:
        return
    text = document.text
    for match in pattern.finditer(text):
        at = match.start()
        before = text[max(0, at - _LONGEST_COUNT) : at]
        if not _WORDS.search(before) or _COUNTED.search(before) or before.split()[-1].lower() in COUNTING:
            continue
        if document.is_prose_at(at):
            yield Sighting(at - 1, at, "RG115", rule, (1, 1))


def _signs_without_numbers(document: Document) -> Iterator[Sighting]:
    """`температура до °C`, `気温は℃まで`."""
    yield from _without_numbers(document, "sign-without-number", _SIGN)
    if document.language is None:
        for match in _GLUED.finditer(document.text):
            yield Sighting(match.start(), match.start(), "RG115", "sign-without-number", (1, 1))


def _units_without_numbers(document: Document) -> Iterator[Sighting]:
    """`długość drogi wynosi km`."""
    yield from _without_numbers(document, "unit-without-number-other", _UNIT)


_DATE: Final = (
    "月(?<=[はがをにで、。（(年，：于在].)(?=[0-9０-９]{1,2}日)|年(?<=[はがを、。（(，于在].)(?=[0-9０-９]{1,2}月)|日(?<=[0-9０-９]月.)"
    "|월(?<=[는은년,] .)(?= [0-9]{1,2}일)|일(?<=[0-9]월 .)(?=[에,.부까])"
)

SCRIPTS: Final[dict[str, Detector]] = {
    "empty-script-quotes": _empty_pairs("empty-script-quotes", "RG101", QUOTE_PAIRS),
    "empty-script-brackets": _empty_pairs("empty-script-brackets", "RG102", BRACKET_PAIRS),
    "comma-in-script-brackets": _empty_pairs("comma-in-script-brackets", "RG102", BRACKET_PAIRS, f"{_ANY_BLANK}?{_COMMA}"),
    # `、、、` stands for an ellipsis
    "doubled-script-comma": pattern_rule(
        "doubled-script-comma", "RG104",
        f"{_COMMA}(?<![{COMMAS}{STOPS}].)(?P<at>{_ANY_BLANK}{{0,3}})[{COMMAS}。؟۔,.](?![{COMMAS}{STOPS}.]|(?<=[.,])\\w)",
        needles=tuple(COMMAS), prior=0.8,
    ),
    "script-comma-after-opening": pattern_rule(
        "script-comma-after-opening", "RG104", f"[{_OPENING}(«“](?P<at>{_ANY_BLANK}{{0,2}}){_COMMA}(?![{_CLOSING})»”])",
        needles=tuple(COMMAS), prior=0.8,
    ),
    "script-comma-before-bracket": pattern_rule(
        "script-comma-before-bracket", "RG104", f"{_COMMA}(?<=\\w.)(?P<at>{_ANY_BLANK}{{0,2}})[)）］】〕]",
        needles=tuple(COMMAS), prior=0.6,
    ),
    "script-stop-comma": pattern_rule(
        "script-stop-comma", "RG104", f"[。؟۔](?<!。.)(?P<at>{_ANY_BLANK}{{0,2}}){_COMMA}(?![{COMMAS}{STOPS}])",
        needles=tuple(COMMAS), prior=0.7,
    ),
    "blank-before-script-mark": pattern_rule(
        "blank-before-script-mark", "RG105", f"(?P<at>{A_BLANK}(?<=[^\\W\\d_a-zA-Z].){A_BLANK}*)[،؛؟۔、。，](?![،؛؟۔、。，])",
        needles=tuple(_SCRIPT_MARKS), unless=_is_habit, prior=0.6,
    ),
    "doubled-script-stop": pattern_rule(
        "doubled-script-stop", "RG104", "。(?<!。。)(?P<at>)。(?!。)", needles=("。。",), unless=_is_dotted, prior=0.7,
    ),
    "doubled-danda": pattern_rule(
        "doubled-danda", "RG104", "।(?<![।॥]।)(?P<at>)।(?![।॥])", needles=("।।",), unless=_is_dotted, prior=0.65,
    ),
    "comma-script-stop": pattern_rule(
        "comma-script-stop", "RG104", f",(?<=[^\\s,.].)(?P<at>{_ANY_BLANK}{{0,2}})[。।]", needles=("。", "।"), prior=0.75,
    ),
    # authors write it for an ellipsis too; in 3 million characters of sound texts in these languages 7 slips
    "full-stop-twice": pattern_rule(
        "full-stop-twice", "RG104", f"\\.(?<={LETTER}{{4}}\\.)(?P<at>)\\.(?={A_BLANK}+[^\\W\\d_{LOWERS}]|{A_BLANK}*(?:\\n|\\Z))",
        starts=".", needles=("..",), unless=_has_table, prior=0.6,
    ),
    # priors: neither stands in 26 million characters of real pages and sound texts
    "comma-thrice": pattern_rule(
        "comma-thrice", "RG104", "([,،])(?<=[^\\s\\d.,،;]{2}.)(?P<at>\\1{1,3})\\1(?=\\s|\\Z)", needles=(",,,", "،،،"), unless=_is_dotted, prior=0.7,
    ),
    "semicolon-twice": pattern_rule(
        "semicolon-twice", "RG104", "([;·])(?<=[^\\s\\d.,;·]{2}.)(?P<at>)\\1(?=\\s|\\Z)", needles=(";;", "··"), unless=_is_dotted, prior=0.7,
    ),
    # Swedish and Finnish ”so”, Hebrew ״so״, where a prefix may stand before it
    "empty-same-quotes": pattern_rule(
        "empty-same-quotes", "RG101", "([”’״»])(?:(?<![^\\s(–—-].)|(?<=\\s[א-ת].))(?P<at>(?:(?<!’) )?)\\1(?=[\\s,.;:!?)])",
        needles=("””", "” ”", "’’", "״״", "״ ״", "»»", "» »"), unless=_closes_two, prior=0.75,
    ),
    # Korean sets particles right behind a quotation
    "empty-quotes-particle": pattern_rule(
        "empty-quotes-particle", "RG101", "([\"'])(?<!\\S.)(?P<at>)\\1(?=[가-힣])", needles=('""', "''"), prior=0.8,
    ),
    # none in 3 million characters of sound texts in these languages
    "sign-without-number": Detector(_signs_without_numbers, needles=tuple("%٪‰€£₽₴₺₪₹°℃％"), prior=0.7),
    "unit-without-number-other": Detector(_units_without_numbers, frozenset([UNIT]), _OTHER_UNITS, prior=0.65),
    "numbered-date-emptied": pattern_rule(
        "numbered-date-emptied", "RG115", _DATE, needles=("月", "年", "월"), before=True, words=(1, 1), prior=0.75,
    ),
}  # fmt: skip
