"""What a screen reader, a keyboard and a high-contrast screen get: axe finds nothing on any screen of page and edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from editions import read
from review_desk import apparatus, desk_at, write
from test_review_browser import Room, browser, pytestmark, room  # noqa: F401
from test_review_faults import with_copy

from repair.render import RENDERERS, Style
from repair.review.messages import Act

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install '.[dev]'")


def violations(page: Any) -> list[str]:
    """The rule and the elements of everything that axe finds."""
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": EXPERIMENTAL})
    return [f"{v['id']}: {[n['html'][:160] for n in v['nodes']]}" for v in found.response["violations"]]


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXPERIMENTAL = {"label-content-name-mismatch": {"enabled": True}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_axe_finds_nothing_on_any_screen_of_the_page(
    room: Room,  # noqa: F811
    tmp_path: Path,
    language: str,
    scheme: str,
) -> None:
    made, reference = with_copy(apparatus(8))
    path = write(tmp_path, made, apparatus(4, id="altro"))
    copy = tmp_path / "mulino.txt"
    copy.write_text(reference.text, encoding="utf-8")
    desk = desk_at(path, "bruno")
    for number, decision in ((0, "accept"), (1, "reject"), (4, "reject")):
        desk.decide(Act(number, desk.cases.names[number], decision))  # type: ignore[arg-type]
    server = room.serve(path, "--reference", str(copy), language=language)
    page = room.open(server, "#show=all", scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    assert violations(page) == []  # decided, by another
    page.keyboard.press("x")
    page.wait_for_url(lambda url: "number=1" in url)
    assert violations(page) == []  # rejected, the first in conflict now
    page.keyboard.press("e")
    page.keyboard.type(" non")
    assert violations(page) == []  # typing
    page.keyboard.press("Escape")
    for key in ("v", "l", "/", "?", "m", "t"):
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        assert violations(page) == [], key
        page.keyboard.press("Escape")
    page.evaluate("location.hash = 'show=conflict'")
    page.reload()
    page.wait_for_selector(".opinions.conflict")
    assert violations(page) == []
    page.evaluate("location.hash = 'show=all&text=zzz'")
    page.reload()
    page.wait_for_selector(".card.done")
    assert violations(page) == []


@pytest.mark.parametrize("case", ["mulino", "due", "firmato"])
def test_axe_finds_nothing_in_the_edition(browser: Any, tmp_path: Path, case: str) -> None:  # noqa: F811
    path = tmp_path / f"{case}.html"
    path.write_bytes("".join(RENDERERS["html"](read(case), Style(language="en"))).encode())
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    assert violations(page) == []
    page.check("#view-side", force=True)
    assert violations(page) == []
    context.close()


def test_the_page_works_with_forced_colours_and_by_keyboard_alone(room: Room, tmp_path: Path) -> None:  # noqa: F811
    page = room.open(room.serve(write(tmp_path, apparatus(8))), "", forced_colors="active", reduced_motion="reduce")
    borders = page.evaluate("getComputedStyle(document.getElementById('site')).borderTopWidth")
    assert borders != "0px"
    order = []
    for _ in range(20):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert order[0] == "skip-link"
    assert order.index("open-article") < order.index("note") < order.index("previous") < order.index("next")
    page.focus("#accept")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 of 8 decided")
