"""JSON documents: the elements of an array are rows, and are repaired in their places."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cli_runner import SOUND, run
from corpus_samples import FULL, run_here, set_aside
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from repair.corpus.undo import undo_run
from repair.read.json_elements import UNENDED, elements

ENTITIES = SOUND + "\nIl caff&egrave; resta aperto fino a sera.\n"
FIXED = ENTITIES.replace("&egrave;", "è")


def rows(*texts: str) -> list[dict[str, Any]]:
    return [{"id": f"n{n}", "text": text, "n": [1.5, {"z": None}]} for n, text in enumerate(texts, 1)]


STYLES: dict[str, Callable[[Any], bytes]] = {
    "compact": lambda made: json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode(),
    "indented": lambda made: json.dumps(made, indent=2).encode(),
    "no indent": lambda made: json.dumps(made, indent=0).encode(),
    "a row a line": lambda made: ("[\n" + ",\n".join(map(json.dumps, made)) + "\n]\n").encode(),
    "windows, with a mark": lambda made: b"\xef\xbb\xbf" + json.dumps(made, indent=1).replace("\n", "\r\n").encode(),
    "one after the other": lambda made: "\n".join(json.dumps(row, indent=2) for row in made).encode(),
    "twice": lambda made: json.dumps(made, indent=2).replace('"n":', '"n": 1.50e3,\n "n":').encode(),
}


@pytest.mark.parametrize("style", STYLES)
def test_elements_are_rows_and_fixes_go_to_their_places(style: str, tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_bytes(STYLES[style](rows(ENTITIES, SOUND)))
    assert "in 1 of 2 articles" in run("check", "--no-model", source).out
    done = run("check", "--no-model", "--fix", source)
    assert done.code in (0, 1), done.err
    assert source.read_bytes() == STYLES[style](rows(FIXED, SOUND))


@pytest.mark.parametrize("packing", ["", ".gz"])
@pytest.mark.parametrize("style", STYLES)
def test_a_run_gives_the_elements_as_json_lines_and_they_are_led_back(style: str, packing: str, tmp_path: Path) -> None:
    source = tmp_path / f"a.json{packing}"
    data = STYLES[style](rows(ENTITIES, SOUND))
    source.write_bytes(gzip.compress(data) if packing else data)
    stats = run_here([source], tmp_path / "out", FULL)
    assert (stats["articles"], stats["set_aside"]) == (2, 0)
    (shard,) = (tmp_path / "out" / "repaired").iterdir()
    assert shard.name == f"00000.jsonl{packing}"
    undo_run(tmp_path / "out", tmp_path / "back")
    back = (tmp_path / "back" / shard.name).read_bytes()
    lines = (gzip.decompress(back) if packing else back).splitlines()
    assert [json.loads(line)["text"] for line in lines] == [ENTITIES, SOUND]
    assert lines[0].count(b"1.50e3") == data.count(b"1.50e3") // 2


BROKEN = [
    (b'[{"text": "uno"}, {"text": oops}, {"text": "tre"}]', 2, 27, "Expecting value"),
    (b'[{"text": "uno"},\n{"text": "due\n},\n{"text": "tre"}]', 2, 31, "a line break within a string"),
    (b'[\n  {"text": "uno"},\n  {"text": {"a": "due",\n  {"text": "tre"}\n]', 2, 43, "brackets that do not match"),
    (b'[{"text": "uno"} {"text": "due"}, {"text": "tre"}]', 2, 17, "no comma before it"),
    (b'[{"text": "uno"},, {"text": "tre"}]', 2, 17, "nothing before a comma"),
    (b'[{"text": "uno"}, {"text": "tre"}, ]', 3, 35, "nothing after a comma"),
    (b'[{"text": "uno"}, {"text": "tre"}] {"text": "due"}', 3, 35, "text after the end of the array"),
]


@pytest.mark.parametrize(("data", "number", "at", "said"), BROKEN)
def test_a_broken_element_is_named_and_the_rest_is_read(
    data: bytes, number: int, at: int, said: str, tmp_path: Path
) -> None:
    source = tmp_path / "a.json"
    source.write_bytes(data)
    done = run("check", "--no-model", source)
    assert done.code == 2
    assert f"{source}:{number}: broken JSON at byte {at}: {said}" in done.err
    assert "in 2 articles" in done.out
    run_here([source], tmp_path / "out", FULL)
    (aside,) = set_aside(tmp_path / "out")
    assert aside["where"] == f"{source}:{number}"
    assert aside.get("raw", "").encode() in data  # what is JSON by itself is a row


def test_what_is_no_object_is_named_and_an_array_that_does_not_end_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    deep = b"[" * 100_000 + b"]" * 100_000
    source.write_bytes(b'[3, "x", null, [1], {"text": "uno", "n": ' + deep + b'}, {"text": "due"}, {"text": "tre')
    done = run("check", "--no-model", source)
    for number, said in ((1, "is a number"), (2, "is a string"), (3, "is null"), (4, "is an array"), (5, "too deeply")):
        assert f"{source}:{number}: the row {'is nested ' if number == 5 else ''}{said}" in done.err
    assert f"{source}:7: broken JSON" in done.err
    assert "the array does not end" in done.err
    assert "in 1 article" in done.out
    stats = run_here([source], tmp_path / "out", FULL)
    assert (stats["articles"], stats["set_aside_at"]["input"]) == (1, 1)


def test_fixes_are_refused_where_the_document_changed_meanwhile_or_is_packed(tmp_path: Path) -> None:
    source = tmp_path / "a.json.gz"
    source.write_bytes(gzip.compress(STYLES["indented"](rows(ENTITIES))))
    before = source.read_bytes()
    assert "a packed file cannot be fixed in place" in run("check", "--no-model", "--fix", source).err
    assert source.read_bytes() == before


PIECES = st.sampled_from(
    [b"[", b"]", b"{", b"}", b",", b'"', b"\\", b"\n", b"  ", b'{"text":"a"}', b'{"a":[{}]}', b'{"x":', b"1", b"null", b"\n{"]
)  # fmt: skip


class Slowly(io.BytesIO):
    """Gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(3 if size is None or size < 0 else min(size, 3))


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=14), st.booleans(), st.integers(3, 40))
def test_elements_are_the_same_however_they_are_read_and_from_wherever(
    made: list[bytes], array: bool, limit: int
) -> None:
    data = (b"[" if array else b"{") + b"".join(made)
    found = list(elements(io.BytesIO(data), limit, array=array))
    assert list(elements(Slowly(data), limit, array=array)) == found
    assert all(each.data is None or data[each.start : each.end] == each.data for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for number, each in enumerate(found):
        if each.wrong in (UNENDED, "text after the end of the array"):
            break
        rest = io.BytesIO(data[each.end :])
        assert list(elements(rest, limit, array=array, number=each.number + 1, offset=each.end)) == found[number + 1 :]


@settings(max_examples=60)
@given(st.lists(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=6), min_size=1, max_size=5), st.sampled_from([None, 0, 1]))  # fmt: skip
def test_elements_are_what_a_parser_finds(values: list[object], indent: int | None) -> None:
    data = json.dumps(values, indent=indent).encode()
    found = list(elements(io.BytesIO(data), 1 << 20, array=True))
    assert [json.loads(each.data or b"") for each in found] == values


def test_limits_end_within_an_array(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_bytes(STYLES["compact"](rows(*(SOUND + str(n) for n in range(5)))))
    assert run_here([source], tmp_path / "out", replace(FULL, limit=3))["records"] == 3


def test_rows_inside_an_object_are_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"n": 2, "data": {"articles": rows(SOUND, ENTITIES)}}))
    done = run("corpus", tmp_path / "a.json", "-o", tmp_path / "out", "--no-model")
    assert done.code == 2
    assert "the only record could not be used: no field 'text'; the row has 'n', 'data.articles'" in done.err
    assert "if the rows are in 'data.articles', take them out first: jq -c '.data.articles[]'" in done.err
