"""With `cascade` the gap head reads only near what the rules suspect, and says there what it would have said anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from repair.config import Config
from repair.detect import look
from repair.models import GAP_MODEL, load
from repair.pipeline import Stages
from repair.records import Apparatus, Article

if TYPE_CHECKING:
    from repair.models.masked import MaskedModel

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
    f"Il giorno {i + 1} è finito. " + " ".join(SENTENCES[(i + k) % 5] for k in range(5)) for i in range(24)
)
DAMAGED = LONG.replace("dal canale dei frati", "dal canale dei", 1).replace("dei.", "dei, .", 1)
# tolerance between two readings of one window in batches of other windows
CLOSE = 1e-3


@pytest.fixture(scope="module")
def model() -> MaskedModel:
    return load(GAP_MODEL, device="cpu", precision="float32")  # the same on every processor


def run(text: str, model: MaskedModel | None, *, cascade: bool) -> Apparatus:
    (found,) = Stages(Config(cascade=cascade), reader=model).run([Article("a", text, "it")])
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


def test_the_rules_suspect_the_edges_of_their_gaps() -> None:
    looked = look(Article("a", 'Ha detto "" e poi , forse, è andata via.', "it"), Config())
    assert looked.suspected == (10, 17, 18)
    assert look(Article("a", SENTENCES[0], "it"), Config()).suspected == ()


def test_sound_text_is_not_read_at_all(model: MaskedModel) -> None:
    reader = Counting(model)
    found = run(LONG, reader, cascade=True)  # type: ignore[arg-type]
    assert (reader.texts, found.entries) == (0, ())


def test_what_is_read_says_what_it_says_without_the_cascade(model: MaskedModel) -> None:
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
    seen = {e.finding.start: e.finding for e in run(DAMAGED, model, cascade=False).entries if e.finding.code != "RG112"}
    quick = {e.finding.start: e.finding for e in run(DAMAGED, model, cascade=True).entries}
    assert seen
    for start, finding in seen.items():
        assert quick[start].code == finding.code
        # what unread places would have said of the page is missing
        assert quick[start].confidence == pytest.approx(finding.confidence, abs=0.1)


def test_rules_alone_have_nothing_to_read() -> None:
    plain = Stages(Config())
    quick = replace(plain, config=Config(cascade=True))
    article = Article("a", DAMAGED, "it")
    assert list(plain.run([article])) == list(quick.run([article]))
