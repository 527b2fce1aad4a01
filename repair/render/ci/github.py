"""Reporter `github`: workflow commands, which GitHub shows as annotations beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from repair.codes import CODES, Severity
from repair.records import Apparatus
from repair.render.escape import visible
from repair.render.findings import Located, located
from repair.render.style import Style
from repair.render.unread import TITLE, UnreadInput, unread

__all__ = ["render"]

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """A command for each finding that the style shows."""
    for apparatus in apparatuses:
        yield from (_command(found) for found in located(apparatus, style))
    yield from map(_error, unread(style))


def _command(found: Located) -> str:
    code = found.finding.code
    properties = {
        "title": f"{code} {CODES[code].name}",
        "file": found.path,
        "line": str(found.line),
        "endLine": str(found.end_line),
    }
    if not found.row and found.line == found.end_line:  # columns are refused where there are several lines
        properties |= {"col": str(found.column), "endColumn": str(found.end_column)}
    return f"::{_COMMANDS[found.severity]} {_listed(properties)}::{_data(f'{code} {found.message}')}\n"


def _error(error: UnreadInput) -> str:
    properties = {"title": TITLE, "file": error.path}
    if error.line:
        properties |= {"line": str(error.line)}
    return f"::error {_listed({name: value for name, value in properties.items() if value})}::{_data(error.message)}\n"


def _listed(properties: dict[str, str]) -> str:
    return ",".join(f"{name}={_property(visible(value))}" for name, value in properties.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
