"""The reports of `repair check`: as on file, valid, saying the same, and harmless whatever the article holds."""

from __future__ import annotations

import json
import lzma
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from check_case import CASES, FORMATS, STYLE, judged
from cli_runner import DAMAGED, run
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from stopwatch import Stopwatch
from wcwidth import wcswidth

from repair.codes import CODES
from repair.config import Config, Policy
from repair.read import articles
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Prediction, Row, RuleSource, Source
from repair.render import FOR_BUILD_SERVERS, RENDERERS, Style
from repair.render.escape import json_text
from repair.render.excerpt import cells, snippet, underlined

SCHEMAS = Path(__file__).parent / "schemas"
MACHINES = ("github", "azure", "gitlab", "junit", "sarif", "rdjson", "jsonl")
NASTY = (
    "::error::", "##vso[task.x]", "##[error]", "\n", "\r", "\r\n", "%0A", "%", ",", ";", "]", ":", "\x1b[31m", "\x07",
    "\u202e", "\x85", "\u2028", "\ufeff", "<b>", "&", '"', "\\", "]]>", "\ufffe", "東", "e\u0301", "\u200b", "\t", " ", "a",
)  # fmt: skip
texts = st.lists(st.sampled_from(NASTY), max_size=12).map("".join)


def show(name: str, sample: Iterable[Apparatus], style: Style = STYLE) -> str:
    return "".join(RENDERERS[name](sample, style))


def schema(name: str) -> Any:
    path = SCHEMAS / name
    return json.loads(lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes())


SARIF = jsonschema.Draft4Validator(schema("sarif-2.1.0-rtm.5.json.xz"))
GITLAB = jsonschema.Draft202012Validator(schema("gitlab.json"))
RDJSON = jsonschema.Draft202012Validator(schema("rdjson.json"))
JUNIT = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit.xsd")))


def check(name: str, report: str) -> None:
    """Hold a report to its schema, or to the grammar of its commands."""
    match name:
        case "sarif":
            SARIF.validate(json.loads(report))
        case "gitlab":
            GITLAB.validate(json.loads(report))
        case "rdjson":
            RDJSON.validate(json.loads(report))
        case "junit":
            JUNIT.assertValid(etree.fromstring(report.encode("utf-8")))
        case "jsonl":
            assert all(json.loads(line)["code"] in CODES for line in report.splitlines())
        case "github":
            command = r"::(?:error|warning|notice) (?:\w+=(?:[^,:%\n\r]|%25|%3A|%2C)*,?)+::(?:[^%\n\r]|%25|%0A|%0D)*"
            assert all(re.fullmatch(command, line) for line in report.split("\n")[:-1])
        case "azure":
            command = r"##vso\[task\.logissue (?:\w+=(?:[^;\]%\n\r]|%AZP25|%3B|%5D)*;?)+\](?:[^%\n\r]|%AZP25)*"
            assert all(re.fullmatch(command, line) for line in report.split("\n")[:-1])


@st.composite
def samples(draw: st.DrawFn) -> Apparatus:
    text = draw(texts)
    spans = sorted(
        tuple(sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))) for _ in range(draw(st.integers(0, 4)))
    )
    sources = st.sampled_from([RuleSource("regola"), Prediction("modello", -1.0, 1)])
    entries = tuple(
        Entry(
            Finding(start, end, draw(st.sampled_from(sorted(CODES))), draw(texts) or "prova", draw(st.floats(0, 1))),
            tuple(Candidate(draw(texts), 0.5, (draw(sources),)) for _ in range(draw(st.integers(0, 2)))),
        )
        for start, end in spans
    )
    row = Row(draw(st.integers(1, 9)), "text") if draw(st.booleans()) else None
    name = draw(texts.filter(bool))
    return Apparatus(Article(name, text, "it", Source(name, "utf-8", row)), entries)


# --- on file -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_the_report_is_the_one_on_file(name: str) -> None:
    file = CASES / f"case.{name if name != 'jsonl' else 'findings'}"
    assert show(name, judged()).encode("utf-8") == file.read_bytes()


@pytest.mark.parametrize("name", MACHINES)
def test_the_report_on_file_is_valid(name: str) -> None:
    check(name, show(name, judged()))


@pytest.mark.parametrize("name", MACHINES)
def test_a_report_of_nothing_is_valid(name: str) -> None:
    check(name, show(name, []))
    check(name, show(name, [Apparatus(Article("a", "Una frase."))]))


@pytest.mark.parametrize("name", MACHINES)
@settings(max_examples=20, deadline=None)
@given(sample=st.lists(samples(), max_size=3))
def test_any_report_is_valid(name: str, sample: list[Apparatus]) -> None:
    check(name, show(name, sample, Style()))


# --- the same findings in every format -----------------------------------------------------------------------------


def codes_in(name: str, report: str) -> list[str]:
    """The codes of the findings that a report says are new, in its order."""
    match name:
        case "gitlab":
            return [issue["check_name"] for issue in json.loads(report)]
        case "rdjson":
            return [d["code"]["value"] for d in json.loads(report)["diagnostics"]]
        case "sarif":
            results = json.loads(report)["runs"][0]["results"]
            return [r["ruleId"] for r in results if "suppressions" not in r]
        case "jsonl":
            return [json.loads(line)["code"] for line in report.splitlines()]
        case "junit":
            cases = etree.fromstring(report.encode("utf-8")).iter("failure")
            return [case.get("type").split()[0] for case in cases]
        case "github":
            return re.findall(r"^::\w+ title=(\w+)", report, re.MULTILINE)
        case "azure":
            return re.findall(r";code=(\w+);\]", report)
        case _:
            return re.findall(r"^(?:  \d|\S).*? (R[A-Z]\d{3}) .*\(\d\.\d\d\)$", report, re.MULTILINE)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_same_findings(name: str) -> None:
    assert codes_in(name, show(name, judged())) == ["RJ201", "RG105", "RG103", "RG102", "RG103"]


@settings(max_examples=20, deadline=None)
@given(st.lists(samples(), max_size=3), st.floats(0, 1))
def test_machines_agree_on_what_is_found(sample: list[Apparatus], least: float) -> None:
    style = Style(min_confidence=least)
    expected = [e.finding.code for a in sample for e in a.above(least).entries]
    for name in MACHINES:
        assert codes_in(name, show(name, sample, style)) == expected


# --- details -----------------------------------------------------------------------------------------------------


def test_sarif_marks_what_is_known_and_what_is_ignored() -> None:
    results = json.loads(show("sarif", judged()))["runs"][0]["results"]
    states = [
        (r["ruleId"], r["baselineState"], [s["justification"] for s in r.get("suppressions", [])]) for r in results
    ]
    assert states[0] == ("RG101", "unchanged", ["known: it is in the baseline"])
    assert states[-1] == ("RG102", "new", ["titolo di un'opera"])
    assert [s for _, _, s in states].count([]) == 5
    plain = json.loads(show("sarif", judged(), replace(STYLE, baseline=False)))["runs"][0]["results"]
    assert not any("baselineState" in r for r in plain)


def test_sarif_explains_every_code_and_points_at_its_rule() -> None:
    run = json.loads(show("sarif", judged()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    assert all(CODES[rule["id"]].cause in rule["help"]["markdown"] for rule in rules)
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert len({r["partialFingerprints"]["repair/v1"] for r in run["results"]}) == 6  # one text stands in two files


def test_sarif_replacements_give_the_text_that_apply_gives() -> None:
    article = judged()[0].article
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", article.text)
    for result in json.loads(show("sarif", judged()))["runs"][0]["results"]:
        for fix in result.get("fixes", []):
            (replacement,) = fix["artifactChanges"][0]["replacements"]
            region, finding = replacement["deletedRegion"], result["properties"]
            offset = sum(map(len, lines[: region["startLine"] - 1])) + region["startColumn"] - 1
            end = sum(map(len, lines[: region["endLine"] - 1])) + region["endColumn"] - 1
            assert (offset, end) == (finding["start"], finding["end"])


ROWS = (
    lambda text: json.dumps({"n": 1, "text": text, "x": "\U0001f642"}, ensure_ascii=False),
    lambda text: json.dumps({"text": text, "x": "\U0001f642"}),
    lambda text: json.dumps({"text": text}, separators=(",", ":")),
    lambda text: '\t{ "text":  "no", "text" :' + json.dumps(text).replace("/", "\\/").replace("a", "\\u0061") + "} ",
    lambda text: '\n\n  {"text":' + json.dumps(text, ensure_ascii=False) + ', "x" :1.0e2}',
)


@given(
    st.lists(st.sampled_from([*NASTY, "\U0001f642", "/", "\\u0041", "parola"])).map("".join),
    st.sampled_from(ROWS),
    st.data(),
)
def test_sarif_replacements_in_a_row_give_the_row_with_the_fix(
    text: str, written: Callable[[str], str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    fix = data.draw(texts)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.jsonl"
        file.write_bytes(written(text).encode() + b"\r\n")
        (article,) = articles([str(file)], on_error=pytest.fail)
        lines = file.read_bytes().decode().split("\n")
    entry = Entry(Finding(start, end, "RJ201", "prova", 0.9), (Candidate(fix, 0.9, (RuleSource("regola"),)),))
    (result,) = json.loads(show("sarif", [Apparatus(article, (entry,))]))["runs"][0]["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    assert region == result["locations"][0]["physicalLocation"]["region"]
    line = lines[region["startLine"] - 1]
    head, tail = line[: region["startColumn"] - 1], line[region["endColumn"] - 1 :]
    assert json.loads(head + replacement["insertedContent"]["text"] + tail)["text"] == text[:start] + fix + text[end:]


def test_sarif_offers_no_replacement_where_the_row_is_not_known_as_it_is_written() -> None:
    entry = Entry(Finding(0, 1, "RJ201", "prova", 0.9), (Candidate("x", 0.9, (RuleSource("regola"),)),))
    for path, row in (
        ("a.csv", Row(3, "text")),
        ("a.jsonl.gz", Row(3, "text")),
        ("A.JSONL.GZ", Row(3, "text")),
        ("a.jsonl", Row(3, "text", {}, "raw", "[]")),
    ):
        sample = Apparatus(Article("a", "uno", "it", Source(path, row=row)), (entry,))
        (result,) = json.loads(show("sarif", [sample]))["runs"][0]["results"]
        assert "fixes" not in result
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


@pytest.mark.parametrize("name", ["sarif", "rdjson", "jsonl"])
def test_a_prediction_is_never_offered_as_a_fix(name: str) -> None:
    assert "festa" not in show(
        name, [replace(judged()[0], entries=(replace(judged()[0].entries[0], suppressed=None),))]
    )


def test_columns_of_rdjson_count_bytes() -> None:
    text = "𝒳 è qui,là\r\ncittà ,"
    sample = Apparatus(
        Article("a", text, "it", Source("a.txt")),
        tuple(Entry(Finding(start, end, "RJ201", "prova", 0.9)) for start, end in ((2, 3), (8, 8), (8, 17), (17, 18))),
    )
    for diagnostic, (start, end) in zip(
        json.loads(show("rdjson", [sample]))["diagnostics"], ((2, 3), (8, 8), (8, 17), (17, 18)), strict=True
    ):
        for side, offset in (("start", start), ("end", end)):
            lines = text[:offset].split("\r\n")
            position = {"line": len(lines), "column": len(lines[-1].encode()) + 1}
            assert diagnostic["location"]["range"][side] == position


def test_severities_can_be_set() -> None:
    style = replace(STYLE, policy=Policy(severity={"RG": "note", "RG103": "warning"}))
    levels = {
        json.loads(line)["code"]: json.loads(line)["severity"] for line in show("jsonl", judged(), style).splitlines()
    }
    assert levels == {"RJ201": "warning", "RG105": "note", "RG103": "warning", "RG102": "note"}
    assert "::notice title=RG102" in show("github", judged(), style)
    assert json.loads(show("sarif", [], style))["runs"][0]["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {
        "level": "note"
    }


def test_fingerprints_of_gitlab_differ_and_survive_edits_elsewhere() -> None:
    before = [issue["fingerprint"] for issue in json.loads(show("gitlab", judged()))]
    assert len(set(before)) == len(before)
    market = judged()[0]
    moved = replace(
        market,
        article=replace(market.article, text="Una riga in più.\n" + market.article.text),
        entries=tuple(
            replace(e, finding=replace(e.finding, start=e.finding.start + 17, end=e.finding.end + 17))
            for e in market.entries
        ),
    )
    assert [issue["fingerprint"] for issue in json.loads(show("gitlab", [moved]))] == before[:2]


def test_paths_are_what_other_tools_expect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    for given_path, shown in (("./a b/../c.txt", "c.txt"), (str(tmp_path / "d" / "è.txt"), "d/è.txt")):
        sample = Apparatus(Article("a", "x", source=Source(given_path)), (Entry(Finding(0, 1, "RG103", "m", 0.9)),))
        assert json.loads(show("gitlab", [sample]))[0]["location"]["path"] == shown
        result = json.loads(show("sarif", [sample]))["runs"][0]["results"][0]
        assert unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == shown


@pytest.mark.parametrize("name", [name for name in MACHINES if name != "jsonl"])
def test_what_cannot_be_read_is_in_the_report(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever reads the report alone must not take what nobody could read for sound."""
    (tmp_path / "a, è").mkdir()
    (tmp_path / "a, è" / "b.txt").write_bytes(b"Citt\xe0 ]]> () <b>.\n")
    (tmp_path / "c.jsonl").write_text('{"text": "Una frase."}\n{broken\n', encoding="utf-8")
    (tmp_path / "d.jsonl").write_text('{"testo": "Una frase."}\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path / "a, è")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    done = run("check", ".", "../c.jsonl", "../d.jsonl", "--no-model", "--format", name)
    assert done.code == 2
    check(name, done.out)
    told = unquote(done.out).replace("\\u00e8", "è").replace("%2C", ",")
    for path in ("a, è/b.txt", "c.jsonl", "d.jsonl"):
        assert len(re.findall(rf"[^/]\b{path}\b", told)) >= 1
    for reason in ("not UTF-8", "broken JSON", "none of its 1 row has a text"):
        assert reason in told
    if name == "sarif":
        (invocation,) = json.loads(done.out)["runs"][0]["invocations"]
        assert [n["locations"][0]["physicalLocation"].get("region") for n in invocation["toolExecutionNotifications"]] == [
            None, {"startLine": 2}, None,
        ]  # fmt: skip
    if name == "junit":
        suites = etree.fromstring(done.out.encode()).findall("testsuite")
        assert [suite.get("errors") for suite in suites] == ["0", "1", "1", "1"]


@pytest.mark.parametrize("name", ["github", "azure", "gitlab", "sarif", "rdjson"])
def test_paths_are_told_from_the_folder_of_the_checkout(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A step may run in a folder below; what is beside the checkout stays as it was given."""
    (tmp_path / "repo" / "docs").mkdir(parents=True)
    (tmp_path / "repo" / "docs" / "x.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "y.txt").write_text(DAMAGED, encoding="utf-8")
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"):
        with monkeypatch.context() as patch:
            patch.setenv(variable, str(tmp_path / "repo"))
            patch.chdir(tmp_path / "repo" / "docs")
            told = run("check", "x.txt", "../../y.txt", "--no-model", "--format", name).out
            patch.chdir(tmp_path)
            outside = run("check", "repo/docs/x.txt", "--no-model", "--format", name).out
        told, outside = (re.sub(r'"id": "[^"]*"', "", each) for each in (told, outside))  # an id is no path
        assert {*re.findall(r"[\w./]*\b[xy]\.txt", told)} == {"docs/x.txt", "../../y.txt"}
        assert {*re.findall(r"[\w./]*\bx\.txt", outside)} == {"repo/docs/x.txt"}


# --- hostile articles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=20, deadline=None)
@given(sample=st.lists(samples(), max_size=3))
def test_no_article_gives_orders_to_a_terminal_or_a_build_server(name: str, sample: list[Apparatus]) -> None:
    report = show(name, sample, Style())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ufeff]", report)
    if name == "azure":
        report = re.sub(r"^##vso\[task\.logissue ", "", report, flags=re.MULTILINE)
    assert "##[" not in report
    assert "##vso[" not in report
    if name != "github":
        assert not re.search(r"^\s*::", report, re.MULTILINE)


@given(st.lists(st.sampled_from([*NASTY, "##[", "#"])).map("".join))
def test_escaped_json_reads_back_the_same(text: str) -> None:
    assert json.loads(json_text({text: text})) == {text: text}


@pytest.mark.parametrize("name", FORMATS)
def test_ten_thousand_findings_in_one_line(name: str, stopwatch: Stopwatch) -> None:
    text = "Il sindaco di, " * 10_000
    entries = tuple(Entry(Finding(13 + 15 * i, 13 + 15 * i, "RG103", "prova", 0.9)) for i in range(10_000))
    made = [Apparatus(Article("a", text, "it", Source("a.txt")), entries)]
    reports: list[str] = []
    assert stopwatch.seconds(lambda: reports.append(show(name, made))) < 15
    assert len(codes_in(name, reports[0])) == 10_000


# --- excerpts ----------------------------------------------------------------------------------------------------

WIDE = ["a", " ", "è", "e\u0301", "東", "한", "🙂", "ｱ", "Ω", "\u0301", "…", "ـ", "ก็"]


@given(st.lists(st.sampled_from(WIDE)).map("".join))
def test_widths_are_those_of_a_terminal(text: str) -> None:
    assert cells(text) == wcswidth(text)


@given(st.lists(st.sampled_from([*WIDE, "\t", "\x1b", "\u202e"]), max_size=200).map("".join), st.data())
def test_carets_stand_under_the_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, carets = underlined(text, (0, len(text)), start, end)
    assert cells(shown) <= 120
    before = len(carets) - len(carets.lstrip())
    at = next(i for i in range(len(shown) + 1) if cells(shown[:i]) == before)
    rest = shown[at:].lstrip("\u0301\u0e47")
    expected = re.sub(
        r"[\t\x1b\u202e]", lambda m: {"\t": "    ", "\x1b": r"\x1b", "\u202e": r"\u202e"}[m[0]], text[start:]
    )
    assert expected.lstrip("\u0301\u0e47").startswith(rest.removesuffix("…")[:8])


def test_a_long_paragraph_shows_no_more_than_its_window() -> None:
    text = "parola " * 1_000_000
    for at in range(0, len(text), 70_000):
        shown, carets = underlined(text, (0, len(text)), at, at + 7)
        assert len(shown) < 120
        assert carets.strip() == "^" * 7
    marks = "a" + "\u0301" * 100_000
    assert len(underlined(marks, (0, len(marks)), 50_000, 50_001)[0]) < 1_000


def test_a_long_paragraph_costs_no_more_than_its_window(stopwatch: Stopwatch) -> None:
    text = "parola " * 1_000_000
    places = range(0, len(text), 70_000)
    assert stopwatch.seconds(lambda: [underlined(text, (0, len(text)), at, at + 7) for at in places]) < 1


def test_a_snippet_stays_within_its_paragraph() -> None:
    text = "Prima riga.\r\nIl sindaco di, poi.\r\nTerza riga.\r\n"
    assert snippet(text, text.index(","), text.index(",")) == "Il sindaco di⟦⟧, poi."


def test_the_defaults_of_a_style_show_every_code_as_grave_as_it_is() -> None:
    assert all(Style().policy.severity_of(code) == row.severity for code, row in CODES.items())
    assert Config().min_confidence > 0


@pytest.mark.parametrize("name", FOR_BUILD_SERVERS)
def test_a_report_holds_every_error_where_the_terminal_tells_of_ten(name: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{broken}\n" * 25)
    report = tmp_path / "report"
    done = run("check", broken, "--no-model", "--no-cache", "--format", name, "-o", report)
    assert done.code == 2
    assert done.err.count("error: ") == 11
    assert "error: 15 more like the last" in done.err
    told = report.read_text("utf-8")
    assert told.count("broken JSON") >= 25
    check(name, told)


def test_a_diff_that_tells_no_error_replaces_no_file(tmp_path: Path) -> None:
    broken, diff = tmp_path / "broken.jsonl", tmp_path / "fixes.diff"
    broken.write_text("{broken}\n")
    diff.write_text("an earlier one\n")
    done = run("check", broken, "--no-model", "--no-cache", "--format", "junit", "--diff", "-o", diff)
    assert (done.code, "nothing is written" in done.err) == (2, True), done.err
    assert diff.read_text("utf-8") == "an earlier one\n"
