"""The same stages in other people's pipelines, each with the real library."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path

import corpus_stages
import pytest
from corpus_samples import FULL, JOB, apparatuses, digests, found_in, rows, write
from msgspec.structs import replace

from repair.corpus import Means, run

needs_datatrove = pytest.mark.skipif(importlib.util.find_spec("datatrove") is None, reason="datatrove is not installed")


@pytest.mark.slow
@needs_datatrove
def test_a_datatrove_executor_finds_the_same(tmp_path: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from repair.corpus.engines.datatrove import Repair

    source = write(tmp_path, "jsonl", rows(200))
    (tmp_path / "in").mkdir()
    source.rename(tmp_path / "in" / "a.jsonl")
    LocalPipelineExecutor(
        [JsonlReader(str(tmp_path / "in")), Repair(FULL), JsonlWriter(str(tmp_path / "out"))],
        logging_dir=str(tmp_path / "logs"),
        workers=1,
    ).run()
    (written,) = (tmp_path / "out").iterdir()
    documents = [json.loads(line) for line in gzip.decompress(written.read_bytes()).splitlines()]
    run([str(tmp_path / "in")], tmp_path / "run", FULL, means=Means(jobs=1))
    assert found_in([d["metadata"]["repair"] for d in documents]) == found_in(apparatuses(tmp_path / "run"))
    repaired = [
        json.loads(line) for p in sorted((tmp_path / "run/repaired").iterdir()) for line in p.open(encoding="utf-8")
    ]
    assert [d["text"] for d in documents] == [r["text"] for r in repaired]
    assert documents[0]["metadata"]["url"] == rows(1)[0]["url"]


@needs_datatrove
def test_a_document_that_breaks_a_stage_goes_on_as_it_is() -> None:
    from datatrove.data import Document

    from repair.corpus.engines.datatrove import Repair

    texts = [row["text"] for row in rows(5)]
    texts[2] = f"Il {corpus_stages.POISON} è qui."
    step = Repair(replace(FULL, stages=corpus_stages.breaking))
    done = list(step.run(iter([Document(text, f"d{n}") for n, text in enumerate(texts)])))
    assert [d.id for d in done] == ["d0", "d1", "d2", "d3", "d4"]
    assert done[2].text == texts[2]
    assert done[2].metadata == {"repair_error": "ZeroDivisionError: poisoned"}
    assert all("repair" in d.metadata for d in done if d.id != "d2")


@pytest.mark.slow
def test_datasets_map_finds_the_same(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    from repair.corpus.texts import Mapper

    made = rows(200)
    made[7]["text"] = f"Il {corpus_stages.POISON} è qui."
    job = replace(JOB, stages=corpus_stages.breaking)
    mapped = datasets.Dataset.from_list(made).map(Mapper(job), batched=True, batch_size=64, num_proc=2)
    run([str(write(tmp_path, "jsonl", made))], tmp_path / "run", job, means=Means(jobs=1))
    said = [json.loads(row) for row in mapped["repair"] if row]
    assert found_in(said) == found_in(apparatuses(tmp_path / "run"))
    assert mapped["repair_error"][7] == "ZeroDivisionError: poisoned"
    assert list(mapped["note"]) == [row["note"] for row in made]


def test_a_mapper_travels_without_its_models() -> None:
    import pickle

    from repair.corpus.texts import Mapper

    mapper = Mapper(JOB)
    batch = {"id": ["a"], "text": [rows(1)[0]["text"]], "note": [None]}
    again = pickle.loads(pickle.dumps(mapper))
    assert again(batch) == mapper(batch)
    assert json.loads(mapper(batch)["repair"][0])["suggestions"]


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")
def test_ray_does_the_work_and_nothing_is_done_again_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from repair.corpus.engines import ray as ray_engine

    def again(feed: object) -> None:
        raise AssertionError("done again")

    monkeypatch.setattr(ray_engine, "done_here", again)
    sources = [str(write(tmp_path, name, rows(300))) for name in ("jsonl", "csv", "parquet")]
    (tmp_path / "texts").mkdir()
    for number, row in enumerate(rows(200)):
        (tmp_path / "texts" / f"{number}.txt").write_text(row["text"], encoding="utf-8")
    sources.append(str(tmp_path / "texts"))
    run(sources, tmp_path / "ray", FULL, engine="ray", means=Means(jobs=2))
    run(sources, tmp_path / "local", FULL, means=Means(jobs=2))
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")
def test_what_ray_loses_is_done_again_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from repair.corpus.engines import ray as ray_engine

    source = [str(write(tmp_path, "jsonl", rows(600)))]
    whole = ray_engine.from_ray

    def losing(*arguments: object) -> object:
        return (result for number, result in enumerate(whole(*arguments)) if number not in (0, 2))  # type: ignore[arg-type]

    monkeypatch.setattr(ray_engine, "from_ray", losing)
    run(source, tmp_path / "ray", FULL, engine="ray", means=Means(jobs=1))
    run(source, tmp_path / "local", FULL, means=Means(jobs=1))
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")
