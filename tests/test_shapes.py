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


ENTITIES = SOUND + "\nIl caff&egrave; resta aperto fino a sera.\n"
NESTED: dict[str, Callable[[str], dict[str, object]]] = {
    "article.body": lambda text: {"code": 1, "article": {"body": text, "n": [1.50, {}]}, "z": None},
    "$.a[1].text": lambda text: {"a": [[], {"text": text, "k": "è"}, "["], "text": "x"},
    "a[0]": lambda text: {"a": [text, 2]},
    "dotted.name": lambda text: {"dotted": {"name": "not this"}, "dotted.name": text},
}
STYLES: dict[str, Callable[[object], str]] = {
    "spaced": json.dumps,
    "compact": lambda row: json.dumps(row, ensure_ascii=False, separators=(",", ":")),
    "odd": lambda row: " " + json.dumps(row, separators=(" , ", " :  ")),
    "twice": lambda row: json.dumps(row).replace("{", '{"twice": 1, "twice": 1, ', 1),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("field", NESTED)
def test_a_nested_text_is_repaired_in_its_place_and_led_back(field: str, style: str, tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "run"
    content = "".join(STYLES[style](NESTED[field](text)) + "\n" for text in (ENTITIES, SOUND)).encode()
    source.write_bytes(content)
    options = ("--field", field, "--no-model")
    assert "in 1 of 2 articles" in run("check", *options, source).out
    done = run("corpus", source, "--out", out, *options, "--repaired", "--accept", "rules")
    assert done.code == 0, done.err
    (written,) = (out / "repaired").glob("*.jsonl*")
    rows = [json.loads(line) for line in written.read_bytes().splitlines()]
    for row in rows:
        row.pop("repair")
        row.pop("twice", None)
    assert rows[0] == NESTED[field](ENTITIES.replace("&egrave;", "è"))
    assert rows[1] == NESTED[field](SOUND)
    done = run("undo", out, "-o", tmp_path / "back")
    assert done.code == 0, done.err
    (back,) = (each for each in (tmp_path / "back").rglob("*.jsonl*") if each.is_file())
    assert back.read_bytes() == content
    done = run("check", *options, "--fix", source)
    assert done.code in (0, 1), done.err
    fixed = [json.loads(line) for line in source.read_bytes().splitlines()]
    for row in fixed:
        row.pop("twice", None)
    assert fixed[0] == NESTED[field](ENTITIES.replace("&egrave;", "è"))
    assert source.read_bytes().splitlines()[1] == content.splitlines()[1]


def test_the_id_may_be_nested_and_a_wrong_path_is_named(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"meta": {"id": "uno"}, "text": DAMAGED}) + "\n", encoding="utf-8")
    assert run("check", "--no-model", "--id-field", "meta.id", "--format", "jsonl", source).out.count('"uno"') > 0
    wrong = run("check", "--no-model", "--field", "meta.body", source)
    assert wrong.code == 2
    assert "no field 'meta.body'; the row has 'meta.id', 'text'" in wrong.err


def test_apply_and_undo_write_a_nested_text_and_sarif_finds_its_place(tmp_path: Path) -> None:
    source, apparatus, repaired, back = (tmp_path / name for name in ("a.jsonl", "ap.jsonl", "b.jsonl", "c.jsonl"))
    row = {"a": [{"text": "no"}, {"n": 1.5, "text": DAMAGED + ENTITIES}]}
    source.write_text(json.dumps(row, separators=(", ", " : ")) + "\n", encoding="utf-8")
    options = ("--no-model", "--field", "a[1].text", source)
    run("suggest", *options, "--format", "json", "-o", apparatus)
    assert run("apply", apparatus, "--accept", "rules", "-o", repaired).code == 0
    assert json.loads(repaired.read_bytes())["a"][1]["text"] == DAMAGED + ENTITIES.replace("&egrave;", "è")
    assert run("undo", repaired, "-o", back).code == 0
    assert back.read_bytes() == source.read_bytes()
    results = json.loads(run("check", *options, "--format", "sarif").out)["runs"][0]["results"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in results]
    line = source.read_text(encoding="utf-8")
    found = [line[each["startColumn"] - 1 : each["endColumn"] - 1] for each in regions]
    assert "&egrave;" in found
