"""A corpus comes back in the shape in which it came: tables with their marks and line breaks, texts as files in folders."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from cli_runner import SOUND, run
from corpus_samples import FULL, digests, run_here, set_aside
from msgspec.structs import replace

from repair.corpus import verify
from repair.corpus.undo import undo_run, undo_shard
from repair.errors import ApparatusError, OutputError

ENTITIES = SOUND + "\nIl caff&egrave; resta aperto fino a sera.\n"
FIXED = ENTITIES.replace("&egrave;", "è")


def table(texts: tuple[str, ...], delimiter: str, ending: str, mark: str) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending)
    writer.writerows([["id", "titolo, e altro", "text"], *([str(n), "a,b;c", text] for n, text in enumerate(texts))])
    return (mark + stream.getvalue()).encode()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.tsv.gz"])
def test_tables_keep_their_format_their_mark_and_their_line_breaks(
    name: str, ending: str, mark: str, tmp_path: Path
) -> None:
    data = table((ENTITIES, SOUND), "\t" if ".tsv" in name else ",", ending, mark)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert "in 1 of 2 articles" in run("check", "--no-model", tmp_path / name).out
    run_here([tmp_path / name], tmp_path / "out", FULL)
    (shard,) = (tmp_path / "out" / "repaired").iterdir()
    assert shard.name == name.replace("a.", "00000.")
    written = gzip.decompress(shard.read_bytes()) if name.endswith(".gz") else shard.read_bytes()
    assert written.decode().startswith(mark + "id")
    assert written.endswith(ending.encode())
    found = list(csv.reader(io.StringIO(written.decode(), newline=""), delimiter="\t" if ".tsv" in name else ","))
    assert [row[2] for row in found[1:]] == [FIXED, SOUND]
    undo_run(tmp_path / "out", tmp_path / "back")
    back = (tmp_path / "back" / shard.name).read_bytes()
    assert (gzip.decompress(back) if name.endswith(".gz") else back) == data


def test_a_byte_order_mark_and_blank_lines_of_json_lines_come_back(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": text}).encode() for n, text in enumerate((ENTITIES, SOUND, ENTITIES))]
    for name, data in {
        "a.jsonl": b"\xef\xbb\xbf" + lines[0] + b"\r\n\r\n \n" + lines[1] + b"\n" + lines[2] + b"\n\n",
        "b.jsonl": b"\n\n" + lines[0] + b"\n\n\n" + lines[1],
    }.items():
        source, out, back = tmp_path / name, tmp_path / f"out-{name}", tmp_path / f"back-{name}"
        source.write_bytes(data)
        run_here([source], out, FULL)
        (shard,) = (out / "repaired").iterdir()
        assert shard.read_bytes().count(b"\n") == (data if data.endswith(b"\n") else data + b"\n").count(b"\n")
        undo_run(out, back)
        assert (back / shard.name).read_bytes().rstrip(b"\n") == data.rstrip(b"\n")


TEXTS = {
    "a.txt": FIXED.encode(),
    "dentro/b.txt": ENTITIES.encode(),
    "dentro/più/c.txt": b"\xef\xbb\xbf" + ENTITIES.replace("\n", "\r\n").encode(),
    "d.txt.gz": gzip.compress(ENTITIES.encode(), mtime=0),
    "largo.txt": ENTITIES.encode("utf-16"),
    "vuoto.txt": b"",
    "foto.txt": b"\x89PNG\r\n\x1a\n\x00\x00",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in TEXTS.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    return tmp_path / "in"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: gzip.decompress(data) if name.endswith(".gz") else data for name, data in found.items()}


def test_a_folder_of_texts_comes_back_as_a_folder_of_texts(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    stats = run_here([folder], out, replace(FULL, shard_records=3))
    assert (stats["articles"], stats["repaired"], stats["set_aside"]) == (5, 4, 2)
    written = unpacked(files(out / "repaired" / "texts"))
    fixed = {name: data.replace(b"&egrave;", "è".encode()) for name, data in unpacked(TEXTS).items()}
    fixed["largo.txt"] = FIXED.encode("utf-16")
    assert written == fixed
    assert not list(verify(out))
    undo_run(out, tmp_path / "back")
    assert unpacked(files(tmp_path / "back")) == unpacked(TEXTS)
    (folder / "d.txt.gz").unlink()  # the same text, packed by another
    undo_run(out, folder)  # these are the same files
    (tmp_path / "back" / "a.txt").write_text("un altro testo")
    with pytest.raises(OutputError, match="there already"):
        undo_run(out, tmp_path / "back")


def test_texts_of_a_run_are_verified_and_an_edited_one_is_not_undone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_here([folder], out, FULL)
    texts = out / "repaired" / "texts"
    (texts / "dentro" / "b.txt").write_text("altro")
    (texts / "vuoto.txt").unlink()
    (texts / "nuovo.txt").write_text("di nessuno")
    said = sorted(error.where for error in verify(out))
    assert said == sorted(str(texts / name) for name in ("dentro/b.txt", "nuovo.txt", "vuoto.txt"))
    with pytest.raises(ApparatusError, match="edited"):
        undo_shard(out / "repaired" / "00000.texts.jsonl", tmp_path / "back")


def test_a_name_in_a_shard_of_texts_leads_nowhere_else(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_here([folder], out, FULL)
    shard = out / "repaired" / "00000.texts.jsonl"
    shard.write_bytes(shard.read_bytes().replace(b'"a.txt"', b'"../../../a.txt"', 1))
    done = run("undo", out, "-o", tmp_path / "back")
    assert done.code == 2
    assert "names no text: '../../../a.txt'" in done.err


def test_several_sources_share_a_folder_and_marked_texts_are_files_too(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "r", "text": ENTITIES}) + "\n", encoding="utf-8")
    run_here([folder / "dentro", folder / "a.txt", rows], out, FULL)
    names = {"in/a.txt", "in/dentro/b.txt", "in/dentro/più/c.txt"}
    for edition in ("repaired", "marked"):
        assert set(files(out / edition / "texts")) == names
        assert len(list((out / edition).glob("*.jsonl"))) == 2
    assert not set_aside(out)
    undo_run(out, tmp_path / "back")
    assert set(files(tmp_path / "back")) == {*names, "00001.jsonl"}


def test_other_shards_give_the_same_texts(folder: Path, tmp_path: Path) -> None:
    for records in (1, 2, 100):
        run_here([folder], tmp_path / str(records), replace(FULL, shard_records=records))
    one, *others = (
        {name: d for name, d in digests(tmp_path / str(r)).items() if "texts/" in name} for r in (1, 2, 100)
    )
    assert all(other == one for other in others)
    assert len(one) == 2 * len(TEXTS)
