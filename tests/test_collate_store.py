"""The reference store: what goes in comes out, whatever happens to the process that puts it in."""

from __future__ import annotations

import inspect
import itertools
import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stopwatch import Stopwatch

from repair.collate import store as store_module
from repair.collate.index import Finder, ReferenceIndex
from repair.collate.store import Added, Store, is_store
from repair.errors import ConfigError, InputError, OutputError, RepairError
from repair.records import Article, Element, Reference


def text(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(f"{rng.choice('bcdfglmnprst')}{rng.randrange(4000)}" for _ in range(words))


def copies(count: int) -> list[Reference]:
    return [Reference(f"copy-{number:04}", text(number)) for number in range(count)]


def halves(count: int) -> list[Article]:
    """Articles that have the first half of their words from a copy, and the second from nowhere."""
    return [Article("", " ".join([*text(n).split()[:60], *text(-n - 1).split()[:60]])) for n in range(count)]


def answers(finder: Finder, articles: list[Article]) -> list[list[tuple[Reference, float]]]:
    return [finder.find(article, 5, 20.0) for article in articles]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "BATCH", 20)


# --- what goes in comes out --------------------------------------------------------------------------------------


def test_it_answers_as_the_index_in_memory_does(folder: Path, small_batches: None) -> None:
    references = [*copies(150), Reference("named#1", text(3, 20) + " " + text(900)), Reference("named", text(3))]
    articles = [*halves(150), Article("named", text(3)), Article("", text(7, 40)), Article("", "")]
    with Store.open(folder, create=True) as store:
        assert store.add(references) == Added(152, 0)
        assert answers(store, articles) == answers(ReferenceIndex(references), articles)
        assert [r.name for r, _ in store.find(articles[150], 5, 20.0)] == ["named", "named#1", "copy-0003"]


@settings(deadline=None, max_examples=30)
@given(
    st.builds(
        Reference,
        name=st.text(st.characters(exclude_categories=()), max_size=20),
        text=st.text(st.characters(exclude_categories=()), max_size=200),
        elements=st.lists(st.builds(Element, st.just(1), st.integers(1, 5), st.text(max_size=5)), max_size=3).map(
            tuple
        ),
        url=st.text(st.characters(exclude_categories=()), max_size=20),
        date=st.text(max_size=10),
    )
)
def test_a_reference_comes_out_exactly_as_it_went_in(reference: Reference) -> None:
    with tempfile.TemporaryDirectory() as scratch, Store.open(Path(scratch) / "s", create=True) as store:
        store.add([reference])
        with Store.open(Path(scratch) / "s") as other:
            found = other.find(Article(reference.name, reference.text), 1, 0.0)
        # without a name and with hardly a word there is nothing to find it by
        assert [r for r, _ in found] == [reference] if reference.name else len(found) <= 1


def test_short_articles_are_found_by_name_or_by_words(folder: Path) -> None:
    copy = Reference("a/copy", "Ieri sera il sindaco di Lodi ha detto che la strada resterà chiusa fino a domenica.")
    with Store.open(folder, create=True, modulus=1) as store:
        store.add([copy, *copies(30)])
        for identifier, cut in (("a", "Ha detto: strada"), ("", "Ieri sera il sindaco di, ha detto che la strada")):
            ((reference, similarity),) = store.find(Article(identifier, cut), 5, 20.0)
            assert reference == copy
            assert 0 < similarity < 100


def test_url_and_date_narrow_the_search(folder: Path) -> None:
    full = text(1)
    references = [
        Reference("a", full, url="https://uno.example/1", date="2024-05-01"),
        Reference("b", full, url="https://due.example/1", date="2024-05-02"),
        Reference("c", full),
    ]
    article = Article("", full)

    def names(**narrowing: str) -> list[str]:
        return [reference.name for reference, _ in store.find(article, 5, 20.0, **narrowing)]

    with Store.open(folder, create=True) as store:
        store.add(references)
        assert names() == ["a", "b", "c"]
        assert names(url="https://due.example/") == ["b"]
        assert names(date="2024-05") == ["a", "b"]
        assert names(url="https://uno.example/", date="2023") == []


def test_info_says_what_there_is(folder: Path) -> None:
    with Store.open(folder, create=True, modulus=8) as store:
        assert len(store) == 0
        assert store.find(Article("a", text(1)), 5, 20.0) == []
        store.add(copies(25))
        info = store.info()
    assert (info.references, info.format, info.modulus, info.shingle_words) == (25, 1, 8, 4)
    assert info.bytes > sum(len(c.text) for c in copies(25)) / 3
    assert Store.open(folder).info().modulus == 8  # that of its making


def test_boilerplate_in_thousands_of_texts_hides_nothing_and_costs_little(folder: Path, stopwatch: Stopwatch) -> None:
    template = text(1, 200)
    with Store.open(folder, create=True) as store:
        store.add(Reference(f"{number:04}", f"{template} {text(number + 10, 60)}") for number in range(1200))
        article = Article("", f"{template} {text(1010, 60)}")
        found: list[tuple[Reference, float]] = []
        assert stopwatch.seconds(lambda: found.extend(store.find(article, 5, 20.0))) < 1.0
    assert found[0][0].name == "1000"
    assert found[0][1] == 100.0


# --- adding ------------------------------------------------------------------------------------------------------


def test_the_same_again_is_not_added_twice(folder: Path) -> None:
    with Store.open(folder, create=True) as store:
        assert store.add([*copies(10), *copies(5)]) == Added(10, 5)
        assert store.add(copies(12)) == Added(2, 10)
        assert store.add([Reference("copy-0000", text(77))]) == Added(1, 0)  # another text of that name is another copy
        assert store.add([]) == Added(0, 0)
        assert len(store) == 13


@settings(deadline=None, max_examples=5)
@given(st.lists(st.integers(0, 120), max_size=8), st.integers(8, 40))
def test_one_go_and_pieces_answer_alike(cuts: list[int], batch: int) -> None:
    references, articles = copies(120), halves(40)
    edges = [0, *sorted(cuts), 120]
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        whole = Store.open(Path(scratch) / "whole", create=True)
        whole.add(references)
        patch.setattr(store_module, "BATCH", batch)
        for start, end in itertools.pairwise(edges):
            with Store.open(Path(scratch) / "pieces", create=True) as store:
                store.add(references[start:end])
        with whole, Store.open(Path(scratch) / "pieces") as pieces:
            assert answers(pieces, articles) == answers(whole, articles)


def test_many_small_additions_make_few_segments(folder: Path) -> None:
    with Store.open(folder, create=True) as store:
        for reference in copies(100):
            store.add([reference])
        info = store.info()
        assert info.segments < 20
        assert len(list(folder.glob("*.postings"))) == info.segments
        assert answers(store, halves(100)) == answers(ReferenceIndex(copies(100)), halves(100))


def test_a_failing_source_keeps_what_came_before(folder: Path, small_batches: None) -> None:
    def failing() -> Iterator[Reference]:
        yield from copies(50)
        raise InputError("bad row", where="x:51")

    with Store.open(folder, create=True) as store:
        with pytest.raises(InputError, match="bad row"):
            store.add(failing())
        assert len(store) == 40
        assert store.add(copies(60)) == Added(20, 40)


# --- killed, and many at once ------------------------------------------------------------------------------------

ALIKE = "\n".join(
    [
        "import random, sys",
        "from repair.collate import store",
        "from repair.errors import OutputError",
        "from repair.records import Reference",
        inspect.getsource(text),
        inspect.getsource(copies),
        "store.BATCH = 20",
        "",
    ]
)
ADD = (
    ALIKE
    + """
with store.Store.open(sys.argv[1], create=True) as opened:
    print("begun", flush=True)
    opened.add(copies(int(sys.argv[2])))
"""
)


def adding(folder: Path, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ADD, str(folder), str(count)], stdout=subprocess.PIPE)


def ended(process: subprocess.Popen[bytes]) -> int:
    process.communicate()
    return process.returncode


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_at_any_moment_and_resumed_it_answers_as_if_built_in_one_go(folder: Path, tmp_path: Path) -> None:
    rng = random.Random(3)
    stages = []
    for _ in range(5):
        process = adding(folder, 400)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.15))
        process.kill()
        ended(process)
        with Store.open(folder) as store:
            stages.append(len(store))
    assert stages == sorted(stages)
    assert ended(adding(folder, 400)) == 0
    with Store.open(tmp_path / "whole", create=True) as whole, Store.open(folder) as resumed:
        whole.add(copies(400))
        assert len(resumed) == 400
        assert answers(resumed, halves(200)) == answers(whole, halves(200))
        listed = {path.name for path in folder.iterdir() if path.suffix in (".postings", ".new")}
        assert len(listed) == resumed.info().segments


class _Killed(BaseException):
    """Stands for the end of the process at one exact step."""


STEPS = ("repair.collate.store.write_segment", "repair.collate.store.merged", "repair.collate.store.sweep_segments")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_stopped_at_each_step(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_batches: None, step: str, when: str
) -> None:
    real: Callable[..., object] = getattr(store_module, step.rpartition(".")[2])
    left = 2

    def stopping(*arguments: object) -> object:
        nonlocal left
        left -= 1
        if not left and when == "before":
            raise _Killed
        result = real(*arguments)
        if not left:
            raise _Killed
        return result

    store = Store.open(folder, create=True)
    with monkeypatch.context() as patch:
        patch.setattr(step, stopping)
        with pytest.raises(_Killed):
            store.add(copies(340))
    with Store.open(folder) as other:
        answers(other, halves(5))
        other.add(copies(340))
        assert answers(other, halves(60)) == answers(ReferenceIndex(copies(340)), halves(60))
        assert answers(store, halves(60)) == answers(other, halves(60))
        assert len(list(folder.glob("*.postings"))) == other.info().segments


def test_others_read_while_one_adds(folder: Path) -> None:
    with Store.open(folder, create=True) as store:
        store.add(copies(20))
        article = Article("", text(5))
        sizes = []
        process = adding(folder, 800)
        while process.poll() is None:
            assert store.find(article, 1, 20.0) == [(copies(6)[5], 100.0)]
            sizes.append(len(store))
        assert ended(process) == 0
        assert sizes == sorted(sizes)
        assert answers(store, halves(100)) == answers(ReferenceIndex(copies(800)), halves(100))


def test_several_add_the_same_at_once(folder: Path) -> None:
    processes = [adding(folder, 200) for _ in range(3)]
    assert [ended(process) for process in processes] == [0, 0, 0]
    with Store.open(folder) as store:
        assert len(store) == 200
        assert answers(store, halves(100)) == answers(ReferenceIndex(copies(200)), halves(100))


def test_threads_share_one_store(folder: Path) -> None:
    store = Store.open(folder, create=True)
    store.add(copies(60))
    expected = answers(store, halves(60))
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(answers(store, halves(60)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 4


def test_it_goes_to_other_processes(folder: Path) -> None:
    store = Store.open(folder, create=True)
    store.add(copies(30))
    expected = answers(store, halves(30))
    assert answers(pickle.loads(pickle.dumps(store)), halves(30)) == expected
    if hasattr(os, "fork"):
        child = os.fork()
        if not child:
            os._exit(0 if answers(store, halves(30)) == expected else 1)
        assert os.waitpid(child, 0)[1] == 0
    store.close()
    assert answers(store, halves(30)) == expected


# --- what is no store, or a damaged one --------------------------------------------------------------------------


def check(error: RepairError, path: Path) -> None:
    assert str(path) in error.where
    assert error.hint


@pytest.mark.parametrize("make", [lambda p: None, Path.mkdir, lambda p: p.write_text("x")])
def test_what_is_no_store(folder: Path, make: Callable[[Path], object]) -> None:
    make(folder)
    assert not is_store(folder)
    with pytest.raises(InputError, match="not a reference store") as caught:
        Store.open(folder)
    check(caught.value, folder)


def test_no_store_is_made_among_other_files(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("x")
    with pytest.raises(OutputError, match=r"notes\.txt") as caught:
        Store.open(folder, create=True)
    check(caught.value, folder)
    with pytest.raises(OutputError) as caught:
        Store.open(folder / "notes.txt", create=True)
    check(caught.value, folder)


def test_a_modulus_that_is_no_power_of_two(folder: Path) -> None:
    with pytest.raises(ConfigError):
        Store.open(folder, create=True, modulus=3)
    assert not folder.exists()


def test_an_interrupted_making_is_taken_up(folder: Path) -> None:
    folder.mkdir()
    (folder / "references.sqlite").touch()
    with pytest.raises(InputError, match="not a reference store"):
        Store.open(folder)
    with Store.open(folder, create=True) as store:
        assert store.add(copies(3)) == Added(3, 0)


def altered(folder: Path, statement: str) -> None:
    database = sqlite3.connect(folder / "references.sqlite")
    database.execute(statement)
    database.commit()
    database.close()


def made(folder: Path) -> None:
    with Store.open(folder, create=True) as store:
        store.add(copies(30))


def test_a_newer_version(folder: Path) -> None:
    made(folder)
    altered(folder, "PRAGMA user_version = 2")
    assert is_store(folder)
    for create in (False, True):
        with pytest.raises(InputError, match="format 2") as caught:
            Store.open(folder, create=create)
        check(caught.value, folder)


def test_another_programs_database(folder: Path) -> None:
    folder.mkdir()
    altered(folder, "CREATE TABLE x (y)")
    altered(folder, "PRAGMA user_version = 1")
    with pytest.raises(InputError, match="not a reference store"):
        Store.open(folder, create=True)


def test_a_database_of_rubbish(folder: Path) -> None:
    folder.mkdir()
    (folder / "references.sqlite").write_bytes(b"rubbish" * 1000)
    with pytest.raises(InputError, match="not a") as caught:
        Store.open(folder)
    check(caught.value, folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-8],
        lambda data: data + b"\0" * 8,
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: b"",
        lambda data: None,
    ],
)
def test_a_damaged_or_missing_segment(folder: Path, damage: Callable[[bytes], bytes | None]) -> None:
    made(folder)
    (segment,) = folder.glob("*.postings")
    data = damage(segment.read_bytes())
    if data is None:
        segment.unlink()
    else:
        segment.write_bytes(data)
    with Store.open(folder) as store, pytest.raises(InputError, match=r"damaged|missing") as caught:
        store.find(Article("", text(1)), 5, 20.0)
    check(caught.value, segment)


@pytest.mark.parametrize("blob", ["x'00'", "(SELECT text FROM reference WHERE id = 2)"])
def test_a_damaged_text(folder: Path, blob: str) -> None:
    made(folder)
    altered(folder, f"UPDATE reference SET text = {blob} WHERE id = 1")
    with Store.open(folder) as store, pytest.raises(InputError, match="copy-0000") as caught:
        store.find(Article("", text(0)), 5, 20.0)
    check(caught.value, folder)


FULL = (
    ALIKE
    + """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.Store.open(sys.argv[1], create=True).add(copies(400))
except OutputError as error:
    print(error)
"""
)


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit on file sizes here")
def test_where_no_more_can_be_written_what_was_stored_stays(folder: Path) -> None:
    command = [sys.executable, "-c", FULL, str(folder), "600000"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert str(folder) in said
    assert "free some space" in said
    with Store.open(folder) as store:
        stored = len(store)
        assert 0 < stored < 400
        assert store.add(copies(400)) == Added(400 - stored, stored)
        assert answers(store, halves(50)) == answers(ReferenceIndex(copies(400)), halves(50))


def test_a_segment_that_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with Store.open(folder, create=True) as store:
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", full)
            with pytest.raises(OutputError, match="No space left") as caught:
                store.add(copies(10))
        check(caught.value, folder)
        assert len(store) == 0
        assert store.add(copies(10)) == Added(10, 0)


def test_a_read_only_store_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(folder)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    before = sorted(path.name for path in folder.iterdir())
    with Store.open(folder) as store:
        assert store.find(Article("", text(1)), 1, 20.0)[0][1] == 100.0
        with pytest.raises(OutputError, match="read-only") as caught:
            store.add(copies(40))
        check(caught.value, folder)
        assert sorted(path.name for path in folder.iterdir()) == before
