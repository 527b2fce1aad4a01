"""Files in the shapes that people have: each is read as what it is, or named; and what is said of them reads well."""

from __future__ import annotations

import bz2
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import DAMAGED, SOUND, run

PACKERS = {".bz2": (bz2.compress, bz2.decompress), ".xz": (lzma.compress, lzma.decompress)}
ROWS = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (("a", DAMAGED), ("b", SOUND))).encode()


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_file_gives_what_the_file_gives(ending: str, tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.jsonl", tmp_path / f"a.jsonl{ending}"
    plain.write_bytes(ROWS)
    packed.write_bytes(PACKERS[ending][0](ROWS))
    expected, done = (run("check", "--no-model", "--format", "json", path) for path in (plain, packed))
    assert (done.code, len(done.rows)) == (1, 2)
    names = [done.out.replace(path.name, "") for done, path in ((expected, plain), (done, packed))]
    assert names[0] == names[1]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_corpus_comes_back_packed_alike(ending: str, tmp_path: Path) -> None:
    unpack: Callable[[bytes], bytes] = PACKERS[ending][1]
    source = tmp_path / f"a.jsonl{ending}"
    source.write_bytes(PACKERS[ending][0](ROWS))
    done = run("corpus", source, "--out", tmp_path / "run", "--no-model", "--repaired", "--accept", "rules")
    assert done.code == 0, done.err
    (written,) = (tmp_path / "run" / "repaired").glob(f"*.jsonl{ending}")
    rows = [json.loads(line) for line in unpack(written.read_bytes()).splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[1]["text"] == SOUND


def test_json_lines_in_a_json_file_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(ROWS)
    done = run("check", "--no-model", tmp_path / "a.json")
    assert "in 1 of 2 articles" in done.out


@pytest.mark.parametrize(
    "arguments", [("--no##vso[task.x]",), ("check", "--no##vso[task.x]", "a"), ("check", "a", "--format", "##vso[x]")]
)
def test_a_usage_error_carries_no_order_to_a_build_server(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "##vso[" not in done.err
    assert "#vso[" in done.err


@pytest.mark.parametrize("name", ["no_model", "no-model"])
def test_the_option_without_a_setting_leads_to_the_setting(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text(f"[tool.repair]\n{name} = true\n")
    Path("a.txt").write_text(SOUND)
    assert "use-model = false" in run("check", "a.txt").err


@pytest.mark.parametrize("code", ["RG113", "RG114", "RV501"])
def test_explain_says_which_codes_need_copies(code: str) -> None:
    assert "only found with other copies: `repair check ARTICLE --reference COPY`" in run("explain", code).out


@pytest.mark.parametrize("content", [b"Un testo.\n", ROWS, b"\x00\xff"])
def test_nothing_is_kept_beside_a_file_that_is_no_log(content: bytes, tmp_path: Path) -> None:
    wrong = tmp_path / "a.jsonl"
    wrong.write_bytes(content)
    done = run("decisions", wrong)
    assert done.code == 2
    assert "is no log of decisions" in done.err
    assert list(tmp_path.iterdir()) == [wrong]


def test_apply_says_that_it_applies_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    apparatus = tmp_path / "apparatus.json"
    run("suggest", "--no-model", tmp_path / "a.txt", "--format", "json", "-o", apparatus)
    assert "nothing is applied: 3 entries are open" in run("apply", apparatus).err
    assert "nothing is applied" not in run("apply", apparatus, "--accept", "rules").err
