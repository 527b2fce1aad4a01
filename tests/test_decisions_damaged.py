"""Logs that are damaged and logs of another apparatus: nothing is left out, and nothing is used, without a word."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from cli_runner import Outcome, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_desk import apparatus, desk_at, write

from repair.errors import ApparatusError
from repair.interchange import decode
from repair.review import Log, accept, fold, log_path, read_log, reject, replay
from repair.review.events import LogLine, encode_line
from repair.review.log import damaged_path
from repair.review.messages import Act
from repair.text.fingerprint import fingerprints

HURT = {
    "cut off at its end": lambda line: line[:60],
    "cut off, its line break too": lambda line: line[:60].rstrip(b"\n"),
    "a letter of its text changed": lambda line: line.replace(b"Borgo", b"Bosco"),
    "its reviewer changed": lambda line: line.replace(b'"anna"', b'"enna"'),
    "zeros from a crash": lambda line: b"\x00" * (len(line) - 1) + b"\n",
    "bytes of something else": lambda line: b"\xff\xfe<html>" + line[8:],
    "no decision that there is": lambda line: line.replace(b"accept", b"marry!"),
    "no object": lambda line: b"[]\n",
    "two lines run together": lambda line: line[:-1] + line,
    "nested deeply": lambda line: b'{"a":' * 100_000 + b"\n",
}


@pytest.fixture
def room(tmp_path: Path) -> tuple[Path, Path, list[bytes]]:
    """An apparatus, its log of three decisions, and the lines of the log."""
    path = write(tmp_path, apparatus(8))
    desk = desk_at(path)
    for number, decision in ((0, "accept"), (2, "reject"), (4, "accept")):
        desk.decide(Act(number, desk.cases.names[number], decision))  # type: ignore[arg-type]
    log = log_path(path)
    return path, log, log.read_bytes().splitlines(keepends=True)


def spoil(log: Path, lines: list[bytes], number: int, hurt: str) -> bytes:
    """Damage line `number` (from 0) of the log; gives its bytes."""
    spoilt = HURT[hurt](lines[number])
    rest = lines[number + 1 :]
    if rest and not spoilt.endswith(b"\n"):
        spoilt += b"\n"
    log.write_bytes(b"".join((*lines[:number], spoilt, *rest)))
    return spoilt


def editions(path: Path, log: Path, output: Path, *more: str) -> list[Outcome]:
    return [
        run("apply", path, "--decisions", log, "-o", output / "edition.txt", *more),
        run("render", path, "--decisions", log, "--format", "tei", "-o", output / "edition.xml", *more),
        run("decisions", log, *more),
    ]


@pytest.mark.parametrize("hurt", HURT)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_damaged_line_is_named_kept_and_stops_every_edition(
    hurt: str, number: int, room: tuple[Path, Path, list[bytes]], tmp_path: Path
) -> None:
    path, log, lines = room
    if b"Borgo" not in lines[number] and hurt.startswith("a letter"):
        hurt = "its reviewer changed"
    if b"accept" not in lines[number] and hurt.startswith("no decision"):
        hurt = "no object"
    spoilt = spoil(log, lines, number, hurt)
    before = log.read_bytes()
    output = tmp_path / "out"
    output.mkdir()
    for outcome in editions(path, log, output):
        assert outcome.code == 2
        assert outcome.out == ""
        assert f"{log}:{number + 1}: " in outcome.err
        assert str(damaged_path(log)) in outcome.err
        assert "--skip-damaged" in outcome.err
    assert not list(output.iterdir()), "no edition that lacks a decision"
    assert log.read_bytes() == before
    assert damaged_path(log).read_bytes() == spoilt, "byte for byte, and once"
    for outcome in editions(path, log, output, "--skip-damaged"):
        assert outcome.code == 0, outcome.err
        assert f"left out: {log}:{number + 1}: " in outcome.err
    assert (output / "edition.txt").exists()
    assert log.read_bytes() == before


def test_several_damaged_lines_are_each_named(room: tuple[Path, Path, list[bytes]]) -> None:
    path, log, lines = room
    log.write_bytes(b"".join(line[:50] + b"\n" for line in lines) + lines[0])
    outcome = run("decisions", log)
    assert outcome.code == 2
    assert all(f"{log}:{number}: " in outcome.err for number in (1, 2, 3))
    assert damaged_path(log).read_bytes() == b"".join(line[:50] + b"\n" for line in lines)
    assert "1 entry decided" in run("decisions", log, "--skip-damaged").out
    assert path.exists()


def test_what_is_kept_is_never_replaced(room: tuple[Path, Path, list[bytes]]) -> None:
    _, log, lines = room
    for number in range(3):
        spoil(log, lines, number, "cut off at its end")
        assert run("decisions", log).code == 2
    assert damaged_path(log).read_bytes().splitlines() == [line[:60] for line in lines]


@pytest.mark.parametrize("number", [0, 2])
def test_a_review_does_not_begin_on_a_damaged_log(number: int, room: tuple[Path, Path, list[bytes]]) -> None:
    path, log, lines = room
    spoilt = spoil(log, lines, number, "cut off, its line break too")
    outcome = run("review", path, "--tui")
    assert outcome.code == 2
    assert f"{log}:{number + 1}: " in outcome.err
    assert damaged_path(log).read_bytes() == spoilt


def test_a_review_goes_on_when_told_to(room: tuple[Path, Path, list[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    path, log, lines = room
    spoil(log, lines, 2, "cut off, its line break too")
    monkeypatch.setattr("repair.review.terminal.app.Terminal.run", lambda self: None)
    monkeypatch.setattr("repair.cli.review.is_interactive", lambda: True)
    outcome = run("review", path, "--tui", "--skip-damaged")
    assert outcome.code == 0
    assert "left out" in outcome.err


def test_a_crash_of_another_during_a_review_ends_nobodys_work(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))
    told: list[str] = []
    desk = desk_at(path, on_damage=lambda error: told.append(str(error)))
    with log_path(path).open("wb") as stream:
        stream.write(b'{"format":1,"id":"')
    desk.decide(Act(0, desk.cases.names[0], "accept"))
    desk.decide(Act(1, desk.cases.names[1], "reject"))
    assert len(told) == 1
    assert f"{log_path(path)}:1: " in told[0]
    assert desk.find(desk_query(), 0).progress.open == 2


def desk_query() -> object:
    from repair.review.queue import QueueQuery

    return QueueQuery()


def test_the_number_of_a_line_is_that_of_the_file(room: tuple[Path, Path, list[bytes]]) -> None:
    _, log, lines = room
    log.write_bytes(b"".join(lines).rstrip(b"\n"))
    told: list[str] = []
    followed = Log(log, lambda error: told.append(error.where))
    assert len(list(followed.read())) == 3
    followed.append([reject("anna", ("mulino.txt", "RG101-0000000000000007"))])
    with log.open("ab") as stream:
        stream.write(b"{\n")
    assert len(list(followed.follow())) == 1
    assert told == [f"{log}:5"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"format":1,"id":"x","when":"","who":"a","decision":"marry","entry":"RG101-1"}', "not a line"),
        (b'{"format":1,"id":"x","when":"","who":"a","decision":"accept","entry":"RG101-1"}', "supplies no text"),
        (b'{"format":1,"id":"x","when":"","who":"a","decision":"accept","text":"b","entry":"RG101-1"}', "provenance"),
        (b'{"format":1,"id":"x","when":"","who":"a","decision":"undo"}', "lacks a field"),
        (b'[{"decision":"accept"}]', "not a line"),
    ],
)
def test_why_a_line_cannot_be_read(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(line + b"\n")
    told: list[ApparatusError] = []
    assert read_log(path, told.append) == []
    assert message in told[0].what


def test_a_format_of_a_later_version_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"format":9,"id":"x","when":"","who":"a","decision":"reject","entry":"RG101-1"}\n')
    with pytest.raises(ApparatusError, match="format 9"):
        read_log(path, pytest.fail)
    assert run("decisions", path, "--skip-damaged").code == 2
    assert not damaged_path(path).exists()


def test_a_log_without_checks_is_read_as_before(room: tuple[Path, Path, list[bytes]]) -> None:
    _, log, lines = room
    whole = read_log(log, pytest.fail)
    old = [{k: v for k, v in json.loads(line).items() if k != "check"} for line in lines]
    log.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in old), encoding="utf-8")
    assert read_log(log, pytest.fail) == whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.integers(1, 255), st.randoms(use_true_random=False))
def test_no_changed_byte_goes_unseen(at: int, by: int, chance: random.Random) -> None:
    from repair.errors import RecordError
    from repair.review.events import decode_line

    line = reject("anna", ("a", "RG101-0000000000000007"), note="così")
    data = bytearray(encode_line(line))
    at %= len(data) - 1
    data[at] ^= by
    try:
        found: LogLine | None = decode_line(bytes(data))
    except (RecordError, ApparatusError):
        found = None
    # a name of the field `check` itself that is no more one only takes the check away
    assert found is None or found == line


# --- the log of another apparatus --------------------------------------------------------------------------------


def other_log(folder: Path, *articles: str) -> Path:
    """A log of decisions on articles of which none is the mill's."""
    folder.mkdir()
    for name in articles:
        made = apparatus(3, id=name, before="Un altro paese, un altro fiume. " * 3)
        keys = [(name, f"RG103-{number:016x}") for number, _ in enumerate(fingerprints(made))]
        Log(folder / "log.jsonl", pytest.fail).append([accept("anna", keys[0], made.entries[0].candidates[0])])
    return folder / "log.jsonl"


@pytest.mark.parametrize("articles", [("altro.txt",), ("altro.txt", "terzo.txt"), ("mulino.txt",)], ids=str)
def test_the_log_of_another_apparatus_makes_no_edition(articles: tuple[str, ...], tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))
    log = other_log(tmp_path / "elsewhere", *articles)
    output = tmp_path / "out"
    output.mkdir()
    for outcome in editions(path, log, output)[:2]:
        assert outcome.code == 2
        assert "belongs to another apparatus" in outcome.err
    assert not list(output.iterdir())
    outcome = run("review", path, "--tui", "--decisions", log)
    assert outcome.code == 2
    assert "belongs to another apparatus" in outcome.err


def test_of_many_articles_a_log_that_knows_none_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4), apparatus(4, id="secondo.txt"))
    log = other_log(tmp_path / "elsewhere", "altro.txt", "terzo.txt")
    outcome = run("render", path, "--decisions", log, "--format", "concise")
    assert outcome.code == 2
    assert "belongs to another apparatus: it has decisions on altro.txt and 1 more, but none" in outcome.err


def test_a_log_that_knows_some_of_the_articles_is_used_for_them(tmp_path: Path) -> None:
    first, second = apparatus(4), apparatus(4, id="secondo.txt")
    path = write(tmp_path, first, second)
    log = tmp_path / "log.jsonl"
    key = (first.article.id, fingerprints(first)[0])
    Log(log, pytest.fail).append([accept("anna", key, first.entries[0].candidates[0])])
    outcome = run("render", path, "--decisions", log, "--format", "json")
    assert outcome.code == 0, outcome.err
    assert [e.status for e in decode(outcome.bytes.splitlines()[0]).entries] == ["accepted", "open", "open", "open"]


def test_a_new_crawl_under_another_name_is_no_other_apparatus(
    room: tuple[Path, Path, list[bytes]], tmp_path: Path
) -> None:
    """The replay that is documented: what finds its words again applies, and what does not is told."""
    _, log, _ = room
    (tmp_path / "new").mkdir()
    crawled = write(tmp_path / "new", apparatus(4, id="nuovo.txt"))
    outcome = run("render", crawled, "--decisions", log, "--format", "json")
    assert outcome.code == 0, outcome.err
    assert outcome.err.count("no entry of the article has this context") == 1
    assert outcome.err.count("the place most like its own") == 1
    assert [e.status for e in decode(outcome.bytes).entries] == ["accepted", "open", "rejected", "open"]


def test_an_empty_log_is_of_every_apparatus(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4))
    log = tmp_path / "log.jsonl"
    log.touch()
    assert run("render", path, "--decisions", log, "--format", "concise").code == 0
    assert replay(apparatus(4), fold([])).matched == 0
