"""Quality over the fixtures does not fall: the figures are pinned in `quality.toml`, and `quality.py` says how."""

from __future__ import annotations

import tomllib

import pytest
from quality import PINNED, SETTINGS, measure

FLOORS = tomllib.loads(PINNED.read_text(encoding="utf-8"))


def test_every_setting_is_pinned() -> None:
    assert set(FLOORS) == set(SETTINGS)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.model] if name == "model" else []) for name in SETTINGS]
)
def test_no_figure_falls_under_the_one_that_is_pinned(name: str) -> None:
    figures, floors = measure(name), FLOORS[name]
    worse = {key for key in floors if (figures[key] > floors[key] if key == "alarms" else figures[key] < floors[key])}
    assert not worse, f"now {figures}, pinned {floors}; `python tests/quality.py --pin` pins anew, on purpose"
