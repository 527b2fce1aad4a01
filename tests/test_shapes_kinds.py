"""What comes by standard input is guessed, what is no text is named, and facts of the data are counted."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import zstandard
from cli_runner import COMPLETE, DAMAGED, SOUND, run

from repair.read import FORMATS
from repair.read.kinds import SIGNATURES, file_kind_of
from repair.read.paths import UNPACKERS

LINES = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (("a", DAMAGED), ("b", SOUND))).encode()
ARRAY = json.dumps([{"id": "a", "text": DAMAGED}, {"id": "b", "text": SOUND}], indent=2).encode()
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize(
    ("data", "articles"),
    [(LINES, 2), (ARRAY, 2), (b"\xef\xbb\xbf" + LINES, 2), (DAMAGED.encode(), 1), (b"{ non chiusa\n", 1), (b"[1] Nota.", 1)],
)  # fmt: skip
def test_standard_input_is_read_as_what_it_is(data: bytes, articles: int, packer: str) -> None:
    done = run("check", "--no-model", "-", stdin=PACKERS[packer](data))
    assert f"in {articles} article" in done.out or f"of {articles} article" in done.out, done.err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("jsonl", LINES),
        ("json", ARRAY),
        ("csv", f'id\ttext\na\t"{DAMAGED}"\n'.encode()),
        ("text", b'{"text": "Un testo che comincia come una riga."}'),
    ],
)
def test_the_format_of_standard_input_can_be_named(name: str, data: bytes) -> None:
    done = run("check", "--no-model", "--stdin-format", name, "-", stdin=gzip.compress(data))
    assert "article" in done.out.splitlines()[-1]
    assert done.code in (0, 1), done.err


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize(("data", "articles"), [(LINES, 2), (ARRAY, 2), (DAMAGED.encode(), 1)])
def test_a_pipe_is_read_as_standard_input_is(data: bytes, articles: int, packer: str, tmp_path: Path) -> None:
    """A shell gives `<(zstdcat x.jsonl.zst)` a name that says nothing of what comes."""
    with piped(tmp_path / "pipe", PACKERS[packer](data)) as pipe:
        done = run("check", "--no-model", pipe)
    assert f"of {articles} article" in done.out, done.err
    assert done.code == 1


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """So it can be called a text and be a reference, but neither be fixed nor be the input of a run that may go on."""
    line = b'{"text": "Un testo che comincia come una riga."}'
    with piped(tmp_path / "a", line) as pipe:
        assert run("check", "--no-model", "--stdin-format", "text", pipe).out.endswith("1 article.\n")
    (tmp_path / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    with piped(tmp_path / "b", json.dumps({"id": "copy", "text": COMPLETE}).encode()) as pipe:
        done = run("suggest", "--no-model", tmp_path / "damaged.txt", "--reference", pipe)
    assert "festa attesa" in done.out
    with piped(tmp_path / "c", "Il banco è pieno,ma il cliente manca.".encode()) as pipe:
        assert "a pipe cannot be fixed in place" in run("check", "--no-model", "--fix", pipe).err
    os.mkfifo(tmp_path / "d")
    assert "a pipe cannot be read again" in run("corpus", tmp_path / "d", "--out", tmp_path / "run", "--no-model").err


@contextmanager
def piped(path: Path, data: bytes) -> Iterator[Path]:
    """A named pipe that gives `data` once."""
    os.mkfifo(path)
    writer = Thread(target=path.write_bytes, args=(data,), daemon=True)
    writer.start()
    yield path
    writer.join(5)
    assert not writer.is_alive()


@pytest.mark.parametrize("kind", SIGNATURES, ids=lambda kind: kind.name)
def test_what_is_no_text_is_named(kind: object, tmp_path: Path) -> None:
    known = next(each for each in SIGNATURES if each is kind)
    data = b"\x20" * known.offset + known.signature + b"\x00" * 300
    assert file_kind_of(data) is known
    names = ("a.txt", "a.jsonl", "a.csv", "a.json", "a.txt.gz")
    for name in names:
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    done = run("check", "--no-model", "--strict", "--encoding", "latin-1", tmp_path)
    assert done.code == 2
    assert done.err.count(f"is {known.name}, not ") == len(names)
    assert "in 0 articles" in done.out


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_utf_16_without_its_mark_is_named(name: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes((DAMAGED if name == "a.txt" else LINES.decode()).encode(encoding))
    assert f"--encoding {encoding}" in run("check", "--no-model", tmp_path / name).err
    if name == "a.txt":
        assert run("check", "--no-model", "--encoding", encoding, tmp_path / name).code == 1


@pytest.mark.parametrize(
    "text", ["ID3 è un nome.", "PK è una sigla.", "BZ, e poi?", "MZ\n", "%P", "II capitolo", "\x00"]
)
def test_no_prose_is_taken_for_another_kind(text: str) -> None:
    assert file_kind_of(text.encode()) is None


FACTS = [
    {"id": "a", "text": SOUND},
    {"id": "b", "text": None},
    {"id": "c"},
    {"id": "a", "text": DAMAGED},
    {"id": "d", "text": " \n"},
    {"id": "e", "text": ""},
]


def test_facts_of_the_data_are_counted_and_strict_makes_them_errors(tmp_path: Path) -> None:
    source, empty = tmp_path / "a.jsonl", tmp_path / "vuoto.txt"
    source.write_text("".join(json.dumps(row) + "\n" for row in FACTS), encoding="utf-8")
    empty.write_bytes(b"")
    done = run("check", "--no-model", source, empty)
    assert done.code == 1
    for note in ("2 rows without text", "1 id that was given already", "2 texts without a word", "1 empty file"):
        assert f"note: {note}; the first: {tmp_path}" in done.err
    assert "error" not in done.err
    assert "in 1 of 4 articles" in done.out
    assert f"[{source}:4]" in done.out
    strict = run("check", "--no-model", "--strict", source, empty)
    assert strict.code == 2
    assert strict.err.count("error: ") == 6


def test_an_empty_file_does_not_fail_a_check(tmp_path: Path) -> None:
    packed = (f".txt{ending}" for ending in UNPACKERS)
    names = [f"{at}{ending}" for at, ending in enumerate((*FORMATS, *packed, ".zip")) if FORMATS.get(ending) != "warc"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    done = run("check", "--no-model", tmp_path)
    assert done.code == 0
    assert f"note: {len(names)} empty files; the first: " in done.err


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (LINES, ".jsonl"),
        (b"\xef\xbb\xbf" + LINES[: LINES.find(b"\n")], ".jsonl"),
        (LINES * 100, ".jsonl"),
        (ARRAY, ".json"),
        (b'[{"text": "a"}]\n', ".json"),
        (b'{\n "text": "a"\n}\n', ".json"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "righe"])
def test_json_that_is_called_a_text_is_no_prose(data: bytes, ending: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("check", "--no-model", tmp_path / name)
    assert done.code == 0  # it is none of the articles that somebody wrote
    said = f"{name}: holds JSON, though its name does not end in {ending}"
    assert f"note: 1 file of JSON with the name of a text; the first: {tmp_path}/{said}\n" in done.err
    strict = run("check", "--no-model", "--strict", tmp_path / name)
    assert (strict.code, f"error: {tmp_path}/{said}; give it a name that does\n" in strict.err) == (2, True)


@pytest.mark.parametrize(
    "before", ['{"@type": "NewsArticle"}\n', "{{nome}}", "[1] ", '{"a": 1', '[{"a": 1}] e altro ', "{}{}"]
)
def test_a_text_that_begins_with_json_is_prose(before: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(before + SOUND, encoding="utf-8")
    done = run("check", "--no-model", tmp_path / "a.txt")
    assert (done.code in (0, 1), "error" in done.err) == (True, False)


def test_a_page_that_shows_no_text_is_a_fact_of_the_data(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><body><script>load()</script></body></html>", encoding="utf-8")
    for more in ((), ("--reference", page)):
        done = run("check", "--no-model", page if not more else "-", *more, stdin=SOUND)
        assert done.code == 0
        assert f"note: 1 page without text; the first: {page}: holds no text" in done.err
    assert run("check", "--no-model", "--strict", page).code == 2


def test_a_field_that_no_row_has_is_an_error(tmp_path: Path) -> None:
    source, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    source.write_bytes(LINES)
    other.write_bytes(LINES.replace(b'"text"', b'"body"'))
    done = run("check", "--no-model", source, other)
    assert done.code == 2
    assert f"{other}: none of its 2 rows has a text: no field 'text'; the row has 'id', 'body'" in done.err
    assert "rows without text" not in done.err


def test_findings_are_counted_by_host_file_field_and_confidence(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    hosts = ["www.uno.example", "due.example", "www.uno.example"]
    rows = [
        {"id": str(n), "text": DAMAGED, "url": f"https://{host}/{n}", "m": {"d": n % 2}} for n, host in enumerate(hosts)
    ]
    source.write_text(
        "".join(json.dumps(row) + "\n" for row in [*rows, {"id": "x", "text": DAMAGED}]), encoding="utf-8"
    )

    def table(by: str, *more: str) -> list[tuple[str, str]]:
        done = run("check", "--no-model", "--statistics", "--by", by, *more, source)
        assert done.out.startswith(by), done.err
        lines = done.out.partition("\n\n")[0].splitlines()[1:]
        return [(line.split()[0], line.split()[2]) for line in lines]

    assert table("host") == [("www.uno.example", "2"), ("(unknown)", "1"), ("due.example", "1")]
    assert table("m.d") == [("0", "2"), ("(unknown)", "1"), ("1", "1")]
    assert table("file") == [(str(source), "4")]
    assert all("–" in name for name, _ in table("confidence"))
    assert table("code")[0][0].startswith("R")
    assert run("check", "--no-model", "--by", "host", source).out.startswith("host ")
    examples = run("check", "--no-model", "--by", "host", "--top", "1", source).out
    assert [line for line in examples.splitlines() if line.endswith(":")] == [f"{host}:" for host, _ in table("host")]
    missed = run("check", "--no-model", "--by", "hots", source).out
    assert "No row has a field 'hots': the first has 'id', " in missed
    assert "Others to count by are code, host, file, confidence." in missed
