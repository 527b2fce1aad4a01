"""What the command line says of itself, and what it does not load to say it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import DAMAGED, run

from repair import __version__
from repair.cli.main import COMMANDS
from repair.codes import CODES, FAMILIES
from repair.models import MODELS

HEAVY = ("torch", "transformers", "lxml", "rapidfuzz", "numpy", "ftfy", "rich")


def loaded(code: str) -> set[str]:
    """Which heavy libraries a fresh interpreter holds after running `code`."""
    shown = f"\nprint('loaded', *(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", "import sys\n" + code + shown], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_the_group_names_every_command_and_shows_examples() -> None:
    done = run("--help")
    assert done.code == 0
    words = " ".join(done.out.split())
    assert all(f"{name} {summary}" in words for name, summary in COMMANDS.items())
    assert "Examples:" in done.out
    assert "Exit codes:" in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert done.out == run(name, "-h").out
    assert done.out.startswith(f"Usage: repair {name} ")
    examples = done.out.partition("Examples:\n")[2]
    assert re.search(rf"\brepair {name}\b", examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_use_only_options_that_exist(name: str) -> None:
    helps = {command: run(command, "--help").out for command in COMMANDS}
    for line in helps[name].partition("Examples:\n")[2].splitlines():
        for part in line.split("|"):
            words = part.split()
            if words[:1] == ["repair"]:
                for option in (w for w in words if w.startswith("-") and w != "-"):
                    assert re.search(rf"(^|[\s,]){option}\b", helps[words[1]].partition("Examples:")[0]), line


def test_the_version() -> None:
    assert run("--version").out == f"repair {__version__}\n"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "repair", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == run("--version").out


def test_help_loads_nothing_heavy() -> None:
    assert loaded("from repair.cli.main import cli\ncli(['--help'], standalone_mode=False)") == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_loads_nothing_heavy(name: str) -> None:
    assert loaded(f"from repair.cli.main import cli\ncli(['{name}', '--help'], standalone_mode=False)") == set()


def test_rules_alone_load_no_model_library(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(DAMAGED, encoding="utf-8")
    heavy = loaded(
        "from repair.cli.main import cli\n"
        f"try: cli(['check', {str(article)!r}, '--no-model', '-o', {str(tmp_path / 'out')!r}])\n"
        "except SystemExit as end: assert end.code == 1"
    )
    assert heavy.isdisjoint({"torch", "transformers"})


@pytest.mark.parametrize("code", CODES)
def test_every_code_can_be_explained(code: str) -> None:
    done = run("explain", code.lower())
    assert done.code == 0
    by_hand = CODES[code].seen_by == "reviewers"  # no option leaves out what a person marks
    for part in (
        code,
        CODES[code].meaning,
        CODES[code].cause,
        "only marked by hand" if by_hand else f"--ignore {code}",
    ):
        assert part in done.out


def test_codes_are_listed_by_family() -> None:
    everything = run("explain", "--list").out
    assert everything == run("explain").out
    assert [line.split()[0] for line in everything.splitlines() if not line.startswith(" ")] == list(FAMILIES)
    assert [line.split()[0] for line in everything.splitlines() if line.startswith(" ")] == list(CODES)


def test_models_are_listed() -> None:
    done = run("models")
    assert all(name in done.out and model.licence in done.out for name, model in MODELS.items())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert "_REPAIR_COMPLETE" in done.out
    program = shutil.which(shell)
    if program:
        checked = subprocess.run([program, "-n"], input=done.bytes, capture_output=True)
        assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("repair su", {"suggest"}),
        ("repair check --format js", {"json"}),
        ("repair apply --accept r", {"readings", "rules"}),
        ("repair suggest --refe", {"--reference"}),
        ("repair guide se", {"settings"}),
    ],
)
def test_completion_completes(words: str, expected: set[str]) -> None:
    asked = {"_REPAIR_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [sys.executable, "-c", "from repair.cli import main; main()"], env={**os.environ, **asked}, capture_output=True
    )
    assert {line.split(",", 1)[1] for line in done.stdout.decode().splitlines()} >= expected
