"""Options that say what a check allows, and the policy that they and a configuration file make together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click
from msgspec.structs import replace

from repair.cli.output_paths import BASELINE, Reads, Writes
from repair.codes import SEVERITIES
from repair.config import Policy, all_settings
from repair.errors import ConfigError

__all__ = ["policy_of", "policy_options"]


def _percent(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A bare number is meant as what the option asks for, percent."""
    return f"{value}%" if value and value[-1:].isdecimal() else value


_HELP: Final = {name: f"{help[0].upper()}{help[1:]}." for name, _, _, help, _ in all_settings(Policy)}


_OPTIONS: Final = (
    click.option("--exit-zero", is_flag=True, help=_HELP["exit_zero"]),
    click.option("--fail-on", type=click.Choice(SEVERITIES), help=f"{_HELP['fail_on']}  [default: note]"),
    click.option(
        "--max-findings",
        multiple=True,
        metavar="N|CODE=N",
        help="Findings that are allowed, in total or of one code; findings of such a code do not count in the total.",
    ),
    click.option("--max-damaged", metavar="PERCENT", callback=_percent, help=_HELP["max_damaged"]),
    click.option(
        "--baseline",
        type=Reads(BASELINE, dir_okay=False),
        help="Leave out the known findings in this file; they are matched by content.",
    ),
    click.option(
        "--write-baseline",
        type=Writes(in_place=("baseline",), dir_okay=False),
        help="Write the findings to this file as known, report none, and exit with 0.",
    ),
    click.option(
        "--diff-from", metavar="REV", help="Report only findings in lines that changed since this git revision."
    ),
)


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `repair check` that decide what it allows."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def policy_of(options: dict[str, Any], policy: Policy) -> Policy:
    """The `policy` of a configuration file, with the options taking precedence. Raises `ConfigError`."""
    given = {name: options[name] for name in ("fail_on", "max_damaged", "baseline") if options[name] is not None}
    if options["exit_zero"]:
        given["exit_zero"] = True
    budget = dict(policy.budget)
    for value in options["max_findings"]:
        code, equals, number = value.rpartition("=")
        if not (number.isascii() and number.isdigit()) or len(number) > 9 or (equals and not code):
            raise ConfigError(f"--max-findings {value}", hint="give a number, or a code and a number as in RG103=2")
        if equals:
            budget[code.upper()] = int(number)
        else:
            given["max_findings"] = int(number)
    return replace(policy, budget=budget, **given)
