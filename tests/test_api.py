"""The front door: what `import repair` offers does what the commands do, from strings, in threads, and there and back."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import pickle
import pydoc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any, get_type_hints

import pytest
from cli_runner import COMPLETE, DAMAGED, SOUND, run
from hypothesis import given
from hypothesis import strategies as st

import repair
from repair.collate import ReferenceIndex
from repair.config.keywords import Keywords
from repair.interchange import decode, encode
from repair.models import Fill, Query
from repair.read import articles, references
from repair.records import Signal

FIXTURES = Path(__file__).parent.parent / "fixtures"
ARTICLES = [*(FIXTURES / "articles").iterdir(), *(FIXTURES / "sound").iterdir()]
LETTER = 'The ferry was late,and nobody minded. The mayor called it "" and left.\n'


# --- what comes in and goes out ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["repair", "repair.api", "repair.repairer", "repair.read.values"])
def test_the_examples_of_the_docstrings_are_true(module: str) -> None:
    done = doctest.testmod(importlib.import_module(module))
    assert done.attempted
    assert not done.failed


def test_the_findings_of_one_text_stand_in_their_order_in_the_text() -> None:
    found = repair.check(LETTER, use_model=False)
    assert [(f.code, LETTER[f.start - 1 : f.end + 1]) for f in found] == [("RJ201", ",a"), ("RG101", '""')]
    assert all(f.message and f.confidence >= 0.5 for f in found)
    assert repair.check("", use_model=False) == ()
    assert repair.check(SOUND, use_model=False) == ()


def test_many_texts_have_one_result_each_in_order() -> None:
    one = repair.check(LETTER, use_model=False)
    assert list(repair.check([LETTER, SOUND, LETTER], use_model=False)) == [one, (), one]
    assert [bool(f) for f in repair.check((t for t in (SOUND, LETTER)), use_model=False)] == [False, True]
    assert list(repair.check([], use_model=False)) == []
    assert list(repair.suggest((), use_model=False)) == []


@pytest.mark.parametrize(
    ("given_text", "name"),
    [
        (LETTER, "text"),
        (repair.Article("a", LETTER), "a"),
        ({"id": "a", "text": LETTER}, "a"),
        ({"id": 7, "text": LETTER, "more": None}, "7"),
        ({"id": None, "text": LETTER}, "text"),
        ({"text": LETTER}, "text"),
    ],
)
def test_a_text_comes_as_a_string_a_record_or_a_row(given_text: Any, name: str) -> None:
    found = repair.suggest(given_text, use_model=False)
    assert (found.article.id, found.article.text) == (name, LETTER)
    assert [e.finding for e in found.entries] == list(repair.check(LETTER, use_model=False))


def test_texts_without_a_name_are_called_by_their_place() -> None:
    texts: list[Any] = [LETTER, {"id": "b", "text": LETTER}, {"text": LETTER}]
    assert [a.article.id for a in repair.suggest(texts, use_model=False)] == ["text 1", "b", "text 3"]


@pytest.mark.parametrize(
    ("copies", "name"),
    [
        (COMPLETE, "reference"),
        ([SOUND, COMPLETE], "reference 2"),
        (iter([COMPLETE]), "reference 1"),
        (repair.Reference("copia", COMPLETE), "copia"),
        ([{"id": "copia", "text": COMPLETE, "url": "https://example.org/"}], "copia"),
        ({"text": COMPLETE}, "reference"),
        ([repair.Article("copia", COMPLETE)], "copia"),
        (ReferenceIndex([repair.Reference("copia", COMPLETE)]), "copia"),
        (repair.page(f"<html><meta charset=latin-1><p>{COMPLETE}</p></html>", name="copia"), "copia"),
        (repair.page(f"<p>{COMPLETE}</p>".encode(), name="copia"), "copia"),
    ],
)
def test_a_reference_comes_as_a_string_a_record_a_row_or_a_page(copies: Any, name: str) -> None:
    found = repair.suggest(DAMAGED, references=copies, use_model=False)
    assert [w.name for w in found.witnesses] == [name]
    assert "festa attesa" in [c.text for e in found.entries for c in e.candidates if c.kind == "reading"]


def test_no_references_are_as_none() -> None:
    assert repair.suggest(DAMAGED, references=[], use_model=False) == repair.suggest(DAMAGED, use_model=False)


def test_a_page_says_its_address_and_date_and_the_caller_knows_better() -> None:
    html = '<link rel="canonical" href="https://example.org/a"><time datetime="2026-01-02"></time><p>Riapre oggi.'
    read = repair.page(html)
    assert (read.name, read.text, read.url, read.date) == (
        "page",
        "Riapre oggi.",
        "https://example.org/a",
        "2026-01-02",
    )
    assert repair.page(html, url="https://example.org/b").url == "https://example.org/b"


class Opaque:
    """Nothing that could be a text."""


WRONG: list[tuple[str, Callable[[], object], str]] = [
    ("bytes", lambda: repair.check(b"text"), "bytes"),  # type: ignore[call-overload]
    ("None", lambda: repair.check(None), "NoneType"),  # type: ignore[call-overload]
    ("number", lambda: repair.suggest(7), "int"),  # type: ignore[call-overload]
    ("path", lambda: repair.check(PurePosixPath("a.txt")), "PurePosixPath"),  # type: ignore[call-overload]
    ("object", lambda: repair.check(Opaque()), "Opaque"),  # type: ignore[call-overload]
    ("bytes among texts", lambda: list(repair.check([SOUND, b"text"], use_model=False)), "text 2"),  # type: ignore[list-item]
    ("text among texts of texts", lambda: list(repair.check([[SOUND]], use_model=False)), "list"),  # type: ignore[list-item]
    ("reference", lambda: repair.check(repair.Reference("a", SOUND)), "Reference"),  # type: ignore[call-overload]
    ("bytes as reference", lambda: repair.check(SOUND, references=b"text"), "bytes"),  # type: ignore[call-overload]
    ("path among references", lambda: repair.check(SOUND, references=[Path("a")]), "reference 1"),  # type: ignore[call-overload]
    ("setting", lambda: repair.check(SOUND, min_confidense=0.3), "min_confidence"),  # type: ignore[call-overload]
    ("value", lambda: repair.check(SOUND, min_confidence="0.3"), "min_confidence"),  # type: ignore[call-overload]
    ("codes as one string", lambda: repair.check(SOUND, select="RG"), "select"),
    ("config", lambda: repair.check(SOUND, config={"select": ["RG"]}), "dict"),  # type: ignore[call-overload]
    ("text for apparatus", lambda: repair.apply(SOUND), "str"),  # type: ignore[arg-type]
    ("many to mark", lambda: repair.mark([]), "list"),  # type: ignore[arg-type]
    ("apparatus to undo", lambda: repair.undo(repair.suggest(SOUND, use_model=False)), "Apparatus"),  # type: ignore[arg-type]
    ("score", lambda: repair.apply(repair.suggest(SOUND, use_model=False), min_score="1"), "str"),  # type: ignore[arg-type]
    ("page", lambda: repair.page(None), "NoneType"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("call", "named"), [pytest.param(c, n, id=name) for name, c, n in WRONG])
def test_what_is_of_a_wrong_type_is_named(call: Callable[[], object], named: str) -> None:
    with pytest.raises(repair.RepairError, match=named) as error:
        call()
    assert isinstance(error.value, TypeError)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: repair.check({"id": "a", "body": SOUND}), "'body'"),
        (lambda: repair.check({"text": None}), "NoneType"),
        (lambda: repair.check({"text": SOUND, "id": []}), "list"),
        (lambda: list(repair.check([SOUND, "x" * 50], max_chars=40, use_model=False)), "40"),
        (lambda: repair.check(SOUND, min_confidence=2.0), "min_confidence is 2"),
        (lambda: repair.check(SOUND, select=["RX"]), "RX"),
        (lambda: repair.apply(repair.suggest(SOUND, use_model=False), min_score=1.5), "min_score is 1.5"),
        (lambda: repair.mark(repair.suggest(SOUND, use_model=False), min_confidence=-1), "min_confidence is -1"),
        (lambda: repair.page("<p></p>"), "no text"),
    ],
)
def test_what_means_nothing_is_an_error_that_says_so(call: Callable[[], object], named: str) -> None:
    with pytest.raises(repair.RepairError, match=named):
        call()


def test_nothing_is_read_before_it_is_asked_for() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield LETTER

    found = repair.check(endless(), use_model=False)
    assert taken == 0
    assert next(found)
    assert 0 < taken <= 300


# --- settings ---------------------------------------------------------------------------------------------------------


def test_every_setting_is_a_keyword() -> None:
    settings, keywords = get_type_hints(repair.Config), get_type_hints(Keywords)
    assert list(keywords) == list(settings)
    for name, kind in settings.items():
        assert keywords[name] == (Sequence[str] if kind == tuple[str, ...] else kind), name


def test_settings_by_name_take_the_place_of_those_in_a_config() -> None:
    config = repair.Config(use_model=False, select=("RG",), min_confidence=0.55)
    assert [f.code for f in repair.check(LETTER, config=config)] == ["RG101"]
    assert [f.code for f in repair.check(LETTER, config=config, select=["RJ"], min_confidence=0.5)] == ["RJ201"]


@pytest.mark.parametrize("least", [0.0, 0.3, 0.5, 0.95])
@pytest.mark.parametrize("copies", [None, COMPLETE])
def test_a_higher_confidence_leaves_out_and_changes_nothing(least: float, copies: str | None) -> None:
    every = repair.suggest(DAMAGED, references=copies, use_model=False, min_confidence=0.0, floor=0.0)
    some = repair.suggest(DAMAGED, references=copies, use_model=False, min_confidence=least, floor=0.0)
    assert some == every.above(least)


# --- the same as the commands -----------------------------------------------------------------------------------------


def commanded(*arguments: str | Path) -> dict[str, repair.Apparatus]:
    done = run("suggest", *arguments, "--isolated", "--format", "json")
    assert done.code == 0, done.err
    return {a.article.id: a for a in map(decode, done.out.splitlines())}


def without_place(apparatus: repair.Apparatus) -> Mapping[str, Any]:
    said: dict[str, Any] = json.loads(encode(apparatus))
    return {name: value for name, value in said.items() if name not in ("id", "source")}


@pytest.mark.parametrize("with_references", [False, True])
def test_rules_find_what_the_commands_find(with_references: bool) -> None:
    copies = list((FIXTURES / "references").iterdir()) if with_references else []
    options = [option for path in copies for option in ("--reference", path)]
    told = commanded(*ARTICLES, *options, "--no-model", "--ignore", "RV501")
    read = list(articles([str(path) for path in ARTICLES], on_error=pytest.fail))
    given_copies = list(references([str(path) for path in copies], on_error=pytest.fail)) if copies else None
    repairer = repair.Repairer(references=given_copies, use_model=False, ignore=["RV501"])
    found = list(repairer.suggest(read))
    assert [a.article.id for a in found] == list(told)
    for apparatus in found:
        assert without_place(apparatus) == without_place(told[apparatus.article.id].above(0.5))
    assert list(repairer.check(a.text for a in read)) == [tuple(e.finding for e in a.entries) for a in found]
    assert sum(len(a.entries) for a in found) > 20


def test_check_finds_what_the_command_reports(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8", newline="")
    (row,) = run("check", path, "--no-model", "--isolated", "--format", "json").rows
    found = repair.check(LETTER, use_model=False)
    assert [(s["start"], s["end"], s["code"], s["message"]) for s in row["suggestions"]] == [
        (f.start, f.end, f.code, f.message) for f in found
    ]


@pytest.mark.parametrize("policy", [{"readings": True}, {"rules": True}, {"readings": True, "min_score": 0.9}])
def test_apply_and_mark_give_what_the_commands_give(policy: dict[str, Any], tmp_path: Path) -> None:
    text, copy, apparatus = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "a.json"
    text.write_text(DAMAGED + LETTER, encoding="utf-8", newline="")
    copy.write_text(COMPLETE + LETTER, encoding="utf-8", newline="")
    made = run("suggest", text, "--reference", copy, "--no-model", "--isolated", "--format", "json", "-o", apparatus)
    assert made.code == 0, made.err
    accepted = [option for kind in ("readings", "rules") if policy.get(kind) for option in ("--accept", kind)]
    written = run("apply", apparatus, *accepted, "--min-score", str(policy.get("min_score", 0.0)))
    marked = run("render", apparatus, "--format", "marked", "--min-confidence", "0.5")
    found = repair.suggest(DAMAGED + LETTER, references=repair.Reference(str(copy), COMPLETE + LETTER), use_model=False)
    assert repair.apply(found, **policy).text == written.out
    assert repair.mark(found) == marked.out


# --- there and back ---------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "The",
        "mayor",
        "called",
        "ferry",
        ",",
        ",,",
        " ",
        "  ",
        '""',
        "()",
        "\n",
        "\r\n",
        "it",
        "of",
        "è",
        "’",
        "…",
        "\ufeff",
        "ï»¿",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=60)


@given(text=TEXTS, copy=TEXTS, readings=st.booleans(), rules=st.booleans(), least=st.sampled_from([0.0, 0.5]))
def test_undo_gives_the_text_back(text: str, copy: str, readings: bool, rules: bool, least: float) -> None:
    found = repair.suggest(text, references=copy or None, use_model=False, min_confidence=least)
    applied = repair.apply(found, readings=readings, rules=rules, min_confidence=least)
    assert repair.undo(applied) == text
    if not (readings or rules):
        assert applied.text == text


def test_a_prediction_is_put_in_only_where_it_is_asked_for() -> None:
    guess = repair.Candidate(" parola", 0.9, (repair.Prediction("finto", -1.0, 1),))
    entry = repair.Entry(repair.Finding(5, 5, "RG112", "manca qualcosa", 0.9), (guess,))
    found = repair.Apparatus(repair.Article("a", "Prima dopo."), (entry,))
    assert repair.apply(found, readings=True, rules=True).text == "Prima dopo."
    assert repair.apply(found, predictions=True).text == "Prima parola dopo."


# --- models and threads -----------------------------------------------------------------------------------------------


class Model:
    """Sees a gap before every `dopo`, fills each with one word, and counts how it was loaded."""

    has_gap_head = has_fill_in = True
    device = "cpu"

    def __init__(self, name: str) -> None:
        self.name = name

    def signals(self, texts: Sequence[str], **_: Any) -> list[tuple[Signal, ...]]:
        lengths = (0.7, 0.2, 0.1, 0.0)
        return [(Signal(t.index(" dopo"), 0.999, lengths),) if " dopo" in t else () for t in texts]

    def fill(self, queries: Sequence[Query], **_: Any) -> list[list[Fill]]:
        return [[Fill(" parola", -1.0, 1, 0.3)] for _ in queries]


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the models that are loaded, each of which takes its time."""
    names: list[str] = []

    def load(name: str, **_: Any) -> Model:
        names.append(name)
        threading.Event().wait(0.05)
        return Model(name)

    monkeypatch.setattr("repair.models.load", load)
    return names


DEVICES = count()


def own(model: str = "it-en-small") -> dict[str, Any]:
    """Settings of one test alone, since models are kept for the next call that asks for the same."""
    return {"model": model, "device": f"cuda:{next(DEVICES)}"}


GAP = "Prima della seduta il presidente ha detto che la riunione di domani si farà dopo le nove di sera."


def test_models_are_loaded_when_they_are_needed_and_once(loads: list[str]) -> None:
    settings = own()
    repairer = repair.Repairer(**settings)
    assert repairer.config.use_model
    pending = repairer.suggest([GAP, GAP])
    assert loads == []
    assert [f.code for f in repairer.check(GAP)] == ["RG112"]
    assert [c.text for a in pending for e in a.entries for c in e.candidates] == [" parola", " parola"]
    assert repair.check(GAP, **settings) == repairer.check(GAP)
    assert repair.suggest(GAP, min_confidence=0.4, references=[SOUND], **settings).entries
    assert repair.check(GAP, use_model=False) == ()
    assert repair.check(GAP, **settings)
    assert loads == ["it-en-small"]


def test_another_model_fills_in_and_the_bundled_one_reads(loads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "has_gap_head", property(lambda self: self.name == "it-en-small"))
    repairer = repair.Repairer(**own("altro"))
    assert repairer.check(GAP)
    assert loads == ["it-en-small"]
    assert repairer.suggest(GAP).model == "altro"


def test_many_threads_load_a_model_once_and_find_the_same(loads: list[str]) -> None:
    texts = [GAP, DAMAGED, LETTER, SOUND] * 6
    repairer = repair.Repairer(references=[COMPLETE, SOUND], **own())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(repairer.suggest, texts))
    assert loads == ["it-en-small"]
    assert found == [repairer.suggest(text) for text in texts]


def test_many_threads_go_by_rules_at_once() -> None:
    read = list(articles([str(path) for path in ARTICLES], on_error=pytest.fail)) * 2
    repairer = repair.Repairer(references=[a.text for a in read[:6]], use_model=False)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(repairer.suggest, read))
    assert found == list(repairer.suggest(read))


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("with_references", [False, True])
def test_the_model_finds_what_the_commands_find(with_references: bool) -> None:
    copies = [str(path) for path in sorted((FIXTURES / "references").iterdir())] if with_references else []
    paths = [FIXTURES / "articles" / name for name in ("trump-putin.txt", "village-cup.txt", "versi-dal-porto.txt")]
    told = commanded(*paths, *(option for path in copies for option in ("--reference", path)))
    read = list(articles([str(path) for path in paths], on_error=pytest.fail))
    given_copies = list(references(copies, on_error=pytest.fail)) if copies else None
    found = {a.article.id: shape(a) for a in repair.suggest(read, references=given_copies)}
    assert found == {name: shape(apparatus) for name, apparatus in told.items()}
    assert sum(map(len, found.values())) > 5


@pytest.mark.model
@pytest.mark.slow
def test_many_threads_share_the_bundled_model() -> None:
    read = [article.text[:600] for article in articles([str(path) for path in ARTICLES[:6]], on_error=pytest.fail)]
    repairer = repair.Repairer(precision="float32", predictions=2)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(repairer.suggest, read))
    assert [shape(a) for a in found] == [shape(repairer.suggest(text)) for text in read]


def shape(apparatus: repair.Apparatus) -> list[Any]:
    """An apparatus to the second digit: what goes through a model together changes the last ones."""
    return [
        (e.finding.start, e.finding.code, round(e.finding.confidence, 1), [c.text for c in e.candidates[:1]])
        for e in apparatus.entries
        if e.finding.confidence > 0.55
    ]


@pytest.mark.model
def test_a_repairer_goes_to_other_processes_without_its_models(loads: list[str]) -> None:
    repairer = repair.Repairer(references=COMPLETE, **own())
    expected = repairer.suggest(DAMAGED)
    again = pickle.loads(pickle.dumps(repairer))
    assert again.config == repairer.config
    assert again.suggest(DAMAGED) == expected


def test_frameworks_go_through_the_same_door() -> None:
    from repair.corpus import Job
    from repair.corpus.texts import Mapper

    job = Job(config=repair.Config(use_model=False))
    mapped = Mapper(job)({"id": ["a", "b"], "text": [DAMAGED, LETTER]})
    found = repair.suggest(
        [{"id": "a", "text": DAMAGED}, {"id": "b", "text": LETTER}], use_model=False, min_confidence=job.config.floor
    )
    assert mapped == {"repair": [encode(a).decode() for a in found], "repair_error": ["", ""]}


# --- how it is imported -----------------------------------------------------------------------------------------------


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


HEAVY = "{'torch', 'transformers', 'numpy', 'rapidfuzz', 'lxml', 'click'} & set(sys.modules)"


def test_the_import_loads_nothing() -> None:
    loaded = python("import sys, repair; print([m for m in sys.modules if m == 'msgspec' or m.startswith('repair')])")
    assert loaded.stdout.strip() == "['repair']"


@pytest.mark.timing
def test_the_import_takes_no_time() -> None:
    code = "import time; before = time.process_time(); import repair; print(time.process_time() - before)"
    assert min(float(python(code).stdout) for _ in range(5)) < 0.03


@pytest.mark.parametrize("name", ["check", "Repairer", "RepairError", "Config"])
def test_a_name_loads_no_model_library(name: str) -> None:
    assert python(f"import sys; from repair import {name}; print({HEAVY})").stdout.strip() == "set()"


def test_every_name_is_there_and_no_other() -> None:
    for name in repair.__all__:
        assert getattr(repair, name) is not None
        assert name in dir(repair)
    with pytest.raises(AttributeError, match="chek"):
        repair.chek  # type: ignore[attr-defined]  # noqa: B018
    assert callable(repair.apply)
    importlib.import_module("repair.edit")
    assert callable(repair.apply)


def test_help_says_how_to_begin_and_what_there_is() -> None:
    shown = pydoc.render_doc(repair, renderer=pydoc.plaintext)
    assert "for finding in repair.check(" in shown
    for name in repair.__all__:
        assert name in shown
    assert "__getattr__" not in shown
    for function in (repair.check, repair.suggest, repair.mark, repair.apply):
        assert ">>>" in pydoc.render_doc(function)


def test_without_the_model_libraries_it_goes_by_rules_and_says_so_once() -> None:
    code = (
        "import sys, warnings; sys.modules['torch'] = sys.modules['numpy'] = None\n"
        "import repair\n"
        "with warnings.catch_warnings(record=True) as said:\n"
        "    warnings.simplefilter('always')\n"
        "    first = repair.check('He said \"\" and left the house.')\n"
        "    list(repair.suggest(['He said \"\" and left the house.'] * 2))\n"
        "    repair.check('He said \"\" and left the house.', use_model=False)\n"
        "print(len(said), [f.code for f in first], '[model]' in str(said[0].message), said[0].filename)\n"
        "try:\n"
        "    repair.suggest('Text.', model='it-en-small')\n"
        "except repair.RepairError as error:\n"
        "    print(error)\n"
    )
    first, second = python(code).stdout.splitlines()
    assert first == "1 ['RG101'] True <string>"
    assert "torch" in second
    assert "[model]" in second


@pytest.mark.model
def test_without_torch_it_finds_gaps_by_the_gap_head_and_says_once_that_it_predicts_nothing() -> None:
    code = (
        "import sys, warnings; sys.modules['torch'] = None\n"
        "import repair\n"
        "from pathlib import Path\n"
        f"text = Path({str(FIXTURES / 'articles' / 'ferry-timetable.txt')!r}).read_text(encoding='utf-8')\n"
        "with warnings.catch_warnings(record=True) as said:\n"
        "    warnings.simplefilter('always')\n"
        "    print('RG112' in [finding.code for finding in repair.check(text)], len(said))\n"
        "    repair.suggest('Text.', predict=False)\n"
        "    print(len(said))\n"
        "    for _ in range(2):\n"
        "        list(repair.suggest(['He said \"\" and left the house.']))\n"
        "print(len(said), 'nothing is predicted' in str(said[0].message), said[0].filename)\n"
    )
    assert python(code).stdout.splitlines() == ["True 0", "0", "1 True <string>"]


TYPED = """
from collections.abc import Iterator
from typing import assert_type
import repair

assert_type(repair.check("text"), tuple[repair.Finding, ...])
assert_type(repair.check({"text": "text"}, min_confidence=0.3), tuple[repair.Finding, ...])
assert_type(repair.check(["text"], references="copy"), Iterator[tuple[repair.Finding, ...]])
assert_type(repair.suggest(repair.Article("a", "text")), repair.Apparatus)
assert_type(repair.Repairer(references=[repair.page("<p>text")]).suggest(["text"]), Iterator[repair.Apparatus])
assert_type(repair.undo(repair.apply(repair.suggest("text"), readings=True)), str)
repair.check("text", min_confidense=0.3)  # type: ignore[call-overload]
repair.check(b"text")  # type: ignore[arg-type]
repair.chek  # type: ignore[attr-defined]
"""


@pytest.mark.slow
def test_type_checkers_see_everything(tmp_path: Path) -> None:
    path = tmp_path / "typed.py"
    path.write_text(TYPED, encoding="utf-8")
    silent = ("--strict", "--follow-imports=silent", "--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache"))
    command = [sys.executable, "-m", "mypy", "--config-file", "", *silent, str(path)]
    env = {**os.environ, "MYPYPATH": str(FIXTURES.parent)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stdout
