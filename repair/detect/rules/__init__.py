"""All rules as one table: what each sees on the surface, one narrow rule a name.

A rule takes a `Page` and yields `Sighting`s. To add one, write a detector in the file of its noun, give it a row in
that file's table, and put a passing and a failing example beside the others in `tests/cases/rules/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from repair.detect.document import Detector, Page, Sighting
from repair.detect.rules.emptied import GAPS
from repair.detect.rules.encoding import ENCODING
from repair.detect.rules.joins import JOINS
from repair.detect.rules.paragraph_edges import EDGES
from repair.detect.rules.quotes_brackets import PAIRS
from repair.detect.rules.residue import RESIDUE
from repair.detect.rules.stranded import STRANDED

__all__ = ["DETECTORS", "sight"]

DETECTORS: Final[dict[str, Detector]] = {**GAPS, **STRANDED, **EDGES, **PAIRS, **JOINS, **ENCODING, **RESIDUE}

_See = Callable[[Page], Iterator[Sighting]]


def _by_key(keys_of: Callable[[Detector], Iterable[str]]) -> dict[str, list[_See]]:
    index: dict[str, list[_See]] = {}
    for detector in DETECTORS.values():
        for key in keys_of(detector):
            index.setdefault(key, []).append(detector.see)
    return index


_STARTING: Final = _by_key(lambda detector: detector.starts)
_HOLDING: Final = _by_key(lambda detector: detector.needles)
_ANYWHERE: Final = [d.see for d in DETECTORS.values() if not (d.starts or d.needles)]


def sight(page: Page) -> list[Sighting]:
    """What all rules see on the page, in text order. Rules that can see nothing there are not run."""
    text, asked = page.text, set(_ANYWHERE)
    for key in chain(page.starts, page.kinds):
        asked.update(_STARTING.get(key, ()))
    for needle, rules in _HOLDING.items():
        if needle in text:
            asked.update(rules)
    sightings = [sighting for see in asked for sighting in see(page)]
    return sorted(sightings, key=lambda s: (s.start, s.end, s.code, s.rule))
