"""Measures detection over `fixtures/`, and pins the figures under which `tests/test_quality.py` lets nothing fall.

    python tests/quality.py            shows the figures beside the pinned ones
    python tests/quality.py --pin      writes them to `tests/quality.toml`: an act of its own, for its own commit

Precision and recall are of places where text is missing, as `repair bench` scores them, at the confidence that is shown
by default. `others` is the share of all other damage (lost blanks, encoding, residue) that is found under a code of its
family. `alarms` are the findings of any kind in `fixtures/sound/`, where nothing is damaged.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from repair.bench.score import detection, match_case
from repair.bench.truth import Case, Loss
from repair.collate import ReferenceIndex
from repair.config import Config
from repair.pipeline import prepare
from repair.read import articles, references
from repair.records import Apparatus, Article, Reference

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
PINNED: Final = Path(__file__).with_name("quality.toml")
# float32 gives the same figures on every processor
SETTINGS: Final = {
    "rules": (Config(use_model=False), False),
    "rules and references": (Config(use_model=False), True),
    "model": (Config(precision="float32"), False),
}
_NEAR: Final = 3  # code points between damage and the finding that is of it


def fail(error: object) -> None:
    raise AssertionError(str(error))


@cache
def cases() -> list[tuple[Case, list[dict[str, Any]]]]:
    """Each damaged article with its losses, and with its other damage."""
    truth = defaultdict(list)
    for item in json.loads((FIXTURES / "truth.json").read_text(encoding="utf-8")):
        truth[item["file"], item.get("record", "")].append(item)
    found = []
    for file in sorted({file for file, _ in truth}):
        for article in articles([str(FIXTURES / file)], on_error=fail):
            items = truth[file, article.id if file.endswith(".jsonl") else ""]
            gaps = [item for item in items if item["code"].startswith("RG")]
            losses = tuple(Loss(g["start"], g["end"], g["replacement"].strip(), g["replacement"]) for g in gaps)
            found.append((Case(article, losses, ""), [item for item in items if item not in gaps]))
    return found


def sound() -> list[Article]:
    return list(articles([str(FIXTURES / "sound")], on_error=fail))


def copies() -> list[Reference]:
    return list(references([str(FIXTURES / "references")], on_error=fail))


def is_seen(item: dict[str, Any], apparatus: Apparatus) -> bool:
    return any(
        entry.finding.code[:2] == item["code"][:2]
        and entry.finding.start <= item["end"] + _NEAR
        and entry.finding.end >= item["start"] - _NEAR
        for entry in apparatus.entries
    )


def shown(apparatus: Apparatus, config: Config) -> Apparatus:
    """With the findings that are shown by default."""
    return replace(
        apparatus, entries=tuple(e for e in apparatus.entries if e.finding.confidence >= config.min_confidence)
    )


def measure(name: str) -> dict[str, float]:
    """The figures of a setting; shares are rounded down to three digits."""
    config, with_references = SETTINGS[name]
    stages = prepare(config, ReferenceIndex(copies()) if with_references else None, predict=False)
    found = [shown(a, config) for a in stages.run(case.article for case, _ in cases())]
    matched = [match_case(case, apparatus) for (case, _), apparatus in zip(cases(), found, strict=True)]
    score = detection(matched, config.min_confidence)
    others = [is_seen(item, a) for (_, items), a in zip(cases(), found, strict=True) for item in items]
    alarms = sum(len(shown(a, config).entries) for a in stages.run(sound()))
    shares = {"precision": score.precision, "recall": score.recall, "others": sum(others) / len(others)}
    return {**{key: math.floor(share * 1000) / 1000 for key, share in shares.items()}, "alarms": alarms}


def main() -> None:
    """Show the figures, and pin them where that is asked for."""
    pinned = tomllib.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
    lines = ["# Written by `python tests/quality.py --pin`. A figure here is lowered only on purpose."]
    for name in SETTINGS:
        figures = measure(name)
        print(name, figures, "pinned:", pinned.get(name))
        lines += ["", f'["{name}"]', *(f"{key} = {value}" for key, value in figures.items())]
    if "--pin" in sys.argv:
        PINNED.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
