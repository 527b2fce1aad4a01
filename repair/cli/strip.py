"""`repair strip`: restores the article from its marked form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repair.cli.messages import emit
from repair.cli.options import output_option
from repair.cli.output_paths import Command, Reads
from repair.errors import ApparatusError, InputError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair strip marked.txt -o article.txt
  repair suggest article.txt | repair strip -
"""


@click.command("strip", cls=Command, epilog=_EPILOG)
@click.argument("marked", type=Reads("the marked text"))
@output_option
def command(marked: str, output: str | None) -> int:
    """Remove every mark from MARKED, as `--format marked` wrote it, and print the article's original text in UTF-8.

    If the file holds several articles, all are printed, one after the other. - is standard input.
    """
    from repair.render.reading.marked import split, strip

    try:
        text = (sys.stdin.buffer.read() if marked == "-" else Path(marked).read_bytes()).decode("utf-8")
        emit([strip(article) for _, article in split(text)], output)
    except FileNotFoundError:
        raise InputError("no such file or folder", where=marked, hint="check the path") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=marked, hint="check the path") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8: offset {error.start}", where=marked, hint="`marked` is written in UTF-8"
        ) from None
    except ApparatusError as error:
        raise ApparatusError(error.what, where=f"{marked}: {error.where}", hint=error.hint) from None
    return 0
