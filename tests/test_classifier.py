"""The language classifier says what py3langid says, whose numbers it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from repair.detect.classifier import DATA, likelihoods
from repair.text.zstandard import zstandard

py3langid = pytest.importorskip("py3langid", reason="py3langid is not installed: pip install '.[dev]'")
ROOT = Path(__file__).parent.parent
TEXTS = [
    path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("fixtures/**/*.txt")) + sorted(ROOT.glob("*.md"))
]


def same(text: str) -> None:
    ours, theirs = likelihoods(text), py3langid.rank(text)
    assert next(iter(ours)) == theirs[0][0]
    assert ours == pytest.approx(dict(theirs), rel=1e-5, abs=1e-3)


@pytest.mark.parametrize("size", [20, 300, 2000])
def test_of_articles_it_says_the_same(size: int) -> None:
    for text in TEXTS:
        same(text[len(text) // 3 :][:size])


@given(st.text(max_size=80))
@example("")
@example("\ud800")
@example("ÇA VA BIEN, MERCI")
@example("Перша школа в селі була збудована ще до війни.")
@settings(max_examples=60)
def test_of_any_text_it_says_the_same(text: str) -> None:
    ours, theirs = likelihoods(text), dict(py3langid.rank(text))
    assert ours == pytest.approx(theirs, rel=1e-5, abs=1e-3)


@pytest.mark.slow
def test_the_file_is_made_of_the_same_numbers() -> None:
    from language_model import made

    assert zstandard("reading").decompress(DATA.read_bytes()) == made()
