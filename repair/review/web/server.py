"""The review page's server: one shell of HTML, and JSON by entry, by part of an article, by decision.

No answer ever holds all entries. The page is made from a template that escapes, and its script puts foreign text into
text nodes only. The libraries come with the extra `review`.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any, Final, TypeVar

import msgspec
import uvicorn
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from repair.errors import ApparatusError, OutputError, RepairError
from repair.review.events import Decision, Key
from repair.review.marks import MarkAsked
from repair.review.messages import Act
from repair.review.queue import KINDS, ORDERS, SHOWS, QueueQuery
from repair.review.refusal import Refusal
from repair.review.session import Desk
from repair.review.views import Draft
from repair.review.web.guard import Guard, Secret
from repair.review.words import review_words

__all__ = ["application", "listen", "serve"]

_STATIC: Final = {
    "review.js": "text/javascript",
    "draw.js": "text/javascript",
    "article.js": "text/javascript",
    "list.js": "text/javascript",
    "typing.js": "text/javascript",
    "exchange.js": "text/javascript",
    "review.css": "text/css",
    "icon.svg": "image/svg+xml",
}
_HARMLESS: Final = 2_000_000_000  # no list is as long: larger numbers in an address are a mistake
_json: Final = msgspec.json.Encoder()
T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]


class _Ask(msgspec.Struct, forbid_unknown_fields=True):
    """A change, and the queue in which the page wants to go on."""

    query: QueueQuery
    position: int


class _Decide(_Ask):
    act: Act


class _Accept(_Ask):
    cases: list[tuple[int, str]]


class _Mark(_Ask):
    mark: MarkAsked


class _Place(_Ask):
    number: int
    entry: str
    lost: Key


class _Drop(_Ask):
    lost: Key


class _Keep(msgspec.Struct, forbid_unknown_fields=True):
    """What is being typed at an entry; without a draft, what was is thrown away."""

    number: int
    entry: str
    draft: Draft | None = None


def application(
    desk: Desk,
    secret: Secret,
    *,
    language: str = "it",
    cookie: str = "repair_review",
    host: str = "127.0.0.1",
    query: QueueQuery | None = None,
) -> ASGIApp:
    """The guarded application that serves `desk`, in the interface language `language` (a key of `REVIEW_WORDS`). `query` is
    the queue that the page begins with."""
    shell = _shell(desk, secret, language, query or QueueQuery())
    static = {name: files("repair.review.web").joinpath("static", name).read_bytes() for name in _STATIC}

    async def page(_: Request) -> Response:
        return Response(shell, media_type="text/html")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in static:  # names are looked up, never joined to a path
            return _plain("not found", 404)
        return Response(static[name], media_type=_STATIC[name])

    async def entry(request: Request) -> Response:
        asked = request.query_params
        query = _query(asked)
        if "number" in asked:
            number = _number(asked, "number")
            if turn := _number(asked, "turn"):
                return _answer(await run_in_threadpool(desk.turn, query, number, turn))
            return _answer(await run_in_threadpool(desk.entry, query, number))
        position, step = _number(asked, "position"), _number(asked, "step")
        return _answer(await run_in_threadpool(desk.find, query, position, step))

    async def article(request: Request) -> Response:
        asked = request.query_params
        witness = asked.get("witness", "")
        if "around" in asked:
            number = _number(asked, "around")
            found = await run_in_threadpool(desk.around, number, witness)
            return _answer({"article": desk.cases.article(number), "part": found})
        at, offset = _number(asked, "article"), _number(asked, "offset")
        return _answer({"article": at, "part": await run_in_threadpool(desk.part, at, offset, witness)})

    async def equal(request: Request) -> Response:
        cases, total, decision = await run_in_threadpool(desk.equals, _number(request.query_params, "number"))
        return _answer({"cases": cases, "total": total, "decision": decision})

    async def listed(request: Request) -> Response:
        asked = request.query_params
        around = _number(asked, "number") if "number" in asked else None
        return _answer(await run_in_threadpool(desk.listed, _query(asked), _number(asked, "first"), around))

    async def team(_: Request) -> Response:
        summary = await run_in_threadpool(desk.summary)
        return _answer(
            {
                "reviewers": summary.reviewers,
                "days": summary.days,
                "agreement": summary.agreement,
                "conflicts": len(summary.conflicts),
            }
        )

    async def lost(_: Request) -> Response:
        return _answer({"lost": await run_in_threadpool(desk.lost)})

    async def lines(_: Request) -> Response:
        return _answer({"lines": await run_in_threadpool(desk.refresh)})

    async def decide(request: Request) -> Response:
        asked = _asked(await request.body(), _Decide)
        line = await run_in_threadpool(desk.decide, asked.act)
        if asked.act.decision == "note":
            return _saved(await run_in_threadpool(desk.entry, asked.query, asked.act.number), [line.id], line.decision)
        found = await run_in_threadpool(desk.find, asked.query, asked.position, 1)
        return _saved(found, [line.id], line.decision, await run_in_threadpool(desk.equal_open, asked.act.number))

    async def draft(request: Request) -> Response:
        asked = _asked(await request.body(), _Keep)
        await run_in_threadpool(desk.keep_draft, asked.number, asked.entry, asked.draft)
        return _answer({"kept": asked.draft is not None})

    async def accept(request: Request) -> Response:
        asked = _asked(await request.body(), _Accept)
        made = await run_in_threadpool(desk.decide_equal, asked.cases)
        return _saved(
            await run_in_threadpool(desk.find, asked.query, asked.position, 1), [line.id for line in made], "accept"
        )

    async def mark(request: Request) -> Response:
        asked = _asked(await request.body(), _Mark)
        number = await run_in_threadpool(desk.mark, asked.mark)
        return _saved(await run_in_threadpool(desk.entry, asked.query, number), ["marked"], "mark")

    async def place(request: Request) -> Response:
        asked = _asked(await request.body(), _Place)
        await run_in_threadpool(desk.place, asked.lost, asked.number, asked.entry)
        return _saved(await run_in_threadpool(desk.entry, asked.query, asked.number), ["placed"], "move")

    async def drop(request: Request) -> Response:
        asked = _asked(await request.body(), _Drop)
        await run_in_threadpool(desk.drop, asked.lost)
        return _saved(await run_in_threadpool(desk.find, asked.query, asked.position), ["dropped"], "drop")

    async def undo(request: Request) -> Response:
        asked = _asked(await request.body(), _Ask)
        undone = await run_in_threadpool(desk.undo)
        if undone is None or undone.number is None:
            found = await run_in_threadpool(desk.find, asked.query, asked.position)
            return _saved(found, [] if undone is None else ["undone"], "undo")
        return _saved(await run_in_threadpool(desk.entry, asked.query, undone.number), ["undone"], "undo")

    app = Starlette(
        routes=[
            Route("/", page),
            Route("/static/{name}", asset),
            *(Route(f"/api/{e.__name__}", _mindful(e)) for e in (entry, article, equal, listed, lost, team, lines)),
            *(
                Route(f"/api/{e.__name__}", _mindful(e), methods=["POST"])
                for e in (decide, accept, undo, draft, mark, place, drop)
            ),
        ]
    )
    return Guard(app, secret, cookie, host)


def _shell(desk: Desk, secret: Secret, language: str, query: QueueQuery) -> str:
    words = review_words(language, curates=desk.curates)
    templates = Environment(
        loader=PackageLoader("repair.review.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("page.html").render(
        words=words,
        language=language,
        table=_json.encode(words).decode(),
        query=_json.encode(query).decode(),
        change=secret.change,
        reviewer=desk.reviewer,
        file=desk.cases.path.name,
        articles=len(desk.cases.ids),
        edition=desk.edition,
        codes=sorted(desk.cases.codes.items()),
        orders=ORDERS,
        shows=SHOWS,
        kinds=KINDS,
    )


def _mindful(endpoint: Endpoint) -> Endpoint:
    """The endpoint; errors raised on purpose are sent to the page."""

    async def mindful(request: Request) -> Response:
        try:
            return await endpoint(request)
        except msgspec.DecodeError as error:
            return _answer({"error": str(error), "hint": ""}, 400)
        except ClientDisconnect:
            return _answer({"error": "too long", "hint": ""}, 413)
        except Refusal as error:
            return _answer({"word": error.word, "values": error.values}, 400)
        except RepairError as error:
            status = 409 if isinstance(error, ApparatusError) else 507 if isinstance(error, OutputError) else 400
            return _answer({"error": error.what, "hint": error.hint}, status)

    return mindful


def _asked(body: bytes, kind: type[T]) -> T:
    """A change that the page asks for. Raises `msgspec.DecodeError` where it is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except RecursionError:
        raise msgspec.DecodeError("nested too deeply") from None
    except UnicodeDecodeError:
        raise msgspec.DecodeError("not UTF-8") from None


def _query(asked: Mapping[str, str]) -> QueueQuery:
    given = {name: asked[name] for name in QueueQuery.__struct_fields__ if name in asked}
    return msgspec.convert(given, QueueQuery, strict=False)


def _number(asked: Mapping[str, str], name: str) -> int:
    number = msgspec.convert(asked.get(name, "0"), int, strict=False)
    return max(-_HARMLESS, min(_HARMLESS, number))


def _answer(value: Any, status: int = 200) -> Response:
    return Response(_json.encode(value), status, media_type="application/json")


def _saved(found: Any, saved: list[str], decision: Decision, equal: int = 0) -> Response:
    return _answer({"saved": saved, "decision": decision, "found": found, "equal": equal})


def _plain(text: str, status: int) -> Response:
    return Response(text, status, media_type="text/plain")


# --- serving -----------------------------------------------------------------------------------------------------


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at `host` and `port`, 0 for any free port. Raises `OutputError` if it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        sock = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise OutputError(
            f"cannot listen: {error}", where=f"{host}:{port}", hint="choose another --port, or 0 for a free one"
        ) from None
    # connections take it over: else the second half of an answer waits some 40 ms for the browser's word on the first
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def serve(
    desk: Desk,
    sock: socket.socket,
    host: str,
    language: str,
    on_ready: Callable[[str], None],
    query: QueueQuery | None = None,
) -> None:
    """Serve `desk` on `sock` until interrupted, beginning with the queue `query`. `on_ready` gets the address with its token
    once it answers."""
    secret = Secret()
    port = sock.getsockname()[1]
    app = application(desk, secret, language=language, cookie=f"repair_review_{port}", host=host, query=query)
    name = socket.gethostname() if host in ("0.0.0.0", "::") else host
    shown = f"[{name}]" if ":" in name else name
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=2,
    )
    on_ready(f"http://{shown}:{port}/?token={secret.token}")
    uvicorn.Server(config).run(sockets=[sock])
