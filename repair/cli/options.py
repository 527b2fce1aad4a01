"""Options that several commands share, and how they become a configuration.

Defaults and help come from the table of settings, so that the command line always agrees with the library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

import click
from msgspec.structs import replace

from repair.cli.numbers import FloatRange
from repair.cli.output_paths import (
    ARTICLES,
    BASELINE,
    CONFIGURATION,
    MODEL,
    NAMES,
    REFERENCES,
    Reads,
    Writes,
    also_read,
)
from repair.config import MARKUP_CHOICES, PRECISIONS, READER_CHOICES, Config, all_settings
from repair.extras import has_extra, require_extra
from repair.languages import LANGUAGES
from repair.read import AUTO, READERS
from repair.read.extractors import EXTRACTORS
from repair.render import BINARY_RENDERERS, RENDERERS

if TYPE_CHECKING:
    from pathlib import Path

    from repair.cli.messages import Report
    from repair.config.file import Loaded

__all__ = [
    "BESIDE",
    "INSTALL_MODEL",
    "archive_options",
    "article_options",
    "cache_folder",
    "configure",
    "detection_options",
    "exclude_option",
    "format_option",
    "jobs_option",
    "loaded_for",
    "model_options",
    "names_option",
    "output_option",
    "page_options",
    "reference_options",
    "row_options",
    "source_options",
    "speed_options",
    "unit_option",
    "usable",
]

INSTALL_MODEL: Final = "pip install '.[model]'"
"""How the models are installed, where a plain installation lacks them."""

_CACHE_FOLDER: Final = ".repair_cache"
BESIDE: Final = f"in {_CACHE_FOLDER} beside the configuration file; without one, in the user's cache folder"
"""Where the folders that `repair` keeps for itself stand, as the help of their options says it."""

_Command = Callable[..., Any]
_SETTINGS: Final = {setting.name: setting for setting in all_settings()}


def _setting_option(name: str, **more: Any) -> Callable[[_Command], _Command]:
    """An option for a setting: `None` unless given, so that the configuration decides about settings not given."""
    _, default, unit, help, risk = _SETTINGS[name]
    notes = "; ".join(note for note in (unit if unit not in help else "", risk) if note)
    shown = "" if default in ("", (), False) else f"  [default: {default}]"
    text = f"{help[0].upper()}{help[1:]}" + (f" ({notes})." if notes else ".") + shown
    more.setdefault("type", type(default))
    return click.option(f"--{name.replace('_', '-')}", name, default=None, help=text, **more)


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(code.strip().upper() for group in value for code in group.split(",")) or None


def _given(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    return values or None


class _Jobs(click.ParamType[int]):
    """A number of processes; `auto` is 0: as many as there are cores."""

    name = "jobs"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "N|auto"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if value == "auto":
            return 0
        try:
            jobs = int(value)
        except ValueError:
            jobs = -1
        if not 0 <= jobs <= _MOST_JOBS:
            self.fail(f"{value!r} is no number of processes from 0 to {_MOST_JOBS}, nor auto", param, ctx)
        return jobs


_MOST_JOBS: Final = 1024


def jobs_option(help: str) -> Callable[[_Command], _Command]:
    """The option that says how many processes work."""
    return click.option("-j", "--jobs", type=_Jobs(), default="auto", show_default=True, help=help)


def _stack(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


row_options: Final = _stack(
    click.option(
        "--field",
        default="text",
        show_default=True,
        metavar="NAME",
        help="Field of a row that holds the text; it may be nested: article.body, '$.a[0].text'.",
    ),
    click.option(
        "--id-field",
        default="id",
        show_default=True,
        metavar="NAME",
        help="Field of a row that holds its id, perhaps nested.",
    ),
    click.option("--encoding", default="utf-8", show_default=True, metavar="NAME", help="Encoding of the files."),
)
page_options: Final = _stack(
    click.option("--html-field", default="", metavar="NAME", help="Field of a row that holds the HTML of its page."),
    click.option(
        "--url-field",
        default="url",
        show_default=True,
        metavar="NAME",
        help="Field of a row that holds the address of its page.",
    ),
)
archive_options: Final = _stack(
    click.option(
        "--extractor",
        type=click.Choice(list(EXTRACTORS)),
        default="trafilatura",
        show_default=True,
        help="Library that takes the articles from the pages of web archives (WARC) among ARTICLES.",
    )
)
exclude_option: Final = _setting_option("exclude", type=str, metavar="PATTERN", multiple=True, callback=_given)
source_options: Final = _stack(
    row_options,
    click.option(
        "--stdin-format",
        type=click.Choice([AUTO, *READERS]),
        default=AUTO,
        show_default=True,
        help="Format of standard input (-) and of pipes, which may be packed; auto: by what each begins with.",
    ),
    exclude_option,
    _setting_option("max_chars"),
)
article_options: Final = _stack(
    click.argument("articles", nargs=-1, required=True, metavar="ARTICLES...", type=Reads(ARTICLES)), source_options
)
detection_options: Final = _stack(
    _setting_option("select", type=str, metavar="CODES", multiple=True, callback=_codes),
    _setting_option("ignore", type=str, metavar="CODES", multiple=True, callback=_codes),
    _setting_option("min_confidence"),
    _setting_option("language", type=click.Choice(list(LANGUAGES))),
    _setting_option("markup", type=click.Choice(MARKUP_CHOICES)),
    click.option(
        "--no-model",
        "no_model",
        is_flag=True,
        help="Use rules only: quick, but finds no gap that leaves no sign on the surface.",
    ),
    _setting_option("reader", metavar="NAME", type=Reads(MODEL)),
    _setting_option("device", metavar="NAME"),
    _setting_option("precision", type=click.Choice(PRECISIONS)),
    _setting_option("batch_size"),
    click.option(
        "--config",
        "config_file",
        type=Reads(CONFIGURATION, exists=True, dir_okay=False),
        help="Use this configuration file, not the one in the folder of ARTICLES or above it.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
)
model_options: Final = _stack(
    _setting_option("model", metavar="NAME", type=Reads(MODEL)),
    _setting_option("always_predict", is_flag=True),
    _setting_option("predictions"),
)
speed_options: Final = _stack(
    jobs_option("Processes that read the articles; auto or 0: one for each core. With the model, one uses all cores."),
    click.option(
        "--cache-dir",
        type=Writes("cache", file_okay=False),
        envvar="REPAIR_CACHE_DIR",
        show_envvar=True,
        help=f"Folder of the cache of findings.  [default: {BESIDE}]",
    ),
    click.option(
        "--no-cache", is_flag=True, envvar="REPAIR_NO_CACHE", show_envvar=True, help="Neither use nor fill the cache."
    ),
)
output_option: Final = click.option(
    "-o",
    "--output",
    type=Writes(prints=True, dir_okay=False),
    help="Write here instead of to standard output (-); replaced atomically.",
)


reference_options: Final = _stack(
    click.option(
        "--reference",
        "-r",
        "references",
        multiple=True,
        metavar="R",
        type=Reads(REFERENCES),
        help="Another copy: file, folder, glob, JSONL or HTML.",
    ),
    click.option(
        "--reference-encoding", metavar="NAME", help="Encoding of the references.  [default: that of the articles]"
    ),
)


names_option: Final = click.option(
    "--names",
    multiple=True,
    metavar="STORE|FILE",
    type=Reads(NAMES),
    help="Articles whose names compete where no copy has the words: a store, or any other source of references.",
)


def format_option(default: str) -> Callable[[_Command], _Command]:
    """The option that names a format."""
    names = (*RENDERERS, *BINARY_RENDERERS)
    return click.option(
        "--format",
        "format_",
        type=click.Choice(names),
        default=default,
        show_default=True,
        metavar="NAME",
        help=f"Format of the result: {', '.join(names)}.",
    )


def unit_option(name: str, default: float, help: str) -> Callable[[_Command], _Command]:
    """An option that takes a number from 0 to 1."""
    return click.option(name, type=FloatRange(0, 1), default=default, show_default=True, help=help)


def loaded_for(options: dict[str, Any]) -> Loaded:
    """The configuration file of the articles that the options name. Raises `ConfigError`."""
    from pathlib import Path

    from repair.config.file import Loaded, load_config, load_for

    if options.get("isolated"):
        return Loaded()
    named = options.get("config_file")
    loaded = load_config(Path(named).absolute()) if named else load_for(options["articles"])
    for name, what, path in (
        ("config_file", CONFIGURATION, loaded.path),
        ("baseline", BASELINE, loaded.policy.baseline),
        ("model", MODEL, loaded.config.model),
        ("reader", MODEL, loaded.config.reader if loaded.config.reader not in READER_CHOICES else ""),
    ):
        also_read(name, what, [str(path)] if path else [])
    return loaded


def cache_folder(loaded: Loaded, kept: Literal["findings", "pages"]) -> Path:
    """The folder that keeps what was found, or the pages that were fetched, where no other is asked for: beside the
    configuration file. Without one it is in that of the user, so that a run leaves nothing in the folder that it is
    started in."""
    if loaded.path is not None:
        return loaded.root / _CACHE_FOLDER / kept
    from platformdirs import user_cache_path

    return user_cache_path("repair", appauthor=False) / kept


def configure(options: dict[str, Any], loaded: Loaded | None = None) -> Config:
    """The configuration that a command's options ask for, above what its configuration file says (`loaded`, found
    where it is `None`). Raises `ConfigError` for a value that means nothing, and `MissingExtra` if somebody names a
    model and the models are not installed."""
    loaded = loaded or loaded_for(options)
    given = {name: options[name] for name in _SETTINGS if options.get(name) is not None}
    if "min_confidence" in given:
        given["floor"] = given["min_confidence"]  # an apparatus then keeps exactly the findings that are reported
    if options.get("no_model"):
        given["use_model"] = False
    config = replace(loaded.config, **given)
    for name, value in (("model", config.model), ("reader", config.reader)):
        named = name in given or name in loaded.keys
        if named and config.use_model and value not in ("auto", "none"):
            extra = "reader" if name == "reader" and _reads_without_torch(value) else "model"
            require_extra(extra, f"the model {value!r}", hint=f"pip install '.[{extra}]', or give --no-model")
    for name, value, usual in (
        ("device", config.device, ("auto", "cpu")),
        ("precision", config.precision, ("auto", "float32")),
    ):
        if config.use_model and value not in usual and has_extra("reader"):
            require_extra("model", f"{name} = {value!r}", hint=f"{INSTALL_MODEL}, or name none")
    return config


def _reads_without_torch(reader: str) -> bool:
    from repair.models import MODELS, quick_place

    return reader in READER_CHOICES or reader in MODELS or quick_place(reader) is not None


def usable(config: Config, report: Report, *, predict: bool = False) -> Config:
    """`config` as this installation can carry it out, with a notice if only rules are used.

    `predict` says whether the run has any use for what a model would fill in.
    """
    if config.language and config.language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        report.notice(f"no table for the language {config.language!r}, only for {known}: rules that need words are off")
    missed = "gaps that leave no sign on the surface are not found" + (", and nothing is predicted" if predict else "")
    if not config.use_model:
        report.notice(f"rules only: {missed}")
    elif not has_extra("reader"):
        report.notice(f"rules only, since the models are not installed: {missed}; {INSTALL_MODEL} adds them")
        return replace(config, use_model=False)
    elif predict and config.predict and config.model != "none" and not has_extra("model"):
        report.notice(f"nothing is predicted, since the libraries for it are not installed; {INSTALL_MODEL} adds them")
        return replace(config, predict=False)
    return config
