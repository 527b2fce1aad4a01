"""Configuration from `[tool.repair]` in a `pyproject.toml`, or from a `repair.toml`, in the folder of the checked files
or in a folder above it.

Keys are the settings of `repair.config` with hyphens. Every value is checked for its type; the error for an unknown key
names the nearest known one; the JSON schema of the file is generated from the same settings.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from repair.codes import CODES, SEVERITIES
from repair.config import Config, IgnoredFinding, Policy, all_settings
from repair.errors import ConfigError

__all__ = ["FILES", "Loaded", "find", "load_config", "load_for", "nearest", "schema"]

FILES: Final = ("repair.toml", "pyproject.toml")
"""Names looked for in each folder, in this order."""
_BY_CODE: Final = ("budget", "severity")
"""The tables with codes as their keys."""
_FORMS: Final[dict[Any, str]] = {
    bool: "write true or false",
    int: "write a whole number",
    float: "write a number",
    str: "write it between quotation marks",
    tuple: 'write a list: ["…", "…"]',
    Mapping: "write a table with its name in square brackets",
}
"""How values are written, by their types."""
_MAX_BYTES: Final = 1 << 20


class Loaded(Struct, frozen=True):
    """A configuration and where it comes from. `path` is the file, `None` if there is none; `keys` are the names of the
    settings in it. Patterns of paths are relative to `root`, the folder of the file."""

    config: Config = Config()
    policy: Policy = Policy()
    path: Path | None = None
    keys: frozenset[str] = frozenset()

    @property
    def root(self) -> Path:
        """The folder that patterns of paths are relative to."""
        return self.path.parent if self.path else Path.cwd()


def load_for(paths: Sequence[str]) -> Loaded:
    """The configuration of the files, folders and globs in `paths`; for `-`, that of the working folder.

    Raises `ConfigError` if they belong to different configurations, or if `load_config` does.
    """
    folders: dict[Path, str] = {}
    for path in paths or ["."]:
        folders.setdefault(_start(path), path)
    found: dict[Path | None, str] = {}
    for folder, path in folders.items():
        found.setdefault(find(folder), path)
    if len(found) > 1:
        (one, first), (other, second) = list(found.items())[:2]
        raise ConfigError(
            f"{first} and {second} have different configurations: {one or 'none'} and {other or 'none'}",
            hint="check them one at a time, or name one with --config",
        )
    file = next(iter(found))
    return load_config(file) if file else Loaded()


def _start(path: str) -> Path:
    """The folder from which the search for the configuration of a path goes upward."""
    if path == "-":
        return Path.cwd()
    whole = Path(os.path.abspath(path))  # noqa: PTH100 -- links are not followed: they may lead in circles
    return next((part for part in (whole, *whole.parents) if part.is_dir()), Path.cwd())


def find(start: Path) -> Path | None:
    """The configuration file in the folder `start` or the nearest folder above it that has one, else `None`.

    A `pyproject.toml` counts only if it has a table `[tool.repair]`.
    """
    for folder in (start, *start.parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and _table(path) is not None:
                return path
    return None


def load_config(path: Path) -> Loaded:
    """The configuration in the file at `path`. Raises `ConfigError` if a key is unknown or a value is not allowed."""
    where = str(path)
    table = _table(path)
    if table is None:
        raise ConfigError("has no table [tool.repair]", where=where, hint="add one, or name another file")
    given: dict[type[Config] | type[Policy], dict[str, Any]] = {Config: {}, Policy: {}}
    known = _known()
    for key, value in table.items():
        if key in ("tool", "repair") and path.name != "pyproject.toml":
            raise ConfigError(f"has a table [{key}]", where=where, hint="the settings stand here outside of any table")
        if key not in known:
            raise ConfigError(f"unknown key {key!r}", where=where, hint=_did_you_mean(key, known))
        owner, name, kind = known[key]
        given[owner][name] = _value(key, value, kind, where)
    if given[Policy].get("baseline"):
        given[Policy]["baseline"] = str(path.parent / given[Policy]["baseline"])
    if "min_confidence" in given[Config]:
        given[Config]["floor"] = given[Config]["min_confidence"]
    try:
        config, policy = Config(**given[Config]), Policy(**given[Policy])
    except ConfigError as error:
        raise ConfigError(error.what, where=where, hint=error.hint) from None
    return Loaded(config, policy, path, frozenset(known[key][1] for key in table))


def _known() -> dict[str, tuple[type[Config] | type[Policy], str, Any]]:
    """For each key, the class, name and type of its setting."""
    known: dict[str, tuple[type[Config] | type[Policy], str, Any]] = {}
    for owner in (Config, Policy):
        hints = get_type_hints(owner)
        known.update({f.name.replace("_", "-"): (owner, f.name, hints[f.name]) for f in fields(owner)})
    del known["floor"]  # follows min-confidence
    return known


def _table(path: Path) -> Mapping[str, object] | None:
    """The table of `repair` in a file, `None` if a `pyproject.toml` has none."""
    import tomllib

    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise ConfigError(f"is longer than {_MAX_BYTES:,} bytes", where=str(path), hint="name another file")
        # some editors on Windows begin a file with a byte-order mark, which TOML does not know
        document = tomllib.loads(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(path), hint="check the file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"is not TOML: {error}", where=str(path), hint="correct the file") from None
    if path.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("repair") if isinstance(tool, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise ConfigError("tool.repair is not a table", where=str(path), hint="write [tool.repair]")


def _value(key: str, value: object, kind: Any, where: str) -> object:
    if isinstance(value, list) and key == "ignore-findings":
        for row in value:
            for name in row if isinstance(row, dict) else ():
                names = {f.name for f in fields(IgnoredFinding)}
                if name not in names:
                    raise ConfigError(f"unknown key {key}.{name!r}", where=where, hint=_did_you_mean(name, names))
            for name in ("fingerprint", "reason"):
                if isinstance(row, dict) and name not in row:
                    which = next(iter(map(str, row.values())), "a row")
                    hint = f"write {name} = … below [[{key}]]"
                    raise ConfigError(f"{key}: {which} has no {name!r}", where=where, hint=hint)
    if isinstance(value, dict) and key in _BY_CODE and (strayed := sorted(value.keys() & _known().keys())):
        what = f"the setting {strayed[0]!r} stands in the table [{key}]"
        raise ConfigError(what, where=where, hint="write it above the first table")
    try:
        return msgspec.convert(_whole(value), kind, builtin_types=(date,))
    except ConfigError as error:
        raise ConfigError(f"{key}: {error.what}", where=where, hint=error.hint) from None
    except msgspec.ValidationError as error:
        values = get_args(kind)[-1:] if get_origin(kind) is Mapping and isinstance(value, dict) else ()
        for name, one in value.items() if values and isinstance(value, dict) else ():
            _value(f"{key}.{name}", one, values[0], where)  # raises the error of this one
        what = str(error).replace("`", "")
        hint = next((form for known, form in _FORMS.items() if _is_of(kind, known)), "`repair config` shows all")
        if choices := get_args(kind) if get_origin(kind) is Literal else ():
            hint = f"use one of {', '.join(choices)}"
        raise ConfigError(f"{key}: {what[:1].lower()}{what[1:]}", where=where, hint=hint) from None


def _is_of(kind: Any, known: Any) -> bool:
    """Whether a type is a known one, or that one or nothing."""
    return known in (kind, get_origin(kind), *(get_args(kind) if type(None) in get_args(kind) else ()))


def _whole(value: object) -> object:
    """The value with a float such as `1.0` turned into an integer, since JSON schemas count it as one."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


# --- the nearest known key ---------------------------------------------------------------------------------------


def _did_you_mean(name: str, known: Mapping[str, object] | set[str]) -> str:
    name = name.replace("_", "-")
    near = "use-model = false" if name == "no-model" else nearest(name, sorted(known))
    return f"did you mean {near!r}?" if near else f"use one of {', '.join(sorted(known))}"


def nearest(name: str, known: Sequence[str]) -> str:
    """The name in `known` with the fewest edits to `name`; empty if none is nearer than half its length."""
    distances = {other: _distance(name[:80], other) for other in known}
    fewest = min(distances.values(), default=0)
    near = (other for other, edits in distances.items() if edits == fewest <= max(len(other), len(name)) // 2)
    return min(near, default="")


def _distance(one: str, other: str) -> int:
    """The number of insertions, deletions and substitutions of characters from one name to the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


# --- the schema --------------------------------------------------------------------------------------------------

_PREFIX: Final = {"$ref": "#/$defs/prefix"}
_PREFIXES: Final = {"type": "array", "items": _PREFIX}
_SEVERITY: Final = {"enum": list(SEVERITIES)}
_PLAIN: Final[dict[Any, dict[str, Any]]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 1},
    float: {"type": "number", "minimum": 0},
    str: {"type": "string"},
}
# what the types alone cannot say
_SPECIAL: Final[dict[str, dict[str, Any]]] = {
    "select": _PREFIXES,
    "ignore": _PREFIXES,
    "exclude": {"type": "array", "items": {"type": "string", "pattern": "[^/]"}},
    "fail-on": _SEVERITY,
    "max-findings": {"type": "integer", "minimum": 0},
    "max-damaged": {"type": "string", "pattern": "^([0-9]{1,3}(\\.[0-9]{1,6})?%)?$"},
    "budget": {
        "type": "object",
        "propertyNames": _PREFIX,
        "additionalProperties": {"type": "integer", "minimum": 0},
    },
    "severity": {"type": "object", "propertyNames": _PREFIX, "additionalProperties": _SEVERITY},
    "ignore-paths": {"type": "object", "additionalProperties": _PREFIXES},
    "ignore-records": {"type": "object", "additionalProperties": _PREFIXES},
    "ignore-findings": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "fingerprint": {"type": "string", "pattern": "^R[A-Z]\\d{3}-[0-9a-f]{16}(-[0-9a-f]{8})?(-\\d+)?$"},
                "reason": {"type": "string", "pattern": "\\S"},
                "until": {"type": "string", "format": "date", "description": "last day on which it holds"},
            },
            "required": ["fingerprint", "reason"],
            "additionalProperties": False,
        },
    },
}


def schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of a `repair.toml`, and so of `[tool.repair]`."""
    table = {
        name.replace("_", "-"): (default, unit, help, risk)
        for owner in (Config, Policy)
        for name, default, unit, help, risk in all_settings(owner)
    }
    properties: dict[str, Any] = {}
    for key, (_, _, kind) in _known().items():
        default, unit, help, risk = table[key]
        shape = dict(_SPECIAL.get(key) or _PLAIN.get(kind) or {"enum": list(get_args(kind))})
        if unit.startswith("0–"):
            shape["maximum"] = int(unit.removeprefix("0–"))
        shape["description"] = "; ".join(filter(None, (help, unit, risk)))
        if default is not None:
            shape["default"] = list(default) if isinstance(default, tuple) else default
        properties[key] = shape
    prefixes = sorted({code[:length] for code in CODES for length in range(1, len(code) + 1)})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of repair: repair.toml, or [tool.repair] in pyproject.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {"prefix": {"description": "a code, or the prefix of several codes", "enum": prefixes}},
    }
