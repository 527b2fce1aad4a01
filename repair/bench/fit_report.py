"""How well confidences hold on pages whose damage is known: a line a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from repair.bench.fit_pages import Page, near
from repair.bench.reliability import reliability

__all__ = ["report"]

_SHOWN: Final = 0.5
_Weighed = tuple[Page, Sequence[float]]


def report(pages: Sequence[Page], sure: Sequence[Sequence[float]]) -> Iterator[str]:
    """For each language: recall and precision of the gaps shown at 0.5, how far their confidence is from their precision
    on average over ten bins (ECE), and gaps shown in 10,000 code points of sound pages and of other sound texts.

    Recall counts the losses that a text can show; `seen` is the share of them that has a place at all.
    """
    for language in sorted({page.language for page in pages}):
        mine = [(page, c) for page, c in zip(pages, sure, strict=True) if page.language == language]
        real = [pair for pair in mine if pair[0].kind == "page"]
        losses = [(page, c, loss) for page, c in real for loss in page.losses]
        on_damaged = [right for _, right in _shown([pair for pair in real if not pair[0].is_sound])]
        yield (
            f"{language}: recall {_share([_is_found(*loss, _SHOWN) for loss in losses])}"
            f" (seen {_share([_is_found(*loss, 0.0) for loss in losses])}), precision {_share(on_damaged)},"
            f" ECE {reliability(_shown(real)).error:.3f}, in 10,000 code points"
            f" of sound pages {_alarms([pair for pair in real if pair[0].is_sound])},"
            f" of sound texts {_alarms([pair for pair in mine if pair[0].kind == 'text'])}"
        )


def _shown(weighed: Sequence[_Weighed]) -> list[tuple[float, bool]]:
    return [
        (confidence, right)
        for page, sure in weighed
        for place, confidence, right in zip(page.places, sure, page.right, strict=True)
        if place.is_gap and confidence >= _SHOWN
    ]


def _is_found(page: Page, sure: Sequence[float], loss: tuple[int, int], least: float) -> bool:
    return any(
        place.is_gap and confidence >= least and near(place, *loss)
        for place, confidence in zip(page.places, sure, strict=True)
    )


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.2f}" if right else "-"


def _alarms(weighed: Sequence[_Weighed]) -> str:
    characters = sum(len(page.document.text) for page, _ in weighed)
    return f"{10_000 * len(_shown(weighed)) / characters:.2f}" if characters else "-"
