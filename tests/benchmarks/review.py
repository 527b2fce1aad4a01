"""How fast the review page is with thousands of entries in one article, and whether its memory stays flat.

Run: python tests/benchmarks/review.py [ENTRIES] [DECISIONS]. It needs the extra `review`, psutil, and Chromium under
Playwright for the first paint.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from review_desk import apparatus, write
from test_review_browser import Server

# Presses a key two hundred times, each when the entry before it is gone, and gives the milliseconds that each took.
KEYS = """async (key) => {
  const spent = [];
  for (let n = 0; n < 200; n++) {
    const started = performance.now();
    const changed = new Promise((done) => new MutationObserver((_, me) => { me.disconnect(); done(); })
      .observe(document.getElementById("entry"), { childList: true }));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await changed;
    spent.push(performance.now() - started);
    await new Promise((done) => setTimeout(done, 30));
  }
  return spent;
}"""


def main(entries: int, decisions: int) -> None:
    folder = tempfile.TemporaryDirectory()
    path = write(Path(folder.name), apparatus(entries))
    print(f"{entries} entries, {path.stat().st_size / 1e6:.1f} MB of JSON")
    started = time.perf_counter()
    server = Server(path)
    print(f"from command to address: {time.perf_counter() - started:.2f} s")
    process = psutil.Process(server.process.pid)
    try:
        paint(server)
        before = process.memory_info().rss
        times = decide(server, path, entries, decisions)
        after = process.memory_info().rss
        centiles = statistics.quantiles(times, n=100)
        print(
            f"{decisions} decisions: median {statistics.median(times):.1f} ms, p95 {centiles[94]:.1f} ms, max {max(times):.1f} ms"
        )
        print(f"memory of the server: {before / 2**20:.1f} MiB before, {after / 2**20:.1f} MiB after")
    finally:
        server.kill()
        folder.cleanup()


def paint(server: Server) -> None:
    """From opening the address to the first entry on the screen, cold and warm, and a decision by key in the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for _ in range(3):
            page = browser.new_context().new_page()
            started = time.perf_counter()
            page.goto(server.url, wait_until="commit")
            page.wait_for_selector(".card")
            shown = time.perf_counter() - started
            painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
            print(f"first entry on the screen: {1000 * shown:.0f} ms (first paint {painted:.0f} ms)")
        for key, what in (("j", "a step"), ("x", "a decision")):
            spent = page.evaluate(KEYS, key)
            p95 = statistics.quantiles(spent, n=100)[94]
            print(
                f"{what} in the browser, from key to next entry: median {statistics.median(spent):.1f} ms, p95 {p95:.1f} ms"
            )
        browser.close()


def decide(server: Server, path: Path, entries: int, decisions: int) -> list[float]:
    """Round trips of decisions, each with the next entry in its answer, in milliseconds."""
    import re

    origin = server.url.partition("/?")[0]
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    shell = opener.open(server.url).read().decode()
    change = re.search(r'data-change="(\w+)"', shell)
    assert change is not None
    headers = {"Origin": origin, "X-Repair-Change": change[1], "Content-Type": "application/json"}
    query = {"order": "text", "show": "all"}
    found = json.load(opener.open(f"{origin}/api/entry?order=text&show=all"))
    times = []
    for _ in range(decisions):
        shown = found["shown"]
        act = {"number": shown["number"], "entry": shown["entry"], "decision": "reject"}
        body = json.dumps({"query": query, "position": found["position"], "act": act}).encode()
        started = time.perf_counter()
        answer = opener.open(urllib.request.Request(f"{origin}/api/decide", body, headers)).read()
        times.append(1000 * (time.perf_counter() - started))
        found = json.loads(answer)["found"]
    return times


if __name__ == "__main__":
    main(*(int(a) for a in (sys.argv[1:] + ["5000", "5000"][len(sys.argv) - 1 :])))
