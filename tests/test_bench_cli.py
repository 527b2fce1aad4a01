"""`repair bench` from the command line: sound texts in, a scoreboard out, and a page that needs nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli_runner import run
from lxml import html

from repair.bench.furniture import styled
from repair.bench.truth import Case, made
from repair.records import Article

SENTENCES = (
    "Il vecchio mulino sul fiume è tornato a macinare dopo quarant'anni di silenzio, e il paese lo ha festeggiato.",
    "La ruota gira piano, spinta dall'acqua che scende dal canale dei frati, come ai tempi di Caterina Bellandi.",
    "Chi passa la mattina presto sente il rumore delle pietre fino alla strada per Montelupo.",
    "Il mugnaio, un uomo di poche parole, dice che la farina di una volta «aveva un altro profumo».",
    "I ragazzi della scuola di Pontorme vengono a vedere come nasce il pane, e tornano a casa bianchi.",
    "A ottobre il consiglio voterà i fondi per la seconda ruota (quella ferma dal 1958).",
)
SOUND = ["\n\n".join(" ".join(SENTENCES[(n + i + k) % 6] for k in range(3)) for i in range(4)) for n in range(4)]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "sani.jsonl"
    rows = ({"id": f"a{n}", "text": text} for n, text in enumerate(SOUND))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def cases(seed: int, *, rate: float = 0.03, with_copies: bool = True) -> list[Case]:
    found = (Article(f"a{n}", text) for n, text in enumerate(SOUND))
    return list(made(found, seed=seed, rate=rate, with_copies=with_copies))


def test_damage_is_the_same_for_the_same_seed() -> None:
    assert cases(3) == cases(3)
    assert cases(3) != cases(4)


@pytest.mark.parametrize("seed", range(12))
def test_putting_every_loss_back_gives_the_sound_text(seed: int) -> None:
    for case in cases(seed):
        assert case.restored == case.sound
        assert all(loss.signature for loss in case.losses)


def test_a_higher_rate_loses_more() -> None:
    def lost(rate: float) -> int:
        return sum(len(case.losses) for seed in range(8) for case in cases(seed, rate=rate))

    assert lost(0.002) < lost(0.02) < lost(0.08)


@pytest.mark.parametrize("sound", SOUND)
def test_an_authors_own_style_loses_no_word(sound: str) -> None:
    styles = {styled(sound, seed) for seed in range(60)}
    assert sound in styles
    assert any("…" in text for text in styles)
    assert any("\n- " in text for text in styles)
    for text in styles:
        later = iter(re.findall(r"\w+", text))
        assert all(word in later for word in re.findall(r"\w+", sound))


def test_copies_are_made_only_where_wanted() -> None:
    assert all(case.references for case in cases(1))
    assert not any(case.references for case in cases(1, with_copies=False))


def test_the_scoreboard_of_own_texts(texts: Path) -> None:
    done = run("bench", texts, "--no-model", "--rate", "30", "--format", "json")
    assert done.code == 0
    (row,) = done.rows
    assert row["pages"] == 4
    assert row["gaps"] > 0
    assert row["about"]["model"] == "rules only"
    assert row["fill"]["reading_top1"] > 0
    assert row["character_error_rate"]["readings"] < row["character_error_rate"]["before"]
    assert row["false_alarms_per_10k_chars"] == 0.0
    again = run("bench", texts, "--no-model", "--rate", "30", "--format", "json").rows[0]
    assert {**again, "speed": None} == {**row, "speed": None}
    alone = run("bench", texts, "--no-model", "--rate", "30", "--no-copies", "--format", "json").rows[0]
    assert alone["fill"]["reading_offered"] == 0
    assert alone["gaps"] == row["gaps"]


def test_the_table_is_for_people(texts: Path) -> None:
    done = run("bench", texts, "--no-model", "--no-copies")
    assert done.code == 0
    for part in (
        "average precision",
        "false alarms",
        "Losses by what they left",
        "Calibration",
        "Character error rate",
    ):
        assert part in done.out


def truth_file(path: Path) -> Path:
    rows = [
        {
            "id": case.article.id,
            "text": case.article.text,
            "clean_text": case.sound,
            "gaps": [
                {
                    "start": loss.start,
                    "end": loss.end,
                    "missing": loss.missing,
                    "replacement": loss.replacement,
                    "kind": loss.kind,
                    "position": loss.position,
                    "signature": list(loss.signature),
                }
                for loss in case.losses
            ],
            "references": [{"name": r.name.partition("#")[2], "text": r.text} for r in case.references],
        }
        for case in cases(1)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_truth_file_scores_as_the_texts_that_it_was_made_from(texts: Path, tmp_path: Path) -> None:
    truth = truth_file(tmp_path / "truth.jsonl")
    from_file = run("bench", "--truth", truth, "--no-model", "--format", "json").rows[0]
    from_texts = run("bench", texts, "--no-model", "--rate", "30", "--format", "json").rows[0]
    assert {**from_file, "about": 0, "speed": 0} == {**from_texts, "about": 0, "speed": 0}
    unaided = run("bench", "--truth", truth, "--no-model", "--no-copies", "--format", "json").rows[0]
    assert unaided["fill"]["reading_offered"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to measure"),
        (["a.txt", "--truth", "b.jsonl"], "exclude each other"),
        (["--truth", "nowhere.jsonl"], "nowhere.jsonl"),
        (["nowhere.txt"], "nowhere.txt"),
    ],
)
def test_what_cannot_be_measured_is_refused(arguments: list[str], said: str) -> None:
    done = run("bench", "--no-model", *arguments)
    assert done.code == 2
    assert said in done.err


def test_the_page_is_whole_and_loads_nothing(texts: Path, tmp_path: Path) -> None:
    hostile = texts.rename(tmp_path / "<b>&'x'.jsonl")
    page = tmp_path / "scores.html"
    assert run("bench", hostile, "--no-model", "--rate", "30", "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    parsed = html.fromstring(text)
    assert not parsed.xpath("//script | //link | //img | //iframe | //@style | //@href | //@src")
    assert not parsed.xpath("//dd/b")
    policy = parsed.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/=]+'", policy)
    titles = [" ".join(t.split()) for t in parsed.xpath("//figcaption/b/text()")]
    assert titles[:4] == ["Precision and recall", "Risk and coverage", "Findings", "Readings"]
    for shape in parsed.xpath("//polyline/@points"):
        for point in shape.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 312
            assert 0 <= y <= 324
