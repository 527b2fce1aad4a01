"""Function words before a mark that are sound after all: named, said twice, before an aside, shared with the sentence."""

from __future__ import annotations

import re
from typing import Final

from repair.detect.document import Document
from repair.detect.foreign import stands_as_name
from repair.detect.suspects.prefilter import word_before
from repair.languages.table import Language
from repair.text.patterns import A_BLANK, BLANK, LETTER, LOWER, late

__all__ = ["is_described", "is_said_once", "is_sound", "may_refer"]

_IN_BRACKETS: Final = late(r"\(\w+$")
_OPTIONAL: Final = late(rf"\({LETTER}+-?\)\w")
_BRACKETED: Final = late(f"\\([^()\n]*{LETTER}{{2}}{A_BLANK}\\Z")
_BRACKET_REACH: Final = 80  # code points
_ANSWERS: Final = frozenset("que porque perché because weil".split())
_ANSWER: Final = late(r"(?:\A|[.!?…\n»”\"][ \u00a0]?)(?:Parce que|Porque|Perché|Because|Weil)\Z")
_ANSWER_REACH: Final = 14  # code points
"""A sentence of nothing but a conjunction: `Parce que.`"""
_THAT: Final = late(r", dass\b(?<=ohne, dass)")
_EDITED: Final = "(a cura di"
_OPENING_QUOTES: Final = ('"', "«", "“", "„", "‘")
_QUOTED: Final = late(
    f'["“«„](?={LOWER})(?:{LETTER}+{A_BLANK})?{LETTER}+\\Z'
)  # in small letters: what somebody says has a capital
_QUOTED_REACH: Final = 30  # code points
_CLOSING_QUOTES: Final = ("»", "”", '"')
_IS_SHORT_FORM: Final = late(f"\\.{A_BLANK}(?:\\d|(?<=(?<!\\w)\\w\\..)[^\\W\\d_A-Z])")
_ASIDE: Final = late(r",[ \n](?P<first>I|[a-zà-ÿ][\w'’-]*)(?=[ ,])[^,.;:!?()«“\"\n]{0,24},")
_LETTER_BEFORE: Final = late(f"[^\\W_][{BLANK},;:]?{A_BLANK}\\Z")
_NAMED_NEXT: Final = late(f",{A_BLANK}({LETTER}+),")
_HESITATION: Final = late(r",[ \n][aeouäö]{0,2}[hmr]{1,3},")  # `the, er, result`
_GOES_ON: Final = late(f",[{BLANK}\n]({LETTER}+){A_BLANK}{LETTER}+{A_BLANK}")
_IF_NOT: Final = late(r", (?:if not|or even|and even) (?:\w+ ){1,3}than\Z")
_WORDS_LISTED: Final = late(
    r"\b(?:[Ww]ords|mots|palabras|palavras|parole|Wörter|woorden|[Aa]rtic(?:les|oli)|artículos|artigos|Artikel)(?: (?:like|wie|come|comme|como|zoals))? \w+\Z"
)
_LIST_GOES_ON: Final = late(r", \w+(?:,| (?:and|e|et|und|y|en)) \w+")
_LIST_REACH: Final = 30  # code points
_IF_NOT_REACH: Final = 60  # code points
_GIVES_REASON: Final = frozenset(["for"])
_BREAKS_OFF: Final = late(f";{A_BLANK}\\Z|\\(\\Z")
_BOUND: Final = late(rf"[-'’]({LETTER}+)[ \u00a0]\Z")
_AS_VALUE: Final = late(r"=[\"']\Z")
_ENTRY: Final = late(rf"{LOWER}+(?: {LOWER}+)?, {LOWER}+ {LOWER}+")
_LONGEST_ENTRY: Final = 80  # code points


def is_sound(document: Document, word: str, end: int, match: re.Match[str]) -> bool:
    """Whether the word that ends at `end` belongs to an abbreviation (`et al.`) or to a sound pair (`oh my,`), or is all
    that brackets hold (`leitores(as)`, `German (de)`), or whether an aside parts it from what it governs (`by, well, us`)."""
    text, table = document.text, document.language
    if text.endswith(" et al", 0, end):
        return True
    if match[0] == "(" and _OPTIONAL.match(text, match.start()):
        return True  # `per (ri)creare`
    if stands_as_name(text, word, end):
        return True
    if match[0] == "." and _IS_SHORT_FORM.match(text, match.start()):
        return True  # of a number or a name: `no. 3`, `e. barreneche`
    if len(word) == 1 and table is not None and word_before(text, end - 2).lower() in table.key_names:
        return True  # `premere i.`
    if _AS_VALUE.search(text, max(0, end - len(word) - 2), end - len(word)) or _is_entry(document, end, match):
        return True  # `content="en, fr"`
    if text.startswith(_CLOSING_QUOTES, end) and text.endswith(_OPENING_QUOTES, 0, end - len(word)):
        return True  # a word that is only named: `"un"`
    if (
        match[0] in ".,"
        and text.startswith(_CLOSING_QUOTES, end + 1)
        and _QUOTED.search(text, max(0, end - _QUOTED_REACH), end)
    ):
        return True  # words that are only named, with the mark set inside: `an implicit "instead of."`
    if text.endswith("‘", 0, end - len(word)) or text.startswith("...", match.start()):
        return True  # a letter that is only named (`‘s’`), or the place where a title was cut
    if (
        match[0] == "."
        and word[0].isupper()
        and not _LETTER_BEFORE.search(text, max(0, end - len(word) - 2), end - len(word))
    ):
        return True  # a sentence of one word: `"But." she said`
    if match[0] == "." and len(word) == 1 and _is_one_more(document, end - 2):
        return True  # a letter that is the last of several: `premere compose e poi e.`
    if match[0] in "–—-" and table is not None and _word_after(text, match.end()) in table.joining:
        return True  # `trotz – oder gerade wegen – ihrer`
    if match[0] == "." and word in _ANSWERS and _ANSWER.search(text, max(0, end - _ANSWER_REACH), end):
        return True
    if match[0] == "," and table is not None and table.capital_nouns and _THAT.match(text, end):
        return True  # `ohne, dass er es merkt`
    if match[0] == "," and _is_said_twice(text, word.lower(), end) and not _opens_two_phrases(document, word, end):
        return True
    if len(word) == 1 and text[max(0, end - 2) : end - 1] in ("", "\n") and not text.startswith(("'", "’"), end):
        return True  # the letter of an item
    if table is not None and table.sound_pairs:
        before = word_before(text, end - len(word) - 1).lower()
        if not before and (bound := _BOUND.search(text, max(0, end - len(word) - 8), end - len(word))):
            before = bound[1]  # `allez-vous en`, `c'est selon`
        # an article and a preposition are sound only before others (`al di là`)
        governs = word.lower() in table.prepositions and before in table.articles
        if f"{before} {word}".lower() in table.sound_pairs and not governs:
            return True
    if (
        match[0] == ","
        and table is not None
        and word.lower() in _GIVES_REASON
        and _BREAKS_OFF.search(text, max(0, end - len(word) - 3), end - len(word))
    ):
        return True  # `He stopped; for, as the letter said, it was late`
    if match[0] == "," and _goes_on_after_aside(document, word.lower(), end):
        return True
    if (
        match[0] != "."
        and text.endswith(",", 0, max(0, end - len(word) - 1))
        and _is_named_or_called(document, word, end)
    ):
        after = _GOES_ON.match(text, match.start())
        return after is None or table is None or after[1] not in table.stranding
    if table is not None and any(text.endswith(f" {word} {link} {word}", 0, end) for link in table.coordinating):
        return True  # `went by and by`, `durch und durch`
    is_listed = match[0] == "," and _LIST_GOES_ON.match(text, end)
    if is_listed and _WORDS_LISTED.search(text, max(0, end - _LIST_REACH), end):
        return True  # `les mots le, la et les`
    if match[0] == "," and word == "than" and _IF_NOT.search(text, max(0, end - _IF_NOT_REACH), end):
        return True  # `as good as, if not better than, her brother`
    if match[0] == ")" and text.endswith(_EDITED, 0, end):
        return True  # `Anna Verdi (a cura di), Le rive`
    if match[0] == ")" and len(word) == 1 and not _BRACKETED.search(text, max(0, end - _BRACKET_REACH), end - 1):
        return True  # of a list: `a)`
    if match[0] == ")" and table is not None and _is_shared(document, table, word.lower(), match.end()):
        return True
    return match[0] == ")" and _IN_BRACKETS.search(text, max(0, end - 12), end) is not None


def _is_entry(document: Document, end: int, match: re.Match[str]) -> bool:
    """Whether the word ends the first part of an index's entry, whose noun stands before the comma: `chiavi, tipo di,
    scegliere`."""
    line = document.lines[document.line_at(end)]
    if match[0] != "," or line.end - line.start > _LONGEST_ENTRY or document.text[line.end - 1] in ".!?:;,…":
        return False
    return _ENTRY.fullmatch(document.text, line.start, end) is not None


def _is_one_more(document: Document, end: int) -> bool:
    """Whether a conjunction stands before the word that ends at `end`."""
    word = word_before(document.text, end)
    table = document.language
    return table is not None and word_before(document.text, end - len(word) - 1) in table.coordinating


_NEXT: Final = late(f"{A_BLANK}({LETTER}+)")


def _word_after(text: str, start: int) -> str:
    """The word that a blank parts from `start`; empty if none is."""
    after = _NEXT.match(text, start)
    return after[1] if after else ""


_CALLS: Final = frozenset("dai su".split())


def _is_named_or_called(document: Document, word: str, end: int) -> bool:
    """Whether the word between two commas may be one of several that are named (`il, lo, la`), a call (`vieni, dai, che`) or
    the beginning of a clause (`il sindaco, che`; where prepositions are left behind, `as, to be sure`)."""
    table = document.language
    if table is None or len(word) == 1 or word.lower() in _CALLS | table.joining:
        return True
    if table.parting and word not in table.prepositions:
        return True
    return word_before(document.text, end - len(word) - 2).lower() in table.function_words


_SHARED: Final = late(r"(?<!\w)(?P<prep>\w+),\s(?:(?P<link>\w+)\s(?:\w+\s){1,3}|\w+\s)\Z")
_SHARES: Final = late(r",\s(?P<link>\w+)\s(?:\w+\s){1,4}?(?P<prep>\w+),\s")
_SERIES: Final = late(rf",\s({LETTER}+)(?:,\s{LETTER}+)?,?\s({LETTER}+)\s({LETTER}+)\s")
_SHARED_REACH: Final = 40  # code points


def _shares(text: str, table: Language, word: str, end: int) -> bool:
    """Whether the word that ends at `end` shares with another preposition what they govern: `divided by, added to, and then
    taken from it`, `moved to, and away from, such places`, `dans, par et pour la ville`."""
    before = _SHARED.search(text, max(0, end - len(word) - _SHARED_REACH), end - len(word))
    links, series = table.coordinating, _SERIES.match(text, end)
    governing = (table.prepositions | table.weak | table.stranding) - table.articles - table.determiners - table.joining
    if series and word in governing and series[2] in links and {series[1], series[3]} <= governing:
        return True
    return any(
        shared is not None
        and (shared["link"] is None or shared["link"].lower() in links)
        and shared["prep"].lower() in table.prepositions | table.weak - table.articles
        for shared in (before, _SHARES.match(text, end))
    )


def _goes_on_after_aside(document: Document, word: str, end: int) -> bool:
    """Whether an aside follows the word that ends at `end`, before what the word governs: `by, well, ourselves`. It begins
    with a common word or an adverb; else what is lost had a comma after it (`received with, creator of worlds, a prize`)."""
    table, text = document.language, document.text
    aside, named = _ASIDE.match(text, end), _NAMED_NEXT.match(text, end)
    if table is None:
        return aside is not None
    if named and named[1].lower() in table.articles:
        return True  # one of several words that are only named: `le, la, les`
    if word in table.articles & table.stranding:
        return _HESITATION.match(text, end) is not None
    if _shares(text, table, word, end):
        return True
    if aside is None or word in _CALLS or not word_before(text, end - len(word) - 1):
        return aside is not None
    first, last = aside["first"].lower(), aside[0][:-1].split()[-1].lower()
    if last in table.dangling | table.prepositions:
        return True  # so do these
    return first in table.common_words | table.sayings or first.endswith(table.aside_endings)


def _is_said_twice(text: str, word: str, end: int) -> bool:
    """Whether the word that ends at `end`, before a comma, stands on both sides of one: `muy, muy alto`, `muy, pero que muy`."""
    if text.startswith(f", pero que {word} ", end):
        return True
    reach = len(word) + 3
    after = text[end + 1 : end + reach].lower()
    return after in (f" {word},", f" {word} ") or text[max(0, end - reach - len(word)) : end].lower().endswith(
        f"{word}, {word}"
    )


_SECOND: Final = late(f",{A_BLANK}{LETTER}+{A_BLANK}[^\\W\\d_A-Z]")


def _opens_two_phrases(document: Document, word: str, end: int) -> bool:
    """Whether the word is an article or a coordinator within a sentence, and opens what follows the comma too: `promote
    the, the peace of`."""
    text, table = document.text, document.language
    if table is None or not _SECOND.match(text, end):
        return False
    if word not in table.articles & (table.stranding | table.leaning) | table.coordinating:
        return False
    lead = word_before(text, end - len(word) - 1)
    return lead.islower() and f"{lead} {word}" not in table.sound_pairs


def is_said_once(document: Document, end: int, word: str) -> bool:
    """Whether the word before the comma at `end` does not stand right after it too: `peoples and, and peace`."""
    return _word_after(document.text, end + 1) != word


_WHICH: Final = late(f",{A_BLANK}(?:der|die|das|den|dem|deren|dessen){A_BLANK}{LOWER}")


def is_described(document: Document, end: int, word: str) -> bool:
    """Whether the numeral that ends at `end` stands for a noun, where a clause about it follows and no preposition is before
    it: `ich kenne eine, die lacht`."""
    table, text = document.language, document.text
    if table is None or not table.compounds or word.lower() not in table.before_units or not _WHICH.match(text, end):
        return False
    return word_before(text, end - len(word) - 1).lower() not in table.prepositions | table.weak


_FEW_WORDS: Final = late(r"\(([^\s()]+)\s(?:[^\s()]+\s){0,2}[^\s()]+\Z")
_ALTERNATIVE: Final = late(r"\(([^\s()]+)\s(?:[^\s()]+\s){0,4}[^\s()]+\Z")


def _is_shared(document: Document, table: Language, word: str, end: int) -> bool:
    """Whether the few words in brackets that end at `end` share what they govern with the sentence: `installs (all of) it`.

    They do not if they only tell of what stands before them: `the book (translated by) is out`."""
    after = _word_after(document.text, end)
    alternative = _ALTERNATIVE.search(document.text, max(0, end - _BRACKET_REACH), end - 1)
    if (
        (after.islower() or after in table.articles)
        and alternative is not None
        and alternative[1].lower() in table.coordinating
    ):
        return True  # `il craint le (ou dépend du) système`
    if not after or word in table.articles or after.lower() in table.after_prepositions - table.function_words:
        return False  # `the book (translated by) is out`
    few = _FEW_WORDS.search(document.text, max(0, end - _BRACKET_REACH), end - 1)
    if few is None:
        return False
    if after.islower() and not {few[1].lower(), after} & (table.common_words | table.determiners):
        return False
    apart = (table.joining | table.coordinating | table.leaning) - table.articles
    # where prepositions are never left behind, none stands between the brackets and what both govern (`(mejor en) en`)
    return after.lower() not in (apart if table.parting else apart | table.prepositions)


_WORD: Final = late(r"\w+")
_REFERS: Final = late(f",{A_BLANK}(?:w|da[ts]s?\\b|di[et]\\b|der\\b|den\\b|dem\\b|dessen\\b|deren\\b)|,(?!{A_BLANK})")
"""The beginnings of the words with which clauses begin in languages whose articles stand for nouns too."""


def may_refer(document: Document, end: int, word: str) -> bool:
    """Whether the article before the comma at `end` may stand for a noun: a clause about it follows (`von dem, was er
    sagt`), or words that belong to it (`durch die, von ihnen erzeugten,`)."""
    table, text = document.language, document.text
    if table is None or not table.compounds or word.lower() in ("das", "dit", "het", "deze"):
        return True
    after = _WORD.match(text, end + 2)
    return _REFERS.match(text, end) is not None or after is None or after[0] in table.prepositions | table.weak
