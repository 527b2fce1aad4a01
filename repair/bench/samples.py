"""Articles made from sound texts, with furniture as pages have it, half of them damaged: all from fixed seeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from repair.bench.damage import Damaged, damage
from repair.bench.furniture import furnish, styled
from repair.records import Signal

__all__ = ["Sample", "made_fewer", "samples"]

# Sizes of articles in code points, drawn in turn.
_SIZES: Final = (900, 1800, 2600, 3600, 5200)
_PARTS: Final = 3
_UNDAMAGED: Final = 2  # every second article is sound
_RATE: Final = 1 / 130


class Sample(Struct, frozen=True):
    """A damaged article with its sound text, the number of the text that it is made from, and what a gap head says of it."""

    language: str
    sound: str
    damaged: Damaged
    source: int
    signals: tuple[Signal, ...] = ()


def samples(texts: Mapping[str, Iterable[str]], limit: int) -> list[Sample]:
    """At most `limit` articles of each language, made from its texts."""
    made: list[Sample] = []
    for language, sources in texts.items():
        for number, (source, sound) in enumerate(_articles(sources, limit)):
            furnished = furnish(styled(sound, number), number, language=language)
            damaged = (
                damage(furnished, number, rate=_RATE, language=language)
                if number % _UNDAMAGED
                else Damaged(furnished, ())
            )
            made.append(Sample(language, furnished, damaged, source))
    return made


def made_fewer(made: Sequence[Sample], times: int) -> list[Sample]:
    """So many times fewer articles, sound and damaged ones alike."""
    return [sample for number, sample in enumerate(made) if number // _UNDAMAGED % times == 0]


def _articles(sources: Iterable[str], limit: int) -> Iterable[tuple[int, str]]:
    """Texts cut at paragraphs to the sizes of articles, a few from each source so that all kinds take part."""
    found = 0
    for number, text in enumerate(sources):
        paragraphs = [p for p in text.split("\n") if p.strip()]
        for part in range(_PARTS):
            size = _SIZES[(number + part) % len(_SIZES)]
            taken: list[str] = []
            while paragraphs and sum(map(len, taken)) < size:
                taken.append(paragraphs.pop(0))
            if taken and found < limit:
                found += 1
                yield number, "\n".join(taken)
