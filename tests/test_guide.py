"""`repair guide`: formatted on a terminal, Markdown elsewhere."""

from __future__ import annotations

import re

import pytest
from cli_runner import run
from test_cli_help import loaded
from test_cli_output import on_terminal

from repair.guide import TOPICS, text


def test_without_a_topic_all_are_listed_with_a_line_each() -> None:
    done = run("guide")
    assert (done.code, done.err) == (0, "")
    assert [line.split("  ", 1)[0].strip() for line in done.out.splitlines()] == list(TOPICS)
    assert all(line.endswith(TOPICS[line.split()[0]]) for line in done.out.splitlines())
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize("topic", TOPICS)
def test_a_pipe_gets_markdown(topic: str) -> None:
    done = run("guide", topic)
    assert (done.code, done.err, done.out) == (0, "", text(topic))
    assert re.match(r"# \w", done.out)
    assert "\x1b" not in done.out
    assert not re.search(r"^<!--", done.out, re.MULTILINE)


@pytest.mark.parametrize("topic", ["settings", "figures", "python"])
def test_a_terminal_gets_it_formatted(topic: str) -> None:
    shown = on_terminal("guide", topic, COLUMNS="100")
    assert "\x1b[1" in shown, "headings are bold"
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert "\x1b" not in plain, "nothing but colours steers the terminal"
    assert "|---" not in plain, "tables are drawn"
    assert ".md)" not in plain, "links are commands"
    assert max(len(line.rstrip()) for line in plain.splitlines()) <= 100


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_gets_none(variables: dict[str, str]) -> None:
    shown = on_terminal("guide", "limits", **variables)
    assert "Limits" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("topic", "hint"), [("seting", "did you mean settings?"), ("figuers", "did you mean figures?"), ("zzzzzzzzzz", "")]
)
def test_an_unknown_topic_is_an_error_that_names_the_nearest(topic: str, hint: str) -> None:
    done = run("guide", topic)
    assert (done.code, done.out) == (2, "")
    assert f"unknown topic {topic!r}" in done.err
    assert hint in done.err
    assert "`repair guide` lists" in done.err


def test_case_does_not_matter() -> None:
    assert run("guide", "Codes").out == run("guide", "codes").out


@pytest.mark.parametrize("words", ["'guide'", "'guide', 'figures'"])
def test_the_guide_loads_nothing_heavy(words: str) -> None:
    assert (
        loaded(f"from repair.cli.main import cli\ntry: cli([{words}])\nexcept SystemExit as end: assert not end.code")
        == set()
    )
