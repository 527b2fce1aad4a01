"""`repair config`: which settings apply to a path, and where each comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from repair.cli.messages import say
from repair.cli.output_paths import CONFIGURATION, Command, Reads
from repair.config import Config, IgnoredFinding, Policy, all_settings

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair config
  repair config articles/ > repair.toml
  repair config --schema > repair.schema.json
"""
_TABLES = ("budget", "severity", "ignore_paths", "ignore_records", "ignore_findings")


@click.command("config", cls=Command, epilog=_EPILOG)
@click.argument("path", default=".", type=Reads("a folder of articles", exists=True))
@click.option(
    "--config",
    "config_file",
    type=Reads(CONFIGURATION, exists=True, dir_okay=False),
    help="Use this configuration file, not the one in the folder of PATH or above it.",
)
@click.option("--schema", is_flag=True, help="Print the JSON schema of a configuration file.")
def command(path: str, config_file: str | None, schema: bool) -> int:
    """Show the settings that apply to PATH as TOML, each with the file that it comes from.

    They come from a repair.toml, or from [tool.repair] of a pyproject.toml, in the folder of the articles or above it.
    """
    from repair.config.file import load_config, load_for
    from repair.config.file import schema as make_schema

    if schema:
        say(json.dumps(make_schema(), indent=2, ensure_ascii=False))
        return 0
    loaded = load_config(Path(config_file).absolute()) if config_file else load_for([path])
    say(f"# {loaded.path or 'no configuration file: every setting has its default'}")
    for line in _lines(loaded.config, loaded.policy, loaded.keys):
        say(line)
    return 0


def _lines(config: Config, policy: Policy, keys: frozenset[str]) -> Iterator[str]:
    """The settings as TOML, plain values before tables as TOML demands."""
    tables = []
    for owner in (config, policy):
        for name, _, unit, help, _ in all_settings(type(owner)):
            if name == "floor":  # follows min-confidence
                continue
            value, key = getattr(owner, name), name.replace("_", "-")
            origin = "set" if name in keys else "default"
            if name in _TABLES:
                tables.append((key, value, origin))
            elif value is None:
                yield f"# {key} is not set  # {help}"
            else:
                yield f"{key} = {_toml(value)}  # {origin}; {'; '.join(filter(None, (help, unit)))}"
    for key, value, origin in tables:
        if isinstance(value, Mapping):
            yield f"\n[{key}]  # {origin}"
            yield from (f"{json.dumps(name)} = {_toml(row)}" for name, row in value.items())
        for row in value if isinstance(value, tuple) else ():
            yield f"\n[[{key}]]  # {origin}"
            yield from _ignored(row)


def _ignored(row: IgnoredFinding) -> Iterator[str]:
    yield f"fingerprint = {_toml(row.fingerprint)}"
    yield f"reason = {_toml(row.reason)}"
    if row.until is not None:
        yield f"until = {_toml(row.until)}"


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # strings, numbers and truth values of JSON are valid TOML, except for one control character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
