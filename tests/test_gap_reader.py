"""The bundled gap head computed with NumPy: it says what torch says, and gives way to torch where there is much to read."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cli_runner import DAMAGED

from repair.errors import ModelError
from repair.models import GAP_MODEL, MODELS, load, load_reader
from repair.models.switching import SwitchingReader
from repair.records import Signal

if TYPE_CHECKING:
    from repair.models.arrays import ArrayReader
    from repair.models.masked import MaskedModel

pytestmark = pytest.mark.model

ARTICLES = Path(__file__).parents[1] / "fixtures" / "articles"
# texts of one window and of several, blanks of all kinds, marks that look like a model's own, and nothing
TEXTS = [
    (ARTICLES / "village-cup.txt").read_text(encoding="utf-8"),
    DAMAGED,
    "  \r\n\t Il <mask> di </s> , ha detto\u00ad che \u200b\n\n\n",
    "a",
    "\n \n",
    "",
]
CLOSE = 1e-3  # of a probability


@pytest.fixture(scope="module")
def arrays() -> ArrayReader:
    from repair.models.arrays import ArrayReader

    return ArrayReader.read(GAP_MODEL, MODELS[GAP_MODEL].folder)


@pytest.fixture(scope="module")
def model() -> MaskedModel:
    return load(GAP_MODEL, device="cpu", precision="float32")


def agree(these: list[tuple[Signal, ...]], those: list[tuple[Signal, ...]]) -> int:
    """Compares what is said of each text, and says of how many places something is said."""
    places = 0
    for one, other in zip(these, those, strict=True):
        left, right = ({s.offset: s for s in signals} for signals in (one, other))
        for place in left | right:
            # a place at the least probability may be reported by one alone
            low = [s.probability for s in (left.get(place), right.get(place)) if s is not None]
            if len(low) == 1:
                assert low[0] == pytest.approx(0.02, abs=CLOSE)
                continue
            assert low[0] == pytest.approx(low[1], abs=CLOSE)
            assert left[place].lengths == pytest.approx(right[place].lengths, abs=10 * CLOSE)
            places += 1
    return places


def test_numpy_says_what_torch_says(arrays: ArrayReader, model: MaskedModel) -> None:
    assert agree(arrays.signals(TEXTS), model.signals(TEXTS)) > 15
    near = [[20], [60, 90], [3], [0], [], []]
    assert agree(arrays.signals(TEXTS, near=near), model.signals(TEXTS, near=near)) > 3


def test_a_text_is_read_alike_alone_and_among_others(arrays: ArrayReader) -> None:
    texts = TEXTS[1:]
    assert arrays.signals(texts, batch_size=64) == [arrays.signals([text])[0] for text in texts]


def test_a_model_whose_files_are_broken_is_an_error(tmp_path: Path) -> None:
    for file in MODELS[GAP_MODEL].folder.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"\x10")
    from repair.models.arrays import ArrayReader

    with pytest.raises(ModelError, match="the model cannot be read") as raised:
        ArrayReader.read(GAP_MODEL, tmp_path)
    assert raised.value.where == str(tmp_path)


# --- which of them reads


class Model:
    """A model that says something of each text where it is `loud`."""

    name, device = "m", "cpu"

    def __init__(self, *, loud: bool) -> None:
        self._said = (Signal(0, 1.0, (1.0, 0.0, 0.0, 0.0)),) if loud else ()

    def signals(self, texts: list[str], **_: Any) -> list[tuple[Signal, ...]]:
        return [self._said] * len(texts)


def reader(opened: list[int]) -> SwitchingReader:
    def open_() -> Any:
        opened.append(1)
        return Model(loud=True)

    return SwitchingReader(Model(loud=False), open_)  # type: ignore[arg-type]


def test_torch_is_loaded_once_when_more_than_a_little_was_read() -> None:
    opened: list[int] = []
    asked = reader(opened)
    said = [bool(asked.signals(["x" * 4_000])[0]) for _ in range(5)]
    assert said == [False, False, True, True, True]
    assert opened == [1]


def test_torch_reads_at_once_what_is_long() -> None:
    opened: list[int] = []
    assert reader(opened).signals(["x" * 20_000])[0]
    assert opened == [1]


def test_threads_load_one_model() -> None:
    opened: list[int] = []
    asked = reader(opened)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: asked.signals(["x" * 3_000]), range(40)))
    assert opened == [1]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, "SwitchingReader"),
        ({"device": "cpu", "precision": "float32"}, "SwitchingReader"),
        ({"precision": "bfloat16"}, "MaskedModel"),
        ({"much": True}, "MaskedModel"),
    ],
)
def test_what_somebody_asks_for_is_what_reads(more: dict[str, Any], kind: str) -> None:
    assert type(load_reader(GAP_MODEL, **more)).__name__ == kind


def test_a_short_article_is_checked_without_torch() -> None:
    code = (
        "import sys\nfrom repair.cli.main import cli\n"
        f"article = {str(ARTICLES / 'ferry-timetable.txt')!r}\n"
        "code = cli.main(['check', article, '--isolated', '--no-cache'], standalone_mode=False)\n"
        "print(code, sorted({'torch', 'transformers'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "RG112" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 []"
