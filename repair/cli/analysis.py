"""From options to apparatuses: the way that every command which reads articles goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from repair.cli.report import Report
from repair.config import Config
from repair.records import Apparatus

if TYPE_CHECKING:
    from repair.collate import Finder

__all__ = ["analyse", "finder_of"]


def analyse(
    config: Config, finder: Finder | None, options: dict[str, Any], report: Report, *, predict: bool = True
) -> Iterator[Apparatus]:
    """The apparatuses of the articles that the options name, in order; what cannot be read is reported."""
    from repair.pipeline import prepare
    from repair.read import articles

    if not config.use_model:
        report.notice("rules only: gaps that leave no sign on the surface are not found, and nothing is predicted")
    stages = prepare(config, finder, predict=predict)
    if stages.writer is not None and not stages.writer.has_gap_head:
        report.notice(f"{stages.writer.name} has no gap head: the bundled model reads, {stages.writer.name} fills in")
    found = articles(
        options["articles"],
        on_error=report.error,
        field=options["field"],
        id_field=options["id_field"],
        encoding=options["encoding"],
        max_chars=config.max_chars,
        stdin_format=options["stdin_format"],
    )
    return stages.run(found)


def finder_of(sources: tuple[str, ...], options: dict[str, Any], report: Report) -> Finder | None:
    """What finds an article's references among `sources`, `None` where there are none."""
    if not sources:
        return None
    from repair.collate import ReferenceIndex
    from repair.read import references

    return ReferenceIndex(
        references(
            sources,
            on_error=report.error,
            field=options["field"],
            id_field=options["id_field"],
            encoding=options["encoding"],
        )
    )
