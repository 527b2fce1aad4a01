"""The hooks for build servers: what they run, that no input can be read as a command, and hostile folders."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import CODES, DAMAGED, run
from stopwatch import Stopwatch

ROOT = Path(__file__).parent.parent
ACTION = ROOT / ".github" / "actions" / "check"
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def action(**inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's script as a runner would start it, with `repair` on the path."""
    bin = Path("bin")
    bin.mkdir(exist_ok=True)
    command = bin / "repair"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -c 'from repair.cli import main; main()' \"$@\"\n")
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin.absolute()}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment |= {f"REPAIR_{name.upper()}": value for name, value in inputs.items()}
    return subprocess.run(
        ["bash", str(ACTION / "check.sh")], env=environment, capture_output=True, text=True, check=False
    )


def test_the_action_annotates_and_fails() -> None:
    Path("un articolo.txt").write_text(DAMAGED, encoding="utf-8")
    done = action(paths="un articolo.txt\n\n", arguments="--no-model\n--select=RG\n")
    assert done.returncode == 1
    assert re.findall(r"^::error title=(\w+) [\w-]+,file=un articolo\.txt,", done.stdout, re.MULTILINE) == list(CODES)


def test_the_action_writes_a_report_to_a_file() -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    done = action(paths="a.txt", arguments="--no-model\n--exit-zero", format="sarif", output="repair.sarif")
    assert (done.returncode, done.stdout) == (0, "")
    assert len(json.loads(Path("repair.sarif").read_text())["runs"][0]["results"]) == len(CODES)


@pytest.mark.parametrize("name", ["$(touch bad)", "`touch bad`", "; touch bad", "--output=bad", "a b*", "'"])
def test_no_input_of_the_action_is_read_as_a_command(name: str) -> None:
    done = action(paths=name, arguments="--no-model")
    assert done.returncode == 2
    assert not Path("bad").exists()
    Path(name).write_text(DAMAGED, encoding="utf-8")
    done = action(paths=name, arguments="--no-model")
    assert done.returncode == 1
    assert not Path("bad").exists()


def test_the_action_needs_paths() -> None:
    done = action(paths=" \n", arguments="")
    assert done.returncode == 2
    assert done.stdout.startswith("::error ")


def test_the_action_hands_every_input_to_its_script() -> None:
    text = (ACTION / "action.yml").read_text(encoding="utf-8")
    script = (ACTION / "check.sh").read_text(encoding="utf-8") + "".join(re.findall(r"run: .*", text))
    for name in re.findall(r"REPAIR_(\w+):", text):
        assert f"REPAIR_{name}:" in script or f"REPAIR_{name}" in script
        assert f"${{{{ inputs.{name.lower()} }}}}" in text
    # an expression within a script would be put in before any shell reads it
    assert not re.search(r"run:.*\$\{\{", text)


def test_the_hooks_run_commands_and_options_that_exist() -> None:
    entries = re.findall(r"entry: repair (.*)", HOOKS)
    assert len(entries) == 2
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    for entry in entries:
        assert run(*entry.split(), "a.txt").code == 1


def test_the_hooks_leave_out_texts_that_are_no_articles() -> None:
    for pattern in re.findall(r"exclude: (.*)", HOOKS):
        for name in (
            "requirements.txt",
            "a/requirements-dev.txt",
            "CMakeLists.txt",
            "LICENSE.txt",
            "a/LICENSE-MIT.md",
            "license.rst",
            "COPYING",
            "NOTICE.md",
        ):
            assert re.search(pattern, name)
        for name in (
            "a.txt",
            "articoli/requisiti.txt",
            "una licenza.txt",
            "license-to-sail.md",
            "notices/a.md",
            "authors/b.md",
        ):
            assert not re.search(pattern, name)


def test_build_servers_install_no_models_unless_asked() -> None:
    text = (ACTION / "action.yml").read_text(encoding="utf-8")
    (step,) = re.findall(r"run: (python -m pip install.*)", text)
    said = step.replace("python -m pip install --quiet", "echo")
    for extra, installed in (("", ""), ("reader", "[reader]"), ("$(touch bad)", "[$(touch bad)]")):
        environment = {"PATH": os.environ["PATH"], "GITHUB_ACTION_PATH": "/a/b/c/d", "REPAIR_EXTRA": extra}
        done = subprocess.run(["bash", "-c", said], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout == f"/a/b/c/d/../../..{installed}\n"
    assert not Path("bad").exists()
    assert re.search(r"extra:\n.*\n    default: \"\"", text)
    assert "additional_dependencies" not in HOOKS
    guide = (ROOT / "repair" / "guide" / "ci.md").read_text(encoding="utf-8")
    assert re.findall(r"- pip install (.*)", guide) == ["."]


# --- hostile folders ---------------------------------------------------------------------------------------------


def test_a_loop_of_links_is_walked_once() -> None:
    Path("a").mkdir()
    Path("a/x.txt").write_text(DAMAGED, encoding="utf-8")
    Path("a/again").symlink_to("..", target_is_directory=True)
    done = run("check", ".", "--no-model", "--format", "jsonl")
    assert done.code == 1
    assert [json.loads(line)["code"] for line in done.out.splitlines()] == list(CODES)


@pytest.mark.skipif(os.geteuid() == 0, reason="this user may read everything")
def test_an_unreadable_folder_is_an_error_and_the_rest_is_checked() -> None:
    Path("a").mkdir()
    Path("b").mkdir()
    Path("a/x.txt").write_text(DAMAGED, encoding="utf-8")
    Path("b").chmod(0)
    done = run("check", "a", "b", "--no-model", "--format", "jsonl")
    Path("b").chmod(0o700)
    assert done.code == 2
    assert len(done.out.splitlines()) == len(CODES)


@pytest.mark.parametrize("name", ["text", "concise", "grouped", "github", "azure"])
def test_no_article_and_no_name_gives_orders_to_the_log(name: str) -> None:
    text = "::error::falso\n\x1b[2J::add-mask::x ##vso[task.complete] " + DAMAGED
    Path("::error::\x1b[2J.txt").write_text(text, encoding="utf-8")
    done = run("check", "::error::\x1b[2J.txt", "--no-model", "--format", name)
    assert done.code == 1
    for line in (done.out + done.err).splitlines():
        assert "\x1b" not in line
        assert not re.match(r"\s*::(?!(error|warning|notice) title=)", line)
        assert not re.search(r"##(\[|vso\[(?!task\.logissue ))", line)


def test_findings_are_grouped_under_the_whole_name_of_their_file() -> None:
    Path("note [bozza].txt").write_text(DAMAGED, encoding="utf-8")
    name, *lines = run("check", "note [bozza].txt", "--no-model", "--format", "grouped").out.splitlines()
    assert name == "note [bozza].txt"
    assert all(re.match(r"  \d+:\d+ R", line) for line in lines[: len(CODES)])


def test_colours_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text(DAMAGED, encoding="utf-8")
    assert "\x1b" not in run("check", "a.txt", "--no-model").out
    monkeypatch.setattr("repair.cli.check.wants_color", lambda output: True)
    assert "\x1b[" in run("check", "a.txt", "--no-model").out


def test_ten_thousand_findings_in_one_file(stopwatch: Stopwatch) -> None:
    # different paragraphs: those that stand twice would be one finding each
    numbered = DAMAGED.replace("Il mercato", "Il mercato {n}").replace("I banchi", "I {n} banchi")
    Path("a.txt").write_text("".join(numbered.format(n=n) for n in range(3_400)), encoding="utf-8")

    def check() -> None:
        done = run("check", "a.txt", "--no-model", "--write-baseline", "known.json")
        assert done.code == 0
        assert len(json.loads(Path("known.json").read_text())["findings"]) >= 10_000
        done = run("check", "a.txt", "--no-model", "--baseline", "known.json")
        assert (done.code, done.out) == (0, "Found no findings in 1 article.\n")
        done = run("check", "a.txt", "--no-model")
        assert done.code == 1
        assert done.out.count(" RG101 ") == 3_400

    assert stopwatch.seconds(check) < 60  # quadratic time would be many minutes
