"""All rules as one table: what each sees on the surface, one narrow rule a name.

A rule takes a `Page` and yields `Sighting`s. To add one, write a detector in the file of its noun, give it a row in
that file's table, and put a passing and a failing example beside the others in `tests/cases/rules/`.
"""

from __future__ import annotations

from typing import Final

from repair.detect.edges import EDGES
from repair.detect.encoding import ENCODING
from repair.detect.gaps import GAPS
from repair.detect.joins import JOINS
from repair.detect.page import Detector, Page, Sighting
from repair.detect.pairs import PAIRS
from repair.detect.residue import RESIDUE
from repair.detect.stranded import STRANDED

__all__ = ["DETECTORS", "sight"]

DETECTORS: Final[dict[str, Detector]] = {**GAPS, **STRANDED, **EDGES, **PAIRS, **JOINS, **ENCODING, **RESIDUE}


def sight(page: Page) -> list[Sighting]:
    """What all rules see on the page, in text order."""
    sightings = [sighting for detector in DETECTORS.values() for sighting in detector(page)]
    return sorted(sightings, key=lambda s: (s.start, s.end, s.code, s.rule))
