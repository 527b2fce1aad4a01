"""Reading sources: byte for byte, streamed, and with every bad input reported in its place."""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.config import Config
from repair.corpus.inputs import expanded
from repair.errors import ApparatusError, ConfigError, EmptySource, InputError, MissingExtra, RepairError
from repair.interchange import encode
from repair.read import (
    FORMATS,
    READERS,
    Opened,
    Settings,
    articles,
    format_of,
    parquet,
    read_apparatus,
    references,
    write_row,
)
from repair.read.copy import Copy, Unread
from repair.read.html import read_html
from repair.read.jsonl import read_jsonl
from repair.read.rows import LAYOUTS
from repair.records import FURNITURE, Apparatus, Article, Reference
from repair.text.markup import BLOCKS
from repair.text.zstandard import ZSTANDARD

TEXT = "Il consiglio è sospeso.\r\nRiprende domani.\n"


class Batch:
    """What a batch gave: the records and the errors."""

    def __init__(self, read: Callable[..., object], *paths: object, **options: object) -> None:
        self.errors: list[RepairError] = []
        self.got: list[object] = list(read([str(p) for p in paths], on_error=self.errors.append, **options))  # type: ignore[call-overload]

    @property
    def articles(self) -> list[Article]:
        return [a for a in self.got if isinstance(a, Article)]

    @property
    def references(self) -> list[Reference]:
        return [r for r in self.got if isinstance(r, Reference)]

    @property
    def error(self) -> str:
        assert len(self.errors) == 1, self.errors
        assert self.errors[0].where
        return str(self.errors[0])


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def rows_of(data: bytes, **options: object) -> tuple[list[Article], list[RepairError]]:
    errors: list[RepairError] = []
    settings = Settings("text", "id", str(options.pop("encoding", "utf-8")), 1_000_000, errors.append)
    copies = list(read_jsonl(Opened("f.jsonl", io.BytesIO(data)), settings))
    return [Article(c.id or c.place, c.text, source=c.source) for c in copies if c.source], errors


def written(read: list[Article]) -> str:
    return "".join(write_row(a.source.row, a.text) for a in read if a.source.row)


# --- every format ------------------------------------------------------------------------------------------------


def parquet_sample() -> bytes:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    stream = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "text": ["Il consiglio è sospeso."]}), stream)
    return stream.getvalue()


def arrow_sample() -> bytes:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"id": ["a"], "text": ["Il consiglio è sospeso."]})
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    return stream.getvalue()


def warc_sample() -> bytes:
    pytest.importorskip("warcio")
    page = "<p>Il consiglio <b>è</b> sospeso.</p>".encode()
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: a\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    return head.encode() + page + b"\r\n\r\n"


SAMPLES: dict[str, Callable[[], bytes]] = {
    "text": lambda: TEXT.encode(),
    "jsonl": lambda: b'{"id": "a", "text": "Il consiglio \xc3\xa8 sospeso."}\n',
    "json": lambda: b'[\n  {"id": "a", "text": "Il consiglio \xc3\xa8 sospeso."}\n]\n',
    "html": lambda: "<p>Il consiglio <b>è</b> sospeso.</p>".encode(),
    "csv": lambda: 'id,text\na,"Il consiglio è sospeso."\n'.encode(),
    "parquet": parquet_sample,
    "arrow": arrow_sample,
    "warc": warc_sample,
}


@pytest.mark.parametrize("name", READERS)
def test_every_reader_gives_a_reference(name: str, tmp_path: Path) -> None:
    ending = next(e for e, n in FORMATS.items() if n == name)
    batch = Batch(references, write(tmp_path / f"a{ending}", SAMPLES[name]()))
    assert not batch.errors
    assert batch.references[0].text.startswith("Il consiglio è sospeso.")


@pytest.mark.parametrize("name", READERS)
def test_every_reader_reports_an_empty_source_and_one_over_the_limit(name: str, tmp_path: Path) -> None:
    ending = next(e for e, n in FORMATS.items() if n == name)
    empty, long = write(tmp_path / f"a{ending}", b""), write(tmp_path / f"b{ending}", SAMPLES[name]())
    batch = Batch(references, empty, long, max_chars=10)
    assert not batch.got
    assert [e.where.split(":")[0] for e in batch.errors] == [str(empty), str(long)]
    assert isinstance(batch.errors[0], EmptySource)  # a fact of the data, whatever the format
    assert "--max-chars" in batch.errors[1].hint


@pytest.mark.parametrize("name", READERS)
def test_every_reader_takes_any_bytes(name: str) -> None:
    @given(st.binary(max_size=300))
    def law(data: bytes) -> None:
        settings = Settings("text", "id", "utf-8", 1000, lambda error: None)
        with contextlib.suppress(InputError):
            for copy in READERS[name](Opened("x", io.BytesIO(data)), settings):
                copy.text.encode()

    law()


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.TXT", "text"), ("a.md", "text"), ("a.log", "text"), ("a", "text"), ("a.jsonl.gz", "jsonl"), ("a.ndjson.zst", "jsonl"), ("a.jsonlines.xz", "jsonl"), ("x/a.HTM", "html"), ("a.gz", "text"), ("a.json", "json"), ("a.jsonl.bz2", "jsonl"), ("a.csv.xz", "csv")],
)  # fmt: skip
def test_the_ending_decides(path: str, name: str) -> None:
    assert format_of(path) == name


# --- text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "actual"),
    [
        (TEXT.encode(), "utf-8", "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8", "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig", "utf-8"),
        (TEXT.encode(), "utf-8-sig", "utf-8"),
        (TEXT.encode("latin-1"), "latin-1", "iso8859-1"),
        (TEXT.encode("cp1252"), "cp1252", "cp1252"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-8", "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16", "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16", "utf-16-le"),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), "utf-8", "utf-32-le"),
    ],
)
def test_text_is_kept_byte_for_byte(data: bytes, encoding: str, actual: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", data)
    batch = Batch(articles, path, encoding=encoding)
    assert not batch.errors
    (article,) = batch.articles
    assert article.id == article.source.path == str(path)
    assert article.source.encoding == actual
    assert article.text.encode(actual) == data
    assert article.text.removeprefix("\ufeff") == TEXT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caff\xe8 freddo", ("offset 4", "--encoding latin-1", "cp1252")),
        (b"\x89PNG\r\n\x1a\n\x00", ("is a PNG image, not text",)),
        (b"ab\xc3\xa8\x00cd", ("NUL", "offset 4")),
        (b"", ("is empty",)),
    ],
)
def test_what_is_no_text_is_reported_and_the_rest_goes_on(data: bytes, said: tuple[str, ...], tmp_path: Path) -> None:
    batch = Batch(articles, write(tmp_path / "a.txt", data), write(tmp_path / "b.txt", TEXT))
    assert [a.text for a in batch.articles] == [TEXT]
    assert "a.txt" in batch.error
    assert all(part in batch.error for part in said), batch.error


def test_an_encoding_that_would_change_the_bytes_is_refused(tmp_path: Path) -> None:
    batch = Batch(articles, write(tmp_path / "a.txt", b"a+AGI-c"), encoding="utf-7")
    assert not batch.got
    assert "would change its bytes" in batch.error


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "a\x00b"])
def test_an_unknown_encoding_is_an_error_at_once(name: str) -> None:
    with pytest.raises(ConfigError, match="unknown encoding"):
        articles(["a.txt"], encoding=name, on_error=lambda error: None)


def test_an_unknown_format_for_standard_input_is_an_error_at_once() -> None:
    with pytest.raises(ConfigError, match="jsonl"):
        references(["-"], stdin_format="docx", on_error=lambda error: None)


def test_a_text_of_50_mb_is_over_the_default_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"a" * 1_000_000)
    assert Config().max_chars == 20_000_000
    assert "20,000,000 characters; split it, or raise the limit with --max-chars" in Batch(articles, path).error


# --- where sources are -------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("c.txt", "a/z.md", "a/b/y.txt", ".hidden.txt", ".git/x.txt", "a10.txt", "a/.x/q.txt"):
        write(tmp_path / name, f"testo {name}")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["."], ["a/b/y.txt", "a/z.md", "a10.txt", "c.txt"]),
        (["a/b", "c.txt"], ["a/b/y.txt", "c.txt"]),
        (["c.txt", ".", "./c.txt"], ["c.txt", "a/b/y.txt", "a/z.md", "a10.txt"]),
        (["*.txt"], ["a10.txt", "c.txt"]),
        (["**/*.txt"], ["a/b/y.txt", "a10.txt", "c.txt"]),
        (["a/b**"], []),
        ([".hid*"], [".hidden.txt"]),
        (["a/b/*"], ["a/b/y.txt"]),
        (["a/[b]"], ["a/b/y.txt"]),
    ],
)
def test_files_folders_and_globs(paths: list[str], ids: list[str], tree: Path) -> None:
    batch = Batch(articles, *paths)
    assert [a.id for a in batch.articles] == ids
    assert bool(batch.errors) == (not ids)


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["d"], ["d/b.txt", "d/in/c.txt", "d/out.txt"]),  # links to what is below are left out, whatever their names
        (["d/a-link.txt", "d/b.txt"], ["d/a-link.txt"]),
        (["d/b.txt", "d/a-link.txt"], ["d/b.txt"]),
        (["d/*.txt"], ["d/a-link.txt", "d/out.txt"]),
        (["d", "e"], ["d/b.txt", "d/in/c.txt", "d/out.txt"]),
        (["e", "d"], ["e/b.txt", "e/in/c.txt", "e/out.txt"]),
        (["d/in", "d/a-in"], ["d/in/c.txt"]),
        (["elsewhere.txt", "d"], ["elsewhere.txt", "d/b.txt", "d/in/c.txt"]),
        (["hidden"], ["hidden/h.txt"]),  # what the link leads to is not read under its own name
    ],
)
def test_a_file_is_read_once_by_whatever_link(
    paths: list[str], ids: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("d/b.txt", "d/in/c.txt", "elsewhere.txt", "hidden/.kept/h.txt"):
        write(tmp_path / name, f"testo {name}")
    for link, target in (
        ("d/a-link.txt", "b.txt"),
        ("d/a-in", "in"),
        ("d/z-loop", "."),
        ("d/out.txt", "../elsewhere.txt"),
        ("e", "d"),
        ("hidden/h.txt", ".kept/h.txt"),
    ):
        (tmp_path / link).symlink_to(target)
    batch = Batch(articles, *paths)
    assert ([a.id for a in batch.articles], batch.errors) == (ids, [])
    assert [found.path for found in expanded(paths)] == ids


def test_absolute_globs(tree: Path) -> None:
    assert [a.id for a in Batch(articles, f"{tree}/*.txt").articles] == [f"{tree}/a10.txt", f"{tree}/c.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tree: Path) -> None:
    write(tree / "[c].txt", "quadra")
    assert [a.text for a in Batch(articles, "[c].txt").articles] == ["quadra"]


@pytest.mark.parametrize(
    ("path", "said"),
    [("no.txt", "no such file"), ("no*.txt", "no file matches"), ("", "no such file"), ("a\x00b", "UTF-8|no such file"), ("leer", "holds no files")],
)  # fmt: skip
def test_a_missing_source_is_reported(path: str, said: str, tree: Path) -> None:
    (tree / "leer").mkdir()
    batch = Batch(articles, path, "c.txt")
    assert [a.id for a in batch.articles] == ["c.txt"]
    assert len(batch.errors) == 1
    assert any(part in str(batch.errors[0]) for part in said.split("|"))


def test_a_dead_link_and_a_name_that_is_no_utf8_are_reported(tmp_path: Path) -> None:
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone.txt")
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caff\xe8.txt")), TEXT)
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    batch = Batch(articles, tmp_path)
    assert not batch.got
    assert sorted(e.what for e in batch.errors) == ["the file's name is not UTF-8", "the link leads nowhere"]
    for error in batch.errors:
        str(error).encode()


def test_pipes_in_a_folder_are_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "a.txt", TEXT)
    assert len(Batch(articles, tmp_path).articles) == 1


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_read_is_reported(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = write(tmp_path / "locked" / "a.txt", TEXT)
    other = write(tmp_path / "b.txt", TEXT)

    def refuse(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(path: object = ".", *args: object, **options: object) -> object:
            if str(path) == name:
                raise PermissionError(13, "Permission denied", name)
            return real(path, *args, **options)

        return call

    if what == "file":  # permissions do not bind root, so that they are acted out
        monkeypatch.setattr("builtins.open", refuse(str(locked), open))
    else:
        monkeypatch.setattr(os, "scandir", refuse(str(locked.parent), os.scandir))
    batch = Batch(articles, locked.parent, other)
    assert [a.id for a in batch.articles] == [str(other)]
    assert "Permission denied" in str(batch.errors[0])
    assert str(locked if what == "file" else locked.parent) in batch.errors[0].where


def test_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 400)
    path = tmp_path
    for _ in range(400):
        path = path / "d"
        path.mkdir()
    write(deep / "a.txt", TEXT)
    assert len(Batch(articles, tmp_path).articles) == 1
    (deep / "a.txt").unlink()  # the folder's own clean-up recurses
    while path != tmp_path:
        path.rmdir()
        path = path.parent


@pytest.mark.parametrize("fmt", READERS)
def test_standard_input(fmt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SAMPLES[fmt]())))
    batch = Batch(references, "-", "-", stdin_format=fmt)
    assert not batch.errors
    assert [r.name for r in batch.references] == ["-" if fmt in ("text", "html") else "a"]


# --- packed files ------------------------------------------------------------------------------------------------


def test_gzip(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(SAMPLES["jsonl"]()) + gzip.compress(b'{"text":"due"}'))
    batch = Batch(articles, path)
    assert [a.id for a in batch.articles] == ["a", f"{path}:2"]
    assert written(batch.articles).encode() == SAMPLES["jsonl"]() + b'{"text":"due"}'


def broken_gzip(what: str) -> bytes:
    packed = gzip.compress(b"".join(b'{"id":%d,"text":"riga"}\n' % n for n in range(20_000)))
    return {
        "cut": packed[: len(packed) // 2],
        "no gzip": b"testo",
        "flipped": packed[:900] + bytes(b ^ 0x5A for b in packed[900:960]) + packed[960:],
        "no checksum": packed[:-8] + bytes(8),
    }[what]


@pytest.mark.parametrize("what", ["cut", "no gzip", "flipped", "no checksum"])
def test_broken_gzip_is_reported_and_the_rest_goes_on(what: str, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl.gz", broken_gzip(what))
    write(tmp_path / "b.txt", TEXT)
    batch = Batch(articles, tmp_path)
    assert batch.articles[-1].text == TEXT
    assert "a.jsonl.gz" in batch.errors[-1].where


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt.gz", gzip.compress(bytes(30_000_000)))
    assert "--max-chars" in Batch(articles, path, max_chars=1000).error


def test_zstandard(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.ZstdCompressor().compress(b'{"text":"' + b"a" * 100_000 + b'"}\n')
    whole, cut = write(tmp_path / "a.jsonl.zst", packed * 2), write(tmp_path / "b.txt.zst", b"no zstd")
    batch = Batch(articles, whole, cut)
    assert [len(a.text) for a in batch.articles] == [100_000, 100_000]
    assert "b.txt.zst" in batch.error


def test_zstandard_not_installed_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, ZSTANDARD, None)
    batch = Batch(articles, write(tmp_path / "a.txt.zst", b"x"))
    assert isinstance(batch.errors[0], MissingExtra)
    assert "a.txt.zst" in batch.error
    assert "pip install '.[corpus]'" in batch.error


# --- JSON lines --------------------------------------------------------------------------------------------------

ROWS = {
    "compact": '{"id":"à","n":1,"text":"è così","x":[1,{"y":null}]}',
    "spaced": '{"id": "à", "n": 1, "text": "è così", "x": [1, {"y": null}]}',
    "compact-ascii": '{"id":"\\u00e0","n":1,"text":"\\u00e8 cos\\u00ec","x":[1,{"y":null}]}',
    "spaced-ascii": '{"id": "\\u00e0", "n": 1, "text": "\\u00e8 cos\\u00ec", "x": [1, {"y": null}]}',
    "raw": '{ "id":"à","n":1, "text" :"è cos\\u00EC","x":[1,{"y":null}] }',
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_known_and_kept(layout: str) -> None:
    (article,), errors = rows_of((ROWS[layout] + " \r\n\n").encode())
    assert not errors
    row = article.source.row
    assert row is not None
    assert (row.layout, row.ending, row.number) == (layout, " \r\n\n", 1)
    assert row.fields == {"id": "à", "n": 1, "text": None, "x": [1, {"y": None}]}
    assert list(row.fields) == ["id", "n", "text", "x"]
    assert written([article]) == ROWS[layout] + " \r\n\n"
    changed = write_row(row, 'è "così" già')
    assert json.loads(changed) == {"id": "à", "n": 1, "text": 'è "così" già', "x": [1, {"y": None}]}
    assert changed.startswith(ROWS[layout][:8])
    assert changed.endswith(ROWS[layout][-8:] + " \r\n\n")
    assert layout not in ("compact-ascii", "spaced-ascii") or changed.isascii()


def test_a_raw_row_changes_in_its_text_alone() -> None:
    line = '\ufeff\n{"n":1.50,"text":"prima","big":123456789012345678901234567890,"u":"\\/", "text":"uno\\u0020due"}'
    (article,), errors = rows_of(line.replace("\ufeff\n", "\n").encode())
    assert not errors
    assert article.source.row is not None
    assert write_row(article.source.row, "tre") == line.replace("\ufeff", "").replace("uno\\u0020due", "tre")


def test_a_line_without_accents_is_taken_to_be_as_its_neighbours() -> None:
    read, _ = rows_of(b'{"text": "\\u00e8"}\n{"text": "e"}\n')
    assert [a.source.row.layout for a in read if a.source.row] == ["spaced-ascii", "spaced-ascii"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
row_objects = st.builds(
    lambda before, text, after: {**before, "text": text, **{k: v for k, v in after.items() if k != "text"}},
    st.dictionaries(st.text(max_size=4).filter(lambda k: k != "id"), json_values, max_size=3),
    st.text(max_size=30),
    st.dictionaries(st.text(max_size=4).filter(lambda k: k != "id"), json_values, max_size=3),
)
blanks = st.text(" \t\r\n", max_size=4)
lines = st.builds(
    lambda row, ascii_, separators, indent: indent + json.dumps(row, ensure_ascii=ascii_, separators=separators),
    row_objects,
    st.booleans(),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]),
    st.text(" \t", max_size=2),
)


@given(st.lists(st.tuples(lines, blanks), min_size=1, max_size=5), blanks, st.booleans(), st.booleans(), st.text())
def test_rows_written_back_are_the_file(
    content: list[tuple[str, str]], head: str, mark: bool, last: bool, text: str
) -> None:
    head = "\ufeff" if mark else head
    data = head + "".join(line + gap + "\n" for line, gap in content) + ("" if last else content[0][0])
    read, errors = rows_of(data.encode())
    assert not errors
    assert written(read) == data
    for article in read:
        row = article.source.row
        assert row is not None
        changed = json.loads(write_row(row, text).strip("\ufeff \t\r\n"))
        assert changed == {**row.fields, "text": text}
        assert article.source.encoding == "utf-8"


def test_rows_survive_the_apparatus(tmp_path: Path) -> None:
    data = "\n".join([*ROWS.values(), '{"text":"x","n":123456789012345678901234567890,"f":1e-7}']) + "\n\n"
    made = "".join(encode(Apparatus(a)).decode() + "\n" for a in rows_of(data.encode())[0])
    batch = Batch(read_apparatus, write(tmp_path / "a.jsonl", made))
    assert not batch.errors
    assert written([a.article for a in batch.got if isinstance(a, Apparatus)]) == data


BAD_ROWS = [
    ('{"text": "a"', "f.jsonl:2:13: broken JSON"),
    ('{"text": "a"} {}', "f.jsonl:2:15: broken JSON"),
    ('{"text": "a\tb"}', "f.jsonl:2:12: broken JSON"),
    ('["a"]', "f.jsonl:2: the row is an array, not an object; convert it with jq"),
    ('"a"', "f.jsonl:2: the row is a string"),
    ("null", "f.jsonl:2: the row is null"),
    ('{"titolo": 1, "body": "x"}', "f.jsonl:2: no field 'text'; the row has 'titolo', 'body'"),
    ("{}", "no field 'text'; the row has none"),
    ('{"text": ["a"]}', "field 'text' is an array, not a string"),
    ('{"text": null}', "field 'text' is null"),
    ('{"text": 12.5}', "field 'text' is a number"),
    ('{"text": "\\ud800"}', "the text holds a lone surrogate"),
    ('{"text": "a\\udfff", "x": NaN}', "the text holds a lone surrogate"),
    ('{"text": NaN}', "field 'text' is null"),
    ('{"text": "a", "x": ' + "[" * 100_000, "nested too deeply"),
    ('{"text": "a", "x": ' + "9" * 5000 + "}", "f.jsonl:2:"),
    ('{"text": "a", "id": true}', "field 'id' is a boolean, neither string nor number"),
    ('{"text": "a", "id": {}}', "field 'id' is an object"),
    ("testo", "f.jsonl:2:1: broken JSON"),
    ("\x00", "f.jsonl:2:1: broken JSON"),
    ('{"text": "a"}\x0c', "f.jsonl:2:14: broken JSON"),
]


@pytest.mark.parametrize(("line", "said"), BAD_ROWS)
def test_a_bad_row_is_reported_with_its_line_and_the_rest_goes_on(line: str, said: str) -> None:
    read, errors = rows_of(b'{"text":"uno"}\n' + line.encode() + b'\n{"text":"tre"}')
    assert [a.text for a in read] == ["uno", "tre"]
    assert len(errors) == 1
    assert isinstance(errors[0], InputError)
    assert said in str(errors[0])
    assert errors[0].where.startswith("f.jsonl:2")
    assert errors[0].hint


def test_a_row_in_another_encoding_is_reported_with_its_offset() -> None:
    read, errors = rows_of(b'{"text":"uno"}\n{"text":"caff\xe8"}\n{"text":"tre"}')
    assert [a.text for a in read] == ["uno", "tre"]
    assert "f.jsonl:2: not UTF-8: byte 0xe8 at offset 13" in str(errors[0])


def test_rows_in_another_encoding() -> None:
    data = '{"text":"caffè"}\n{"text": "\\u20ac"}\n'.encode("latin-1")
    read, errors = rows_of(data, encoding="iso8859-1")
    assert not errors
    assert [a.text for a in read] == ["caffè", "€"]
    assert written(read).encode("latin-1") == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "nothing but blank lines"),
        (b'[\n{"text":"a"}\n]', "ends in .json"),
        (b'{\n"text":"a"\n}', "ends in .json"),
        ('\ufeff{"text":"a"}\n'.encode("utf-16-le"), "UTF-8"),
    ],
)
def test_a_file_that_is_something_else_is_one_error(data: bytes, said: str, tmp_path: Path) -> None:
    batch = Batch(articles, write(tmp_path / "a.jsonl", data))
    assert not batch.got
    assert said in batch.error


@pytest.mark.parametrize(
    ("given_id", "read_as"),
    [('"uno"', "uno"), ("7", "7"), ("1.5", "1.5"), ("null", "{path}:1"), ('""', "{path}:1")],
)
def test_ids(given_id: str, read_as: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"id":{given_id},"text":"a"}}')
    assert [a.id for a in Batch(articles, path).articles] == [read_as.format(path=path)]


def test_other_field_names(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"chiave":"k","corpo":"a","text":"b"}')
    batch = Batch(articles, path, field="corpo", id_field="chiave")
    assert [(a.id, a.text) for a in batch.articles] == [("k", "a")]


def test_a_second_article_of_one_id_is_named_by_its_place_and_an_error_names_both(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", '{"id":1,"text":"a"}\n\n{"id":"1","text":"b"}\n{"id":2,"text":"c"}')
    second = write(tmp_path / "b.jsonl", '{"id":"1","text":"d"}')
    batch = Batch(articles, first, second)
    assert [a.id for a in batch.articles] == ["1", f"{first}:3", "2", f"{second}:1"]
    assert [e.where for e in batch.errors] == [f"{first}:3", f"{second}:1"]
    assert all(f"{first}:1" in e.what for e in batch.errors)


def test_a_line_of_50_mb_is_over_the_limit_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text":"')
        for _ in range(50):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n{"text":"b"}\n')
    batch = Batch(articles, path, max_chars=1_000_000)  # over what is held of a line
    assert [a.id for a in batch.articles] == [f"{path}:2"]
    assert "--max-chars" in batch.error
    batch = Batch(articles, path)  # over what is taken for a text
    assert [a.id for a in batch.articles] == [f"{path}:2"]
    assert "20,000,000" in batch.error


def test_rows_are_streamed() -> None:
    taken = 0

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            nonlocal taken
            line = b'{"text":"riga"}\n'
            taken += 1
            buffer[: len(line)] = line
            return len(line)

    settings = Settings("text", "id", "utf-8", 1000, pytest.fail)
    rows = read_jsonl(Opened("-", io.BufferedReader(Endless())), settings)  # type: ignore[arg-type]
    assert len(list(itertools.islice(rows, 1000))) == 1000
    assert taken < 1100


# --- references --------------------------------------------------------------------------------------------------


def test_references_have_names_addresses_and_dates(tmp_path: Path) -> None:
    rows = write(
        tmp_path / "a.jsonl",
        '{"id":"x","text":"uno","url":"https://esempio.it/1","date":"2024-05-02"}\n'
        '{"id":"x","text":"due","url":5}\n{"text":"tre"}\n',
    )
    text = write(tmp_path / "b.md", "quattro")
    batch = Batch(references, rows, text)
    assert batch.references == [
        Reference("x", "uno", url="https://esempio.it/1", date="2024-05-02"),
        Reference(f"{rows}:2", "due"),
        Reference(f"{rows}:3", "tre"),
        Reference(str(text), "quattro"),
    ]


def test_a_page_is_no_article(tmp_path: Path) -> None:
    batch = Batch(articles, write(tmp_path / "a.html", SAMPLES["html"]()))
    assert not batch.got
    assert "as a reference" in batch.error


def page(html: str | bytes, **options: object) -> Reference:
    data = html if isinstance(html, bytes) else html.encode()
    settings = Settings("text", "id", str(options.get("encoding", "utf-8")), 20_000_000, pytest.fail)
    (copy,) = read_html(Opened("p.html", io.BytesIO(data)), settings)
    return Reference(copy.place, copy.text, copy.elements, copy.url, copy.date)


INLINE = "a em strong span b i u cite q code tt mark abbr time sup sub font small s del ins kbd label x-y o:p"


@pytest.mark.parametrize("tag", INLINE.split())
def test_inline_elements_keep_their_text_and_are_noted(tag: str) -> None:
    read = page(f"<p>Il sindaco <{tag.upper()} class=x>di Lodi</{tag}>, ieri.</p>")
    assert read.text == "Il sindaco di Lodi, ieri."
    inline = [(e.tag, read.text[e.start : e.end]) for e in read.elements if e.tag not in BLOCKS]
    assert inline == [(tag, "di Lodi")]


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"])
def test_what_is_no_prose_is_left_out(tag: str) -> None:
    assert page(f"<p>prima</p><{tag}>dentro</{tag}><p>dopo</p>").text == "prima\ndopo"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<head><title>T</title></head><body>  <h1> A </h1>\n<p>b\n  c</p></body>", "A\nb c"),
        ("<p>a<br>b<br/><br>c</p>", "a\nb\nc"),
        ("<p>a<b> b</b> <i>c </i>d</p>", "a b c d"),
        ("<p>a\u00a0b&nbsp; c</p>", "a\u00a0b\u00a0 c"),
        ("<nav>menu</nav><aside>lato</aside><footer>fondo</footer>", "menu\nlato\nfondo"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n2"),
        ("<pre>\n  <span>se x:</span>\n    <b>y</b>\n\nz\n</pre>w", "  se x:\n    y\n\nz\nw"),
        ("<p>a<!-- no -->b<?php no ?>c</p>", "abc"),
        ("<p>&lt;b&gt; &egrave; &#8217; &#x27; &bogus; &amp;amp;</p>", "<b> è ’ ' &bogus; &amp;"),
        ("<p>non <b>chiuso <p>e <i>storto</b> così</i>", "non chiuso\ne storto così"),
        ("solo testo", "solo testo"),
        ("<form><p>Testo <input value=x>qui</p></form>", "Testo qui"),
        ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html><body><p>è</p></body></html>', "è"),
        ("<p>a\x00b</p>", "a\ufffdb"),
        ("<p>a</p></body></html><p>b</p>", "a\nb"),
        ("<div>" * 500 + "x", "x"),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(html: str, text: str) -> None:
    assert page(html).text == text


def test_nested_elements_are_in_order_of_their_start() -> None:
    read = page("<p>a <b><i> uno</i> due</b> <em></em><a> </a><span>tre</span></p>")
    assert [(e.tag, read.text[e.start : e.end]) for e in read.elements] == [
        ("p", "a uno due tre"),
        ("b", "uno due"),
        ("i", "uno"),
        ("span", "tre"),
    ]


def test_blocks_are_noted_with_what_holds_them() -> None:
    read = page("<div><div><ul class='menu'><li>uno</li><li><p>due</p></li></ul></div></div><p>tre</p>")
    assert [(e.tag, read.text[e.start : e.end]) for e in read.elements] == [
        ("body", "uno\ndue\ntre"),
        (FURNITURE, "uno\ndue"),
        ("ul", "uno\ndue"),
        ("li", "uno"),
        ("li", "due"),
        ("p", "due"),
        ("p", "tre"),
    ]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<p>caffè €</p>".encode(), "utf-8"),
        ("<meta charset='iso-8859-1'><p>caffè €</p>".encode("cp1252"), "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>caffè €</p>'.encode("cp1252"), "utf-8"),
        ("<meta charset=utf-8><p>caffè €</p>".encode("cp1252"), "utf-8"),
        ("<meta charset=no-such-thing><p>caffè €</p>".encode(), "utf-8"),
        ("<meta charset=utf-16><p>caffè €</p>".encode(), "utf-8"),
        ("<p>caffè €</p>".encode("cp1252"), "utf-8"),
        ("<p>caffè €</p>".encode("iso8859-15"), "iso8859-15"),
        ("\ufeff<p>caffè €</p>".encode("utf-16-le"), "utf-8"),
        ("\ufeff<p>caffè €</p>".encode(), "utf-8"),
    ],
)  # fmt: skip
def test_the_encoding_of_a_page(data: bytes, encoding: str) -> None:
    assert page(data, encoding=encoding).text == "caffè €"


def test_what_a_page_says_of_itself() -> None:
    read = page(
        '<head><link rel="canonical" href=" https://esempio.it/a "><meta property="article:published_time" '
        'content="2024-05-02T10:00"></head><p>x</p>'
    )
    assert (read.url, read.date) == ("https://esempio.it/a", "2024-05-02T10:00")


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<div>" * 100_000 + "x", "nested too deeply"),
        ("<script>x</script>", "holds no text"),
        (" \n ", "holds no text"),
    ],
)
def test_a_page_that_cannot_be_read_whole_is_an_error(html: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        page(html)
    assert caught.value.where == "p.html"


def test_a_page_over_the_parsers_limits_is_read_whole_or_not_at_all() -> None:
    read = None
    with contextlib.suppress(InputError):
        read = page("<p>" + "a " * 6_000_000)
    assert read is None or len(read.text) == 12_000_000 - 1


def test_a_page_cannot_reach_outside(tmp_path: Path) -> None:
    secret = write(tmp_path / "segreto.txt", "SEGRETO")
    html = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "yy">]><p>a &x; &y; b</p>'
    assert "SEGRETO" not in page(html).text


# --- apparatuses -------------------------------------------------------------------------------------------------


def test_apparatuses_are_read_and_broken_lines_reported(tmp_path: Path) -> None:
    made = [Apparatus(Article(name, "Testo.")) for name in "ab"]
    path = write(tmp_path / "a.jsonl", encode(made[0]) + b"\n\n{}\nno\n\xff\n" + encode(made[1]))
    batch = Batch(read_apparatus, path, tmp_path / "gone.jsonl")
    assert batch.got == made
    assert [e.where for e in batch.errors] == [f"{path}:{n}" for n in (3, 4, 5)] + [str(tmp_path / "gone.jsonl")]
    assert all(isinstance(e, ApparatusError) for e in batch.errors[:3])


def test_apparatuses_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Apparatus(Article("a", "Testo."))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(encode(made))))
    assert Batch(read_apparatus, "-").got == [made]


def test_times_that_python_cannot_hold_do_not_cost_a_row_its_text() -> None:
    arrow = pytest.importorskip("pyarrow")
    times = {
        "moment": (arrow.timestamp("ns", "Europe/Rome"), [1_700_000_000_123_456_789, None]),
        "hour": (arrow.time64("ns"), [1, None]),
        "span": (arrow.duration("ns"), [1, None]),
        "far": (arrow.date32(), [10**7, None]),
        "seen": (arrow.list_(arrow.timestamp("ns")), [[1, 2], None]),
    }
    fields = {name: arrow.array(values, kind) for name, (kind, values) in times.items()}
    table = arrow.table({"id": ["a", "b"], "text": ["uno", "due"], **fields})
    read = list(parquet.rows_of(table, 1, "x.parquet", Settings("text", "id", "utf-8", 1000, pytest.fail)))
    assert [found.text for found in read if isinstance(found, Copy)] == ["uno", "due"]
    rows = [found.source.row.fields for found in read if isinstance(found, Copy) and found.source and found.source.row]
    assert rows[0]["moment"] == "2023-11-14 23:13:20.123456789+0100"
    assert rows[0]["far"] == "29349-01-26"
    assert all(rows[1][name] is None for name in times)
    broken = table.slice(0, 1).append_column("when", arrow.array([10**14], arrow.timestamp("s")))
    (unread,) = parquet.rows_of(broken, 1, "x.parquet", Settings("text", "id", "utf-8", 1000, pytest.fail))
    assert isinstance(unread, Unread)
    assert str(unread.error).startswith("x.parquet:1: the value of field 'when' does not match its type")
