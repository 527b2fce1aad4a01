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
_STEPS: Final = 512  # of a weight, to the nat
_TYPES: Final = {"priors": "f", "moves": "I", "rows": "I", "outputs": "i"}


class _Model(Struct, frozen=True):
    """A naive Bayes model: `features` has a row for each feature: for each of `languages` a 16-bit integer, how
    many steps of 1/512 nat its weight is below 0. `priors` has one float a language. An automaton finds the features: from the state `s`, the byte `b` leads to the state
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
    """The prior of each language and the weights of what was found, each times the logarithm of its count and one.

    A row of weights is read as one whole number, so that one addition adds the weights of every other language: the
    sixteen bits between them hold what is carried.
    """
    languages = len(model.languages)
    size = 2 * languages
    every_other = int.from_bytes(b"\xff\xff\0\0" * (languages // 2 + 1), "little")
    by_count: dict[int, list[int]] = {}
    for feature, count in found.items():
        by_count.setdefault(count, []).append(size * feature)
    scores: list[float] = list(model.priors)
    for count, places in by_count.items():
        factor = math.log1p(count) / _STEPS
        rows = [int.from_bytes(model.features[place : place + size], "little") for place in places]
        for first, kept in enumerate((rows, [row >> 16 for row in rows])):
            total = sum([row & every_other for row in kept])
            for i, sum_of_steps in enumerate(unpack(f"<{languages}I", total.to_bytes(4 * languages, "little"))):
                if first + 2 * i < languages:
                    scores[first + 2 * i] -= factor * sum_of_steps
    return scores
