"""Scores against figures worked out by hand and by another way of counting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.bench.measure import measure, score
from repair.bench.reliability import reliability
from repair.bench.scoreboard import as_json, as_table, figures
from repair.bench.truth import Case, Loss, read_truth
from repair.collate.distance import distance
from repair.config import Config
from repair.errors import InputError
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Prediction, Provenance, Reading

TEXT = 'Il forno di via Larga apre alle . Ha detto "" e poi ha acceso il vecchio con la legna.\nFuori pioveva piano'
#       0         1         2         3         4         5         6         7         8          9

COPY = (
    'Il forno di via Larga apre alle sei. Ha detto "buongiorno a tutti" e poi ha acceso il vecchio forno con la legna.\n'
    "Fuori pioveva piano sui tetti."
)


def candidate(text: str, kind: str, score: float) -> Candidate:
    source: Provenance = Reading("copia", 0, 1, 99.0, 99.0) if kind == "reading" else Prediction("modello", -1.0, 1)
    return Candidate(text, score, (source,))


def entry(start: int, end: int, confidence: float, *candidates: Candidate, code: str = "RG112") -> Entry:
    return Entry(Finding(start, end, code, "manca qualcosa", confidence), candidates)


def gap(start: int, end: int, replacement: str, position: str = "inner", *signature: str) -> dict[str, object]:
    return {
        "start": start,
        "end": end,
        "missing": replacement.strip(),
        "replacement": replacement,
        "kind": "inline_a",
        "position": position,
        "signature": list(signature),
    }


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    rows = [
        {
            "id": "forno",
            "text": TEXT,
            "clean_text": "Il forno apre alle sei, e il pane è pronto.",
            "gaps": [
                gap(TEXT.index(" . Ha"), TEXT.index(" . Ha") + 3, " sei. ", "inner", "space_before_punct"),
                gap(TEXT.index('""') + 1, TEXT.index('""') + 1, "buongiorno a tutti", "inner", "empty_quotes"),
                gap(TEXT.index(" con la"), TEXT.index(" con la"), " forno"),
                gap(len(TEXT), len(TEXT), " sui tetti.", "cut_end"),
            ],
            "references": [{"name": "copia", "text": COPY}],
        },
        {"id": "vuoto", "text": "Qui non manca nulla.", "clean_text": "Qui non manca nulla."},
    ]
    path = tmp_path / "truth.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), encoding="utf-8")
    return list(read_truth(path))


@pytest.fixture
def apparatuses(cases: list[Case]) -> list[Apparatus]:
    at = TEXT.index(" . Ha")
    quote = TEXT.index('""') + 1
    entries = (
        entry(3, 3, 0.4, candidate(" x", "reading", 0.95)),  # a false alarm below the threshold
        entry(15, 15, 0.3, code="RJ201"),  # says nothing of missing text
        # two findings at one loss: the surer counts; its first candidate by score is the second in the list
        entry(at, at + 1, 0.9, candidate(" sette", "prediction", 0.3), candidate(" sei", "reading", 0.97)),
        entry(at + 2, at + 2, 0.6),
        entry(quote, quote, 0.8, candidate("buonasera", "reading", 0.92), candidate("no", "prediction", 0.1)),
        entry(
            TEXT.index(" con la"),
            TEXT.index(" con la"),
            0.45,
            *(candidate(w, "prediction", s) for w, s in ((" ceppo", 0.4), (" forno", 0.3))),
        ),
        entry(len(TEXT), len(TEXT), 0.99),  # at an edge: neither helps nor hurts
    )
    return [
        Apparatus(cases[0].article, tuple(sorted(entries, key=lambda e: (e.finding.start, e.finding.end)))),
        Apparatus(cases[1].article, (entry(3, 3, 0.7),)),
    ]


def test_truth_files_are_read_with_all_they_say(cases: list[Case]) -> None:
    one = cases[0]
    assert [loss.counts for loss in one.losses] == [True, True, True, False]
    assert one.losses[0].signature == ("space_before_punct",)
    assert one.references[0].name == "forno#copia"
    assert one.restored.startswith('Il forno di via Larga apre alle sei. Ha detto "buongiorno a tutti" e poi')
    assert one.restored.endswith("il vecchio forno con la legna.\nFuori pioveva piano sui tetti.")
    assert cases[1].losses == ()


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("{", ":1"),
        ('{"id": "a"}', ":1"),
        ('\n{"id":"a","text":"b","clean_text":"b","gaps":[{"start":2,"end":1,"missing":"","replacement":""}]}', ":2"),
    ],
)
def test_what_is_no_truth_is_refused_with_its_line(line: str, where: str, tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read_truth(path))
    assert caught.value.where == f"{path}{where}"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_truth(tmp_path / "none.jsonl"))


def test_detection_by_hand(cases: list[Case], apparatuses: list[Apparatus]) -> None:
    found = score(cases, apparatuses, 0.5).detection
    # ranked: 0.9 loss, 0.8 loss, 0.7 alarm, 0.45 loss, 0.4 alarm
    assert (found.pages, found.gaps) == (2, 3)
    assert found.average_precision == pytest.approx((1 + 1 + 3 / 4) / 3)
    assert (found.precision, found.recall) == pytest.approx((2 / 3, 2 / 3))
    assert found.best == pytest.approx((2 * 0.75 / 1.75, 0.75, 1.0, 0.45))
    assert {name: (p.right, p.count) for name, p in found.by_signature.items()} == {
        "space_before_punct": (1, 1),
        "empty_quotes": (1, 1),
        "none": (0, 1),
    }
    assert {name: (p.right, p.count) for name, p in found.by_code.items()} == {"RG112": (2, 3)}


def test_a_threshold_above_everything_finds_nothing(cases: list[Case], apparatuses: list[Apparatus]) -> None:
    found = score(cases, apparatuses, 1.0).detection
    assert (found.precision, found.recall) == (0.0, 0.0)
    assert found.average_precision > 0


def test_filling_in_by_hand(cases: list[Case], apparatuses: list[Apparatus]) -> None:
    fill = score(cases, apparatuses, 0.5).fill
    assert (fill.gaps, fill.single) == (3, 2)
    assert (fill.reading_offered, fill.reading_top1) == (2, 1)
    assert (fill.sure_readings, fill.sure_wrong) == (2, 1)
    assert (fill.prediction_top1, fill.prediction_top5) == (0, 1)
    assert fill.top1 == 1


def test_error_rates_by_hand(cases: list[Case], apparatuses: list[Apparatus]) -> None:
    errors = score(cases, apparatuses, 0.5).errors
    size = sum(len(case.restored) for case in cases)
    # ` sei`, the greeting, ` forno` and the tail are missing; the blank of ` .` is one too many
    before = len("sei") + len("buongiorno a tutti") + len(" forno") + len(" sui tetti.")
    assert errors.before == pytest.approx(before / size, abs=2 / size)
    assert errors.readings < errors.before
    assert errors.predictions == errors.readings  # none stands alone at a finding of this confidence


def test_false_alarms_are_counted_in_sound_text(cases: list[Case], apparatuses: list[Apparatus]) -> None:
    sound = [Apparatus(apparatuses[1].article, (entry(0, 0, 0.6), entry(1, 1, 0.4), entry(2, 2, 0.9, code="RE302")))]
    board = score(cases, apparatuses, 0.5, sound=sound)
    assert board.false_alarms == pytest.approx(1 / sum(len(c.sound) for c in cases) * 1e4)


# --- an obvious oracle: the same figures, counted another way ---------------------------------------------------------

places = st.integers(0, 40)
confidences = st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9])


@given(
    st.lists(st.tuples(places, st.sampled_from(["inner", "cut_end"])), max_size=6),
    st.lists(st.tuples(places, confidences), max_size=8),
)
def test_detection_equals_the_oracle(gaps: list[tuple[int, str]], findings: list[tuple[int, float]]) -> None:
    text = "a" * 41
    losses = tuple(Loss(at, at, "b", "b", position=where) for at, where in sorted(gaps))
    case = Case(Article("x", text), losses, text)
    found = sorted(findings)
    board = score([case], [Apparatus(case.article, tuple(entry(at, at, c) for at, c in found))], 0.5).detection

    surest = [
        max((c for at, c in found if abs(at - g) <= 3), default=None) for g, where in sorted(gaps) if where == "inner"
    ]
    alarms = [c for at, c in found if all(abs(at - g) > 3 for g, _ in gaps)]
    hits = [c for c in surest if c is not None]
    said = sum(c >= 0.5 for c in hits) + sum(c >= 0.5 for c in alarms)
    right = sum(c >= 0.5 for c in hits)
    assert board.recall == pytest.approx(right / len(surest) if surest else 0.0)
    assert board.precision == pytest.approx(right / said if said else 0.0)
    # where no hit ties with an alarm, average precision is the mean over hits of the precision at each
    if not set(hits) & set(alarms) and surest:
        hits.sort(reverse=True)
        each = [(n + 1) / (n + 1 + sum(a > c for a in alarms)) for n, c in enumerate(hits)]
        assert board.average_precision == pytest.approx(sum(each) / len(surest))


# --- calibration ------------------------------------------------------------------------------------------------------


def test_scores_that_mean_what_they_say_have_no_error() -> None:
    outcomes = [(0.25, n < 5) for n in range(20)] + [(0.9, n < 18) for n in range(20)]
    found = reliability(outcomes)
    assert found.error == pytest.approx(0.0, abs=1e-12)
    assert [(b.count, b.score, b.right) for b in found.bins] == [(20, 0.25, 0.25), (20, 0.9, 0.9)]
    assert found.curve[-1] == (1.0, pytest.approx(17 / 40))


def test_scores_that_boast_have_the_error_that_they_boast() -> None:
    assert reliability([(1.0, False)] * 4).error == 1.0
    assert reliability([(0.8, True), (0.8, False)]).error == pytest.approx(0.3)
    assert reliability([]).error == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_laws_of_reliability(outcomes: list[tuple[float, bool]]) -> None:
    found = reliability(outcomes)
    assert 0.0 <= found.error <= 1.0
    assert sum(b.count for b in found.bins) == found.count == len(outcomes)
    assert all(b.low - 1e-9 <= b.score <= b.high + 1e-9 for b in found.bins)
    coverages = [coverage for coverage, _ in found.curve]
    assert coverages == sorted(coverages)
    assert found.curve[-1] == (1.0, pytest.approx(sum(not right for _, right in outcomes) / len(outcomes)))


@given(st.text(alphabet="abc ", max_size=12), st.text(alphabet="abc ", max_size=12), st.integers(0, 20))
def test_distance_equals_the_slow_one(a: str, b: str, expected: int) -> None:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    assert distance(a, b) == distance(a, b, expected=expected) == row[-1]


# --- reports ----------------------------------------------------------------------------------------------------------


def test_figures_have_the_names_that_other_scorers_use(cases: list[Case], apparatuses: list[Apparatus]) -> None:
    board = score(cases, apparatuses, 0.5, sound=[])
    row = json.loads(as_json(board, {"truth": "t.jsonl"}))
    assert row == figures(board, {"truth": "t.jsonl"})
    assert row["at_threshold"] == {"precision": 0.6667, "recall": 0.6667}
    assert row["recall_by_signature"] == {"empty_quotes": "1/1", "none": "0/1", "space_before_punct": "1/1"}
    assert row["fill"]["reading_top1"] == 1
    assert row["false_alarms_per_10k_chars"] == 0.0
    assert row["calibration"]["findings"]["count"] == 6
    assert row["speed"] is None


def test_the_table_shows_foreign_names_without_their_control_characters(
    cases: list[Case], apparatuses: list[Apparatus]
) -> None:
    shown = as_table(score(cases, apparatuses, 0.5), {"texts": "a\x1b[31m[b]"})
    assert "\x1b" not in shown
    assert "a\\x1b[31m[b]" in shown
    assert "space_before_punct" in shown


def test_the_pipeline_is_measured_with_rules_alone(cases: list[Case]) -> None:
    board = measure(cases, Config(use_model=False))
    assert board.detection.by_signature["empty_quotes"].right == 1
    assert board.fill.reading_offered >= 1
    assert board.speed is not None
    assert board.speed.articles > 0
    assert board.false_alarms == 0.0
