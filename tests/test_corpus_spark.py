"""The step for Spark, with frames of pandas and in a session of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import shutil
import sys
from pathlib import Path
from typing import Any

import corpus_stages
import pytest
from corpus_samples import FULL, JOB, apparatuses, found_in, rows, write
from msgspec.structs import replace

from repair.corpus import Means, run
from repair.corpus.engines.spark import map_in_pandas
from repair.errors import InputError

BREAKING = replace(FULL, stages=corpus_stages.breaking)
SCHEMA = "id string, url string, text string, note string"


def made(count: int) -> list[dict[str, Any]]:
    """Rows, one of which breaks a stage, and one that has no text."""
    found = rows(count)
    found[2]["text"] = f"Il {corpus_stages.POISON} è qui."
    found[4]["text"] = None
    return found


def test_the_schema_after_the_step_is_that_before_with_two_columns_more() -> None:
    step = map_in_pandas(replace(JOB, column="what was found"))
    assert step.schema(SCHEMA) == f"{SCHEMA}, `what was found` string, `what was found_error` string"


def test_frames_keep_their_rows_and_errors_are_columns() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(made(30))
    step = pickle.loads(pickle.dumps(map_in_pandas(BREAKING)))
    parts = list(step(iter([frame[:7], frame[7:7], frame[7:]])))
    assert [len(part) for part in parts] == [7, 0, 23]
    done = pandas.concat(parts)
    assert list(done.columns) == [*frame.columns, "repair", "repair_error"]
    assert done.index.equals(frame.index)
    (whole,) = step(iter([frame]))
    assert list(whole["repair"]) == list(done["repair"])
    assert whole["repair_error"][2] == "ZeroDivisionError: poisoned"
    assert [bool(said) for said in whole["repair"]] == [number != 2 for number in range(30)]
    assert whole["text"].isna().sum() == 1  # where no text was, none is made up
    for name in ("id", "url", "note"):
        assert list(whole[name]) == list(frame[name])
    changed = [new != old for new, old in zip(whole["text"], frame["text"], strict=True) if isinstance(old, str)]
    assert changed == [number % 3 == 0 for number in range(30) if number != 4]


def test_a_frame_without_the_field_or_with_the_columns_is_refused() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(rows(3))
    with pytest.raises(InputError, match="no field 'body'; the rows have 'id'"):
        list(map_in_pandas(replace(JOB, field="body"))(iter([frame])))
    done = list(map_in_pandas(JOB)(iter([frame])))
    with pytest.raises(InputError, match="the rows have a column 'repair' already"):
        list(map_in_pandas(JOB)(iter(done)))


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="Spark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")
def test_a_session_finds_what_a_run_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # executors find the stages by their name
    source = str(write(tmp_path, "parquet", made(60)))
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "16").getOrCreate()
    try:
        read = session.read.parquet(source)
        step = map_in_pandas(BREAKING)
        read.repartition(3).mapInPandas(step, step.schema(read.schema)).write.parquet(str(tmp_path / "out"))
        written = session.read.parquet(str(tmp_path / "out"))
        assert written.schema == step.schema(read.schema)
        done = sorted((row.asDict() for row in written.collect()), key=lambda row: int(row["id"][1:]))
        nested = read.selectExpr("id", "struct(text as body) as article")
        step = map_in_pandas(replace(FULL, field="article.body"))
        inside = nested.mapInPandas(step, step.schema(nested.schema)).collect()
    finally:
        session.stop()
    run([source], tmp_path / "run", JOB, means=Means(jobs=1))
    expected = [each for each in found_in(apparatuses(tmp_path / "run")) if each[0] not in ("n2", "n4")]
    said = [json.loads(row["repair"]) for row in done if row["id"] not in ("n2", "n4")]
    assert found_in(said) == expected
    assert done[2]["repair_error"] == "ZeroDivisionError: poisoned"
    assert (done[4]["text"], done[4]["repair_error"]) == (None, "")
    texts = {row["id"]: row["text"] for row in done if row["id"] != "n2"}
    assert {row["id"]: row["article"]["body"] for row in inside if row["id"] != "n2"} == texts
