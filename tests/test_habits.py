"""Habits of the tests themselves: public doors, no clock outside the stopwatch, nothing heavy where tests are collected."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from repair import __version__

TESTS = Path(__file__).parent
FILES = sorted(TESTS.glob("*.py"))
CLOCKS = {"monotonic", "perf_counter", "process_time", "monotonic_ns", "perf_counter_ns", "process_time_ns"}
# they measure how long a run takes to know when it can be killed, and say nothing of it
WAITING = {"stopwatch.py", "test_cli_killed.py", "test_corpus_run.py"}
# not the project's: the end of a forked process
FOREIGN = {"_exit"}


def all_of(extra: str, table: dict[str, list[str]]) -> set[str]:
    """The libraries of an extra, with those of the extras that it names."""
    found: set[str] = set()
    for requirement in table[extra]:
        if requirement.startswith("repair["):
            found |= {library for name in requirement[7:-1].split(",") for library in all_of(name, table)}
        else:
            found.add(requirement)
    return found


def test_who_develops_has_every_library_that_others_get() -> None:
    table = tomllib.loads((TESTS.parent / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    lacking = all_of("all", table) - all_of("dev", table)
    assert [name.partition(" ")[0] for name in lacking] == ["repair-it-en-small"]  # it lies in the checkout


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in FOREIGN


def private_names(path: Path) -> Iterator[str]:
    """Private names of others that a file reaches into: as attributes, imports, or targets of a patch."""
    for node in nodes(path):
        match node:
            case ast.Attribute(ast.Name("self" | "cls"), _):
                continue
            case ast.Attribute(_, name) if is_private(name):
                yield f"{path.name}:{node.lineno}: {name}"
            case ast.ImportFrom(_, names):
                yield from (f"{path.name}:{node.lineno}: {n.name}" for n in names if is_private(n.name))
            case ast.Call(ast.Attribute(_, "setattr"), arguments):
                for argument in arguments[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        name = argument.value.rpartition(".")[2]
                        if is_private(name):
                            yield f"{path.name}:{node.lineno}: {name}"


def test_tests_go_through_public_doors() -> None:
    assert not [name for path in FILES for name in private_names(path)]


def test_only_the_stopwatch_reads_a_clock() -> None:
    """What takes the stopwatch is marked `timing` by `conftest.py`, and so runs apart."""
    read = [
        f"{path.name}:{node.lineno}"
        for path in FILES
        if path.name not in WAITING
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS
    ]
    assert not read


def test_the_version_is_one() -> None:
    project = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (TESTS.parent / "repair" / "guide" / "changes.md").read_text(encoding="utf-8")
    assert project["version"] == __version__
    assert f"\n## {__version__}\n" in changes


def test_collecting_the_tests_loads_no_model_library() -> None:
    """They take longer to load than all tests to collect."""
    code = (
        "import sys, pytest\n"
        "pytest.main(['--collect-only', '-q', '-p', 'no:cacheprovider', *sys.argv[1:]])\n"
        "print('loaded:', sorted({'torch', 'transformers', 'ray', 'datatrove', 'datasets'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(TESTS)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"
