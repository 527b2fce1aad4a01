"""Pictures of the review page and of an edition in the sizes that people have, for `fixtures/screenshots`.

Run: python tests/screenshots.py [FOLDER]. It needs the extras `review` and `dev`, and Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from playwright.sync_api import sync_playwright
from review_desk import apparatus, desk_at, write
from test_review_browser import CHROMIUM, Server
from test_review_faults import with_copy

from repair.review.messages import Act

SIZES = {
    "review": {"viewport": {"width": 1440, "height": 900}},
    "review-820": {"viewport": {"width": 820, "height": 1180}},
    "review-390": {"viewport": {"width": 390, "height": 844}},
    "review-dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "review-200-percent": {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},
}


def main(folder: Path) -> None:
    """Write the pictures into `folder`."""
    room = Path(tempfile.mkdtemp())
    made, reference = with_copy(apparatus(12))
    path = write(room, made, apparatus(5, id="ponte.txt"))
    (room / "copie").mkdir()
    (room / reference.name).write_text(reference.text, encoding="utf-8")
    desk = desk_at(path)
    for number, decision in ((0, "accept"), (1, "reject"), (2, "accept")):
        desk.decide(Act(number, desk.cases.names[number], decision))  # type: ignore[arg-type]
    server = Server(path, "--reference", str(room / reference.name), language="it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, size in SIZES.items():
            page = browser.new_context(**size).new_page()
            page.goto(server.url + "#number=4")
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
