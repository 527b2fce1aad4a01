"""Pictures of the review page in the sizes that people have, for `fixtures/screenshots`.

Run: python tests/screenshots.py [FOLDER]. It needs the extras `review`, `models` and `dev`, and Chromium.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cli_runner import run
from playwright.sync_api import sync_playwright
from review_desk import desk_at
from test_review_browser import CHROMIUM, Server

from repair.review.messages import Act

FIXTURES = Path(__file__).parents[1] / "fixtures"
ARTICLES = ("archivio-fotografie.txt", "consiglio-comunale.txt", "intervista-liutaia.txt")
SIZES = {
    "review": {"viewport": {"width": 1440, "height": 900}},
    "review-820": {"viewport": {"width": 820, "height": 1180}},
    "review-390": {"viewport": {"width": 390, "height": 844}},
    "review-dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "review-200-percent": {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},
}


def main(folder: Path) -> None:
    """Write the pictures into `folder`."""
    folder = folder.absolute()
    room = Path(tempfile.mkdtemp())
    os.chdir(room)  # so that files have short names
    for kind in ("articles", "references"):
        (room / kind).mkdir()
        for name in ARTICLES:
            shutil.copy(FIXTURES / kind / name, room / kind / name)
    path = Path("archivio.jsonl")
    made = run("suggest", "articles", "--reference", "references", "--format", "json", "-o", path)
    assert made.code < 2, made.err
    desk = desk_at(path)
    for number in range(3):
        offers = number != 1 and desk.cases.entry(number).candidates
        desk.decide(Act(number, desk.cases.names[number], "accept" if offers else "reject"))
    entries = [desk.cases.entry(n) for n in range(len(desk.cases))]
    shown = next(n for n, e in enumerate(entries) if n > 2 and e.candidates[:1] and e.candidates[0].kind == "reading")
    server = Server(path, "--reference", "references", language="it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, size in SIZES.items():
            page = browser.new_context(**size).new_page()
            page.goto(f"{server.url}#number={shown}")
            page.wait_for_selector(".card")
            page.screenshot(path=folder / f"{name}.png")
            if name == "review":
                page.keyboard.press("v")
                page.wait_for_selector("#article[open] .pair")
                page.screenshot(path=folder / "review-article.png")
        browser.close()
    server.kill()
    shutil.rmtree(room)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "fixtures/screenshots"))
