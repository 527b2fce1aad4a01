"""No row is lost: what comes in as a row goes out, changed or not, and what is no row is kept to the byte."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cli_runner import DAMAGED, SOUND
from cli_runner import run as repair
from corpus_samples import FULL, RULES, run_here, set_aside, undone
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from repair.corpus import verify
from repair.corpus.undo import undo_run
from repair.errors import InputError

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

SHORT = replace(FULL, config=replace(RULES, max_chars=400), shard_records=4)
"""Few rows a shard, and a limit that some texts are over."""


MARK = b"\xef\xbb\xbf"  # of byte order, at the head of a file


def packed(row: object, **layout: Any) -> bytes:
    return json.dumps(row, **layout).encode()


# A line, and whether it is a row that gives a text, a row that gives none, or no row.
ARTICLES = [
    packed({"id": "a", "text": DAMAGED, "n": 1}, ensure_ascii=False),
    packed({"id": "b", "text": DAMAGED, "è": None}, separators=(",", ":")),
    packed({"text": SOUND, "id": 7}),
    b'{"text":"La seduta \\u00e8 () chiusa." , "n" : 1.50e3 }',
    b'  {"text": ""}\t',
    b'{"text": "a", "text": "La seduta () dura poco."}',
    packed({"text": "x" * 400}),
    b'{"text": "uno", "n": [NaN, -Infinity]}',
    b'{"n": 1e999, "text":"uno",  "\\udfff": "\\ud800"}',
]
OTHER_ROWS = [
    packed({"id": "n", "text": None}),
    packed({"id": "x", "text": 3, "repair": {"format": 1}}),
    packed({"id": "x", "title": "senza testo"}),
    packed({"id": [1], "text": SOUND}),
    packed({"text": SOUND, "repair": {"format": 1, "set_aside": "mine"}}),
    packed({"text": "y" * 401, "repair": 1}),
    packed({"text": "parola " * 10_000}),
    packed({"text": "z" * 1_100_000}),
    b"[1,2]",
    b'"x"',
    b"3",
    b"null",
    b"{}",
    b"NaN",
    b'{"text": "\\ud800"}',
    b'{"text": "uno", "n": ' + b"9" * 5000 + b"}",
    b"[" * 100_000 + b"]" * 100_000,
]
NO_ROWS = [
    b'{"id": "broken',
    b"{",
    b"[",
    b"testo",
    b"\xff\x00\xfe",
    b'{"text": "\xe8"}',
    b"{'text': 'uno'}",
    MARK + b"x",
    b'{"text": "a"} {"text": "b"}',
]
KINDS = {**dict.fromkeys(ARTICLES, "article"), **dict.fromkeys(OTHER_ROWS, "row"), **dict.fromkeys(NO_ROWS, "none")}
LINES = st.tuples(st.sampled_from([*KINDS, b"", b" "]), st.sampled_from([b"\n", b"\n", b"\r\n"]))


def kept(aside: dict[str, Any]) -> bytes:
    """The bytes of what is no row."""
    return base64.b64decode(aside["raw_base64"]) if "raw_base64" in aside else aside["raw"].encode()


def kind_of(number: int, line: bytes) -> str:
    """What a line is, a blank one included. The mark at the head of a file makes a blank line none that is blank."""
    bare = line.removeprefix(MARK) if number == 0 else line
    return KINDS.get(bare, "none" if bare != line else "blank")


def check_nothing_is_lost(folder: Path, lines: list[tuple[bytes, bytes]]) -> None:
    source = folder / "a.jsonl"
    source.write_bytes(b"".join(line + ending for line, ending in lines))
    stats = run_here([source], folder / "out", SHORT)
    kinds = [kind_of(n, line) for n, (line, _) in enumerate(lines)]
    by = {kind: [n for n, each in enumerate(kinds) if each == kind] for kind in ("article", "none")}
    rows = [n for n, each in enumerate(kinds) if each in ("article", "row")]
    bytes_of: dict[int, bytes] = {}  # blank lines belong to the row before them, at the head to the first row
    lead = b""
    for n, (line, ending) in enumerate(lines):
        if kinds[n] != "blank":
            bytes_of[n] = (b"" if bytes_of else lead) + line + ending
        elif bytes_of:
            bytes_of[max(bytes_of)] += line + ending
        else:
            lead += line + ending
    for edition in ("repaired", "marked"):
        shards = sorted((folder / "out" / edition).glob("*"))
        written = [line for shard in shards for line in io.BytesIO(shard.read_bytes()) if line.strip()]
        assert len(written) == len(rows)
        for number, line in zip(rows, written, strict=True):
            if number in by["article"]:
                assert line.startswith(MARK) == lines[number][0].startswith(MARK)
                assert json.loads(line.removeprefix(MARK))["repair"]["format"] == 1
            else:
                assert line == b"".join(lines[number])
    aside = set_aside(folder / "out")
    none = [a for a in aside if "raw" in a or "raw_base64" in a]
    assert [kept(a) for a in none] == [bytes_of[n].removesuffix(b"\n") for n in by["none"]]
    assert [int(a["where"].removeprefix(f"{source}:").split(":")[0]) for a in none] == [n + 1 for n in by["none"]]
    assert all(a["reason"] and a["excerpt"] for a in aside if a["where"] != str(source))
    assert (stats["articles"], stats["not_rows"]) == (len(by["article"]), len(by["none"]))
    if rows:
        back = undone(folder / "out", folder / "back")
        assert b"".join(path.read_bytes() for path in back) == b"".join(bytes_of[n] for n in rows)
    assert not list(verify(folder / "out"))


@settings(max_examples=40)
@given(st.sampled_from([b"", b"", MARK]), st.lists(LINES, min_size=1, max_size=12))
def test_every_row_goes_out_and_comes_back_and_every_other_line_is_kept(
    mark: bytes, lines: list[tuple[bytes, bytes]]
) -> None:
    with TemporaryDirectory() as folder:
        check_nothing_is_lost(Path(folder), [(mark + lines[0][0], lines[0][1]), *lines[1:]])


@pytest.mark.parametrize(
    "first", [ARTICLES[0], ARTICLES[5], OTHER_ROWS[0], OTHER_ROWS[8], *NO_ROWS[:4], MARK, b"", b" "]
)
def test_a_mark_at_the_head_goes_where_its_line_goes(first: bytes, tmp_path: Path) -> None:
    check_nothing_is_lost(tmp_path, [(MARK + first, b"\n"), (b"", b"\n"), (ARTICLES[0], b"\n")])


def test_all_kinds_of_lines_in_one_file(tmp_path: Path) -> None:
    check_nothing_is_lost(tmp_path, [(line, b"\n") for line in KINDS])


@pytest.mark.parametrize("first", [b"{", b"["])
def test_a_first_line_that_is_broken_takes_no_row_along(first: bytes, tmp_path: Path) -> None:
    check_nothing_is_lost(tmp_path, [(first, b"\n"), *((line, b"\n") for line in ARTICLES)])


@pytest.mark.parametrize(("strict", "code"), [(False, 0), (True, 2)])
def test_what_was_set_aside_is_counted_on_the_last_line_however_quiet(strict: bool, code: int, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([ARTICLES[0], OTHER_ROWS[0], *NO_ROWS[:2]]) + b"\n")
    options = ("--no-model", "--isolated", "--quiet", "--repaired", *(["--strict"] if strict else []))
    for _ in range(2):  # a run that is done says it again
        done = repair("corpus", tmp_path / "a.jsonl", "--out", tmp_path / "out", *options)
        aside = f"{tmp_path}/out/set-aside.jsonl"
        assert done.code == code
        assert done.err.splitlines()[-1] == f"3 records set aside, among them 2 lines that are no rows, kept in {aside}"
        assert ("look there; without --strict this is not an error" in done.err) == strict


def test_reasons_that_differ_in_a_number_are_counted_together_and_names_keep_theirs(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        b"\n".join([ARTICLES[2], b'{"text": "\xe8"}', b'{"text": "uno \xe8"}', *NO_ROWS[:2]])
    )
    done = repair("corpus", tmp_path / "a.jsonl", "--out", tmp_path / "out", "--no-model", "--isolated", "--quiet")
    assert done.err.splitlines()[-3:-1] == ["2 set aside: broken JSON", "2 set aside: not UTF-8"]


def test_undo_says_so_where_it_cannot_tell_which_rows_are_as_they_were_read(tmp_path: Path) -> None:
    check_nothing_is_lost(tmp_path, [(line, b"\n") for line in (*ARTICLES, *OTHER_ROWS)])
    (tmp_path / "out" / "set-aside.jsonl").unlink()
    with pytest.raises(InputError, match=r"set-aside\.jsonl: is gone"):
        undo_run(tmp_path / "out", tmp_path / "other")


def test_a_repaired_corpus_that_is_repaired_again_comes_back_as_it_was(tmp_path: Path) -> None:
    """Its rows have the field already, with what the first run said: the second leaves them alone."""
    check_nothing_is_lost(tmp_path, [(ARTICLES[0], b"\n"), (ARTICLES[2], b"\n")])
    (first,) = (tmp_path / "out" / "repaired").iterdir()
    stats = run_here([first], tmp_path / "again", SHORT)
    assert stats["set_aside"] == 2
    assert (tmp_path / "again" / "repaired" / first.name).read_bytes() == first.read_bytes()
    (back,) = undone(tmp_path / "again", tmp_path / "back-again")
    assert back.read_bytes() == first.read_bytes()


# --- tables ------------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    [DAMAGED, SOUND, "", "=1+1", "@SUM(A1)", "-2", "\tuno", "La seduta è () chiusa.", "x" * 401]
) | st.text(st.characters(codec="utf-8"), max_size=12)
CELLS = st.sampled_from(["=1+1", "+1", "-1", "@a", "\t", "\r", '"', ",", "a\nb", "a\r\nb", "'", " x ", ""]) | st.text(
    st.characters(codec="utf-8"), max_size=8
)
NAMES = st.lists(
    st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=4), max_size=3, unique=True
).map(lambda names: [name for name in names if name not in ("text", "repair")])
TABLES = NAMES.flatmap(
    lambda names: st.tuples(
        st.permutations([*names, "text"]),
        st.lists(st.tuples(TEXTS, st.lists(CELLS, min_size=len(names), max_size=len(names))), min_size=1, max_size=6),
    )
)
_Table = tuple[list[str], list[tuple[str, list[str]]]]


def records(table: _Table) -> list[list[str]]:
    """The rows with the text in its place."""
    names, rows = table
    at = names.index("text")
    return [[*cells[:at], text, *cells[at:]] for text, cells in rows]


def written_csv(path: Path, table: _Table, delimiter: str) -> list[list[str]]:
    found = [table[0], *records(table)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(found)
    return found


def read_csv(path: Path, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(1 << 30)
    return list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), delimiter=delimiter, strict=True))


def check_csv(folder: Path, tables: list[_Table], delimiter: str) -> None:
    if any(len(names) == 1 for names, _ in tables):
        delimiter = ","  # which nothing in the first line of such a table could say
    sources = [folder / f"{number:05}.csv" for number in range(len(tables))]
    given_ = [written_csv(path, table, delimiter) for path, table in zip(sources, tables, strict=True)]
    run_here(sources, folder / "out", replace(SHORT, shard_records=1000))
    for kind in ("repaired", "marked"):
        for shard in (folder / "out" / kind).iterdir():
            names, *rows = read_csv(shard, delimiter)
            assert names[-1] == "repair"
            # nothing that is added begins as a formula does; the user's own cells are what they are
            assert all(row[-1].startswith("{") for row in rows)
    back = [record for path in undone(folder / "out", folder / "back") for record in read_csv(path, delimiter)[1:]]
    assert back == [record for found in given_ for record in found[1:]]


FIELDS: dict[str, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    "n": (pa.int64(), st.none() | st.integers(-(2**62), 2**62)),
    "f": (pa.float64(), st.none() | st.floats(allow_nan=False)),
    "b": (pa.binary(), st.none() | st.binary(max_size=4)),
    "t": (pa.timestamp("us", "UTC"), st.none() | st.datetimes(timezones=st.just(UTC))),
    "l": (
        pa.list_(pa.string()),
        st.none() | st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=3), max_size=2),
    ),
    "s": (pa.struct({"x": pa.int32()}), st.none() | st.fixed_dictionaries({"x": st.none() | st.integers(-9, 9)})),
    "d": (pa.dictionary(pa.int32(), pa.string()), st.none() | st.sampled_from(["uno", "due"])),
}
TEXT_TYPES = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
PARQUET = st.tuples(
    st.sampled_from(TEXT_TYPES), st.lists(st.sampled_from(sorted(FIELDS)), max_size=3, unique=True)
).flatmap(
    lambda kind: st.tuples(
        st.just(kind[0]),
        st.lists(
            st.fixed_dictionaries({**{name: FIELDS[name][1] for name in kind[1]}, "text": st.none() | TEXTS}),
            min_size=1,
            max_size=6,
        ),
        st.integers(1, 4),
    )
)
_Parquet = tuple[pa.DataType, list[dict[str, Any]], int]


def arrow_table(made: _Parquet) -> pa.Table:
    kind, rows, _ = made
    schema = pa.schema({name: kind if name == "text" else FIELDS[name][0] for name in rows[0]})
    return pa.Table.from_pylist(rows, schema=schema)


def check_parquet(folder: Path, tables: list[_Parquet]) -> None:
    sources = []
    for number, made in enumerate(tables):
        sources.append(folder / f"{number:05}.parquet")
        pq.write_table(arrow_table(made), sources[-1], row_group_size=made[2])
    run_here(sources, folder / "out", replace(SHORT, shard_records=1))
    given_ = [pq.read_table(path) for path in sources]
    back = [pq.read_table(path) for path in undone(folder / "out", folder / "back")]
    # files of one kind may share a shard, and a shard may end within a file
    assert [row for table in back for row in table.to_pylist()] == [
        row for table in given_ for row in table.to_pylist()
    ]
    types = [[(f.name, f.type) for f in table.schema] for table in back]
    assert all(found in [[(f.name, f.type) for f in table.schema] for table in given_] for found in types)


@settings(max_examples=15)
@given(st.lists(TABLES, min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_tables_of_csv_come_back_cell_by_cell(tables: list[_Table], delimiter: str) -> None:
    with TemporaryDirectory() as folder:
        check_csv(Path(folder), tables, delimiter)


@settings(max_examples=15)
@given(st.lists(PARQUET, min_size=1, max_size=4))
def test_tables_of_parquet_come_back_value_by_value(tables: list[_Parquet]) -> None:
    with TemporaryDirectory() as folder:
        check_parquet(Path(folder), tables)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(TABLES, min_size=50, max_size=50), st.lists(PARQUET, min_size=50, max_size=50), st.sampled_from(",;\t"))
def test_ten_thousand_tables_come_back(tables: list[_Table], others: list[_Parquet], delimiter: str) -> None:
    with TemporaryDirectory() as folder:
        check_csv(Path(folder), tables, delimiter)
    with TemporaryDirectory() as folder:
        check_parquet(Path(folder), others)


# --- the rows of one file ----------------------------------------------------------------------------------------


def test_apply_writes_a_row_as_it_is_where_its_decisions_cannot_be_carried_out(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(ARTICLES[:3]) + b"\n")
    assert (
        repair("suggest", tmp_path / "a.jsonl", "--no-model", "--format", "json", "-o", tmp_path / "ap.jsonl").code == 0
    )
    made = [json.loads(line) for line in (tmp_path / "ap.jsonl").read_bytes().splitlines()]
    for start, end in ((0, 5), (3, 8)):  # two entries that somebody accepted, one over the other
        candidate = {"text": "x", "score": 0.9, "provenance": [{"kind": "rule", "rule": "r"}]}
        entry = {"start": start, "end": end, "code": "RJ201", "message": "m", "confidence": 0.9, "words": None}
        made[1]["suggestions"].append({**entry, "detectors": [], "status": "accepted", "chosen": 0, "candidates": [candidate]})  # fmt: skip
    made[1]["suggestions"] = made[1]["suggestions"][-2:]
    (tmp_path / "ap.jsonl").write_text("\n".join(map(json.dumps, made)) + "\n")
    done = repair("apply", tmp_path / "ap.jsonl", "--accept", "rules", "-o", tmp_path / "b.jsonl")
    assert (done.code, "overlap" in done.err) == (2, True)
    written = (tmp_path / "b.jsonl").read_bytes().splitlines()
    assert (len(written), written[1]) == (3, ARTICLES[1])
    assert repair("undo", tmp_path / "b.jsonl", "-o", tmp_path / "c.jsonl").code == 0
    assert (tmp_path / "c.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def test_apply_says_which_lines_of_a_file_its_apparatus_does_not_have(tmp_path: Path) -> None:
    lines = [b"", NO_ROWS[0], ARTICLES[0], b"", OTHER_ROWS[0], b"", ARTICLES[2], NO_ROWS[1], b""]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    assert (
        repair("suggest", tmp_path / "a.jsonl", "--no-model", "--format", "json", "-o", tmp_path / "ap.jsonl").code == 2
    )
    done = repair("apply", tmp_path / "ap.jsonl", "-o", tmp_path / "b.jsonl")
    notes = [line for line in done.err.splitlines() if "not in the apparatus" in line]
    assert notes == [
        f"note: {tmp_path}/a.jsonl:{lines}: not in the apparatus, and so not in the output" for lines in ("1-2", "5-6")
    ]


def test_a_row_with_numbers_and_characters_that_json_lacks_is_repaired_and_comes_back(tmp_path: Path) -> None:
    text = json.dumps("Il sindaco ha parlato di scuole,strade e ponti con calma.")
    lines = [
        f'{{"id": 1, "score": NaN, "text": {text}}}',
        f'{{"id":2,"text":{text},"more":[-Infinity,1e999, {{"x":NaN}}],"name":"\\ud83d"}}',
        '{"id": 3, "text": NaN, "score": 1}',
    ]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = repair(
        "corpus", source, "--out", tmp_path / "out", "--no-model", "--repaired", "--accept", "rules", "--quiet"
    )
    assert done.code == 0, done.err
    written = (tmp_path / "out" / "repaired" / "00000.jsonl").read_text("utf-8").splitlines()
    fixed = [json.loads(line) for line in written]
    assert all("scuole, strade" in row["text"] for row in fixed[:2])
    assert written[0].startswith('{"id": 1, "score": NaN, "text": "')
    assert '"more":[-Infinity,1e999, {"x":NaN}],"name":"\\ud83d"' in written[1]
    assert written[2] == lines[2]
    assert repair("undo", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "00000.jsonl").read_bytes() == source.read_bytes()
