"""The SQLite file of a reference store: its schema and version, its transactions, and its errors in plain words.

One `Database` serves one process: it opens a connection of its own after a fork. If the file may not be written, it is
opened as immutable, so that a store on a read-only medium can be searched.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from repair.errors import InputError, OutputError, RepairError

__all__ = ["DATABASE", "FORMAT", "REMAKE", "Database", "make_store_folder", "no_store"]

FORMAT: Final = 1
DATABASE: Final = "references.sqlite"
REMAKE: Final = "make the store again from its sources, under a new name"
_APPLICATION: Final = 0x52505253  # "RPRS"
_PAGE: Final = 16384  # bytes; texts waste less space in these pages than in the usual ones of 4096
_WAIT: Final = 120.0  # seconds to wait for a batch or a merge of another process
_PAUSE: Final = 0.01  # seconds between two tries, for calls on which SQLite does not wait by itself
_ADDRESSES: Final = "CREATE INDEX reference_address ON reference (address) WHERE address IS NOT NULL"
_SCHEMA: Final = (
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    # names and the like are bytes, since a path may not be valid text
    "CREATE TABLE reference (id INTEGER PRIMARY KEY, name BLOB NOT NULL, sha256 BLOB NOT NULL, url BLOB NOT NULL,"
    " date BLOB NOT NULL, address INTEGER, elements BLOB NOT NULL, text BLOB NOT NULL, UNIQUE (name, sha256))",
    _ADDRESSES,
    "CREATE TABLE segment (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, postings INTEGER NOT NULL,"
    " crc INTEGER NOT NULL)",
)
_ROWS: Final = 10_000  # held in memory at once
_NO_STORE: Final = "`repair index SOURCES -o STORE` makes one"
_FREE_SPACE: Final = "free some space and run it again: references already stored are kept"


class Database:
    """The SQLite file in `folder`. `changes` grows with every transaction of this object."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / DATABASE
        self.folder = folder
        self.writable = os.access(folder, os.W_OK) and (not self.path.exists() or os.access(self.path, os.W_OK))
        self.changes = 0
        self._connection: sqlite3.Connection | None = None
        self._inherited: list[sqlite3.Connection] = []
        self._process = 0

    def begin(self, create: bool, settings: dict[str, int]) -> dict[str, int]:
        """Checks that the file is a store of a known version, and returns its settings.

        With `create`, an empty file is turned into a store with these `settings`. Raises `InputError` if the file is
        not a store.
        """
        # in one statement, since another process may make the store between two statements
        ((version, application),) = self.query(
            "SELECT user_version, application_id FROM pragma_user_version, pragma_application_id"
        )
        if version == application == 0 and create:
            self._create(settings)
            version, application = FORMAT, _APPLICATION
        if application != _APPLICATION:
            raise no_store(self.folder)
        if version != FORMAT:
            raise InputError(
                f"the store has format {version}, this version of repair reads {FORMAT}",
                where=str(self.folder),
                hint="use the version that made it, or make the store again from its sources",
            )
        return dict(self.query("SELECT name, value FROM setting"))

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows that the statement returns."""
        return self._connected().execute(statement, values).fetchall()

    def insert(self, statement: str, *values: object) -> int | None:
        """The number of the new row, `None` if the statement ignored it."""
        cursor = self._connected().execute(statement, values)
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def has_addresses(self) -> bool:
        """Whether references can be found by their address; stores of earlier versions have no column for it."""
        return "address" in {row[1] for row in self.query("PRAGMA table_info(reference)")}

    def note_addresses(self, number_of: Callable[[bytes], int | None]) -> None:
        """Give an address to references that an earlier version of `repair` has added. Part of a transaction."""
        if not self.has_addresses():
            self.query("ALTER TABLE reference ADD COLUMN address INTEGER")
            self.query(_ADDRESSES)
        ((last,),) = self.query("SELECT COALESCE(MAX(value), 0) FROM setting WHERE name = 'addressed'")
        ((end,),) = self.query("SELECT COALESCE(MAX(id), 0) FROM reference")
        select = (
            "SELECT id, url FROM reference WHERE id > ? AND id <= ? AND address IS NULL AND url <> x''"
            " ORDER BY id LIMIT ?"
        )
        while rows := self.query(select, last, end, _ROWS):
            last = rows[-1][0]
            for identifier, url in rows:
                if (number := number_of(url)) is not None:
                    self.query("UPDATE reference SET address = ? WHERE id = ?", number, identifier)
        self.query("INSERT OR REPLACE INTO setting VALUES ('addressed', ?)", end)

    def each(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Executes the statement with each of the rows."""
        self._connected().executemany(statement, rows)

    def state(self) -> tuple[int, int]:
        """A value that changes whenever this or another process changes the store."""
        ((version,),) = self.query("PRAGMA data_version")  # counts only the changes of other connections
        return version, self.changes

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Either all statements inside take effect or none; no other process writes at the same time."""
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            self.changes += 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turns what SQLite and the system raise into errors that name the store and say what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._explained(error) from error
        except OSError as error:
            what = f"the store cannot be read: {error.strerror}"
            raise InputError(what, where=str(self.folder), hint="check its owner and permissions") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The same for statements that write."""
        if not self.writable:
            raise OutputError("the store is read-only", where=str(self.folder), hint="copy it to where you may write")
        try:
            yield
        except sqlite3.Error as error:
            raise self._explained(error) from error
        except OSError as error:
            what = f"the store cannot be written: {error.strerror}"
            raise OutputError(what, where=str(self.folder), hint=_FREE_SPACE) from error

    def close(self) -> None:
        """Closes this process's connection; the next query opens another."""
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
            self._connection = None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is not None and self._process != os.getpid():
            self._inherited.append(self._connection)  # of the parent: neither to be used nor closed after a fork
            self._connection = None
        if self._connection is None:
            uri = self.path.absolute().as_uri()
            if not self.writable:
                waiting = self.path.with_name(f"{DATABASE}-wal")
                if waiting.exists() and waiting.stat().st_size:
                    raise InputError(
                        "the store was not closed, and is read-only here",
                        where=str(self.folder),
                        hint="open it once where you may write, then copy it",
                    )
                uri += "?immutable=1"
            self._connection = sqlite3.connect(
                uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA synchronous = FULL")  # what a merge replaces is deleted after its commit
            self._process = os.getpid()
        return self._connection

    def _create(self, settings: dict[str, int]) -> None:
        self.query(f"PRAGMA page_size = {_PAGE}")
        self._write_ahead()
        with self.transaction():
            if self.query("PRAGMA user_version") != [(0,)]:
                return  # another process made it just now
            for statement in _SCHEMA:
                self.query(statement)
            for setting in settings.items():
                self.query("INSERT INTO setting VALUES (?, ?)", *setting)
            self.query(f"PRAGMA application_id = {_APPLICATION}")
            self.query(f"PRAGMA user_version = {FORMAT}")

    def _write_ahead(self) -> None:
        """Turns write-ahead logging on. If several processes ask at once, SQLite refuses instead of waiting."""
        patience = time.monotonic() + _WAIT
        while True:
            try:
                self.query("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                    raise
            time.sleep(_PAUSE)

    def _explained(self, error: sqlite3.Error) -> RepairError:
        where = str(self.folder)
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            return OutputError("another process is still writing to the store", where=where, hint="run it again later")
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return OutputError(f"the store cannot be written: {error}", where=where, hint=_FREE_SPACE)
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            hint = "check its owner and permissions"
            return OutputError(f"the store cannot be opened: {error}", where=where, hint=hint)
        return InputError(f"not a sound reference store: {error}", where=where, hint=REMAKE)


def make_store_folder(folder: Path) -> None:
    """Makes the folder of a new store. It may exist if it is empty, or if an earlier attempt was interrupted.

    Raises `OutputError` if it holds anything else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [path.name for path in folder.iterdir() if not path.name.startswith(DATABASE)]
        if (folder / DATABASE).exists():  # another process has made the store just now
            return
    except OSError as error:
        what = f"no store can be made here: {error.strerror}"
        raise OutputError(what, where=str(folder), hint="choose another name") from error
    if others:
        what = f"no store can be made here: the folder holds other files ({others[0]!r})"
        raise OutputError(what, where=str(folder), hint="name a new or an empty folder")


def no_store(folder: Path) -> InputError:
    """The error for a path that holds no store."""
    return InputError("not a reference store", where=str(folder), hint=_NO_STORE)
