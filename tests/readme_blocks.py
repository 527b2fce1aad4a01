"""The parts of the README that are made from the code: run `python tests/readme_blocks.py` to write them anew."""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from cli_runner import run

from repair.cli.main import COMMANDS, cli
from repair.codes import CODES
from repair.config import Config, Policy, knobs
from repair.languages import LANGUAGES
from repair.models import MODELS
from repair.read import READERS
from repair.render import BINARY_RENDERERS, RENDERERS

README = Path(__file__).parent.parent / "README.md"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def commands() -> Iterator[str]:
    context = click.Context(cli, info_name="repair")
    for name, meaning in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        yield f"#### `repair {name}`\n\n{meaning}\n"
        options = [p for p in command.params if isinstance(p, click.Option)]
        if options:
            yield "| option | meaning |\n|---|---|"
            for option in options:
                flags = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
                default = option.default
                shown = f" Default `{default}`." if option.show_default and default not in (None, "", (), False) else ""
                yield f"| {flags} | {_cell(option.help or '')}{shown} |"
        yield ""


def codes() -> Iterator[str]:
    yield "| code | name | meaning | what causes it | severity |\n|---|---|---|---|---|"
    for row in CODES.values():
        yield f"| `{row.code}` | {row.name} | {_cell(row.meaning)} | {_cell(row.cause)} | {row.severity} |"


def formats() -> Iterator[str]:
    yield "| format | what it is |\n|---|---|"
    for name, render in {**RENDERERS, **BINARY_RENDERERS}.items():
        first = (__import__(render.__module__, fromlist=["x"]).__doc__ or "").strip().split("\n\n")[0]
        sentence = (
            re.sub(r"^(?:Reporter|Edition) `\w+`(?:, also called `\w+`)?: ", "", " ".join(first.split()))
            .split(". ")[0]
            .rstrip(".")
        )
        yield f"| `{name}` | {_cell(sentence[:1].upper() + sentence[1:])} |"


def settings() -> Iterator[str]:
    yield "Of every command that looks for damage:\n"
    yield from _knobs(Config)
    yield "\nOf `repair check`, which says what passes:\n"
    yield from _knobs(Policy)


def _knobs(of: type[Config] | type[Policy]) -> Iterator[str]:
    yield "| setting | default | unit | meaning | risk |\n|---|---|---|---|---|"
    for name, default, unit, help, risk in knobs(of):
        shown = f"`{default}`" if default not in ("", (), None) and default != {} else ""
        yield f"| `{name}` | {shown} | {unit} | {_cell(help)} | {_cell(risk)} |"


def tables() -> Iterator[str]:
    yield f"Languages with tables: {', '.join(f'{t.name} (`{c}`)' for c, t in LANGUAGES.items())}."
    yield f"Formats read: {', '.join(f'`{name}`' for name in READERS)}."
    yield f"Bundled models: {', '.join(f'`{name}`' for name in MODELS)}."


BLOCKS: dict[str, Callable[[], Iterator[str]]] = {
    "commands": commands,
    "codes": codes,
    "formats": formats,
    "settings": settings,
    "tables": tables,
}


OUTPUTS = {
    "alone": "repair suggest fixtures/articles/trump-putin.txt",
    "with a copy": "repair suggest fixtures/articles/trump-putin.txt --reference fixtures/references/trump-putin.txt",
}
"""Commands whose last lines the README shows, by the names of their blocks."""
_SHOWN_LINES = 3


def printed(command: str) -> str:
    """The command and the last lines that it prints."""
    with contextlib.chdir(README.parent):
        done = run(*shlex.split(command)[1:], "--precision", "float32")  # the same on every processor
    assert done.code == 0, done.err
    return f"```text\n$ {command}\n…\n" + "\n".join(done.out.split("\n")[-_SHOWN_LINES:]) + "\n```\n"


def with_outputs(text: str) -> str:
    for name, command in OUTPUTS.items():
        before, mark, rest = text.partition(f"<!-- output: {name} -->\n")
        assert mark, f"the README has no output {name!r}"
        text = before + mark + printed(command) + "<!-- end of output -->" + rest.partition("<!-- end of output -->")[2]
    return text


def filled(text: str) -> str:
    for name, make in BLOCKS.items():
        begin, end = f"<!-- generated: {name} -->\n", f"<!-- end of {name} -->"
        before, mark, rest = text.partition(begin)
        assert mark, f"the README has no block {name!r}"
        text = before + mark + "\n".join(make()).strip() + "\n" + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    README.write_text(with_outputs(filled(README.read_text(encoding="utf-8"))), encoding="utf-8")
