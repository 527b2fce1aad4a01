"""Time grows with the length of hostile input, not with its square: at every door, not in the rules alone.

The rules have such tests of their own beside them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from stopwatch import Stopwatch

from repair.collate import collate
from repair.config import Config
from repair.detect import detect
from repair.detect.language import language_of
from repair.interchange import decode, encode
from repair.pipeline import prepare
from repair.read.copy import Opened, Settings
from repair.read.html import read_html
from repair.read.jsonl import read_jsonl
from repair.records import Article, Reference
from repair.render.reading.marked import split, strip

RULES = Config(use_model=False)
SETTINGS = Settings("text", "id", "utf-8", 20_000_000, lambda error: None)


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


# --- pages -----------------------------------------------------------------------------------------------------------

PAGES: dict[str, Callable[[int], str]] = {
    "attributes": lambda n: f"<p>a<i {' '.join(f'a{k}=1' for k in range(n // 8))}>b</i></p>",
    "valueless attributes": lambda n: f"<p>a<i {' '.join(f'a{k}' for k in range(n // 6))}>b</i></p>",
    "body attributes": lambda n: "<p>a</p>" + "".join(f"<body a{k}=1>" for k in range(n // 14)),
    "nested": lambda n: "<b>" * (n // 7) + "x" + "</b>" * (n // 7),
    **{
        unit: repeated(unit)
        for unit in (
            *(
                "<b>",
                "<div>",
                "<p>x",
                "</b>",
                "<b></i>",
                "<a <",
                "<",
                "<!--",
                "<![CDATA[",
                "<?",
                "<table>",
                "<td>x",
                "<ul><li>",
            ),
            *(
                "<script>",
                "<textarea>",
                "<pre>\n",
                "<option>",
                "<form>",
                "<font>x</p>",
                "<b>x<p>",
                "&amp;",
                "&#",
                "&am",
            ),
            *(
                "x",
                " ",
                "\n",
                "\u00a0",
                "x<br>",
                '<a href="',
                "<a href='x",
                "<svg><p>",
                "<time datetime=1>",
                "<!DOCTYPE x>",
            ),
        )
    },
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str, stopwatch: Stopwatch) -> None:
    def read(html: str) -> None:
        list(read_html(Opened("p.html", io.BytesIO(html.encode())), SETTINGS))

    stopwatch.check_growth(read, PAGES[name], 200_000)


def test_a_tag_of_a_hundred_thousand_attributes_is_read_at_once(stopwatch: Stopwatch) -> None:
    html = PAGES["attributes"](800_000)
    assert stopwatch.seconds(lambda: list(read_html(Opened("p", io.BytesIO(html.encode())), SETTINGS))) < 5


# --- rows and apparatuses ----------------------------------------------------------------------------------------------

ROWS: dict[str, Callable[[int], str]] = {
    "one piece": lambda n: json.dumps({"text": "a" * n}),
    "escapes": lambda n: json.dumps({"text": "é" * (n // 6)}),
    "line breaks": lambda n: json.dumps({"text": "a\n" * (n // 3)}),
    "fields": lambda n: json.dumps({"text": "a", **{f"k{k}": k for k in range(n // 14)}}),
    "same fields": lambda n: '{"text": "a"' + ', "k": 1' * (n // 8) + "}",
    "arrays": lambda n: '{"text": "a", "x": [' + "[]," * (n // 3) + "[]]}",
    "deep": lambda n: '{"text": "a", "x": ' + "[" * n + "]" * n + "}",
    "not closed": lambda n: '{"text": "' + "a" * n,
    "blanks": lambda n: " " * n + '{"text": "a"}' + "\n" * n,
    "rows": lambda n: '{"text": "a"}\n' * (n // 14),
    "broken rows": lambda n: '{"text": "a}\n' * (n // 14),
    "backslashes": lambda n: '{"text": "' + "\\\\" * (n // 2) + '"}',
    "long number": lambda n: '{"text": "a", "x": ' + "9" * n + "}",
}


@pytest.mark.parametrize("name", ROWS)
def test_rows(name: str, stopwatch: Stopwatch) -> None:
    def read(rows: str) -> None:
        list(read_jsonl(Opened("r.jsonl", io.BytesIO(rows.encode())), SETTINGS))

    # both sizes fit no cache of the processor: where a row outgrows one, its time grows faster than its length
    stopwatch.check_growth(read, ROWS[name], 800_000)


@pytest.mark.parametrize("unit", ["a", "a\n", "parla di\n\n", 'a "" ', "a,a ", "\U0001f600"])
def test_apparatuses(unit: str, stopwatch: Stopwatch) -> None:
    def there_and_back(text: str) -> None:
        decode(encode(detect(Article("a", text, "it"), None, RULES)))

    stopwatch.check_growth(there_and_back, repeated(unit), 50_000)


# --- marked text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "\n", "{", "{++", "{++a++}", "{--", "{~~a~>", "{~~a~>b~~}", "{==a==}{>>b<<}", "\\", "\\x", "\\u12", "\\u1234"),
        *("=", "=== a ===\n", "\n===", "<<}", "~>", "{>>", "{>>a<<}", "a\\{"),
    ],
)  # fmt: skip
def test_strip(unit: str, stopwatch: Stopwatch) -> None:
    stopwatch.check_growth(lambda text: [strip(part) for _, part in split(text)], repeated(unit), 200_000)


# --- references --------------------------------------------------------------------------------------------------------


class Copy:
    """Finds one copy for whatever article, like it or not."""

    def __init__(self, text: str) -> None:
        self._reference = Reference("copia", text)

    def find(self, article: Article, limit: int, least: float) -> list[tuple[Reference, float]]:
        return [(self._reference, 100.0)]


@pytest.mark.parametrize(
    ("article", "copy"),
    [
        ("a", "a"),
        ("ab,c", "ab,cd"),
        ("parola ", "parola "),
        ("il molo. ", "il bel molo. "),
        ("a\n", "b a\n"),
        ("\n", "a\n"),
        ("il la ", "la il "),
        ("a b ", "a b c "),
        ("a b c d e ", "e d c b a "),
        ('Disse "" e. ', 'Disse "che" e. '),
        ("a () b. ", "a (c) b. "),
        ("il sindaco di, poi. ", "il sindaco di Lodi, poi. "),
        ("La nave è di\n\n", "La nave è di Lodi e va.\n\n"),
        ("Una frase vera. ", "Una frase vera. Una altra frase. "),
        ("“a ", "“a b "),
        ("a\u0301 ", "à "),
    ],
)
def test_the_aligner(article: str, copy: str, stopwatch: Stopwatch) -> None:
    def align(text: str) -> None:
        times = len(text) // len(article)
        collate(detect(Article("a", text, "it"), None, RULES), Copy(copy * times), RULES)

    stopwatch.check_growth(align, repeated(article), 25_000)


@pytest.mark.parametrize(
    ("article", "copy", "unit"),
    [
        ("Disse: «Non ho più soldi {}e poi basta.", "Disse: «Non ho più soldi {}» e poi basta.", ". "),
        ("Disse: Non ho più soldi {}» e poi basta.", "Disse: «Non ho più soldi {}» e poi basta.", "-"),
        ("Il traghetto parte dal molo vecchio\ufffd", "Il traghetto parte dal molo vecchio{}e nuovo", " "),
        ("\ufffdIl traghetto parte dal molo vecchio", "Il nuovo{}Il traghetto parte dal molo vecchio", " "),
    ],
)
def test_one_place_with_many_marks_or_blanks(article: str, copy: str, unit: str, stopwatch: Stopwatch) -> None:
    def align(filled: str) -> None:
        found = detect(Article("a", article.format(filled), "it"), None, RULES)
        collate(found, Copy(copy.format(filled)), RULES)

    stopwatch.check_growth(align, repeated(unit), 10_000)


# --- languages, and texts as a whole -------------------------------------------------------------------------------------

TEXTS = (
    "a",
    "“a",
    "“",
    "(a",
    '"a',
    "a\n",
    "\n",
    "parola ",
    "<b>",
    "a,a",
    "a;b\n",
    "&amp;",
    "&amp;amp;",
    "🙂",
    "The of and ",
)


@pytest.mark.parametrize("unit", TEXTS)
def test_the_language_check(unit: str, stopwatch: Stopwatch) -> None:
    language_of("Il molo è lungo.")
    stopwatch.check_growth(language_of, repeated(unit), 500_000)


@pytest.mark.parametrize("unit", ["“a", "(a", '"a', "[a", "“", "«a"])
def test_marks_without_a_partner_take_little_time(unit: str, stopwatch: Stopwatch) -> None:
    text = repeated(unit)(500_000)
    assert stopwatch.seconds(lambda: detect(Article("a", text, "it"), None, RULES)) < 6


@pytest.mark.parametrize("unit", ["a", "ciao", "è", "\u200b"])
def test_one_word_without_end_takes_little_time(unit: str, stopwatch: Stopwatch) -> None:
    text = repeated(unit)(200_000)
    assert stopwatch.seconds(lambda: detect(Article("a", text, "it"), None, RULES)) < 3


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a", "parola ", "\n", "a\n", "“a", "🙂", "a\u0301", "Il sindaco di, poi. "])
def test_the_model(unit: str, stopwatch: Stopwatch) -> None:
    stages = prepare(Config(), None, predict=False)
    stopwatch.check_growth(lambda text: list(stages.run(iter([Article("a", text, "it")]))), repeated(unit), 3_000)


@pytest.mark.slow
@pytest.mark.parametrize("unit", TEXTS)
def test_two_megabytes_by_rules(unit: str, stopwatch: Stopwatch) -> None:
    text = repeated(unit)(2_000_000)
    assert stopwatch.seconds(lambda: detect(Article("a", text), None, RULES)) < 60
