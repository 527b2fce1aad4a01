"""The report of a run: figures that add up, the worst hosts first, and a page that nothing in a corpus can break."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from cli_runner import DAMAGED, SOUND
from cli_runner import run as cli
from corpus_samples import JOB, write

from repair.corpus import Means, run
from repair.corpus.advice import ADVICE, fixes
from repair.corpus.report import REPORTS
from repair.corpus.summary import OUTCOMES, CorpusSummary, Group, summarise_corpus

HOSTILE = '<script>alert("x")</script>&{{ 7*7 }}\u202e\x1b[31m'


def corpus() -> list[dict[str, Any]]:
    """Three hosts: one loses text in every article, one in some, one in a single article of one."""
    out = []
    for number in range(60):
        host, damaged = ("rotto", True) if number % 2 else ("sano", number % 10 == 0)
        if number == 59:
            host = "unico"
        out.append(
            {
                "id": f"a{number}",
                "url": f"https://{host}.example/{number}",
                "date": f"2024-{1 + number % 4:02}-11T08:00:00",
                "extractor": "alfa" if number % 2 else "beta",
                "section": HOSTILE if number == 1 else "cronaca",
                "text": f"Notizia {number}. {DAMAGED if damaged else SOUND}",
            }
        )
    out[3]["text"] = HOSTILE + DAMAGED
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    run([str(write(place, "jsonl", corpus()))], place / "out", JOB, means=Means(jobs=1))
    return place / "out"


def test_the_figures_add_up(folder: Path) -> None:
    stats = json.loads((folder / "stats.json").read_text())
    said = json.loads(cli("report", folder, "--format", "json", "--by", "section").out)
    assert (said["articles"], said["damaged"], said["findings"]) == (60, stats["damaged"], stats["findings"])
    assert said["codes"] == stats["codes"]
    assert sum(said["outcomes"].values()) == said["findings"]
    assert set(said["outcomes"]) == set(OUTCOMES)
    for name in ("host", "date", "extractor", "language", "section"):
        groups = said["by"][name].values()
        assert sum(g["articles"] for g in groups) == 60
        assert sum(g["findings"] for g in groups) == said["findings"]
    assert set(said["by"]["date"]) == {"2024-01", "2024-02", "2024-03", "2024-04"}
    assert said["by"]["extractor"]["alfa"]["share"] == 1.0


def test_a_host_with_one_article_is_not_the_worst(folder: Path) -> None:
    worst = [name for name, _ in summarise_corpus(folder).worst_hosts(10)]
    assert worst == ["rotto.example", "unico.example", "sano.example"]


def test_certainty_grows_with_the_number_of_articles() -> None:
    shares = [Group(articles=n, damaged=n).at_least for n in (1, 5, 50, 5000)]
    assert shares == sorted(shares)
    assert 0.2 < shares[0] < 0.3
    assert shares[-1] > 0.99
    assert Group().at_least == 0.0


class Page(HTMLParser):
    """What a browser would load or run, and the tags that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href") or name.startswith("on")]
        if tag not in ("meta", "br", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_and_nothing_in_a_corpus_breaks_it(folder: Path, tmp_path: Path) -> None:
    assert cli("report", folder, "--by", "section", "-o", tmp_path / "r.html").code == 0
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.addresses == []
    assert "script" not in page.tags
    assert "svg" in page.tags
    assert "&lt;script&gt;" in text
    assert "49" not in re.findall(r"&amp;(\d+)", text)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "rotto.<wbr>example" in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_of_a_corpus_without_damage(name: str, tmp_path: Path) -> None:
    source = write(tmp_path, "jsonl", [{"text": SOUND}])
    run([str(source)], tmp_path / "out", JOB, means=Means(jobs=1))
    assert REPORTS[name](summarise_corpus(tmp_path / "out"))


def test_words_recovered_from_a_page_count_for_the_element_that_held_them(tmp_path: Path) -> None:
    from msgspec.structs import replace

    damaged = "Il consiglio comunale ha nominato ieri la nuova presidente, , che guiderà la commissione cultura per i prossimi due anni insieme a quattro colleghi."
    whole = damaged.replace(", , che", ", <a href='/x'>Marta Bellini</a>, che")
    source = write(tmp_path, "jsonl", [{"id": "a", "text": damaged}])
    (tmp_path / "copy.html").write_text(f"<html><body><p>{whole}</p></body></html>", encoding="utf-8")
    run([str(source)], tmp_path / "out", replace(JOB, references=(str(tmp_path / "copy.html"),)), means=Means(jobs=1))
    summary = summarise_corpus(tmp_path / "out")
    assert summary.whole.elements == {"a": 1}
    assert summary.whole.outcomes["page"] == 1
    page = REPORTS["html"](summary)
    assert "<code>&lt;a&gt;</code> the words of links are dropped</b>: 1 finding<br>" in page


def test_excerpts_begin_and_end_at_a_word_and_show_a_place_before_and_after(folder: Path) -> None:
    for group in summarise_corpus(folder).groups["host"].values():
        for example in group.examples:
            assert (
                example.before.startswith("… ") or example.before.startswith("Notizia") or "<script>" in example.before
            )
            assert not example.after.endswith(("…",)) or example.after.endswith(" …")
    page = REPORTS["html"](summarise_corpus(folder))
    assert "<dt>as it is</dt>" in page
    assert "<dt>mended</dt>" in page
    assert page.index("Worst hosts") < page.index("By code")


def test_the_axes_of_the_picture_by_date_are_labelled(folder: Path) -> None:
    page = REPORTS["html"](summarise_corpus(folder))
    labels = re.findall(r"<text [^>]*>([^<]+)</text>", page)
    assert {"2024-01", "2024-04", "0%"} <= set(labels)
    assert all(int(label[:-1]) <= 100 for label in labels if label.endswith("%"))


@pytest.mark.parametrize(
    ("dates", "unit", "shown"),
    [
        (["2023-11-02", "2024-02-01"], "month", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        (["2001-05-02", "2004-01-01", "2019-12-30"], "year", [str(year) for year in range(2001, 2020)]),
        (["0001-01-01", "2023-01-01", "2024-01-01"], "year", ["0001", "2023", "2024"]),
        (["2024-00-00", "2024-99-01"], "month", None),
    ],
)
def test_the_axis_of_time_has_no_holes(dates: list[str], unit: str, shown: list[str] | None, tmp_path: Path) -> None:
    rows = [{"text": SOUND if n else DAMAGED, "date": date} for n, date in enumerate(dates)]
    run([str(write(tmp_path, "jsonl", rows))], tmp_path / "out", JOB, means=Means(jobs=1))
    page = REPORTS["html"](summarise_corpus(tmp_path / "out"))
    assert f"Share of the articles of each {unit} that are damaged." in page
    columns = re.findall(r"<title>(\S+): ", page)
    assert columns == shown or (shown is None and len(columns) == 100)


def test_elements_that_need_the_same_change_are_one_thing_to_fix() -> None:
    summary = CorpusSummary(0.5)
    summary.causes.update(
        {("RG103", "a"): 3, ("RG102", "em"): 2, ("RG101", "a"): 1, ("RG114", "li"): 1, ("RE301", ""): 5}
    )
    assert [(fix.findings, fix.tags, fix.code) for fix in fixes(summary)] == [
        (6, (("a", 4), ("em", 2)), ""),
        (5, (), "RE301"),
        (1, (("li", 1),), ""),
    ]
    assert "(<code>&lt;a&gt;</code> 4, <code>&lt;em&gt;</code> 2)" in REPORTS["html"](summary)


def test_every_advice_is_for_an_element_and_says_what_to_do() -> None:
    for tag, (what, advice) in ADVICE.items():
        assert re.fullmatch(r"[a-z]+", tag)
        assert what[0].islower()
        assert advice.endswith(".")
