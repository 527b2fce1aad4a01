"""The parts of README and guide that are made from the code: `python tests/readme_blocks.py` writes them anew."""

from __future__ import annotations

import contextlib
import inspect
import json
import re
import shlex
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click
from cli_runner import run
from test_rooms import LAYERS

from repair.cli.main import COMMANDS, cli
from repair.codes import CODES, FAMILIES
from repair.config import Config, Policy, all_settings
from repair.config.file import schema
from repair.detect import DETECTORS
from repair.languages import LANGUAGES
from repair.markup import ENDINGS, MARKUPS
from repair.models import MODELS
from repair.read import FORMATS, READERS
from repair.read.extractors import EXTRACTORS
from repair.render import BINARY_RENDERERS, RENDERERS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
GUIDE = ROOT / "repair" / "guide"
PAGES = (README, *sorted(GUIDE.glob("*.md")))


def page(topic: str) -> str:
    """The file of a topic with its comments, as it stands in the source."""
    return (GUIDE / f"{topic}.md").read_text(encoding="utf-8")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _first_sentence(doc: str | None) -> str:
    return re.split(r"(?<=\.)\s", " ".join((doc or "").strip().split("\n\n")[0].split()))[0].rstrip(".:")


# --- parts made from tables -----------------------------------------------------------------------------------------


def commands() -> Iterator[str]:
    context = click.Context(cli, info_name="repair", **cli.context_settings)
    yield "| command | what it does |\n|---|---|"
    for name, meaning in COMMANDS.items():
        yield _row(f"`{name}`", meaning)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        usage = " ".join(command.collect_usage_pieces(click.Context(command, parent=context, info_name=name)))
        yield f"\n## repair {name}\n\n```text\nrepair {name} {usage}\n```\n\n{inspect.cleandoc(command.help or '')}\n"
        options = [p for p in command.params if isinstance(p, click.Option)]
        if options:
            yield "| option | meaning |\n|---|---|"
        for option in options:
            flags = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
            yield _row(flags, _meaning(option))
        examples = (command.epilog or "").partition("Examples:\n")[2].partition("\n\n")[0]
        if examples:
            yield f"\n```sh\n{textwrap.dedent(examples).strip()}\n```"


def _meaning(option: click.Option) -> str:
    named = [str(c) for c in option.type.choices] if isinstance(option.type, click.Choice) else []
    choices = "" if all(c in (option.help or "") for c in named) else f" One of {', '.join(named)}."
    default = (
        f" [default: {option.default}]" if option.show_default and option.default not in (None, "", (), False) else ""
    )
    return re.sub(r"\[default: (.*?)\]", r"Default: `\1`.", _cell(f"{option.help or ''}{choices}{default}"))


def families() -> Iterator[str]:
    yield "| family | meaning |\n|---|---|"
    yield from (_row(f"`{family}`", _cell(meaning)) for family, meaning in FAMILIES.items())


def codes() -> Iterator[str]:
    yield "| code | name | meaning | what causes it | severity |\n|---|---|---|---|---|"
    for row in CODES.values():
        yield _row(f"`{row.code}`", row.name, _cell(row.meaning), _cell(row.cause), row.severity)


def formats() -> Iterator[str]:
    yield "| format | what it is |\n|---|---|"
    first: dict[str, str] = {}
    for name, render in {**RENDERERS, **BINARY_RENDERERS}.items():
        same = first.setdefault(render.__module__, name)
        doc = " ".join((import_module(render.__module__).__doc__ or "").split("\n\n")[0].split())
        what = _first_sentence(re.sub(r"^(?:Reporter|Edition) `\w+`(?:, also called `\w+`)?: ", "", doc))
        yield _row(f"`{name}`", _cell(what[:1].upper() + what[1:]) if same == name else f"Another name of `{same}`")


def readers() -> Iterator[str]:
    yield "| format | names of files |\n|---|---|"
    for name in READERS:
        endings = ", ".join(f"`{ending}`" for ending, reader in FORMATS.items() if reader == name)
        yield _row(f"`{name}`", endings + (", and all others" if name == "text" else ""))


def markups() -> Iterator[str]:
    yield "| `--markup` | names of files |\n|---|---|"
    for name in MARKUPS:
        yield _row(f"`{name}`", ", ".join(f"`{ending}`" for ending, markup in ENDINGS.items() if markup == name))


def extractors() -> Iterator[str]:
    yield "| extractor | what installs it |\n|---|---|"
    yield from (_row(f"`{name}`", f"`pip install {each.install}`") for name, each in EXTRACTORS.items())


def languages() -> Iterator[str]:
    yield "| language | `--language` |\n|---|---|"
    yield from (_row(table.name, f"`{code}`") for code, table in LANGUAGES.items())


def settings() -> Iterator[str]:
    yield "## Of every command that looks for damage\n"
    yield from _knobs(Config)
    yield "\n## Of `repair check`: what may pass\n"
    yield from _knobs(Policy)


def _knobs(of: type[Config] | type[Policy]) -> Iterator[str]:
    yield "| setting | default | meaning | risk |\n|---|---|---|---|"
    keys = schema()["properties"]
    for name, default, unit, help, risk in all_settings(of):
        key = name.replace("_", "-")
        if key in keys:  # one follows another and stands in no file
            shown = f"`{json.dumps(default)}`" if default not in ("", (), None) and default != {} else ""
            measured = "" if unit.split(" ")[0] in help else f" ({unit})"
            yield _row(f"`{key}`", shown, _cell(help + measured), _cell(risk))


def rooms() -> Iterator[str]:
    yield "| layer | room | task |\n|---|---|---|"
    for number, names in enumerate(LAYERS):
        for name in names:
            module = import_module(f"repair.{name}")
            shown = f"{name}/" if hasattr(module, "__path__") else f"{name}.py"
            yield _row(str(number), f"`{shown}`", _cell(_first_sentence(module.__doc__)))


def extensions() -> Iterator[str]:
    tables = {
        "a rule": ("DETECTORS", "repair/detect/rules/", DETECTORS),
        "a language": ("LANGUAGES", "repair/languages/", LANGUAGES),
        "a format to read": ("READERS", "repair/read/batch.py", READERS),
        "a markup language": ("MARKUPS", "repair/markup/__init__.py", MARKUPS),
        "an extractor": ("EXTRACTORS", "repair/read/extractors.py", EXTRACTORS),
        "a format to write": ("RENDERERS", "repair/render/__init__.py", {**RENDERERS, **BINARY_RENDERERS}),
        "a bundled model": ("MODELS", "repair/models/installed.py", MODELS),
        "a command": ("COMMANDS", "repair/cli/main.py", COMMANDS),
    }
    yield "| to add | table | in | rows today |\n|---|---|---|---|"
    for what, (name, place, rows) in tables.items():
        yield _row(what, f"`{name}`", f"`{place}`", str(len(rows)))


BLOCKS: dict[str, Callable[[], Iterator[str]]] = {
    "commands": commands,
    "families": families,
    "codes": codes,
    "formats": formats,
    "readers": readers,
    "markups": markups,
    "extractors": extractors,
    "languages": languages,
    "settings": settings,
    "rooms": rooms,
    "extensions": extensions,
}


def filled(text: str) -> str:
    """A page with its generated parts made anew."""

    def made(block: re.Match[str]) -> str:
        content = "\n".join(BLOCKS[block[2]]()).strip()
        return f"{block[1]}{content}\n<!-- end of {block[2]} -->"

    return re.sub(r"(<!-- generated: (\w+) -->\n).*?<!-- end of \2 -->", made, text, flags=re.DOTALL)


# --- what commands print --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A command of which a page shows what it prints: all of it, or its `last` lines, which are prose and are wrapped."""

    command: str
    last: int = 0
    code: int = 0


_ARTICLE = "fixtures/articles/trump-putin.txt"
_COPY = "fixtures/references/trump-putin.txt"
OUTPUTS = {
    "alone": Shown(f"repair suggest {_ARTICLE} --predictions 1", last=3),
    "with a copy": Shown(f"repair suggest {_ARTICLE} --reference {_COPY}", last=3),
    "check": Shown(f"repair check {_ARTICLE} --no-model --format concise", code=1),
    "statistics": Shown("repair check fixtures/articles/agenzie.jsonl --no-model --statistics --top 1", code=1),
    "explain": Shown("repair explain RG103"),
    "models": Shown("repair models"),
}
"""Commands by the names of their blocks."""
_WIDTH = 112  # columns after which lines are wrapped, as a terminal would


def printed(shown: Shown) -> str:
    """The command and the lines that it prints."""
    alike = ("--precision", "float32") if " suggest " in shown.command else ()  # the same on every processor
    with contextlib.chdir(ROOT):
        done = run(*shlex.split(shown.command)[1:], *alike)
    assert done.code == shown.code, done.err
    lines = done.out.rstrip("\n").split("\n")
    if shown.last:
        lines = ["…", *(part for line in lines[-shown.last :] for part in _wrapped(line))]
    return f"```text\n$ {shown.command}\n" + "\n".join(lines) + "\n```\n"


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


def with_outputs(text: str) -> str:
    """A page with what its commands print made anew."""

    def made(block: re.Match[str]) -> str:
        return f"{block[1]}{printed(OUTPUTS[block[2]])}<!-- end of output -->"

    return re.sub(r"(<!-- output: ([\w ]+) -->\n).*?<!-- end of output -->", made, text, flags=re.DOTALL)


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(with_outputs(filled(path.read_text(encoding="utf-8"))), encoding="utf-8")
