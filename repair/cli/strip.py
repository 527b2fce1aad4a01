"""`repair strip`: the article back from its marked form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repair.cli.options import output_option
from repair.cli.report import check_folder
from repair.errors import InputError

__all__ = ["command"]

_EPILOG = """\b
Examples:
  repair strip marked.txt -o article.txt
  repair suggest article.txt | repair strip -
"""


@click.command("strip", epilog=_EPILOG)
@click.argument("marked", type=click.Path())
@output_option
def command(marked: str, output: str | None) -> int:
    """Remove every mark from MARKED, as `--format marked` wrote it, and give the article as it was.

    Of a file with several articles all are given, one after the other.
    """
    from repair.apply import write_atomically
    from repair.render.marked import split, strip

    if output is not None:
        check_folder(output)
    try:
        text = sys.stdin.buffer.read() if marked == "-" else Path(marked).read_bytes()
        plain = "".join(strip(article) for _, article in split(text.decode("utf-8"))).encode("utf-8")
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror}", where=marked, hint="check the path") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start}", where=marked, hint="`marked` is written in UTF-8"
        ) from None
    if output is None:
        sys.stdout.buffer.write(plain)
        sys.stdout.buffer.flush()
    else:
        write_atomically(output, plain)
    return 0
