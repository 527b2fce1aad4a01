"""A web server on this machine that misbehaves in every way that tests ask for, path by path."""

from __future__ import annotations

import gzip
import json
import threading
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LEAD = "Il traghetto per l'isola parte ogni mattina alle otto dal molo vecchio, con qualsiasi tempo."
REST = "Il comandante {}lo guida da undici anni e conosce già per nome tutti i passeggeri del lunedì."
TEXT = f"{LEAD}\n\n{REST.format('')}"
PAGE = f"<html><body><nav>Menu</nav><p>{LEAD}</p><p>{REST.format('<b>{}</b> ')}</p></body></html>"
WALL = "<html><body><h1>We value your privacy</h1><p>Accept all cookies to go on, or manage your choices.</p></body></html>"


def page(name: str = "Ferri") -> bytes:
    return PAGE.format(name).encode()


class UnrulyServer:
    """Listens on a free port of this machine; `asked` counts the requests by path. Used as a context."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.most_at_once = 0
        self.robots = b""
        self.ended = threading.Event()
        self._at_once = 0
        self._lock = threading.Lock()
        owner = self

        class Handler(_Handler):
            server_of = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> UnrulyServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def begins(self, path: str, agent: str) -> None:
        with self._lock:
            self.asked[path] += 1
            self.agents.add(agent)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def ends(self) -> None:
        with self._lock:
            self._at_once -= 1


class _Handler(BaseHTTPRequestHandler):
    server_of: UnrulyServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.close_connection = True
        parts = urlsplit(self.path)
        owner = self.server_of
        owner.begins(parts.path, self.headers.get("User-Agent", ""))
        try:
            if parts.path == "/robots.txt":
                self.robots()
            elif parts.path.startswith("/web/"):
                self.send(page(f"Ferri di {parts.path[5:9]}"))
            elif parts.path == "/cdx/search/cdx":
                self.index(parse_qs(parts.query))
            else:
                getattr(self, parts.path.strip("/").replace("-", "_"), self.missing)()
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            owner.ends()

    def send(
        self, body: bytes, status: int = 200, media: str | None = "text/html; charset=utf-8", **headers: str
    ) -> None:
        self.send_response(status)
        if media is not None:
            self.send_header("Content-Type", media)
        headers = {"Content_Length": str(len(body)), **headers}
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def robots(self) -> None:
        if self.server_of.robots == b"hang":
            self.hangs()
        elif self.server_of.robots == b"fail":
            self.send(b"", 500)
        elif self.server_of.robots:
            self.send(self.server_of.robots, media="text/plain")
        else:
            self.send(b"", 404)

    def index(self, asked: dict[str, list[str]]) -> None:
        rows = [["timestamp", "original"]]
        if asked["url"][0].endswith("gone"):
            rows += [[f"{year}0601120000", asked["url"][0]] for year in (2019, 2021, 2024)]
        self.send(json.dumps(rows).encode(), media="application/json")

    def missing(self) -> None:
        self.send(b"<p>no such page</p>", 404)

    def sound(self) -> None:
        self.send(page())

    def gone(self) -> None:
        self.send(b"", 410)

    def hangs(self) -> None:
        self.server_of.ended.wait(5)

    def drops(self) -> None:
        self.send(page()[:60], Content_Length=str(len(page())))

    def wrong_length(self) -> None:
        self.send(page(), Content_Length="99999")

    def endless(self) -> None:
        self.send(b"", Content_Length="")
        while not self.server_of.ended.is_set():
            self.wfile.write(b"<p>and so on</p>" * 1000)

    def too_large(self) -> None:
        self.send(b"", Content_Length="999999999999")

    def bomb(self) -> None:
        self.send(gzip.compress(b"<p>" + b"a" * 5_000_000), Content_Encoding="gzip")

    def packed(self) -> None:
        self.send(gzip.compress(page()), Content_Encoding="gzip")

    def wrong_gzip(self) -> None:
        self.send(page(), Content_Encoding="gzip")

    def half_gzip(self) -> None:
        self.send(gzip.compress(page())[:-30], Content_Encoding="gzip")

    def other_packing(self) -> None:
        self.send(zlib.compress(page()), Content_Encoding="br")

    def busy(self) -> None:
        self.send(b"", 429, Retry_After="0") if self.server_of.asked["/busy"] < 2 else self.send(page())

    def busy_for_long(self) -> None:
        self.send(b"", 429, Retry_After="86400")

    def error_then_sound(self) -> None:
        self.send(b"", 500) if self.server_of.asked["/error-then-sound"] < 2 else self.send(page())

    def down(self) -> None:
        self.send(b"", 503)

    def forbidden(self) -> None:
        self.send(b"", 403)

    def redirected(self) -> None:
        self.send(b"", 301, Location="/sound")

    def circle(self) -> None:
        self.send(b"", 302, Location="/circle")

    def many(self) -> None:
        self.send(b"", 302, Location=f"/many?{self.server_of.asked['/many']}")

    def nowhere(self) -> None:
        self.send(b"", 302)

    def to_private(self) -> None:
        self.send(b"", 302, Location="http://10.0.0.1/")

    def to_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/passwd")

    def latin(self) -> None:
        self.send(PAGE.format("Ferri").encode("latin-1"), media="text/html; charset=utf-8")

    def no_type(self) -> None:
        self.send(page(), media=None)

    def image(self) -> None:
        self.send(b"\x89PNG", media="image/png")

    def binary(self) -> None:
        self.send(b"\x7fELF\x02\x01\x01" + bytes(200))

    def cookie_wall(self) -> None:
        self.send(WALL.encode())

    def empty(self) -> None:
        self.send(b"")

    def scripts(self) -> None:
        self.send(b"<html><body><script>load()</script></body></html>")

    def drip(self) -> None:
        self.send(b"", Content_Length=str(len(page())))
        for byte in page():
            if self.server_of.ended.wait(0.05):
                return
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
