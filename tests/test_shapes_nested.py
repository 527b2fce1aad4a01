"""Texts in structs of Parquet, as large public data sets have them, and the same stages in other people's pipelines."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from cli_runner import SOUND, run
from corpus_samples import FULL, apparatuses, digests, found_in, rows, run_here
from msgspec.structs import replace

from repair.corpus import Means
from repair.corpus import run as run_corpus
from repair.corpus.undo import undo_run

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

ENTITIES = SOUND + "\nIl caff&egrave; resta aperto fino a sera.\n"
FIXED = ENTITIES.replace("&egrave;", "è")

KINDS: dict[str, pa.DataType] = {
    "doc.text": pa.struct([("text", pa.string()), ("n", pa.float32()), ("bytes", pa.binary())]),
    "doc.a[1].text": pa.struct(
        [("a", pa.list_(pa.struct([("text", pa.large_string()), ("when", pa.timestamp("us"))])))]
    ),
    "$.doc.inner.text": pa.struct([("inner", pa.struct([("text", pa.string()), ("none", pa.null())]))]),
}


def value(field: str, text: str | None) -> Any:
    if field == "doc.text":
        return {"text": text, "n": 0.1, "bytes": b"\xff\x00"}
    if field == "doc.a[1].text":
        return {"a": [{"text": "altro", "when": None}, {"text": text, "when": None}]}
    return {"inner": {"text": text, "none": None}}


@pytest.mark.parametrize("field", KINDS)
def test_a_text_in_a_struct_is_repaired_in_its_place_and_led_back(field: str, tmp_path: Path) -> None:
    source, out = tmp_path / "a.parquet", tmp_path / "out"
    made = [value(field, text) for text in (ENTITIES, None, SOUND, ENTITIES)]
    table = pa.table({"id": ["a", "b", "c", "d"], "doc": pa.array([*made[:2], *made[2:]], KINDS[field])})
    pq.write_table(table, source, row_group_size=2)
    assert "in 2 of 3 articles" in run("check", "--no-model", "--field", field, source).out
    run_here([source], out, replace(FULL, field=field))
    (shard,) = (out / "repaired").iterdir()
    written = pq.read_table(shard)
    assert written.schema.field("doc").type == KINDS[field]
    expected = [value(field, text) for text in (FIXED, None, SOUND, FIXED)]
    assert written.column("doc").to_pylist() == pa.array(expected, KINDS[field]).to_pylist()
    undo_run(out, tmp_path / "back")
    assert pq.read_table(tmp_path / "back" / shard.name).equals(table)


@pytest.mark.parametrize("form", [pa.ipc.new_stream, pa.ipc.new_file])
def test_a_folder_that_datasets_saved_is_read_and_comes_back(form: Any, tmp_path: Path) -> None:
    table = pa.table({"id": ["a", "b"], "doc": [{"text": ENTITIES}, {"text": SOUND}]})
    folder, out = tmp_path / "in" / "train", tmp_path / "out"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "dataset_dict.json").write_text('{"splits": ["train"]}')
    (folder / "state.json").write_text('{"_fingerprint": "x"}')
    (folder / "dataset_info.json").write_text("{}")
    for name in ("data-00000-of-00001.arrow", "cache-1234.arrow"):
        with form(folder / name, table.schema) as writer:
            writer.write_table(table)
    done = run("check", "--no-model", "--field", "doc.text", tmp_path / "in")
    assert "in 1 of 2 articles" in done.out, done.err
    stats = run_here([tmp_path / "in"], out, replace(FULL, field="doc.text"))
    assert (stats["articles"], stats["set_aside"]) == (2, 0)
    (shard,) = (out / "repaired").iterdir()
    assert shard.name == "00000.arrow"
    with pa.ipc.open_stream(shard) as written:
        assert [row["doc"]["text"] for row in written.read_all().to_pylist()] == [FIXED, SOUND]
    undo_run(out, tmp_path / "back")
    with pa.ipc.open_stream(tmp_path / "back" / shard.name) as back:
        assert back.read_all().equals(table)


def test_what_is_no_arrow_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.arrow").write_text("un testo che non è un flusso di tabelle")
    done = run("check", "--no-model", tmp_path / "a.arrow")
    assert done.code == 2
    assert "not an Arrow file" in done.err


def test_the_fields_that_there_are_are_named_with_what_is_inside(tmp_path: Path) -> None:
    source = public(tmp_path, 2)
    done = run("corpus", source, "-o", tmp_path / "out", "--no-model")
    inside = "'content.text', 'content.lang', 'content.spans', 'meta.id'"
    assert (done.code, done.err.count(f"no field 'text'; the file has {inside}")) == (2, 1)
    (tmp_path / "a.jsonl").write_text('{"a": {"b": {"c": {"d": {"e": 1}}}, "f": {}}, "g": []}\n')
    assert "the row has 'a.b.c.d', 'a.f', 'g'; name" in run("check", "--no-model", tmp_path / "a.jsonl").err


def test_a_wrong_path_in_parquet_is_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"doc": [{"text": "uno"}]}), tmp_path / "a.parquet")
    done = run("check", "--no-model", "--field", "dokument.text", tmp_path / "a.parquet")
    assert "no field 'dokument.text'; the file has 'doc.text'" in done.err
    done = run("check", "--no-model", "--field", "doc.body", tmp_path / "a.parquet")
    assert done.code == 2
    assert "none of its 1 row has a text" in done.err


JOB = replace(FULL, field="content.text", id_field="meta.id", url_field="meta.url")


def public(folder: Path, count: int = 120) -> Path:
    """A table as public data sets of the web are: the text in a struct, and what is known of its page in another."""
    made = [
        {
            "content": {"text": row["text"], "lang": "it", "spans": [[0, 3]]},
            "meta": {
                "id": row["id"],
                "url": row["url"],
                "dump": "CC-2024-10",
                "scores": [{"name": "it", "score": 0.98}],
            },
        }
        for row in rows(count)
    ]
    (folder / "in").mkdir()
    pq.write_table(pa.Table.from_pylist(made), folder / "in" / "000.parquet", row_group_size=50)
    return folder / "in" / "000.parquet"


def repaired_texts(out: Path) -> list[str]:
    shards = sorted((out / "repaired").iterdir())
    return [row["text"] for shard in shards for row in pq.read_table(shard).column("content").to_pylist()]


def test_a_public_data_set_through_a_run_and_the_mapper(tmp_path: Path) -> None:
    from repair.corpus.texts import Mapper

    source, out = public(tmp_path), tmp_path / "out"
    stats = run_here([source], out, JOB)
    assert (stats["articles"], stats["damaged"]) == (120, 40)
    said = apparatuses(out)
    assert [a["id"] for a in said] == [row["id"] for row in rows(120)]
    batch = pq.read_table(source).to_pydict()
    mapped = Mapper(JOB)(batch)
    assert found_in([json.loads(row) for row in mapped["repair"]]) == found_in(said)
    by_host = run(
        "check",
        "--no-model",
        "--field",
        JOB.field,
        "--url-field",
        JOB.url_field,
        "--statistics",
        "--by",
        "host",
        source,
    )
    assert "www.sito0.example" in by_host.out


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("datasets") is None, reason="datasets is not installed")
def test_the_same_through_datasets(tmp_path: Path) -> None:
    import datasets

    from repair.corpus.texts import Mapper

    source = public(tmp_path)
    run_here([source], tmp_path / "out", JOB)
    loaded = datasets.Dataset.from_parquet(str(source), cache_dir=str(tmp_path / "cache"))
    mapped = loaded.map(Mapper(JOB), batched=True, batch_size=32, num_proc=2)
    assert found_in([json.loads(row) for row in mapped["repair"]]) == found_in(apparatuses(tmp_path / "out"))


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("datatrove") is None, reason="datatrove is not installed")
def test_the_same_through_datatrove(tmp_path: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import ParquetReader
    from datatrove.pipeline.writers import JsonlWriter

    from repair.corpus.engines.datatrove import Repair

    def adapted(reader: object, data: dict[str, Any], path: str, number: int | str) -> dict[str, Any]:
        return {"text": data["content"]["text"], "id": data["meta"]["id"], "metadata": data["meta"]}

    source = public(tmp_path)
    run_here([source], tmp_path / "out", JOB)
    reader = ParquetReader(str(source.parent), adapter=adapted)
    steps = [reader, Repair(JOB), JsonlWriter(str(tmp_path / "written"))]
    LocalPipelineExecutor(steps, logging_dir=str(tmp_path / "logs"), workers=1).run()
    (written,) = (tmp_path / "written").iterdir()
    documents = [json.loads(line) for line in gzip.decompress(written.read_bytes()).splitlines()]
    assert found_in([d["metadata"]["repair"] for d in documents]) == found_in(apparatuses(tmp_path / "out"))
    assert [d["text"] for d in documents] == repaired_texts(tmp_path / "out")


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")
def test_the_same_through_ray(tmp_path: Path) -> None:
    source = [str(public(tmp_path))]
    run_corpus(source, tmp_path / "ray", JOB, engine="ray", means=Means(jobs=2))
    run_corpus(source, tmp_path / "local", JOB, means=Means(jobs=2))
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")
