"""Configuration files: where they are found, what may stand in them, and what they change."""

from __future__ import annotations

import json
import os
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_runner import CODES, DAMAGED, run
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import fields

from repair.codes import CODES as TABLE
from repair.codes import FAMILIES
from repair.config import Config, IgnoredFinding, Policy, all_settings
from repair.config.file import find, load_config, load_for, nearest, schema
from repair.errors import ConfigError

FULL = """\
select = ["RG", "RJ2"]
ignore = ["RG107"]
min-confidence = 0.7
use-model = false
max-findings = 3
max-damaged = "0.5%"
fail-on = "warning"
baseline = "note/known.json"

[budget]
RG103 = 2

[severity]
RG1 = "error"

[ignore-paths]
"bozze/**" = ["RG107"]

[ignore-records]
"sport-*" = ["RG"]

[[ignore-findings]]
fingerprint = "RG103-1f0c9a5be27d4410"
reason = "titolo di un'opera"
until = 2030-01-01
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


# --- finding it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "head"), [("pyproject.toml", "[tool.repair]\n"), ("repair.toml", "")])
def test_a_byte_order_mark_at_its_head_is_passed_over(name: str, head: str, tmp_path: Path) -> None:
    write(name, f"\ufeff{head}ignore = ['RG107']\n")
    assert load_for([tmp_path]).config.ignore == ("RG107",)


def test_it_is_found_upward_and_the_nearest_one_counts(tmp_path: Path) -> None:
    outer = tmp_path / write("pyproject.toml", "[tool.repair]\nignore = ['RG107']\n")
    write("a/pyproject.toml", "[tool.other]\nx = 1\n")
    inner = tmp_path / write("a/b/repair.toml", "")
    write("a/b/pyproject.toml", "[tool.repair]\nselect = ['RV']\n")
    write("a/b/c/x.txt", "x")
    assert find(tmp_path / "a") == outer
    assert find(tmp_path / "a" / "b" / "c") == inner
    for path in ("a/b/c/x.txt", "a/b/c", "a/b/*.txt", "a/b/**/*.txt", "a/b/no/such.txt"):
        assert load_for([path]).path == inner
    assert load_for(["a"]).path == load_for(["-"]).path == load_for([]).path == outer


def test_without_any_the_defaults_hold(tmp_path: Path) -> None:
    loaded = load_for([str(tmp_path)])
    if loaded.path is None:  # unless the temporary folder itself lies in a configured project
        assert (loaded.config, loaded.policy, loaded.root) == (Config(), Policy(), tmp_path)


def test_paths_of_different_configurations_are_refused() -> None:
    write("a/repair.toml", "")
    write("b/repair.toml", "")
    with pytest.raises(ConfigError, match="different configurations"):
        load_for(["a", "b/*.txt"])
    assert run("check", "a", "b", "--no-model").code == 2


def test_a_loop_of_links_does_no_harm() -> None:
    Path("x").symlink_to("y")
    Path("y").symlink_to("x")
    write("repair.toml", "")
    assert load_for(["x/z.txt"]).path == Path.cwd() / "repair.toml"


# --- what may stand in it ----------------------------------------------------------------------------------------


def test_every_key_is_read(tmp_path: Path) -> None:
    loaded = load_config(tmp_path / write("repair.toml", FULL))
    assert loaded.config == Config(
        select=("RG", "RJ2"), ignore=("RG107",), min_confidence=0.7, floor=0.7, use_model=False
    )
    assert loaded.policy == Policy(
        max_findings=3,
        max_damaged="0.5%",
        fail_on="warning",
        baseline=str(tmp_path / "note" / "known.json"),
        budget={"RG103": 2},
        severity={"RG1": "error"},
        ignore_paths={"bozze/**": ("RG107",)},
        ignore_records={"sport-*": ("RG",)},
        ignore_findings=(IgnoredFinding("RG103-1f0c9a5be27d4410", "titolo di un'opera", date(2030, 1, 1)),),
    )
    assert "min_confidence" in loaded.keys
    assert "model" not in loaded.keys


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("min_confidence = 0.5", "'min_confidence'; did you mean 'min-confidence'"),
        ("selct = []", "'selct'; did you mean 'select'"),
        ("xyzzy = 1", "'xyzzy'; use one of"),
        ("floor = 0.1", "unknown key 'floor'"),
        ('min-confidence = "high"', "min-confidence: expected float, got str"),
        ("min-confidence = true", "min-confidence: expected float, got bool"),
        ("min-confidence = 3", "must lie between 0 and 1"),
        ('select = "RG"', 'select: expected array, got str; write a list: ["…", "…"]'),
        ('select = ["RX"]', "unknown code 'RX'"),
        ("max-findings = 2.5", "; write a whole number"),
        ('precision = "fp16"', "precision: invalid enum value 'fp16'; use one of auto, "),
        ("markup = 1", "; use one of auto, none, "),
        ("use-model = 1", "; write true or false"),
        ("model = 1", "; write it between quotation marks"),
        ("budget = 1", "; write a table with its name in square brackets"),
        ('[budget]\nmax-damaged = "50%"', "'max-damaged' stands in the table [budget]; write it above the first table"),
        ("[severity]\nignore = []", "'ignore' stands in the table [severity]"),
        ("[tool.repair]\nselect = []", "has a table [tool]; the settings stand here outside of any table"),
        ("[repair]\nselect = []", "has a table [repair]"),
        ("max-findings = -1", "must be 0 or more"),
        ("max-damaged = 0.5", "max-damaged: expected str"),
        ('max-damaged = "half"', "a share of articles"),
        ("[budget]\nRG9 = 1", "unknown code 'RG9'"),
        ('[severity]\nRG = "fatal"', "severity.RG: invalid enum value 'fatal'; use one of error, warning, note"),
        ('[ignore-paths]\n"*" = "RG"', "ignore-paths.*: expected array, got str; write a list"),
        (
            '[[ignore-findings]]\nfingerprint = "RG103-x"',
            "ignore-findings: RG103-x has no 'reason'; write reason = … below [[ignore-findings]]",
        ),
        ('[[ignore-findings]]\nfingerprnt = "RG103-x"', "did you mean 'fingerprint'"),
        ('[[ignore-findings]]\nfingerprint = "RG103-x"\nreason = ""', "ignored without a reason"),
        ('[[ignore-findings]]\nfingerprint = "RG103-x"\nreason = "r"\nuntil = "soon"', "ignore-findings: "),
        ("select = [", "is not TOML"),
        ("a = 1\na = 2", "is not TOML"),
    ],
)
def test_what_means_nothing_is_named(text: str, said: str) -> None:
    file = write("repair.toml", text)
    with pytest.raises(ConfigError) as raised:
        load_config(file)
    assert said in str(raised.value)
    assert "repair.toml" in str(raised.value)


def test_a_file_that_is_none_is_named() -> None:
    Path("repair.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="is not TOML"):
        load_config(Path("repair.toml"))
    Path("repair.toml").write_bytes(b"#" * (1 << 21))
    with pytest.raises(ConfigError, match="longer than"):
        load_config(Path("repair.toml"))
    with pytest.raises(ConfigError, match="no table"):
        load_config(write("pyproject.toml", "[tool.other]\n"))
    with pytest.raises(ConfigError, match=r"tool\.repair is not a table"):
        load_config(write("pyproject.toml", "[tool]\nrepair = 1\n"))


@given(st.text("abc-", max_size=6), st.lists(st.text("abc-", min_size=1, max_size=6), max_size=4))
def test_the_nearest_name_is_the_one_of_fewest_edits(name: str, known: list[str]) -> None:
    def distance(one: str, other: str) -> int:
        if not one or not other:
            return len(one) + len(other)
        if one[0] == other[0]:
            return distance(one[1:], other[1:])
        return 1 + min(distance(one[1:], other), distance(one, other[1:]), distance(one[1:], other[1:]))

    best = min((distance(name, other) for other in known), default=99)
    found = nearest(name, known)
    if found:
        assert distance(name, found) == best
    else:
        assert all(
            distance(name, other) > max(len(name), len(other)) // 2 for other in known if distance(name, other) == best
        )


# --- the schema --------------------------------------------------------------------------------------------------

VALIDATOR = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())


def valid(document: dict[str, Any]) -> bool:
    return bool(VALIDATOR.is_valid(json.loads(json.dumps(document, default=str))))


def test_the_schema_is_one_and_knows_every_knob() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    names = {f.name.replace("_", "-") for owner in (Config, Policy) for f in fields(owner)} - {"floor"}
    assert set(schema()["properties"]) == names
    assert all(row["description"] for row in schema()["properties"].values())
    assert json.loads(run("config", "--schema").out) == schema()


def test_the_schema_takes_what_the_loader_takes() -> None:
    assert valid(tomllib.loads(FULL))
    assert valid({})
    defaults = {key: row["default"] for key, row in schema()["properties"].items() if "default" in row}
    assert valid(defaults)


numbers = st.one_of(st.integers(-3, 3), st.floats(-2, 2), st.integers(90, 110))
values = st.one_of(numbers, st.booleans(), st.sampled_from(["", "RG", "x", "5%", "note", "101%"]))
nested = st.one_of(
    values,
    st.lists(st.sampled_from(["RG", "RG103", "R", "", "rg"]), max_size=2),
    st.dictionaries(st.sampled_from(["RG", "x", "RG103"]), st.one_of(values, st.lists(values, max_size=2)), max_size=2),
)


@given(st.dictionaries(st.sampled_from(sorted(schema()["properties"])), nested, max_size=2))
@example({"predictions": 1.0})
@example({"budget": {"RG": 2.0}})
def test_what_the_schema_takes_the_loader_takes_too(document: dict[str, Any]) -> None:
    lines = [f"{key} = {toml(value)}" for key, value in document.items()]
    file = write("repair.toml", "\n".join(lines))
    if valid(document) and document.get("max-damaged") != "101%":  # a pattern cannot count to a hundred
        load_config(file)
    else:
        with pytest.raises(ConfigError):
            load_config(file)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)


# --- the commands ------------------------------------------------------------------------------------------------


def test_config_shows_what_is_in_force_and_where_it_comes_from() -> None:
    write("repair.toml", FULL)
    done = run("config")
    assert done.code == 0
    assert done.out.startswith(f"# {Path.cwd() / 'repair.toml'}\n")
    shown = tomllib.loads(done.out)
    for key, value in tomllib.loads(FULL).items():
        assert shown[key] == (str(Path.cwd() / value) if key == "baseline" else value)
    assert set(shown) == set(schema()["properties"])
    assert "min-confidence = 0.7  # set;" in done.out
    assert 'model = "it-en-small"  # default;' in done.out
    write("again.toml", done.out)
    assert load_config(Path("again.toml").absolute()).config == load_config(Path("repair.toml").absolute()).config
    assert load_config(Path("again.toml").absolute()).policy == load_config(Path("repair.toml").absolute()).policy


def test_config_of_a_folder_and_of_a_named_file() -> None:
    write("a/repair.toml", "predictions = 7\n")
    write("other.toml", "predictions = 9\n")
    assert "predictions = 7" in run("config", "a").out
    assert "predictions = 9" in run("config", "--config", "other.toml").out
    assert run("config", "--config", "missing.toml").code == 2


def checked(*arguments: str) -> tuple[int, list[str]]:
    done = run("check", "a.txt", "--format", "jsonl", *arguments)
    return done.code, [json.loads(line)["code"] for line in done.out.splitlines()]


def test_a_check_keeps_to_its_file_and_options_stand_above_it() -> None:
    write("a.txt", DAMAGED)
    write("repair.toml", 'use-model = false\nignore = ["RG102"]\n')
    assert checked() == (1, ["RG101", "RG104"])
    assert checked("--ignore", "RG101") == (1, ["RG102", "RG104"])
    assert checked("--isolated", "--no-model") == (1, list(CODES))
    write("other.toml", 'use-model = false\nselect = ["RV"]\n')
    assert checked("--config", "other.toml") == (0, [])
    write("repair.toml", "use-model = false\nmax-findings = 3\n")
    assert checked()[0] == 0
    assert checked("--max-findings", "2")[0] == 1
    write("repair.toml", 'use-model = false\n[ignore-paths]\n"a.*" = ["RG10"]\n')
    assert checked() == (0, [])
    write("repair.toml", "no-such-key = 1\n")
    assert checked() == (2, [])
    assert run("suggest", "a.txt", "--no-model").code == 2


def test_a_baseline_named_in_the_file_is_found_from_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write("articoli/a.txt", DAMAGED)
    write("repair.toml", 'use-model = false\nbaseline = "note/known.json"\n')
    Path("note").mkdir()
    assert run("check", "articoli", "--write-baseline", "note/known.json").code == 0
    monkeypatch.chdir(tmp_path / "articoli")
    assert run("check", ".").code == 0
    assert run("check", os.fspath(tmp_path / "articoli" / "a.txt")).code == 0


def test_knobs_of_both_tables_have_help_and_defaults() -> None:
    for owner in (Config, Policy):
        made: object = owner()
        for name, default, _, help, _ in all_settings(owner):
            assert getattr(made, name) == default
            assert help


# --- explain -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TABLE)
def test_every_code_is_explained(code: str) -> None:
    said = run("explain", code.lower()).out
    row = TABLE[code]
    # no option leaves out what a person marks
    ignored = ("only marked by hand",) if row.seen_by == "reviewers" else (f"--ignore {code}", "ignore-findings")
    for part in (row.meaning, row.cause, repr(row.bad), repr(row.good), row.severity, *ignored):
        assert part in said


def test_the_list_and_the_table_have_every_code() -> None:
    for done in (run("explain", "--list"), run("explain"), run("explain", "--markdown")):
        assert done.code == 0
        assert all(code in done.out for code in TABLE)
    assert all(family in run("explain", "--list").out for family in FAMILIES)


def test_an_unknown_code_is_named_with_the_nearest() -> None:
    done = run("explain", "RG13")
    assert done.code == 2
    assert "did you mean RG1" in done.err
