"""Arrays of 64-bit numbers: by NumPy where it is installed, by the standard library elsewhere, with the same results."""

from __future__ import annotations

from repair.collate.arrays.plain import MAX_NUMBER, Numbers
from repair.extras import is_installed

if is_installed("numpy"):
    from repair.collate.arrays.fast import (
        bytes_of,
        containment,
        joined,
        numbers,
        numbers_in,
        packed,
        place_of,
        proposed,
        sampled,
        shingles,
    )
else:
    from repair.collate.arrays.plain import (
        bytes_of,
        containment,
        joined,
        numbers,
        numbers_in,
        packed,
        place_of,
        proposed,
        sampled,
        shingles,
    )

__all__ = [
    "MAX_NUMBER",
    "Numbers",
    "bytes_of",
    "containment",
    "joined",
    "numbers",
    "numbers_in",
    "packed",
    "place_of",
    "proposed",
    "sampled",
    "shingles",
]
