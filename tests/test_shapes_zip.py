"""ZIP archives are folders: for every command that reads, and never more than that."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from cli_runner import COMPLETE, DAMAGED, SOUND, run
from corpus_samples import FULL, run_here, set_aside

from repair.corpus import verify
from repair.corpus.undo import undo_run

ENTITIES = SOUND + "\nIl caff&egrave; resta aperto fino a sera.\n"
FIXED = ENTITIES.replace("&egrave;", "è")
ROW = json.dumps({"id": "r", "text": ENTITIES}) + "\n"


def archive(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    return archive(
        tmp_path / "a.zip",
        {"b/uno.txt": ENTITIES, "a.txt": SOUND, "r.jsonl": ROW, "b/": "", ".hidden": "x", "__MACOSX/a.txt": "x"},
    )


def test_members_are_read_as_files_in_a_folder(packed: Path) -> None:
    done = run("check", "--no-model", "--format", "concise", packed)
    assert done.code == 1, done.err
    assert "in 2 of 3 articles" in done.out
    assert done.out.startswith(f"{packed}/b/uno.txt:")
    assert f"{packed}/r.jsonl:1 [r]" in done.out
    for name, count in (("a.txt", "1 article"), ("b", "1 of 1 article"), ("b/", "1 of 1 article")):
        assert f"in {count}" in run("check", "--no-model", f"{packed}/{name}").out
    assert "in 2 of 3 articles" in run("check", "--no-model", packed.parent).out


def test_members_are_references_and_go_into_stores(tmp_path: Path) -> None:
    copies = archive(tmp_path / "copies.zip", {"copia.txt": COMPLETE, "altra.txt": SOUND})
    article = tmp_path / "a.txt"
    article.write_text(DAMAGED, encoding="utf-8")
    done = run("suggest", "--no-model", article, "--reference", copies)
    assert "copia.txt" in done.out
    assert "2 references added" in run("index", copies, "-o", tmp_path / "store").out


def test_a_run_over_an_archive_gives_a_folder(packed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_here([packed], out, FULL)["articles"] == 3
    texts = out / "repaired" / "texts" / "a.zip"
    assert (texts / "b" / "uno.txt").read_text(encoding="utf-8") == FIXED
    assert (texts / "a.txt").read_text(encoding="utf-8") == SOUND
    assert not list(verify(out))
    undo_run(out, tmp_path / "back")
    assert (tmp_path / "back" / "a.zip" / "b" / "uno.txt").read_text(encoding="utf-8") == ENTITIES


def test_an_archive_is_never_written(packed: Path) -> None:
    before = packed.read_bytes()
    assert "a packed file cannot be fixed in place" in run("check", "--no-model", "--fix", packed).err
    refused = run("check", "--no-model", packed, "-o", packed)
    assert refused.code == 2
    assert "is one of the articles" in refused.err
    assert packed.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["../fuori.txt", "a/../../fuori.txt", "/etc/passwd", "C:/x.txt", "a\\..\\b.txt", "a\x1b[2J.txt"]
)
def test_a_name_that_leads_out_is_refused_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", {name: SOUND, "dentro.txt": SOUND})
    done = run("check", "--no-model", made)
    assert done.code == 2
    assert "leads out of the archive" in done.err
    assert "\x1b" not in done.err
    assert "in 1 article" in done.out


def test_what_is_no_archive_is_named_and_the_rest_goes_on(tmp_path: Path, packed: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04" + b"\x00" * 60)
    (tmp_path / "y.zip").write_text("un testo")
    archive(tmp_path / "z.zip", {})
    done = run("check", "--no-model", tmp_path)
    assert done.code == 2
    assert done.err.count("cannot be read as a ZIP archive") == 2
    assert "z.zip: the archive holds no files" in done.err
    assert "in 2 of 3 articles" in done.out


def test_damage_encryption_and_bombs_are_named(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.zip", {"a.txt": SOUND * 5, "b.txt": SOUND})
    data = bytearray(made.read_bytes())
    data[60] ^= 0xFF
    made.write_bytes(data)
    done = run("check", "--no-model", made)
    assert done.code == 2
    assert "a.zip/a.txt: cannot be read" in done.err
    assert "in 1 article" in done.out
    locked = bytearray(archive(tmp_path / "l.zip", {"a.txt": SOUND}).read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + at] |= 1
    (tmp_path / "l.zip").write_bytes(locked)
    assert "l.zip/a.txt: is encrypted" in run("check", "--no-model", tmp_path / "l.zip").err
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("b.txt", "w") as member:
        for _ in range(101):
            member.write(b"a" * 1_000_000)
    (tmp_path / "b.zip").write_bytes(stream.getvalue())
    assert "b.zip/b.txt: unpacks to 1,0" in run("check", "--no-model", tmp_path / "b.zip").err
    stats = run_here([made, tmp_path / "l.zip", tmp_path / "b.zip"], tmp_path / "out", FULL)
    assert stats["articles"] == 1
    assert len(set_aside(tmp_path / "out")) == 3
