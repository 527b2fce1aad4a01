"""Which files a run reads and which it writes: no file may be both.

Every parameter that names files is a `Reads` or a `Writes`, and every command is a `Command`, which compares them
before any work is done. It compares the files themselves, so links and other spellings of a path make no difference.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

import click
from msgspec import Struct

from repair.errors import OutputError

__all__ = [
    "APPARATUS",
    "ARTICLES",
    "BASELINE",
    "CONFIGURATION",
    "MODEL",
    "NAMES",
    "REFERENCES",
    "Command",
    "Reads",
    "Writes",
    "also_read",
    "make_results_folder",
    "sidecars",
]

# the role of a file in a run, as an error names it
ARTICLES: Final = "one of the articles"
REFERENCES: Final = "one of the references"
NAMES: Final = "one of the sources of names"
APPARATUS: Final = "an apparatus that is read"
BASELINE: Final = "the baseline"
CONFIGURATION: Final = "the configuration file"
MODEL: Final = "part of the model"

_STREAM: Final = "-"  # standard input or output
_URL: Final = "://"
_LOCAL: Final = "file://"
_META: Final = "repair.cli.output_paths"
_File = tuple[int, int]
_Beside = Callable[[str], Iterable[str | Path]]


class Reads(click.Path):
    """Files, folders, globs, `-` or names of other things that a run reads. `what` is the role of these files.

    `files` maps a value to the paths that are read, if these are not the value itself.
    """

    def __init__(self, what: str, *, files: _Beside | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.what = what
        self.files = files or (lambda value: (value,))


class Writes(click.Path):
    """A file that a run writes, or a folder (`kind`) that belongs to the run alone; a `cache` checks that itself.

    `beside` maps a value to the files that are written with it, `own` a folder to those in it that the run itself writes, by
    default all: beside them, a log may lie there. `in_place` are the parameters that may name the same
    file, because the user asks for its change. `prints` says that without the option the result goes to standard
    output; then `-` means the same.
    """

    def __init__(
        self,
        kind: Literal["file", "folder", "cache"] = "file",
        *,
        beside: _Beside | None = None,
        own: _Beside | None = None,
        in_place: Sequence[str] = (),
        prints: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(readable=False, **more)
        self.prints = prints
        self.kind = kind
        self.beside = beside or (lambda value: ())
        self.own = own
        self.in_place = in_place

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; `None` for standard output. Where that cannot be written to, `-` is refused: few want such a file."""
        if value != _STREAM:
            return super().convert(value, param, ctx)
        if not self.prints:
            self.fail(
                "this does not go to standard output; name a file or a folder, or ./- if it is called so", param, ctx
            )
        return None

    def targets(self, value: str) -> list[Path]:
        """The files that are written, as far as their names are known before the work."""
        if self.kind == "folder":
            return [path for path in Path(value).rglob("*") if path.is_file()]
        return [] if self.kind == "cache" or Path(value).is_dir() else [Path(value), *map(Path, self.beside(value))]


class _Target(Struct, frozen=True):
    """An existing file that will be written: for which parameter, and how the user named it."""

    value: str
    in_place: Sequence[str]


class Command(click.Command):
    """A command that refuses, before any work, to write to its own inputs, or to write one file twice."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises `OutputError` if an option that writes names a file that the run reads, a folder in one
        that it reads, or a place where nothing can be written."""
        written = [(p.type, v) for p in self.params if isinstance(p.type, Writes) for v in _values(ctx, p)]
        made = {Path(os.path.realpath(value)) for kind, value in written if kind.kind == "folder"}
        for kind, value in written:
            _check_folder(kind, value, made)
            _check_rights(kind, value)
        ctx.meta[_META] = _targets(written)
        for parameter in self.params:
            if isinstance(parameter.type, Reads):
                assert parameter.name is not None
                files = parameter.type.files
                paths = (str(path) for value in _values(ctx, parameter) for path in files(value))
                also_read(parameter.name, parameter.type.what, paths)
                for kind, value in written:
                    # of a model's folder only its own files are read
                    if kind.kind == "folder" and parameter.type.what != MODEL and parameter.name not in kind.in_place:
                        _check_outside(value, _values(ctx, parameter))
        _sweep(written)
        return super().invoke(ctx)


def also_read(name: str, what: str, paths: Iterable[str]) -> None:
    """Declare that this run also reads `paths`, as if its parameter `name` named them. Raises `OutputError`."""
    context = click.get_current_context(silent=True)
    targets: dict[_File, _Target] = context.meta.get(_META, {}) if context else {}
    if not targets:  # as in most runs: then the sources need not be looked up
        return
    for file in _files(paths):
        target = targets.get(file)
        if target is not None and name not in target.in_place:
            raise OutputError(f"is {what}", where=target.value, hint="write to another file")


def sidecars(path: str) -> tuple[Path, Path]:
    """The paths of the sidecars of a repaired file: for a text, for rows."""
    from repair.edit import sidecar_path

    return sidecar_path(path), sidecar_path(path, rows=True)


def make_results_folder(folder: str | Path) -> None:
    """Make a folder for results, with all above it. Raises `OutputError`."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be made: {error.strerror}", where=str(folder), hint="name another"
        ) from None


def _values(ctx: click.Context, parameter: click.Parameter) -> tuple[str, ...]:
    value = ctx.params.get(parameter.name or "")
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _check_folder(kind: Writes, value: str, made: Container[Path]) -> None:
    """Refuse an output whose folder does not exist and is not `made` by the run; a path that ends in a slash is made when
    something is written."""
    folder = Path(value).parent
    known = kind.kind != "file" or value.endswith("/") or folder.is_dir()
    if not known and Path(os.path.realpath(folder)) not in made:
        raise OutputError("the folder does not exist", where=value, hint=f"make it first: mkdir -p {folder}")


def _check_rights(kind: Writes, value: str) -> None:
    """Refuse a file that cannot be written, or not in its folder: the run would fail only after all its work."""
    path = Path(os.path.realpath(value))
    if kind.kind != "file" or value.endswith("/") or (path.exists() and not path.is_file()):
        return
    for place in (path, path.parent):
        if place.exists() and not os.access(place, os.W_OK):
            what = "cannot write: Permission denied, or read-only"
            raise OutputError(what, where=value, hint="check the folder and its permissions")


def _check_outside(folder: str, read: Iterable[str]) -> None:
    """Refuse a folder for results in one that is read: started again, the run would read what it wrote."""
    inner = Path(os.path.realpath(folder))
    for value in read:
        # of the patterns, only `**` leads into folders below
        outer = value.partition("**")[0] or ("." if "**" in value else value)
        around = Path(os.path.realpath(outer))
        if not around.is_dir() or not inner.is_relative_to(around):
            continue
        if not any(part.startswith(".") for part in inner.relative_to(around).parts):  # these are left out
            hint = f"name a folder outside of {value}, or files instead of the folder"
            raise OutputError("is in a folder that is read", where=folder, hint=hint)


def _targets(written: Sequence[tuple[Writes, str]]) -> dict[_File, _Target]:
    """The existing files that will be written. Raises `OutputError` if two parameters name the same file."""
    taken: set[str | _File] = set()
    found: dict[_File, _Target] = {}
    for kind, value in written:
        targets = kind.targets(value)
        found.update((file, _Target(str(path), kind.in_place)) for path in targets if (file := _regular(path)))
        own = set(_identities(targets if kind.own is None else map(Path, kind.own(value))))
        if own & taken:
            raise OutputError("would be written twice", where=value, hint="name another file for one of them")
        taken |= own
    return found


def _identities(paths: Iterable[Path]) -> Iterator[str | _File]:
    """What all names of each file share, be it there or not; a device has none, since it may be written by anyone."""
    for path in paths:
        if (file := _regular(path)) is not None:
            yield file
        elif not path.exists():
            yield os.path.realpath(path)


def _files(paths: Iterable[str]) -> Iterator[_File]:
    """The regular files that the paths name, with those in folders and behind globs."""
    from repair.read.archives import archive_of
    from repair.read.paths import expand

    local = [path.removeprefix(_LOCAL) for path in paths]
    for path in expand([path for path in local if _URL not in path], lambda error: None):
        if (file := _regular(0 if path == _STREAM else archive_of(path))) is not None:
            yield file


def _regular(path: str | Path | int) -> _File | None:
    """An identity that all names of a regular file share; `None` for anything else. A number is that of an open
    file."""
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116 -- of an open file as well
        if stat.S_ISREG(status.st_mode):
            return status.st_dev, status.st_ino
    return None


def _sweep(written: Sequence[tuple[Writes, str]]) -> None:
    """Remove files that killed runs left in the folders that this run writes to."""
    named = {Path(os.path.realpath(value)) for kind, value in written if kind.kind != "cache"}
    if not named:
        return
    from repair.edit import sweep_scratch

    for folder in {path if path.is_dir() else path.parent for path in named}:
        sweep_scratch(folder)
