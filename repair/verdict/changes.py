"""Which lines changed since a revision, according to git, so that a check can report only these.

The files on disk are compared with the common ancestor of the revision and HEAD. Renames are followed, and in a file
that git does not track yet, every line is new.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from repair.errors import ConfigError

__all__ = ["Changes"]

_HUNK: Final = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_ESCAPE: Final = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPES: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_Ranges = list[tuple[int, int]]


class Changes:
    """The lines changed since `revision`; git is asked once for each repository of the checked files."""

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._tops: dict[Path, bytes] = {}
        self._changed: dict[bytes, dict[bytes, _Ranges | None]] = {}

    def touch(self, path: str, first: int, last: int) -> bool:
        """Whether a line from `first` to `last` (from 1, both included) of the file changed, or is next to a deletion.

        Raises `ConfigError` if the file is not in a git repository, or the revision is not in its history.
        """
        ranges = self._ranges(path)
        if ranges is None:
            return True
        at = bisect_right(ranges, (last, last)) - 1
        return (at >= 0 and ranges[at][1] >= first) or (at + 1 < len(ranges) and ranges[at + 1][0] <= last)

    def _ranges(self, path: str) -> _Ranges | None:
        """The changed ranges of lines of a file, `None` for all of it."""
        if path in ("", "-"):
            raise ConfigError(
                "standard input is not in a git repository", where="--diff-from", hint="give the paths of files"
            )
        real = Path(os.path.realpath(path))
        if real.parent not in self._tops:
            self._tops[real.parent] = _git(real.parent, "rev-parse", "--show-toplevel").rstrip(b"\n")
        top = self._tops[real.parent]
        if top not in self._changed:
            self._changed[top] = _changed(Path(os.fsdecode(top)), self._revision)
        name = os.fsencode(os.path.relpath(real, os.path.realpath(os.fsdecode(top))))
        return self._changed[top].get(name, [])


def _changed(top: Path, revision: str) -> dict[bytes, _Ranges | None]:
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    base = _git(top, "merge-base", commit.decode(), "HEAD").strip()
    diff = _git(
        top, "-c", "core.quotePath=false", "diff", "-U0", "-M", "--text", "--no-color", "--no-ext-diff",
        "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", base.decode(), "--",
    )  # fmt: skip
    changed: dict[bytes, _Ranges | None] = dict(_parsed(diff))
    new = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    changed.update((name, None) for name in new.split(b"\0") if name)
    return changed


def _parsed(diff: bytes) -> Iterator[tuple[bytes, _Ranges]]:
    """Name and changed ranges of every file in a diff without context. The lines of a hunk are skipped by their count,
    so that none of them can be taken for a header."""
    lines = iter(diff.split(b"\n"))
    name = b""
    ranges: _Ranges = []
    for line in lines:
        if line.startswith(b"diff --git "):
            if name:
                yield name, ranges
            name, ranges = b"", []
        elif line.startswith(b"+++ "):
            name = _name(line[4:])
        elif hunk := _HUNK.match(line):
            start, count = int(hunk[1]), int(hunk[2] or 1)
            # a deletion would show its damage in the lines right before and after it
            ranges.append((start, start + count - 1) if count else (start, start + 1))
            _skip(lines, line, count)
    if name:
        yield name, ranges


def _skip(lines: Iterator[bytes], header: bytes, added: int) -> None:
    removed = header.split(b" ", 2)[1].partition(b",")[2]
    left = added + int(removed or 1)
    while left and (line := next(lines, None)) is not None:
        left -= not line.startswith(b"\\")  # git says in a line of its own that no line break ends the file


def _name(field: bytes) -> bytes:
    """The file's name in a `+++` line, without its prefix; git quotes names with control characters as C does."""
    field = field.removesuffix(b"\t")
    if field == b"/dev/null":
        return b""
    name = _ESCAPE.sub(_unescaped, field[1:-1]) if field.startswith(b'"') else field
    return name.removeprefix(b"b/")


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if code.isdigit() else _ESCAPES.get(code, code)


def _git(folder: Path, *arguments: str) -> bytes:
    import subprocess

    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise ConfigError(f"git cannot be run: {error.strerror}", where="--diff-from", hint="install git") from None
    if done.returncode == 0:
        return done.stdout
    messages = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if "rev-parse" in arguments and "--show-toplevel" in arguments:
        what, hint = f"{folder} is not in a git repository", "check it without --diff-from"
    elif "rev-parse" in arguments:
        revision = arguments[-1].removesuffix("^{commit}")
        what = f"the repository has no revision {revision!r}"
        hint = "fetch it first; in a shallow clone, fetch more history"
    elif "merge-base" in arguments:
        what, hint = "the revision and HEAD have no common ancestor", "in a shallow clone, fetch more history"
    else:
        what, hint = f"git failed: {messages[-1] if messages else done.returncode}", "check the repository"
    raise ConfigError(what, where="--diff-from", hint=hint)
