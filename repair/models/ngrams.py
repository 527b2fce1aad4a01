"""How common runs of pieces are in sound text, kept in little memory.

A piece and those before it make a number of 64 bits, and the number is a place in a table of bytes. Runs of several kinds
have a table each: two pieces, three, four, and two with any one between them. A byte says how often a run occurs: 0 for
seldom or never, then one more for each time that it occurs twice as often.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["COUNTED", "RUNS", "commonness", "tables_of_runs"]

RUNS: Final = {"two": (0, 1), "three": (0, 1, 2), "four": (0, 1, 2, 3), "around": (0, 2)}
"""The kinds of runs, and how many pieces before the last one each of their pieces stands."""
COUNTED: Final = {"two": 1 << 22, "three": 1 << 22, "four": 1 << 22, "around": 1 << 21}
"""Bytes of each table; powers of two."""

_TWICE: Final = "four"  # most of these are seldom, so two places each distinguish them
_FULL: Final = 0.35  # share of a table that is used: beyond it, runs that nobody wrote look like others
_MOST: Final = 15
_ODD, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_HIGH: Final = np.uint64(32)

_Bytes = npt.NDArray[np.uint8]


def _numbers(ids: npt.NDArray[Any], padding: int) -> dict[str, npt.NDArray[np.uint64]]:
    """For each kind, the number of the run that ends with each piece; before the first stands `padding`."""
    last = ids.astype(np.uint64)
    before = [last, *(np.concatenate((np.full(n, padding, np.uint64), last))[: len(last)] for n in (1, 2, 3))]
    found = {}
    with np.errstate(over="ignore"):
        for name, distances in RUNS.items():
            number = np.zeros(len(last), np.uint64)
            for distance in reversed(distances):
                number = (number ^ (before[distance] + np.uint64(1))) * _ODD
                number ^= number >> np.uint64(29)
            number *= _MIX
            found[name] = number ^ (number >> _HIGH)
    return found


def _places(numbers: npt.NDArray[np.uint64], name: str, size: int) -> list[npt.NDArray[np.uint64]]:
    own = np.uint64(size - 1)
    return [numbers & own, (numbers >> _HIGH) & own] if name == _TWICE else [numbers & own]


def commonness(tables: dict[str, _Bytes], ids: npt.NDArray[Any], padding: int) -> _Bytes:
    """How common the run of each kind is that ends with each piece, of shape [pieces, kinds]."""
    found = np.empty((len(ids), len(RUNS)), np.uint8)
    for column, (name, numbers) in enumerate(_numbers(ids, padding).items()):
        table = tables[name]
        columns = [table[places] for places in _places(numbers, name, len(table))]
        found[:, column] = columns[0] if len(columns) == 1 else np.minimum(*columns)
    return found


def tables_of_runs(ids: npt.NDArray[Any], padding: int) -> dict[str, _Bytes]:
    """The tables of a text of these pieces. Runs that occur too seldom for the room that there is are left out."""
    tables = {}
    for name, numbers in _numbers(ids, padding).items():
        size = COUNTED[name]
        found, counts = np.unique(numbers, return_counts=True)
        room = _FULL * size / len(_places(numbers[:1], name, size))
        # 2 at least: what occurs once in a text is no habit of its language
        least = next(n for n in range(2, 1 << 31) if (counts >= n).sum() <= room)
        common = counts >= least
        levels = np.clip(np.rint(1 + np.log2(counts[common] / least)), 1, _MOST).astype(np.uint8)
        tables[name] = np.zeros(size, np.uint8)
        for places in _places(found[common], name, size):
            np.maximum.at(tables[name], places, levels)
    return tables
