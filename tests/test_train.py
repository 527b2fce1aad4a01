"""`repair train`: models from texts, made by its three jobs, by a run that was killed, and by several processes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cli_runner import run
from hypothesis import given, settings
from hypothesis import strategies as st
from training_texts import TOY, text, write_texts

from repair.bench.damage import Damaged, damage
from repair.bench.elements import extracted
from repair.bench.truth import Case, Loss
from repair.errors import ConfigError
from repair.extras import has_extra
from repair.records import Article
from repair.train.plan import TrainingPlan

if TYPE_CHECKING:
    from repair.models.pieces import Pieces
    from repair.train.rows import RowMaker, Stream, TrainingRow
    from repair.train.texts import PackedTexts

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        not has_extra("train"), reason="the libraries for training are not installed: pip install '.[train]'"
    ),
]

MAIN = (sys.executable, "-c", "from repair.cli import main; main()")
ALONE = {**os.environ, "OMP_NUM_THREADS": "1"}  # so that sums are added in one order
SHARED = ("--pieces", "256", "--longest", "64")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("texts") / "texts.jsonl", 60_000)


def damaged_file(path: Path) -> Path:
    """Pages of ten sites whose damage is known, as `--real` takes them."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(30):
            lost = damage(text(number), number, rate=1 / 40)
            gaps = [
                {"start": a.start, "end": a.end, "missing": a.replacement.strip(), "replacement": a.replacement}
                for a in lost.alterations
                if a.is_loss
            ]
            row = {"id": str(number), "text": lost.text, "clean_text": text(number), "gaps": gaps}
            stream.write(json.dumps({**row, "host": f"site-{number % 10}", "lang": "it"}) + "\n")
    return path


def read_by_transformers(folder: Path) -> Any:
    from transformers import AutoModelForMaskedLM, AutoTokenizer

    network, report = AutoModelForMaskedLM.from_pretrained(folder, output_loading_info=True)
    assert not any(report[kind] for kind in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    assert AutoTokenizer.from_pretrained(folder).mask_token == "<mask>"
    return network


def weights(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    found = dict(load_file(folder / "model.safetensors"))
    gap = folder / "gap_head.safetensors"
    return {**found, **(load_file(gap) if gap.exists() else {})}


def same(these: dict[str, Any], those: dict[str, Any], *, within: float = 0.0) -> bool:
    return these.keys() == those.keys() and all(
        float((these[name].float() - those[name].float()).abs().max()) <= within for name in these
    )


# --- the commands


def test_the_three_jobs_make_models_that_serve(texts: Path, tmp_path: Path) -> None:
    real = damaged_file(tmp_path / "damaged.jsonl")
    fill, gaps, reader = (tmp_path / name for name in ("fill", "gaps", "reader"))
    done = run("train", "fill", texts, "--new", *TOY, "--steps", 4, "-o", fill)
    assert (done.code, "hidden words, one in a window" in done.out, "missing words" in done.out) == (0, True, False)
    assert not (fill / "gap_head.safetensors").exists()
    done = run("train", "gaps", texts, "--base", fill, "--real", real, *SHARED, "--steps", 4, "-o", gaps)
    assert done.code == 0, done.err
    assert "missing words, real damage: average precision" in done.out
    done = run(
        "train", "reader", texts, "--base", gaps, "--width", 32, "--real", real, *SHARED, "--steps", 4, "-o", reader
    )
    assert done.code == 0, done.err
    article = tmp_path / "a.txt"
    article.write_text('Il sindaco di, ha detto: "" alla maestra di Roma.\n', encoding="utf-8")
    served = run("suggest", article, "--model", gaps, "--format", "json", "--isolated", "--always-predict")
    assert (served.code, served.rows[0]["model"]) == (0, str(gaps)), served.err
    assert "has no gap head" not in served.err
    assert read_by_transformers(gaps).config.num_hidden_layers == 1
    for folder in (gaps, reader):
        for command in ("check", "bench"):
            read = run(command, article, "--reader", folder, "--format", "json", "--isolated")
            assert read.code in (0, 1), read.err
    for asked, said in (
        (("check", article, "--reader", fill), "has no gap head, so it cannot read"),
        (("suggest", article, "--model", reader), "the model in this folder cannot be read"),
        (("train", "fill", texts, "--base", reader, "--steps", 1, "-o", tmp_path / "no"), "cannot be read"),
    ):
        refused = run(*asked, "--isolated") if asked[0] != "train" else run(*asked)
        assert (refused.code, said in refused.err) == (2, True), refused.err
    card = (reader / "README.md").read_text(encoding="utf-8")
    assert f"repair train reader {texts} --output {reader} --base {gaps}" in card
    assert sorted(p.name for p in reader.iterdir()) == [
        "README.md", "reader.safetensors.zst", "tokenizer.json", "training"
    ]  # fmt: skip
    assert "| simulated damage |" in card
    assert sorted(p.name for p in (reader / "training").iterdir()) == [
        "before.json", "curve.jsonl", "plan.json", "report.json"
    ]  # fmt: skip


def test_a_model_goes_on_learning_and_is_blended(texts: Path, tmp_path: Path) -> None:
    base, made = tmp_path / "base", tmp_path / "made"
    assert run("train", "gaps", texts, "--new", *TOY, "--steps", 1, "-o", base).code == 0
    asked = ("train", "fill", texts, "--base", base, *SHARED, "--steps", 2, "--rate", "1e-2", "--blend", "0.25")
    assert run(*asked, "-o", made).code == 0
    before, after = weights(base), weights(made)
    assert before.keys() == after.keys(), "the gap head is kept up"
    moved = max(float((after[name].float() - before[name].float()).abs().max()) for name in before)
    assert 0 < moved < 0.25 * 2 * 1e-2 + 1e-3  # two steps of at most the rate, of which a quarter counts
    assert "→" in (made / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("killed_at", [1, 5])
def test_a_training_that_stops_goes_on_to_the_same_weights(killed_at: int, tmp_path: Path) -> None:
    from repair.train.run import train

    articles = [Article(str(number), text(number)) for number in range(30)]
    plan = TrainingPlan(
        "fill", base="", steps=7, layers=1, width=32, vocabulary=400, pieces=256, longest=64, save_every=0.0
    )

    class KilledError(Exception):
        pass

    def kill(progress: Any) -> None:
        if progress.step == killed_at:
            raise KilledError

    whole, halves = tmp_path / "whole", tmp_path / "halves"
    train(plan, articles, whole)
    with pytest.raises(KilledError):
        train(plan, articles, halves, on_step=kill)
    steps: list[int] = []
    train(plan, articles, halves, on_step=lambda progress: steps.append(progress.step))
    assert steps == list(range(killed_at, 8))  # a step that was not kept is done again
    assert same(weights(whole), weights(halves))
    assert (whole / "tokenizer.json").read_bytes() == (halves / "tokenizer.json").read_bytes()


# --- what is refused


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "the training has no end"),
        (("--steps", "2", "--width", "64"), "--width is that of the base"),
        (("--steps", "2", "--new", "--width", "40"), "give a multiple of 32"),
        (("--steps", "2", "--new", "--blend", "0.5"), "no weights to blend with"),
        (("--steps", "2", "--base", "nowhere"), "there is no model 'nowhere'"),
    ],
)
def test_options_that_mean_nothing_are_refused_before_any_work(
    more: tuple[str, ...], said: str, texts: Path, tmp_path: Path
) -> None:
    done = run("train", "fill", texts, "-o", tmp_path / "made", *more)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (tmp_path / "made").exists()


def test_a_folder_is_never_taken_for_another_training(texts: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    asked = ("train", "fill", texts, "--new", *TOY, "--steps", 1, "-o", made)
    first = run(*asked)
    again = run(*asked)
    assert (first.code, again.code, again.out) == (0, 0, first.out)
    assert "finished" in again.err
    other = run(*asked, "--seed", 2)
    assert (other.code, "another value of seed (1, not 2)" in other.err) == (2, True)
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("mine")
    refused = run(*asked[:-1], full)
    assert (refused.code, "holds no training" in refused.err) == (2, True)
    assert [p.name for p in full.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--other", "0.1"), "has no other head"),
        (("--layers", "2"), "--layers is that of the base"),
        (("--new",), "a reader has the pieces of another model"),
    ],
)
def test_what_a_reader_cannot_be_is_refused(more: tuple[str, ...], said: str, texts: Path, tmp_path: Path) -> None:
    done = run("train", "reader", texts, "--steps", 1, "-o", tmp_path / "made", *more)
    assert (done.code, done.out, said in done.err) == (2, "", True), done.err


def test_a_reader_computes_what_it_learned(
    pieces: Pieces, packed: PackedTexts, maker: RowMaker, tmp_path: Path
) -> None:
    """The network in training and the reader that it becomes say the same of each piece."""
    import numpy as np
    import torch

    from repair.models.quick import QuickReader
    from repair.train.loop import collated
    from repair.train.quick import QuickTrainee
    from repair.train.rows import TrainingRow
    from repair.train.trainee import Trainee

    made = QuickTrainee.new(Trainee.of("it-en-small"), packed, width=32).eval()
    made.save(tmp_path)
    reader = QuickReader.read("made", tmp_path)
    for row in rows(maker, "gaps", 6):
        bare = row.ids[len(pieces.head) : -len(pieces.tail)]
        (batch,) = collated([TrainingRow(bare, np.full(len(bare), -1), np.zeros(len(bare), np.int64))], pieces.padding)
        with torch.inference_mode():
            scores = made(batch.ids, batch.real, batch.fill_at, batch.gap_at)[1]
        assert np.allclose(scores.softmax(1).numpy(), reader.classes(bare), atol=2e-3)


def test_too_few_texts_are_an_error(tmp_path: Path) -> None:
    few = write_texts(tmp_path / "few.jsonl", 2_000)
    done = run("train", "fill", few, "--new", *TOY, "--steps", 1, "-o", tmp_path / "made")
    assert (done.code, "name more texts" in done.err) == (2, True)


@pytest.mark.parametrize("values", [{"steps": 0}, {"steps": 1, "width": 48}])
def test_a_plan_is_checked(values: dict[str, int]) -> None:
    with pytest.raises(ConfigError):
        TrainingPlan("fill", **values)  # type: ignore[arg-type]


# --- rows


def restored(lost: Damaged) -> str:
    parts, at = [], 0
    for a in lost.alterations:
        parts += (lost.text[at : a.start], a.replacement)
        at = a.end
    return "".join((*parts, lost.text[at:]))


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_what_an_extractor_lost_is_known(seed: int) -> None:
    sound = text(seed)
    lost = extracted(sound, random.Random(seed))
    assert restored(lost) == sound
    assert all(a.is_loss and "\n" not in a.replacement for a in lost.alterations)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    from repair.models import load

    return load("it-en-small", device="cpu", precision="float32").pieces


@pytest.fixture(scope="module")
def packed() -> PackedTexts:
    from repair.train.texts import PackedTexts

    return PackedTexts(Article(str(n), text(n)) for n in range(40))


@pytest.fixture(scope="module")
def maker(pieces: Pieces, packed: PackedTexts) -> RowMaker:
    from repair.train.rows import RowMaker

    damaged = "Il sindaco di, ha detto che la festa è finita e che tutti sono tornati a casa con l'ultimo treno.\n"
    case = Case(Article("1", damaged), (Loss(13, 13, "Lucca", " Lucca"),), damaged)
    return RowMaker(packed, [case], pieces, longest=256)


def rows(maker: RowMaker, stream: Stream, number: int) -> list[TrainingRow]:
    from repair.train.rows import Recipe

    rng = random.Random(number)
    return [maker.row(Recipe(stream, rng.randrange(16, 254), f"{stream} {n}")) for n in range(number)]


def test_hidden_words_stand_behind_their_masks(maker: RowMaker, pieces: Pieces) -> None:
    rates = []
    for row in rows(maker, "fill", 80):
        hidden = row.fill >= 0
        assert 16 <= len(row.ids) <= 256
        assert hidden.any()
        assert ((row.ids == pieces.mask) <= hidden).all()
        assert (row.fill[hidden & (row.ids != pieces.mask)] == row.ids[hidden & (row.ids != pieces.mask)]).all()
        assert (row.gap < 0).all()
        rates.append(hidden.mean())
    assert min(rates) < 0.02
    assert max(rates) > 0.2


def test_a_place_of_missing_words_is_the_piece_after_it(maker: RowMaker, pieces: Pieces) -> None:
    seen = 0
    for row in rows(maker, "real", 30):
        for at in (row.gap > 0).nonzero()[0]:
            before, after = (
                pieces.tokenizer.decode(row.ids[part].tolist()) for part in (slice(1, at), slice(at, at + 1))
            )
            assert before.endswith("di")
            assert after.strip().startswith(",")
            assert row.gap[at] == 1
            seen += 1
    assert seen > 10


def test_damaged_rows_are_sound_or_lost_something(maker: RowMaker) -> None:
    made = rows(maker, "gaps", 80)
    lossy = [row for row in made if (row.gap > 0).any()]
    assert 20 < len(lossy) < 75
    assert {1, 2} <= {int(kind) for row in lossy for kind in row.gap}
    assert all((row.fill < 0).all() for row in made)


def test_a_recipe_always_makes_the_same_row(maker: RowMaker) -> None:
    shares: dict[Stream, float] = {"fill": 0.5, "gaps": 0.3, "real": 0.2}
    recipes = maker.recipes(3, 17, 2_000, shares)
    assert recipes == maker.recipes(3, 17, 2_000, shares) != maker.recipes(3, 18, 2_000, shares)
    assert {recipe.stream for recipe in maker.recipes(3, 1, 20_000, shares)} == set(shares)
    for recipe in recipes:
        first, second = maker.row(recipe), maker.row(recipe)
        assert all((getattr(first, name) == getattr(second, name)).all() for name in ("ids", "fill", "gap"))


# --- slow


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_model_from_scratch_learns_and_serves(tmp_path: Path) -> None:
    """Two megabytes of texts, the three commands one after the other, and an article read with what they made."""
    texts = write_texts(tmp_path / "texts.jsonl", 2_000_000)
    shared = ("--pieces", "768", "--longest", "64")
    fill, gaps, reader = (tmp_path / name for name in ("fill", "gaps", "reader"))
    new = ("--new", "--layers", "2", "--width", "64", "--vocabulary", "600", "--rate", "5e-3")
    for asked in (
        ("fill", texts, *new, *shared, "--steps", "900", "-o", fill),
        ("gaps", texts, "--base", fill, *shared, "--rate", "4e-3", "--steps", "500", "-o", gaps),
        (
            "reader",
            texts,
            "--base",
            gaps,
            "--width",
            "64",
            "--pieces",
            "4096",
            "--longest",
            "64",
            "--rate",
            "5e-3",
            "--steps",
            "300",
            "-o",
            reader,
        ),
    ):
        done = subprocess.run([*MAIN, "train", *map(str, asked)], env=ALONE, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    curve = [json.loads(line) for line in (fill / "training" / "curve.jsonl").read_text().splitlines()]
    assert curve[-1]["fill"] < 0.5 * curve[0]["fill"]
    report = json.loads((gaps / "training" / "report.json").read_bytes())["after"]
    assert report["fill"]["an eighth of the words"]["five"] > 0.5
    assert report["gaps"]["simulated damage"]["average_precision"] > 0.15
    article = tmp_path / "a.txt"
    article.write_text(f"{text(1)}\n\nIl sindaco di ha aperto la piazza ieri mattina.\n", encoding="utf-8")
    served = run("suggest", article, "--model", gaps, "--format", "json", "--isolated")
    assert (served.code, "has no gap head" in served.err) == (0, False)
    read_by_transformers(gaps)
    for folder in (gaps, reader):
        assert run("check", article, "--reader", folder, "--isolated").code in (0, 1)
    learned = json.loads((reader / "training" / "report.json").read_bytes())
    assert learned["after"]["gaps"]["simulated damage"]["average_precision"] > 0.1


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_training_that_is_killed_goes_on(texts: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    assert run("train", "gaps", texts, "--new", *TOY, "--steps", 20, "-o", base).code == 0
    asked = ("reader", str(texts), "--base", str(base), "--width", "32", *SHARED, "--steps", "60")

    def started(folder: Path, *more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*MAIN, "train", *asked, "-o", str(folder), *more], env=ALONE)

    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert started(whole).wait() == 0
    for _ in range(3):
        process = started(killed, "--save-every", "0")
        kept = killed / "training" / "checkpoint.safetensors"
        before = kept.stat().st_mtime_ns if kept.exists() else 0
        while process.poll() is None and (kept.stat().st_mtime_ns if kept.exists() else 0) == before:
            time.sleep(0.05)
        time.sleep(random.Random(before).random() / 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert started(killed, "--save-every", "0").wait() == 0
    import numpy as np

    from repair.models.quick import QuickReader

    first, second = (QuickReader.read("quick", folder) for folder in (whole, killed))
    for mine, others in ((first.weights, second.weights), (first.tables, second.tables)):
        assert mine.keys() == others.keys()
        assert all(np.array_equal(mine[name], others[name]) for name in mine)
    curve = [json.loads(line) for line in (killed / "training" / "curve.jsonl").read_text().splitlines()]
    assert [line["step"] for line in curve] == [20, 40, 60]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_processes_make_what_one_makes(texts: Path, tmp_path: Path) -> None:
    asked = ("train", "gaps", str(texts), "--new", *TOY, "--steps", "10", "--save-every", "0", "-o")
    alone, together = tmp_path / "alone", tmp_path / "together"
    subprocess.run([*MAIN, *asked, str(alone)], env=ALONE, check=True)
    launch = (sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "-m", "repair")
    subprocess.run([*launch, *asked, str(together)], env={**ALONE, "ACCELERATE_USE_CPU": "true"}, check=True)
    assert same(weights(alone), weights(together), within=2e-3)
