"""The evidence for one fill-in: the model's log-probability, its length, and how its words occur in the text.

The features have the names that the fitted tables `prediction` and `prediction-found` use. At most one fill-in of a gap
is right, so a feature that all of them share is evidence on whether any of them is right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from repair.models.phrases import Phrases, Seen, common_words, function_words, is_name
from repair.models.query import Query
from repair.scoring.calibration import logit
from repair.text.names import Remembered
from repair.text.spacing import CLOSING, OPENING, QUOTES

__all__ = ["GapContext", "RawFill", "attested", "fill_evidence"]

_NEAR: Final = 60  # words within which a repetition is likely to mean the same thing
_SUREST: Final = 4.0  # a finding with higher log-odds counts as sure
_MOST_PIECES: Final = 4
_LEAST_WEIGHT: Final = 1e-4


class GapContext(Struct, frozen=True):
    """What is needed to judge the fill-ins of a gap: its normalised neighbours, the marks beside it, the phrases of
    its text, and the names that are `remembered`, by their words as compared."""

    query: Query
    left: str
    right: str
    before: str
    after: str
    capital: bool
    word_weights: tuple[float, ...]
    phrases: Phrases
    remembered: Mapping[tuple[str, ...], Remembered] = {}


class RawFill(Struct, frozen=True):
    """A fill-in before it is judged. Where it is `rough`, its pieces were weighed each for itself."""

    words: str
    log_prob: float
    pieces: int
    rough: bool = False


def fill_evidence(gap: GapContext, compared: Sequence[str], raw: RawFill, best: float) -> tuple[Seen, dict[str, float]]:
    """How a fill-in occurs, and its features. `best` is the log-probability of the likeliest piece at a single mask."""
    query = gap.query
    seen = gap.phrases.seen(compared, query.start, gap.left, gap.right)
    is_a_name = is_name(raw.words) and not gap.capital
    common = common_words(query.language).issuperset(compared)
    governed = float(gap.left in function_words(query.language))
    found = _length_features(raw, len(compared), gap, best)
    if is_a_name:
        found["name"] = 1.0
        found["name:governed"] = governed
    if common:
        found["common"] = 1.0
        found["common:before_mark"] = float(gap.after in CLOSING)
    elif seen.count or seen.elsewhere:
        found |= _occurrence_features(seen, raw.log_prob, len(compared), is_a_name, governed)
    elif (name := attested(gap, compared, seen)) is not None:
        found |= _attested_features(name, raw.log_prob, len(compared), governed)
    return seen, found | _place_features(gap)


def _length_features(raw: RawFill, count: int, gap: GapContext, best: float) -> dict[str, float]:
    """How probable the fill-in is for its number of pieces and its `count` of words."""
    several = min(raw.pieces, _MOST_PIECES)
    found = {
        "log_prob": raw.log_prob,
        f"pieces:{several}": 1.0,
        "best": best,
        f"words:{count}": 1.0,
        "prior": math.log(max(_LEAST_WEIGHT, gap.word_weights[count - 1])),
    }
    if raw.pieces > 1:
        found[f"log_prob:pieces:{several}"] = raw.log_prob
    if raw.rough:
        found["rough"] = 1.0
        found["rough:log_prob"] = raw.log_prob
    return found


def _occurrence_features(seen: Seen, log_prob: float, count: int, is_a_name: bool, governed: float) -> dict[str, float]:
    """How the words of the fill-in occur in the text and its references."""
    often = math.log(seen.count + seen.elsewhere)
    found = {
        "occurs": 1.0,
        "occurs:log_prob": log_prob,
        "occurs:count": often,
        "occurs:near": 1.0 / (1.0 + seen.nearest / _NEAR) if seen.count else 0.0,
        "occurs:after_left": float(seen.after_left > 0),
        "occurs:before_right": float(seen.before_right > 0),
        "occurs:between": float(seen.between > 0),
        "occurs:name": float(is_a_name),
        "occurs:name:count": often if is_a_name else 0.0,
        "occurs:governed": governed,
        "occurs:part": float(seen.within_name == seen.count + seen.elsewhere),
        "occurs:headline": float(seen.in_headline),
        "occurs:elsewhere": float(seen.count == 0),
        f"occurs:words:{count}": 1.0,
    }
    if seen.count == 0:
        found["elsewhere:beside"] = float(seen.after_left > 0 or seen.before_right > 0)
        found["elsewhere:between"] = float(seen.between > 0)
    return found


def _attested_features(name: Remembered, log_prob: float, count: int, governed: float) -> dict[str, float]:
    """How other articles have the name."""
    return {
        "attested": 1.0,
        "attested:log_prob": log_prob,
        "attested:count": math.log(name.count),
        "attested:together": math.log1p(name.together),
        "attested:left": math.log1p(name.left),
        "attested:right": math.log1p(name.right),
        "attested:between": math.log1p(name.between),
        "attested:governed": governed,
        f"attested:words:{count}": 1.0,
    }


def _place_features(gap: GapContext) -> dict[str, float]:
    """The marks beside the gap, and what is known of the gap itself."""
    query = gap.query
    found: dict[str, float] = {}
    if gap.before in QUOTES and gap.after in QUOTES:
        found["quoted"] = 1.0
    elif gap.before in OPENING and gap.after in CLOSING:
        found["bracketed"] = 1.0
    if gap.after in CLOSING:
        found["before_mark"] = 1.0
    if query.words is None:
        found["no_extent"] = 1.0
    if query.code:
        found[f"code:{query.code}"] = 1.0
        found["confidence"] = max(-_SUREST, min(_SUREST, logit(query.confidence)))
    return found


def attested(gap: GapContext, compared: Sequence[str], seen: Seen) -> Remembered | None:
    """The name with these words that other articles have, `None` if the text or its references have it themselves."""
    return None if seen.count or seen.elsewhere else gap.remembered.get(tuple(compared))
