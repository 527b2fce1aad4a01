"""`repair explain`: what a code means, from the same table as every message."""

from __future__ import annotations

from collections.abc import Iterator

import click

from repair.cli.messages import say
from repair.cli.output_paths import Command
from repair.codes import CODES, FAMILIES, Code, code_named
from repair.errors import ConfigError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair explain RG103
  repair explain empty-quotes
  repair explain RG1
  repair explain --list
  repair explain --list --markdown
"""


@click.command("explain", cls=Command, epilog=_EPILOG)
@click.argument("code", required=False)
@click.option("--list", "list_", is_flag=True, help="List all codes.")
@click.option("--markdown", is_flag=True, help="List all codes as a Markdown table.")
def command(code: str | None, list_: bool, markdown: bool) -> int:
    """Say what CODE means, what causes it, how to fix it and how to ignore it, with an example.

    CODE is a code, its name, or the beginning of several codes, which are then listed.
    """
    lines: Iterator[str]
    if list_ or markdown or code is None:
        lines = _table() if markdown else _list("")
    elif found := CODES.get(code.upper()) or code_named(code):
        lines = _code(found)
    elif any(known.startswith(code.upper()) for known in CODES):
        lines = _list(code.upper())
    else:
        from repair.config.file import nearest

        names = [row.name for row in CODES.values()]
        holding = " or ".join(name for name in names if code and code.lower() in name)
        near = holding or nearest(code.upper(), list(CODES)) or nearest(code.lower(), names)
        raise ConfigError(
            f"unknown code {code!r}",
            hint=(f"did you mean {near}? " if near else "") + "`repair explain --list` shows them all",
        )
    for line in lines:
        say(line)
    return 0


def _list(prefix: str) -> Iterator[str]:
    for family, meaning in FAMILIES.items():
        rows = [row for row in CODES.values() if row.family == family and row.code.startswith(prefix)]
        if rows:
            yield f"{family}  {meaning}"
        for row in rows:
            yield f"  {row.code}  {row.severity:7}  {row.name}: {row.meaning}"


def _table() -> Iterator[str]:
    yield "| code | name | meaning | what causes it | severity |"
    yield "|---|---|---|---|---|"
    for row in CODES.values():
        cells = (f"`{row.code}`", row.name, row.meaning, row.cause, row.severity)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _code(row: Code) -> Iterator[str]:
    yield f"{row.code} ({row.name}, {row.severity}): {row.meaning}."
    yield f"Family: {FAMILIES[row.family]}."
    yield f"\nCause: {row.cause}."
    yield f"\nFound in:     {row.bad!r}"
    yield f"Not found in: {row.good!r}"
    yield ""
    if row.seen_by == "reviewers":
        yield "It is only marked by hand, in `repair review` with the key `m`."
        return
    if row.safe_fix:
        yield "To fix it: `repair check --fix` fixes it if a rule can, and changes no word."
    elif row.seen_by == "references":
        yield "It is only found with other copies: `repair check ARTICLE --reference COPY`."
        yield "To fix it: `repair suggest ARTICLE --reference COPY`."
    elif row.is_gap:
        yield "To fix it: give other copies as references: `repair suggest ARTICLE --reference COPY`."
    else:
        yield "To fix it: `repair check --diff --unsafe-fixes` shows the fixes of rules and references."
    if row.family != "RE":
        yield "In a document with code, only surer ones are found: `repair guide formats` says which."
    yield f"""
To ignore it:
  everywhere            --ignore {row.code}, or ignore = ["{row.code}"] in [tool.repair]
  in some files         [tool.repair.ignore-paths]  "drafts/*" = ["{row.code}"]
  in some records       [tool.repair.ignore-records]  "id-17" = ["{row.code}"]
  a single finding      [[tool.repair.ignore-findings]]  fingerprint = …, reason = …, until = …
  all present findings  repair check ARTICLES --write-baseline FILE, then --baseline FILE
To allow some: --max-findings {row.code}=3. To change its severity: [tool.repair.severity]  {row.code} = "note\""""
