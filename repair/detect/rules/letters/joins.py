"""Blanks lost between two elements, and words cut in two: RJ201, RJ203 and RG108, each with the fix that it implies."""

from __future__ import annotations

import re
from typing import Final

from repair.detect.document import Detector, Document, pattern_rule
from repair.detect.rules.letters.joined_on_purpose import (
    is_address,
    is_joined_colon,
    is_joined_comma,
    is_name_or_label,
    is_no_dotted_name,
    keeps_full_stop,
)
from repair.detect.suspects.prefilter import CAPITAL
from repair.detect.technical import in_backticks, is_named
from repair.detect.vocabulary import lexicon
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, UPPER, late

__all__ = ["JOINS"]

# of scripts that set blanks between words: neither Thai and its neighbours nor Chinese and Japanese do
_SPACED_LETTER: Final = (
    "[^\\W\\d_\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f]"
)
_NEAR: Final = 10_000  # code points on either side in which half a word is looked for as a word of its own


def _is_reversed(document: Document, match: re.Match[str]) -> bool:
    """Whether this text uses the mark at the opposite end of a quotation."""
    return match[0] in document.reversed_quotes


def _keeps_question(document: Document, match: re.Match[str]) -> bool:
    """Whether the mark lies in an address, or is an ellipsis in a text that never sets a blank after one."""
    return is_address(document, match) or (match[0] == "…" and "… " not in document.text)


_OPTIONAL: Final = late(r"(?<!\w)[«“(][^\s()«»“”]{1,20}$")


_SUFFIX: Final = late(r"(?:[dt][ae]n?|n?[ıiuü]n?|[ld][ae]r[a-zıü]{0,3}|y?l[ae]|n?[ae])(?!\w)")
"""Endings that Turkish adds to what brackets end: `(ikinci dizin)den`."""


def _is_joined_close(document: Document, match: re.Match[str]) -> bool:
    """Whether what ends with the mark belongs to the word after it: an optional beginning (`(ri)creare`), an address, or
    a mark that opens here."""
    text, at = document.text, match.start()
    if match[0] == ")" and document.article.language == "tr" and _SUFFIX.match(text, at + 1):
        return True
    if match[0] == ")" and text[at + 1].islower() and _OPTIONAL.search(text, max(0, at - 22), at):
        return True
    return _is_reversed(document, match) or is_address(document, match) or in_backticks(document, at)


_HALF_BEFORE: Final = late(rf"{LETTER}*$")
_OPENED_ASIDE: Final = late(f"[{BLANK}\n(]-(?={LETTER})[^.!?\n-]*\\Z")
"""A hyphen in place of the dash that opens an aside: `un altro -che può entrare- lo manda`."""


def _is_compound(document: Document, match: re.Match[str]) -> bool:
    """Whether the hyphen waits for its second half (`pre- e postbellico`) or is a dash after a whole word."""
    text, at = document.text, match.start()
    after = re.compile(r"\w+").search(text, match.end(), match.end() + 30)
    before = _HALF_BEFORE.search(text, max(0, at - 30), at)
    if after is None or before is None or document.language is None:
        return True
    if text.find(f" {before[0]} ", max(0, at - _NEAR), at + _NEAR) >= 0 or _OPENED_ASIDE.search(
        text, max(0, at - _NEAR), at
    ):
        return True
    known = lexicon(document)
    if known is not None and not known.knows((before[0] + after[0]).lower()):
        return True  # `Handels- noch`
    table = document.language
    words = table.dangling | table.openers | table.prepositions | table.after_articles
    return after[0].lower() in words or before[0].lower() in words


_WHOLE: Final = f"(?:(?<={LOWER}{{3}}\\.)|(?<=[ \n]{LOWER}[àèéìòù]\\.)|(?<={LOWER}[»”]\\.))"
"""What stands before a full stop that is no abbreviation's: a word of three letters, one with an accent, or a quotation."""

JOINS: Final[dict[str, Detector]] = {
    # --- RJ201: the place after the mark
    "lost-blank-comma": pattern_rule(
        "lost-blank-comma", "RJ201", f",(?<={LETTER}{{2}},)(?P<at>)(?={LETTER}{{2}})", starts=",", fix=" ",
        unless=is_joined_comma,
    ),
    "lost-blank-colon": pattern_rule(
        "lost-blank-colon", "RJ201", f"[;:](?<={LOWER}{{2}}.)(?P<at>)(?=[«“\"]?{LETTER}{{2}})", starts=";:", fix=" ",
        unless=is_joined_colon,
    ),
    "lost-blank-full-stop": pattern_rule(
        "lost-blank-full-stop", "RJ201", f"\\.{_WHOLE}(?P<at>)(?=[«“]?{UPPER}(?:{LOWER}|['’ ]))", starts=".", fix=" ",
        unless=keeps_full_stop,
    ),
    # as often a lost blank as the rule above, and yet no rule may part `Windows.Forms`
    "lost-blank-after-name": pattern_rule(
        "lost-blank-after-name", "RJ201", f"\\.(?<={LOWER}{{3}}\\.)(?P<at>)(?={UPPER}{LOWER})", starts=".",
        unless=is_no_dotted_name, prior=0.8,
    ),
    "lost-blank-question": pattern_rule(
        "lost-blank-question", "RJ201", f"[?!…](?<={LOWER}{{2}}.)(?P<at>)(?=[«“]?{UPPER}(?:{LOWER}|['’]{LOWER}|{A_BLANK}{LOWER}))", starts="?!…", fix=" ",
        unless=_keeps_question,
    ),
    "lost-blank-after-quote": pattern_rule(
        "lost-blank-after-quote", "RJ201", f"[»”)](?P<at>)(?={_SPACED_LETTER}{{2}})(?<={_SPACED_LETTER}{{3}}.)", starts="»”)", fix=" ",
        unless=_is_joined_close,
    ),
    "lost-blank-before-quote": pattern_rule(
        "lost-blank-before-quote", "RJ201", f"[«“](?<={_SPACED_LETTER}{{2}}.)(?={_SPACED_LETTER}{{2}})", starts="«“", fix=" ", before=True,
        needles=("«", "“"), unless=_is_reversed,
    ),
    "lost-blank-before-bracket": pattern_rule(
        "lost-blank-before-bracket", "RJ201", f"\\((?<={LOWER}{{2}}\\()(?={LETTER}{{3}}[^()\\n]{{0,80}} )",
        starts="(", fix=" ", before=True, unless=is_address,
    ),
    # --- RJ203: the place between the words
    "words-run-together": pattern_rule(
        "words-run-together", "RJ203", f"{UPPER}(?<={LOWER}{{3}}.)(?:{LOWER}{{2}}|{LOWER}?(?=[’' ]))", starts=CAPITAL, fix=" ",
        before=True, unless=is_name_or_label,
    ),
    "address-joined": pattern_rule(
        "address-joined", "RJ203",
        f"http://(?<={LOWER}.{{7}})|https://(?<={LOWER}.{{8}})|www\\.(?<={LOWER}.{{4}})(?=[\\w-]+\\.\\w)",
        needles=("://", "www."), fix=" ", before=True, unless=is_named, prior=0.85,
    ),
    # --- RG108: what stands between the halves
    "hyphen-blank": pattern_rule(
        "hyphen-blank", "RG108", f"(?P<at>-{A_BLANK}(?<={LOWER}{{2}}..))(?={LOWER}{{3}})", starts="-", fix="",
        needles=("- ", "-\u00a0"), unless=_is_compound, prior=0.6,
    ),
    "soft-hyphen": pattern_rule(
        "soft-hyphen", "RG108", f"(?P<at>\u00ad(?<={LETTER}.){A_BLANK}?(?:\r?\n|{A_BLANK}))(?={LOWER})", fix="",
        needles=("\u00ad",),
    ),
    "hyphen-line-end": pattern_rule(
        "hyphen-line-end", "RG108", f"(?P<at>-{A_BLANK}?\r?\n)(?<={LETTER}{{2}}-\n)(?={LOWER}{{2}})", starts="-", fix="",
        needles=("-\n", "-\r\n", "- \n"), unless=_is_compound,
    ),
}  # fmt: skip
