"""How many documents of repositories the hooks stop: `python tests/benchmarks/documents.py FOLDER... [--list]`.

It runs the first hook over the READMEs, Markdown, reStructuredText, AsciiDoc and text files below the folders, as `pre-commit`
would, and prints how many fail, by kind of file, and how many each code fails. `--list` prints every finding.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

_HOOKS: Final = Path(__file__).parent.parent.parent / ".pre-commit-hooks.yaml"
_ENDINGS: Final = (".md", ".markdown", ".mdx", ".rst", ".adoc", ".asciidoc", ".txt", ".html", ".htm")
_AT_ONCE: Final = 200  # files in one command


def hook() -> tuple[list[str], re.Pattern[str]]:
    """The command of the first hook, and the names of the files that it leaves out."""
    text = _HOOKS.read_text(encoding="utf-8")
    command = re.search(r"entry: repair (.*)", text)
    left_out = re.search(r"exclude: (.*)", text)
    assert command
    assert left_out
    return command[1].split(), re.compile(left_out[1])


def documents(folders: tuple[str, ...], endings: tuple[str, ...], left_out: re.Pattern[str]) -> Iterator[Path]:
    """The files below the folders that a repository holds for people to read."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if not path.is_file() or path.stat().st_size == 0 or left_out.search(str(path)):
                continue
            if path.suffix.lower() in endings or (path.name.upper() == "README"):
                yield path


def findings(command: list[str], paths: list[Path]) -> Iterator[dict[str, object]]:
    """What the hook finds in the files; what it says besides goes to standard error."""
    for at in range(0, len(paths), _AT_ONCE):
        arguments = [sys.executable, "-m", "repair", *command, "--isolated", "--no-cache", "--format", "jsonl"]
        done = subprocess.run([*arguments, *paths[at : at + _AT_ONCE]], capture_output=True, text=True, check=False)
        if done.returncode > 1:
            sys.stderr.write(done.stderr)  # a file that cannot be read stops the hook too
        yield from map(json.loads, done.stdout.splitlines())


@click.command()
@click.argument("folders", nargs=-1, required=True)
@click.option("--ending", "endings", multiple=True, default=_ENDINGS, help="Only files with these endings.")
@click.option("--list", "listed", is_flag=True, help="Print every finding.")
def main(folders: tuple[str, ...], endings: tuple[str, ...], listed: bool) -> None:
    """Print how many documents below FOLDERS the hook stops."""
    command, left_out = hook()
    paths = list(documents(folders, endings, left_out))
    found: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for finding in findings(command, paths):
        found[str(finding["path"])].append(finding)
    if listed:
        for path, rows in found.items():
            text = Path(path).read_bytes().decode("utf-8", "replace")
            for row in rows:
                start, end = int(str(row["start"])), int(str(row["end"]))
                around = f"{text[max(0, start - 60) : start]}⟦{text[start:end]}⟧{text[end : end + 60]}"
                print(f"{path}:{row['line']} {row['code']} {row['detectors']} {row['confidence']} {around!r}")
    kinds = Counter(path.suffix.lower() or path.name for path in paths)
    failing = Counter(Path(path).suffix.lower() or Path(path).name for path in found)
    for kind, count in kinds.most_common():
        print(f"{kind:12} {failing[kind]:5} of {count:5} fail")
    codes = Counter(code for rows in found.values() for code in {str(row["code"]) for row in rows})
    for code, count in codes.most_common():
        print(f"{code:12} {count:5} files")
    print(f"{len(found)} of {len(paths)} documents fail ({len(found) / max(1, len(paths)):.1%})")


if __name__ == "__main__":
    main()
