"""The sieve lists what is suspect in a text, by looking once at each token. The slow oracle looks at every place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.detect.document import Document
from repair.detect.rules import sight
from repair.detect.suspects.finite_verbs import stand_apart
from repair.detect.suspects.prefilter import (
    AMOUNT_SIGNS,
    BEFORE_MARK,
    BETWEEN_NUMBERS,
    BETWEEN_WORDS,
    BLANKS_BEFORE_MARKS,
    NEXT_WORD,
    SUSPECT_MARKS,
    dangling_words,
    doubled_blanks,
    key_of,
    rare_in,
    word_before,
)
from repair.detect.suspects.sieve import sift
from repair.detect.suspects.strange_words import WORD_KEYS, kinds_of, strange_in
from repair.detect.suspects.twice import TWICE
from repair.detect.suspects.word_signs import signs_by_word
from repair.detect.vocabulary import strange_places
from repair.languages import LANGUAGES, Language
from repair.records import Article
from repair.text.patterns import ANY_BLANK, BLANK

ARTICLES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.txt"))
PARTS = {"unknown", "half", "piece"}
"""Kinds of words that are nothing by themselves: only with the word beside them, or with a hyphen."""


def places(text: str, language: Language | None) -> Iterator[tuple[str, int]]:
    """Every key and place."""
    for at in range(len(text)):
        if key := key_of(text, at, dangling_words(language)):
            yield key, at
    for match in BLANKS_BEFORE_MARKS.finditer(text):
        yield BEFORE_MARK, match.start()
        if text[match.start() - 1] in SUSPECT_MARKS:
            yield text[match.start() - 1], match.start() - 1
    for match in re.finditer(f" (?<=[0-9] )(?=[0-9][0-9]?[{BLANK}{AMOUNT_SIGNS}])", text):
        yield BETWEEN_NUMBERS, match.start()
    for match in re.finditer(" ", text):
        at, word = match.start(), NEXT_WORD.match(text, match.start())
        first = word_before(text, at) or text[:at]
        if word and stand_apart(language, first, word[1]):
            yield BETWEEN_WORDS, at
    for at in doubled_blanks(text):
        yield " ", at
    for match in re.finditer(r"(?<![^ \n])[^ \n]+", text):
        if stands_before(text, match.start()):
            yield TWICE, match.start()
    signs = signs_by_word(language)
    for match in re.finditer(r"\w+", text):
        if text[match.start() - 1 : match.start()] in ("'", "’") and (len(match[0]) == 1 or match[0] == "ll"):
            continue
        after = text[match.end() : match.end() + 2]
        if not (after[:1] in ("'", "’") and after[1:].isalnum() and after[1:] != "s"):
            yield from ((sign, match.start()) for sign in signs.get(match[0], ()))


def stands_before(text: str, at: int) -> bool:
    """Whether a phrase of up to six words begins at the place that stands right before it, but for its last word; a single word
    stands there three times."""
    tokens = text[:at].replace("\n", " \n ").split(" ")[:-1], text[at:].replace("\n", " \n ").split(" ")
    for size in range(1, 7):
        first, second = tokens[0][-size:], tokens[1][: 2 * size + 3]
        together, times = first + second, 3 if size == 1 else max(size - 1, 2)
        if len(first) < size or not all(first) or "\n" in first or (size > 1 and len("".join(first)) < 8):
            continue
        wanted = [token.lower() for token in together[:times]]
        if len(together) < max(2 * size, size + times) or wanted != [
            token.lower() for token in together[size : size + times]
        ]:
            continue
        last = together[2 * size - 1].lower()
        if size == 1 or first[-1].lower() in (last, last.rstrip(".,;:!?")):
            return True
    return False


def check(text: str, language: Language | None) -> None:
    starts, blanks, tokens, rare = sift(text, language)
    assert {(key, at) for key, found in starts.items() for at in found} == set(places(text, language))
    assert all(found == sorted(set(found)) for found in starts.values())
    assert blanks == [match.span() for match in BLANKS_BEFORE_MARKS.finditer(text)]
    assert rare - WORD_KEYS == rare_in(text)
    for token in tokens:
        assert text.startswith(token.text, token.offset)
    listed = {(token.offset, token.text) for token in tokens}
    for match in re.finditer(r"[^ \n]+", text):
        strange = strange_in(language, match[0])
        if strange is None or not {kind for kind, _ in strange} <= PARTS:
            assert (match.start(), match[0]) in listed
            assert rare.issuperset(kind for kind, _ in strange or ())


WORDS = (
    "a il la di dei Della che su per nel of the The to from in on and 14 3 12 °C km null NaN amp; &amp; undefined, Lorem "
    "giugno June junio (di) (il «il» \"di\" l' dell' com- ieriMario denition u cio nal ursday ere milioni.1 Balcani3 km2 "
    "nato l'l l t'll it’s s dell’ born circa disse andò dijo llegó Leggi LEGGI Mr. M th th-century NaN's CO2 H/O siècle .jpg l’x_y NaN'2 "
    'impor-tant e-mail --- "" ... che. that. anche. date( 0x3 www.x 2.0 (p T00:00:00Z 20px); (image:x a.b #x x_y Ã© â€ ﬁ × → | ?? , . ; : ! ? … ) ( ] [ » « ” “ „ " \' ’ - – — % {{ \t \r \u00a0 \u2009 \x01 \x1c'
).split(" ")


@pytest.mark.parametrize("end", [-3, -1, 0])
def test_no_word_stands_before_the_beginning_of_a_text(end: int) -> None:
    assert word_before("a, premere il tasto.", end) == ""


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(("", " ", " ", "  ", "\n", "\n\n", " \n", "\u00a0"))))
)
@settings(max_examples=400, deadline=None)
def test_what_is_suspect_is_listed(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + blank for word, blank in parts)
    for language in (LANGUAGES["it"], LANGUAGES["en"], LANGUAGES["es"], None):
        check(text, language)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_what_is_suspect_is_listed_in_any_text(text: str) -> None:
    check(text, LANGUAGES["it"])


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_what_is_suspect_is_listed_in_articles(path: Path) -> None:
    text = path.read_text("utf-8")
    for language in (LANGUAGES["it"], LANGUAGES["en"], None):
        check(text, language)


def test_what_is_strange_about_a_word_is_told_whatever_was_asked_before() -> None:
    """A token with marks around it is as strange as its word: the sieve judges the word only once."""
    english = LANGUAGES["en"]
    for word in ("denition", "ursday", "Wereceived", "verylong", "house"):
        for token in (f"{word},", f"“{word}”", word):
            assert tuple(kind for kind, _ in strange_in(english, token) or ()) == kinds_of(english, word)
            assert {t.strange for t in sift(f"A {token} b", english).tokens} <= {strange_in(english, word)}


def test_tokens_of_one_form_are_judged_as_if_each_were_the_first() -> None:
    """The form of a sound token is kept: what is odd about others of this form is seen all the same."""
    words = "house casa Casa l'aria state-wide window finestra) image cid p P lamp amp km² km Lorem null undefined Category Categoria"
    words += " s'arma l'sera l'x be di and the l' Image house2 km3 McHouse denition ursday dell'articolo write"
    marks = ("", '"', "(", "—"), ("", ",", ";", "...", '."', "?)", "),", "»", ":x", ";—", "-")
    for language, word, before, after in product((LANGUAGES["it"], LANGUAGES["en"]), words.split(), *marks):
        check(f"{before}{word}{after}", language)


def test_the_quick_pattern_of_a_blank_is_one_of_the_same_blanks() -> None:
    every = "".join(map(chr, range(0x10000)))
    assert "".join(re.findall(ANY_BLANK, every)) == BLANK


HALVES = "ensichtlich.Er o häu g a/impor-tant sec ond impor tant de nitivi u cio impor-tant denition (sec ond, house x_y the “sec nal ow".split(
    " "
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(HALVES), st.sampled_from((" ", " ", "\u00a0", "  ", " \u00a0", "\u00a0 ", "\n", "\t"))
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_words_in_pieces_are_seen_whatever_blanks_part_them(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + blank for word, blank in parts)
    for language in ("it", "en", "de"):
        article, table = Article("a", text, language), LANGUAGES[language]
        assert sight(Document.of(article, table)) == sight(Document.of(article, table, prefilter=False))


ODD_CHARACTERS = (
    "ab Il,.;:!?()[]«»“”„\"'’-–…\n\r\u00a0\u2009\u202f\u00ad\ufeff\x01\x00\x85Ãéâ€&;<>{}%$_01923s=|\\`\t#@/*+~^²³½°µ×·•\u200b"
    "\u0301\ufffdßİıſﬁð漢٣Ⅷªº"
)
ODD_WORDS = (
    "di la che nel Dei the of km km² m² km2 CO2 10 3.5 1,5 Rossi Balcani3 2euro Intero12 (1Lavare 1Wash città fi nbsp; amp; null NaN "
    "&nbsp; \\n u00e9 nel\u00a0nel %s {{ }} € Mr. citt? perch? Lorem kg 5kg 2% °C to to\u00a0the Category:x (cid: dell' impor-tant sec ond "
    "http://a.b a@b.it x_y n. pp. art. un' -> ... C'è #Bridge4 x/y\"Balcani3"
).split(" ")


@given(
    st.lists(
        st.tuples(
            st.one_of(st.sampled_from(ODD_CHARACTERS), st.sampled_from(ODD_WORDS)),
            st.sampled_from(("", " ", " ", "\u00a0", "\n")),
        ),
        max_size=14,
    ),
    st.sampled_from([*LANGUAGES, ""]),
)
@settings(max_examples=400, deadline=None)
def test_with_and_without_prefilter_rules_see_the_same_on_invented_text(
    parts: list[tuple[str, str]], language: str
) -> None:
    article, table = Article("a", "".join(chain.from_iterable(parts)), language), LANGUAGES.get(language)
    assert sight(Document.of(article, table)) == sight(Document.of(article, table, prefilter=False))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("una superficie di km²", "it"),
        ("salì del 31 2% in un anno", "it"),
        ("i bambini #Bridge4 e 20km", "en"),
        ('x/y"Balcani3 e', "it"),
        ("\u00adBalcani3 e", "it"),
        ("—Intero12 euro, —Famiglie20 euro", "it"),
        ("(1Lavare il riso (2Bollire", "it"),
        ("(2euro)", "it"),
    ],
)
def test_letters_beside_numbers_are_seen_whatever_stands_around_them(text: str, language: str) -> None:
    article, table = Article("a", text, language), LANGUAGES[language]
    assert sight(Document.of(article, table)) == sight(Document.of(article, table, prefilter=False))


def test_a_strange_word_is_placed_where_it_stands_and_not_in_a_longer_one() -> None:
    document = Document.of(Article("a", "Ha visto la xcitta…citta di notte.", "it"), LANGUAGES["it"])
    assert list(strange_places(document, "unaccented")) == [(document.text.rindex("citta"), "citta")]
