"""The README shows what the program has: every command, option, code, format and setting."""

from __future__ import annotations

import shlex

import pytest
from readme_blocks import README, filled

TEXT = README.read_text(encoding="utf-8")


def test_generated_parts_are_up_to_date() -> None:
    assert filled(TEXT) == TEXT, "run: python tests/readme_blocks.py"


def command_of(mark: str) -> str:
    block = TEXT.partition(f"<!-- {mark} -->")[2].partition("<!-- end -->")[0]
    return block.partition("```sh\n")[2].partition("\n```")[0]


@pytest.mark.parametrize("mark", ["run", "test"])
def test_the_two_commands_stand_where_ci_looks_for_them(mark: str) -> None:
    command = command_of(mark)
    assert command.count("\n") == 0, "one command, as promised"
    assert shlex.split(command)[:2] == ["pip", "install"]
