"""Fixes: only what is safe unless more is asked for, written in place, and nothing else in the file touched."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from cli_runner import run
from hypothesis import given
from hypothesis import strategies as st

from repair.codes import CODES
from repair.edit import apply
from repair.errors import OutputError
from repair.read import articles
from repair.records import Apparatus, Article, Candidate, Entry, Finding, Prediction, Reading, RuleSource, Suppression
from repair.verdict.fixes import fixed, write_fixes

DAMAGED = (
    "Il caffÃ¨ del porto riapre sabato, dopo due anni di lavori lunghi e costosi.\n"
    "\n"
    "Il gestore vive in Ucraina,argomenti a parte, da molti anni e torna ogni estate.\n"
    "\n"
    'La sindaca ha detto " Scusate il ritardo " ai presenti, poi ha aperto la "" della sala.\n'
)
MENDED = DAMAGED.replace("Ã¨", "è").replace(",arg", ", arg").replace('" Scusate il ritardo "', '"Scusate il ritardo"')
COPY = MENDED.replace('la "" della', 'la "porta nuova" della')


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def fix(*arguments: str) -> tuple[int, list[str], str]:
    done = run("check", *arguments, "--no-model", "--fix", "--format", "jsonl")
    return done.code, [json.loads(line)["code"] for line in done.out.splitlines()], done.err


# --- which fixes -------------------------------------------------------------------------------------------------

RULE, READING, GUESS = RuleSource("regola"), Reading("copia", 0, 1, 100.0, 100.0), Prediction("modello", -1.0, 1)


def sample() -> Apparatus:
    text = "uno,due tre quattro cinque sei"
    entries = (
        Entry(Finding(4, 4, "RJ201", "m", 0.9), (Candidate(" ", 0.9, (RULE,)),)),
        Entry(Finding(8, 8, "RJ203", "m", 0.9), (Candidate("-", 0.9, (RULE,)),)),
        Entry(Finding(12, 12, "RG112", "m", 0.9), (Candidate("x ", 0.9, (READING,)), Candidate("y ", 0.8, (GUESS,)))),
        Entry(Finding(20, 20, "RG112", "m", 0.9), (Candidate("z ", 0.99, (GUESS,)),)),
        Entry(Finding(27, 30, "RV501", "m", 0.9), (Candidate("sette", 0.99, (READING,)),)),
    )
    return Apparatus(Article("a", text), entries)


def text_of(unsafe: bool, trusted: float = 0.8, min_confidence: float = 0.5, of: Apparatus | None = None) -> str:
    return apply(fixed(of or sample(), unsafe=unsafe, trusted=trusted, min_confidence=min_confidence)).text


def test_safe_fixes_are_those_that_leave_every_word_as_it_is() -> None:
    assert text_of(unsafe=False) == "uno, due tre quattro cinque sei"
    assert {row.family for row in CODES.values() if row.safe_fix} == {"RJ", "RE"}


def test_unsafe_fixes_add_rules_and_trusted_readings_and_never_a_prediction_or_a_variant() -> None:
    assert text_of(unsafe=True) == "uno, due -tre x quattro cinque sei"
    assert text_of(unsafe=True, trusted=0.95) == "uno, due -tre quattro cinque sei"


def test_what_is_silenced_or_doubtful_is_not_fixed() -> None:
    assert text_of(unsafe=True, min_confidence=0.95) == sample().article.text
    first, *rest = sample().entries
    known = Entry(first.finding, first.candidates, suppressed=Suppression("baseline"))
    assert text_of(unsafe=False, of=Apparatus(sample().article, (known, *rest))) == sample().article.text


# --- the command -------------------------------------------------------------------------------------------------


def test_fix_writes_in_place_and_reports_what_is_left() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("a.txt").chmod(0o640)
    code, codes, said = fix("a.txt")
    assert (code, codes) == (1, ["RG101"])
    assert "fixes written: 4, in articles: 1" in said
    assert Path("a.txt").read_text(encoding="utf-8") == MENDED
    assert Path("a.txt").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in Path().iterdir()] == ["a.txt"]
    assert fix("a.txt")[:2] == (1, ["RG101"])
    assert Path("a.txt").read_text(encoding="utf-8") == MENDED


def test_what_is_left_stands_where_a_second_check_finds_it() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    first = run("check", "a.txt", "--no-model", "--fix", "--format", "concise").out
    second = run("check", "a.txt", "--no-model", "--format", "concise").out
    assert [line.split()[:2] for line in first.splitlines()] == [line.split()[:2] for line in second.splitlines()]


def test_diff_shows_and_writes_nothing() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    done = run("check", "a.txt", "--no-model", "--diff")
    assert done.code == 1
    assert "+Il caffè del porto" in done.out
    assert '""' not in done.out.replace('la "" della', "")
    assert Path("a.txt").read_text(encoding="utf-8") == DAMAGED
    Path("b.txt").write_text("Una frase del tutto sana, senza alcun danno.\n", encoding="utf-8")
    assert (run("check", "b.txt", "--no-model", "--diff").code, run("check", "b.txt", "--no-model", "--diff").out) == (
        0,
        "",
    )


def test_unsafe_fixes_put_readings_in() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    Path("copy.txt").write_text(COPY, encoding="utf-8")
    shown = run("check", "a.txt", "--no-model", "--diff", "--unsafe-fixes", "--reference", "copy.txt").out
    assert "porta nuova" in shown
    code, codes, _ = fix("a.txt", "--unsafe-fixes", "--reference", "copy.txt")
    assert (code, codes) == (0, [])
    assert Path("a.txt").read_text(encoding="utf-8") == COPY


def test_rows_are_fixed_and_the_rest_of_the_file_stays_byte_for_byte() -> None:
    row = json.dumps(DAMAGED, ensure_ascii=False)
    lines = [
        "\r\n",
        ' { "id" : 1,  "text":' + row + ', "x": 1.0e2 }\t\r\n',
        "not json\n",
        "\n",
        '{"id":2,"text":"Una riga sana e intera, senza alcun danno."}\n',
        '{"id": 3, "text": ' + json.dumps(DAMAGED) + "}",
    ]
    Path("c.jsonl").write_text("".join(lines), encoding="utf-8", newline="")
    code, codes, said = fix("c.jsonl")
    assert (code, codes) == (2, ["RG101", "RG101"])
    assert "fixes written: 8, in articles: 2" in said
    written = Path("c.jsonl").read_bytes().decode("utf-8").splitlines(keepends=True)
    assert [written[n] for n in (0, 2, 3, 4)] == [lines[n] for n in (0, 2, 3, 4)]
    assert written[1] == lines[1].replace(row, json.dumps(MENDED, ensure_ascii=False))
    assert written[5] == '{"id": 3, "text": ' + json.dumps(MENDED) + "}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_files_keep_their_encoding_and_line_ends(encoding: str) -> None:
    before, after = (text.replace("\n", "\r\n").encode(encoding) for text in (DAMAGED, MENDED))
    Path("a.txt").write_bytes(before)
    fix("a.txt", *(("--encoding", encoding) if encoding == "cp1252" else ()))
    assert Path("a.txt").read_bytes() == after


def test_what_cannot_be_fixed_in_place_is_an_error_and_its_findings_stay() -> None:
    Path("a.txt.gz").write_bytes(gzip.compress(DAMAGED.encode()))
    code, codes, said = fix("a.txt.gz")
    assert code == 2
    assert set(codes) == {"RE301", "RJ201", "RJ202", "RG101"}
    assert "cannot be fixed in place" in said
    assert "fixes written" not in said
    done = run("check", "-", "--no-model", "--fix", stdin=DAMAGED.encode())
    assert done.code == 2
    assert "cannot be fixed in place" in done.err


def test_csv_is_left_as_it_is_and_the_error_says_what_to_do() -> None:
    row = "1," + '"' + DAMAGED.replace('"', '""') + '"'
    Path("a.csv").write_text(f"id,text\n{row}\n", encoding="utf-8")
    before = Path("a.csv").read_bytes()
    code, codes, said = fix("a.csv")
    assert code == 2
    assert set(codes) == {"RE301", "RJ201", "RJ202", "RG101"}
    assert "CSV cannot be fixed in place" in said
    assert "--diff" in said
    assert "JSON lines" in said
    assert Path("a.csv").read_bytes() == before


def test_ignored_and_known_findings_are_not_fixed() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    run("check", "a.txt", "--no-model", "--write-baseline", "known.json")
    assert fix("a.txt", "--baseline", "known.json")[:2] == (0, [])
    assert fix("a.txt", "--select", "RG")[1] == ["RG101"]
    assert Path("a.txt").read_text(encoding="utf-8") == DAMAGED


def test_a_file_that_changed_meanwhile_is_left_alone() -> None:
    for name, data in (("a.txt", DAMAGED), ("c.jsonl", json.dumps({"text": DAMAGED}) + "\n")):
        Path(name).write_text(data, encoding="utf-8")
        errors: list[Exception] = []
        (article,) = articles([name], on_error=errors.append)
        Path(name).write_text("altro\n", encoding="utf-8")
        with pytest.raises(OutputError, match="changed while"):
            write_fixes(name, [(article, MENDED)])
        assert Path(name).read_text() == "altro\n"


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5), st.data())
def test_any_row_gets_its_new_text_and_no_other(texts: list[str], data: st.DataObject) -> None:
    lines = [json.dumps({"n": n, "text": t}, ensure_ascii=data.draw(st.booleans())) for n, t in enumerate(texts)]
    Path("c.jsonl").write_bytes("".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass"))
    errors: list[Exception] = []
    read = list(articles(["c.jsonl"], on_error=errors.append))
    chosen = data.draw(st.sets(st.integers(0, max(0, len(read) - 1)))) if read else set()
    if chosen:
        write_fixes("c.jsonl", [(read[n], read[n].text + " nuova ") for n in sorted(chosen)])
    again = list(articles(["c.jsonl"], on_error=errors.append))
    assert [a.text for a in again] == [a.text + " nuova " * (n in chosen) for n, a in enumerate(read)]
