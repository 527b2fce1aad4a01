"""The encoder in ONNX Runtime: its answers beside the plain ones, and what is said where it cannot run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from repair.config import PRECISIONS, Config
from repair.errors import ConfigError, ModelError
from repair.models import Query, load

if TYPE_CHECKING:
    from repair.models.masked import MaskedModel

pytestmark = pytest.mark.model

TEXTS = [
    (Path(__file__).parents[1] / "fixtures" / "articles" / name).read_text(encoding="utf-8")
    for name in ("trump-putin.txt", "village-cup.txt", "router-howto.txt", "versi-dal-porto.txt")
]
MOST, MEAN = 0.15, 0.015  # that a gap's probability is off
NATS = 0.5  # that the log-probability of a fill-in likelier than one in a hundred is off


@pytest.fixture(scope="module")
def plain() -> MaskedModel:
    return load("it-en-small", device="cpu", precision="float32")


@pytest.fixture(scope="module")
def runtime() -> MaskedModel:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    return load("it-en-small", precision="onnx")


def test_gap_probabilities_are_those_of_float32_within_the_tolerance(plain: MaskedModel, runtime: MaskedModel) -> None:
    off = []
    for exact, said in zip(plain.signals(TEXTS), runtime.signals(TEXTS), strict=True):
        known, found = ({s.offset: s.probability for s in signals} for signals in (exact, said))
        off += [abs(known.get(place, 0.0) - found.get(place, 0.0)) for place in known | found]
    assert len(off) > 50
    assert max(off) <= MOST
    assert sum(off) / len(off) <= MEAN


def test_fill_ins_are_those_of_float32_within_the_tolerance(plain: MaskedModel, runtime: MaskedModel) -> None:
    sides = [
        ("Il consiglio si è riunito. Il sindaco di", " ha detto che la seduta è rinviata."),
        ("Alla fine della serata il pubblico ha", " a lungo tutti i musicisti sul palco."),
        ("She was born in", " and moved to Paris when she was ten years old. Mary Ann Smith wrote novels."),
    ]
    queries = [Query(left + right, len(left), len(left), words) for left, right in sides for words in ((1, 1), (2, 3))]
    compared = 0
    for these, those in zip(plain.fill(queries), runtime.fill(queries), strict=True):
        known = {f.text: f.log_prob for f in those}
        for f in these:
            if f.text in known and f.log_prob > -4.6:
                assert known[f.text] == pytest.approx(f.log_prob, abs=NATS)
                compared += 1
    assert compared >= 5


def test_states_are_about_those_of_the_network_however_they_are_asked_for(
    plain: MaskedModel, runtime: MaskedModel
) -> None:
    import torch

    exact, quick = plain.encoder, runtime.encoder
    assert exact is not None
    assert quick is not None
    ids = torch.tensor([plain.pieces.encode(text).ids[:40].tolist() for text in TEXTS[:2]])
    seen = torch.ones(2, 1, 1, 40, dtype=torch.bool)
    seen[1, ..., 30:] = False
    asked = torch.tensor([[3, 29], [4, 0]])
    own = torch.ones(2, 1, 2, 42, dtype=torch.bool)
    own[..., 5:9] = False
    places = torch.tensor([[5, 6], [5, 6]])
    with torch.inference_mode():
        for mask, some in ((None, None), (None, asked), (seen, None), (seen, asked)):
            found, expected = (e(ids, seen=mask, asked=some)[0] for e in (quick, exact))
            assert found.shape == expected.shape
            assert float((found - expected).abs().mean()) < 0.12 * float(expected.abs().mean())
        caches = [e(ids, seen=seen, keep=True)[1] for e in (quick, exact)]
        found, expected = (
            e(ids[:, :2], seen=own, places=places, cache=c)[0] for e, c in zip((quick, exact), caches, strict=True)
        )
        assert float((found - expected).abs().mean()) < 0.12 * float(expected.abs().mean())


@pytest.mark.parametrize("library", ["onnx", "onnxruntime"])
def test_without_the_libraries_the_error_names_the_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModelError, match=r"pip install '\.\[onnx\]'"):
        load("it-en-small", precision="onnx")


def test_it_is_not_asked_for_on_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(ModelError, match="does not run on 'cuda'"):
        load("it-en-small", device="cuda", precision="onnx")


def test_an_unknown_precision_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError) as error:
        Config(precision="float8")  # type: ignore[arg-type]
    assert all(precision in str(error.value) for precision in PRECISIONS)
