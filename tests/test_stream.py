"""Jobs and the cache: both may change how long a check takes, and nothing else."""

from __future__ import annotations

import csv
import functools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from check_case import FORMATS
from cli_runner import CODES, DAMAGED, SOUND, Outcome, run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

import repair.pipeline
import repair.workers.digests
import repair.workers.stream
from repair.codes import CODES as ALL_CODES
from repair.config import Config
from repair.errors import RepairError
from repair.records import Article, Candidate, Entry, Finding, RuleSource
from repair.workers.cache import Cache, pack, unpack
from repair.workers.digests import file_digest
from repair.workers.stream import cores, findings, setup_digest

ENGLISH = "The library opens again on Monday with , as the readers had hoped,longer hours for everybody in the town.\n"
MAIN = [sys.executable, "-c", "from repair.cli import main; main()"]


@pytest.fixture(autouse=True)
def _small_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches, workers from the first one on, and a cache in the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPAIR_NO_CACHE", raising=False)
    monkeypatch.delenv("REPAIR_CACHE_DIR", raising=False)
    monkeypatch.setattr(repair.pipeline, "BATCH_ARTICLES", 3)
    monkeypatch.setattr(repair.workers.stream, "BEFORE_WORKERS", 0)


@pytest.fixture
def sources() -> list[str]:
    """Texts, rows and records, with damage, sound ones and what cannot be read, and a configuration beside them."""
    Path("repair.toml").touch()
    Path("articoli").mkdir()
    for n in range(10):
        text = (DAMAGED, SOUND, ENGLISH)[n % 3] + f"Numero {n}.\n"
        Path(f"articoli/{n:02}.txt").write_text(text, encoding="utf-8")
    Path("articoli/vuoto.txt").touch()
    rows = [json.dumps({"id": n, "text": (DAMAGED, SOUND)[n % 2] + str(n)}) for n in range(8)]
    Path("righe.jsonl").write_text("\n".join([*rows[:4], "{", *rows[4:], rows[0]]) + "\n", encoding="utf-8")
    with Path("tabella.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text"), *((f"c{n}", f"{DAMAGED}Registro {n}.") for n in range(4))])
    return ["righe.jsonl", "articoli", "tabella.csv"]


def check(*arguments: str) -> Outcome:
    return run("check", "--no-model", *arguments)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles this process looks at, batch by batch."""
    seen: list[int] = []
    batch = repair.pipeline.Stages.batch

    def counting(self: Any, articles: Any) -> Any:
        seen.append(len(articles))
        return batch(self, articles)

    monkeypatch.setattr(repair.pipeline.Stages, "batch", counting)
    return seen


# --- the same whatever the number of processes, with and without a cache -------------------------------------------


def test_jobs_and_cache_change_no_byte_of_any_format(sources: list[str]) -> None:
    plain = {name: check("-j", "1", "--no-cache", "--format", name, *sources) for name in (*FORMATS, "json")}
    assert {outcome.code for outcome in plain.values()} == {2}
    assert plain["jsonl"].out.count("\n") > 30
    assert plain["jsonl"].err.count("error: ") == 1
    assert check("-j", "2", "--no-cache", "--format", "text", *sources) == plain["text"]
    for name, expected in plain.items():
        for jobs in ("2", "1", "2"):  # the first one fills the cache
            cache = f"cache-{name}"
            assert check("-j", jobs, "--cache-dir", cache, "--format", name, *sources) == expected


def test_fixes_are_the_same(sources: list[str]) -> None:
    shutil.copytree("articoli", "originali")
    first = check("-j", "1", "--no-cache", "--fix", "--format", "jsonl", "articoli")
    for _ in range(2):
        shutil.rmtree("altri", ignore_errors=True)
        shutil.copytree("originali", "altri")
        second = check("-j", "2", "--fix", "--format", "jsonl", "altri")
        assert second.out.replace("altri/", "articoli/") == first.out


def test_work_goes_to_the_workers_and_what_is_known_to_nobody(sources: list[str], counted: list[int]) -> None:
    check("-j", "2", *sources)
    assert counted == []
    check("-j", "1", *sources)
    assert counted == []
    check("-j", "1", "--no-cache", *sources)
    assert sum(counted) == 23


def test_little_work_starts_no_worker(sources: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair.workers.stream, "BEFORE_WORKERS", 1_000_000)
    monkeypatch.setattr("repair.workers.pool.Pool", lambda start, jobs: pytest.fail("a worker was started"))
    assert check("-j", "2", *sources).code == 2


def test_zero_and_auto_are_all_cores() -> None:
    assert cores() >= 1
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    assert check("-j", "0", "a.txt") == check("--jobs", "auto", "a.txt") == check("-j", "1", "a.txt")


@pytest.mark.parametrize("jobs", ["-1", "x", "1.5", "99999", ""])
def test_jobs_that_mean_nothing(jobs: str) -> None:
    done = check("--jobs", jobs, "a.txt")
    assert done.code == 2
    assert "--jobs" in done.err


# --- workers that fail ---------------------------------------------------------------------------------------------


def _articles(count: int) -> Iterator[Article]:
    return (Article(str(n), f"{DAMAGED}{n}") for n in range(count))


def _children() -> list[int]:
    """The processes that this one has started and that still run."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("this system does not tell a process its children")
    return [int(number) for number in children.read_text().split()]


@pytest.mark.parametrize("fork", [True, False])
def test_a_worker_that_is_killed_is_replaced(fork: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.process.may_fork", lambda: fork)
    config = Config(use_model=False)
    before = set(_children())
    running = findings(_articles(60), config, jobs=2)
    found = [next(running)]
    for child in set(_children()) - before:
        os.kill(child, signal.SIGKILL)
    assert [*found, *running] == list(findings(_articles(60), config, jobs=1))


def test_articles_on_which_every_worker_dies_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.process.may_fork", lambda: True)
    monkeypatch.setattr(repair.pipeline.Stages, "batch", lambda self, articles: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(RepairError, match="a worker process ended with -9, twice"):
        list(findings(_articles(30), Config(use_model=False), jobs=2))


def test_workers_that_die_as_they_start_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.process.may_fork", lambda: False)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RepairError, match="worker processes end with 1 as they start"):
        list(findings(_articles(30), Config(use_model=False), jobs=2))


def test_what_nobody_foresaw_in_a_worker_comes_back_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.process.may_fork", lambda: True)

    def fail(self: Any, articles: Any) -> Any:
        raise ZeroDivisionError("al lupo")

    monkeypatch.setattr(repair.pipeline.Stages, "batch", fail)
    with pytest.raises(ZeroDivisionError, match="al lupo") as caught:
        list(findings(_articles(30), Config(use_model=False), jobs=2))
    assert "in fail" in caught.value.__notes__[0]


@pytest.mark.parametrize("fork", [True, False])
def test_workers_are_forked_or_started_afresh(fork: bool, counted: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.process.may_fork", lambda: fork)
    config = Config(use_model=False)
    assert list(findings(_articles(30), config, jobs=2)) == list(findings(_articles(30), config, jobs=1))
    assert sum(counted) == 30


@pytest.mark.parametrize("fork", [True, False])
def test_workers_end_with_the_one_who_asked(fork: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.process.may_fork", lambda: fork)
    before = _children()
    running = findings(_articles(30), Config(use_model=False), jobs=2)
    next(running)
    assert len(_children()) == len(before) + 2
    running.close()  # type: ignore[attr-defined]
    assert _children() == before


# --- what the cache answers ----------------------------------------------------------------------------------------


def test_the_cache_is_a_folder_that_other_tools_leave_alone(sources: list[str]) -> None:
    check(*sources)
    cache = Path(".repair_cache/findings")
    assert (cache / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert (cache / ".gitignore").read_text() == "*\n"
    held = b"".join(file.read_bytes() for file in cache.iterdir())
    assert b"mercato" not in held  # findings, never texts


def test_it_stands_beside_the_configuration_or_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("sotto").mkdir()
    Path("sotto/repair.toml").write_text("", encoding="utf-8")
    Path("sotto/a.txt").write_text(SOUND, encoding="utf-8")
    check("sotto/a.txt")
    assert Path("sotto/.repair_cache/findings/findings.sqlite").is_file()
    monkeypatch.setenv("REPAIR_CACHE_DIR", "altrove/qui")
    check("sotto/a.txt")
    assert Path("altrove/qui/findings.sqlite").is_file()
    monkeypatch.setenv("REPAIR_NO_CACHE", "1")
    monkeypatch.setenv("REPAIR_CACHE_DIR", "mai")
    check("sotto/a.txt")
    assert not Path("mai").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name the folder in other ways")
def test_without_a_configuration_it_stands_in_the_folder_of_the_user(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    Path("a.txt").write_text(SOUND, encoding="utf-8")
    check("a.txt")
    check("--isolated", "a.txt")
    assert [path.name for path in Path().iterdir()] == ["a.txt"]
    assert (home / "repair" / "findings" / "findings.sqlite").is_file()
    assert "removed: " in run("clean").err
    assert not (home / "repair").exists()


DIGEST_OF = functools.cache(file_digest)  # each of the settings would read the model and all rules four times


@pytest.mark.parametrize("field", [f.name for f in fields(Config)])
def test_every_setting_has_a_cache_of_its_own(field: str) -> None:
    value = getattr(Config(), field)
    other = {
        str: {"language": "en", "precision": "float32", "markup": "none"}.get(field, "cpu"),
        bool: not value,
        tuple: ("RG101",),
        int: 7,
        float: 0.3,
        type(None): 1,
    }[type(value)]
    config = replace(Config(use_model=False), use_model=True) if field != "use_model" else Config()
    assert setup_digest(replace(config, **{field: other}), DIGEST_OF) != setup_digest(config, DIGEST_OF)
    assert setup_digest(config, DIGEST_OF) == setup_digest(replace(config), DIGEST_OF)


def test_another_version_of_the_rules_has_a_cache_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = setup_digest(Config(use_model=False), file_digest)
    monkeypatch.setattr(repair.workers.stream, "__version__", "99")
    assert setup_digest(Config(use_model=False), file_digest) != rules


def test_a_large_file_is_read_once_and_again_whenever_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The content of a model decides the key; whether it was read or is known does not."""
    monkeypatch.setattr("repair.workers.digests.SETTLED", 0.0)
    read: list[Path] = []
    digest = repair.workers.digests.file_digest
    monkeypatch.setattr("repair.workers.digests.file_digest", lambda path: read.append(path) or digest(path))
    model = Path("model")
    model.write_bytes(b"a" * 2_000_000)

    def key() -> tuple[bytes, int]:
        time.sleep(0.01)  # the clock of files is coarse
        read.clear()
        cache = Cache("cache", lambda digest_of: digest_of(model)[:64])
        found = cache.key(Article("a", SOUND))
        cache.close()
        return found, len(read)

    first, times = key()
    assert (times, key()) == (1, (first, 0))
    then = model.stat()
    model.write_bytes(b"b" * 2_000_000)
    os.utime(model, ns=(then.st_atime_ns, then.st_mtime_ns))  # as if nobody had written it
    second, times = key()
    assert second != first
    assert times == 1
    Path("other").write_bytes(b"a" * 2_000_000)
    os.utime("other", ns=(then.st_atime_ns, then.st_mtime_ns))
    Path("other").replace(model)
    assert (key(), key()) == ((first, 1), (first, 0))
    monkeypatch.setattr("repair.workers.digests.SETTLED", 60.0)
    assert (key(), key()) == ((first, 1), (first, 1))  # written so lately that nobody can tell
    model.write_bytes(b"a" * 1000)
    monkeypatch.setattr("repair.workers.digests.SETTLED", 0.0)
    assert [key()[1] for _ in range(2)] == [1, 1]  # small


# What detection loads and what decides nothing of what is found.
CARRIES: Final = {"errors": "says what went wrong where nothing is found at all"}


def test_the_cache_is_made_anew_with_every_module_that_detection_loads() -> None:
    code = (
        "import sys\nfrom repair.config import Config\nfrom repair.pipeline import prepare\n"
        "from repair.records import Article\n"
        f"prepare(Config(use_model=False), predict=False).batch([Article('a', {ENGLISH!r} + 'It was dÃ©jÃ  vu.')])\n"
        "print(*(name for name in sys.modules if name.startswith('repair.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = {name.split(".")[1] for name in done.stdout.split()}
    assert rooms >= {"detect", "languages", "scoring", "records"}
    assert rooms - CARRIES.keys() <= {name.partition(".")[0] for name in repair.workers.stream.CODE}


def test_changed_settings_and_texts_are_looked_at_anew(sources: list[str], counted: list[int]) -> None:
    check("-j", "1", *sources)
    counted.clear()
    assert {r["code"] for r in check("-j", "1", "--select", "RG101", "--format", "jsonl", *sources).rows} == {"RG101"}
    assert sum(counted) == 22
    counted.clear()
    assert set(CODES) <= {r["code"] for r in check("-j", "1", "--format", "jsonl", *sources).rows}
    assert sum(counted) == 0
    Path("articoli/03.txt").write_text(SOUND + "Altro.\n", encoding="utf-8")
    rows = check("-j", "1", "--format", "jsonl", *sources).rows
    assert not any(r["path"].endswith("03.txt") for r in rows)
    assert sum(counted) == 1


def test_the_policy_is_no_part_of_what_was_found(sources: list[str], counted: list[int]) -> None:
    check("-j", "1", *sources)
    counted.clear()
    Path("repair.toml").write_text('[ignore-paths]\n"articoli/*" = ["R"]\n[severity]\nRG = "note"\n', encoding="utf-8")
    rows = check("-j", "1", "--format", "jsonl", *sources).rows
    assert not any(r["path"].startswith("articoli") for r in rows)
    assert {r["severity"] for r in rows if r["code"].startswith("RG")} == {"note"}
    assert sum(counted) == 0


# --- a damaged cache -----------------------------------------------------------------------------------------------


def _garbage(file: Path) -> None:
    file.write_bytes(b"this is no database" * 100)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _scrawled(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = bytes(255 - byte for byte in data[4096:])
    file.write_bytes(data)


def _other_table(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE found (something)")


def _values(change: Callable[[bytes], object]) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        database = sqlite3.connect(file)
        with database:
            for key, value in database.execute("SELECT key, value FROM found").fetchall():
                database.execute("UPDATE found SET value = ? WHERE key = ?", (change(value), key))
        database.close()

    return damage


DAMAGES = {
    "garbage": _garbage,
    "cut": _cut,
    "scrawled": _scrawled,
    "other table": _other_table,
    "flipped": _values(lambda value: value[:-1] + bytes([value[-1] ^ 1])),
    "short": _values(lambda value: value[:3]),
    "empty": _values(lambda value: b""),
    "text": _values(lambda value: "testo"),
    "none": _values(lambda value: None),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_cache_is_ignored_and_made_anew(
    damage: Callable[[Path], None], sources: list[str], counted: list[int]
) -> None:
    expected = check("-j", "1", "--format", "jsonl", *sources)
    damage(Path(".repair_cache/findings/findings.sqlite"))
    counted.clear()
    assert check("-j", "1", "--format", "jsonl", *sources) == expected
    assert sum(counted) > 0
    counted.clear()
    assert check("-j", "1", "--format", "jsonl", *sources) == expected
    assert sum(counted) == 0


def test_what_is_whole_but_does_not_fit_the_text_is_ignored() -> None:
    """Entries of another text under this one's key, as no damage makes them but somebody might."""
    article = Article("a", SOUND)
    cache = Cache("cache", lambda digest: b"x")
    beyond = Entry(Finding(len(SOUND), len(SOUND) + 9, "RG101", "m", 0.9))
    cache.keep({cache.key(article): pack("it", [beyond])})
    (apparatus,) = findings([article], Config(use_model=False), cache=cache)
    assert apparatus.entries == ()


def test_a_folder_that_cannot_be_used_is_said_and_the_check_goes_on(sources: list[str]) -> None:
    Path("file").touch()
    done = check("--cache-dir", "file/in", "--format", "jsonl", *sources)
    assert done.out == check("--no-cache", "--format", "jsonl", *sources).out
    assert "note: file/in: the cache cannot be used" in done.err


def test_runs_at_once_share_a_cache(sources: list[str]) -> None:
    expected = check("--no-cache", "--format", "jsonl", *sources).bytes
    command = [*MAIN, "check", "--no-model", "--format", "jsonl", *sources]
    for _ in range(2):
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
        assert [process.communicate()[0] for process in started] == [expected] * 3
    database = sqlite3.connect(".repair_cache/findings/findings.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM found").fetchone() == (22,)
    database.close()


# --- its bounds ----------------------------------------------------------------------------------------------------


def _days(cache: Path) -> list[int]:
    database = sqlite3.connect(cache / "findings.sqlite")
    days = [day for (day,) in database.execute("SELECT day FROM found ORDER BY day")]
    database.close()
    return days


def test_what_nobody_asks_for_goes_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    day = 86_400
    for now, texts, left in ((100, "ab", [100, 100]), (120, "bc", [100, 120, 120]), (131, "c", [120, 131])):
        monkeypatch.setattr("repair.workers.cache.time.time", lambda now=now: now * day)
        cache = Cache("cache", lambda digest: b"x")
        keys = [cache.key(Article("a", text)) for text in texts]
        known = cache.known(keys)
        cache.keep({key: pack("it", []) for key in keys if key not in known})
        cache.close()
        assert _days(Path("cache")) == left


def test_the_oldest_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.workers.cache.MOST_ENTRIES", 5)
    for now in (100, 101, 102):
        monkeypatch.setattr("repair.workers.cache.time.time", lambda now=now: now * 86_400)
        cache = Cache("cache", lambda digest: b"x")
        cache.keep({cache.key(Article("a", f"{now}{n}")): pack("it", []) for n in range(3)})
        cache.close()
    assert _days(Path("cache")) == [101, 101, 102, 102, 102]


def test_clean_removes_the_cache_and_nothing_else(sources: list[str]) -> None:
    check(*sources)
    assert "removed: " in run("clean").err
    assert not Path(".repair_cache").exists()
    done = run("clean")
    assert (done.code, done.out) == (0, "")
    assert "there is no cache" in done.err
    check("--cache-dir", "articoli", "righe.jsonl")
    run("clean", "--cache-dir", "articoli")
    assert sorted(path.name for path in Path("articoli").iterdir())[-1] == "vuoto.txt"
    assert not list(Path("articoli").glob(".gitignore"))


# --- what is kept --------------------------------------------------------------------------------------------------

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)
entries = st.builds(
    lambda span, code, message, confidence, words, detectors, fixes: Entry(
        Finding(*span, code, message, confidence, words, tuple(detectors)),
        tuple(Candidate(text, confidence, (RuleSource("regola"),)) for text in fixes),
    ),
    spans,
    st.sampled_from(sorted(ALL_CODES)),
    st.text(),
    st.floats(0, 1),
    st.none() | st.just((1, 3)),
    st.lists(st.text(max_size=5), max_size=2),
    st.lists(st.text(max_size=5), max_size=2),
)


@given(st.text(max_size=3), st.lists(entries, max_size=4))
def test_what_is_packed_comes_back_the_same(language: str, found: list[Entry]) -> None:
    assert unpack(pack(language, found)) == (language, tuple(found))
