"""What a check lets pass: baselines, ignores, budgets, changed lines, and what it says of lists that have grown old."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from cli_runner import CODES, DAMAGED, SOUND, run
from hypothesis import given
from hypothesis import strategies as st

from repair.config import IgnoredFinding, Policy
from repair.errors import ConfigError
from repair.records import Apparatus, Article, Entry, Finding, Row, Source
from repair.text.fingerprint import fingerprints
from repair.verdict import Budget, Changes, Ignores, Verdict, read_baseline, write_baseline

TODAY = date(2026, 11, 23)
PLACES = ("di una", "I banchi", "navate di ghisa")


def apparatus(text: str = DAMAGED, path: str = "a.txt", row: Row | None = None, id: str = "") -> Apparatus:
    """DAMAGED, or a text with its places in it, and a finding at each place."""
    found = sorted((text.index(p) + len(p), code) for p, code in zip(PLACES, CODES, strict=True) if p in text)
    entries = tuple(Entry(Finding(at, at, code, "prova", 0.9)) for at, code in found)
    return Apparatus(Article(id or path, text, "it", Source(path, row=row)), entries)


def verdict(root: Path, policy: Policy | None = None, **more: object) -> Verdict:
    return Verdict(policy or Policy(), 0.5, root=root, today=TODAY, **more)  # type: ignore[arg-type]


def kinds(judged: Apparatus) -> list[str]:
    return [e.suppressed.kind if e.suppressed else "" for e in judged.entries]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- baselines ---------------------------------------------------------------------------------------------------


def baseline_of(folder: Path, made: Iterable[Apparatus]) -> Path:
    taking = verdict(folder, collect=folder)
    for one in taking.through(made):
        Path(one.article.source.path).touch()
    write_baseline(taking.collected, folder / "known.json")
    return folder / "known.json"


def test_known_findings_survive_edits_elsewhere_and_copies_of_them_do_not_pass(tmp_path: Path) -> None:
    file = baseline_of(tmp_path, [apparatus()])
    moved = "Una riga nuova.\n\n" + DAMAGED.replace("della pescheria", "del forno") + "Un'altra in fondo.\n"
    assert kinds(verdict(tmp_path, baseline=read_baseline(file)).judged(apparatus(moved))) == ["baseline"] * 3
    one_side = DAMAGED.replace("parlato di una", "discusso a lungo di una")
    assert kinds(verdict(tmp_path, baseline=read_baseline(file)).judged(apparatus(one_side))) == ["baseline"] * 3
    other = one_side.replace("per tutto il quartiere", "a tutti")
    assert kinds(verdict(tmp_path, baseline=read_baseline(file)).judged(apparatus(other))) == [
        "",
        "baseline",
        "baseline",
    ]
    elsewhere = verdict(tmp_path, baseline=read_baseline(file))
    assert kinds(elsewhere.judged(apparatus(path="b.txt"))) == ["", "", ""]


def test_a_row_lets_one_finding_pass(tmp_path: Path) -> None:
    rows = [apparatus(path="c.jsonl", row=Row(n, "text"), id=f"c.jsonl:{n}") for n in (1, 2, 3)]
    known = verdict(tmp_path, baseline=read_baseline(baseline_of(tmp_path, rows[:2])))
    assert [kinds(known.judged(row)) for row in rows] == [["baseline"] * 3, ["baseline"] * 3, ["", "", ""]]
    assert known.known == 6


def test_a_record_is_found_by_its_id_wherever_it_stands(tmp_path: Path) -> None:
    before, after = (apparatus(path="c.jsonl", row=Row(n, "text"), id="riga-9") for n in (4, 70))
    known = verdict(tmp_path, baseline=read_baseline(baseline_of(tmp_path, [before])))
    assert kinds(known.judged(after)) == ["baseline"] * 3
    other = apparatus(path="c.jsonl", row=Row(4, "text"), id="riga-10")
    both = verdict(tmp_path, baseline=read_baseline(tmp_path / "known.json"))
    assert [kinds(both.judged(each)) for each in (after, other)] == [["baseline"] * 3, ["", "", ""]]
    renamed = verdict(tmp_path, baseline=read_baseline(tmp_path / "known.json"))
    assert kinds(renamed.judged(other)) == ["baseline"] * 3
    assert not renamed.known - 3


def test_a_renamed_file_brings_nothing_back_but_its_rows_are_stale_once_it_is_mended(tmp_path: Path) -> None:
    file = baseline_of(tmp_path, [apparatus()])
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    moved = verdict(tmp_path, baseline=read_baseline(file))
    assert kinds(moved.judged(apparatus(path="b.txt"))) == ["baseline"] * 3
    assert list(moved.notes(complete=True)) == []
    (tmp_path / "b.txt").unlink()
    gone = verdict(tmp_path, baseline=read_baseline(file))
    assert "stale rows in the baseline: 3" in list(gone.notes(complete=False))[-1]


def test_stale_rows_are_those_of_files_that_were_checked(tmp_path: Path) -> None:
    file = baseline_of(tmp_path, [apparatus(), apparatus(path="b.txt")])
    checked = verdict(tmp_path, baseline=read_baseline(file))
    checked.judged(apparatus(DAMAGED.replace("trentadue", "quaranta")))
    notes = list(checked.notes(complete=True))
    assert len(notes) == 2
    assert "RG102" in notes[0]
    assert "a.txt" in notes[0]


def test_a_baseline_is_sorted_one_row_a_line_and_the_same_whatever_the_order(tmp_path: Path) -> None:
    made = [apparatus(path=path) for path in ("z.txt", "a/è.txt", "b.txt")]
    (tmp_path / "a").mkdir()
    first = baseline_of(tmp_path, made).read_bytes()
    assert baseline_of(tmp_path, made[::-1]).read_bytes() == first
    assert [json.loads(line.rstrip(",")) for line in first.decode().splitlines()[1:-1]] == json.loads(first)["findings"]
    assert baseline_of(tmp_path, []).read_text() == '{"format": 2, "findings": []}\n'


def test_a_baseline_of_the_first_format_is_matched_by_fingerprints(tmp_path: Path) -> None:
    rows = json.loads(baseline_of(tmp_path, [apparatus()]).read_bytes())["findings"]
    old = [{name: row[name] for name in ("path", "record", "fingerprint")} for row in rows]
    Path("old.json").write_text(json.dumps({"format": 1, "findings": old}))
    assert kinds(verdict(tmp_path, baseline=read_baseline("old.json")).judged(apparatus())) == ["baseline"] * 3
    moved = "\n".join(reversed(DAMAGED.splitlines()))
    known = verdict(tmp_path, baseline=read_baseline("old.json"))
    known.judged(apparatus(moved))
    assert any("write it anew" in note for note in known.notes(complete=True))


WORDS = ("casa ponte fiume mercato piazza strada treno porto scuola barca vento sera pane vino libro").split()
SOUND_LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")
FAULTY = ('Il sindaco ha detto "" ai giornali.', 'Una "" sola.', 'Poi "" e poi "" ancora, disse lei.', 'Chiude: ""')
LONG = FAULTY[0], FAULTY[2]  # with so many words beside the place that it is known in a record of another name


def found_in(text: str, **place: str) -> Apparatus:
    """The text with a finding at each pair of quotation marks with nothing between them."""
    places = [at for at in range(len(text)) if text.startswith('""', at)]
    entries = tuple(Entry(Finding(at, at + 2, "RG101", "prova", 0.9)) for at in places)
    path = place.get("path", "a.txt")
    row = Row(int(place["row"]), "text") if "row" in place else None
    return Apparatus(Article(place.get("id", path), text, "it", Source(path, row=row)), entries)


@given(st.lists(st.sampled_from(FAULTY), min_size=1, max_size=6), st.lists(SOUND_LINES, max_size=5), st.data())
def test_edits_elsewhere_and_another_order_bring_no_finding_and_no_stale_row(
    faulty: list[str], sound: list[str], data: st.DataObject
) -> None:
    before = data.draw(st.permutations([*faulty, *sound]))
    after = data.draw(st.permutations([*faulty, *data.draw(st.lists(SOUND_LINES, max_size=5))]))
    breaks = data.draw(st.sampled_from(["\n", "\n\n", "\r\n"]))
    place = data.draw(
        st.sampled_from(
            [{}, {"path": "c.jsonl", "row": "3", "id": "r"}, {"path": "c.jsonl", "row": "3", "id": "c.jsonl:3"}]
        )
    )
    file = baseline_of(Path(), [found_in("\n".join(before), **place)])
    named = all(line in LONG for line in faulty) and data.draw(st.booleans())
    renamed = {**place, "id": "nuovo"} if named and place.get("id") == "r" else place
    known = verdict(Path(), baseline=read_baseline(file))
    judged = known.judged(found_in(breaks.join(after), **renamed))
    assert set(kinds(judged)) == {"baseline"}
    assert list(known.notes(complete=True)) == []


@given(st.binary(max_size=60))
def test_what_is_no_baseline_is_refused(data: bytes) -> None:
    Path("bad.json").write_bytes(data)
    with pytest.raises(ConfigError, match=r"bad\.json"):
        read_baseline("bad.json")


def test_a_baseline_of_a_later_format_is_refused() -> None:
    Path("later.json").write_text('{"format": 3, "findings": []}')
    with pytest.raises(ConfigError, match="format 3"):
        read_baseline("later.json")


def test_paths_are_relative_to_the_baseline_and_not_to_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    file = baseline_of(tmp_path, [apparatus(path="sub/a.txt")])
    monkeypatch.chdir(tmp_path / "sub")
    for path in ("a.txt", str(tmp_path / "sub" / "a.txt"), "../sub/./a.txt"):
        assert kinds(verdict(tmp_path, baseline=read_baseline(file)).judged(apparatus(path=path))) == ["baseline"] * 3


# --- ignores -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "path", "silenced"),
    [
        ("bozze/*", "bozze/a.txt", True),
        ("bozze/*", "bozze/x/a.txt", True),
        ("bozze/*", "altre/bozze/a.txt", False),
        ("**/bozze/*", "altre/bozze/a.txt", True),
        ("a.txt", "x/y/a.txt", True),
        ("*.md", "x/a.txt", False),
        ("[ab].txt", "b.txt", True),
        ("x.txt", "x.txt.bak", False),
    ],
)
def test_patterns_of_paths(tmp_path: Path, pattern: str, path: str, silenced: bool) -> None:
    policy = Policy(ignore_paths={pattern: ("RG101", "RG104")})
    judged = verdict(tmp_path, policy).judged(apparatus(path=path))
    assert kinds(judged) == (["config", "", "config"] if silenced else ["", "", ""])


def test_patterns_of_paths_are_relative_to_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bozze").mkdir()
    monkeypatch.chdir(tmp_path / "bozze")
    judged = verdict(tmp_path, Policy(ignore_paths={"bozze/*": ("RG",)})).judged(apparatus(path="a.txt"))
    assert kinds(judged) == ["config"] * 3


def test_records_are_ignored_by_id(tmp_path: Path) -> None:
    policy = Policy(ignore_records={"sport-*": ("RG10",)})
    for id, expected in (("sport-7", ["config"] * 3), ("cronaca-7", [""] * 3)):
        assert kinds(verdict(tmp_path, policy).judged(apparatus(path="c.jsonl", row=Row(1, "text"), id=id))) == expected


@pytest.mark.parametrize(("until", "holds"), [(None, True), (TODAY, True), (date(2026, 11, 22), False)])
def test_a_finding_is_ignored_until_its_day_has_passed(tmp_path: Path, until: date | None, holds: bool) -> None:
    name = fingerprints(apparatus())[1]
    checked = verdict(tmp_path, Policy(ignore_findings=(IgnoredFinding(name, "titolo di un'opera", until),)))
    judged = checked.judged(apparatus())
    assert kinds(judged) == ["", "config" if holds else "", ""]
    if holds:
        assert judged.entries[1].suppressed is not None
        assert judged.entries[1].suppressed.reason == "titolo di un'opera"
    notes = list(checked.notes(complete=False))
    assert notes == ([] if holds else [f"ignore-findings: {name} ended on 2026-11-22 (titolo di un'opera)"])


def test_unused_ignores_are_named(tmp_path: Path) -> None:
    policy = Policy(
        ignore_paths={"a.txt": ("RV",), "mai/*": ("RG",)},
        ignore_records={"a.*": ("RG101",)},
        ignore_findings=(IgnoredFinding("RG101-0123456789abcdef", "prova"),),
    )
    checked = verdict(tmp_path, policy)
    checked.judged(apparatus())
    assert list(checked.notes(complete=False)) == ["ignore-paths: 'a.txt' matches no finding"]
    assert list(checked.notes(complete=True)) == [
        "ignore-paths: 'a.txt' matches no finding",
        "ignore-paths: 'mai/*' matches no finding",
        "ignore-findings: RG101-0123456789abcdef matches no finding",
    ]


def test_an_ignored_finding_needs_a_reason() -> None:
    with pytest.raises(ConfigError, match="without a reason"):
        IgnoredFinding("RG101-0123456789abcdef", " ")


def test_patterns_stay_linear(tmp_path: Path) -> None:
    ignores = Ignores(Policy(ignore_paths={"*a" * 20 + "b": ("RG",)}), tmp_path, TODAY)
    assert ignores.why(Article("x", "x", source=Source("a" * 5_000)), "RG101", "RG101-x") is None


# --- budgets -----------------------------------------------------------------------------------------------------


def spent(policy: Policy, *articles: str) -> list[str]:
    budget = Budget(policy)
    for codes in articles:
        budget.count([Finding(0, 0, code, "prova", 0.9) for code in codes.split()])
    return budget.exceeded()


@pytest.mark.parametrize(
    ("policy", "articles", "over"),
    [
        (Policy(), [""], 0),
        (Policy(), ["RG103"], 1),
        (Policy(max_findings=2), ["RG103 RJ201", ""], 0),
        (Policy(max_findings=2), ["RG103 RJ201", "RE301"], 1),
        (Policy(max_damaged="50%"), ["RG103 RG103 RG103", ""], 0),
        (Policy(max_damaged="49.9%"), ["RG103", ""], 1),
        (Policy(max_damaged="0%"), ["RG103"], 1),
        (Policy(max_damaged="100%", max_findings=1), ["RG103 RG103"], 1),
        (Policy(budget={"RG103": 1}), ["RG103"], 0),
        (Policy(budget={"RG103": 1}), ["RG103 RG103"], 1),
        (Policy(budget={"RG103": 1}), ["RG103 RG104"], 1),
        (Policy(budget={"RG": 1, "RG103": 1}), ["RG103 RG104"], 0),
        (Policy(budget={"RG": 0, "RG103": 0}), ["RG103 RG104 RJ201"], 3),
        (Policy(fail_on="error"), ["RJ201 RV501"], 0),
        (Policy(fail_on="error"), ["RG103"], 1),
        (Policy(fail_on="error", severity={"RG": "note"}), ["RG103"], 0),
        (Policy(fail_on="warning", max_damaged="10%"), ["RV501", "RV501"], 0),
    ],
)
def test_what_is_over_budget(policy: Policy, articles: list[str], over: int) -> None:
    assert len(spent(policy, *articles)) == over


@pytest.mark.parametrize("share", ["5", "-1%", "101%", "x%", "1e1%", "٣%", "%"])
def test_a_share_is_a_percentage(share: str) -> None:
    with pytest.raises(ConfigError, match="max_damaged"):
        Policy(max_damaged=share)


# --- changed lines -----------------------------------------------------------------------------------------------


def git(*arguments: str) -> str:
    """git without anybody's configuration."""
    nobody = ("-c", "user.name=nessuno", "-c", "user.email=nessuno@example.org", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *nobody, *arguments], check=True, capture_output=True, text=True, env=environment)
    return done.stdout.strip()


@pytest.fixture
def commit() -> Callable[..., str]:
    """A repository in the working folder, and what commits files into it."""
    git("init", "-q", "-b", "main")

    def committing(**files: str) -> str:
        for name, text in files.items():
            Path(name.replace("__", ".")).write_text(text, encoding="utf-8", newline="")
        git("add", "-A")
        git("commit", "-q", "-m", "prova", "--allow-empty")
        return git("rev-parse", "HEAD")

    return committing


LINES = "".join(f"riga {n}\n" for n in range(1, 21))


def touched(path: str, since: str, last: int = 22) -> list[int]:
    changes = Changes(since)
    return [line for line in range(1, last + 1) if changes.touch(path, line, line)]


def test_lines_that_changed_since_a_revision(commit: Callable[..., str]) -> None:
    first = commit(a__txt=LINES)
    commit(a__txt=LINES.replace("riga 5\n", "RIGA 5\n").replace("riga 12\n", "riga 12\n++ b/x.txt\n-- nuova\n"))
    text = Path("a.txt").read_text().replace("riga 18\n", "")
    Path("a.txt").write_text(text.removesuffix("\n"))  # not committed, and no line break at the end
    assert touched("a.txt", first) == [5, 13, 14, 19, 20, 21]
    assert touched("a.txt", "HEAD") == [19, 20, 21]
    assert Changes(first).touch("a.txt", 1, 9)
    assert not Changes(first).touch("a.txt", 6, 12)


def test_new_files_changed_from_end_to_end_and_renames_are_followed(commit: Callable[..., str]) -> None:
    first = commit(a__txt=LINES, b__txt="uno\n")
    git("mv", "a.txt", "con blank.txt")
    commit(c__txt=LINES.upper())
    Path("con blank.txt").write_text(LINES.replace("riga 3\n", "riga tre\n"))
    Path("nuovo.txt").write_text(LINES)
    assert touched("con blank.txt", first) == [3]
    assert touched("c.txt", first, 20) == touched("nuovo.txt", first, 20) == list(range(1, 21))
    assert touched("b.txt", first) == []


@pytest.mark.parametrize("name", ["è 東.txt", 'tab\t".txt', "a\nb.txt", "\\x.txt", "b/x.txt", "-x.txt"])
def test_any_name_of_a_file(commit: Callable[..., str], name: str) -> None:
    Path("b").mkdir()
    Path(name).write_text(LINES)
    first = commit()
    Path(name).write_text(LINES.replace("riga 7\n", "riga sette\n"))
    assert touched(name, first) == [7]
    assert touched(str(Path(name).absolute()), first) == [7]


def test_only_the_branch_counts_and_not_what_came_into_the_other(commit: Callable[..., str]) -> None:
    commit(a__txt=LINES)
    git("checkout", "-q", "-b", "altro")
    commit(a__txt=LINES.replace("riga 2\n", "riga due\n"))
    git("checkout", "-q", "main")
    commit(a__txt=LINES.replace("riga 9\n", "riga nove\n"))
    assert touched("a.txt", "altro") == [9]


def test_a_link_into_a_repository(commit: Callable[..., str], tmp_path: Path) -> None:
    first = commit(a__txt=LINES)
    Path("a.txt").write_text(LINES.replace("riga 4\n", "riga quattro\n"))
    Path("link").symlink_to(tmp_path, target_is_directory=True)
    assert touched("link/a.txt", first) == [4]


def test_what_git_cannot_tell_is_an_error_that_says_what_to_do(
    commit: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    commit(a__txt=LINES)
    for revision in ("no-such", "--output=x", "", "HEAD~9"):
        with pytest.raises(ConfigError, match=r"no revision.*fetch"):
            Changes(revision).touch("a.txt", 1, 1)
    assert not Path("x").exists()
    with pytest.raises(ConfigError, match="standard input"):
        Changes("HEAD").touch("-", 1, 1)
    git("checkout", "-q", "--orphan", "isola")
    commit(a__txt="isola\n")
    with pytest.raises(ConfigError, match="no common ancestor"):
        Changes("main").touch("a.txt", 1, 1)


def test_outside_of_any_repository() -> None:
    with pytest.raises(ConfigError, match="not in a git repository"):
        Changes("HEAD").touch("a.txt", 1, 1)


# --- the command -------------------------------------------------------------------------------------------------


def checked(*arguments: str | Path) -> tuple[int, list[str], str]:
    """Exit code, codes found, and what was said beside them, of a check by rules alone."""
    done = run("check", *arguments, "--no-model", "--format", "jsonl")
    notes = [line for line in done.err.splitlines() if "rules only" not in line]
    return done.code, [json.loads(line)["code"] for line in done.out.splitlines()], "\n".join(notes)


@pytest.fixture
def damaged() -> Path:
    path = Path("a.txt")
    path.write_text(DAMAGED, encoding="utf-8")
    Path("sano.txt").write_text(SOUND, encoding="utf-8")
    return path


def test_a_baseline_from_the_first_check_to_the_mended_text(damaged: Path) -> None:
    assert checked(".")[:2] == (1, list(CODES))
    done = run("check", ".", "--no-model", "--write-baseline", "known.json")
    assert (done.code, done.out) == (0, "")
    assert "3 known findings written" in done.err
    assert checked("a.txt", "--baseline", "known.json") == (
        0,
        [],
        "note: known findings left out by the baseline: 3",
    )
    damaged.write_text("Il sindaco di, dopo la () seduta, tace.\n" + DAMAGED.replace("()", "(32)"), encoding="utf-8")
    code, codes, said = checked("a.txt", "--baseline", "known.json")
    assert (code, "RG102" in codes, "RG101" in codes) == (1, True, False)
    assert "the baseline's RG102-" in said
    sarif = json.loads(run("check", "a.txt", "--no-model", "--baseline", "known.json", "--format", "sarif").out)
    states = {(r["ruleId"], r["baselineState"]) for r in sarif["runs"][0]["results"]}
    assert {("RG101", "unchanged"), ("RG104", "unchanged"), ("RG102", "new")} <= states


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--exit-zero"], 0),
        (["--max-findings", "3"], 0),
        (["--max-findings", "2"], 1),
        (["--max-findings", "RG=3"], 0),
        (["--max-findings", "rg101=1", "--max-findings", "2"], 0),
        (["--max-findings", "RG101=0", "--max-findings", "9"], 1),
        (["--max-damaged", "50%"], 0),
        (["--max-damaged", "50"], 0),
        (["--max-damaged", "0.5"], 1),
        (["--max-damaged", "0.5%"], 1),
        (["--fail-on", "error"], 1),
        (["--min-confidence", "1"], 0),
        (["missing.txt", "--exit-zero"], 2),
        (["--max-findings", "x"], 2),
        (["--max-findings", "RG9=1"], 2),
        (["--max-findings", "=1"], 2),
        (["--max-damaged", "half"], 2),
        (["--baseline", "missing.json"], 2),
        (["--diff-from", "HEAD"], 2),
        (["--write-baseline", "missing/known.json"], 2),
        (["--fix", "--diff"], 2),
        (["--unsafe-fixes"], 2),
    ],
)
def test_the_exit_code(damaged: Path, arguments: list[str], code: int) -> None:
    assert run("check", "a.txt", "sano.txt", "--no-model", *arguments).code == code


def test_what_is_over_budget_is_said(damaged: Path) -> None:
    assert "over budget: 3 findings, 2 allowed" in run("check", ".", "--no-model", "--max-findings", "2").err
    assert "within budget: " in run("check", ".", "--no-model", "--max-findings", "3").err
    assert "budget" not in run("check", "sano.txt", "--no-model", "--max-findings", "3").err


def test_json_holds_what_counts_and_no_more(damaged: Path) -> None:
    run("check", ".", "--no-model", "--write-baseline", "known.json")
    rows = run("check", "a.txt", "--no-model", "--baseline", "known.json", "--format", "json").rows
    assert [row["suggestions"] for row in rows] == [[]]


def test_only_what_stands_in_changed_lines_is_reported(damaged: Path, commit: Callable[..., str]) -> None:
    first = commit()
    damaged.write_text(DAMAGED.replace("coperto", "del pesce"), encoding="utf-8")
    assert checked("a.txt", "sano.txt", "--diff-from", first)[:2] == (1, ["RG101"])
    Path("rows.jsonl").write_text("".join(json.dumps({"id": n, "text": DAMAGED}) + "\n" for n in range(3)))
    second = commit()
    Path("rows.jsonl").write_text(Path("rows.jsonl").read_text().replace('{"id": 1,', '{"id": "uno",'))
    done = run("check", "rows.jsonl", "--no-model", "--diff-from", second, "--format", "jsonl")
    assert {json.loads(line)["id"] for line in done.out.splitlines()} == {"uno"}
    sarif = json.loads(run("check", "a.txt", "--no-model", "--diff-from", second, "--format", "sarif").out)
    assert sarif["runs"][0]["results"] == []
    assert checked("a.txt", "--diff-from", "no-such")[0] == 2


def test_what_changed_beside_a_field_of_several_lines_is_reported(damaged: Path, commit: Callable[..., str]) -> None:
    row = 'id,notes,text\n1,"una\ndue\ntre",{}\n'
    Path("a.csv").write_text(row.format("Tutto è com'era."), encoding="utf-8")
    first = commit()
    Path("a.csv").write_text(row.format("Il sindaco di. Poi tace."), encoding="utf-8")
    assert checked("a.csv", "--diff-from", first)[:2] == (1, ["RG103"])


def test_every_row_of_a_changed_arrow_file_is_reported(damaged: Path, commit: Callable[..., str]) -> None:
    pa = pytest.importorskip("pyarrow", reason="the library for Arrow is not installed: pip install '.[corpus]'")

    def write(text: str) -> None:
        table = pa.table({"text": [*(f"La frase {n} è com'era." for n in range(50)), text]})
        with pa.OSFile("a.arrow", "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)

    write("Tutto è com'era.")
    first = commit()
    write("Il sindaco di. Poi tace.")
    assert checked("a.arrow", "--diff-from", first)[:2] == (1, ["RG103"])
