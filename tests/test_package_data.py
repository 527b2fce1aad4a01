"""What a wheel brings: all files of the package but the bundled model, which is a distribution of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from repair.errors import ModelError
from repair.models import all_models, load

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "repair" / "models" / "it-en-small"
MOST_BYTES = 20_000_000  # a check by rules in CI installs no more than this of the project's own

Install = Callable[..., None]


def installed_by(project: Path) -> dict[str, Path]:
    """The files that the wheel of a project brings, by their path in it."""
    return {file.distribution_path: Path(file.path) for file in WheelBuilder(str(project)).recurse_included_files()}


def test_a_plain_installation_brings_every_file_but_the_weights() -> None:
    files = {path for path in (ROOT / "repair").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert len(files) > 300
    wheel = installed_by(ROOT)
    assert set(wheel) == {path.relative_to(ROOT).as_posix() for path in files if MODEL not in path.parents}
    assert sum(path.stat().st_size for path in wheel.values()) < MOST_BYTES


def test_pip_keeps_no_wheel_of_the_bundled_model() -> None:
    """It keeps those of folders whose name looks like a name and a version, and then installs what they held once."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    folders = {path for one in extras.values() for path in one if "{root:uri}" in path}
    assert len(folders) == 1
    assert not any(re.search(r"[\w.]-[\w.!+-]", folder.rpartition("/")[2]) for folder in folders)


def test_the_bundled_model_is_installed_whole() -> None:
    files = {path.name for path in MODEL.iterdir() if path.is_file()}
    assert set(installed_by(MODEL)) == {f"repair_it_en_small/{name}" for name in files - {"pyproject.toml"}}


def test_without_the_weights_everything_goes_by_rules(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "repair", tmp_path / "repair", ignore=shutil.ignore_patterns("it-en-small", "__pycache__"))
    (tmp_path / "a.txt").write_text('The mayor called it "" and left for the island on the early ferry.\n')

    def run(*arguments: str) -> tuple[int, str, str]:
        # the weights may be installed beside the checkout: then this process does not see them
        hidden = "import sys, runpy; sys.modules['repair_it_en_small'] = None; runpy.run_module('repair', run_name='__main__')"
        command = [sys.executable, "-c", hidden, *arguments]
        environment = os.environ | {"PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
        return done.returncode, done.stdout, done.stderr

    code, out, err = run("check", "a.txt")
    assert (code, "RG101" in out) == (1, True)
    assert "note: rules only, since the models are not installed: " in err
    assert "pip install '.[model]'" in err
    code, out, err = run("models")
    assert (code, "it-en-small" in out, "pip install '.[model]'" in err) == (0, True, True)
    code, _, err = run("suggest", "a.txt", "--model", "it-en-small")
    assert (code, "repair_it_en_small" in err) == (2, True)


# --- a model that another distribution brings


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a distribution that brings the model `name`, with the files of `folder` and a configuration."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(name: str, config: str, folder: Path | None = None) -> None:
        package = name.replace("-", "_")
        if folder:
            shutil.copytree(folder, tmp_path / package)
        (tmp_path / package).mkdir(exist_ok=True)
        (tmp_path / package / "config.json").write_text(config)
        about = tmp_path / f"{package}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nSummary: A small model for {name}\n"
            "License-Expression: MIT\n"
        )
        (about / "entry_points.txt").write_text(f"[repair.models]\n{name} = {package}\n")

    return install


def test_it_is_listed_with_what_its_distribution_says(install: Install) -> None:
    install("nl-small", '{"languages": ["nl"]}')
    install("any-small", "{}")
    row = all_models()["nl-small"]
    assert (row.languages, row.licence, row.description) == (("nl",), "MIT", "A small model for nl-small")
    assert (row.size, row.gap_head) == ((row.folder / "config.json").stat().st_size, False)
    assert all_models()["any-small"].languages == ()
    assert "it-en-small" in all_models()


def test_it_never_takes_the_place_of_the_bundled_model(install: Install) -> None:
    install("it-en-small", '{"languages": ["xx"]}')
    assert all_models()["it-en-small"].languages == ("it", "en")


@pytest.mark.model
def test_it_is_loaded_by_its_name(install: Install) -> None:
    install("copied-small", (MODEL / "config.json").read_text("utf-8"), MODEL)
    model = load("copied-small")
    assert (model.name, model.has_gap_head) == ("copied-small", True)


@pytest.mark.parametrize("config", ["", "[]", '{"languages": 3}', '{"languages": [3]}', "[" * 100_000])
def test_a_broken_one_is_named(config: str, install: Install) -> None:
    install("broken-small", config)
    with pytest.raises(ModelError, match="'broken-small' cannot be read"):
        all_models()
