"""Inputs that cannot be read, libraries that are not installed, and files that nobody vouches for: each is said aloud."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from cli_runner import DAMAGED, SOUND, Outcome
from cli_runner import run as repair
from corpus_samples import FULL, JOB, RULES, digests, rows, run_here, set_aside, undone, write
from msgspec.structs import replace

from repair.config import Config
from repair.corpus import Job, verify
from repair.corpus.job import with_moved
from repair.errors import ConfigError
from repair.text.zstandard import ZSTANDARD

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

COMMAND_JOB = replace(FULL, config=replace(RULES, max_chars=2_000_000), shard_records=10_000)
"""What the command does with `--repaired --marked --accept rules`."""

OPTIONS = ("--no-model", "--isolated", "--quiet", "-j", "1")


def corpus(*arguments: str | Path) -> Outcome:
    return repair("corpus", *arguments, *OPTIONS)


# --- inputs ------------------------------------------------------------------------------------------------------


def unpacked(data: bytes, packing: str) -> bytes:
    """As much as can be unpacked."""
    if packing == "gz":
        return zlib.decompressobj(wbits=31).decompress(data)
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("name", ["jsonl.gz", "jsonl.zst", "csv.gz", "csv.zst"])
def test_a_packed_file_that_breaks_off_is_read_up_to_there_and_named(name: str, share: float, tmp_path: Path) -> None:
    path = write(tmp_path, name, rows(1500))
    data = path.read_bytes()[: int(path.stat().st_size * share)]
    path.write_bytes(data)
    stats = run_here([path], tmp_path / "out", COMMAND_JOB)
    assert stats["set_aside_at"]["input"] == 1
    assert stats["articles"] > 100
    half, failed = set_aside(tmp_path / "out")
    assert (failed["where"], failed["stage"]) == (str(path), "input")
    assert "the packed file is truncated" in failed["reason"]
    whole = unpacked(data, name.rpartition(".")[2]).decode("utf-8", "ignore")
    assert whole.endswith(half["raw"])
    if name.startswith("jsonl"):
        back = "".join(unpacked(p.read_bytes(), name[6:]).decode() for p in undone(tmp_path / "out", tmp_path / "back"))
        assert back + half["raw"] == whole
    done = corpus(path, "--out", tmp_path / "out", "--repaired", "--marked", "--accept", "rules")
    assert done.code == 2
    assert f"error: {path}: the packed file is truncated" in done.err
    assert done.err.splitlines()[-1].startswith("2 records set aside, among them 1 line that is no row")
    assert "1 unreadable" in repair("corpus", "--status", tmp_path / "out").out


def test_a_row_of_csv_that_a_file_breaks_off_in_is_no_row_even_where_it_looks_whole(tmp_path: Path) -> None:
    packed = zstandard.ZstdCompressor().compressobj()
    data = packed.compress(b"id,text\n1,Una frase.\n2,Una fra") + packed.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    (tmp_path / "a.csv.zst").write_bytes(data)
    stats = run_here([tmp_path / "a.csv.zst"], tmp_path / "out", FULL)
    assert (stats["articles"], stats["not_rows"]) == (1, 1)
    assert [a.get("raw") for a in set_aside(tmp_path / "out")] == ["2,Una fra", None]


@pytest.mark.parametrize("cut", [1, 3, 5, 12])
def test_a_packed_file_of_which_nothing_is_left_is_not_called_empty(cut: int, tmp_path: Path) -> None:
    for name in ("jsonl.zst", "jsonl.gz"):
        path = write(tmp_path, name, rows(3))
        path.write_bytes(path.read_bytes()[:cut])
        done = corpus(path, "--out", tmp_path / f"out-{name}")
        assert done.code == 2
        assert f"error: {path}: " in done.err
        assert "empty" not in done.err
        checked = repair("check", path, "--no-model")
        assert (checked.code, f"error: {path}: " in checked.err, "empty" in checked.err) == (2, True, False)


def as_utf_16(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def garbage(path: Path) -> None:
    path.write_bytes(b"PAR1 and more")


@pytest.mark.parametrize(
    ("name", "break_it", "said"),
    [
        ("b.jsonl", as_utf_16, "JSON lines cannot be read in this encoding"),
        ("b.csv", as_utf_16, "CSV cannot be read in this encoding"),
        ("b.csv", lambda path: path.write_text("a,b\n1,2\n"), "no field 'text'"),
        ("b.csv", lambda path: path.write_text("text,repair\n1,2\n"), "name another one with --column"),
        ("b.jsonl.gz", garbage, "cannot be read"),
        ("b.jsonl.zst", garbage, "cannot be read"),
        ("b.parquet", garbage, "not a Parquet file"),
        ("b.parquet", lambda path: pq.write_table(pa.table({"a": [1]}), path), "no field 'text'"),
        ("b.txt.zst", garbage, "cannot be read"),
    ],
)
def test_a_run_with_an_input_that_cannot_be_read_ends_with_an_error(
    name: str, break_it: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path, "jsonl", rows(3)).rename(tmp_path / "in" / "a.jsonl")
    write(tmp_path, "jsonl", rows(3)).rename(tmp_path / "in" / name)
    break_it(tmp_path / "in" / name)
    stats = run_here([tmp_path / "in"], tmp_path / "out", COMMAND_JOB)
    assert (stats["articles"], stats["set_aside_at"]) == (3, {"input": 1})
    done = corpus(tmp_path / "in", "--out", tmp_path / "out", "--repaired", "--marked", "--accept", "rules")
    assert done.code == 2
    assert f"error: {tmp_path}/in/{name}: " in done.err
    assert said in done.err


@pytest.mark.parametrize(
    ("name", "data"), [("b.jsonl", b""), ("b.jsonl", b"\n \n"), ("b.csv", b"id,text\n"), ("b.txt", b"")]
)
def test_an_empty_input_is_set_aside_and_no_error(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path, "jsonl", rows(3)).rename(tmp_path / "in" / "a.jsonl")
    (tmp_path / "in" / name).write_bytes(data)
    assert run_here([tmp_path / "in"], tmp_path / "out", JOB)["set_aside_at"] == {"read": 1}


# --- rows of tables ----------------------------------------------------------------------------------------------


def test_records_of_csv_that_are_no_rows_are_kept_and_all_others_go_out(tmp_path: Path) -> None:
    lines = [
        b'1,Una frase di 5" intera.\n',  # a quotation mark amid a field is one of its characters
        b"2,Un'altra frase.\n",
        b'3,"Una ""terza""\nfrase ()."\n',
        b"4,di,troppo\n",
        b"5\n",
        b"6,\xe8\n",
        b'7,"chiusa" male\n',
        b"8,=1+1\n",
        b"9," + b"x" * 401 + b"\n",
        b'10,"mai chiusa\n',
    ]
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + b"".join(lines))
    job = replace(FULL, config=replace(RULES, max_chars=400))
    stats = run_here([tmp_path / "a.csv"], tmp_path / "out", job)
    assert (stats["articles"], stats["set_aside"], stats["not_rows"]) == (4, 6, 5)
    (back,) = undone(tmp_path / "out", tmp_path / "back")
    text = back.read_text(encoding="utf-8")
    assert [line.partition(",")[0] for line in text.splitlines()] == ["id", "1", "2", "3", 'frase ()."', "8", "9"]
    aside = [a for a in set_aside(tmp_path / "out") if "raw" in a or "raw_base64" in a]
    assert [int(a["where"].rpartition(":")[2]) for a in aside] == [6, 7, 8, 9, 12]
    assert aside[0]["raw"] == "4,di,troppo"


def test_rows_of_parquet_that_hold_what_python_cannot_go_out_and_come_back(tmp_path: Path) -> None:
    offsets, data = pa.py_buffer(b"\0\0\0\0\3\0\0\0\4\0\0\0\7\0\0\0"), pa.py_buffer(b"uno\xfftre")
    broken = pa.StringArray.from_buffers(3, offsets, data)
    whole = pa.array([DAMAGED, SOUND, None])
    for name, table in {"a": pa.table({"text": broken}), "b": pa.table({"text": whole, "note": broken})}.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
        stats = run_here([tmp_path / f"{name}.parquet"], tmp_path / name, FULL)
        assert (stats["records"], stats["not_rows"]) == (3, 0)
        (back,) = undone(tmp_path / name, tmp_path / f"back-{name}")
        assert pq.read_table(back).equals(table)


# --- libraries ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "arguments", "extra"),
    [
        ("pyarrow", ["corpus.parquet"], "corpus"),
        ("pyarrow", ["corpus.jsonl", "--shards", "parquet"], "corpus"),
        ("pyarrow", ["corpus.jsonl", "--references", "corpus.parquet"], "corpus"),
        ("fsspec", ["memory://x/a.jsonl"], "corpus"),
        (ZSTANDARD, ["corpus.jsonl"], "corpus"),
        ("ray", ["corpus.jsonl", "--engine", "ray"], "ray"),
    ],
)
def test_a_library_that_is_not_installed_is_named_before_any_work(
    library: str, arguments: list[str], extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("jsonl", "parquet"):
        write(tmp_path, name, rows(3))
    monkeypatch.setitem(sys.modules, library, None)
    for more in (["--out", "out"], ["--dry-run"]):
        done = corpus(*arguments, *more)
        assert done.code == 2
        assert f"needs the library {library}; pip install '.[{extra}]'" in done.err
        assert not (tmp_path / "out").exists()


_BLOCK = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"pyarrow", "fsspec", "ray", "datatrove", "datasets", "pandas"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocked())
"""


def test_a_plain_installation_does_plain_json_lines(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(_BLOCK)
    source = write(tmp_path, "jsonl", rows(30))
    options = ["--no-model", "--isolated", "--quiet", "-j", "1", "--repaired", "--marked", "--accept", "rules"]
    command = [sys.executable, "-c", "from repair.cli import main; main()", "corpus", str(source), "--out"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [*command, str(tmp_path / "plain"), *options], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, "error" in done.stderr) == (0, False)
    run_here([source], tmp_path / "out", COMMAND_JOB)
    assert digests(tmp_path / "plain") == digests(tmp_path / "out")
    step = [sys.executable, "-c", "import repair.corpus.engines.datatrove"]
    failed = subprocess.run(step, env=environment, capture_output=True, text=True)
    assert "needs the library datatrove; pip install '.[datatrove]'" in failed.stderr


# --- what is vouched for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", [["manifest.json"], ["manifest.json", "stats.json", "progress.json"], []])
def test_what_nobody_vouches_for_is_named(gone: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_here([write(tmp_path, "jsonl", rows(30))], out, FULL)
    shard = next((out / "apparatus").iterdir())
    for name in gone:
        (out / name).unlink()
    if not gone:
        (out / "manifest.json").write_text('{"format": 1, "files": {}}')
    shard.write_bytes(b"garbage")
    done = repair("corpus", "--verify", out)
    assert (done.code, done.out) == (2, "")
    assert f"error: {shard}: " in done.err


@pytest.mark.parametrize("data", ["", "{", '{"files": {"a": 1}}', "[]"])
def test_a_manifest_that_says_nothing_vouches_for_nothing(data: str, tmp_path: Path) -> None:
    run_here([write(tmp_path, "jsonl", rows(3))], tmp_path / "out", FULL)
    (tmp_path / "out" / "manifest.json").write_text(data)
    done = repair("corpus", "--verify", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert "manifest.json: cannot be read" in done.err


class Stop:
    """A progress whose run is interrupted as soon as it has done something."""

    def __enter__(self) -> Stop:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def show(self, snapshot: object, *, last: bool = False) -> None:
        raise KeyboardInterrupt


def test_a_run_that_stopped_vouches_for_what_is_finished_and_for_the_length_of_the_rest(tmp_path: Path) -> None:
    source, out = write(tmp_path, "jsonl", rows(300)), tmp_path / "out"
    with contextlib.suppress(KeyboardInterrupt):
        run_here([source], out, FULL, progress=Stop())
    assert not list(verify(out))
    said = repair("corpus", "--verify", out)
    assert (said.code, said.out.endswith("\n"), "the run is not done" in said.out or "no file is finished" in said.out) == (0, True, True)  # fmt: skip
    (out / "apparatus" / "00077.jsonl.zst").write_bytes(b"x")
    state = json.loads((out / "state.json").read_text())
    part = out / "repaired" / f"{state['shard']['number']:05}.part"
    part.write_bytes(b"")
    assert {error.where for error in verify(out)} == {str(out / "apparatus" / "00077.jsonl.zst"), str(part)}


def test_an_input_that_two_sources_name_is_read_once(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"id": name, "text": DAMAGED}) + "\n", encoding="utf-8")
    url = (tmp_path / "b.jsonl").as_uri()
    sources = [str(tmp_path / "*.jsonl"), f"{tmp_path}/./a.jsonl", str(tmp_path), url, url]
    stats = run_here(sources, tmp_path / "out", FULL)
    assert stats["articles"] == 3  # an address of a file is another name: nobody else could say that it is the same
    listed = [json.loads(line) for line in (tmp_path / "out" / "inputs.jsonl").read_text().splitlines()]
    assert [each["path"] for each in listed] == [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"), url]
    assert [each["number"] for each in listed] == [0, 1, 2]


# --- what others keep in the folder of a run ---------------------------------------------------------------------


def test_a_log_and_a_report_may_lie_in_the_folder_of_their_run(tmp_path: Path) -> None:
    source, out = write(tmp_path, "jsonl", rows(30)), tmp_path / "out"
    given = ("corpus", source, "--out", out, "--no-model", "--isolated", "--quiet", "--log-file", out / "run.log")
    assert repair(*given).code == 0  # the folder is made by the run, and the log is in it
    again = repair(*given)
    assert again.code == 0, again.err
    told = (out / "run.log").read_text()
    assert [line.split(" ", 1)[1] for line in told.splitlines()][-2:] == [
        "begin",
        "done before: there was nothing to do",
    ]
    assert repair("report", out, "-o", out / "report.html").code == 0
    checked = repair("corpus", "--verify", out)
    assert (checked.code, checked.out) == (0, "every file is unchanged since it was written\n")
    assert "2 files there not written by the run, and not checked: report.html, run.log" in checked.err


@pytest.mark.parametrize("name", ["stats.json", "manifest.json", ".lock"])
def test_neither_log_nor_report_takes_the_place_of_a_file_of_the_run(name: str, tmp_path: Path) -> None:
    source, out = write(tmp_path, "jsonl", rows(3)), tmp_path / "out"
    given = ("corpus", source, "--out", out, "--no-model", "--isolated", "--quiet")
    refused = repair(*given, "--log-file", out / name)
    assert (refused.code, "would be written twice" in refused.err, out.exists()) == (2, True, False), refused.err
    assert repair(*given).code == 0
    before = digests(out)
    assert repair(*given, "--log-file", out / name).code == 2
    assert repair("report", out, "-o", out / name).code == 2
    assert digests(out) == before


def test_what_stands_among_the_shards_is_an_error_and_is_never_removed(tmp_path: Path) -> None:
    source, out = write(tmp_path, "jsonl", rows(300)), tmp_path / "out"
    with contextlib.suppress(KeyboardInterrupt):
        run_here([source], out, FULL, progress=Stop())
    notes, torn = out / "repaired" / "notes.txt", out / "repaired" / "00077.part"
    notes.write_text("mine")
    torn.write_text("left by a killed run")
    run_here([source], out, FULL)
    assert (notes.read_text(), torn.exists()) == ("mine", False)
    assert [error.where for error in verify(out)] == [str(notes)]  # who reads the folder would take it for a shard


# --- a store that was moved --------------------------------------------------------------------------------------


def test_a_run_goes_on_with_its_store_at_another_path_and_with_no_other_store(tmp_path: Path) -> None:
    references = write(tmp_path, "jsonl", rows(40))
    store, moved = tmp_path / "here.store", tmp_path / "there.store"
    assert repair("index", references, "-o", store).code == 0
    (tmp_path / "articles").mkdir()
    source, job = write(tmp_path / "articles", "jsonl", rows(300)), replace(FULL, references=(str(store),))
    run_here([source], tmp_path / "whole", job)
    out = tmp_path / "out"
    with contextlib.suppress(KeyboardInterrupt):
        run_here([source], out, job, progress=Stop())
    assert not (out / "manifest.json").exists()
    store.rename(moved)
    job = replace(job, references=(str(moved),))
    with contextlib.suppress(KeyboardInterrupt):
        run_here([source], out, job, progress=Stop())
    run_here([source], out, job)
    assert digests(out) == digests(tmp_path / "whole")
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"id": "another", "text": SOUND}) + "\n", encoding="utf-8")
    filled = repair("index", more, "-o", moved)
    assert (filled.code, "1 reference added" in filled.out + filled.err) == (0, True), filled.err
    with pytest.raises(ConfigError, match="references was"):
        run_here([source], out, job)


def test_what_a_moved_store_attests_is_said_to_be_from_where_the_run_began(tmp_path: Path) -> None:
    references = write(tmp_path, "jsonl", rows(10))
    store, moved = tmp_path / "here.store", tmp_path / "there.store"
    assert repair("index", references, "-o", store).code == 0
    job = Job(config=Config(), names=(str(store),))
    before = job.described()
    store.rename(moved)
    again = with_moved(replace(job, names=(str(moved),)), before)
    assert again.moved == ((str(moved), str(store)),)
    assert again.described() == before


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_field_that_the_run_would_add_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": DAMAGED, "repair": "mine"} for n in range(3)]
    source = tmp_path / name
    source.write_text("\n".join(map(json.dumps, [*rows, {"id": "x", "text": DAMAGED}])) + "\n", "utf-8")
    done = corpus(source, "--out", tmp_path / "out", "--repaired")
    assert done.code == 0
    assert "3 set aside: the record has a field 'repair' already\n" in done.err
    (kept, *_) = (tmp_path / "out" / "set-aside.jsonl").read_text("utf-8").splitlines()
    assert json.loads(kept)["reason"].startswith("the record has a field 'repair' already; name another one")


@pytest.mark.parametrize(("column", "said"), [("", "has no name"), ("body", "holds the text"), ("key", "holds the id")])
def test_the_added_field_takes_the_place_of_no_other(column: str, said: str, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"key": "1", "body": DAMAGED}) + "\n", "utf-8")
    fields = ("--field", "body", "--id-field", "key", "--column", column)
    done = corpus(source, "--out", tmp_path / "out", "--repaired", *fields)
    assert done.code == 2
    assert done.err.endswith(f"error: the column {column!r} {said}; name another one with --column\n")
    assert not (tmp_path / "out").exists()


def test_an_input_that_was_touched_is_given_its_time_again(tmp_path: Path) -> None:
    source = tmp_path / "a b.jsonl"
    source.write_text(json.dumps({"id": "1", "text": DAMAGED}) + "\n", "utf-8")
    run_of = (source, "--out", tmp_path / "out")
    assert corpus(*run_of).code == 0
    os.utime(source, ns=(1, 1_700_000_000_000_000_007))
    done = corpus(*run_of)
    assert (done.code, "was written again since (if it holds the same: touch -d @" in done.err) == (2, True)
    subprocess.run(["sh", "-c", re.findall(r"\((?:.*?): (touch .*?)\)", done.err)[0]], check=True)
    assert corpus(*run_of).code == 0


def test_a_report_says_what_it_lacks(tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_text(json.dumps({"id": "1", "text": DAMAGED, "section": "news"}) + "\n", "utf-8")
    assert corpus(source, "--out", out).code == 0
    done = repair("report", out, "--by", "section", "--by", "sektion", "--format", "json")
    assert (done.code, done.err) == (0, "note: no row has a field 'sektion'\n")
    assert set(json.loads(done.out)["by"]["section"]) == {"news"}
    for name in ("manifest.json", "stats.json"):
        (out / name).unlink()
    done = repair("report", out, "--format", "json")
    assert (done.code, done.err) == (0, f"note: {out}: no article is in the report: no shard is finished so far\n")


@pytest.mark.parametrize("jobs", ["auto", "0", "1", "-1", "1025", "two"])
def test_the_number_of_processes_is_said_as_in_a_check(jobs: str, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "1", "text": DAMAGED}) + "\n", "utf-8")
    run_of = ("corpus", source, "--out", tmp_path / "out", "--no-model", "--isolated", "--quiet")
    done, checked = repair(*run_of, "-j", jobs), repair("check", source, "--no-model", "--exit-zero", "-j", jobs)
    assert done.code == checked.code
    assert done.err.splitlines()[2:] == (checked.err.splitlines()[2:] if done.code else [])
