"""What `repair` raises on purpose.

Every error says what is wrong, where (file, line, record), and what to do about it, in one line a person can act on.
The command line prints that line and exits with 2; a library user catches `RepairError`.
"""

from __future__ import annotations

__all__ = [
    "ApparatusError",
    "ArgumentError",
    "ConfigError",
    "DataFact",
    "DiskFullError",
    "DuplicateId",
    "EmptyPage",
    "EmptySource",
    "InputError",
    "JsonText",
    "MissingExtra",
    "ModelError",
    "NoText",
    "OtherFile",
    "OutputError",
    "RecordError",
    "RepairError",
    "first_line",
]


class RepairError(Exception):
    """Base of all errors raised on purpose.

    `what` is a clause without a full stop, `where` names file, line or record, `hint` says what to do.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what, where, hint)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.hint}" if self.hint else head

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.hint)


def _rebuild(kind: type[RepairError], what: str, where: str, hint: str) -> RepairError:
    return kind(what, where=where, hint=hint)


class RecordError(RepairError):
    """A record (article, finding, candidate, …) breaks its own rules."""


class ArgumentError(RepairError, TypeError):
    """A function of the library was given a value of a wrong type, or an argument that it does not know."""


class InputError(RepairError):
    """A file, line or record cannot be read as what it claims to be."""


class DataFact(InputError):
    """What is no mistake of anybody's, but a fact of the data: `repair check` counts it, and `--strict` makes it an error.
    `one` and `many` say what is counted."""

    one = many = ""


class EmptySource(DataFact):
    """A file holds nothing."""

    one, many = "empty file", "empty files"


class EmptyPage(DataFact):
    """A page shows no text, as one that scripts fill."""

    one, many = "page without text", "pages without text"


class NoText(DataFact):
    """A row has no text."""

    one, many = "row without text", "rows without text"


class OtherFile(DataFact):
    """A file is no text: an image, a program, a document of an office."""

    one, many = "file that is no text", "files that are no text"


class JsonText(DataFact):
    """A file of JSON has the name of a text."""

    one, many = "file of JSON with the name of a text", "files of JSON with the names of texts"


class DuplicateId(DataFact):
    """A row has the id of another one."""

    one, many = "id that was given already", "ids that were given already"


class ApparatusError(RepairError):
    """An apparatus, sidecar or marked text does not fit its article."""


class ConfigError(RepairError):
    """An option or a setting has a value that is not allowed."""


class ModelError(RepairError):
    """A model cannot be found, loaded or used."""


class OutputError(RepairError):
    """A result cannot be written where it was asked for."""


class DiskFullError(OutputError):
    """The disk or the user's quota is full: nothing more can be written there, and a batch ends."""


class MissingExtra(RepairError):
    """A library that an optional feature needs is not installed."""

    def __init__(self, what: str, *, where: str = "", hint: str = "", extra: str = "") -> None:
        super().__init__(what, where=where, hint=hint or f"pip install '.[{extra}]'")


def first_line(error: Exception) -> str:
    """What an exception of another library says, in one line of at most 200 characters; its name if it says nothing."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
