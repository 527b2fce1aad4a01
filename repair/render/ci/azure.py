"""Reporter `azure`: logging commands, which Azure Pipelines shows as issues of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from repair.codes import Severity
from repair.records import Apparatus
from repair.render.escape import visible
from repair.render.findings import Located, located, portable
from repair.render.style import Style

__all__ = ["render"]

_TYPES: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "warning"}


def render(apparatuses: Iterable[Apparatus], style: Style) -> Iterator[str]:
    """A command for each finding that the style shows; there is no milder issue than a warning."""
    for apparatus in apparatuses:
        yield from (_command(found) for found in located(apparatus, style))


def _command(found: Located) -> str:
    path = _property(visible(portable(found.article.source.path)))
    column = "" if found.row else f"columnnumber={found.column};"
    return (
        f"##vso[task.logissue type={_TYPES[found.severity]};sourcepath={path};linenumber={found.line};"
        f"{column}code={found.finding.code};]{_data(found.message)}\n"
    )


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
