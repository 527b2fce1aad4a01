"""Through files and pipes and back: what is not accepted changes nothing, and undo and strip give every byte back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_runner import CODES, COMPLETE, DAMAGED, SOUND, apparatus_file, candidate, entry, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.read import articles
from repair.records import Article, Source
from repair.render import RENDERERS

TEXTS: dict[str, tuple[str, bytes]] = {
    "plain": ("utf-8", DAMAGED.encode()),
    "crlf": ("utf-8", DAMAGED.replace("\n", "\r\n").encode()),
    "bare-cr": ("utf-8", DAMAGED.replace("\n", "\r").encode()),
    "bom": ("utf-8", b"\xef\xbb\xbf" + DAMAGED.encode()),
    "no-final-newline": ("utf-8", DAMAGED.rstrip("\n").encode()),
    "final-newlines": ("utf-8", DAMAGED.encode() + b"\n\n \n"),
    "marks-of-its-own": ("utf-8", (DAMAGED + "=== a ===\n{++x++} \\ {>>y<<} {~~a~>b~~}\n").encode()),
    "controls": ("utf-8", (DAMAGED + "\x1b[31m \u202e \x85 \u2028 \ufeff\n").encode()),
    "latin-1": ("latin-1", DAMAGED.encode("latin-1")),
    "cp1252": ("cp1252", DAMAGED.replace("'", "’").encode("cp1252")),
    "utf-16": ("utf-16", DAMAGED.encode("utf-16")),
    "utf-16-be": ("utf-16", b"\xfe\xff" + DAMAGED.encode("utf-16-be")),
}

_ROW = {"id": "uno", "text": DAMAGED, "anno": 2024, "peso": 1.50, "tag": ["a", {"b": None}], "titolo": "Perché"}
_OTHER = {"id": "due", "text": SOUND}
ROWS: dict[str, bytes] = {
    "compact": "".join(
        json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in (_ROW, _OTHER)
    ).encode(),
    "spaced-ascii": "".join(json.dumps(r) + "\n" for r in (_ROW, _OTHER)).encode(),
    "crlf": "".join(json.dumps(r) + "\r\n" for r in (_ROW, _OTHER)).encode(),
    "no-final-newline": "\n".join(json.dumps(r) for r in (_ROW, _OTHER)).encode(),
    "blank-lines": ("\n \n" + json.dumps(_ROW) + "\n\n\n" + json.dumps(_OTHER) + "  \n\n").encode(),
    "bom": b"\xef\xbb\xbf" + "\n".join(json.dumps(r) for r in (_ROW, _OTHER)).encode(),
    "odd-spacing": ('{ "id" :"uno", "text":  ' + json.dumps(DAMAGED) + ' ,"n":1.0e3}\n').encode(),
    "odd-escapes": (
        '{"id":"uno","text":"' + DAMAGED.replace('"', "\\u0022").replace("\n", "\\u000a") + '"}\n'
    ).encode(),
    "text-twice": ('{"text":"prima","id":"uno","text":' + json.dumps(DAMAGED) + "}\n").encode(),
    "ids-of-no-use": "".join(json.dumps({"id": {"$oid": 7}, "n": i, "text": DAMAGED}) + "\n" for i in (1, 2)).encode(),
}


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def suggested(tmp_path: Path, *arguments: str | Path) -> Path:
    """An apparatus file with readings, made from a whole copy."""
    copy = write(tmp_path / "copies" / "copy.txt", COMPLETE.encode())
    made = tmp_path / "made.jsonl"
    done = run(
        "suggest", "--no-model", *arguments, "-r", copy, "--reference-encoding", "utf-8", "-o", made, "--format", "json"
    )
    assert done.code == 0, done.err
    return made


@pytest.mark.parametrize(("encoding", "content"), TEXTS.values(), ids=TEXTS)
def test_text_there_and_back(encoding: str, content: bytes, tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt", content)
    made = suggested(tmp_path, article, "--encoding", encoding)
    for format_ in RENDERERS:
        assert run("render", made, "--format", format_).code == 0
    out, back = tmp_path / "out.txt", tmp_path / "back.txt"
    assert run("apply", made, "--accept", "readings", "-o", out).code == 0
    repaired = out.read_bytes().decode(encoding)
    assert "festa attesa" in repaired
    assert "restaurate a mano" in repaired
    assert run("undo", out, "-o", back).code == 0
    assert back.read_bytes() == content


@pytest.mark.parametrize(("encoding", "content"), TEXTS.values(), ids=TEXTS)
def test_text_without_a_decision_stays_as_it_is(encoding: str, content: bytes, tmp_path: Path) -> None:
    made = suggested(tmp_path, write(tmp_path / "a.txt", content), "--encoding", encoding)
    assert run("apply", made).bytes == content
    assert run("apply", made, "-o", tmp_path / "out.txt").code == 0
    assert (tmp_path / "out.txt").read_bytes() == content


@pytest.mark.parametrize(("encoding", "content"), TEXTS.values(), ids=TEXTS)
def test_strip_gives_marked_text_back_in_utf_8(encoding: str, content: bytes, tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt", content)
    made = suggested(tmp_path, article, "--encoding", encoding)
    marked = run("render", made)
    assert b"{++festa attesa++}{>>RG101" in marked.bytes
    with_mark = encoding if encoding != "utf-16" else "utf-16-be" if content[0] == 0xFE else "utf-16-le"
    text = content.decode(with_mark).encode()
    assert run("strip", "-", stdin=marked.bytes).bytes == text
    assert run("strip", write(tmp_path / "m.txt", marked.bytes), "-o", tmp_path / "s.txt").code == 0
    assert (tmp_path / "s.txt").read_bytes() == text


def test_standard_input_to_standard_output(tmp_path: Path) -> None:
    copy = write(tmp_path / "copy.txt", COMPLETE.encode())
    suggest = ("suggest", "-", "--no-model", "-r", copy)
    made = run(*suggest, "--format", "json", stdin=DAMAGED.encode())
    repaired = run("apply", "-", "--accept", "readings", stdin=made.bytes)
    assert repaired.bytes == COMPLETE.encode()
    assert "no sidecar" in repaired.err
    assert run("strip", "-", stdin=run(*suggest, stdin=DAMAGED.encode()).bytes).bytes == DAMAGED.encode()


def test_a_text_repaired_in_place(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt", DAMAGED.encode())
    made = suggested(tmp_path, article)
    assert article.read_bytes() == DAMAGED.encode()
    assert run("apply", made, "--accept", "readings", "-o", article).code == 0
    assert article.read_bytes() == COMPLETE.encode()
    assert sorted(p.name for p in tmp_path.glob("a.txt*")) == ["a.txt", "a.txt.repair.json"]
    assert run("undo", article, "-o", article).code == 0
    assert article.read_bytes() == DAMAGED.encode()


# --- rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ROWS.values(), ids=ROWS)
def test_rows_there_and_back(content: bytes, tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", content)
    made = suggested(tmp_path, rows, "--id-field", "n" if b"oid" in content else "id")
    assert run("apply", made).bytes == content
    out, back = tmp_path / "out.jsonl", tmp_path / "back.jsonl"
    assert run("apply", made, "-o", out).code == 0
    assert out.read_bytes() == content
    assert run("apply", made, "--accept", "readings", "-o", out).code == 0
    texts = [json.loads(line.removeprefix("\ufeff")) for line in out.read_text("utf-8").splitlines() if line.strip()]
    assert texts[0]["text"] == COMPLETE
    assert {k: v for k, v in texts[0].items() if k in _ROW and k not in ("text", "id")}.items() <= _ROW.items()
    assert run("undo", out, "-o", back).code == 0
    assert back.read_bytes() == content


_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False) | _text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_text, inner, max_size=2),
    max_leaves=4,
)
_layout = st.fixed_dictionaries(
    {"ensure_ascii": st.booleans(), "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")])}
)


@st.composite
def _row_files(draw: st.DrawFn) -> bytes:
    """A JSONL file of up to four rows, each in a layout of its own."""
    out = draw(st.sampled_from(["", "\ufeff", "\n", " \r\n"]))
    for _ in range(draw(st.integers(1, 4))):
        row: dict[str, Any] = {"text": draw(_text), **draw(st.dictionaries(_text, _value, max_size=2))}
        row = {k: v for k, v in row.items() if k != "id"}
        out += json.dumps(row, **draw(_layout)) + draw(st.sampled_from(["\n", "\r\n", "\n\n", " \n \n"]))
    return (out if draw(st.booleans()) else out.rstrip()).encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=_row_files(), data=st.data())
def test_rows_of_any_shape_come_back(content: bytes, data: st.DataObject, tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", content)
    entries = []
    for article in articles([str(rows)], on_error=_raise):
        at = sorted(data.draw(st.lists(st.integers(0, len(article.text)), max_size=3, unique=True)))
        candidates = [candidate(data.draw(_text), "reading") for _ in at]
        entries.append((article, [entry(i, i, c, code="RJ201") for i, c in zip(at, candidates, strict=True)]))
    made = apparatus_file(tmp_path / "made.jsonl", entries)
    # one of its own, since other rows' sidecars would not give way
    out, back = tmp_path / f"out-{len(list(tmp_path.iterdir()))}.jsonl", tmp_path / "back.jsonl"
    assert run("apply", made, "--accept", "readings", "-o", out).code == 0
    if any(found for _, found in entries):
        assert out.read_bytes() != content
    assert run("undo", out, "-o", back).code == 0
    assert back.read_bytes() == content
    assert run("apply", made).bytes == content


def _raise(error: Exception) -> None:
    raise error


def test_rows_of_several_files_share_one_file(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", json.dumps({"id": 1, "text": DAMAGED}).encode())
    second = write(tmp_path / "b.jsonl", json.dumps({"id": 2, "text": DAMAGED}).encode() + b"\n")
    made = suggested(tmp_path, first, second)
    out = tmp_path / "out.jsonl"
    assert run("apply", made, "--accept", "readings", "-o", out).code == 0
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == [
        {"id": 1, "text": COMPLETE},
        {"id": 2, "text": COMPLETE},
    ]
    assert run("undo", out, "-o", tmp_path / "back.jsonl").code == 0
    assert (tmp_path / "back.jsonl").read_bytes() == first.read_bytes() + b"\n" + second.read_bytes()


def test_rows_that_cannot_share_a_file_are_refused(tmp_path: Path) -> None:
    made = [suggested(tmp_path, write(tmp_path / "a.jsonl", ROWS["compact"])).read_bytes()]
    renamed = write(tmp_path / "b.jsonl", json.dumps({"id": 2, "body": SOUND}).encode())
    made.append(suggested(tmp_path, renamed, "--field", "body").read_bytes())
    done = run("apply", "-", "-o", tmp_path / "out.jsonl", stdin=b"".join(made))
    assert done.code == 2
    assert f"{renamed}:1: rows with their text in 'body' (utf-8) do not go with 'text' (utf-8)" in done.err
    assert not (tmp_path / "out.jsonl").exists()


def test_no_article_gives_no_row_and_undo_gives_none_back(tmp_path: Path) -> None:
    out, back = tmp_path / "out.jsonl", tmp_path / "back.jsonl"
    assert run("apply", write(tmp_path / "none.json", b""), "-o", out).code == 0
    assert run("undo", out, "-o", back).code == 0
    assert out.read_bytes() == back.read_bytes() == b""


# --- files of another kind than the input's --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "crlf", "bom", "latin-1", "utf-16"])
def test_texts_become_rows(name: str, tmp_path: Path) -> None:
    encoding, content = TEXTS[name]
    article = write(tmp_path / "a.txt", content)
    made = suggested(tmp_path, article, "--encoding", encoding)
    out, back = tmp_path / "out.jsonl", tmp_path / "back.jsonl"
    assert run("apply", made, "--accept", "readings", "-o", out).code == 0
    (row,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert row["id"] == str(article)
    assert "festa attesa" in row["text"]
    assert run("undo", out, "-o", back).code == 0
    (row,) = [json.loads(line) for line in back.read_text("utf-8").splitlines()]
    assert row["text"].encode("utf-16-le" if encoding == "utf-16" else encoding) == content


def test_rows_become_files(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", "".join(json.dumps({"id": i, "text": DAMAGED}) + "\n" for i in "ab").encode())
    made = suggested(tmp_path, rows)
    (tmp_path / "out").mkdir()
    (tmp_path / "back").mkdir()
    assert run("apply", made, "--accept", "readings", "-o", tmp_path / "out").code == 0
    assert run("undo", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert {p.name: p.read_text("utf-8") for p in (tmp_path / "back").iterdir()} == {"a.txt": DAMAGED, "b.txt": DAMAGED}


def test_one_row_becomes_one_file(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", json.dumps({"id": 1, "text": DAMAGED}).encode())
    out = tmp_path / "out.txt"
    assert run("apply", suggested(tmp_path, rows), "--accept", "readings", "-o", out).code == 0
    assert out.read_text("utf-8") == COMPLETE
    assert run("undo", out, "-o", tmp_path / "back.txt").code == 0
    assert (tmp_path / "back.txt").read_text("utf-8") == DAMAGED


def test_files_of_one_name_in_different_folders(tmp_path: Path) -> None:
    contents = {f"in/{f}/a.txt": DAMAGED.replace("sabato", f).encode() for f in ("lunedì", "martedì", "domenica")}
    for name, content in contents.items():
        write(tmp_path / name, content)
    made = suggested(tmp_path, tmp_path / "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "back").mkdir()
    for _ in range(2):  # the second run replaces what the first one wrote
        assert run("apply", made, "--accept", "readings", "-o", f"{tmp_path / 'out'}/").code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if p.suffix == ".txt") == [
        "a-2.txt",
        "a-3.txt",
        "a.txt",
    ]
    assert run("undo", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert sorted(p.read_bytes() for p in (tmp_path / "back").iterdir()) == sorted(contents.values())


def test_sidecars_are_no_articles(tmp_path: Path) -> None:
    article = write(tmp_path / "in" / "a.txt", DAMAGED.encode())
    run("apply", suggested(tmp_path, article), "--accept", "readings", "-o", article)
    done = run("check", "--no-model", article.parent, "--format", "json")
    assert [row["id"] for row in done.rows] == [str(article)]


@pytest.mark.parametrize(
    "article_id", ["../../etc/passwd", "/abs", "..", "", "a/b\x00c", "n" * 400, "漢" * 200, ".nascosto"]
)
def test_ids_never_lead_out_of_the_folder(article_id: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made = apparatus_file(tmp_path / "a.json", [(Article(article_id, SOUND), []), (Article("altro", SOUND), [])])
    done = run("apply", made, "-o", tmp_path / "out")
    assert (done.code, done.err) == (0, "")
    files = [p for p in (tmp_path / "out").iterdir() if not p.name.endswith(".repair.json")]
    assert len(files) == 2
    assert all(p.is_file() and not p.name.startswith(".") for p in files)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "out"]


# --- what is accepted ----------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """An apparatus with a reading, a prediction, a rule's fix, a reading under a prediction, and a variant."""
    text = "Uno due tre quattro cinque sei."
    entries = [
        entry(4, 4, candidate("R ", "reading")),
        entry(8, 8, candidate("P ", "prediction")),
        entry(12, 12, candidate("F ", "rule"), code="RJ201"),
        entry(20, 20, candidate("P2 ", "prediction", 0.9), candidate("R2 ", "reading", 0.4)),
        entry(27, 30, candidate("V", "reading"), code="RV501"),
    ]
    return apparatus_file(tmp_path / "mixed.json", [(Article("a", text, source=Source("a.txt")), entries)])


ACCEPTED: list[tuple[tuple[str, ...], str]] = [
    ((), "Uno due tre quattro cinque sei."),
    (("--accept", "readings"), "Uno R due tre quattro R2 cinque sei."),
    (("--accept", "readings", "--min-score", "0.5"), "Uno R due tre quattro cinque sei."),
    (("--accept", "readings", "--min-confidence", "0.95"), "Uno due tre quattro cinque sei."),
    (("--accept", "rules"), "Uno due tre F quattro cinque sei."),
    (("--accept", "readings", "--accept", "rules"), "Uno R due tre F quattro R2 cinque sei."),
    (("--accept-predictions",), "Uno due P tre quattro P2 cinque sei."),
]


@pytest.mark.parametrize(("options", "expected"), ACCEPTED, ids=[" ".join(o) or "nothing" for o, _ in ACCEPTED])
def test_what_each_option_accepts(options: tuple[str, ...], expected: str, mixed: Path) -> None:
    assert run("apply", mixed, *options).out == expected


def test_no_accept_takes_predictions(mixed: Path) -> None:
    assert "predictions" not in run("apply", "--help").out.partition("--accept-predictions")[0]
    assert run("apply", mixed, "--accept", "predictions").code == 2


def test_the_sidecar_says_where_every_word_came_from(mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    run("apply", mixed, "--accept", "readings", "--accept", "rules", "-o", out)
    sidecar = json.loads((tmp_path / "out.txt.repair.json").read_bytes())
    text = out.read_text("utf-8")
    assert [(text[e["start"] : e["end"]], e["provenance"][0]["kind"]) for e in sidecar["edits"]] == [
        ("R ", "reading"),
        ("F ", "rule"),
        ("R2 ", "reading"),
    ]


def test_every_step_gives_the_same_again(tmp_path: Path) -> None:
    article = write(tmp_path / "a.txt", DAMAGED.encode())
    first, second = (suggested(tmp_path, article).read_bytes() for _ in range(2))
    assert first == second
    assert [s["code"] for s in json.loads(first)["suggestions"]][:3] == list(CODES)
