"""What is no Python file but belongs to the package is installed with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_file_of_the_package_is_installed() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    installed = {
        path
        for package, globs in data.items()
        for glob in globs
        for path in (ROOT / package.replace(".", "/")).glob(glob)
    }
    files = {path for path in (ROOT / "repair").rglob("*.*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert files, "the package has data"
    assert files - installed == set()
