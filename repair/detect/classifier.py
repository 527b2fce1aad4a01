"""Which of 139 languages a text is in, by the byte sequences that are typical of each.

The numbers are those of py3langid (see ATTRIBUTION.md); tests hold that both say the same. This reader needs no NumPy,
which is larger than all else that a plain installation needs.
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from array import array
from collections import Counter
from functools import cache
from pathlib import Path
from struct import unpack
from typing import Any, Final

from msgspec import Struct

from repair.text.zstandard import zstandard

__all__ = ["DATA", "likelihoods"]

DATA: Final = Path(__file__).parent / "languages.zst"
"""The model, made by `tests/language_model.py`."""

_LEAST: Final = -3.4028234663852886e38  # of a text without any feature: the least 32-bit float
_TYPES: Final = {"priors": "f", "moves": "I", "rows": "I", "outputs": "i"}


class _Model(Struct, frozen=True):
    """A naive Bayes model: `features` has a row of packed 16-bit floats for each feature, one for each of `languages`, and
    `priors` one float a language. An automaton finds the features: from the state `s`, the byte `b` leads to the state
    `moves[256 * rows[s] + b]`, and `outputs` has the feature that a state completes, -1 for none."""

    languages: tuple[str, ...]
    features: bytes
    priors: array[float]
    moves: array[int]
    rows: array[int]
    outputs: array[int]


@cache
def _model() -> _Model:
    with zstandard("telling languages apart").open(DATA, "rb") as file:
        head: dict[str, Any] = json.loads(file.readline())
        features = file.read(2 * len(head["languages"]) * head["features"])
        arrays: dict[str, array[Any]] = {}
        for name, size in head["sizes"].items():
            arrays[name] = numbers = array(_TYPES[name])
            numbers.frombytes(file.read(size * numbers.itemsize))
            if sys.byteorder == "big":
                numbers.byteswap()
    return _Model(tuple(head["languages"]), features, **arrays)


def likelihoods(text: str) -> dict[str, float]:
    """The logarithm of the likelihood (nats, up to a constant) of each language, by its ISO 639 code, the likeliest
    first."""
    model = _model()
    text = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
    found = _features(text.encode("utf-8", "surrogatepass"), model)
    scores = _scores(found, model) if found else [_LEAST] * len(model.languages)
    best: dict[str, float] = {}
    for language, score in zip(model.languages, scores, strict=True):  # a language in two scripts is there twice
        best[language] = max(score, best.get(language, score))
    return dict(sorted(best.items(), key=lambda row: row[1], reverse=True))


def _features(data: bytes, model: _Model) -> Counter[int]:
    """How often each feature is in the bytes."""
    moves, rows, outputs = model.moves, model.rows, model.outputs
    state = 0
    states = []
    for byte in data:
        state = moves[(rows[state] << 8) + byte]
        states.append(state)
    counts = Counter(map(outputs.__getitem__, states))
    del counts[-1]
    return counts


def _scores(found: Counter[int], model: _Model) -> list[float]:
    """The prior of each language and the weights of what was found, each times the logarithm of its count and one."""
    languages = len(model.languages)
    by_count: dict[int, list[int]] = {}
    for feature, count in found.items():
        by_count.setdefault(count, []).append(feature)
    scores: list[float] = list(model.priors)
    for count, features in by_count.items():
        packed = b"".join([model.features[row : row + 2 * languages] for row in (2 * languages * f for f in features)])
        weights = unpack(f"<{languages * len(features)}e", packed)
        factor = math.log1p(count)
        for language in range(languages):
            scores[language] += factor * sum(weights[language::languages])
    return scores
