"""All rules as one table: what each sees on the surface, one narrow rule a name.

A rule takes a `Document` and yields `Sighting`s. There is a room for gaps, one for function words that are stranded, one for
letters and blanks, and one for residue. To add a rule, write a detector in the file of its noun, give it a row in that file's
table, and put a passing and a failing example beside the others in `tests/cases/rules/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from repair.detect.document import Detector, Document, Sighting
from repair.detect.rules.gaps import GAP_RULES
from repair.detect.rules.letters import LETTER_RULES
from repair.detect.rules.residue import RESIDUE_RULES
from repair.detect.rules.stranded import STRANDED_RULES
from repair.detect.suspects.prefilter import rare_in
from repair.detect.suspects.telling_marks import together_in

__all__ = ["DETECTORS", "sight", "sight_each"]

DETECTORS: Final[dict[str, Detector]] = {**GAP_RULES, **STRANDED_RULES, **LETTER_RULES, **RESIDUE_RULES}

_See = Callable[[Document], Iterator[Sighting]]


class _Index(NamedTuple):
    """What rules see, by the key that they start from and by the needle that they need, and what the others see. Needles
    are grouped by one sign that each has: looking for one is much quicker than for several. Those with a rare sign are
    apart: few texts have any of them."""

    starting: dict[str, list[_See]]
    common: dict[str, dict[str, list[_See]]]
    rare: dict[str, dict[str, list[_See]]]
    anywhere: list[_See]


@lru_cache(maxsize=1)
def _index(detectors: tuple[Detector, ...]) -> _Index:
    index = _Index({}, {}, {}, [])
    for detector in detectors:
        for key in detector.starts:
            index.starting.setdefault(key, []).append(detector.see)
        for needle in detector.needles:
            rare = [sign for sign in needle if sign in rare_in(sign)]
            rare += together_in(f"x{needle}x")  # whatever stands around the needle
            sign = rare[0] if rare else max(needle, key=_rarity)
            needles = (index.rare if rare else index.common).setdefault(sign, {})
            needles.setdefault(needle, []).append(detector.see)
        if not (detector.starts or detector.needles):
            index.anywhere.append(detector.see)
    return index


def _rarity(sign: str) -> tuple[bool, bool, bool, str]:
    """Orders signs by how few texts have them, as well as can be told: marks of other scripts, marks, digits, letters."""
    return not (sign.isascii() or sign.isalpha()), not (sign.isalnum() or sign.isspace()), sign.isdigit(), sign


def sight(document: Document) -> list[Sighting]:
    """What all rules see on the document, in text order. Rules that can see nothing there are not run."""
    return sight_each([document])[0]


def sight_each(documents: Sequence[Document]) -> list[list[Sighting]]:
    """What `sight` gives for each of some documents.

    A rule goes through all of them before the next one begins. That takes a fifth less time: the code and the words of a
    rule are then still in the processor's caches.
    """
    detectors = tuple(DETECTORS.values())
    index = _index(detectors)
    asked: dict[_See, list[int]] = {}
    for number, document in enumerate(documents):
        sees = [d.see for d in detectors] if document.starts is None else _asked(document, document.starts, index)
        for see in sees:
            asked.setdefault(see, []).append(number)
    seen: list[list[Sighting]] = [[] for _ in documents]
    for see, numbers in asked.items():
        for number in numbers:
            seen[number] += see(documents[number])
    for sightings in seen:
        sightings.sort(key=lambda s: (s.start, s.end, s.code, s.rule))
    return seen


def _asked(document: Document, starts: Iterable[str], index: _Index) -> set[_See]:
    """What the rules see that can see anything on the document."""
    text, asked = document.text, set(index.anywhere)
    for key in chain(starts, document.kinds, document.rare):
        asked.update(index.starting.get(key, ()))
    held = [needles for sign, needles in index.common.items() if sign in text]
    held += [index.rare[sign] for sign in document.rare if sign in index.rare]
    for needles in held:
        for needle, rules in needles.items():
            if len(needle) == 1 or needle in text:
                asked.update(rules)
    return asked
