# SPDX-License-Identifier: MIT
"""The directory with the durable queues of a controller: a SQLite database with the records of the journal.

A transaction writes one row of the table ``journal``: the record of a turn of the event loop. A record of
more than 4 MB has several rows. The table ``pages`` has the pages of long queues, which are written with it.
So SQLite is entered once for many calls; its module releases Python's lock at each step of a statement, and
a statement for each item would wait for the busy event loop each time. SQLite keeps what was committed, also
if the process is killed or the machine fails, and lets ``rqcore backup`` read while the controller writes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote

from rqcore.errors import BadSetting
from rqcore.server.directory_lock import lock_directory

DATABASE = "queues.sqlite3"
"""The name of the database in the directory."""
APPLICATION = 0x52514A4C
"""Identifies the database as a journal, in SQLite's header."""
VERSION = 2
"""The version of the tables and of the records. Version 1 had no pages."""
_TABLES = (
    "CREATE TABLE journal (number INTEGER PRIMARY KEY, record BLOB NOT NULL)",
    "CREATE TABLE pages (number INTEGER PRIMARY KEY, page BLOB NOT NULL)",
)
_INSERT = "INSERT OR REPLACE INTO journal VALUES (?, ?)"
_INSERT_PAGE = "INSERT OR REPLACE INTO pages VALUES (?, ?)"
SYNCHRONOUS = {"always": "FULL", "second": "NORMAL", "off": "OFF"}
"""How SQLite commits for each value of the setting ``sync``."""
PAGES = 1000
"""The pages of the write-ahead log that SQLite copies to the database together: 4 MB."""
RESERVED_BYTES = 4 << 20
"""The size of the write-ahead log from the beginning, with ``sync always``. While a file grows, the system
saves its new length with each commit: a commit took 0.24 ms, and 0.16 ms with reserved space."""
DELETED_TOGETHER = 200
"""The most records that one statement deletes, because commits wait for it."""


class DataDirectory:
    """The open directory. Only this process uses it. ``write`` and the methods behind it run in one thread.

    Args:
        path: The path. The directory is created if it does not exist.
        sync: When data must be on the disk: ``always`` before a reply, each ``second``, or ``off``.

    Raises:
        BadSetting: The directory cannot be used, or another controller uses it.
    """

    def __init__(self, path: str, sync: str) -> None:
        """Lock and open the directory."""
        self.path: Path = Path(path)
        self.database: Path = self.path / DATABASE
        """The path of the database."""
        self.sync: str = sync
        try:
            make_private(self.path)
            self._lock = lock_directory(self.path)
        except BlockingIOError as error:
            raise BadSetting(
                f"another controller uses the data directory {path}; stop it, or choose another directory"
            ) from error
        except OSError as error:
            raise BadSetting(
                f"the data directory {error.filename or path} cannot be used: {error.strerror}; "
                "choose another directory, or leave out data"
            ) from error
        self._wal = -1
        self._reader: sqlite3.Connection | None = None
        self._last = 0
        self._file = 0, 0
        try:
            self._connect()
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise self.unusable(error) from error
        except BadSetting:
            self.close()
            raise

    def _connect(self) -> None:
        """Open the database, and create its table if it is new. Raises BadSetting or sqlite3.Error."""
        create_private(self.database)
        self._connection = sqlite3.connect(
            self.database, isolation_level=None, check_same_thread=False, cached_statements=8
        )
        execute = self._connection.execute
        execute("PRAGMA busy_timeout = 10000")
        version = execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise BadSetting(
                f"{self.database} was written by a newer version of rqcore (format {version}); update rqcore"
            )
        if execute("SELECT count(*) FROM sqlite_master").fetchone()[0] and not has_only_records(
            self._connection
        ):
            raise BadSetting(f"{self.database} is not the database of a controller; choose another directory")
        execute("PRAGMA journal_mode = WAL")
        execute(f"PRAGMA synchronous = {SYNCHRONOUS[self.sync]}")
        execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
        for table in _TABLES:
            execute(table.replace("TABLE", "TABLE IF NOT EXISTS"))
        execute(f"PRAGMA application_id = {APPLICATION}")
        execute(f"PRAGMA user_version = {VERSION}")
        self._file = self._identity()
        if self.sync == "always":
            self._reserve_log()

    def _reserve_log(self) -> None:
        """Fill the write-ahead log with zeros up to ``RESERVED_BYTES``, behind what SQLite has written.

        SQLite overwrites them; it reads no further than what it has written. If the disk has no space for
        them, the log grows with each commit.
        """
        with suppress(OSError), open(f"{self.database}-wal", "r+b", buffering=0) as log:
            size = log.seek(0, os.SEEK_END)
            try:
                while (left := RESERVED_BYTES - log.tell()) > 0:
                    log.write(bytes(min(left, 1 << 20)))
            except OSError:
                log.truncate(size)
                raise

    def records(self) -> Iterator[tuple[int, bytes]]:
        """Yield the number and the bytes of each record, in order.

        Raises:
            BadSetting: The database is damaged.
        """
        try:
            yield from records_of(self._connection, self.damaged)
        except sqlite3.Error as error:
            raise self.unusable(error) from error

    def page_numbers(self) -> list[int]:
        """Return the number of each row of a page. Raises BadSetting."""
        try:
            return [number for (number,) in self._connection.execute("SELECT number FROM pages")]
        except sqlite3.Error as error:
            raise self.unusable(error) from error

    def page_rows(self, number: int, count: int) -> list[bytes]:
        """Return the rows of a page in the event loop, while the thread may write; fewer if some are missing.

        Raises:
            sqlite3.Error: They cannot be read.
        """
        if self._reader is None:  # the connection of the thread is locked while it writes
            address = f"file:{quote(str(self.database.absolute()))}?mode=ro"
            self._reader = sqlite3.connect(address, uri=True, check_same_thread=False)
        return page_rows_of(self._reader, number, count)

    def damaged(self, number: int, problem: object) -> BadSetting:
        """Create the error for a record that cannot be read."""
        return BadSetting(
            f"the data directory {self.path} is damaged: record {number} of {DATABASE} cannot be read: "
            f"{problem}; restore a backup, or choose another directory"
        )

    def unusable(self, error: sqlite3.Error | OSError) -> BadSetting:
        """Create the error for a database that cannot be opened or read."""
        return BadSetting(
            f"the data directory {self.path} cannot be used: {DATABASE}: {error}; check the disk and the "
            "permissions, or restore a backup"
        )

    # In the thread

    def write(self, number: int, rows: Iterable[bytes], page_rows: Iterable[tuple[int, bytes]] = ()) -> None:
        """Write a record in one transaction. A second attempt replaces the first.

        Args:
            number: The number of the first row.
            rows: At least one row. Each is made only when it is its turn.
            page_rows: The numbers and the rows of pages that belong to it.

        Raises:
            sqlite3.Error: The record could not be written.
            OSError: The database was removed. What is written to it would be lost.
        """
        self._check_file()  # what another file gets could be found later, although its calls have failed
        numbered, pages = enumerate(rows, number), iter(page_rows)
        first = next(numbered)
        others = list(islice(numbered, 1)), list(islice(pages, 1))
        if any(others):
            number = self._write_all(chain((first,), others[0], numbered), chain(others[1], pages))
        else:
            self._connection.execute(_INSERT, first)
        self._check_file()
        self._last = number

    def _write_all(self, rows: Iterable[tuple[int, bytes]], page_rows: Iterable[tuple[int, bytes]]) -> int:
        """Write several rows, or none of them. Returns the number of the last one of the journal.

        Raises:
            sqlite3.Error: They could not be written.
            MemoryError: A row could not be made.
        """
        last = 0
        with self._transaction() as connection:
            for last, row in rows:
                connection.execute(_INSERT, (last, row))
            for row_with_number in page_rows:
                connection.execute(_INSERT_PAGE, row_with_number)
        return last

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Do all changes in the block, or none of them."""
        self._connection.execute("BEGIN")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except (sqlite3.Error, MemoryError):
            with suppress(sqlite3.Error):  # SQLite has undone it already
                self._connection.execute("ROLLBACK")
            raise

    def reopen(self) -> None:
        """Open the database again after an error.

        Raises:
            sqlite3.Error: It cannot be used.
            OSError: It is not there, or is another one.
            BadSetting: It is damaged.
        """
        self._check_file()
        with suppress(sqlite3.Error):
            self._connection.close()
        self._close_wal()
        self._connect()
        found = self._connection.execute("SELECT max(number) FROM journal").fetchone()[0] or 0
        if found < self._last:
            raise BadSetting(f"{self.database} has lost the records behind {found}; restart the controller")

    def _check_file(self) -> None:
        """Raise OSError if the file of the database is not the one that was opened."""
        if self._identity() != self._file:
            raise OSError(0, "another file has replaced it", str(self.database))

    def _identity(self) -> tuple[int, int]:
        """Return what identifies the file of the database. Raises OSError."""
        status = os.stat(self.database)
        return status.st_dev, status.st_ino

    def delete_some(self, before: int) -> bool:
        """Delete some of the records in front of a number. Returns whether there are more."""
        cursor = self._connection.execute(
            "DELETE FROM journal WHERE number < min(?, (SELECT min(number) FROM journal) + ?)",
            (before, DELETED_TOGETHER),
        )
        return cursor.rowcount > 0

    def page_rows_ahead(self, number: int, count: int) -> list[bytes]:
        """Return the rows of a page, as ``page_rows`` does, in the thread."""
        return page_rows_of(self._connection, number, count)

    def delete_pages(self, rows: Sequence[int]) -> None:
        """Delete rows of pages."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM pages WHERE number = ?", zip(rows))

    def sync_log(self) -> None:
        """Wait until what was written is on the disk. Raises OSError."""
        if self._wal < 0:
            self._wal = os.open(f"{self.database}-wal", os.O_RDWR | os.O_CLOEXEC)
        os.fdatasync(self._wal)

    def close(self) -> None:
        """Close the database, and unlock the directory."""
        self._close_wal()
        with suppress(sqlite3.Error, AttributeError):
            self._connection.close()
        if self._reader is not None:
            self._reader.close()
        os.close(self._lock)

    def _close_wal(self) -> None:
        if self._wal >= 0:
            os.close(self._wal)
            self._wal = -1


def has_only_records(connection: sqlite3.Connection) -> bool:
    """Return whether a database is a journal: a view or trigger of a stranger could run forever.

    Raises:
        sqlite3.Error: It cannot be read.
    """
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        return False
    tables = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name NOT GLOB 'sqlite_*' ORDER BY name LIMIT 3"
    )
    found = tuple(table for (table,) in tables)
    return found in (_TABLES, _TABLES[:1])


def records_of(
    connection: sqlite3.Connection, damaged: Callable[[int, object], BadSetting]
) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of each record of a database, in order.

    Args:
        connection: The database.
        damaged: Creates the error for a record that cannot be read, from its number and the problem.

    Raises:
        BadSetting: A record is missing.
        sqlite3.Error: The database is damaged.
    """
    previous = None
    for number, record in connection.execute("SELECT number, record FROM journal ORDER BY number"):
        if previous is not None and number != previous + 1:
            raise damaged(number, "the record in front of it is missing")
        previous = number
        yield number, record


def page_rows_of(connection: sqlite3.Connection, number: int, count: int) -> list[bytes]:
    """Return the rows of a page in a database; fewer if some are missing. Raises sqlite3.Error."""
    query = "SELECT page FROM pages WHERE number >= ? AND number < ? ORDER BY number"
    return [row for (row,) in connection.execute(query, (number, number + count))]


def make_private(directory: Path) -> None:
    """Create a directory for the data of this user, or check the one that exists.

    Raises:
        BadSetting: Another user can replace its files.
        OSError: It cannot be created.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.stat()
    if status.st_uid != os.getuid():
        raise BadSetting(
            f"{directory} belongs to another user, who can change its queues; name another directory"
        )
    if status.st_mode & 0o022:
        raise BadSetting(
            f"other users can write to {directory}, and so change its queues; run: chmod go-w {directory}, "
            "or name a new directory in it"
        )


def create_private(database: Path) -> None:
    """Create the file of a database that only this user can read, before SQLite would create it for all.

    SQLite gives its other files the permissions of the database. Files of an earlier run are corrected.

    Raises:
        OSError: It cannot be created, or belongs to another user.
    """
    os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.chmod(f"{database}{suffix}", 0o600)
