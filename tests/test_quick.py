"""The quick reader, which reads texts one by one, the gap head that reads together with it, everywhere or only near what it or
the rules suspect, and what the two say together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cli_runner import run
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.config import Config
from repair.corpus import Job
from repair.detect import look
from repair.errors import ModelError
from repair.models import GAP_MODEL, MODELS, READER_FILE, joint_reader, load, load_quick
from repair.pipeline import Stages, prepare
from repair.records import Apparatus, Article, Signal

if TYPE_CHECKING:
    from repair.models.masked import MaskedModel
    from repair.models.quick import QuickReader

pytestmark = pytest.mark.model

SENTENCES = (
    "Il vecchio mulino sul fiume è tornato a macinare dopo quarant'anni di silenzio.",
    "La ruota gira piano, spinta dall'acqua che scende dal canale dei frati.",
    "Chi passa la mattina presto sente il rumore delle pietre fino alla strada.",
    "Il mugnaio dice che la farina di una volta aveva un altro profumo.",
    "I ragazzi della scuola vengono a vedere come nasce il pane.",
)
# long enough for many windows, with damage that rules see near one end only
LONG = "\n\n".join(
    f"Il giorno {i + 1} è finito. " + " ".join(SENTENCES[(i + k) % 5] for k in range(5)) for i in range(10)
)
DAMAGED = LONG.replace("dal canale dei frati", "dal canale dei", 1).replace("dei.", "dei, .", 1)
# tolerance between two readings of one window in batches of other windows
CLOSE = 1e-3


@pytest.fixture(scope="module")
def quick() -> QuickReader:
    return load_quick("fast")


# --- the quick reader


@given(
    st.lists(
        st.sampled_from((*SENTENCES, DAMAGED, "", " ", "di , e\ufffd\n\n", "<mask> </s>", "a" * 5_000)), max_size=6
    )
)
@settings(max_examples=20, deadline=None)
def test_a_text_is_read_alike_in_any_company(quick: QuickReader, texts: list[str]) -> None:
    assert quick.signals(texts) == [quick.signals([text])[0] for text in texts]


def test_it_sees_what_is_missing_between_words(quick: QuickReader) -> None:
    (said,) = quick.signals(["Il sindaco di , ha detto che la festa è finita e che tutti sono tornati a casa."])
    best = max(said, key=lambda signal: signal.probability)
    assert best.offset == 13
    assert best.probability > 0.8
    assert all(signal.probability < 0.5 for sentence in quick.signals(SENTENCES) for signal in sentence)


def test_it_is_small_and_loads_no_large_library() -> None:
    assert (MODELS[GAP_MODEL].folder / READER_FILE).stat().st_size < 12_000_000
    asked = (
        "import sys; from repair import check; check('Il sindaco di , ha detto.', reader='fast');"
        " print({'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("broken", [b"", b"nothing", None])
def test_a_broken_file_is_an_error_that_names_it(broken: bytes | None, tmp_path: Path) -> None:
    own = MODELS[GAP_MODEL].folder
    (tmp_path / "tokenizer.json").write_bytes((own / "tokenizer.json").read_bytes())
    data = (own / READER_FILE).read_bytes()
    (tmp_path / READER_FILE).write_bytes(data[: len(data) // 2] if broken is None else broken)
    with pytest.raises(ModelError) as error:
        load_quick(str(tmp_path))
    assert READER_FILE in str(error.value)


def test_it_reads_in_several_processes_alike(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(f'{{"id": "{n}", "text": "{n} Il sindaco di , ha detto."}}\n' for n in range(40)))
    found = [run("check", rows, "--reader", "fast", "--format", "json", "--isolated", "-j", n) for n in (1, 2)]
    assert [done.code for done in found] == [1, 1]
    assert found[0].out == found[1].out
    assert found[0].out.count("gap-head") >= 40


def test_a_corpus_is_read_quickly_unless_told_otherwise() -> None:
    assert Job().config.reader == "fast"
    assert Job(Config(reader="full")).config.reader == "full"
    assert [Job(Config(model=model)).needs_place for model in ("none", "it-en-small")] == [False, True]
    assert Job(Config(model="none", reader="mixed")).needs_place


# --- a gap head that reads where something is suspected


@pytest.fixture(scope="module")
def model() -> MaskedModel:
    return load(GAP_MODEL, device="cpu", precision="float32")  # the same on every processor


def read_by(text: str, model: MaskedModel, *, whole: bool) -> Apparatus:
    config = Config(reader="full" if whole else "mixed")
    (found,) = Stages(config, reader=joint_reader(model)).run([Article("a", text, "it")])
    return found


class Counting:
    """A model that counts the texts it is given, and the offsets it is sent to."""

    def __init__(self, model: MaskedModel) -> None:
        self.name = model.name
        self.device = model.device
        self._model = model
        self.texts = 0
        self.near: list[tuple[int, ...]] | None = None

    def signals(self, texts, *, batch_size, near=None):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        self.near = near
        return self._model.signals(texts, batch_size=batch_size, near=near)


class Said(NamedTuple):
    """A reader that says the same of every text."""

    said: tuple[Signal, ...]
    name: str = "it-en-small"

    def signals(self, texts, **_):  # type: ignore[no-untyped-def]
        return [self.said] * len(texts)


def test_the_rules_suspect_the_edges_of_their_gaps() -> None:
    looked = look(Article("a", 'Ha detto "" e poi , forse, è andata via.', "it"), Config())
    assert looked.suspected == (10, 17, 18)
    assert look(Article("a", SENTENCES[0], "it"), Config()).suspected == ()


def test_sound_text_is_not_read_at_all(model: MaskedModel) -> None:
    from repair.models.joint import SHARE, JointReader

    counting = Counting(model)
    reader = JointReader(counting, Said(()), SHARE)  # type: ignore[arg-type]
    (found,) = Stages(Config(reader="mixed"), reader=reader).run([Article("a", LONG, "it")])
    assert (counting.texts, found.entries) == (0, ())


def test_what_is_read_says_what_it_says_when_all_is_read(model: MaskedModel) -> None:
    near = look(Article("a", DAMAGED, "it"), Config()).suspected
    (everything,) = model.signals([DAMAGED])
    (some,) = model.signals([DAMAGED], near=[near])
    assert len(some) > 0
    known = {signal.offset: signal for signal in everything}
    for signal in some:
        assert signal.probability == pytest.approx(known[signal.offset].probability, abs=CLOSE)
        assert signal.lengths == pytest.approx(known[signal.offset].lengths, abs=10 * CLOSE)
    reach = [s for s in everything if any(abs(s.offset - at) <= 3 for at in near)]
    assert {s.offset for s in reach} <= {s.offset for s in some}


def test_every_place_is_read_where_every_place_is_suspected(model: MaskedModel) -> None:
    (everything,) = model.signals([DAMAGED])
    (all_near,) = model.signals([DAMAGED], near=[range(len(DAMAGED))])
    assert [s.offset for s in all_near] == [s.offset for s in everything]
    assert model.signals([DAMAGED], near=[[]]) == [()]


def test_what_rules_see_is_found_alike(model: MaskedModel) -> None:
    seen = {
        e.finding.start: e.finding for e in read_by(DAMAGED, model, whole=True).entries if e.finding.code != "RG112"
    }
    quick = {e.finding.start: e.finding for e in read_by(DAMAGED, model, whole=False).entries}
    assert seen
    for start, finding in seen.items():
        assert quick[start].code == finding.code
        # what unread places would have said of the page is missing
        assert quick[start].confidence == pytest.approx(finding.confidence, abs=0.1)


# --- what both say together

SIGNALS = st.dictionaries(
    st.integers(0, 30),
    st.builds(lambda p, a: (p, (a, 1 - a, 0.0, 0.0)), st.floats(0.02, 0.99), st.floats(0.0, 1.0)),
    max_size=8,
).map(lambda found: tuple(Signal(at, *found[at]) for at in sorted(found)))


@given(SIGNALS, SIGNALS, st.sampled_from((0.0, 0.2, 0.5)))
def test_together_they_say_something_between_what_each_says(
    said: tuple[Signal, ...], told: tuple[Signal, ...], share: float
) -> None:
    from repair.models.joint import JointReader

    (both,) = JointReader(Said(said), Said(told), share).signals(["x" * 31])  # type: ignore[arg-type]
    if share == 0.0:
        assert both == said
    assert [s.offset for s in both] == sorted({s.offset for s in both})
    first, second = ({s.offset: s for s in signals} for signals in (said, told))
    for signal in both:
        heard = [s for s in (first.get(signal.offset), second.get(signal.offset)) if s]
        assert signal.probability <= max(s.probability for s in heard) + 1e-9
        assert signal.probability >= (min(s.probability for s in heard) if len(heard) == 2 else 0.02) - 1e-9
        assert signal.lengths == heard[0].lengths
    assert first.keys() & second.keys() <= {s.offset for s in both}


def test_the_bundled_gap_head_reads_with_the_quick_reader_and_another_does_not(model: MaskedModel) -> None:
    reader = prepare(Config(), predict=False).reader
    assert reader is not None
    assert (reader.name, reader.device) == (GAP_MODEL, "cpu")
    (alone,), (both,) = model.signals([DAMAGED]), joint_reader(model).signals([DAMAGED])
    assert both != alone
    other = Said((Signal(3, 0.5, (1.0, 0.0, 0.0, 0.0)),), name="another")
    assert joint_reader(other).signals([DAMAGED]) == [other.said]  # type: ignore[arg-type]
