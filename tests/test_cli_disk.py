"""Disks that are full, limits on files, and folders in which this user may not write: one clear error, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import SOUND, apparatus_file, candidate, entry, run

from repair.records import Article, Source

MAIN = (sys.executable, "-c", "from repair.cli import main; main()")
NOBODY = 65534


def made(tmp_path: Path, count: int, text: str = SOUND) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    rows = []
    for number in range(count):
        path = folder / f"{number:03}.txt"
        path.write_text(text, encoding="utf-8")
        rows.append((Article(str(path), text, source=Source(str(path))), [entry(3, 3, candidate("nuova ", "reading"))]))
    return apparatus_file(tmp_path / "made.json", rows)


def scratch(folder: Path) -> list[Path]:
    return list(folder.rglob(".repair-*"))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_ends_the_batch_at_once(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apparatus, out = made(tmp_path, 30), tmp_path / "out"
    tried = 0
    synced = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal tried
        tried += 1
        if tried > 20:
            raise OSError(code, os.strerror(code))
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    done = run("apply", apparatus, "--accept", "readings", "-o", f"{out}/")
    assert (done.code, tried) == (2, 21)
    (line,) = done.err.splitlines()
    assert line.endswith(f"cannot write: {os.strerror(code)}; free some space and run it again")
    assert scratch(tmp_path) == []
    monkeypatch.undo()
    assert run("apply", apparatus, "--accept", "readings", "-o", f"{out}/").code == 0
    assert len(list(out.iterdir())) == 60


@pytest.mark.parametrize("command", ["undo", "fix"])
def test_a_full_disk_ends_what_else_writes_many_files(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apparatus, out = made(tmp_path, 3, "Riapre sabato,domenica e lunedì. " + SOUND), tmp_path / "out"
    assert run("apply", apparatus, "--accept", "readings", "-o", f"{out}/").code == 0

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    if command == "undo":
        done = run("undo", out, "-o", f"{tmp_path}/back/")
    else:
        done = run("check", "--no-model", tmp_path / "articles", "--fix")
    assert done.code == 2
    assert len([line for line in done.err.splitlines() if line.startswith("error: ")]) == 1
    assert scratch(tmp_path) == []


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ("-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder))
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(tiny: Path, tmp_path: Path) -> None:
    apparatus = made(tmp_path, 60, SOUND * 60)
    out = tiny / "out"
    done = run("apply", apparatus, "--accept", "readings", "-o", f"{out}/")
    assert done.code == 2
    assert "No space left on device; free some space" in done.err
    assert done.err.count("\n") == 1
    assert scratch(tiny) == []
    texts = list(out.glob("*.txt"))
    assert 0 < len(texts) < 60
    assert all(p.with_name(f"{p.name}.repair.json").exists() for p in texts)
    for command in (("apply", apparatus, "-o", tiny / "o.jsonl"), ("render", apparatus, "-o", tiny / "o.md")):
        done = run(*command)
        assert done.code == 2
        assert "No space left on device; free some space" in done.err
        assert [p.name for p in tiny.iterdir()] == ["out"]


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@pytest.mark.parametrize("command", ["apply", "rows", "render", "index"])
def test_a_limit_on_the_size_of_files(command: str, tmp_path: Path) -> None:
    apparatus, out = made(tmp_path, 1, SOUND * 40), tmp_path / "out"
    out.mkdir()
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "a", "text": SOUND * 40}) + "\n", encoding="utf-8")
    arguments: dict[str, tuple[str | Path, ...]] = {
        "apply": ("apply", apparatus, "--accept", "readings", "-o", out / "a.txt"),
        "rows": ("apply", apparatus, "--accept", "readings", "-o", out / "a.jsonl"),
        "render": ("render", apparatus, "-o", out / "a.md"),
        "index": ("index", source, "-o", out / "a.store"),
    }
    words = list(map(str, arguments[command]))
    done = subprocess.run([*MAIN, *words], preexec_fn=limited, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    if command != "index":
        assert "cannot write: File too large; raise the limit on the size of files" in done.stderr
        assert {p.name for p in out.iterdir()} <= {
            "a.txt.repair.json"
        }  # which is written first, and waits for its text
    assert run(*words).code == 0
    assert scratch(out) == []


@pytest.mark.parametrize("command", ["apply", "in-place", "rows", "render", "undo", "index"])
def test_a_folder_in_which_this_user_may_not_write(command: str, tmp_path: Path) -> None:
    apparatus, out = made(tmp_path, 1), tmp_path / "out"
    assert run("apply", apparatus, "--accept", "readings", "-o", f"{out}/").code == 0
    as_others: list[str] = []
    if os.geteuid() == 0:  # root may write everywhere, unless it goes without that right
        as_others = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        if not shutil.which("setpriv") or subprocess.run([*as_others, "true"], check=False).returncode:
            pytest.skip("root cannot do without its rights here")
    for folder in (out, tmp_path / "articles"):
        if as_others:
            os.chown(folder, NOBODY, NOBODY)
        folder.chmod(0o555)
    arguments: dict[str, tuple[str | Path, ...]] = {
        "apply": ("apply", apparatus, "--accept", "readings", "-o", out / "new.txt"),
        "in-place": ("apply", apparatus, "--accept", "readings", "-o", tmp_path / "articles"),
        "rows": ("apply", apparatus, "--accept", "readings", "-o", out / "new.jsonl"),
        "render": ("render", apparatus, "-o", out / "new.md"),
        "undo": ("undo", out, "-o", out),
        "index": ("index", tmp_path / "articles", "-o", out / "new.store"),
    }
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    words = [*as_others, *MAIN, *map(str, arguments[command])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert "Permission denied" in done.stderr
    for folder in (out, tmp_path / "articles"):
        folder.chmod(0o755)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_modes_are_kept_and_a_read_only_article_stays(tmp_path: Path) -> None:
    apparatus = made(tmp_path, 1)
    article = tmp_path / "articles" / "000.txt"
    article.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(article, NOBODY, NOBODY)
    assert run("apply", apparatus, "--accept", "readings", "-o", article).code == 0
    assert run("undo", article, "-o", article).code == 0
    status = article.stat()
    assert status.st_mode & 0o7777 == 0o640
    if os.geteuid() == 0:
        assert (status.st_uid, status.st_gid) == (NOBODY, NOBODY)
        return
    article.chmod(0o440)
    done = run("apply", apparatus, "--accept", "readings", "-o", article)
    assert (done.code, article.read_text(encoding="utf-8")) == (2, SOUND)
