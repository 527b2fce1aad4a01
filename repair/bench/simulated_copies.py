"""Copies of an article as other sites and extractors have them, made from its sound text."""

from __future__ import annotations

import random
import re
from typing import Final

from repair.bench.damage import PARAGRAPH, SENTENCE, damage
from repair.bench.furniture import furnish

__all__ = ["copies"]

_EXTRA: Final = {
    "it": ("anche", "ieri", "soprattutto", "forse", "già", "ormai", "per ora", "come è noto", "secondo alcuni"),
    "en": ("also", "yesterday", "mostly", "perhaps", "already", "so far", "as is well known", "some say"),
}


_OTHER_MARKS: Final = {ord(mark): other for mark, other in zip('"«»’', "”“”'", strict=True)}


def copies(text: str, seed: int, *, language: str = "it") -> list[str]:
    """Copies of a sound text as other sites and extractors have them: whole, damaged elsewhere, cut, or edited."""
    rng = random.Random(seed)
    text = _longer(text, random.Random(f"longer {seed}"), 0.1)  # a later version, which all sites may have
    out = []
    for number in range(rng.choice((1, 1, 2, 2, 3, 4))):
        longer = _longer(text, random.Random(f"longer {seed} {number}"), 0.2)
        copy = furnish(longer, seed * 31 + number, language=language)
        kind = rng.random()
        if kind < 0.4:
            copy = damage(copy, seed * 37 + number, rate=1 / 150, language=language).text
        elif kind < 0.5:
            copy = copy[: int(len(copy) * rng.uniform(0.4, 0.9))]
        elif kind < 0.7:
            copy = _edited(copy, rng, language)
        if rng.random() < 0.3:
            copy = copy.translate(_OTHER_MARKS)
        out.append(copy)
    return out


def _longer(text: str, rng: random.Random, chance: float) -> str:
    """By `chance` (0–1) a version with a few sentences or paragraphs more, else the text itself."""
    if rng.random() > chance:
        return text
    more = SENTENCE.findall(text)
    for _ in range(rng.randrange(1, 4) if more else 0):
        if rng.random() < 0.5:
            places = [m.start() for m in SENTENCE.finditer(text)]
            new = rng.choice(more)
        else:
            places = [m.start() for m in PARAGRAPH.finditer(text)]
            new = "".join(rng.choices(more, k=rng.randrange(1, 4))).rstrip() + "\n"
        if places:
            at = rng.choice(places)
            text = text[:at] + new + text[at:]
    return text


def _edited(text: str, rng: random.Random, language: str) -> str:
    """Another editor's version: words added, changed or struck, a sentence added or left out."""
    extra = _EXTRA.get(language, _EXTRA["en"])
    out = []
    for line in text.split("\n"):
        sentences = re.split(r"(?<=[.!?]) ", line)
        kept = []
        for sentence in sentences:
            dice = rng.random()
            words = sentence.split(" ")
            if dice < 0.06 and len(words) > 4:
                continue
            if dice < 0.22 and len(words) > 5:
                at = rng.randrange(2, len(words) - 1)
                words[at:at] = [rng.choice(extra)]
            elif dice < 0.34 and len(words) > 5:
                at = rng.randrange(1, len(words) - 2)
                words[at : at + rng.randrange(1, 3)] = [rng.choice(extra)]
            elif dice < 0.4:
                words = [*words, rng.choice(sentences)]
            kept.append(" ".join(words))
        out.append(" ".join(kept))
    return "\n".join(out)
