"""Corpora at URLs: data sets of a hub, and what cannot be read there is said in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_runner import SOUND
from cli_runner import run as cli
from corpus_samples import FULL, apparatuses, found_in, rows, run_here, set_aside, write
from hub_server import hub

from repair.corpus.inputs import expanded
from repair.errors import InputError

fsspec = pytest.importorskip("fsspec", reason="the library for URLs is not installed: pip install '.[corpus]'")
pytest.importorskip("huggingface_hub", reason="the library for the hub is not installed: pip install '.[model]'")

REFUSED = {"una/chiusa": (403, "GatedRepo"), "una/privata": (401, "RepoNotFound"), "una/malata": (400, "")}
DATA = "hf://datasets/una/raccolta"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """What a hub has: a data set as it is there, in two files with a card beside them."""
    (tmp_path / "made").mkdir()
    held = {
        "una/raccolta/.gitattributes": b"*.parquet filter=lfs",
        "una/raccolta/README.md": f"---\nlicense: mit\n---\n{SOUND}".encode(),
        "una/raccolta/data/train-00000-of-00002.parquet": write(tmp_path / "made", "parquet", rows(30)).read_bytes(),
        "una/raccolta/data/train-00001-of-00002.parquet": write(tmp_path / "made", "parquet", rows(20)).read_bytes(),
        "una/altra/righe.jsonl.gz": write(tmp_path / "made", "jsonl.gz", rows(10)).read_bytes(),
    }
    with hub(held, REFUSED) as address:
        monkeypatch.setitem(fsspec.config.conf, "hf", {"endpoint": address, "token": False})
        yield held


@pytest.mark.parametrize("url", [DATA, f"{DATA}/data", f"{DATA}/**/*.parquet"])
def test_a_data_set_of_a_hub_is_read_without_its_card(url: str, files: dict[str, bytes], tmp_path: Path) -> None:
    here = tmp_path / "here"
    for name, data in files.items():
        if name.endswith(".parquet"):
            here.mkdir(exist_ok=True)
            (here / Path(name).name).write_bytes(data)
    run_here([url], tmp_path / "out", FULL)
    run_here([here], tmp_path / "local", FULL)
    assert found_in(apparatuses(tmp_path / "out")) == found_in(apparatuses(tmp_path / "local"))
    (one,), (other,) = (sorted((tmp_path / name / "repaired").iterdir()) for name in ("out", "local"))
    assert one.read_bytes() == other.read_bytes()
    listed = [json.loads(line) for line in (tmp_path / "out" / "inputs.jsonl").read_text().splitlines()]
    assert [Path(each["path"]).name for each in listed] == [
        "train-00000-of-00002.parquet",
        "train-00001-of-00002.parquet",
    ]
    assert all(each["stamp"] for each in listed)  # by which a resumed run knows that a file is another


def test_a_packed_file_and_a_card_alone_are_read(files: dict[str, bytes], tmp_path: Path) -> None:
    stats = run_here(["hf://datasets/una/altra/righe.jsonl.gz", f"{DATA}/README.md"], tmp_path / "out", FULL)
    assert (stats["articles"], stats["set_aside"]) == (11, 0)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{DATA}/nessuno.parquet", "no file is there; check the address"),
        (f"{DATA}/nessuna/*.parquet", "no file is there; check the address"),
        ("hf://datasets/una/ignota", "no file is there; check the address"),
        ("hf://datasets/una/chiusa/a.jsonl", "access is refused, or nothing is there; log in with `hf auth login`"),
        ("hf://datasets/una/privata", "access is refused, or nothing is there; log in with `hf auth login`"),
        ("hf://datasets/una/malata", "cannot be read: "),
        ("hf://", "cannot be read: "),
        ("nessuno://a/b", "cannot be read: Protocol not known: nessuno"),
    ],
)
def test_what_cannot_be_read_there_is_said_before_the_run(
    url: str, said: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    done = cli("corpus", url, "-o", tmp_path / "out", "--no-model")
    assert done.code == 2
    (error,) = (line for line in done.err.splitlines() if line.startswith("error: "))
    assert error.startswith(f"error: {url}: {said}")
    assert not (tmp_path / "out" / "run.json").exists()


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (
            ModuleNotFoundError("No module named 's3fs'", name="s3fs.core"),
            "needs the library s3fs, which is not installed",
        ),
        (None, "a library is missing: Install it to read it; install it"),
    ],
)
def test_a_library_that_is_missing_is_named(
    cause: Exception | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(url: str) -> Any:
        raise ImportError("Install it to read it") from cause

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    with pytest.raises(InputError, match=said):
        next(expanded(["s3://secchio/a.jsonl"]))


def test_a_file_that_goes_away_is_unreadable_and_the_others_are_read(files: dict[str, bytes], tmp_path: Path) -> None:
    class Sources:
        """The second file is gone once the inputs are listed."""

        def __enter__(self) -> Sources:
            del files["una/raccolta/data/train-00001-of-00002.parquet"]
            return self

        def __exit__(self, *error: object) -> None:
            return

        def show(self, snapshot: object, *, last: bool = False) -> None:
            return

    stats = run_here([f"{DATA}/data"], tmp_path / "out", FULL, progress=Sources())
    assert (stats["articles"], stats["set_aside_at"]) == (30, {"input": 1})
    assert set_aside(tmp_path / "out")[0]["where"].endswith("train-00001-of-00002.parquet")


def test_other_commands_say_that_a_url_is_for_a_corpus(tmp_path: Path) -> None:
    for url in (f"{DATA}/a.parquet", f"{DATA}/*.parquet"):
        done = cli("check", "--no-model", url)
        assert (done.code, done.err.count("is a URL, and only files are read here; use `repair corpus`")) == (2, 1)
