"""Names of fields that lead into nested objects and lists: `article.body`, `pages[0].text`, `$.pages[0].text`.

A field whose own name is the whole of what was given always comes first, so that a name may hold dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final

__all__ = ["column_of", "rows_within", "shown_fields", "steps_to", "value_at", "with_value", "words_at"]

Steps = tuple[str | int, ...]

_SHOWN: Final = 12  # names in a message
_DEEPEST: Final = 4
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[([0-9]{1,9})\]")


def steps_to(fields: Mapping[str, object], name: str) -> Steps:
    """The names and numbers that lead to the field `name`; empty if `fields` has none."""
    if name in fields:
        return (name,)
    steps = _parsed(name)
    value: Any = fields
    for step in steps:
        if isinstance(step, str):
            inside = isinstance(value, Mapping) and step in value
        else:
            inside = isinstance(value, list) and step < len(value)
        if not inside:
            return ()
        value = value[step]
    return steps


def column_of(names: Sequence[str], name: str) -> str:
    """The column of a table that holds the field `name` or what it lies in; `name` itself if there is none."""
    first = _parsed(name)[:1]
    return str(first[0]) if name not in names and first and first[0] in names else name


@lru_cache(maxsize=64)
def _parsed(name: str) -> Steps:
    path = name[1:] if name.startswith(("$.", "$[")) else f".{name}"
    found = list(_STEP.finditer(path))
    if "".join(each[0] for each in found) != path:
        return ()
    return tuple(each[1] or int(each[2]) for each in found)


def value_at(fields: Mapping[str, object], name: str) -> object:
    """The value of the field `name`, `None` if there is none."""
    value: Any = fields
    steps = steps_to(fields, name)
    for step in steps:
        value = value[step]
    return value if steps else None


def shown_fields(fields: Mapping[str, object]) -> str:
    """The names of the fields for a message, those in nested objects as paths; `none` if there are none."""
    names = (repr(name[:40]) for name, _ in _leaves(fields))
    return ", ".join(islice(names, _SHOWN)) or "none"


def rows_within(fields: Mapping[str, object]) -> str:
    """The path of the first list of objects, empty if there is none: they may be the rows that were looked for."""
    lists = ((name, value) for name, value in _leaves(fields) if isinstance(value, list))
    return next((name for name, value in lists if value and all(isinstance(row, Mapping) for row in value)), "")


def _leaves(fields: Mapping[str, object], before: str = "", depth: int = 1) -> Iterator[tuple[str, object]]:
    """Paths and values of what is no object, objects that are empty or lie too deep among them."""
    for name, value in fields.items():
        if isinstance(value, Mapping) and value and depth < _DEEPEST:
            yield from _leaves(value, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", value


def words_at(fields: Mapping[str, object], name: str) -> str:
    """The value of the field `name` if it is a string, else an empty one."""
    value = value_at(fields, name)
    return value if isinstance(value, str) else ""


def with_value(fields: Mapping[str, object], name: str, value: object) -> dict[str, object]:
    """A copy of `fields` with another value of the field `name`, which is added if there is none; `fields` stays."""
    copy = _replaced(fields, steps_to(fields, name) or (name,), value)
    assert isinstance(copy, dict)
    return copy


def _replaced(held: Any, steps: Steps, value: object) -> object:
    if not steps:
        return value
    copy: Any = list(held) if isinstance(held, list) else dict(held)
    first, *rest = steps
    copy[first] = _replaced(held[first], tuple(rest), value) if rest else value
    return copy
