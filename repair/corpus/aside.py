"""What a run sets aside: records that cannot be used, lines that are not rows, inputs that cannot be read. Each is kept
with its place, the stage that failed, and the reason; a line that is not a row is kept with its bytes.
"""

from __future__ import annotations

import json
import re
from typing import Final

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from repair import errors
from repair.errors import RepairError
from repair.read.copy import Unread
from repair.records import Article

__all__ = ["FAILED", "Aside", "broken", "excerpted", "kind_of", "of_error", "of_unread", "reason_of"]

FAILED: Final = "input"
"""The stage at which an input, or a part of it, was set aside that cannot be read: the run ends with an error."""

_EXCERPT: Final = 300
_KIND: Final = 100
_NUMBER: Final = re.compile(r"(?<![\w-])\d[\d,.]*(?!\w)")  # but not that of a name: UTF-8, 1e999
_ANY_REASON: Final = frozenset({"analyse", "write", "work"})  # stages in which anything may be raised, for any reason
_ON_PURPOSE: Final = frozenset(errors.__all__)  # errors with few kinds of reasons


class Aside(Struct, frozen=True, omit_defaults=True):
    """An item that was set aside: `stage` is the stage that failed. A line that is not a row has its bytes here, as
    `raw` if they are UTF-8, else as `raw_base64`. A row that is in the editions as it was read has the number of its
    record there, from 1: within the chunk, and later within the shard; `unended` says that no line feed stood after it."""

    where: str
    id: str
    stage: str
    error: str
    reason: str
    excerpt: str
    raw: str | UnsetType = UNSET
    raw_base64: bytes | UnsetType = UNSET
    shard: int | UnsetType = UNSET
    record: int | UnsetType = UNSET
    unended: bool | UnsetType = UNSET

    def holding(self, raw: bytes) -> Aside:
        """The same, with the bytes of a line that is not a row."""
        try:
            return replace(self, raw=raw.decode())
        except UnicodeDecodeError:
            return replace(self, raw_base64=raw)


def of_error(error: RepairError, where: str, stage: str) -> Aside:
    """The item for an error; its place is the one that the error names, else `where`."""
    return excerpted(error.where or where, "", stage, type(error).__name__, reason_of(error), "")


def of_unread(record: Unread) -> Aside:
    """A record that gives no text; if it is not a row, with its bytes, without the line feed at its end."""
    error, raw = record.error, record.raw.removesuffix(b"\n")
    content = raw or json.dumps(record.fields, ensure_ascii=False)
    made = excerpted(error.where, record.id, "read", type(error).__name__, reason_of(error), content)
    return made if record.is_row or not raw else made.holding(raw)  # what an archive holds stays there


def kind_of(aside: Aside) -> str:
    """The reason of an item without what differs from item to item: reasons of one kind are counted together."""
    if aside.stage in _ANY_REASON and aside.error not in _ON_PURPOSE:
        return f"{aside.stage}: {aside.error}"
    head, _, _ = aside.reason.replace(";", ":").partition(":")
    return _NUMBER.sub("…", head)[:_KIND].strip() or aside.error


def reason_of(error: Exception) -> str:
    """What an error says without its place."""
    return f"{error.what}; {error.hint}".strip("; ") if isinstance(error, RepairError) else str(error)


def broken(article: Article, stage: str, error: str, reason: str) -> Aside:
    """An article that could not be worked on."""
    return excerpted(str(article.source), article.id, stage, error, reason[:_EXCERPT], article.text)


def excerpted(where: str, id_: str, stage: str, error: str, reason: str, content: str | bytes) -> Aside:
    """With an excerpt of the content, in characters that JSON can hold."""
    if isinstance(content, bytes):
        content = content[: 4 * _EXCERPT].decode("utf-8", "replace")
    return Aside(where, id_, stage, error, reason, content[:_EXCERPT].encode("utf-8", "replace").decode())
