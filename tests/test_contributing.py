"""The recipes of the contributing guide, followed: a made-up code and rule come out of the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from repair.codes import CODES
from repair.detect import DETECTORS

GUIDE = (Path(__file__).parent.parent / ".github" / "CONTRIBUTING.md").read_text("utf-8")
# the rows enter their tables before anything else is loaded, as if they stood there
FOLLOWED = """
import sys
from repair.codes import CODES, Code, Wording
(row,) = [{code}]
CODES[row.code] = row
from repair.detect.document import pattern_rule
from repair.detect.rules import DETECTORS
DETECTORS.update({{{rule}}})
from repair.cli.main import main
sys.exit(main())
"""
BAD = {
    "it": "Il comune ricorda che lo prevede il § del regolamento, che vale anche per la biblioteca del quartiere.\n",
    "en": "The town says that this is what the § of the bylaws asks for, which holds for the library as well.\n",
}


def block(name: str) -> str:
    """The block of Python in the guide under the comment `name`."""
    found = re.search(rf"( *)<!-- {name} -->\n *```python\n(.*?)\n *```\n", GUIDE, re.DOTALL)
    assert found
    return textwrap.dedent(found[2])


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A program that is `repair` with the guide's code and rule."""
    path = tmp_path / "followed.py"
    path.write_text(FOLLOWED.format(code=block("code"), rule=block("rule")), "utf-8")
    return path


def check(followed: Path, text: str, style: str) -> str:
    done = subprocess.run(
        [sys.executable, str(followed), "check", "-", "--no-model", "--isolated", "--format", style],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.mark.parametrize("language", BAD)
def test_a_code_and_a_rule_of_the_guide_are_seen_in_every_format(followed: Path, language: str) -> None:
    text = BAD[language]
    name, meaning = {
        "it": ("paragrafo perso", "il segno di paragrafo senza il suo numero"),
        "en": ("lost section", "a section sign without its number"),
    }[language]

    assert "RG199" in check(followed, text, "text")

    (entry,) = json.loads(check(followed, text, "apparatus"))["suggestions"]
    assert (entry["start"], entry["code"], entry["words"]) == (text.index("§"), "RG199", [1, 2])
    assert entry["confidence"] >= 0.5, "the prior of its code, on its page"

    (run,) = json.loads(check(followed, text, "sarif"))["runs"]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("RG199", "error")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["name"] == "LostSection"

    page = check(followed, text, "html")
    assert name in page
    assert meaning in page


def test_what_the_guide_makes_up_is_not_in_the_tables() -> None:
    assert "RG199" not in CODES
    assert "section-lost" not in DETECTORS


def test_the_cases_of_the_guide_hold(followed: Path) -> None:
    toml = re.search(r"bad = '''(.*)'''\n *good = '''(.*)'''", GUIDE)
    assert toml
    bad, good = toml.groups()
    text = bad.replace("⟦⟧", "")
    assert json.loads(check(followed, text, "apparatus"))["suggestions"][0]["start"] == bad.index("⟦")
    assert "RG199" not in check(followed, f'{good} Il "" resta.', "text")
