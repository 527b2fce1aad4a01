"""Articles in markup languages: damage to their prose is found, what is no prose is not looked at, and spans are the source's."""

from __future__ import annotations

import gzip
import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stopwatch import Stopwatch

import repair
from repair.config import MARKUP_CHOICES, Config
from repair.markup import ENDINGS, MARKUPS

FOLDER = Path(__file__).parent / "cases" / "markup"
CASES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
RULES = Config(use_model=False, language="en")


def cases(kind: str) -> list[object]:
    return [
        pytest.param(markup, text, id=f"{markup}-{number}")
        for markup, file in CASES.items()
        for number, text in enumerate(file[kind])
    ]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ⟦ and ⟧, and the spans that they enclose."""
    pieces = re.split("[⟦⟧]", marked)
    ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces))]
    return "".join(pieces), [(ends[n - 1], ends[n]) for n in range(1, len(pieces), 2)]


def found(text: str, markup: str) -> list[tuple[int, int, str]]:
    config = replace(RULES, markup=markup)
    return [(f.start, f.end, f.code) for f in repair.check(text, config=config)]


def test_every_markup_has_cases_both_ways() -> None:
    assert set(CASES) == set(MARKUPS)
    assert all(len(file[kind]) >= 12 for file in CASES.values() for kind in ("damaged", "sound"))
    assert set(MARKUP_CHOICES) == {"auto", "none", *MARKUPS}
    assert set(ENDINGS.values()) == set(MARKUPS)


@pytest.mark.parametrize(("markup", "marked"), cases("damaged"))
def test_damage_to_prose_is_found_in_the_source(markup: str, marked: str) -> None:
    text, spans = unmarked(marked)
    assert [(start, end) for start, end, _ in found(text, markup)] == spans


@pytest.mark.parametrize(("markup", "text"), cases("sound"))
def test_what_is_no_prose_is_no_finding(markup: str, text: str) -> None:
    assert found(text, markup) == []


# --- laws ------------------------------------------------------------------------------------------------------------

WHOLE = "The mayor of the small town spoke for an hour, and then the people went home to their families."
SENTENCES = (
    "She wrote to the, but nobody answered at all in the end.",
    "The ferry,, leaves at eight from the old pier of the town.",
    "He asked for a cafÃ© and two chairs in the garden of the house.",
    'He answered "" and left the room without a single word.',
    "The keyboard () costs little, and the people of the town like it.",
    "The road is closed , and the bridge , too, until the end of the month.",
    "The plan of , which was old, is gone since the last week of May.",
    "The night was cold.The people of the town stayed at home for once.",
    WHOLE,
)
paragraphs = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=5, unique=True)


@given(texts, st.sampled_from(("markdown", "rst", "asciidoc")))
def test_damage_in_paragraphs_is_found_alike_in_plain_text_and_in_markup(written: list[str], markup: str) -> None:
    text = "\n\n".join(written) + "\n"
    assert found(text, markup) == found(text, "none")


@given(texts, st.integers(20, 90), st.sampled_from(list(MARKUPS)))
def test_where_lines_are_wrapped_changes_nothing(written: list[str], width: int, markup: str) -> None:
    apart = "\n<p>" if markup == "html" else "\n\n"
    text = apart + apart.join(written)
    wrapped = apart + apart.join(
        "\n".join(textwrap.wrap(one, width, break_long_words=False, break_on_hyphens=False)) for one in written
    )
    # line breaks stand where blanks stood
    assert len(wrapped) == len(text)
    assert found(wrapped, markup) == found(text, markup)


PIECES = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "`",
            "``",
            "```\n",
            "[",
            "]",
            "(",
            ")",
            "](x)",
            "![",
            "<",
            ">",
            "<b>",
            "</b>",
            "<p>",
            "<a href=x>",
        ),
        *(
            "&amp;",
            "&",
            "\\",
            "\n",
            "\n\n",
            "\r\n",
            "    ",
            "\t",
            "- ",
            "1. ",
            "> ",
            "# ",
            "|",
            "| a | b |\n|---|---|\n",
            "---\n",
        ),
        *(
            ".. note:: ",
            ".. code::\n\n   ",
            "::\n\n  ",
            "`a <b>`_",
            "|x|",
            ":a:`b`",
            "====\n",
            "----\n",
            "|===\n",
            "== ",
            "a:: ",
        ),
        *(
            "[^1]",
            "{{ x }}",
            "{% x %}",
            "$x_1$",
            "\ufeff",
            "\x00",
            "The plan of , which",
            " the",
            " cafÃ©",
            "words ",
            ".",
            ",",
            '""',
        ),
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(list(MARKUPS)))
def test_whatever_a_text_holds_its_prose_is_in_its_source(text: str, markup: str) -> None:
    prose = MARKUPS[markup](text)
    at = 0
    for number in range(len(prose.text)):
        start, end = prose.source_span(number, number + 1)
        assert 0 <= start <= end <= len(text)
        assert start >= at  # in the order of the source
        at = start
    before = 0
    for start, end, _ in found(text, markup):
        assert before <= start <= end <= len(text)
        before = start


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "![",
        "](",
        "*a",
        "**",
        "`",
        "``a",
        "<a ",
        '<a "',
        "<!--",
        "</p",
        "<div>",
        "<pre>",
        "&amp",
        "- ",
        "> ",
        "|",
        "a::\n",
        ".. \n",
        "----\n",
        "\\",
        "_a_",
        ":a:`",
        "{{",
    ],
)
def test_time_is_linear(markup: str, unit: str, stopwatch: Stopwatch) -> None:
    stopwatch.check_growth(MARKUPS[markup], lambda size: (unit * size)[:size], 4_000)


# --- commands --------------------------------------------------------------------------------------------------------

PAGE = "# Roads\n\nShe wrote to the, but `nobody , x`\nanswered in the old cafÃ© of the\ntown.\n"


def check(*arguments: object) -> tuple[int, list[str]]:
    done = run("check", "--no-model", "--isolated", "--no-cache", "--format", "concise", *map(str, arguments))
    return done.code, [
        line.split(" ")[0].rpartition("/")[2] + " " + line.split(" ")[1] for line in done.out.splitlines()[:-1]
    ]


def test_the_ending_of_a_file_names_its_markup(tmp_path: Path) -> None:
    for name in ("a.md", "a.markdown", "a.mdx"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
        assert check(tmp_path / name) == (1, [f"{name}:3:17 RG103", f"{name}:4:24 RE301"])
    (tmp_path / "a.rst").write_text(PAGE.replace("`", "``"), encoding="utf-8")
    assert check(tmp_path / "a.rst") == (1, ["a.rst:3:17 RG103", "a.rst:4:24 RE301"])
    (tmp_path / "a.adoc").write_text(PAGE, encoding="utf-8")
    assert check(tmp_path / "a.adoc") == (1, ["a.adoc:3:17 RG103", "a.adoc:4:24 RE301"])


def test_directives_show_what_the_ending_does_not_say(tmp_path: Path) -> None:
    text = "Read the\n``guide , x`` of the\n:ref:`town`.\n\n.. note::\n\n   It is\n   new.\n\n"
    (tmp_path / "a.txt").write_text(text + ".. _town: https://example.org\n", encoding="utf-8")
    assert check(tmp_path / "a.txt") == (0, [])
    assert check(tmp_path / "a.txt", "--markup", "none")[0] == 1
    (tmp_path / "b.txt").write_text("He waited .. for the, and then .. he left.\n", encoding="utf-8")
    assert check(tmp_path / "b.txt")[0] == 1


def test_an_option_names_the_markup(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Use `a , b` , or the\n\n    x = [] , ()\n", encoding="utf-8")
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "text": "Use `print(\\"\\")` for the, if you like."}\n', encoding="utf-8")
    assert check(tmp_path / "a.txt", "--markup", "markdown") == (0, [])
    assert len(check(rows)[1]) == len(check(rows, "--markup", "none")[1]) == 2
    assert len(check(rows, "--markup", "markdown")[1]) == 1


def test_a_page_is_checked_where_its_source_stands(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    source = '<meta charset=windows-1252>\n<p>Caff\xe8 &amp; <b>pane</b>.</p>\n<p>She wrote to the<a href="/x"></a>, but nobody answered.</p>\n'
    page.write_bytes(source.encode("cp1252"))
    assert check(page) == (1, ["page.html:3:20 RG103"])
    done = run("suggest", "--no-model", "--isolated", str(page))
    assert done.code == 2
    assert "is an HTML page" in done.err


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "a.md",
            "A *cafÃ©* with `cafÃ©` in [Ukraine,but](x) it.\n",
            "A *café* with `cafÃ©` in [Ukraine, but](x) it.\n",
        ),
        ("a.rst", "A *cafÃ©* with ``cafÃ©`` in it.\n", "A *café* with ``cafÃ©`` in it.\n"),
        ("a.adoc", "A _cafÃ©_ with `cafÃ©` in it.\n", "A _café_ with `cafÃ©` in it.\n"),
        (
            "a.html",
            "<p>A <i>cafÃ©</i> &amp; <code>cafÃ©</code> in it.\n",
            "<p>A <i>café</i> &amp; <code>cafÃ©</code> in it.\n",
        ),
        # what would need markup to be written is left to a person
        ("b.html", "<p>A caf&Atilde;&copy; in it.\n", "<p>A café in it.\n"),
        ("c.html", "<p>It&amp;rsquo;s here.\n", "<p>It’s here.\n"),
    ],
)
def test_fixes_touch_no_markup(tmp_path: Path, name: str, before: str, after: str) -> None:
    (tmp_path / name).write_text(before, encoding="utf-8")
    run("check", "--no-model", "--isolated", "--no-cache", "--fix", "--language", "en", str(tmp_path / name))
    assert (tmp_path / name).read_text(encoding="utf-8") == after


def test_workers_and_the_cache_know_the_markup(tmp_path: Path) -> None:
    for name in ("a.md", "b.txt"):
        (tmp_path / name).write_text(PAGE + '\n    He said "" and left.\n', encoding="utf-8")
    command = (
        "check",
        str(tmp_path),
        "--no-model",
        "--isolated",
        "--cache-dir",
        str(tmp_path.parent / "cache"),
        "--format",
        "concise",
    )
    first = run(*command)
    assert run(*command).out == first.out
    assert [line.split()[1] for line in first.out.splitlines() if "a.md" in line] == ["RG103", "RE301"]
    assert "RG101" in [line.split()[1] for line in first.out.splitlines() if "b.txt" in line]


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.parent.glob("repair/guide/*.md")), ids=lambda path: path.name
)
def test_the_guides_have_no_finding(path: Path) -> None:
    assert check(path) == (0, [])


def test_the_documents_of_the_project_have_no_finding() -> None:
    root = Path(__file__).parent.parent
    assert check(root / "README.md", root / "ATTRIBUTION.md", *sorted((root / ".github").glob("*.md"))) == (0, [])


# --- data ------------------------------------------------------------------------------------------------------------

DATA = tomllib.loads((FOLDER.parent / "data.toml").read_text("utf-8"))


@pytest.mark.parametrize("text", DATA["data"])
def test_data_is_no_prose_and_a_note_says_so(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("check", "--no-model", "--isolated", "--no-cache", str(tmp_path / "a.txt"))
    assert (done.code, done.out) == (0, "Found no findings in 1 article.\n")
    assert (
        f"note: 1 article is code or data and no prose, so nothing was looked for: {tmp_path / 'a.txt'}; " in done.err
    )
    assert "no prose" not in run("check", "--no-model", "--isolated", "--markup", "none", str(tmp_path / "a.txt")).err


@pytest.mark.parametrize("name", ["conf.py", "site.css", "_config.yml", "uv.lock", "app.min.JS.gz"])
def test_files_of_code_are_no_prose_and_a_note_says_so(name: str, tmp_path: Path) -> None:
    text = 'He asked for a cafÃ© and "" two chairs.\n'.encode()
    path = tmp_path / "docs" / name
    path.parent.mkdir()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    options = ("--no-model", "--isolated", "--no-cache")
    for asked in (path, path.parent):
        done = run("check", asked, *options)
        assert (done.code, done.out) == (0, "Found no findings in 1 article.\n")
        assert f"1 article is code or data and no prose, so nothing was looked for: {path}; --markup none" in done.err
    assert run("check", path, *options, "--markup", "none").code == 1


@pytest.mark.parametrize("name", ["logo.png", "favicon.ico", "opera.pdf", "testo.txt"])
def test_what_is_no_text_is_a_fact_of_a_folder_and_an_error_where_it_is_named(name: str, tmp_path: Path) -> None:
    begins = {"png": b"\x89PNG\r\n\x1a\n", "ico": b"\x00\x00\x01\x00", "pdf": b"%PDF-1.7", "txt": b"wOF2"}
    path = tmp_path / "docs" / name
    path.parent.mkdir()
    path.write_bytes(begins[name[-3:]] + bytes(range(256)))
    (tmp_path / "docs/index.md").write_text("The ferry leaves at eight.\n")
    options = ("--no-model", "--isolated", "--no-cache")
    for asked in (path.parent, tmp_path / "d*"):
        done = run("check", asked, *options)
        assert (done.code, done.out) == (0, "Found no findings in 1 article.\n")
        assert f"note: 1 file that is no text; the first: {path}: is a" in done.err
    for asked in ((path,), (path.parent, path), (path.parent, "--strict")):
        done = run("check", *asked, *options)
        assert (done.code, done.err.count("not text; give a file of text")) == (2, 1)


@pytest.mark.parametrize("text", DATA["prose"])
def test_prose_is_no_data(text: str, tmp_path: Path) -> None:
    damaged = text + "He asked for a cafÃ© and two chairs.\n"
    (tmp_path / "a.txt").write_text(damaged, encoding="utf-8")
    done = run("check", "--no-model", "--isolated", "--no-cache", "--language", "en", str(tmp_path / "a.txt"))
    assert " RE301 " in done.out
    assert "no prose" not in done.err


@pytest.mark.parametrize(("markup", "times"), [("markdown", 0.5), ("rst", 0.2), ("asciidoc", 0.2)])
def test_losses_are_less_likely_on_pages_about_programs(markup: str, times: float) -> None:
    text = "The mayor wrote to the, but nobody answered. He paid for a cafÃ© too."
    config = replace(RULES, markup=markup, min_confidence=0.0, floor=0.0)
    plain = {f.code: f.confidence for f in repair.check(text, config=config)}
    sign = "``" if markup == "rst" else "`"
    page = f"Call {sign}sail{sign}, {sign}row{sign} and {sign}drift{sign}.\n\n{text}"
    found = {f.code: f.confidence for f in repair.check(page, config=config)}
    odds = times * plain["RG103"] / (1 - plain["RG103"])
    assert found["RG103"] == pytest.approx(odds / (1 + odds))
    assert found["RE301"] == plain["RE301"]
