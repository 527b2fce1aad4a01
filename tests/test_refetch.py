"""Pages fetched again: from a server of the tests' own that misbehaves, from an archive, and from the cache."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import Outcome, run

from repair import __version__, interchange
from repair.records import Apparatus

pytest.importorskip("httpcore2")
pytest.importorskip("protego")

from unruly_server import TEXT, UnrulyServer

QUICK = ("--refetch-pause", "0", "--refetch-retries", "1", "--refetch-max-bytes", "100000")


@pytest.fixture
def server() -> Iterator[UnrulyServer]:
    with UnrulyServer() as made:
        yield made


class Reader:
    """Repairs rows whose pages are at a server; the cache is in a folder of the test."""

    def __init__(self, folder: Path, server: UnrulyServer) -> None:
        self.folder = folder
        self.server = server
        self.path = folder / "rows.jsonl"

    def run(
        self,
        *addresses: str,
        source: str = "live",
        more: tuple[str, ...] = (),
        private: bool = True,
        timeout: float = 5,
    ) -> Outcome:
        rows = [
            {"id": f"{n}", "text": TEXT, "url": a if "://" in a else f"{self.server.url}{a}", "date": "2021-07-01"}
            for n, a in enumerate(addresses)
        ]
        self.path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        allowed = ("--allow-private-hosts",) if private else ()
        asked = ("--refetch", source, "--page-cache", str(self.folder / "pages"), "--wayback-url", self.server.url)
        asked += ("--refetch-timeout", str(timeout))
        return run("suggest", self.path, "--no-model", "--format", "json", *QUICK, *asked, *allowed, *more)


@pytest.fixture
def reader(tmp_path: Path, server: UnrulyServer) -> Reader:
    return Reader(tmp_path, server)


def apparatuses(done: Outcome) -> list[Apparatus]:
    return [interchange.decode(line.encode()) for line in done.out.splitlines()]


def test_the_page_at_the_address_is_the_parent_and_gives_back_the_lost_word(reader: Reader) -> None:
    done = reader.run("/sound")
    assert done.code == 0, done.err
    (apparatus,) = apparatuses(done)
    (witness,) = apparatus.witnesses
    assert (witness.name, witness.kind, witness.url) == ("0#page", "parent", f"{reader.server.url}/sound")
    assert apparatus.entries[0].candidates[0].text == " Ferri"
    assert reader.server.agents == {f"repair/{__version__}"}


# what the server does at this address, and what the user is told: nothing if the page is used
FAULTS = {
    "/packed": "",
    "/redirected": "",
    "/busy": "",
    "/error-then-sound": "",
    "/latin": "",
    "/no-type": "",
    "/hangs": "there was no answer within 0.3 seconds",
    "/drip": "the answer took longer than 0.9 seconds",
    "/drops": "the connection failed",
    "/wrong-length": "the connection failed",
    "/endless": "is larger than 100,000 bytes",
    "/too-large": "is larger than 100,000 bytes",
    "/bomb": "is larger than 100,000 bytes",
    "/wrong-gzip": "cannot be unpacked",
    "/half-gzip": "the answer ended before its end",
    "/other-packing": "is packed in a way that was not asked for: br",
    "/missing": "is not there any more (status 404)",
    "/gone": "is not there any more (status 410)",
    "/forbidden": "the server answers with status 403",
    "/busy-for-long": "the host asks to wait 86,400 seconds (status 429)",
    "/down": "the server answers with status 503",
    "/circle": "the redirects lead in a circle",
    "/many": "there are more than 5 redirects",
    "/nowhere": "is a redirect to nowhere",
    "/to-file": "an address of the kind file: is never fetched",
    "/image": "is no page: image/png",
    "/binary": "is no page: its bytes are no text",
    "/cookie-wall": "the page has hardly a word of the article: it shows something else",
    "/empty": "the answer is empty",
    "/scripts": "the page holds no text",
}


@pytest.mark.parametrize("path", FAULTS)
def test_what_a_server_does_is_used_or_told_with_the_row_and_the_article_is_read(path: str, reader: Reader) -> None:
    done = reader.run(path, timeout=0.3 if path in ("/hangs", "/drip") else 5)
    (apparatus,) = apparatuses(done)
    said = FAULTS[path]
    if not said:
        assert (done.code, len(apparatus.witnesses)) == (0, 1), done.err
        assert "Ferri" in apparatus.entries[0].candidates[0].text
    else:
        assert (done.code, apparatus.witnesses) == (2, ())
        assert f"{reader.path}:1: its page could not be fetched (live: " in done.err
        assert said in done.err
        assert f"{reader.server.url}{path}" in done.err
    assert reader.server.asked[path] <= 6


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (b"User-agent: *\nDisallow: /", "robots.txt does not allow it"),
        (b"User-agent: repair\nDisallow: /so*nd$\n\nUser-agent: *\nDisallow:", "robots.txt does not allow it"),
        (b"User-agent: other\nDisallow: /", ""),
        (b"hang", "robots.txt of the host could not be read, so nothing is asked: there was no answer"),
        (b"fail", "robots.txt of the host could not be read, so nothing is asked: status 500"),
    ],
)
def test_robots_txt_is_kept_to(robots: bytes, said: str, reader: Reader) -> None:
    reader.server.robots = robots
    done = reader.run("/sound", timeout=0.3 if robots == b"hang" else 5)
    assert (done.code, reader.server.asked["/sound"]) == ((2, 0) if said else (0, 1))
    assert said in done.err


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://127.0.0.1:9/",
            "http://localhost/",
            "http://10.1.2.3/",
            "http://169.254.169.254/latest",
            "http://[::1]/",
        ),
        *("http://[::ffff:192.168.0.1]/", "http://[64:ff9b::a00:1]/", "http://0.0.0.0/", "http://2130706433/"),
    ],
)
def test_no_private_address_is_ever_asked(address: str, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", None)  # nobody gets as far as this
    done = reader.run(address, private=False)
    assert done.code == 2
    assert "has the private address" in done.err
    assert "--allow-private-hosts allows it" in done.err


def test_neither_a_redirect_nor_a_name_leads_into_a_private_network(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests' own server passes for a public one; the name of another host is looked up as a private address."""
    from repair.refetch import network

    port = int(reader.server.url.rpartition(":")[2])
    inner = network.socket.getaddrinfo
    public = network.httpcore2.SyncBackend

    def looked_up(host: str, *more: object, **named: object) -> object:
        names = {"public.example": "93.184.215.14", "rebound.example": "192.168.1.1"}
        return inner(names.get(host, host), *more, **named)  # type: ignore[arg-type]

    class Rerouted(public):  # type: ignore[misc, valid-type]
        def connect_tcp(self, host: str, *more: object, **named: object) -> object:
            return super().connect_tcp("127.0.0.1" if host == "93.184.215.14" else host, *more, **named)

    monkeypatch.setattr(network.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(network.httpcore2, "SyncBackend", Rerouted)
    sound = reader.run(f"http://public.example:{port}/sound", private=False)
    assert sound.code == 0, sound.err
    for address in (f"http://public.example:{port}/to-private", f"http://rebound.example:{port}/sound"):
        done = reader.run(address, private=False)
        assert done.code == 2
        assert "has the private address" in done.err


@pytest.mark.parametrize(
    "address", ["", "file:///etc/passwd", "ftp://example.org/a", "gopher://x/", "no address", "http://"]
)
def test_what_is_no_address_is_told(address: str, reader: Reader) -> None:
    reader.path.write_text(json.dumps({"text": TEXT, "url": address}) + "\n", encoding="utf-8")
    pages = reader.folder / "pages"
    done = run("suggest", reader.path, "--no-model", "--refetch", "live", "--page-cache", pages, *QUICK)
    assert done.code == 2
    assert "its page could not be fetched" in done.err


def test_the_snapshot_nearest_to_the_date_of_the_row_is_taken(reader: Reader) -> None:
    (apparatus,) = apparatuses(reader.run("/gone", source="wayback"))
    assert apparatus.entries[0].candidates[0].text == " Ferri di 2021"
    url = f"{reader.server.url}/web/20210601120000id_/{reader.server.url}/gone"
    assert [(w.kind, w.url) for w in apparatus.witnesses] == [("parent", url)]
    done = reader.run("/never-archived", source="wayback")
    assert (done.code, "wayback: has no snapshot" in done.err) == (2, True)


@pytest.mark.parametrize(("path", "words"), [("/sound", " Ferri"), ("/gone", " Ferri di 2021")])
def test_with_both_the_snapshot_is_taken_where_the_address_gives_no_page(path: str, words: str, reader: Reader) -> None:
    done = reader.run(path, source="both")
    assert done.code == 0, done.err
    assert apparatuses(done)[0].entries[0].candidates[0].text == words


def test_a_run_is_repeated_from_the_cache_without_a_network(reader: Reader) -> None:
    first = reader.run("/sound", "/missing")
    asked = reader.server.asked.copy()
    again = reader.run("/sound", "/missing", more=("--offline",))
    assert (again.out, again.code, again.err) == (first.out, first.code, first.err)
    assert reader.server.asked == asked
    other = reader.run("/latin", more=("--offline",))
    assert "not in the cache of pages, and --offline asks nobody" in other.err
    for body in (reader.folder / "pages" / "bodies").rglob("*"):
        if body.is_file():
            body.write_bytes(b"<p>spoiled</p>")
    assert "not in the cache of pages" in reader.run("/sound", more=("--offline",)).err


def test_a_host_is_asked_for_one_page_at_a_time_and_one_page_once(reader: Reader) -> None:
    done = reader.run(*(f"/sound?{n}" for n in range(12)), "/sound?3")
    assert (done.code, reader.server.most_at_once) == (0, 1)
    assert reader.server.asked == {"/robots.txt": 1, "/sound": 12}


def test_the_archive_is_asked_once_for_a_page_of_two_rows(reader: Reader) -> None:
    done = reader.run("/gone", "/gone", source="wayback")
    assert [a.entries[0].candidates[0].text for a in apparatuses(done)] == [" Ferri di 2021"] * 2
    assert set(reader.server.asked.values()) == {1}


def test_a_host_that_does_not_answer_is_left_alone(reader: Reader) -> None:
    done = reader.run(*(f"/hangs?{n}" for n in range(8)), timeout=0.2)
    assert done.code == 2
    assert "the host did not answer several times, and is left alone" in done.err
    assert reader.server.asked["/hangs"] < 16  # eight pages, each asked for twice


def test_a_corpus_gets_its_pages_in_each_worker_and_counts_what_it_did_not_get(reader: Reader) -> None:
    reader.run("/sound", "/missing", more=("--offline",))  # writes the rows
    out, pages = reader.folder / "run", reader.folder / "pages"
    asked = ("--refetch", "live", "--page-cache", pages, "--allow-private-hosts", *QUICK, "--jobs", "1")
    done = run("corpus", reader.path, "-o", out, "--no-model", "--repaired", "--accept", "readings", *asked)
    assert done.code == 0, done.err
    stats = json.loads((out / "stats.json").read_text(encoding="utf-8"))
    assert (stats["repaired"], stats["unread_pages"], stats["with_references"]) == (1, 1, 1)


def test_a_page_that_came_with_its_row_is_not_fetched(reader: Reader) -> None:
    row = {
        "id": "a",
        "text": TEXT,
        "url": f"{reader.server.url}/sound",
        "html": f"<p>{TEXT.replace('lo guida', 'Neri lo guida')}</p>",
    }
    reader.path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    asked = ("--refetch", "live", "--page-cache", reader.folder / "pages", "--allow-private-hosts", *QUICK)
    done = run("suggest", reader.path, "--no-model", "--html-field", "html", "--format", "json", *asked)
    assert (done.code, reader.server.asked) == (0, {})


@pytest.mark.parametrize("key", ["refetch", "allow-private-hosts", "page-cache", "wayback-url"])
@pytest.mark.parametrize("name", ["repair.toml", "pyproject.toml"])
def test_no_file_can_ask_for_a_fetch(name: str, key: str, tmp_path: Path, reader: Reader) -> None:
    (tmp_path / name).write_text(f'{"[tool.repair]" if name[0] == "p" else ""}\n{key} = "live"\n', encoding="utf-8")
    reader.path.write_text(json.dumps({"text": TEXT, "url": f"{reader.server.url}/sound"}) + "\n", encoding="utf-8")
    done = run("suggest", reader.path, "--no-model")
    assert (done.code, f"unknown key '{key}'" in done.err) == (2, True)
    assert not reader.server.asked


@pytest.mark.parametrize("option", ["--offline", "--allow-private-hosts"])
def test_an_option_about_fetching_needs_refetch(option: str, reader: Reader) -> None:
    reader.path.write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    done = run("suggest", reader.path, "--no-model", option)
    assert (done.code, f"{option} needs --refetch" in done.err) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name the folder of the user in other ways")
def test_pages_are_kept_beside_the_cache_of_findings(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(reader.folder / "home"))
    here = reader.folder / "project"
    here.mkdir()
    monkeypatch.chdir(here)
    asked = ("--no-model", "--refetch", "live", "--allow-private-hosts", *QUICK)
    reader.run("/sound")
    assert run("suggest", reader.path, *asked).code == 0
    assert (list(here.iterdir()), (reader.folder / "home/repair/pages/README").is_file()) == ([], True)
    (here / "repair.toml").write_text("", encoding="utf-8")
    assert run("suggest", reader.path, *asked, "--config", "repair.toml").code == 0
    assert (here / ".repair_cache/pages/.gitignore").read_text() == "*\n"


def test_a_folder_of_something_else_is_no_cache(reader: Reader) -> None:
    (reader.folder / "pages").mkdir()
    (reader.folder / "pages" / "mine.txt").write_text("mine", encoding="utf-8")
    done = reader.run("/sound")
    assert done.code == 2
    assert "the folder holds other files ('mine.txt')" in done.err
