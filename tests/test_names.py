"""One public name has one definition, no file is long, and no function nests deep."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "repair"
FILES = sorted(ROOT.rglob("*.py"))
MOST_LINES = 400
DEEPEST = 5
# names that many modules share on purpose, since each is one case of the same thing
SHARED = {
    "command": "the command of each module of `repair.cli`",
    "main": "where a process begins",
    "render": "the reporter of each format",
    "original": "the way back from each edition",
    "originals": "the same, for several articles",
    "rows_of": "the rows of each tabular format",
    "FORMAT": "the version of each format that files have",
}
FRONT_DOOR = "api"  # its functions have the names of what they open
TWINS = ("collate.arrays.fast", "collate.arrays.plain")  # two ways to compute the same


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def public_names(path: Path) -> Iterator[str]:
    """The public classes, functions, types and constants that a module defines."""
    for node in tree_of(path).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_"))


def definitions() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in FILES:
        module = module_of(path)
        for name in public_names(path):
            if module != FRONT_DOOR:
                found[name].add(TWINS[0] if module in TWINS else module)
    return found


def test_a_public_name_means_one_thing() -> None:
    twice = {name: modules for name, modules in definitions().items() if len(modules) > 1 and name not in SHARED}
    assert not twice, "name each of them by what it holds"


@pytest.mark.parametrize("name", SHARED)
def test_a_name_that_is_excepted_is_shared(name: str) -> None:
    assert len(definitions()[name]) > 1


def depth(node: ast.AST) -> int:
    """How many blocks stand in each other in `node`, each `elif` in the `if` before it."""
    blocks = ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match
    return max(map(depth, ast.iter_child_nodes(node)), default=0) + isinstance(node, blocks)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_file_is_short_and_nests_little(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, "split it by noun"
    deep = {
        node.name: depth(node)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and depth(node) > DEEPEST
    }
    assert not deep, f"more than {DEEPEST} blocks deep: give the inner ones a function"
