"""A run that nobody watches: what it says at the end, where it says it, and that no stop loses anything."""

from __future__ import annotations

import gzip
import json
import re
import signal
import subprocess
from pathlib import Path

import pytest
from cli_runner import SOUND, Outcome
from cli_runner import run as cli
from corpus_samples import digests, rows, write
from test_corpus_run import COMMAND, stopped_runs, whole_run

from repair.corpus import RunLog, progress_of, verify
from repair.corpus.progress import reasons
from repair.errors import OutputError

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

RULES = ("--no-model", "--isolated", "-j", "1")
REASONS = ["3 set aside: no field 'text'", "2 set aside: broken JSON"]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten rows, two broken lines and three rows without a text."""
    lines = [json.dumps(row) for row in rows(10)] + ["{broken", '{"id": 1}', '{"id": 2}', "[1, 2", '{"id": 3}']
    path = tmp_path_factory.mktemp("faulty") / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(faulty: Path) -> tuple[Path, Outcome]:
    """The folder of a quiet run over it, with a log beside, and what it said."""
    out = faulty.parent / "out"
    return out, cli("corpus", faulty, "-o", out, *RULES, "--quiet", "--log-file", faulty.parent / "log")


def test_the_end_says_what_was_set_aside_for_what_however_quiet(whole: tuple[Path, Outcome]) -> None:
    out, done = whole
    assert done.code == 0
    assert [line for line in done.err.splitlines() if " set aside: " in line] == REASONS
    assert json.loads((out / "stats.json").read_text())["set_aside_for"] == {"broken JSON": 2, "no field 'text'": 3}


def test_the_status_says_it_too_with_the_exit_code(whole: tuple[Path, Outcome]) -> None:
    said = cli("corpus", "--status", whole[0]).out.splitlines()
    assert said[0].startswith("done: 10 articles")
    assert said[1:] == [*REASONS, "exit code: 0 (2 with --strict)"]


def test_the_log_file_has_begin_reasons_and_end(whole: tuple[Path, Outcome]) -> None:
    lines = (whole[0].parent / "log").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line) for line in lines)
    said = [line.partition(" ")[2] for line in lines]
    assert said[0] == "begin"
    assert said[-3:] == [*REASONS, "done"]


def test_the_status_of_a_run_with_an_unreadable_input_says_2(tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps(row) + "\n" for row in rows(10)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:-20])
    assert cli("corpus", tmp_path / "a.jsonl.gz", "-o", tmp_path / "out", *RULES, "--quiet").code == 2
    assert cli("corpus", "--status", tmp_path / "out").out.endswith("exit code: 2\n")


def test_reasons_have_no_number_of_a_single_record(tmp_path: Path) -> None:
    lines = ["id,text", "1", "2", "3,a,b", "4,5,6,7", "a,Una frase intera."]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = cli("corpus", tmp_path / "a.csv", "-o", tmp_path / "csv", *RULES, "--quiet").err
    assert "2 set aside: the record has fewer fields than the first line names\n" in told
    assert "2 set aside: the record has more fields than the first line names\n" in told
    (tmp_path / "b.jsonl").write_text('{"text": "\\ud800"}\n{"text": "Una frase intera."}\n', encoding="utf-8")
    told = cli("corpus", tmp_path / "b.jsonl", "-o", tmp_path / "jsonl", *RULES, "--quiet").err
    assert "1 set aside: the text holds a lone surrogate (\\ud800 to \\udfff)\n" in told


def test_many_kinds_of_reasons_end_in_a_count() -> None:
    told = list(reasons({f"reason {number}": number for number in range(1, 14)}))
    assert told[0] == "13 set aside: reason 13"
    assert told[-1] == "6 set aside for 3 other reasons"
    assert len(told) == 11
    assert list(reasons(dict.fromkeys(map(str, range(11)), 1)))[-1] == "1 set aside for 1 other reason"


def test_a_log_that_cannot_be_written_is_said_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        RunLog(tmp_path, progress_of("quiet")).__enter__()


def test_on_error_stop_ends_at_the_first_and_skip_goes_on(
    faulty: Path, whole: tuple[Path, Outcome], tmp_path: Path
) -> None:
    log, out = tmp_path / "log", tmp_path / "out"
    stopped = cli("corpus", faulty, "-o", out, *RULES, "--on-error", "stop", "--log-file", log, "--quiet")
    assert stopped.code == 2
    assert "stopped: " in log.read_text()
    assert "--on-error skip, without --max-errors or with a higher one, goes on" in stopped.err
    more = cli("corpus", faulty, "-o", tmp_path / "more", *RULES, "--max-errors", "0", "--quiet")
    assert more.err == stopped.err.replace(str(out), str(tmp_path / "more"))
    assert cli("corpus", faulty, "-o", out, *RULES, "--quiet").code == 0
    assert digests(out) == digests(whole[0])


def test_an_input_that_cannot_be_opened_is_an_error_before_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(SOUND, encoding="utf-8")
    opened = Path.open

    def refusing(self: Path, *args: str, **more: str) -> object:
        if self.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    done = cli("corpus", tmp_path / "in", "-o", tmp_path / "out", *RULES)
    assert done.code == 2
    assert f"{tmp_path}/in/b.txt: cannot be opened: Permission denied" in done.err
    assert not (tmp_path / "out" / "run.json").exists()


def groups(folder: Path) -> Path:
    path = folder / "corpus.parquet"
    pq.write_table(pa.Table.from_pylist(rows(1200)), path, row_group_size=12)
    return path


def texts(folder: Path) -> Path:
    for number, row in enumerate(rows(1500)):
        path = folder / "in" / f"{number % 10}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["text"], encoding="utf-8")
    return folder / "in"


@pytest.mark.slow
@pytest.mark.parametrize("made", [lambda folder: write(folder, "jsonl.gz", rows(1500)), groups, texts])
def test_killed_at_twenty_moments_and_gone_on_with(made: object, tmp_path: Path) -> None:
    source = made(tmp_path)  # type: ignore[operator]
    seconds = whole_run(source, tmp_path / "whole")
    stopped_runs(source, tmp_path / "out", [signal.SIGKILL] * 20, seconds, 3)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")
    assert not list(verify(tmp_path / "out"))


@pytest.mark.slow
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        """Kilobytes of the run's own process. Not its `ru_maxrss`: that begins at what the process of the tests holds."""
        source = write(tmp_path, "jsonl.gz", rows(count))
        measured = (
            "import sys; from pathlib import Path; from repair.cli.main import cli;"
            " cli(sys.argv[1:], standalone_mode=False); print(Path('/proc/self/status').read_text(), file=sys.stderr)"
        )
        command = [*COMMAND[:2], measured, "corpus", source, "-o", tmp_path / f"out-{count}", *RULES, "--quiet"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        found = re.search(r"^VmHWM:\s+(\d+) kB$", said, re.MULTILINE)
        assert found
        return int(found[1])

    few, many = peak(1_000), peak(10_500)  # the second fills a shard
    assert many < few + 8_000
