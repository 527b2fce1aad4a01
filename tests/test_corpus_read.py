"""CSV and Parquet: every text with its id, its place and the other fields of its row."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from cli_runner import DAMAGED, run
from hypothesis import given
from hypothesis import strategies as st

from repair.errors import InputError, RepairError
from repair.read import Opened, Settings, articles
from repair.read.csv import read_csv
from repair.records import Article

pytest.importorskip("pyarrow", reason="the library for Parquet is not installed: pip install '.[corpus]'")

import pyarrow as pa
import pyarrow.parquet as pq

# what CSV cannot tell apart: a bare carriage return may end a line
FIELD = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)


def read(*paths: Path, **options: object) -> tuple[list[Article], list[RepairError]]:
    errors: list[RepairError] = []
    got = list(articles([str(p) for p in paths], on_error=errors.append, **options))  # type: ignore[arg-type]
    return got, errors


def fields_of(article: Article) -> dict[str, object]:
    assert article.source.row
    return dict(article.source.row.fields)


# --- CSV ---------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(FIELD, FIELD, FIELD), min_size=1, max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_wrote_is_read_again(rows: list[tuple[str, str, str]], delimiter: str, ending: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text", "note"), *rows])
    errors: list[RepairError] = []
    settings = Settings("text", "id", "utf-8", 1000, errors.append)
    got = list(read_csv(Opened("f.csv", io.BytesIO(stream.getvalue().encode())), settings))
    assert not errors
    assert [(c.id, c.text, c.source.row.fields["note"]) for c in got if c.source and c.source.row] == rows


@given(st.text('",\na ', max_size=30))
def test_records_end_where_the_reader_of_the_standard_library_ends_them(body: str) -> None:
    data = "text,b\n" + body
    try:
        rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))[1:]
    except csv.Error:
        return
    settings = Settings("text", "id", "utf-8", 1000, lambda error: None)
    got = list(read_csv(Opened("f.csv", io.BytesIO(data.encode())), settings)) if any(map(str.strip, body)) else []
    found = [(c.text, c.source.row.fields["b"]) for c in got if c.source and c.source.row]
    assert found == [tuple(row) for row in rows if len(row) == 2]


def test_a_quotation_mark_amid_a_field_takes_no_record_along(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('text,b\nun disco da 5" rotto,1\ndue,2\n"tre",3\n', encoding="utf-8")
    got, errors = read(tmp_path / "a.csv")
    assert not errors
    assert [a.text for a in got] == ['un disco da 5" rotto', "due", "tre"]


def test_a_record_is_named_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text,url\n"prima\nriga",u1\n\nseconda,u2\n', encoding="utf-8")
    got, errors = read(path)
    assert not errors
    assert [(a.id, a.text) for a in got] == [(f"{path}:2", "prima\nriga"), (f"{path}:5", "seconda")]
    assert [fields_of(a)["url"] for a in got] == ["u1", "u2"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a,b\n1,2\n", "no field 'text'; the file has 'a', 'b'"),
        ("text,text\n1,2\n", "two fields have the same name"),
        ("text\n", "holds no records"),
        ("text,b\nuno\n", "the record has fewer fields than the first line names: 1, not 2"),
        ('text,b\n"uno" due,3\n', "broken CSV"),
    ],
)
def test_what_is_wrong_with_a_csv_is_said(data: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(data, encoding="utf-8")
    got, errors = read(path)
    assert not got
    assert said in str(errors[0])


def test_a_quotation_mark_that_is_never_closed_takes_no_more_than_the_limit() -> None:
    data = b'text\nuno\n"due\n' + b"tre\n" * 600_000 + b"quattro\n"
    errors: list[RepairError] = []
    got = list(read_csv(Opened("f", io.BytesIO(data)), Settings("text", "id", "utf-8", 100, errors.append)))
    assert (got[0].text, got[-1].text) == ("uno", "quattro")
    assert "close its quotation mark" in errors[0].hint


def test_check_names_record_and_offset_in_csv_and_parquet(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "text"), ("mercato", DAMAGED)])
    pq.write_table(pa.table({"id": ["mercato"], "text": [DAMAGED]}), tmp_path / "a.parquet")
    shown = [run("check", tmp_path / name, "--no-model", "--format", "json") for name in ("a.csv", "a.parquet")]
    assert [done.code for done in shown] == [1, 1]
    found = [[(s["start"], s["code"]) for s in done.rows[0]["suggestions"]] for done in shown]
    assert found[0] == found[1]
    assert shown[0].rows[0]["id"] == "mercato"
    assert shown[0].rows[0]["source"]["row"]["number"] == 2


# --- Parquet -----------------------------------------------------------------------------------------------------


def test_every_kind_of_field_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    when = datetime(2024, 5, 3, 12, 30, tzinfo=UTC)
    row = {"id": 7, "text": "Testo.", "when": when, "raw": b"\x00\xff", "price": Decimal("1.50"), "tags": ["a", "b"], "nested": {"x": 1.5}, "nothing": None}  # fmt: skip
    pq.write_table(pa.Table.from_pylist([row]), path)
    got, errors = read(path)
    assert not errors
    assert (got[0].id, got[0].text) == ("7", "Testo.")
    assert fields_of(got[0]) == {"id": 7, "text": None, "when": when.isoformat(), "raw": "AP8=", "price": "1.50", "tags": ["a", "b"], "nested": {"x": 1.5}, "nothing": None}  # fmt: skip


def test_rows_without_a_text_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["uno", None, "tre" * 50]}), path)
    got, errors = read(path, max_chars=100)
    assert [a.text for a in got] == ["uno"]
    assert [e.where for e in errors] == [f"{path}:2", f"{path}:3"]


def test_a_row_that_is_no_text_does_not_take_its_neighbours_along(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    offsets, data = pa.py_buffer(b"\0\0\0\0\3\0\0\0\4\0\0\0\7\0\0\0"), pa.py_buffer(b"uno\xfftre")
    broken = pa.StringArray.from_buffers(3, offsets, data)
    pq.write_table(pa.table({"text": broken}), path)
    got, errors = read(path)
    assert [a.text for a in got] == ["uno", "tre"]
    assert [e.where for e in errors] == [f"{path}:2"]


@pytest.mark.parametrize(("data", "said"), [(b"PAR1 and more", "not a Parquet file"), (b"", "is empty")])
def test_what_is_no_parquet_is_said(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    assert said in str(read(path)[1][0])


def test_parquet_cannot_come_through_a_pipe() -> None:
    from repair.read.parquet import read_parquet

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(InputError, match="pipe"):
        list(read_parquet(Opened("-", Pipe()), Settings("text", "id", "utf-8", 100, lambda e: None)))
