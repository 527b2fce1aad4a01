"""The way back from a repaired corpus: every format, every kind of record, and files that somebody edited."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import corpus_stages
import pytest
import zstandard
from cli_runner import DAMAGED
from cli_runner import run as repair
from corpus_samples import FORMATS, FULL, rows, write
from msgspec.structs import replace

from repair.corpus import Means, run
from repair.corpus.undo import run_of, undo_run, undo_shard
from repair.errors import ApparatusError, InputError, OutputError

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow.parquet as pq


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().stream_reader(data).read() if path.suffix == ".zst" else data


@pytest.mark.parametrize("name", FORMATS)
def test_the_records_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    source = write(tmp_path, name, rows(30))
    run([str(source)], tmp_path / "out", FULL, means=Means(jobs=1))
    shard = tmp_path / "out" / "repaired" / f"00000.{name}"
    undo_shard(shard, tmp_path / f"original.{name}")
    if name == "parquet":
        assert pq.read_table(tmp_path / "original.parquet").equals(pq.read_table(source))
    elif name.startswith("csv"):
        records = [
            list(csv.reader(unpacked(path).decode().splitlines(keepends=True)))
            for path in (tmp_path / f"original.{name}", source)
        ]
        assert records[0] == records[1]
    else:
        assert unpacked(tmp_path / f"original.{name}") == unpacked(source)
        assert unpacked(shard) != unpacked(source)


def test_lines_in_any_layout_come_back_to_the_byte(tmp_path: Path) -> None:
    text = json.dumps(DAMAGED)
    lines = [
        f'{{"id":"a",  "text" : {text}, "n": 1.50}}',
        f'{{"text":{text},"id":"b","more":{{"repair":[1]}}}}',
        f'{{"id": "c", "text": {text}, "x": "perch\\u00e9"}}',
        '{"id":"sound" ,"text":"Una frase intera, e nulla manca."}',
        f'{{"id":"long" ,"text":"{"a" * 3000}"}}',
    ]
    source = tmp_path / "odd.jsonl"
    source.write_text("\n".join([*lines[:3], '{"id": "broken', "", *lines[3:]]) + "\n", encoding="utf-8")
    done = repair("corpus", source, "--out", tmp_path / "out", "--no-model", "--repaired", "--accept", "rules", "--max-chars", "2500", "--quiet")  # fmt: skip
    assert done.code == 0
    aside = f"{tmp_path}/out/set-aside.jsonl"
    assert done.err.splitlines()[-1] == f"2 records set aside, among them 1 line that is no row, kept in {aside}"
    undone = repair("undo", tmp_path / "out", "-o", tmp_path / "back")  # the folder is made
    assert (undone.code, undone.err) == (0, f"note: 1 line that is no row stays in {aside}\n")
    assert (tmp_path / "back" / "00000.jsonl").read_text(encoding="utf-8").splitlines() == lines
    assert repair("undo", tmp_path / "out" / "repaired", "-o", tmp_path / "again").err == undone.err


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_records_that_broke_a_stage_come_back_too(name: str, tmp_path: Path) -> None:
    made = rows(5)
    made[2]["text"] = f"Qui c'è il {corpus_stages.POISON}."
    source = write(tmp_path, name, made)
    if name == "jsonl":  # in no usual layout
        source.write_text(source.read_text(encoding="utf-8").replace('{"id"', '{ "id"'), encoding="utf-8")
    stats = run([str(source)], tmp_path / "out", replace(FULL, stages=corpus_stages.breaking), means=Means(jobs=1))
    assert stats["set_aside"] == 1
    undo_shard(tmp_path / "out" / "repaired" / f"00000.{name}", tmp_path / f"back.{name}")
    if name == "parquet":
        assert pq.read_table(tmp_path / "back.parquet").equals(pq.read_table(source))
    elif name == "csv":
        both = [p.read_text(encoding="utf-8").splitlines(keepends=True) for p in (tmp_path / "back.csv", source)]
        assert list(csv.reader(both[0])) == list(csv.reader(both[1]))
    else:
        assert (tmp_path / "back.jsonl").read_bytes() == source.read_bytes()


def test_what_leads_nowhere_is_said(tmp_path: Path) -> None:
    run([str(write(tmp_path, "jsonl", rows(3)))], tmp_path / "out", FULL, means=Means(jobs=1))
    shard = tmp_path / "out" / "repaired" / "00000.jsonl"
    assert run_of(tmp_path / "out") == run_of(shard.parent) == run_of(shard) == tmp_path / "out"
    assert run_of(tmp_path) is run_of(tmp_path / "out" / "repaired" / "9.jsonl") is None
    with pytest.raises(OutputError, match="would replace the repaired file"):
        undo_shard(shard, shard)
    files = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "out", target_is_directory=True)
    whole_run = [tmp_path / "out", tmp_path / "out" / "marked", tmp_path / "out" / "new", link / "new"]
    for named, inside in [*((link, folder) for folder in whole_run), (shard, shard.parent / "new.jsonl")]:
        refused = repair("undo", named, "-o", inside)
        assert refused.code == 2
        assert "is in the folder of the run" in refused.err
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == files
    assert not (tmp_path / "out" / "new").exists()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        undo_run(tmp_path / "out", tmp_path / "file")
    whole = shard.read_text(encoding="utf-8")
    shard.write_text(whole.replace("Notizia", "Storia"), encoding="utf-8")
    with pytest.raises(ApparatusError, match="edited"):
        undo_shard(shard, tmp_path / "back.jsonl")
    shard.write_text(whole.replace('"repair"', '"other"'), encoding="utf-8")
    with pytest.raises(ApparatusError, match="does not say what was done"):
        undo_shard(shard, tmp_path / "back.jsonl")
    assert not (tmp_path / "back.jsonl").exists()
    shard.unlink()
    with pytest.raises(InputError, match="is gone"):
        undo_run(tmp_path / "out", tmp_path)


@pytest.mark.parametrize(
    ("line", "repaired", "stopped", "said"),
    [
        ('{"text": "uno"}', False, False, "the run wrote no repaired corpus; it does with --repaired"),
        ("{", True, False, "the repaired corpus of the run is empty; set-aside.jsonl says why"),
        ('{"text": "uno"}', True, True, "the run has finished no shard so far; start it again"),
    ],
)
def test_why_a_run_has_nothing_to_undo_is_told(
    line: str, repaired: bool, stopped: bool, said: str, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(f"{line}\n")
    options = ("--no-model", "--isolated", *(["--repaired"] if repaired else []))
    repair("corpus", tmp_path / "a.jsonl", "--out", tmp_path / "out", *options)
    if stopped:  # as a run leaves its folder that is killed before its first shard is full
        for path in ((tmp_path / "out" / "manifest.json"), *(tmp_path / "out" / "repaired").iterdir()):
            path.unlink()
    done = repair("undo", tmp_path / "out", "-o", tmp_path / "back")
    assert (done.code, said in done.err) == (2, True), done.err


def test_undo_of_a_run_whose_sample_left_no_record_names_no_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "uno"}\n')
    options = ("--no-model", "--isolated", "--repaired", "--sample", "0.0001")
    assert repair("corpus", tmp_path / "a.jsonl", "--out", tmp_path / "out", *options).code == 0
    done = repair("undo", tmp_path / "out", "-o", tmp_path / "back")
    assert (done.code, "the run took no record" in done.err) == (2, True), done.err
    assert not (tmp_path / "out" / "set-aside.jsonl").exists()


@pytest.mark.parametrize("layout", ['{{"id": "{id}", "text": {text}}}', '{{ "id":"{id}" ,"text" : {text} }}'])
@pytest.mark.parametrize("last", ["repaired", "set aside", "no row"])
def test_a_file_without_a_line_feed_at_its_end_comes_back_without_one(last: str, layout: str, tmp_path: Path) -> None:
    texts = [DAMAGED, DAMAGED, "a" * 3000 if last == "set aside" else DAMAGED]
    lines = [layout.format(id=number, text=json.dumps(text)) for number, text in enumerate(texts)]
    source = tmp_path / "in.jsonl"
    source.write_bytes("\n".join(lines).encode() + (b"\n{broken" if last == "no row" else b""))
    (tmp_path / "other.jsonl").write_bytes(source.read_bytes())
    options = ("--no-model", "--repaired", "--accept", "rules", "--max-chars", "2500", "--quiet")
    for inputs, times in (([source], 1), ([source, tmp_path / "other.jsonl"], 2)):
        out, back = tmp_path / f"out{times}", tmp_path / f"back{times}"
        assert repair("corpus", *inputs, "--out", out, *options).code == 0
        assert repair("undo", out, "-o", back).code == 0
        end = "\n" if last == "no row" else ""
        assert (back / "00000.jsonl").read_text("utf-8") == "\n".join(lines * times) + end


@pytest.mark.parametrize(("ending", "last"), [("\n", DAMAGED), ("\r\n", "a" * 3000)], ids=["repaired", "set aside"])
def test_csv_without_a_line_break_at_its_end_comes_back_without_one(ending: str, last: str, tmp_path: Path) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator=ending).writerows(enumerate((DAMAGED, DAMAGED, last)))
    rows = stream.getvalue().removesuffix(ending).encode()
    head, names = f"id\ttext{ending}".encode(), ("in.tsv", "other.tsv")
    for name in names:
        (tmp_path / name).write_bytes(head + rows)
    out, back = tmp_path / "out", tmp_path / "back"
    options = ("--no-model", "--repaired", "--accept", "rules", "--max-chars", "2500", "--quiet")
    assert repair("corpus", *(tmp_path / name for name in names), "--out", out, *options).code == 0
    assert repair("undo", out, "-o", back).code == 0
    assert (back / "00000.tsv").read_bytes() == head + rows + ending.encode() + rows
