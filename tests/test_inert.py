"""What is printed where it is printed: no format carries an article's orders to a build server or to a terminal.

A log is read as the strictest of its servers reads it: lines end at whatever is taken for a line break, blanks before
a command do not count, and characters that nobody sees are skipped. A file and a pipe get the result as it is.
"""

from __future__ import annotations

import ast
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from cli_runner import apparatus_file, candidate, entry, run
from hypothesis import assume, given
from hypothesis import strategies as st
from stopwatch import Stopwatch

from repair.cli.messages import BUILD_SERVERS
from repair.interchange import decode
from repair.records import Article, Source
from repair.render import BINARY_RENDERERS, ESCAPES, RENDERERS
from repair.render.editions import criticmarkup
from repair.render.escape import escape_control
from repair.render.inert import in_json, in_xml, inert, no_orders
from repair.render.reading import marked

ROOT: Final = Path(__file__).parent.parent / "repair"
ORDERS: Final = (
    "##vso[task.setvariable variable=PATH]evil",
    "##VSO[task.complete result=Succeeded;]done",
    "#\u00ad#\u200bvs\u200co[task.setvariable variable=PATH]evil",
    "##[error]it is over",
    "##[group]all that follows",
    "##teamcity[buildStatus status='SUCCESS']",
    "::stop-commands::token",
    "::error file=a.txt,line=1::it is over",
    "::set-output name=a::b",
    " \t\u00a0\u2003::add-mask::a",
    "\u200b\ufeff::warning::a",
    ":\u00ad:error::a",
    "section_start:1700000000:name[collapsed=true]\r\x1b[0KName",
    "section_end:1700000000:name\r\x1b[0K",
    "travis_fold:start:name\r\x1b[0K",
)
CONTROLS: Final = (
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x9b2J",
    "\x9d0;title\x9c",
    "\u202egnp.exe",
    "\u2066abc\u2069",
    "one\rtwo",
    "one\x85::error::two",
    "one\u2028::error::two",
    "one\x0b::error::two",
)
HOSTILE: Final = (*ORDERS, *CONTROLS)
# what no format but those made for it may print, read as loosely as a build server may
_UNSEEN: Final = {"Cf", "Mn", "Cc", "Cs", "Co", "Cn"}
_ORDER: Final = re.compile(r"##(?:vso|teamcity)?\[|section_(?:start|end):\d", re.IGNORECASE)
_STEERS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)"
)
PRINTED: Final = sorted(set(RENDERERS) - {"github", "azure"})


def seen(text: str) -> str:
    """The text as a comparison sees it that skips what cannot be seen."""
    return "".join(c for c in text if c in "\r\n\t" or unicodedata.category(c) not in _UNSEEN)


def orders(printed: str) -> list[str]:
    """Everything in a log that a build server may obey."""
    lines = re.split(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", printed)
    return [line for line in lines if _ORDER.search(seen(line)) or seen(line).strip().startswith("::")]


def damaged(hostile: str) -> str:
    """An article in which the hostile text stands at line beginnings, within lines and around a gap."""
    return f'{hostile}\nIl mercato riapre {hostile} sabato.\n{hostile}\nHa detto "" e basta.\n{hostile}\n'


def analysed(folder: Path, hostile: str) -> Path:
    """An apparatus that has the hostile text wherever foreign text can stand."""
    text = damaged(hostile)
    at = text.index('""') + 1
    made = entry(at, at, candidate(f"\n{hostile}", "reading"), candidate(hostile, "prediction"), code="RG101")
    other = entry(0, len(hostile), candidate(f"{hostile}!", "rule"), code="RV501")
    name = hostile.replace("\n", " ")
    article = Article(name, text, "it", Source(name.replace("/", "")))
    return apparatus_file(folder / "apparatus.json", [(article, [other, made])])


@pytest.fixture(params=HOSTILE, ids=lambda text: ascii(text)[1:25])
def hostile(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


# --- every format, every place -----------------------------------------------------------------------------------


@pytest.mark.parametrize("server", BUILD_SERVERS)
def test_every_server_is_known_by_its_variable(server: str, tmp_path: Path) -> None:
    path = analysed(tmp_path, ORDERS[0])
    assert orders(run("render", path, "--format", "marked").out)
    assert not orders(run("render", path, "--format", "marked", env={server: "true"}).out)
    assert orders(run("render", path, "--format", "marked", env={server: "false"}).out)


def test_what_is_printed_to_a_log_is_inert_there(hostile: str, tmp_path: Path) -> None:
    path = analysed(tmp_path, hostile)
    for name in PRINTED:
        outcome = run("render", path, "--format", name, env={"CI": "true"})
        assert outcome.code == 0, (name, outcome.err)
        assert outcome.out, name
        assert not orders(outcome.out), name
        assert not _STEERS.search(outcome.out), name
        assert not orders(outcome.err), name


@pytest.mark.parametrize("name", ["github", "azure"])
def test_commands_to_a_build_server_are_those_of_the_report(name: str, hostile: str, tmp_path: Path) -> None:
    path = analysed(tmp_path, hostile)
    outcome = run("render", path, "--format", name, env={"CI": "true"})
    own = re.compile(r"::(?:error|warning|notice) |##vso\[task\.logissue ")
    lines = outcome.out.splitlines()
    assert lines
    for line in lines:
        found = own.match(line)
        assert found
        # a section is GitLab's, and none without the controls that follow it
        assert not orders(line[found.end() :].replace("section_", ""))
    assert not _STEERS.search(outcome.out)


def test_what_is_written_to_a_file_is_the_same_in_and_out_of_a_build(hostile: str, tmp_path: Path) -> None:
    path = analysed(tmp_path, hostile)
    for name in sorted(RENDERERS):
        outputs = tmp_path / f"{name}-one", tmp_path / f"{name}-other"
        run("render", path, "--format", name, "-o", outputs[0])
        run("render", path, "--format", name, "-o", outputs[1], env={"CI": "true", "TF_BUILD": "True"})
        assert outputs[0].read_bytes() == outputs[1].read_bytes(), name
        assert outputs[0].read_bytes() == run("render", path, "--format", name).bytes, name  # a pipe


def test_what_a_log_shows_reads_back_as_the_article(hostile: str, tmp_path: Path) -> None:
    path = analysed(tmp_path, hostile)
    text = damaged(hostile)

    def printed(name: str) -> str:
        return run("render", path, "--format", name, env={"CI": "true"}).out

    assert decode(printed("json").encode()).article.text == text
    assert json.loads(printed("annotation")) == json.loads(run("render", path, "--format", "annotation").out)
    assert marked.strip(printed("marked")) == text
    assert criticmarkup.original(printed("criticmarkup")) == text


def test_every_format_says_how_it_escapes() -> None:
    assert set(ESCAPES) == {*RENDERERS, *BINARY_RENDERERS}


# --- the other ways to standard output ---------------------------------------------------------------------------


def test_a_text_itself_is_printed_to_a_log_inert_and_standard_error_says_so(hostile: str, tmp_path: Path) -> None:
    path = analysed(tmp_path, hostile)
    apply = ("apply", path, "--accept", "readings")
    outcome = run(*apply, env={"CI": "1"})
    assert not orders(outcome.out)
    assert not _STEERS.search(outcome.out)
    assert "commands to the build server are escaped" in outcome.err
    assert "\n" + hostile in run(*apply).out  # a pipe gets every character
    kept = tmp_path / "marked.txt"
    run("render", path, "--format", "marked", "-o", kept)
    assert run("strip", kept).out == damaged(hostile)
    assert not orders(run("strip", kept, env={"CI": "1"}).out)


def test_rows_stay_json_in_a_log(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "##vso[a]", "text": damaged(ORDERS[0])}) + "\n", encoding="utf-8")
    analysis = tmp_path / "analysis.jsonl"
    run("suggest", rows, "--no-model", "--format", "json", "-o", analysis)
    outcome = run("apply", analysis, env={"CI": "1"})
    assert not orders(outcome.out)
    assert json.loads(outcome.out) == json.loads(rows.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["##vso[task.complete result=Failed]", "::error::.txt", "##[error]", "a\x9b2J"])
def test_errors_and_notices_are_inert_too(name: str, tmp_path: Path) -> None:
    for arguments in (("check", name), ("check", tmp_path / name), ("decisions", name), ("apply", name)):
        outcome = run(*arguments, env={"CI": "1"})
        assert outcome.code == 2
        assert outcome.err
        assert not orders(outcome.err)
        assert not _STEERS.search(outcome.err)


def test_nothing_else_prints_results() -> None:
    """`click.echo` without `err=True`, `print` and `sys.stdout` are for the one place that knows where they go."""
    allowed = {
        "cli/messages.py": {"stdout"},
        "cli/main.py": {"stdout"},
        "cli/streams.py": {"stdout"},
        "cli/completion.py": {"echo"},  # a script of the package's own
    }
    for path in ROOT.rglob("*.py"):
        used = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "stdout" and ast.unparse(node.value) == "sys":
                used.add("stdout")
            elif isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                to = {k.arg for k in node.keywords}
                if name in ("click.echo", "click.secho") and "err" not in to:
                    used.add("echo")
                elif name == "print" and "file" not in to:
                    used.add("print")
        assert used <= allowed.get(path.relative_to(ROOT).as_posix(), set()), path


# --- a terminal --------------------------------------------------------------------------------------------------


def on_a_terminal(*arguments: str | Path, **environment: str) -> str:
    """What a terminal gets from `repair` with these arguments."""
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in (*BUILD_SERVERS, "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from repair.cli import main; main()", *map(str, arguments)],
        stdout=theirs,
        stdin=subprocess.DEVNULL,
        env={**clean, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # as Linux says that the other end is closed
        pass
    finally:
        os.close(ours)
    assert process.wait(60) == 0
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}], ids=["colours", "no colours"])
@pytest.mark.parametrize("name", ["json", "diff", "marked", "text", "annotation", "leiden", "tei", "html"])
def test_nothing_steers_a_terminal(name: str, environment: dict[str, str], tmp_path: Path) -> None:
    path = analysed(tmp_path, "".join(CONTROLS) + "\x1b[31m")
    printed = on_a_terminal("render", path, "--format", name, **environment)
    assert "title" in printed
    if not environment:
        assert ("\x1b[" in printed) == (name in ("diff", "marked", "text", "leiden"))
        printed = re.sub(r"\x1b\[(?:0|1|2|3[0-9]|3;35|9;31)m", "", printed)  # the report's own colours
    assert not _STEERS.search(printed)


def test_a_text_steers_no_terminal(tmp_path: Path) -> None:
    path = analysed(tmp_path, "".join(CONTROLS) + "\x1b[31m")
    assert not _STEERS.search(on_a_terminal("apply", path))


# --- laws --------------------------------------------------------------------------------------------------------

_PIECES: Final = (
    *("#", "##", "[", ":", "::", "vso", "VSO", "teamcity", "section_start:", "1", " ", "\t", "\n", "\r", "\r\n", "x"),
    *("\u00ad", "\u200b", "\ufeff", "\x1b", "\x9b", "\x85", "\u2028", "\u202e", "\x00", "è", "\x0b"),
)
texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.sampled_from(HOSTILE)), max_size=14).map("".join)


@given(texts, st.sampled_from([in_json, in_xml, escape_control]), st.integers(1, 7))
def test_no_text_gives_orders_however_it_is_cut(text: str, escape: object, step: int) -> None:
    data = text.encode("utf-8")
    chunks = [data[i : i + step] for i in range(0, len(data), step)]
    printed = b"".join(inert(chunks, escape, log=True)).decode("utf-8")  # type: ignore[arg-type]
    assert not orders(printed)
    assert not _STEERS.search(printed)
    again = b"".join(inert([printed.encode()], escape, log=True)).decode("utf-8")  # type: ignore[arg-type]
    assert again == printed


@given(texts)
def test_nothing_but_what_gives_orders_is_changed(text: str) -> None:
    printed = b"".join(inert([text.encode("utf-8")], escape_control, log=True)).decode("utf-8")
    back = re.sub(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})", lambda m: chr(int(m[1] or m[2], 16)), printed)
    assert back == text
    assert no_orders("a: b, #c [d] C# section 5 ::", escape_control) == "a: b, #c [d] C# section 5 ::"


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"], exclude_characters="\xad")))
def test_a_text_in_another_encoding_comes_out_as_it_went_in(text: str) -> None:
    data = text.encode("latin-1")
    assume("\ufeff".encode() not in data)
    assert b"".join(inert([data], escape_control, log=False)) == data


@pytest.mark.parametrize("unit", ["#", "##", "#\u200b", ":", "::", "\u200b", " ", "\n", "\r", "##vs", "s", "section_"])
def test_time_is_linear_in_the_length(unit: str, stopwatch: Stopwatch) -> None:
    stopwatch.check_growth(
        lambda text: list(inert([text.encode()], escape_control, log=True)),
        lambda size: unit * (size // len(unit.encode())),
        400_000,
    )
