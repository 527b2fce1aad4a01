"""The review page's server: who gets in, what it answers, and that no answer holds more than was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_runner import run
from review_desk import apparatus, desk_at, write

from repair import extras
from repair.codes import CODES
from repair.review.words import REVIEW_WORDS

pytest.importorskip("starlette", reason="the page's libraries are not installed: pip install '.[review]'")
pytest.importorskip("httpx2", reason="starlette's test client needs httpx2: pip install '.[dev]'")

from starlette.testclient import TestClient

from repair.review.web.guard import HEADERS, MAX_BODY, Secret
from repair.review.web.server import application

HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e\"'><img src=x onerror=alert(2)>{{7*7}}"


class Page:
    """A client that has opened the page, and how it asks for changes."""

    def __init__(self, folder: Path, count: int = 8, *, hostile: str = "", host: str = "127.0.0.1") -> None:
        self.desk = desk_at(write(folder, apparatus(count, hostile=hostile)))
        self.secret = Secret()
        self.app = application(self.desk, self.secret, cookie="desk", host=host)
        self.client = TestClient(self.app, base_url=ORIGIN)
        self.opened = self.client.get(f"/?token={self.secret.token}")

    def headers(self, **more: str) -> dict[str, str]:
        given = {"Origin": ORIGIN, "X-Repair-Change": self.secret.change, "Content-Type": "application/json"}
        return {name: value for name, value in (given | more).items() if value}

    def body(self, number: int = 0, decision: str = "reject", **more: Any) -> bytes:
        act = {"number": number, "entry": self.desk.cases.names[number], "decision": decision, **more}
        return json.dumps({"query": {"order": "text"}, "position": number, "act": act}).encode()

    def decide(self, *args: Any, **more: Any) -> Any:
        return self.client.post("/api/decide", content=self.body(*args, **more), headers=self.headers())

    @property
    def lines(self) -> int:
        return self.desk.refresh()


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


# --- who gets in -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", "/static/review.js", "/api/entry", "/api/lines"])
def test_nothing_is_told_without_the_token(page: Page, path: str) -> None:
    stranger = TestClient(page.app, base_url=ORIGIN)
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert stranger.get(path, headers={"Cookie": "desk=wrong"}).status_code == 403
    assert stranger.get(path, headers={"Cookie": f"desk={page.secret.token}"}).status_code == 403


def test_the_token_opens_the_page_and_nothing_else(page: Page) -> None:
    stranger = TestClient(page.app, base_url=ORIGIN)
    assert stranger.get(f"/api/entry?token={page.secret.token}").status_code == 403
    assert stranger.post(f"/?token={page.secret.token}").status_code == 403
    cookie = page.opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert page.secret.token not in cookie + page.opened.text


def test_every_answer_forbids_foreign_script_frames_and_sniffing(page: Page) -> None:
    for path in ("/", "/static/review.js", "/static/none", "/api/entry", "/api/none", "/?token=wrong"):
        answer = page.client.get(path)
        assert HEADERS.items() <= {name: answer.headers.get(name, "") for name in HEADERS}.items()
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert HEADERS["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:9000", 200),
        ("[::1]:8000", 200),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("192.168.1.7", 421),
        ("", 421),
        ("[::1", 421),
    ],
)
def test_names_that_were_made_to_point_here_are_refused(page: Page, host: str, status: int) -> None:
    assert page.client.get("/", headers={"Host": host, "Cookie": f"desk={page.secret.session}"}).status_code == status


def test_another_host_still_demands_token_and_name(tmp_path: Path) -> None:
    page = Page(tmp_path, host="0.0.0.0")
    known = {"Cookie": f"desk={page.secret.session}"}
    assert page.client.get("/", headers={"Host": "192.168.1.7:8000"}).status_code == 200  # the client's own cookie
    assert TestClient(page.app, base_url="http://192.168.1.7").get("/").status_code == 403
    assert page.client.get("/", headers={"Host": "evil.example", **known}).status_code == 421


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Origin", "", 403),
        ("Origin", "null", 403),
        ("Origin", "http://evil.example", 403),
        ("Origin", "https://127.0.0.1:8000", 403),
        ("Origin", "http://127.0.0.1:8001", 403),
        ("X-Repair-Change", "", 403),
        ("X-Repair-Change", "guess", 403),
        ("Sec-Fetch-Site", "cross-site", 403),
        ("Sec-Fetch-Site", "same-site", 403),
        ("Content-Type", "text/plain", 415),
        ("Content-Type", "application/x-www-form-urlencoded", 415),
    ],
)
def test_changes_come_from_the_page_itself(page: Page, header: str, value: str, status: int) -> None:
    headers = page.headers(**{header: value})
    assert page.client.post("/api/decide", content=page.body(), headers=headers).status_code == status
    assert page.lines == 0
    stranger = TestClient(page.app, base_url=ORIGIN)
    assert stranger.post("/api/decide", content=page.body(), headers=page.headers()).status_code == 403
    assert page.lines == 0


def test_changes_are_bounded(page: Page) -> None:
    big = page.body(decision="emend", text="x" * MAX_BODY)
    assert page.client.post("/api/decide", content=big, headers=page.headers()).status_code == 413

    def pieces() -> Any:  # without a length
        yield big

    assert page.client.post("/api/decide", content=pieces(), headers=page.headers()).status_code == 413
    assert page.decide(0, "emend", text="x" * 20_001).status_code == 400
    assert page.lines == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_get_and_post(page: Page, method: str) -> None:
    assert page.client.request(method, "/api/decide", headers=page.headers()).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../page.py",
        "/static/..%2fpage.py",
        "/static/%2e%2e/page.py",
        "/static/..%5cpage.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/review.js%00",
        "/templates/page.html",
    ],
)
def test_paths_lead_nowhere_else(page: Page, path: str) -> None:
    assert page.client.get(path).status_code in (404, 405)


# --- what it answers ---------------------------------------------------------------------------------------------


def test_foreign_text_is_never_markup_in_the_page(tmp_path: Path) -> None:
    path = write(tmp_path, apparatus(4, hostile=HOSTILE), name='a"><script>alert(3)<script>.json'.replace("/", ""))
    secret = Secret()
    desk = desk_at(path, reviewer="<script>alert(4)</script>")
    client = TestClient(application(desk, secret, cookie="desk"), base_url=ORIGIN)
    shell = client.get(f"/?token={secret.token}").text
    assert shell.count("<script") == 1  # the page's own
    assert "alert(" in shell  # the names are there, escaped
    assert "&lt;script&gt;alert(4)" in shell
    answer = client.get("/api/entry?order=text")
    assert answer.headers["content-type"] == "application/json"
    shown = answer.json()["shown"]
    assert "␛[31m" in shown["choices"][0]["shown"]
    told = json.dumps({**shown, "choices": [{**c, "text": ""} for c in shown["choices"]]}, ensure_ascii=False)
    assert not any(c in told for c in ("\x1b", "\\u001b", "\u202e"))


def test_one_entry_at_a_time_whatever_is_asked(tmp_path: Path) -> None:
    page = Page(tmp_path, 600)
    for path in ("/api/entry?show=all", "/api/entry?number=599", "/api/lines"):
        assert len(page.client.get(path).content) < 8_000
    assert len(page.client.get("/api/article?article=0&offset=0").content) < 60_000
    assert len(page.client.get("/api/equal?number=2").json()["cases"]) == 150  # all that are equal, up to a thousand
    assert len(page.opened.content) < 40_000


@pytest.mark.parametrize(
    "path",
    [
        "/api/entry?number=99",
        "/api/entry?number=-1",
        "/api/entry?number=x",
        "/api/entry?order=fate",
        "/api/entry?show=secret",
        "/api/article?article=7",
        "/api/article?around=-3",
        "/api/equal?number=100",
        "/api/entry?position=" + "9" * 40,
    ],
)
def test_what_means_nothing_is_refused_in_words(page: Page, path: str) -> None:
    answer = page.client.get(path)
    assert answer.status_code in (200, 400)
    assert answer.status_code == 200 or answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"query":{},"position":0,"act":{"number":0,"entry":"x","decision":"undo"}}',
        b'{"query":{},"position":0,"act":{"number":10000,"entry":"x","decision":"reject"}}',
        b"[" * 200_000,
        b'{"query":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b'},"position":0}',
        b'{"query":{},"position":0,"act":{"x":' + b'{"a":' * 60_000 + b"1" + b"}" * 60_000 + b"}}",
        b'{"query":{"text":"\xff\xfe"},"position":0}',
        b'{"query":{"text":"\\ud800"},"position":0}',
        b'{"query":{},"position":1e400}',
    ],
    ids=lambda body: ascii(body[:40]),
)
@pytest.mark.parametrize("door", ["decide", "accept", "undo"])
def test_changes_that_mean_nothing_are_refused(page: Page, body: bytes, door: str) -> None:
    assert page.client.post(f"/api/{door}", content=body, headers=page.headers()).status_code in (400, 409)
    assert page.lines == 0


def test_decide_go_on_undo(page: Page) -> None:
    answer = page.decide(0, "accept", choice=0).json()
    assert answer["found"]["shown"]["number"] == 1
    assert answer["found"]["progress"]["accepted"] == 1
    assert page.lines == 1  # it was on the disk before the answer
    assert page.decide(1, "accept", choice=7).status_code == 400
    assert page.decide(3, "emend", text=" svegliarono").json()["found"]["progress"]["emended"] == 1
    assert page.decide(0, "note", note="vedi il registro").json()["found"]["shown"]["opinions"][0]["note"]
    undo = json.dumps({"query": {"order": "text"}, "position": 0}).encode()
    numbers = [
        page.client.post("/api/undo", content=undo, headers=page.headers()).json()["found"]["shown"]["number"]
        for _ in range(3)
    ]
    assert numbers == [0, 3, 0]
    assert page.client.post("/api/undo", content=undo, headers=page.headers()).json()["saved"] == []


def test_two_reviewers_see_each_other_and_their_conflict(tmp_path: Path) -> None:
    one = Page(tmp_path)
    other = desk_at(one.desk.cases.path, reviewer="bruno")
    one.decide(0, "accept", choice=0)
    from repair.review.messages import Act
    from repair.review.queue import QueueQuery

    shown = other.entry(QueueQuery(), 0).shown
    assert shown is not None
    assert [(o.who, o.mine, o.decision) for o in shown.opinions] == [("anna", False, "accept")]
    other.decide(Act(0, other.cases.names[0], "reject"))
    told = one.client.get("/api/entry?show=conflict").json()
    assert told["shown"]["status"] == "conflict"
    assert told["progress"]["conflict"] == 1
    assert [o["who"] for o in told["shown"]["opinions"]] == ["anna", "bruno"]


def test_the_queue_goes_by_doubt_text_or_code_and_can_be_narrowed(page: Page) -> None:
    def walk(query: str) -> list[str]:
        length = page.client.get(f"/api/entry?show=all&{query}").json()["length"]
        return [
            page.client.get(f"/api/entry?show=all&{query}&position={n}").json()["shown"]["code"] for n in range(length)
        ]

    assert walk("order=text") == ["RG103", "RG101", "RJ201", "RG112"] * 2
    assert walk("order=code") == sorted(walk("order=text"))
    assert walk("") == walk("order=text")
    assert walk("order=uncertainty")[0] == "RG101"
    assert walk("order=surest")[:2] == ["RJ201"] * 2
    assert walk("order=surest")[-2:] == walk("order=uncertainty")[-2:] == ["RG112"] * 2  # they have no candidate
    assert walk("code=RG10&order=text") == ["RG103", "RG101"] * 2
    assert walk("kind=none") == ["RG112", "RG112"]
    assert walk("kind=some") == ["RG103", "RG101", "RJ201"] * 2
    assert walk("confidence=0.95") == ["RJ201"] * 2
    assert walk("text=CREMONA&order=text") == ["RG103", "RG103"]
    assert walk("text=zzz") == []


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(REVIEW_WORDS))
def test_every_table_has_every_word(language: str) -> None:
    assert REVIEW_WORDS[language].keys() == REVIEW_WORDS["en"].keys() >= CODES.keys()
    for name, word in REVIEW_WORDS[language].items():
        assert word
        assert placeholders(word) == placeholders(REVIEW_WORDS["en"][name]), name


def placeholders(word: str) -> set[str]:
    import string

    return {field for _, field, _, _ in string.Formatter().parse(word) if field}


def test_the_script_asks_for_words_that_there_are() -> None:
    import re
    from importlib.resources import files

    static = files("repair.review.web").joinpath("static")
    script = static.joinpath("review.js").read_text() + static.joinpath("draw.js").read_text()
    assert set(re.findall(r'say\("(\w+)"', script)) <= REVIEW_WORDS["en"].keys()
    for hazard in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "http://", "https://"):
        assert hazard not in script
    template = files("repair.review.web").joinpath("templates", "page.html").read_text()
    assert not re.search(r"\son\w+=|style=|javascript:|https?://|\|\s*safe", template)


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = extras.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "uvicorn" else real(name))
    outcome = run("review", write(tmp_path, apparatus(1)))
    assert outcome.code == 2
    assert "uvicorn" in outcome.err
    assert "[review]" in outcome.err


def test_what_cannot_be_reviewed_is_said(tmp_path: Path) -> None:
    for name, data, message in (
        ("empty.json", b"", "nothing to decide"),
        ("text.json", b"Una volta.\n" * 11, "not an apparatus"),
        ("packed.json.gz", b"\x1f\x8b", "packed"),
    ):
        (tmp_path / name).write_bytes(data)
        outcome = run("review", tmp_path / name, "--no-browser")
        assert outcome.code == 2
        assert message in outcome.err
        assert outcome.err.count("\n") == 1  # one line, however many lines the file has
    assert run("review", tmp_path / "none.json").code == 2
