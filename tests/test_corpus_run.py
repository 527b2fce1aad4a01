"""Whole corpora: the same bytes whoever does the work and however often it is interrupted; other fields intact."""

from __future__ import annotations

import contextlib
import csv
import gzip
import importlib.util
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpus_stages
import pytest
import zstandard
from cli_runner import run as cli
from corpus_samples import FORMATS, FULL, JOB, RULES, apparatuses, digests, found_in, rows, run_here, set_aside, write
from msgspec.structs import replace

from repair.config import Config
from repair.corpus import ENGINES, PROGRESS_DISPLAYS, Job, Means, run, status, verify
from repair.corpus.chunks import START, chunks_of
from repair.corpus.inputs import expanded
from repair.corpus.shards import read_lines
from repair.edit import restore
from repair.errors import ConfigError, InputError, OutputError
from repair.interchange import decode
from repair.read import articles, read_apparatus
from repair.records import Apparatus
from repair.render.reading.marked import strip
from repair.workers.process import ONE_THREAD, Process

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

pytestmark = pytest.mark.processes
TWO = Means(jobs=2)
ENGINE_PARAMS = [
    pytest.param(
        name,
        marks=[
            pytest.mark.ray,
            pytest.mark.slow,
            pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed"),
        ]
        if name == "ray"
        else [],
    )
    for name in ENGINES
]
COMMAND = [sys.executable, "-c", "from repair.cli import main; main()", "corpus"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows with a broken line, a blank one, and one without a text among them."""
    folder = tmp_path_factory.mktemp("corpus")
    lines = [json.dumps(row, ensure_ascii=False) for row in rows(400)]
    lines[7:7] = ["{broken", "", '{"id": "empty"}']
    (folder / "a.jsonl").write_text("\n".join(lines[:250]) + "\n", encoding="utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(lines[250:]).encode(), mtime=0))
    return folder


@pytest.fixture(scope="module")
def unbroken(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run without interruptions makes of it."""
    out = tmp_path_factory.mktemp("unbroken")
    run([str(corpus)], out, FULL, means=Means(jobs=1))
    return out


# --- the same bytes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINE_PARAMS)
def test_every_engine_with_any_number_of_workers_writes_the_same(
    engine: str, corpus: Path, unbroken: Path, tmp_path: Path
) -> None:
    run([str(corpus)], tmp_path / "out", FULL, engine=engine, means=Means(jobs=3 if engine == "local" else 2))
    assert digests(tmp_path / "out") == digests(unbroken)


def test_what_is_found_is_what_suggest_finds(corpus: Path, unbroken: Path) -> None:
    from repair.pipeline import Stages

    read = articles([str(corpus)], on_error=lambda error: None)
    expected = [(a.article.id, [(e.finding.start, e.finding.code) for e in a.entries]) for a in Stages(RULES).run(read)]
    assert found_in(apparatuses(unbroken)) == expected
    stats = json.loads((unbroken / "stats.json").read_text())
    assert (stats["records"], stats["articles"], stats["set_aside"]) == (402, 400, 2)
    assert stats["damaged"] >= 134
    assert sum(stats["codes"].values()) == stats["findings"] == sum(stats["best_candidates"].values())


def test_records_that_cannot_be_read_are_set_aside_with_place_and_reason(corpus: Path, unbroken: Path) -> None:
    broken, empty = set_aside(unbroken)
    assert broken["where"].startswith(f"{corpus}/a.jsonl:8:")
    assert broken["reason"].startswith("broken JSON")
    assert (empty["where"], empty["stage"], empty["error"]) == (f"{corpus}/a.jsonl:10", "read", "NoText")
    assert "no field 'text'" in empty["reason"]


def test_a_folder_of_texts(tmp_path: Path) -> None:
    for number, row in enumerate(rows(200)):
        (tmp_path / "in" / str(number % 7)).mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / str(number % 7) / f"{number}.txt").write_text(row["text"], encoding="utf-8")
    (tmp_path / "in" / "page.html").write_text("<p>Una pagina</p>")
    run([str(tmp_path / "in")], tmp_path / "out", FULL, means=TWO)
    said = apparatuses(tmp_path / "out")
    assert [a["id"] for a in said] == [a.id for a in articles([str(tmp_path / "in")], on_error=lambda e: None)]
    reason = set_aside(tmp_path / "out")[0]["reason"]
    assert reason.startswith("is an HTML page")
    assert "give it as a reference" in reason
    first = json.loads((tmp_path / "out" / "repaired" / "00000.texts.jsonl").read_text().splitlines()[0])
    assert list(first) == ["path", "id", "sha256", "repair"]


@pytest.mark.parametrize("shards", ["jsonl", "parquet"])
def test_both_formats_of_shards_hold_the_same(shards: Any, corpus: Path, unbroken: Path, tmp_path: Path) -> None:
    run([str(corpus)], tmp_path, replace(FULL, shards=shards), means=TWO)
    assert records(tmp_path) == records(unbroken)
    if shards == "parquet":
        table = pq.read_table(sorted((tmp_path / "apparatus").iterdir())[0])
        assert table.column("suggestions")[0].as_py()[0]["code"].startswith("R")


def records(folder: Path) -> list[Apparatus]:
    return [decode(line) for path in sorted((folder / "apparatus").iterdir()) for line in read_lines(path)]


# --- repaired and marked -----------------------------------------------------------------------------------------


def test_shards_of_either_format_say_the_same_and_go_on_to_other_commands(tmp_path: Path) -> None:
    source = str(write(tmp_path, "jsonl", rows(30)))
    for shards in ("jsonl", "parquet"):
        run([source], tmp_path / shards, replace(JOB, shards=shards), means=Means(jobs=1))
    packed, table = (str(path) for name in ("jsonl", "parquet") for path in (tmp_path / name / "apparatus").iterdir())
    assert list(read_apparatus([packed], pytest.fail)) == list(read_apparatus([table], pytest.fail))
    assert cli("apply", table, "--accept", "rules").out == cli("apply", packed, "--accept", "rules").out
    assert cli("render", table, "--format", "json").out == cli("render", packed, "--format", "json").out


def test_a_table_of_something_else_is_no_apparatus(tmp_path: Path) -> None:
    source = write(tmp_path, "parquet", rows(3))
    told = cli("render", source)
    assert (told.code, "no apparatus in it" in told.err) == (2, True)


def edition(folder: Path) -> list[dict[str, Any]]:
    """The records of a repaired or marked corpus, the new field as an object."""
    out: list[dict[str, Any]] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".parquet":
            found = pq.read_table(path).to_pylist()
        else:
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = gzip.decompress(data)
            elif path.suffix == ".zst":
                data = zstandard.ZstdDecompressor().stream_reader(data).read()
            text = data.decode()
            found = list(csv.DictReader(text.splitlines(keepends=True))) if ".csv" in path.name else [json.loads(line) for line in text.splitlines()]  # fmt: skip
        out += found
    return [{**r, "repair": json.loads(r["repair"]) if isinstance(r["repair"], str) else r["repair"]} for r in out]


@pytest.mark.parametrize("name", FORMATS)
def test_editions_are_in_the_format_of_the_input_and_lead_back(name: str, unbroken: Path, tmp_path: Path) -> None:
    made = rows(130)
    stats = run([str(write(tmp_path, name, made))], tmp_path / "out", FULL, means=Means(jobs=1))
    assert stats["damaged"] >= 44
    assert found_in(apparatuses(tmp_path / "out")) == found_in(apparatuses(unbroken))[:130]
    for kind in ("repaired", "marked"):
        assert {path.name.partition(".")[2] for path in (tmp_path / "out" / kind).iterdir()} == {name}
        records = edition(tmp_path / "out" / kind)
        assert [{n: v for n, v in r.items() if n not in ("text", "repair")} for r in records] == [
            {n: v for n, v in r.items() if n != "text"} for r in made
        ]
        for record, before in zip(records, made, strict=True):
            if kind == "repaired":
                sidecar = json.dumps({n: v for n, v in record["repair"].items() if n != "open"})
                assert restore(record["text"], sidecar) == before["text"]
            else:
                assert strip(record["text"]) == before["text"]
    assert any(r["repair"]["edits"] for r in edition(tmp_path / "out" / "repaired"))


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_files_with_other_fields_do_not_share_a_shard(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    others = [{"title": "T", "text": row["text"], "id": row["id"]} for row in rows(20)]
    for number, made in enumerate((rows(20), others, others, rows(20))):
        write(tmp_path, name, made).rename(tmp_path / "in" / f"{number}.{name}")
    run([str(tmp_path / "in")], tmp_path / "out", FULL, means=Means(jobs=1))
    records = edition(tmp_path / "out" / "repaired")
    assert [tuple(record) for record in records] == [("id", "url", "text", "note", "repair")] * 20 + [
        ("title", "text", "id", "repair")
    ] * 40 + [("id", "url", "text", "note", "repair")] * 20
    assert all("Notizia numero" in record["text"] for record in records)


def test_types_of_parquet_are_kept(tmp_path: Path) -> None:
    from datetime import UTC, datetime
    from decimal import Decimal

    made = [
        {**row, "when": datetime(2024, 1, 1, tzinfo=UTC), "price": Decimal("1.20"), "raw": b"\xff"} for row in rows(20)
    ]
    table = pa.Table.from_pylist(made)
    pq.write_table(table, tmp_path / "a.parquet")
    run([str(tmp_path / "a.parquet")], tmp_path / "out", FULL, means=Means(jobs=1))
    again = pq.read_table(tmp_path / "out" / "repaired" / "00000.parquet")
    others = [name for name in table.column_names if name != "text"]
    assert again.select(others).equals(table.select(others))


def test_unusual_rows_keep_their_other_fields_letter_by_letter(tmp_path: Path) -> None:
    line = '{ "n" : 1.50e3 , "text":"La seduta è () chiusa.", "id":"x" ,"big": 12345678901234567890 }'
    (tmp_path / "a.jsonl").write_text(line + "\n", encoding="utf-8")
    run([str(tmp_path / "a.jsonl")], tmp_path / "out", FULL, means=Means(jobs=1))
    assert (tmp_path / "out" / "repaired" / "00000.jsonl").read_text().startswith(line[:-2] + ',"repair":')


def test_a_field_of_that_name_is_no_ground_to_lose_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Una riga.", "repair": 1}\n{"text": "Un\'altra."}\n', encoding="utf-8")
    run([str(tmp_path / "a.jsonl")], tmp_path / "out", FULL, means=Means(jobs=1))
    (aside,) = set_aside(tmp_path / "out")
    assert "--column" in aside["reason"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet"])
def test_datasets_opens_all_outputs(name: str, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    made = rows(250)
    run([str(write(tmp_path, name, made))], tmp_path / "out", FULL, means=TWO)
    kind = {"jsonl": "json", "csv": "csv", "parquet": "parquet"}[name.partition(".")[0]]
    for folder in ("repaired", "marked"):
        files = [str(path) for path in sorted((tmp_path / "out" / folder).iterdir())]
        found = datasets.load_dataset(kind, data_files=files, split="train", cache_dir=str(tmp_path / "cache"))
        assert list(found["note"]) == [row["note"] for row in made]
    files = [str(path) for path in sorted((tmp_path / "out" / "apparatus").iterdir())]
    for streaming in (False, True):
        found = datasets.load_dataset(
            "json", data_files=files, split="train", streaming=streaming, cache_dir=str(tmp_path / "cache")
        )
        assert [row["id"] for row in found] == [row["id"] for row in made]


# --- going on ----------------------------------------------------------------------------------------------------


class Interrupting:
    """Interrupts a run when it has shown so many snapshots."""

    def __init__(self, after: int) -> None:
        self._left = after

    def __enter__(self) -> Interrupting:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def show(self, snapshot: object, *, last: bool = False) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt


@pytest.mark.parametrize(
    "name", [*FORMATS, "json", *(pytest.param(name, marks=pytest.mark.slow) for name in ("json.gz", "tsv", "arrow"))]
)
def test_a_run_goes_on_inside_a_file(name: str, tmp_path: Path) -> None:
    one, source = Means(jobs=1), str(write(tmp_path, name, rows(500)))
    run([source], tmp_path / "whole", FULL, means=one)
    for after in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            run([source], tmp_path / "out", FULL, means=one, progress=Interrupting(after))
        assert status(tmp_path / "out")["state"] == "stopped"
        assert not list(verify(tmp_path / "out"))
    run([source], tmp_path / "out", FULL, means=one)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")
    assert status(tmp_path / "out")["state"] == "done"


@pytest.mark.parametrize("name", FORMATS)
def test_cutting_goes_on_at_every_chunk_as_it_would_have(name: str, tmp_path: Path) -> None:
    source = write(tmp_path, name, rows(500))
    job = replace(JOB, limit=450)
    chunks = list(chunks_of(expanded([str(source)]), job))
    assert sum(c.after.records - c.before.records for c in chunks) == 450
    assert (chunks[0].before, len(chunks) > 3) == (START, True)
    for number, chunk in enumerate(chunks[:-1]):
        rest = list(chunks_of((i for i in expanded([str(source)]) if i.number >= chunk.after.input), job, chunk.after))
        assert [(c.before, c.after, c.data) for c in rest] == [
            (c.before, c.after, c.data) for c in chunks[number + 1 :]
        ]


def whole_run(source: Path, out: Path) -> float:
    """A run that is let alone, and the seconds that it takes."""
    started = time.monotonic()
    subprocess.run([*COMMAND, str(source), "--out", str(out), *options(FULL)], check=True, stderr=subprocess.DEVNULL)
    return time.monotonic() - started


def stopped_runs(source: Path, out: Path, signals: list[signal.Signals], seconds: float, seed: int) -> None:
    """Runs that get a signal each at a random moment of the time that a whole one takes, and one that is let alone."""
    rng = random.Random(seed)
    command = [*COMMAND, str(source), "--out", str(out), *options(FULL)]
    for number in signals:
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(0.2, seconds))
        except subprocess.TimeoutExpired:
            process.send_signal(number)
            process.wait()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def options(job: Job) -> list[str]:
    """The command line of `FULL`."""
    return ["--no-model", "--isolated", "--quiet", "--jobs", "2", "--repaired", "--marked", "--accept", "rules", "--shard-size", str(job.shard_records)]  # fmt: skip


SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT]


@pytest.mark.parametrize(
    ("signals", "seed"),
    [(SIGNALS, 1), pytest.param((SIGNALS * 17)[:50], 2, marks=pytest.mark.slow)],
    ids=["few", "fifty"],
)
def test_stopped_at_random_moments_and_gone_on_with(signals: list[signal.Signals], seed: int, tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl.gz", rows(1000))
    with gzip.open(source, "ab") as stream:
        stream.write(b'{"id": "none"}\n{broken\n' * 50)
    stopped_runs(source, tmp_path / "out", signals, whole_run(source, tmp_path / "whole"), seed)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")  # also that nothing else lies there
    assert not list(verify(tmp_path / "out"))


def test_another_job_or_another_input_is_refused_and_named(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(30))
    out = tmp_path / "out"
    run([str(source)], out, JOB, means=Means(jobs=1))
    assert run([str(source)], out, JOB)["articles"] == 30  # done: nothing to do
    with pytest.raises(ConfigError, match=r"sample was 1\.0, is 0\.5"):
        run([str(source)], out, replace(JOB, sample=0.5))
    surer = replace(RULES, min_confidence=0.9, floor=0.9)  # the floor follows, nobody gives it
    with pytest.raises(ConfigError, match=r"configuration: min-confidence was 0\.5, is 0\.9; give"):
        run([str(source)], out, replace(JOB, config=surer))
    with pytest.raises(
        ConfigError, match=r"configuration: html-field was not given, is 'h'; marked was off, is on; give"
    ):
        run([str(source)], out, replace(JOB, html_field="h", marked=True))
    more = write(tmp_path, "csv", rows(3))
    with pytest.raises(InputError, match=r"corpus\.csv was not among the inputs"):
        run([str(source), str(more)], out, JOB)
    with source.open("a") as stream:
        stream.write('{"text": "Una in più."}\n')
    with pytest.raises(InputError, match=r"had [\d,]+ bytes, has"):
        run([str(source)], out, JOB)


def test_a_folder_with_other_files_is_not_written_to(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3))
    with pytest.raises(OutputError, match="holds other files"):
        run([str(source)], tmp_path, JOB)


def test_a_second_run_on_the_same_folder_refuses(tmp_path: Path) -> None:
    from repair.corpus.folder import locked

    source = write(tmp_path, "jsonl", rows(3))
    (tmp_path / "out").mkdir()
    with locked(tmp_path / "out"), pytest.raises(OutputError, match="another run is working here"):
        run([str(source)], tmp_path / "out", JOB)
    run([str(source)], tmp_path / "out", JOB, means=Means(jobs=1))


# --- faults ------------------------------------------------------------------------------------------------------

BREAKING = replace(JOB, stages=corpus_stages.breaking)


def with_texts(tmp_path: Path, texts: dict[int, str], count: int = 300) -> Path:
    made = rows(count)
    for number, text in texts.items():
        made[number]["text"] = text
    return write(tmp_path, "jsonl", made)


@pytest.mark.parametrize("engine", ENGINE_PARAMS)
def test_a_record_that_breaks_a_stage_or_kills_its_worker_is_set_aside(engine: str, tmp_path: Path) -> None:
    texts = {5: f"Qui c'è il {corpus_stages.POISON}.", 150: f"Un testo {corpus_stages.DEADLY}.", 151: f"Un altro {corpus_stages.DEADLY}."}  # fmt: skip
    source = with_texts(tmp_path, texts)
    stats = run([str(source)], tmp_path / "out", BREAKING, engine=engine, means=TWO)
    assert (stats["records"], stats["articles"]) == (300, 297)
    aside = set_aside(tmp_path / "out")
    assert [(a["id"], a["error"]) for a in aside] == [
        ("n5", "ZeroDivisionError"),
        ("n150", "WorkerDied"),
        ("n151", "WorkerDied"),
    ]
    assert aside[0]["excerpt"] == texts[5]
    assert [a["id"] for a in apparatuses(tmp_path / "out")] == [f"n{i}" for i in range(300) if i not in texts]


@pytest.mark.parametrize("name", FORMATS)
def test_what_breaks_a_stage_stays_in_the_repaired_corpus_as_it_was_read(name: str, tmp_path: Path) -> None:
    made = rows(12)
    made[5]["text"] = f"Qui c'è il {corpus_stages.POISON}."
    source = write(tmp_path, name, made)
    run([str(source)], tmp_path / "out", replace(BREAKING, repaired=True, marked=True), means=TWO)
    for name_of_edition in ("repaired", "marked"):
        found = edition(tmp_path / "out" / name_of_edition)
        assert [row["id"] for row in found] == [row["id"] for row in made]
        assert found[5]["text"] == made[5]["text"]
        assert ["set_aside" in row["repair"] for row in found] == [number == 5 for number in range(12)]
    assert len(set_aside(tmp_path / "out")) == 1
    assert not list(verify(tmp_path / "out"))


def test_a_record_whose_worker_died_by_chance_is_done_after_all(tmp_path: Path) -> None:
    source = with_texts(tmp_path, {9: f"Muore {corpus_stages.ONCE}{tmp_path}/mark ma poi va."})
    stats = run([str(source)], tmp_path / "out", BREAKING, means=TWO)
    assert (stats["articles"], stats["set_aside"]) == (300, 0)
    assert (tmp_path / "mark").exists()


def test_one_slow_chunk_does_not_stop_the_others(tmp_path: Path) -> None:
    """While it lasts, the other worker does all that may be done ahead of it; when it is over, both get more."""
    source = with_texts(tmp_path, {9: f"Un testo {corpus_stages.SLOW}."}, count=6000)
    stats = run([str(source)], tmp_path / "out", BREAKING, means=TWO)
    assert stats["articles"] == 6000


def test_a_worker_killed_from_outside_is_replaced(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3000))
    command = [*COMMAND, str(source), *options(FULL), "--out"]
    subprocess.run([*command, str(tmp_path / "whole")], check=True, stderr=subprocess.DEVNULL)
    process = subprocess.Popen([*command, str(tmp_path / "out")], stderr=subprocess.DEVNULL)
    for _ in range(2):
        time.sleep(0.8)
        below = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
        if below:
            subprocess.run(["kill", "-9", below[0]], check=False)
    assert process.wait(timeout=120) == 0
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


@pytest.mark.parametrize(
    ("module", "first"),
    [
        ("worker", (replace(JOB, stages=corpus_stages.failing), None)),
        ("model_server", (Config(model="no/folder/of/a/model"), b"key")),
    ],
)
def test_a_process_whose_run_was_killed_ends_without_a_word(
    module: str, first: object, capfd: pytest.CaptureFixture[str]
) -> None:
    process = Process(f"repair.corpus.{module}", first, ONE_THREAD)
    assert process.end(patience=60) == 0  # nobody is there any more to hear of its error
    assert capfd.readouterr().err == ""


def test_too_many_errors_end_the_run_and_more_let_it_go_on(tmp_path: Path) -> None:
    source = with_texts(tmp_path, {n: f"{corpus_stages.POISON} {n}" for n in range(0, 200, 2)})
    with pytest.raises(InputError, match="more than 40"):
        run([str(source)], tmp_path / "out", BREAKING, means=TWO, max_errors=40)
    stats = run([str(source)], tmp_path / "out", BREAKING, means=TWO, max_errors=100)
    assert stats["set_aside"] == 100
    run([str(source)], tmp_path / "whole", BREAKING, means=TWO)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_a_wrong_field_ends_the_run_soon(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(2500))
    with pytest.raises(InputError, match="none of the first 1,"):
        run([str(source)], tmp_path / "out", replace(JOB, field="body"), means=Means(jobs=1))


@pytest.mark.parametrize("name", ["jsonl", "jsonl.gz", "csv"])
def test_a_record_over_the_limit_is_set_aside_and_never_held(name: str, tmp_path: Path) -> None:
    made = rows(20)
    made[3]["text"] = "parola " * 1_000_000
    job = replace(JOB, config=replace(RULES, max_chars=1000))
    stats = run([str(write(tmp_path, name, made))], tmp_path / "out", job, means=Means(jobs=1))
    assert (stats["articles"], stats["set_aside"]) == (19, 1)
    assert "longer than" in set_aside(tmp_path / "out")[0]["reason"]


def test_a_file_that_breaks_off_is_done_up_to_there(tmp_path: Path) -> None:
    whole = write(tmp_path, "jsonl.gz", rows(2000)).read_bytes()
    (tmp_path / "corpus.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    write(tmp_path, "parquet", rows(10)).rename(tmp_path / "later.parquet")
    stats = run([str(tmp_path)], tmp_path.with_name(tmp_path.name + "-out"), JOB, means=TWO)
    # the row that it breaks off in, and the file itself
    assert (stats["set_aside"], stats["not_rows"], stats["set_aside_at"]["input"]) == (2, 1, 1)
    assert stats["articles"] > 10


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own that is soon full."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip("mounting needs privileges")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_ends_the_run_cleanly_and_it_goes_on_when_there_is_room(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3000))
    run([str(source)], tmp_path / "whole", FULL, means=TWO)
    with small_disk(tmp_path / "disk", "3m"):
        out = tmp_path / "disk" / "out"
        with pytest.raises(OutputError, match="the disk is full; free some space and run it again"):
            run([str(source)], out, FULL, means=TWO)
        with pytest.raises(OutputError, match="the disk is full"):
            run([str(source)], out, FULL, means=TWO)
        subprocess.run(["mount", "-o", "remount,size=60m", str(tmp_path / "disk")], check=True)
        run([str(source)], out, FULL, means=TWO)
        assert digests(out) == digests(tmp_path / "whole")


# --- choosing and looking ----------------------------------------------------------------------------------------


def test_limit_and_sample_choose_the_same_records_every_time(corpus: Path, tmp_path: Path) -> None:
    sampled = []
    for name, jobs in (("one", 1), ("two", 2)):
        run([str(corpus)], tmp_path / name, replace(JOB, sample=0.25, limit=75), means=Means(jobs=jobs))
        sampled.append([a["id"] for a in apparatuses(tmp_path / name)])
    assert sampled[0] == sampled[1]
    assert len(sampled[0]) == 75
    assert 200 < max(int(i[1:]) for i in sampled[0]) < 420  # from the whole of the corpus, not from its beginning


@pytest.mark.parametrize("kind", [*FORMATS, "folder"])
def test_a_limit_counts_the_records_that_the_sample_takes(kind: str, tmp_path: Path) -> None:
    if kind == "folder":
        source = tmp_path / "texts"
        source.mkdir()
        for row in rows(60):
            (source / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    else:
        source = write(tmp_path, kind, rows(60))
    whole = run_here([source], tmp_path / "whole", replace(JOB, sample=0.1))
    assert 0 < whole["records"] < 20
    few = run_here([source], tmp_path / "few", replace(JOB, sample=0.1, limit=1))
    assert (few["records"], few["articles"]) == (1, 1)
    chosen = [[a["id"] for a in apparatuses(tmp_path / name)] for name in ("few", "whole")]
    assert chosen[0] == chosen[1][:1]


def test_a_sample_that_takes_nothing_says_so_and_hides_no_input_that_cannot_be_read(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3))
    options = ("--no-model", "--sample", "0.0001")
    done = cli("corpus", source, "--out", tmp_path / "out", *options)
    assert (done.code, "--sample 0.0001 took no record: there are too few" in done.err) == (0, True), done.err
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 torn")
    torn = cli("corpus", tmp_path / "torn.parquet", "--out", tmp_path / "torn", *options)
    assert (torn.code, "torn.parquet" in torn.err) == (2, True), torn.err


def test_urls_are_read_through_fsspec(corpus: Path, unbroken: Path, tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in corpus.iterdir():
        memory.pipe(f"/crawl/{path.name}", path.read_bytes())
    run(["memory://crawl"], tmp_path / "memory", JOB, means=TWO)
    run([f"file://{corpus}"], tmp_path / "file", JOB, means=TWO)
    expected = found_in(apparatuses(unbroken))
    assert found_in(apparatuses(tmp_path / "memory")) == found_in(apparatuses(tmp_path / "file")) == expected


def test_references_from_a_store_and_from_files_give_the_same(tmp_path: Path) -> None:
    from cli_runner import COMPLETE

    from repair.collate import Store
    from repair.records import Reference

    source = write(tmp_path, "jsonl", rows(60))
    copies = [
        Reference(f"copia-{n}", f"Notizia numero {n}, con una virgola e «virgolette».\n{COMPLETE}")
        for n in range(0, 60, 3)
    ]
    with Store.open(tmp_path / "store", create=True) as store:
        store.add(copies)
    (tmp_path / "copies").mkdir()
    for copy in copies:
        (tmp_path / "copies" / f"{copy.name}.txt").write_text(copy.text, encoding="utf-8")
    stats = [
        run([str(source)], tmp_path / name, replace(JOB, references=(str(tmp_path / name_of),)), means=TWO)
        for name, name_of in (("a", "store"), ("b", "copies"))
    ]
    assert stats[0] == stats[1]
    assert stats[0]["with_references"] >= 20
    assert stats[0]["best_candidates"]["reading"] > 20
    (tmp_path / "store").rename(tmp_path / "moved")
    with pytest.raises(InputError, match="no such file or folder"):  # and not that the options are others
        run([str(source)], tmp_path / "a", replace(JOB, references=(str(tmp_path / "store"),)), means=TWO)


def test_verify_names_what_is_not_as_it_was_written(corpus: Path, tmp_path: Path) -> None:
    run([str(corpus)], tmp_path, FULL, means=TWO)
    assert not list(verify(tmp_path))
    first, second, *_ = sorted((tmp_path / "apparatus").iterdir())
    first.write_bytes(b"?" + first.read_bytes()[1:])
    second.unlink()
    (tmp_path / "apparatus" / "stray").touch()
    said = {error.where: error.what for error in verify(tmp_path)}
    assert set(said) == {str(first), str(second), str(tmp_path / "apparatus" / "stray")}
    assert said[str(first)] == "has other content"
    assert cli("corpus", "--verify", tmp_path).code == 2
    both = cli("corpus", "--status", tmp_path, "--verify", tmp_path)
    assert both.code == 2, "one of the two would not be done"
    assert "--status and --verify exclude each other" in both.err


# --- the command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PROGRESS_DISPLAYS, "auto"])
def test_progress_is_shown_in_every_way(name: str, corpus: Path, tmp_path: Path) -> None:
    done = cli(
        "corpus", corpus, "--out", tmp_path / "out", "--no-model", "--isolated", "--progress", name, "--jobs", "1"
    )
    assert done.code == 0
    lines = [line for line in done.err.splitlines() if not line.startswith("note:")]
    if name == "quiet":  # but for what was set aside
        aside = f"{tmp_path}/out/set-aside.jsonl"
        assert lines == [
            "1 set aside: broken JSON",
            "1 set aside: no field 'text'",
            f"2 records set aside, among them 1 line that is no row, kept in {aside}",
        ]
    elif name == "json":
        assert json.loads(lines[-1])["articles"] == 400
        assert json.loads(lines[-1])["done"]
        assert (json.loads(lines[-1])["set_aside"], json.loads(lines[-1])["not_rows"]) == (2, 1)
    else:
        assert "400 articles" in lines[-1]


def test_the_command_looks_before_and_after(corpus: Path, tmp_path: Path) -> None:
    planned = cli("corpus", corpus, "--dry-run", "--no-model", "--isolated")
    assert planned.code == 0
    assert planned.out.startswith("inputs: 2 jsonl; ")
    assert "first ids: n0, n1, n2" in planned.out
    assert "2 set aside" in planned.out
    assert list(tmp_path.iterdir()) == []
    assert cli("corpus", corpus, "--out", tmp_path / "out", "--no-model", "--isolated", "--quiet", "-j", "1").code == 0
    assert cli("corpus", "--status", tmp_path / "out").out.startswith("done: 400 articles")
    assert cli("corpus", "--verify", tmp_path / "out").out == "every file is unchanged since it was written\n"
    assert cli("corpus", "--status", tmp_path).code == 2
    assert cli("corpus", corpus).code == 2


def test_a_folder_without_a_run_is_said_to_be_one(tmp_path: Path) -> None:
    for arguments in (("corpus", "--status"), ("corpus", "--verify"), ("report",)):
        done = cli(*arguments, tmp_path)
        assert (done.code, done.err) == (2, f"error: {tmp_path}: no run is here; name the folder that `repair corpus … --out` wrote\n")  # fmt: skip


def test_a_run_that_has_just_begun_can_be_looked_at(corpus: Path, tmp_path: Path) -> None:
    run([str(corpus)], tmp_path / "out", JOB, means=Means(jobs=1))
    for path in (tmp_path / "out").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in ("run.json", "inputs.jsonl"):
            path.unlink()
    said = cli("corpus", "--status", tmp_path / "out").out
    assert said.startswith("stopped: 0 articles")
    assert said.endswith(" 0% read\nstart it again with the same options to go on\n")
    looked = cli("corpus", "--verify", tmp_path / "out")
    assert (looked.code, looked.out) == (0, "no file is finished yet, so that there is nothing to check\n")
    assert json.loads(cli("report", tmp_path / "out", "--format", "json").out)["articles"] == 0


def test_a_run_that_could_use_nothing_says_so_however_quiet(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(3))
    done = cli("corpus", source, "--out", tmp_path / "out", "--no-model", "--quiet", "--field", "body")
    assert done.code == 2
    assert "none of the 3 records could be used; the first: no field 'body'" in done.err
    assert str(tmp_path / "out" / "set-aside.jsonl") in done.err


@pytest.mark.parametrize("option", [("--accept", "readings"), ("--accept-predictions",), ("--min-score", "0.9")])
def test_what_is_accepted_needs_a_repaired_corpus(option: tuple[str, ...], tmp_path: Path) -> None:
    done = cli("corpus", write(tmp_path, "jsonl", rows(3)), "--out", tmp_path / "out", "--no-model", *option)
    assert done.code == 2
    assert f"without --repaired, {option[0]} would have no effect: give --repaired too" in done.err
    assert not (tmp_path / "out").exists()


def test_a_url_where_nothing_is_says_so(tmp_path: Path) -> None:
    done = cli("corpus", "memory://nowhere/corpus.jsonl", "--out", tmp_path / "out", "--no-model")
    assert (done.code, "memory://nowhere/corpus.jsonl: no file is there" in done.err) == (2, True)


def test_the_summary_says_how_much_was_mended(tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", rows(9))
    options = ("--no-model", "--isolated", "--progress", "plain", "-j", "1")
    done = cli("corpus", source, "--out", tmp_path / "out", *options, "--repaired", "--accept", "rules")
    stats = json.loads((tmp_path / "out" / "stats.json").read_text())
    edits = [len(record["repair"]["edits"]) for record in edition(tmp_path / "out" / "repaired")]
    assert (stats["edits"], stats["repaired"]) == (sum(edits), sum(n > 0 for n in edits))
    assert stats["repaired"] == 3
    assert f"{stats['edits']} are repaired in 3 articles;" in done.err
    assert "mended" not in cli("corpus", source, "--out", tmp_path / "other", *options).err


def test_a_run_that_stands_still_has_no_time_left(corpus: Path, tmp_path: Path) -> None:
    run([str(corpus)], tmp_path / "out", JOB, means=Means(jobs=1))
    (tmp_path / "out" / "manifest.json").unlink()
    shot = {"articles": 10, "read": 10, "total": 100, "seconds": 1.0, "fresh": 10, "fresh_read": 10}
    (tmp_path / "out" / "progress.json").write_text(json.dumps(shot))
    said = cli("corpus", "--status", tmp_path / "out").out
    assert said.startswith("stopped: 10 articles")
    assert "left" not in said


def test_who_stops_a_run_is_told_how_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("repair.corpus.run", stopped)
    done = cli("corpus", str(write(tmp_path, "jsonl", rows(3))), "-o", str(tmp_path / "out"), "--no-model")
    assert done.code == 130
    assert f"the same command goes on with it in {tmp_path / 'out'}" in done.err
