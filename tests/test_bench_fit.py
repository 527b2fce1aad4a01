"""Fitting: what the command reads, that it holds sites apart, and what comes of a page's neighbours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import pytest

from repair.bench import fit
from repair.bench.fit_pages import Page, is_incomplete, read_pages
from repair.bench.regression import fit_logistic
from repair.bench.samples import made_fewer, samples
from repair.bench.signals import KeptSignals
from repair.bench.truth import read_truth
from repair.errors import InputError
from repair.records import Signal
from repair.scoring import calibration
from repair.scoring.calibration import Logistic

SOUND = (
    "La giunta ha approvato il bilancio dopo due ore di discussione in aula.",
    "Il cantiere riparte a maggio e resta aperto fino all'autunno, salvo imprevisti.",
    "La sindaca Anna Verdi ha ringraziato i tecnici e ha chiuso la seduta alle nove.",
    "I lavori del ponte sono affidati a una ditta di Lodi che li finirà in aprile.",
)


def truth(path: Path, hosts: int = 8) -> str:
    """A truth file: on each site one page that lost a name after a preposition, and one that lost nothing."""
    rows = []
    for number in range(hosts):
        sound = "\n\n".join(
            (*SOUND, f"Il voto numero {number} è arrivato con il sindaco di Lodi , poi la seduta è finita.")
        )
        at = sound.index(" Lodi ,")
        damaged = sound.replace(" Lodi ,", " ,")
        gap = {"start": at, "end": at, "missing": "Lodi", "replacement": " Lodi"}
        host = f"site-{number}.example"
        rows += [
            {"id": f"d{number}", "lang": "it", "host": host, "text": damaged, "clean_text": sound, "gaps": [gap]},
            {"id": f"s{number}", "lang": "it", "host": host, "text": sound},
        ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def prose(path: Path) -> str:
    rows = [{"id": str(n), "text": "\n".join(SOUND[n % 4 :] + SOUND[: n % 4])} for n in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_user_fits_the_tables_on_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saved: dict[str, Logistic] = {}
    monkeypatch.setattr(calibration, "save", lambda tables, *, fitted_on: saved.update(tables))
    before = calibration.table("detect-rules")
    fit.main(
        [
            *("--rules-only", "--pages", truth(tmp_path / "pages.jsonl")),
            *("--sound", prose(tmp_path / "sound.jsonl"), "--prose", f"it={prose(tmp_path / 'prose.jsonl')}"),
        ]
    )
    links = {"detect-priors-link", "detect-rules-link"}
    assert set(saved) == {"detect-rules", "detect-rules-page", "detect-surface", *links}
    assert calibration.table("detect-rules") is before  # what was in force while it fitted is so no longer
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.strip().startswith("it:")]
    assert "recall 1.00" in line
    assert "precision 1.00" in line


def test_a_truth_file_says_language_and_host_and_a_row_without_gaps_is_sound(tmp_path: Path) -> None:
    damaged, sound, *_ = read_truth(truth(tmp_path / "pages.jsonl"))
    assert (damaged.language, damaged.host, len(damaged.losses)) == ("it", "site-0.example", 1)
    assert damaged.restored == damaged.sound == sound.sound == sound.article.text
    assert not sound.losses


def test_a_page_whose_truth_misses_emptied_pairs_of_marks_is_left_out_of_a_fit(tmp_path: Path) -> None:
    def page(text: str) -> Page:
        row = {"id": "a", "lang": "it", "host": "site.example", "clean_text": f"{text} Fine.", "text": text}
        gap = {"start": len(text), "end": len(text), "missing": "Fine.", "replacement": " Fine."}
        path = tmp_path / "rows.jsonl"
        path.write_text(json.dumps(row | {"gaps": [gap]}), encoding="utf-8")
        return read_pages(list(read_truth(str(path))), [()], kind="page", weight=1.0)[0]

    assert is_incomplete(page("Premere il tasto «», poi il tasto «» e infine il terzo."))
    assert not is_incomplete(page("Premere il tasto «», poi il tasto «F2» e infine il terzo."))
    assert not is_incomplete(page("def f(a=(), b=[]): return {}; x = f() | f(); y = {f(): [()], (): {}}"))


def test_a_row_with_gaps_needs_its_sound_text(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "text": "Il sindaco di .",
        "gaps": [{"start": 13, "end": 13, "missing": "x", "replacement": " x"}],
    }
    path = tmp_path / "truth.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="no clean_text"):
        list(read_truth(path))


def test_kept_signals_that_are_damaged_are_an_error_that_says_where(tmp_path: Path) -> None:
    path = tmp_path / "signals.jsonl"
    path.write_text('{"sha256": "ab", "signals": [[1, 0.5]]}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"signals.jsonl:1.*no row of kept signals"):
        KeptSignals(str(path))


class _Signs:
    """A reader that says much of every text, so that a batch is longer than what a buffer holds."""

    def signals(self, texts: Sequence[str]) -> list[tuple[Signal, ...]]:
        return [tuple(Signal(at, 0.5, (0.25, 0.25, 0.25, 0.25)) for at in range(20)) for _ in texts]


def test_processes_share_a_file_of_signals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.bench.signals.load_quick", lambda name: _Signs())
    path = str(tmp_path / "signals.jsonl")
    texts = [[f"{who}, {number}" for number in range(1000)] for who in range(4)]
    context = get_context("fork")
    processes = [context.Process(target=KeptSignals(path, quick=True), args=(mine,)) for mine in texts]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    monkeypatch.setattr("repair.bench.signals.load_quick", lambda name: pytest.fail("a text is read again"))
    assert [KeptSignals(path, quick=True)(mine) for mine in texts] == [_Signs().signals(mine) for mine in texts]


def test_a_file_of_signals_holds_for_one_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.bench.signals.load_quick", lambda name: _Signs())
    path = str(tmp_path / "signals.jsonl")
    KeptSignals(path, quick=True)(["uno"])
    with pytest.raises(InputError, match=r"signals.jsonl:1: .* the quick reader, not of the gap head; name a file"):
        KeptSignals(path)


def test_half_a_row_of_kept_signals_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.bench.signals.load_quick", lambda name: _Signs())
    path = tmp_path / "signals.jsonl"
    said = KeptSignals(str(path), quick=True)(["uno", "due", "tre"])
    whole = path.read_bytes()
    for cut in (len(whole) - 1, whole.index(b"\n") + 5, 7):
        path.write_bytes(whole[:cut])
        assert KeptSignals(str(path), quick=True)(["uno", "due", "tre"]) == said
        assert path.read_bytes() == whole


def test_a_regression_counts_rows_by_their_weights() -> None:
    rows = [({"a": 1.0}, True), ({"a": 1.0}, False), ({"b": 1.0}, True), ({"b": 1.0}, False)]
    fitted = fit_logistic(rows, weights=[9.0, 1.0, 1.0, 9.0], penalty=0.01)
    assert fitted.probability({"a": 1.0}) == pytest.approx(0.9, abs=0.01)
    assert fitted.probability({"b": 1.0}) == pytest.approx(0.1, abs=0.01)


def test_what_a_page_says_is_fitted_on_rows_beside_their_html(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose list the sound rows lack, and whose bold words and headings the damaged ones lost."""
    saved: dict[str, Logistic] = {}
    monkeypatch.setattr(calibration, "save", lambda tables, *, fitted_on: saved.update(tables))
    rows, pages = [], []
    for number in range(12):
        heading = f"Capitolo {number} del bilancio"
        bold = f"di Lodi numero {number}"
        first, last = SOUND[:2], (*SOUND[2:], f"Il voto è arrivato con il sindaco {bold}, poi la seduta è finita.")
        sound = "\n\n".join((*first, heading, *last))
        damaged = "\n\n".join((*first, *last)).replace(f" {bold}", "")
        at, word = len("\n\n".join(first)), damaged.index("sindaco, poi") + len("sindaco")
        gaps = [
            {"start": at, "end": at, "missing": heading, "replacement": f"\n\n{heading}", "position": "block"},
            {"start": word, "end": word, "missing": bold, "replacement": f" {bold}"},
        ]
        page = {"lang": "it", "host": f"{number}.example", "page": f"p{number}"}
        rows += [
            {"id": f"d{number}", "text": damaged, "clean_text": sound, "gaps": gaps, **page},
            {"id": f"s{number}", "text": sound, **page},
        ]
        blocks = "".join(f"<p>{p}</p>" for p in last).replace(bold, f"<b>{bold}</b>")
        html = "".join(f"<p>{p}</p>" for p in first) + f"<h2>{heading}</h2><ul><li>Scrivi a noi</li></ul>" + blocks
        pages.append({"page": f"p{number}", "html": html})
    for name, written in (("truth", rows), ("pages", pages)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in written), encoding="utf-8")
    fit.main(["--parents-only", "--pages", str(tmp_path / "truth"), "--html", str(tmp_path / "pages")])
    assert saved["parent-block"].weights["heading"] > 0 > saved["parent-block"].weights["item"]
    assert saved["parent-words"].probability({"inside": 1.0, "in_strong": 1.0, "worse": 1.0, "better": 1.0}) > 0.5


def test_a_row_that_is_no_page_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text('{"page": "p", "html": "<p>a"}\n{"page": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match="pages:2"):
        fit.main(["--parents-only", "--pages", truth(tmp_path / "truth"), "--html", str(tmp_path / "pages")])


@pytest.mark.parametrize("times", [1, 2, 3, 4, 8])
def test_fewer_made_articles_are_half_sound_and_half_damaged_as_all_of_them(times: int) -> None:
    made = samples({"it": ["\n".join(SOUND * 4)] * 30}, 80)
    fewer = made_fewer(made, times)
    assert abs(len(fewer) - len(made) / times) <= 2
    assert 0.4 < sum(sample.damaged.text == sample.sound for sample in fewer) / len(fewer) < 0.65
