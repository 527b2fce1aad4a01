"""Options that several commands share, and how they become a configuration.

Defaults and help come from the table of knobs, so that the command line cannot drift from the library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import click

from repair.config import Config, knobs

__all__ = ["article_options", "configure", "detection_options", "model_options", "output_option"]

_Command = Callable[..., Any]
_KNOBS: Final = {knob[0]: knob for knob in knobs()}


def _knob(name: str, *flags: str, **more: Any) -> Callable[[_Command], _Command]:
    """An option for a knob: `None` unless given, so that what is not said is left to the configuration."""
    _, default, unit, help, risk = _KNOBS[name]
    shown = ", ".join(default) if isinstance(default, tuple) else default
    notes = "; ".join(filter(None, (unit, f"default {shown}" if shown not in ("", True, False) else "", risk)))
    more.setdefault("type", type(default) if isinstance(default, (int, float, str)) else str)
    text = f"{help[0].upper()}{help[1:]}" + (f" ({notes})." if notes else ".")
    return click.option(*(flags or (f"--{name.replace('_', '-')}",)), name, default=None, help=text, **more)


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...] | None:
    codes = tuple(code.strip() for group in value for code in group.split(","))
    return codes or None


def _stack(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


article_options: Final = _stack(
    click.argument("articles", nargs=-1, required=True, metavar="ARTICLES..."),
    click.option("--field", default="text", show_default=True, help="Field of a JSONL row that holds the text."),
    click.option("--id-field", default="id", show_default=True, help="Field of a JSONL row that holds its id."),
    click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the files."),
    click.option(
        "--stdin-format", default="text", show_default=True, help="Format of standard input (-): text or jsonl."
    ),
    _knob("max_chars"),
)
detection_options: Final = _stack(
    _knob("select", type=str, multiple=True, callback=_codes),
    _knob("ignore", type=str, multiple=True, callback=_codes),
    _knob("min_confidence"),
    _knob("language"),
    click.option("--no-model", "no_model", is_flag=True, help="Use rules only: quick, and blind to seamless gaps."),
    _knob("device"),
    _knob("batch_size"),
)
model_options: Final = _stack(
    _knob("model"),
    click.option("--always-predict", "always_predict", is_flag=True, help="Ask the model for every gap (slower)."),
    click.option("--no-predict", "no_predict", is_flag=True, help="Recover from references only; predict nothing."),
    _knob("predictions"),
)
output_option: Final = click.option(
    "-o", "--output", type=click.Path(), help="Write here instead of to standard output; replaced atomically."
)


def configure(options: dict[str, Any]) -> Config:
    """The configuration that a command's options ask for. Raises `ConfigError` for a value that means nothing."""
    given = {name: options[name] for name in _KNOBS if options.get(name) is not None}
    if "min_confidence" in given:
        given["floor"] = given["min_confidence"]  # an apparatus then keeps what is reported, no more and no less
    if options.get("no_model"):
        given["use_model"] = False
    if options.get("no_predict"):
        given["predict"] = False
    return replace(Config(), **given)
