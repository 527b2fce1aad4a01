"""`repair index` and `--reference STORE`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from repair.cli.main import cli

FIXTURES = Path(__file__).parent.parent / "fixtures"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    return result.output


def test_a_store_answers_as_the_files_it_was_made_from(tmp_path: Path) -> None:
    store = str(tmp_path / "archive.store")
    article = str(FIXTURES / "articles/trump-putin.txt")
    said = run("index", str(FIXTURES / "references"), "-o", store)
    assert "references added, 0 known already" in said
    assert "0 references added" in run("index", str(FIXTURES / "references"), "-o", store)
    assert "references" in run("index", "--info", store)
    outputs = []
    for reference in (store, str(FIXTURES / "references")):
        target = tmp_path / "apparatus.json"
        run("suggest", article, "--reference", reference, "--no-model", "--format", "json", "-o", str(target))
        outputs.append(json.loads(target.read_text(encoding="utf-8"))["suggestions"])
    assert outputs[0] == outputs[1]
    assert any(c["provenance"][0]["kind"] == "reading" for s in outputs[0] for c in s["candidates"])


def test_without_sources_it_says_what_to_give() -> None:
    result = CliRunner().invoke(cli, ["index"])
    assert "give SOURCES and -o STORE" in result.output + str(result.exception)


def test_many_errors_alike_are_told_by_their_number(tmp_path: Path) -> None:
    rows = [{"id": str(n), "body": "Il mercato riapre."} for n in range(500)]
    rows[100] = {"id": "100", "title": "Un altro campo."}
    source = tmp_path / "copies.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    lines = run("index", str(source), "-o", str(tmp_path / "archive.store")).splitlines()
    assert len(lines) < 30
    assert f"{source}:1: no field 'text'" in lines[0]
    more = [line for line in lines if "more like the last" in line]
    assert more[0] == "error: 90 more like the last: no field 'text'; the row has 'id', 'body'"
    assert more[1].startswith("error: 389 more like the last: no field 'text'")


def test_info_counts_one_segment(tmp_path: Path) -> None:
    store = str(tmp_path / "archive.store")
    run("index", str(FIXTURES / "references"), "-o", store)
    assert "\n1 segment, " in run("index", "--info", store)


def test_a_mistyped_source_makes_no_store(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["index", str(tmp_path / "copise.jsonl"), "-o", str(tmp_path / "archive.store")])
    assert "no such file or folder" in result.output
    assert "no reference could be read" in result.output
    assert list(tmp_path.iterdir()) == []
