"""What `repair check` says of more findings than anybody reads: counts by code, the surest of each, a short list."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from check_case import STYLE, judged
from cli_runner import CODES, DAMAGED, SOUND, run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_check_formats import samples
from test_cli_output import on_terminal

from repair.records import Apparatus, Article, Entry, Finding
from repair.render import RENDERERS, Style
from repair.render.statistics import statistics

CHECK = ("check", "--no-model", "--isolated")
ROW = re.compile(r"^(R[A-Z]\d{3}) +([\d,]+) +([\d,]+) +([01]\.\d\d)  [a-z-]+$", re.MULTILINE)
MORE = re.compile(r"^and ([\d,]+) more; --statistics counts them by code, -o FILE keeps all$", re.MULTILINE)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """100 damaged articles of three findings each, and a sound one."""
    path = tmp_path / "corpus.jsonl"
    texts = [DAMAGED] * 100 + [SOUND]
    rows = (json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
    path.write_text("".join(rows), encoding="utf-8")
    return path


def table(report: str) -> list[tuple[str, int, int, str]]:
    """The rows of a table: code, findings, articles, mean confidence."""
    return [
        (code, int(findings.replace(",", "")), int(articles.replace(",", "")), confidence)
        for code, findings, articles, confidence in ROW.findall(report)
    ]


# --- statistics ----------------------------------------------------------------------------------------------------


def test_the_table_counts_what_the_list_lists(corpus: Path) -> None:
    listed = run(*CHECK, corpus, "--format", "jsonl")
    counts: Counter[str] = Counter(row["code"] for row in listed.rows)
    done = run(*CHECK, corpus, "--statistics")
    assert done.code == listed.code == 1
    assert {code: findings for code, findings, _, _ in table(done.out)} == counts
    assert {articles for _, _, articles, _ in table(done.out)} == {100}
    assert done.out.splitlines()[0].split() == ["code", "findings", "articles", "mean", "confidence", "name"]
    assert done.out.endswith("\n\nFound 300 findings in 100 of 101 articles.\n")
    assert "corpus.jsonl" not in done.out


def test_the_columns_stand_below_their_names() -> None:
    entries = tuple(Entry(Finding(0, 0, "RG103", "prova", 0.9)) for _ in range(12_345))
    heading, row, *_ = "".join(statistics([Apparatus(Article("a", "x"), entries)], Style())).splitlines()
    for name, value in (("findings", "12,345"), ("articles", " 1 "), ("confidence", "0.90")):
        assert heading.index(name) + len(name) == row.index(value) + len(value.rstrip())


@settings(max_examples=50, deadline=None)
@given(st.lists(samples(), max_size=5), st.floats(0, 1))
def test_any_findings_are_counted_most_first(sample: list[Apparatus], least: float) -> None:
    found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, apparatus in enumerate(sample):
        for entry in apparatus.above(least).entries:
            found[entry.finding.code].append((n, entry.finding.confidence))
    expected = [
        (code, len(seen), len({n for n, _ in seen}), f"{sum(c for _, c in seen) / len(seen):.2f}")
        for code, seen in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    assert table("".join(statistics(sample, Style(min_confidence=least)))) == expected


def test_what_a_baseline_knows_is_not_counted() -> None:
    assert table("".join(statistics(judged(), STYLE))) == [
        ("RG103", 2, 2, "0.90"),
        ("RG102", 1, 1, "0.75"),
        ("RG105", 1, 1, "0.90"),
        ("RJ201", 1, 1, "0.99"),
    ]


def test_no_findings_make_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SOUND, "utf-8")
    done = run(*CHECK, tmp_path, "--statistics", "--top", "3")
    assert (done.code, done.out) == (0, "Found no findings in 1 article.\n")


def test_a_budget_lets_findings_pass_as_without_the_table(corpus: Path) -> None:
    assert run(*CHECK, corpus, "--statistics", "--max-findings", "300").code == 0
    assert run(*CHECK, corpus, "--statistics", "--max-findings", "299").code == 1
    assert run(*CHECK, corpus, corpus.with_name("none.txt"), "--statistics").code == 2


def test_the_table_goes_to_a_file_too(corpus: Path) -> None:
    file = corpus.with_name("table.txt")
    printed = run(*CHECK, corpus, "--statistics", "--top", "1")
    assert run(*CHECK, corpus, "--statistics", "--top", "1", "-o", file).out == ""
    assert file.read_bytes() == printed.bytes


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--statistics", "--format", "json"),
            "--statistics, --top and --by work with --format text only, not with json",
        ),
        (
            ("--statistics", "--format", "concise"),
            "--statistics, --top and --by work with --format text only, not with concise",
        ),
        (("--statistics", "--diff"), "--statistics, --top and --by cannot be combined with --diff or --write-baseline"),
        (
            ("--statistics", "--write-baseline", "b.json"),
            "--statistics, --top and --by cannot be combined with --diff or --write",
        ),
        (
            ("--top", "3", "--format", "json"),
            "--statistics, --top and --by work with --format text only, not with json",
        ),
        (("--by", "host", "--diff"), "--statistics, --top and --by cannot be combined with --diff or --write-baseline"),
        (("--statistics", "--top", "0"), "0 is not in the range x>=1"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: tuple[str, ...], said: str, corpus: Path) -> None:
    done = run(*CHECK, corpus, *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


# --- the surest of each code ---------------------------------------------------------------------------------------


def test_the_surest_follow_the_table_as_the_list_shows_them(corpus: Path) -> None:
    done = run(*CHECK, corpus, "--statistics", "--top", "2")
    head, *examples, summary = done.out.split("\n\n")
    listed = run(*CHECK, corpus).out.split("\n\n")
    assert len(examples) == 2 * len(CODES)
    assert set(examples) <= set(listed)
    assert [code for code, *_ in table(head) for _ in range(2)] == [
        re.findall(r"@\d+ (\w+)", told)[0] for told in examples
    ]
    assert summary == "Found 300 findings in 100 of 101 articles.\n"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 4))
def test_the_surest_come_first_and_of_equal_ones_the_first(confidences: list[int], top: int) -> None:
    text = "x" * 40
    entries = tuple(Entry(Finding(n, n, "RG103", "prova", c / 5)) for n, c in enumerate(confidences))
    report = "".join(statistics([Apparatus(Article("a", text), entries)], Style(), examples=top))
    shown = [int(column) - 1 for column in re.findall(r"^a:1:(\d+) RG103", report, re.MULTILINE)]
    assert shown == sorted(range(len(confidences)), key=lambda n: (-confidences[n], n))[:top]


def test_memory_stays_flat_however_many_findings_there_are() -> None:
    def many(articles: int) -> Iterator[Apparatus]:
        text = "Il sindaco di, " * 500
        for n in range(articles):
            entries = (Entry(Finding(13 + 15 * i, 13 + 15 * i, "RG103", "prova", i / 500)) for i in range(500))
            yield Apparatus(Article(str(n), text), tuple(entries))

    peaks = []
    for articles in (4, 40):
        tracemalloc.start()
        assert sum(map(len, statistics(many(articles), Style(), examples=3))) > 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


# --- a terminal ----------------------------------------------------------------------------------------------------


def test_a_terminal_gets_some_findings_and_the_number_of_the_rest(corpus: Path) -> None:
    arguments = (*CHECK, str(corpus))
    *lines, more, summary = on_terminal(*arguments, NO_COLOR="1").splitlines()
    shown = sum("corpus.jsonl:" in line for line in lines)
    assert 200 <= len(lines) < 206
    assert lines[-1] == "", "a finding is shown whole"
    assert MORE.findall(more) == [str(300 - shown)]
    assert summary == "Found 300 findings in 100 of 101 articles."


def test_a_pipe_a_file_and_other_formats_get_all(corpus: Path) -> None:
    file = corpus.with_name("report.txt")
    on_terminal(*CHECK, str(corpus), "-o", str(file))
    for report in (
        run(*CHECK, corpus).out,
        file.read_text("utf-8"),
        on_terminal(*CHECK, str(corpus), "--format", "concise", NO_COLOR="1"),
    ):
        assert report.count("corpus.jsonl:") == 300
        assert not MORE.search(report)


@given(st.lists(samples(), max_size=4), st.integers(0, 40))
@settings(max_examples=50, deadline=None)
def test_a_short_list_is_the_beginning_of_the_whole_one(sample: list[Apparatus], most: int) -> None:
    whole = list(RENDERERS["text"](sample, Style()))
    short = list(RENDERERS["text"](sample, Style(max_lines=most)))
    assert short[-1] == whole[-1], "the summary counts all"
    if short == whole:
        return
    *shown, more, _ = short
    assert shown == whole[: len(shown)]
    assert sum(told.count("\n") for told in shown) >= most
    assert sum(told.count("\n") for told in shown[:-1]) < max(most, 1)
    assert MORE.findall(more) == [f"{len(whole) - 1 - len(shown):,}"]
