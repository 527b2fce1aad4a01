"""Reporter `azure`: logging commands, which Azure Pipelines shows as issues of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from repair.codes import Severity
from repair.records import Apparatus
from repair.render.escape import visible
from repair.render.findings import Located, located
from repair.render.style import Style
from repair.render.unread import TITLE, UnreadInput, unread

__all__ = ["render"]

_TYPES: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "warning"}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """A command for each finding that the style shows; there is no milder issue than a warning."""
    for apparatus in apparatuses:
        yield from (_command(found) for found in located(apparatus, style))
    yield from map(_error, unread(style))


def _command(found: Located) -> str:
    path = _property(visible(found.path))
    column = "" if found.row else f"columnnumber={found.column};"
    return (
        f"##vso[task.logissue type={_TYPES[found.severity]};sourcepath={path};linenumber={found.line};"
        f"{column}code={found.finding.code};]{_data(found.message)}\n"
    )


def _error(error: UnreadInput) -> str:
    path = f"sourcepath={_property(visible(error.path))};" if error.path else ""
    line = f"linenumber={error.line};" if error.line else ""
    return f"##vso[task.logissue type=error;{path}{line}code={TITLE};]{_data(error.message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
