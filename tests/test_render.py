from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stopwatch import Stopwatch

from repair.edit import accept_best, apply, decide
from repair.errors import ApparatusError
from repair.interchange import decode
from repair.records import (
    Apparatus,
    Article,
    Candidate,
    Emendation,
    Entry,
    Finding,
    Prediction,
    Provenance,
    Reading,
    Row,
    RuleSource,
    Source,
)
from repair.render import RENDERERS, Style
from repair.render.line_numbers import Lines
from repair.render.reading.marked import split, strip
from repair.render.style import reported

CASES = Path(__file__).parent / "cases" / "render"
ON_FILE = ("marked", "text", "concise", "diff")


def show(name: str, apparatuses: Iterable[Apparatus], style: Style | None = None) -> str:
    return "".join(RENDERERS[name](apparatuses, style or Style()))


def read(case: Path) -> list[Apparatus]:
    return [decode(line) for line in case.read_bytes().splitlines()]


def single(text: str, *entries: Entry, name: str = "a", source: Source | None = None) -> Apparatus:
    return Apparatus(Article(name, text, "it", source or Source("a.txt")), entries)


def entry(start: int, end: int, *candidates: Candidate, code: str = "RG103", confidence: float = 0.8) -> Entry:
    return Entry(Finding(start, end, code, "words are missing", confidence, (1, 3)), candidates)


def reading(text: str, name: str = "copia-2", score: float = 0.9) -> Candidate:
    return Candidate(text, score, (Reading(name, 0, 1, 100.0, 100.0),))


def guess(text: str, score: float = 0.1) -> Candidate:
    return Candidate(text, score, (Prediction("it-en-small", -2.0, 1),))


# --- random apparatuses, full of what the formats must escape ------------------------------------------------------

PIECES = [
    "{",
    "}",
    "+",
    "-",
    "~",
    ">",
    "<",
    "=",
    "\\",
    "x1b",
    "\n",
    "\r\n",
    "\r",
    "\x1b[2J",
    "\u202e",
    "è",
    " ",
    "@@",
    "\x85",
    "\ufeff",
]
hostile = st.lists(
    st.sampled_from([*PIECES, "{++", "++}", "~>", "~~}", "<<}", "{>>", "==}", "\n=== a ===\n"]), max_size=8
).map("".join)
sources: st.SearchStrategy[Provenance] = st.one_of(
    st.builds(Reading, hostile, st.just(0), st.just(1), st.just(100.0), st.just(99.0)),
    st.builds(Prediction, hostile, st.just(-1.0), st.just(1)),
    st.builds(RuleSource, hostile),
    st.builds(Emendation, hostile),
)
candidates = st.builds(lambda text, score, source: Candidate(text, score, (source,)), hostile, st.floats(0, 1), sources)


@st.composite
def apparatuses(draw: st.DrawFn, max_entries: int = 5) -> Apparatus:
    text = draw(hostile)
    place = st.integers(0, len(text))
    entries = []
    for start, end in sorted(
        tuple(sorted(draw(st.tuples(place, place)))) for _ in range(draw(st.integers(0, max_entries)))
    ):
        code = draw(st.sampled_from(["RG103", "RG112", "RJ201", "RV501"]))
        made = entry(start, end, *draw(st.lists(candidates, max_size=3)), code=code, confidence=draw(st.floats(0, 1)))
        entries.append(made.reject() if draw(st.booleans()) and draw(st.booleans()) else made)
    return single(text, *entries, name=draw(hostile))


def accepting_some(sample: Apparatus) -> Apparatus:
    return decide(sample, readings=True, min_confidence=0.5)


# --- every format ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RENDERERS)
def test_a_format_takes_articles_one_at_a_time(name: str) -> None:
    taken = 0

    def many() -> Iterable[Apparatus]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield single("Il coro della ha cantato.", entry(13, 13, reading(" scuola")), name=str(number))

    chunks = iter(RENDERERS[name](many(), Style()))
    next(chunks)
    assert taken <= 2
    assert all(isinstance(chunk, str) for chunk in chunks)


@pytest.mark.parametrize("name", RENDERERS)
@settings(max_examples=30)
@example(sample=[single("", entry(0, 0, reading("\r\n"))), single("", entry(0, 0, reading("\x0b")))])
@given(sample=st.lists(apparatuses(), max_size=3))
def test_no_control_character_reaches_a_terminal(name: str, sample: list[Apparatus]) -> None:
    shown = show(name, sample, Style(color=True, predictions=True))
    plain = re.sub(r"\x1b\[[0-9;]+m|\x1b\[0m", "", shown)
    forbidden = (
        r"[\x00-\x08\x0b-\x0c\x0e-\x1f]"
        if name in ("json", "apparatus")
        else r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]|\r(?!\n)"
    )
    assert not re.search(forbidden, plain)


@pytest.mark.parametrize("name", RENDERERS)
@settings(max_examples=30)
@given(sample=st.lists(apparatuses(), max_size=3))
def test_a_format_without_colour_writes_no_escape_sequence_of_its_own(name: str, sample: list[Apparatus]) -> None:
    raw = {"diff"}  # a patch has to carry the article's own characters
    shown = show(name, sample)
    assert name in raw or "\x1b" not in shown
    shown.encode("utf-8")


@pytest.mark.parametrize("name", ON_FILE)
@pytest.mark.parametrize("case", sorted(CASES.glob("*.jsonl")), ids=lambda p: p.stem)
def test_the_report_is_the_one_on_file(name: str, case: Path) -> None:
    assert show(name, read(case)).encode() == case.with_suffix(f".{name}").read_bytes()


@pytest.mark.parametrize("name", ["json", "apparatus"])
@pytest.mark.parametrize("case", sorted(CASES.glob("*.jsonl")), ids=lambda p: p.stem)
def test_json_is_complete_whatever_the_style_hides(name: str, case: Path) -> None:
    assert show(name, read(case), Style(min_confidence=1.0)).encode() == case.read_bytes()


# --- marked ------------------------------------------------------------------------------------------------------


@given(apparatuses())
def test_strip_gives_the_article_back(sample: Apparatus) -> None:
    for one in (sample, accepting_some(sample)):
        assert strip(show("marked", [one])) == sample.article.text


@pytest.mark.parametrize("old", ["===}", "\n===}", "{++}", "{--}x", "~~>}", "---}", "~", "{", "\\", "+", "a<<}", "~~}"])
@pytest.mark.parametrize("new", [None, "", "++}", "+", "~~}", "~", "\\", "\n=== b ===\n"])
def test_delimiters_inside_and_beside_every_kind_of_mark_are_escaped(old: str, new: str | None) -> None:
    proposals = () if new is None else (reading(new, "<<}"),)
    text = old + old + old
    for start, end in ((len(old), 2 * len(old)), (len(old), len(old))):
        assert strip(show("marked", [single(text, entry(start, end, *proposals))])) == text


@given(st.text())
def test_strip_gives_any_text_back(text: str) -> None:
    assert strip(show("marked", [single(text)])) == text


@given(st.lists(apparatuses(), min_size=2, max_size=4))
def test_split_takes_several_articles_apart(sample: list[Apparatus]) -> None:
    parts = [(name, strip(marked)) for name, marked in split(show("marked", sample))]
    assert parts == [(a.article.id, a.article.text) for a in sample]


def test_split_of_one_article_gives_that_one() -> None:
    assert list(split("Il coro {++e la banda ++}canta.")) == [("", "Il coro {++e la banda ++}canta.")]


@given(apparatuses())
def test_every_shown_entry_has_its_comment(sample: Apparatus) -> None:
    shown = show("marked", [sample])
    # a delimiter that is no mark has a backslash before it
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\{>>(?:RG|RJ|RV)\d{3} ", shown)) == len(reported(sample, Style()))


def test_a_prediction_never_looks_like_a_reading() -> None:
    gap = len("Il coro della")
    for candidate, kind in ((reading(" scuola"), "reading: copia-2"), (guess(" città"), "guess: it-en-small")):
        sample = single("Il coro della ha cantato.", entry(gap, gap, candidate))
        assert f"{candidate.text}++}}{{>>RG103 · {kind} · " in show("marked", [sample])
    colours = {
        re.findall(r"\x1b\[([0-9;]+)m\{\+\+", show("marked", [single("x", entry(0, 0, c))], Style(color=True)))[0]
        for c in (reading("a"), guess("a"))
    }
    assert len(colours) == 2


def test_the_accepted_candidate_stands_in_place_and_others_follow() -> None:
    sample = single(
        "Il coro della ha cantato.", entry(13, 13, reading(" scuola"), guess(" città"), guess(" valle")).accept(1)
    )
    assert show("marked", [sample], Style(alternatives=1)) == (
        'Il coro della{++ città++}{>>RG103 · guess: it-en-small · 0.10 · accepted; or " scuola" (reading: copia-2 · '
        "0.90); and 1 more<<} ha cantato."
    )


def test_a_rejected_or_doubtful_entry_is_not_shown() -> None:
    sample = single("Il coro.", entry(2, 2, reading("x")).reject(), entry(3, 3, reading("y"), confidence=0.2))
    for name in ("marked", "text", "diff"):
        assert "RG103" not in show(name, [sample], Style(min_confidence=0.5))


def test_a_span_without_proposal_is_highlighted() -> None:
    sample = single("La citt\ufffd di notte.", entry(3, 8, code="RE302"))
    assert show("marked", [sample]) == "La {==citt\ufffd==}{>>RE302 control-character: no proposal<<} di notte."


def test_of_overlapping_entries_one_is_marked_and_none_is_lost() -> None:
    sample = single(
        "Abita a Fiumicino,, con la madre.",
        entry(17, 19, reading(", vicino,"), code="RG104"),
        entry(18, 18, guess(" dove"), confidence=0.5),
    )
    assert show("marked", [sample]) == (
        "Abita a Fiumicino{~~,,~>, vicino,~~}{>>RG104 · reading: copia-2 · 0.90<<}"
        '{>>RG103 · overlaps · " dove" · guess: it-en-small · 0.10<<} con la madre.'
    )


def test_many_sources_are_counted() -> None:
    copies = tuple(Reading(f"copia-{i}", 0, 1, 100.0, 100.0) for i in range(5))
    sample = single("Il coro della ha", entry(13, 13, Candidate(" scuola", 0.9, copies)))
    assert "reading: copia-0, copia-1, copia-2 and 2 more · 0.90" in show("marked", [sample])


@pytest.mark.parametrize("marked", ["{++ aperta", "{~~ vecchio ~~}", "fine \\", "{>> nota", "a {--b++}", "{~~a~>b"])
def test_a_mark_that_is_not_closed_is_an_error(marked: str) -> None:
    with pytest.raises(ApparatusError, match="not closed"):
        strip(marked)


@pytest.mark.parametrize("piece", ["{++", "{", "\\{++", "{~~a~>", "{++a++}", "\\", "++}", "\n==="])
def test_marking_and_stripping_stay_linear(piece: str, stopwatch: Stopwatch) -> None:
    text = piece * 30_000
    marked: list[str] = []
    assert stopwatch.seconds(lambda: marked.append(show("marked", [single(text)]))) < 2
    assert stopwatch.seconds(lambda: marked.append(strip(marked[0]))) < 2
    assert marked[1] == text
    assert stopwatch.seconds(lambda: strip(text)) < 2
    assert stopwatch.seconds(lambda: list(split(text))) < 2


# --- text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "summary"),
    [
        ([], "Found no findings in 0 articles."),
        ([0], "Found no findings in 1 article."),
        ([1], "Found 1 finding in 1 of 1 article."),
        ([2, 0, 5], "Found 7 findings in 2 of 3 articles."),
    ],
)
def test_the_summary_counts_findings_and_articles(sizes: list[int], summary: str) -> None:
    made = [single("Il coro.", *(entry(i, i) for i in range(n))) for n in sizes]
    assert show("text", made).splitlines()[-1] == summary


def test_a_place_is_a_line_and_a_column_and_in_a_row_an_offset() -> None:
    text = "Uno.\r\nDue 𝒳 e tre,\rquattro."
    sample = single(text, entry(10, 10), entry(21, 21))
    assert [line.split()[0] for line in show("concise", [sample]).splitlines()[:2]] == ["a.txt:2:5", "a.txt:3:3"]
    row = replace(sample, article=replace(sample.article, source=Source("c.jsonl", "utf-8", Row(12, "text"))))
    assert show("concise", [row]).startswith("c.jsonl:12 [a] @10 RG103 words are missing (0.80)\n")


@given(st.text(st.sampled_from("a\r\n𝒳")), st.data())
def test_lines_and_columns_agree_with_splitting(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n" and offset:
        offset -= 1  # a place between both halves of one line break belongs to the line before
    before = re.split(r"\r\n|\r|\n", text[:offset])
    assert Lines(text).at(offset) == (len(before), len(before[-1]) + 1)


@given(apparatuses())
def test_a_finding_has_exactly_one_line(sample: Apparatus) -> None:
    assert show("concise", [sample]).count("\n") == len(reported(sample, Style())) + 1


# --- diff --------------------------------------------------------------------------------------------------------


def patched(old: str, diff: str) -> str:
    """What a unified diff makes of `old`: a second, independent reading of the format."""
    lines = re.findall(r"[^\n]*\n|[^\n]+\Z", old)
    rows = diff.split("\n")[:-1]
    out: list[str] = []
    cursor, i = 0, 2
    assert rows[0].startswith("--- ")
    assert rows[1].startswith("+++ ")
    while i < len(rows):
        header = re.match(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", rows[i])
        assert header, rows[i]
        start, olds, new_start, news = map(int, header.groups())
        start -= olds > 0
        out += lines[cursor:start]
        cursor = start
        assert len(out) == new_start - (news > 0)
        i += 1
        while olds or news:
            sign, body = rows[i][0], rows[i][1:] + "\n"
            if i + 1 < len(rows) and rows[i + 1].startswith("\\"):
                body, i = body[:-1], i + 1
            if sign in " -":
                assert lines[cursor] == body
                cursor, olds = cursor + 1, olds - 1
            if sign in " +":
                out.append(body)
                news -= 1
            i += 1
    return "".join(out + lines[cursor:])


def with_best(sample: Apparatus) -> str:
    """The text that the diff should lead to, predictions let in."""
    shown = replace(sample, entries=reported(sample, Style()))
    return apply(accept_best(shown, lambda e: 0 if e.candidates else None)).text


@given(apparatuses(), st.integers(0, 12))
def test_the_diff_leads_to_the_text_with_the_best_candidates(sample: Apparatus, lines: int) -> None:
    text = "".join(f"riga {i}\n" for i in range(lines)) + sample.article.text
    shift = len(text) - len(sample.article.text)
    entries = tuple(
        replace(e, finding=replace(e.finding, start=e.finding.start + (i % 2) * shift, end=e.finding.end + shift))
        for i, e in enumerate(sample.entries)
    )
    entries = tuple(sorted(entries, key=lambda e: (e.finding.start, e.finding.end)))
    long = Apparatus(Article("a", text), entries)
    best = with_best(long)
    diff = show("diff", [long], Style(predictions=True))
    assert bool(diff) == (best != text)
    if diff:
        assert patched(text, diff) == best


def far_apart() -> Apparatus:
    text = "".join(f"Questa è la riga numero {i}.\n" for i in range(40)) + "Fine"
    places = [text.index(f" {i}.") for i in (2, 9, 30)] + [len(text)]
    return single(
        text, *(entry(p, p, reading(f"\nnuova {i}")) for i, p in enumerate(places)), source=Source("righe.txt")
    )


def test_hunks_have_three_lines_of_context_and_join_when_they_touch() -> None:
    diff = show("diff", [far_apart()])
    assert [line[: line.rindex("@@")] for line in diff.splitlines() if line.startswith("@@")] == [
        "@@ -1,13 +1,15 ",
        "@@ -28,7 +30,8 ",
        "@@ -38,4 +41,5 ",
    ]


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@pytest.mark.parametrize("name", ["lontano", "senza a capo", "crlf", "vuoto"])
def test_patch_takes_the_diff(tmp_path: Path, name: str) -> None:
    text = {
        "lontano": far_apart().article.text,
        "senza a capo": "Il coro",
        "crlf": "Il coro\r\ncanta\r\n",
        "vuoto": "",
    }[name]
    sample = far_apart() if name == "lontano" else single(text, entry(len(text), len(text), reading(" della\nscuola")))
    sample = replace(sample, article=replace(sample.article, source=Source("un nome.txt")))
    (tmp_path / "un nome.txt").write_bytes(text.encode())
    done = subprocess.run(
        ["patch", "--binary", "-p0"],
        cwd=tmp_path,
        input=show("diff", [sample]).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "un nome.txt").read_bytes().decode() == with_best(sample)


def test_predictions_stay_out_of_a_diff_unless_let_in() -> None:
    sample = single("Il coro della ha cantato.", entry(13, 13, guess(" città"), reading(" scuola")))
    only = single("Il coro della ha cantato.", entry(13, 13, guess(" città")))
    assert "+Il coro della scuola ha cantato." in show("diff", [sample])
    assert show("diff", [only]) == ""
    assert "@@ RG103 guess: it-en-small · 0.10\n" in show("diff", [only], Style(predictions=True))
    accepted = replace(only, entries=(only.entries[0].accept(0),))
    assert "+Il coro della città" in show("diff", [accepted])


def test_a_name_cannot_forge_a_line_of_the_diff() -> None:
    sample = single("Il coro", entry(2, 2, reading("x", "copia\n+++ b")), source=Source("a\n+++ /etc/passwd\tb"))
    assert [line for line in show("diff", [sample]).splitlines() if line.startswith("+++")] == [
        "+++ a\\n+++ /etc/passwd\\tb\t(repaired)"
    ]
