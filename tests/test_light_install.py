"""A plain installation, without the libraries for models: every command works by rules, and says so once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from cli_runner import CODES, COMPLETE, DAMAGED, Outcome

from repair.extras import has_extra

pytestmark = pytest.mark.processes

# what a plain installation does not bring, besides what only the tests need
LACKING = (
    *("torch", "transformers", "safetensors", "huggingface_hub", "tokenizers", "numpy", "onnx", "onnxruntime"),
    *("pyarrow", "fsspec", "pandas", "datasets", "datatrove", "ray", "textual", "starlette", "uvicorn"),
    *("py3langid", "zstandard"),
)
# what the gap head needs besides: it is there with the extra `reader`
READING = ("safetensors", "tokenizers", "numpy")
_BLOCK = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocked())
"""
RULES_ONLY = "note: rules only, since the models are not installed: "
INSTALL = "pip install '.[model]'"

Light = Callable[..., Outcome]


@pytest.fixture
def light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Light:
    """Runs `repair` in a folder with an article and a copy, in a process that has only what is always installed."""
    return _lacking(LACKING, tmp_path, monkeypatch)


@pytest.fixture
def without_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Light:
    """As `light`, with the extra `reader`."""
    if not has_extra("reader"):
        pytest.skip("the libraries for the gap head are not installed: pip install '.[reader]'")
    return _lacking([name for name in LACKING if name not in READING], tmp_path, monkeypatch)


def _lacking(lacking: Iterable[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Light:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(_BLOCK.format(set(lacking)))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(Path(__file__).parent.parent)]))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("copy.txt").write_text(COMPLETE, encoding="utf-8")
    Path("rows.jsonl").write_text("".join(json.dumps({"id": n, "text": DAMAGED}) + "\n" for n in range(3)))

    def run(*arguments: str) -> Outcome:
        command = [sys.executable, "-c", "from repair.cli import main; main()", *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
        return Outcome(done.returncode, done.stdout, done.stderr.decode())

    return run


def said_once(done: Outcome) -> bool:
    return done.err.count(RULES_ONLY) == 1 and done.err.count(INSTALL) == 1 and done.err.count("note: ") == 1


def test_check_goes_by_rules_and_says_so_once(light: Light) -> None:
    done = light("check", "a.txt", "copy.txt", "--format", "concise")
    assert (done.code, said_once(done)) == (1, True)
    assert all(code in done.out for code in CODES)
    asked = light("check", "a.txt", "copy.txt", "--format", "concise", "--no-model")
    assert (asked.code, asked.out) == (done.code, done.out)
    assert "rules only" in asked.err
    assert INSTALL not in asked.err  # who asked for rules is told of nothing to install


def test_check_exits_with_0_where_nothing_is_found(light: Light) -> None:
    done = light("check", "copy.txt")
    assert (done.code, said_once(done)) == (0, True)


def test_suggest_recovers_the_words_of_a_copy(light: Light) -> None:
    done = light("suggest", "a.txt", "--reference", "copy.txt")
    assert (done.code, said_once(done)) == (0, True)
    assert "festa attesa" in done.out
    assert "nothing is predicted" in done.err
    assert light("suggest", "a.txt", "--reference", "copy.txt", "--no-model").out == done.out


def test_an_article_becomes_an_edition_and_comes_back(light: Light) -> None:
    assert light("suggest", "a.txt", "-r", "copy.txt", "--format", "json", "-o", "apparatus.json").code == 0
    for format_ in ("marked", "html", "tei", "docx", "sarif"):
        assert light("render", "apparatus.json", "--format", format_, "-o", f"a.{format_}").code == 0
        assert Path(f"a.{format_}").stat().st_size > 0
    done = light("apply", "apparatus.json", "--accept", "readings", "-o", "repaired.txt")
    assert (done.code, "festa attesa" in Path("repaired.txt").read_text(encoding="utf-8")) == (0, True)
    assert light("undo", "repaired.txt", "-o", "back.txt").code == 0
    assert Path("back.txt").read_bytes() == Path("a.txt").read_bytes()


def test_a_store_of_copies_is_made_and_read(light: Light) -> None:
    assert light("index", "copy.txt", "-o", "copies.store").code == 0
    done = light("suggest", "a.txt", "--reference", "copies.store")
    assert (done.code, "festa attesa" in done.out) == (0, True)


def test_a_corpus_is_checked_and_repaired(light: Light) -> None:
    more = ["--references", "copy.txt", "--repaired", "--accept", "readings", "-j", "1"]
    planned = light("corpus", "rows.jsonl", "--dry-run", *more)
    assert (planned.code, planned.err.count(RULES_ONLY)) == (0, 1)
    assert (
        json.loads(next(line for line in planned.out.splitlines() if line.startswith("config: "))[8:])["use_model"]
        is False
    )
    done = light("corpus", "rows.jsonl", "--out", "run", *more)
    assert (done.code, done.err.count(RULES_ONLY), done.err.count(INSTALL)) == (0, 1, 1)
    assert "3 articles, 3 damaged" in done.err
    assert light("corpus", "--verify", "run").code == 0
    assert light("report", "run").code == 0


def test_bench_measures_the_rules(light: Light) -> None:
    Path("sound.txt").write_text(COMPLETE, encoding="utf-8")
    done = light("bench", "sound.txt", "--rate", "50", "--format", "json")
    assert (done.code, said_once(done)) == (0, True)
    assert done.rows[0]["about"]["model"] == "rules only"


def test_models_are_listed_with_the_way_to_use_them(light: Light) -> None:
    done = light("models")
    assert done.code == 0
    assert "it-en-small" in done.out
    assert INSTALL in done.err


@pytest.mark.parametrize(
    ("command", "name"),
    [("suggest", "it-en-small"), ("suggest", "owner/name"), ("corpus", "."), ("bench", "it-en-small")],
)
def test_a_model_that_somebody_names_is_an_error_before_any_work(command: str, name: str, light: Light) -> None:
    out = ["--out", "out"] if command == "corpus" else ["-o", "out"]
    done = light(command, "rows.jsonl", *out, "--model", name)
    assert (done.code, done.out) == (2, "")
    assert f"the model {name!r} needs the libraries torch, transformers" in done.err
    assert INSTALL in done.err
    assert not Path("out").exists()


@pytest.mark.parametrize("command", ["check", "corpus"])
def test_so_is_one_that_a_configuration_names(command: str, light: Light) -> None:
    Path("repair.toml").write_text('model = "it-en-small"\n')
    out = ["--out", "out"] if command == "corpus" else []
    done = light(command, "rows.jsonl", *out)
    assert (done.code, done.out) == (2, "")
    assert INSTALL in done.err
    assert light(command, "rows.jsonl", *out, "--no-model").code in (0, 1)


def test_a_reader_and_a_training_need_their_libraries_too(light: Light) -> None:
    done = light("check", "rows.jsonl", "--reader", "it-en-small")
    assert (done.code, done.out, "pip install '.[reader]'" in done.err) == (2, "", True)
    done = light("train", "fill", "rows.jsonl", "--steps", "1", "-o", "model")
    assert (done.code, "pip install '.[train]'" in done.err, Path("model").exists()) == (2, True, False)


def test_a_configuration_that_names_none_goes_by_rules(light: Light) -> None:
    Path("repair.toml").write_text('model = "none"\n')
    done = light("check", "a.txt")
    assert (done.code, said_once(done)) == (1, True)


@pytest.mark.parametrize("command", ["", "review", "suggest"])
def test_help_is_given(command: str, light: Light) -> None:
    done = light(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(("more", "extra"), [([], "review"), (["--tui"], "tui")])
def test_review_names_its_own_extra(more: list[str], extra: str, light: Light) -> None:
    light("suggest", "a.txt", "--format", "json", "-o", "apparatus.json")
    done = light("review", "apparatus.json", *more)
    assert done.code == 2
    assert f"pip install '.[{extra}]'" in done.err


def test_the_library_names_the_extra(light: Light, tmp_path: Path) -> None:
    code = (
        "from repair.config import Config\nfrom repair.errors import MissingExtra\nfrom repair.models import load\n"
        "from repair.corpus import Job, run\nfrom repair.pipeline import prepare\n"
        "for call in (lambda: load('it-en-small'), lambda: prepare(Config()), lambda: run(['rows.jsonl'], 'out', Job())):\n"
        "    try:\n        call()\n    except MissingExtra as error:\n        print(error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [INSTALL] * 3
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "command", [("suggest", "a.txt", "--reference"), ("check", "a.txt", "-r"), ("index", "-o", "s")]
)
def test_a_reference_that_needs_a_library_is_an_error_before_any_work(light: Light, command: tuple[str, ...]) -> None:
    Path("copies").mkdir()
    Path("copies", "x.parquet").write_bytes(b"PAR1")
    done = light(*command, "copies")
    assert done.code == 2
    assert "copies/x.parquet: reading .parquet needs the library pyarrow; pip install '.[corpus]'" in done.err
    assert not done.out


# --- with what the gap head needs, but without torch


def test_the_gap_head_reads_without_torch(without_torch: Light) -> None:
    article = str(Path(__file__).parents[1] / "fixtures" / "articles" / "ferry-timetable.txt")
    suggested = without_torch("suggest", article, "--format", "json", "--isolated")
    assert (suggested.code, "gap-head" in suggested.out, '"prediction"' in suggested.out) == (0, True, False)
    assert suggested.err.count("nothing is predicted") == suggested.err.count(INSTALL) == 1


def test_what_needs_torch_says_so_before_any_work(without_torch: Light) -> None:
    for more in (["--precision", "int8"], ["--model", "it-en-small"]):
        done = without_torch("suggest", "a.txt", *more)
        assert (done.code, done.out, INSTALL in done.err) == (2, "", True)


def test_a_corpus_is_read_quickly_without_torch(without_torch: Light) -> None:
    done = without_torch("corpus", "rows.jsonl", "--out", "run", "-j", "1")
    assert (done.code, done.err.count("nothing is predicted")) == (0, 1)
    assert "3 articles, 3 damaged" in done.err
