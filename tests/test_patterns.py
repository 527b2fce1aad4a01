"""No regular expression takes time without end: none repeats a repetition in two ways.

`(a+)+` and `(a+b*)+` can part a run of `a` in as many ways as there are subsets of it, and try them all where what follows fails. The
tests of growth see that only in a text with just this run, so the patterns themselves are looked at.
"""

from __future__ import annotations

import json
import re._compiler as compiler  # type: ignore[import-not-found]  # Python has no other door to a parsed pattern
import re._constants as constants  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MANY = 20
"""A repetition of at most fewer times takes little time, however it is parted."""
GREEDY = (constants.MAX_REPEAT, constants.MIN_REPEAT)  # a possessive one never gives back
LOOKS = (constants.ASSERT, constants.ASSERT_NOT)
SAMPLES = "".join(map(chr, range(32, 127))) + "\n\t\u00a0àéßАаЖжΩω中の「」’“”«»…–€"
_Item = tuple[Any, Any]


def repeated_twice(pattern: str, flags: int = 0) -> bool:
    """Whether a repetition is repeated with nothing between that would say where one ends and the next begins."""
    return any(_doubled(body) for body in _repeated(parser.parse(pattern, flags)))


def _repeated(items: Any) -> Iterator[Any]:
    """The bodies of all repetitions."""
    for kind, value in items:
        if kind in GREEDY:
            if value[1] >= MANY:
                yield value[2]
            yield from _repeated(value[2])
        elif kind is constants.POSSESSIVE_REPEAT:
            yield from _repeated(value[2])
        elif kind is constants.SUBPATTERN:
            yield from _repeated(value[3])
        elif kind is constants.ATOMIC_GROUP:
            yield from _repeated(value)
        elif kind is constants.BRANCH:
            for way in value[1]:
                yield from _repeated(way)
        elif kind in LOOKS:
            yield from _repeated(value[1])


def _doubled(body: Any) -> bool:
    for items in _ways(body):
        for at, (kind, value) in enumerate(items):
            others = items[:at] + items[at + 1 :]
            if (
                kind in GREEDY
                and value[1] >= MANY
                and all(_may_be_nothing(other) or _alike(value[2], other) for other in others)
            ):
                return True
    return False


def _ways(body: Any) -> Iterator[list[_Item]]:
    """What the body may be, group by group opened."""
    items = list(_opened(body))
    if len(items) == 1 and items[0][0] is constants.BRANCH:
        for way in items[0][1][1]:
            yield from _ways(way)
    else:
        yield items


def _opened(body: Any) -> Iterator[_Item]:
    for kind, value in body:
        if kind is constants.SUBPATTERN:
            yield from _opened(value[3])
        else:
            yield kind, value


def _may_be_nothing(item: _Item) -> bool:
    kind, value = item
    if kind in (*GREEDY, constants.POSSESSIVE_REPEAT):
        return value[0] == 0 or all(map(_may_be_nothing, value[2]))
    if kind is constants.SUBPATTERN:
        return all(map(_may_be_nothing, value[3]))
    if kind is constants.ATOMIC_GROUP:
        return all(map(_may_be_nothing, value))
    if kind is constants.BRANCH:
        return any(all(map(_may_be_nothing, way)) for way in value[1])
    return kind in (*LOOKS, constants.AT)


def _alike(repeated: Any, item: _Item) -> bool:
    """Whether a character may be the single one that `item` stands for, and one of those repeated."""
    one = (constants.LITERAL, constants.NOT_LITERAL, constants.IN, constants.ANY)
    if item[0] not in one or len(repeated) != 1 or repeated[0][0] not in one:
        return False
    state = parser.State()
    state.str = ""
    first, second = (compiler.compile(parser.SubPattern(state, list(items))) for items in (repeated, [item]))
    more = chr(item[1]) if item[0] is constants.LITERAL else ""
    return any(first.match(char) and second.match(char) for char in SAMPLES + more)


SOURCES = """
import importlib, json, pkgutil, re, sys

found, compiled = {}, re.compile


def recorded(pattern, flags=0):
    if isinstance(pattern, str) and sys._getframe(1).f_globals.get("__name__", "").startswith("repair"):
        found[pattern] = int(flags)
    return compiled(pattern, flags)


re.compile = recorded
import repair
from repair.text import patterns

late = patterns.late


def recorded_late(pattern, flags=0):
    found[pattern] = int(flags)
    return late(pattern, flags)


patterns.late = recorded_late
for module in pkgutil.walk_packages(repair.__path__, "repair."):
    if not module.name.startswith(("repair.train", "repair.bench", "repair.models", "repair.corpus.engines", "repair.__main__")):
        importlib.import_module(module.name)
from repair.detect.document import Document
from repair.detect.rules import DETECTORS
from repair.languages import LANGUAGES
from repair.records import Article

sample = Article("a", sys.argv[1])
for language in (None, *LANGUAGES.values()):
    for detector in DETECTORS.values():
        list(detector(Document.of(sample, language, prefilter=False)))
print(json.dumps(found))
"""
SAMPLE = (
    'Il re (a) disse "b" , c. <b> { } $ % @ # [ ] 1 2 3 the and di è 10 km ↑ du le der die el las os uma het een\n' * 2
)


def sources() -> dict[str, int]:
    """All patterns of the package with their flags, those of rules too, which are compiled when they are first asked."""
    run = subprocess.run(
        [sys.executable, "-c", SOURCES, SAMPLE],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    found: dict[str, int] = json.loads(run.stdout)
    return found


def test_no_repetition_is_repeated() -> None:
    found = sources()
    assert len(found) > 1000
    assert [pattern for pattern, flags in found.items() if repeated_twice(pattern, flags)] == []


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a+b*)*c", "(?:[^ .]+|x)*y", r"(?:[^/]+\.)+/", "(a*)*", r"(?=(\w+)+ )"])
def test_what_takes_time_without_end_is_seen(pattern: str) -> None:
    assert repeated_twice(pattern)


@pytest.mark.parametrize(
    "pattern", ["a+b+", r"(?:\w+ )+", r"(?:[^/.]+\.)+/", "(?:a++)+b", "(?:a{1,5})*", "(?:a+b)*", "(?:-a+)*"]
)
def test_what_does_not_is_not(pattern: str) -> None:
    assert not repeated_twice(pattern)
