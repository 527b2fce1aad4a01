"""The command line: it turns options into a configuration, makes one library call, prints, and exits with a code.

Each command has its own file. None imports a stage before it runs, so that `repair --help` stays quick.
"""

from __future__ import annotations

from repair.cli.main import main

__all__ = ["main"]
