from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editions import mill, read, single

from repair.render import RENDERERS, Style

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def pages(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens cases; at the end, no page may have said anything in its console or asked for anything but itself."""
    said: list[str] = []
    asked: list[str] = []
    contexts: list[Any] = []

    def open_case(
        case: str, *, width: int = 1600, script: bool = True, scheme: str = "light", language: str = "en"
    ) -> Any:
        path = tmp_path / f"{case}.html"
        path.write_bytes("".join(RENDERERS["html"](read(case), Style(language=language))).encode())
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": 900}, java_script_enabled=script, color_scheme=scheme
            )
        )
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_case
    for context in contexts:
        context.close()
    assert said == []
    assert {url.rpartition("/")[2].partition("#")[0] for url in asked} <= {
        f"{case}.html" for case in ("mulino", "registro", "due", "firmato")
    }
    assert all(url.startswith("file:") for url in asked)


@pytest.mark.parametrize("case", ["mulino", "registro", "due"])
@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("view", ["view-inline", "view-side"])
def test_the_page_fits_loads_nothing_and_runs_nothing_foreign(pages: Any, case: str, width: int, view: str) -> None:
    page = pages(case, width=width, scheme="dark" if width == 360 else "light")
    page.check(f"#{view}", force=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#count").inner_text() == f"{page.locator('a.mark').count()} suggestions"


@pytest.mark.parametrize("width", [360, 1600])
def test_provenance_shows_on_hover_and_on_keyboard_focus(pages: Any, width: int) -> None:
    page = pages("mulino", width=width)
    tips = page.locator(".tip:visible")
    assert tips.count() == 0
    page.locator("a.mark").nth(0).hover()
    assert "copia-2" in tips.inner_text()
    page.mouse.move(0, 0)
    page.locator("main").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "m-a1-1"
    assert "copia-3" in tips.inner_text()
    box = tips.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    assert tips.count() == 0
    page.keyboard.press("Tab")
    assert "prediction" in tips.inner_text()
    assert page.locator("a.mark:focus").get_attribute("aria-describedby") == tips.get_attribute("id")


def test_filters_hide_what_does_not_fit(pages: Any) -> None:
    page = pages("mulino")
    text = page.locator(".text")
    assert "Vallescura" in text.inner_text()
    page.uncheck("input[name=kind][value=reading]")
    assert "Vallescura" not in text.inner_text()
    assert page.locator("#count").inner_text() == "7 of 9 suggestions shown"
    for value in ("emendation", "rule", "prediction", "none"):
        page.uncheck(f"input[name=kind][value={value}]")
    assert page.locator(".text").inner_text().split() == mill().article.text.split()
    page.click("button[type=reset]")
    page.locator("#count", has_text="9 suggestions").wait_for()
    page.uncheck("input[name=certainty][value=low]")
    assert "anni" not in text.inner_text().split("aspettavamo")[1][:8]
    page.uncheck("input[name=code][value=RG103]")
    assert page.locator("#n-a1-1").is_hidden()
    assert page.locator("#m-a1-1").get_attribute("tabindex") == "-1"


def test_both_views_and_the_notes_work_without_script(pages: Any) -> None:
    page = pages("due", script=False)
    assert page.locator("#filters").is_hidden()
    assert page.locator(".was").first.is_hidden()
    page.check("#view-side", force=True)
    assert page.locator(".was").first.is_visible()
    page.locator("a.mark").first.hover()
    assert "copia-2" in page.locator(".tip:visible").inner_text()


def test_the_keyboard_reaches_articles_and_filters_before_the_text(pages: Any) -> None:
    page = pages("due")
    order = page.evaluate(
        "[...document.querySelectorAll('nav a, #filters input, a.mark')].map((e) => e.tagName + e.className)"
    )
    first_mark = next(i for i, name in enumerate(order) if "mark" in name)
    assert order[0] == "A"
    assert not any("INPUT" in name for name in order[first_mark:])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_enough_contrast(pages: Any, scheme: str) -> None:
    ratios = pages("mulino", scheme=scheme).evaluate("""() => {
      const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
      const y = (colour) => { const [r, g, b] = light(colour.match(/[\\d.]+/g).slice(0, 3).map(Number)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const under = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return "rgb(255, 255, 255)"; };
      return [...document.querySelectorAll(".core, .lost, .badge, .said, .other, .number, .facts span, .now, #count, .legend li, .back")]
        .map((e) => [e.className, [y(getComputedStyle(e).color), y(under(e))].sort((a, b) => b - a)])
        .map(([name, [a, b]]) => [name, (a + 0.05) / (b + 0.05)]);
    }""")
    assert [pair for pair in ratios if pair[1] < 4.5] == []


def test_far_down_a_long_page_the_facts_come_from_the_list(browser: Any, tmp_path: Path) -> None:
    from repair.render.editions import html

    path = tmp_path / "long.html"
    many = (mill() for _ in range(23))
    path.write_bytes("".join(RENDERERS["html"](many, Style(language="en"))).encode())
    text = path.read_text(encoding="utf-8")
    assert [article for _, article in html.originals(text)] == [mill().article.text] * 23
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(".tip").count() == 20 * page.locator("#a1 .tip").count()
    page.locator("#m-a23-1").scroll_into_view_if_needed()
    page.locator("#m-a23-1").hover()
    assert "copia-2" in page.locator(".tip:visible").inner_text()
    context.close()


def test_a_link_leads_to_its_article_whatever_the_height_of_those_before_it(browser: Any, tmp_path: Path) -> None:
    """The height of an article that was not on the screen yet is only guessed, and so is the place to which the page glides."""
    long = "\n\n".join(
        f"Il ponte numero {n} è stato aperto ieri dal sindaco, e tutti lo hanno attraversato." for n in range(900)
    )
    sample = [single(long if n == 3 else "Il coro ha cantato.", name=f"articolo-{n}") for n in range(9)]
    path = tmp_path / "lunghi.html"
    path.write_text("".join(RENDERERS["html"](sample, Style(language="en"))), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    for number in (4, 8, 0):
        page.click(f"#panel nav a >> text=articolo-{number}")
        at = -1
        while at != (at := page.evaluate("scrollY")):  # it glides there
            page.wait_for_timeout(500)
        top = page.evaluate(f"document.getElementById('a{number + 1}').getBoundingClientRect().top")
        end = page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
        assert 0 <= top < 150 or end, (number, top)
    context.close()
