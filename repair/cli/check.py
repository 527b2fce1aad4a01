"""`repair check`: findings only, for an editor or a pipeline that must not let damaged articles in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from repair.cli.analysis import analyse
from repair.cli.options import article_options, configure, detection_options, format_option, output_option
from repair.cli.report import Report, check_folder, emit, wants_color
from repair.records import Apparatus

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair check articles/
  repair check corpus.jsonl --select RG,RJ2 --ignore RG107
  repair check articles/ --no-model --format json -o findings.jsonl
  cat article.txt | repair check -

Exit codes: 0 no findings, 1 findings, 2 error.
"""


@click.command("check", epilog=_EPILOG)
@article_options
@format_option("text")
@output_option
@detection_options
def command(**options: Any) -> int:
    """Report where ARTICLES lost text, without repairing anything.

    A line reads path:line:column CODE message (confidence). Without --min-confidence, json keeps every finding of
    confidence 0.05 or more; only those of 0.5 or more count for the exit code.
    """
    from repair.render import RENDERERS, Style

    report = Report()
    config = configure(options)
    output = options["output"]
    if output is not None:
        check_folder(output)
    style = Style(color=wants_color(output), min_confidence=config.min_confidence)
    counted = _Counted(config.min_confidence)
    emit(RENDERERS[options["format_"]](counted.through(analyse(config, options, report)), style), output)
    return report.code(findings=counted.findings > 0)


class _Counted:
    """Counts the findings that decide the exit code while apparatuses pass."""

    def __init__(self, min_confidence: float) -> None:
        self.findings = 0
        self._min_confidence = min_confidence

    def through(self, apparatuses: Iterable[Apparatus]) -> Iterator[Apparatus]:
        for apparatus in apparatuses:
            self.findings += len(apparatus.above(self._min_confidence).entries)
            yield apparatus
