"""The review page in a real browser: keys, edits, undo, reload, a killed server, two pages, hostile text."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from review_desk import apparatus, desk_at, write

from repair.review import fold, log_path, read_log
from repair.review.messages import Act

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'")
pytest.importorskip("uvicorn", reason="the page's libraries are not installed: pip install '.[review]'")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: apt-get install chromium"),
]


class Server:
    """`repair review` as a process of its own."""

    def __init__(self, path: Path, *more: str, reviewer: str = "anna", port: int = 0, language: str = "en") -> None:
        start = "from repair.cli import main; main()"
        command = [sys.executable, "-c", start, "review", str(path), "--no-browser", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--reviewer", reviewer, "--language", language, *more], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:"), self.url

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class Room:
    """Servers and pages of one test. No page may complain in its console or ask for anything elsewhere."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self.servers: list[Server] = []
        self.contexts: list[Any] = []
        self.said: list[str] = []
        self.asked: set[str] = set()

    def serve(self, path: Path, *options: str, **more: Any) -> Server:
        self.servers.append(Server(path, *options, **more))
        return self.servers[-1]

    def open(
        self,
        server: Server,
        part: str = "#order=text",
        *,
        width: int = 1600,
        height: int = 900,
        scheme: str = "light",
        **more: Any,
    ) -> Any:
        size = {"width": width, "height": height}
        self.contexts.append(self._browser.new_context(viewport=size, color_scheme=scheme, **more))
        page = self.contexts[-1].new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.add(request.url.partition("//")[2].partition(":")[0]))
        page.goto(server.url + part)
        page.wait_for_selector(".card")
        return page


@pytest.fixture
def room(browser: Any) -> Iterator[Room]:
    room = Room(browser)
    yield room
    for context in room.contexts:
        context.close()
    for server in room.servers:
        server.kill()
    assert room.said == []
    assert room.asked <= {"127.0.0.1"}


def leave(page: Any, act: Callable[[], None]) -> None:
    """Do what changes the entry on the screen, and wait for the next."""
    before = page.url
    act()
    page.wait_for_url(lambda url: url != before)


def press(page: Any, key: str) -> None:
    """Press a key that changes the entry on the screen, and wait for the next."""
    leave(page, lambda: page.keyboard.press(key))


def decided(path: Path) -> dict[str, tuple[str, str | None]]:
    """Decision and outcome by the fingerprint of the entry."""
    state = fold(read_log(log_path(path), pytest.fail))
    return {key[1]: (line.decision, line.outcome) for key, by in state.decided().items() for line in by.values()}


def test_the_whole_way_by_keyboard(room: Room, tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(30))
    page = room.open(room.serve(path))
    assert "token" not in page.url
    for number in range(30):
        match number % 4:
            case 0:
                page.keyboard.press("2")
                page.wait_for_selector("#site ins.prediction >> text=Lodi")
                page.keyboard.press("1")
                page.wait_for_selector("#site ins.reading")
                press(page, "a")
            case 1:
                press(page, "x") if number < 29 else page.keyboard.press("x")
            case 2:
                press(page, "a")
            case _:
                page.keyboard.press("a")  # there is nothing to accept
                page.keyboard.press("e")
                page.keyboard.type(" svegliarono")
                press(page, "Enter")
    page.wait_for_selector(".card.done")
    assert page.get_by_text("30 of 30 decided").count()
    kinds = [decision for decision, _ in decided(path).values()]
    assert [kinds.count(kind) for kind in ("accept", "reject", "emend")] == [15, 8, 7]
    assert ("emend", " svegliarono") in decided(path).values()

    press(page, "u")
    assert page.get_by_text("29 of 30 decided").count()
    press(page, "Backspace")
    assert page.get_by_text("28 of 30 decided").count()
    page.wait_for_selector("text=Undone")
    at = page.url
    page.reload()
    page.wait_for_selector(".card")
    assert page.url == at
    assert page.get_by_text("28 of 30 decided").count()
    assert len(decided(path)) == 28


def test_an_entry_says_why_it_was_marked_in_the_words_of_its_reader(room: Room, tmp_path: Path) -> None:
    page = room.open(room.serve(write(tmp_path, apparatus(8)), language="it"))
    head = page.inner_text(".head")
    assert "Causa più frequente: il link o le parole in risalto che seguivano sono andati persi." in head
    assert "Segnalata da: regola stranded" in head
    for _ in range(3):
        press(page, "j")
    assert "Segnalata da: modello" in page.inner_text(".head")
    assert "salta: la lacuna resta aperta e nell’edizione rimane segnata" in page.inner_text(".candidates")
    page.keyboard.press("m")
    page.fill("#mark [name=words]", "non c'è")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mark-error >> text=L’articolo non ha queste parole")
    room.said.clear()  # the browser's own word on the refusal
    page.fill("#mark [name=words]", "Nel 1900 la maestra")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Segnalata da: anna")
    assert "marked by" not in page.inner_text(".head")


def test_skip_go_back_and_look_around(room: Room, tmp_path: Path) -> None:
    page = room.open(room.serve(write(tmp_path, apparatus(12))))
    press(page, "Space")
    press(page, "j")
    press(page, "k")
    assert "number=1" in page.url
    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    page.keyboard.press("x")  # no decision behind a dialog
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.wait_for_selector("#article[open] .spot[aria-current]")
    page.click(".spot >> nth=6")
    page.wait_for_url(lambda url: "number=6" in url.partition("#")[2])
    page.keyboard.press("Shift+A")
    page.wait_for_selector("#equal[open]")
    assert page.locator("#equal li").count() == 3
    page.click("#equal-accept")
    page.wait_for_selector("text=Equal cases decided: 3")
    page.keyboard.press("/")
    page.wait_for_selector("#filter[open]")
    page.keyboard.type("Cremona")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Entry 1 of 3 in the queue")
    assert page.get_by_text("3 of 12 decided").count()
    page.keyboard.press("n")
    page.keyboard.type("vedi <b>il registro</b>")
    page.keyboard.press("Enter")
    page.wait_for_selector(".opinions >> text=vedi <b>il registro</b>")


def test_each_key_is_a_button_too(room: Room, tmp_path: Path) -> None:
    page = room.open(room.serve(write(tmp_path, apparatus(8))))
    for name in ("Accept", "Reject", "Skip", "Previous", "Next", "Undo"):
        leave(page, page.get_by_role("button", name=name, exact=False).first.click)
    page.get_by_role("button", name="Edit").click()
    page.wait_for_selector("#typed")
    page.get_by_role("button", name="Cancel").first.click()
    for name in ("Whole article", "Filter", "Help"):
        page.get_by_role("button", name=name).first.click()
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
    page.goto(page.url.partition("#")[0] + "#order=text&number=2")
    page.reload()
    page.wait_for_selector(".card")
    page.focus("#accept")
    press(page, "Enter")  # to an entry that has nothing to accept
    assert page.evaluate("document.activeElement.id") == "heading"
    page.goto(page.url.partition("#")[0] + "#order=text&number=0")
    page.reload()
    page.wait_for_selector(".card")
    page.get_by_role("radio").nth(1).check()
    page.wait_for_selector("#site ins.prediction")
    assert page.evaluate("document.activeElement.type") == "radio"


def test_nothing_saved_is_lost_when_the_server_is_killed(room: Room, tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(12))
    server = room.serve(path)
    page = room.open(server)
    for key in ("a", "x", "a"):
        press(page, key)
    page.wait_for_selector("text=3 of 12 decided")
    server.kill()
    page.keyboard.press("a")
    page.wait_for_selector("#alert >> text=does not answer")
    assert page.get_by_text("3 of 12 decided").count()
    with log_path(path).open("ab") as stream:
        stream.write(b'{"format":1,"id":"torn')  # what a kill in mid-write leaves
    again = room.serve(path, "--skip-damaged", port=server.port)
    page.keyboard.press("a")
    page.wait_for_selector("#alert >> text=This address is no longer valid: the program was started again")
    room.said[:] = [line for line in room.said if "Failed to load resource" not in line]
    page.goto(again.url)
    page.wait_for_selector("text=3 of 12 decided")
    page.keyboard.press("x")
    page.wait_for_selector("text=4 of 12 decided")
    assert len(fold(read_log(log_path(path), lambda notice: None)).decided()) == 4


def test_what_was_said_goes_where_nothing_moves_too(room: Room, tmp_path: Path) -> None:
    """It lies over the foot of the page, where people type."""
    page = room.open(room.serve(write(tmp_path, apparatus(4))), reduced_motion="reduce", bypass_csp=True)
    press(page, "a")
    page.wait_for_selector("#said >> text=Saved")
    page.wait_for_function("getComputedStyle(document.getElementById('said')).opacity === '0'", timeout=15_000)


def test_two_reviewers_at_once(room: Room, tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(8))
    one = room.open(room.serve(path))
    other = room.open(room.serve(path, reviewer="bruno"), width=800)
    second = room.open(room.servers[0])
    press(one, "a")
    other.wait_for_selector(".opinions >> text=anna accepts", timeout=10_000)
    second.wait_for_selector(".opinions >> text=anna (you) accepts", timeout=10_000)
    press(other, "x")
    one.wait_for_selector("text=1 in conflict", timeout=10_000)
    one.goto(one.url.partition("#")[0] + "#show=conflict")
    one.reload()
    one.wait_for_selector(".opinions.conflict >> text=bruno rejects")
    one.keyboard.press("x")  # anna comes round
    one.wait_for_selector(".card.done")
    assert set(decided(path).values()) == {("reject", None)}


def test_a_second_reviewer_goes_on_from_the_end_of_the_queue(room: Room, tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(3))
    desk = desk_at(path)
    for number, decision in enumerate(("accept", "reject", "accept")):
        desk.decide(Act(number, desk.cases.names[number], decision))
    page = room.open(room.serve(path, reviewer="bruno"))
    assert page.inner_text(".card code").startswith("repair render ")
    assert page.get_by_text("0 by you").count()
    page.keyboard.press("Tab")
    for _ in range(5):  # past the tools of the bar
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.show") == "unseen"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=anna accepts")
    press(page, "x")
    page.keyboard.press("a")  # what anna rejected is not accepted by that key alone
    page.wait_for_selector("#said >> text=No candidate is chosen")
    page.keyboard.press("1")
    page.keyboard.press("e")
    page.keyboard.press("Enter")  # nothing was changed: the candidate on trial is accepted as what it is
    page.wait_for_selector("#said >> text=Accepted: «no»")
    page.wait_for_selector("text=2 in conflict")


HOSTILE = (
    "<script>alert(1)</script>\x1b[31m\x1b]0;x\x07\u202e</textarea><img src=x onerror=alert(2)><svg/onload=alert(3)>"
)


def test_hostile_text_stays_text(room: Room, tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(8, id="<script>alert(4)</script>", hostile=HOSTILE), apparatus(1, id="b"))
    page = room.open(room.serve(path, reviewer="<img src=x onerror=alert(5)>"))
    assert page.locator("main script, main img, main svg").count() == 0
    assert "<script>alert(1)</script>␛[31m" in page.inner_text(".context")
    assert "\x1b" not in page.inner_text("body")
    assert "\u202e" not in page.inner_text("body")
    page.keyboard.press("v")
    page.wait_for_selector("#article[open]")
    assert page.locator("#article script, #article img").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.fill("#typed", "<b onmouseover=alert(6)>")
    press(page, "Enter")
    page.keyboard.press("u")
    page.wait_for_selector("text=Undone")
    press(page, "a")
    page.wait_for_selector("#said >> text=Saved")
    assert page.evaluate("document.querySelectorAll('b, script:not([src]), [onerror], [onload]').length") == 0


@pytest.fixture(scope="module", params=["it", "en"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    """A server whose page is only looked at, in each language."""
    server = Server(write(tmp_path_factory.mktemp("shared"), apparatus(4)), language=request.param)
    yield request.param, server
    server.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1600])
def test_it_fits_the_screen_and_names_its_parts(
    room: Room, shared: tuple[str, Server], width: int, scheme: str
) -> None:
    language, server = shared
    page = room.open(server, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.get_by_role("button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
            assert button.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), button.inner_text()
    assert page.get_by_role("main").count() == page.get_by_role("status").count() == 1
    assert page.get_by_role("radiogroup").count() == page.get_by_role("progressbar").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(n => n.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )
    assert_readable(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"


def assert_readable(page: Any) -> None:
    """Every visible text has a contrast of at least 4.5 to the ground it stands on (WCAG AA)."""
    poor = page.evaluate("""() => {
      const parse = (c) => c.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
      const ground = (node) => { for (; node; node = node.parentElement) { const c = parse(getComputedStyle(node).backgroundColor); if (c.length < 4 || c[3] > .9) return c; } return [255, 255, 255]; };
      const poor = [];
      for (const node of document.querySelectorAll("body *")) {
        if (![...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !node.checkVisibility() || node.disabled || node.closest("#said")) continue;
        const style = getComputedStyle(node), back = ground(node), a = Number(style.opacity);
        const ink = parse(style.color).slice(0, 3).map((v, i) => v * a + back[i] * (1 - a));
        const [hi, lo] = [light(ink), light(back)].sort((x, y) => y - x);
        if ((hi + .05) / (lo + .05) < 4.5) poor.push(`${node.className || node.tagName} ${node.textContent.slice(0, 20)} ${((hi + .05) / (lo + .05)).toFixed(2)}`);
      }
      return poor;
    }""")
    assert poor == []


def test_it_stops_when_it_is_interrupted(tmp_path: Path) -> None:
    server = Server(write(tmp_path, apparatus(2)))
    os.kill(server.process.pid, signal.SIGINT)
    assert server.process.wait(10) == 0
