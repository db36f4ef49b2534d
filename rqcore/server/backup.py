# SPDX-License-Identifier: MIT
"""Copies the data directory of a controller, also while the controller runs: ``rqcore backup``."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from shutil import disk_usage
from urllib.parse import quote

from rqcore.controller.storage.change_format import DamagedRecord
from rqcore.controller.storage.journal_replay import JournalReplay, read_page
from rqcore.errors import BadSetting
from rqcore.server.data_directory import (
    DATABASE,
    create_private,
    has_only_records,
    make_private,
    page_rows_of,
    records_of,
)
from rqcore.server.directory_lock import is_locked


def back_up(source: Path, target: Path) -> tuple[int, int]:
    """Copy the durable queues of a data directory as they are at one moment, and check the copy.

    The controller continues meanwhile. The copy is a data directory too: ``rqcore serve --data TARGET``.

    Args:
        source: The data directory.
        target: The directory of the copy. It is created if it does not exist.

    Returns:
        The number of queues, and of their items.

    Raises:
        BadSetting: There is no data, the target has some already or is open to other users, or the data is
            damaged.
        OSError: The copy cannot be written.
    """
    if not (source / DATABASE).is_file():
        raise BadSetting(f"there is no {DATABASE} in {source}; name the data directory of a controller")
    if (target / DATABASE).exists():
        raise BadSetting(f"{target} has a {DATABASE} already; name another directory")
    make_private(target)
    part = target / f"{DATABASE}.part"
    try:
        part.unlink(missing_ok=True)
        create_private(part)
        _copy(source / DATABASE, part)
        counts = _check(part)
        _synchronize(part)
        part.rename(target / DATABASE)
        _synchronize(target)
    except sqlite3.Error as error:
        raise BadSetting(f"{source} cannot be copied to {target}: {error}") from error
    finally:
        for name in (part, Path(f"{part}-journal"), Path(f"{part}-wal"), Path(f"{part}-shm")):
            with suppress(FileNotFoundError):
                name.unlink()
    return counts


def check_named(directory: str) -> None:
    """Check a data directory that a controller has named, which may lie, before anything in it is used.

    It must be one that only this user can change, and that a controller of this machine uses. No link is
    followed.

    Raises:
        BadSetting: It is not. The message says why.
    """
    try:
        if problem := _problem_of(Path(directory)):
            raise BadSetting(f"{problem}; name the data directory instead of the URL")
    except (OSError, ValueError) as error:  # ValueError: a null character
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadSetting(f"it cannot be used: {reason}; is the controller on this machine?") from error


def _problem_of(directory: Path) -> str:
    """Return why a named directory is not copied; empty if it is. Raises OSError or ValueError."""
    if not directory.is_absolute():
        return "it is not an absolute path"
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return "it is a link, or not a directory"
    if status.st_uid != os.getuid():
        return "it belongs to another user"
    if status.st_mode & 0o022:
        return "other users can write to it"
    if not stat.S_ISREG((directory / DATABASE).lstat().st_mode):
        return f"its {DATABASE} is not a regular file"
    if not is_locked(directory):
        return "no controller of this machine uses it"
    return ""


def _copy(source: Path, part: Path) -> None:
    """Copy a database in one transaction. Raises sqlite3.Error."""
    address = f"file:{quote(str(source.absolute()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as original, closing(sqlite3.connect(part)) as copy:
        if not has_only_records(original):
            raise BadSetting(f"{source} is not the database of a controller")
        pages, size = (
            original.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        free = disk_usage(part.parent).free
        if pages * size > free:
            raise BadSetting(
                f"the copy needs {pages * size:,} bytes, and the disk of {part.parent} has {free:,}; "
                "make space, or name a directory on another disk"
            )
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # so that the copy is one file


def _check(part: Path) -> tuple[int, int]:
    """Read all records and pages of a copy. Returns the number of queues and items. Raises BadSetting."""
    with closing(sqlite3.connect(part)) as copy:
        rows_of = partial(page_rows_of, copy)
        replay = JournalReplay(rows_of)
        for number, record in records_of(copy, _damaged):
            try:
                replay.read(record)
            except DamagedRecord as error:
                raise _damaged(number, error) from error
        queues = [queue for queue in replay.queues.values() if queue.definition]
        pages = [page for queue in queues for page in queue.pages.values()]
        for page in pages:
            try:
                read_page(page, rows_of(page.number, page.rows))
            except DamagedRecord as error:
                raise BadSetting(
                    f"the data is damaged: page {page.number} cannot be read: {error}"
                ) from error
    return len(queues), sum(len(queue.items) for queue in queues) + sum(page.count for page in pages)


def _damaged(number: int, problem: object) -> BadSetting:
    return BadSetting(f"the data is damaged: record {number} cannot be read: {problem}")


def _synchronize(path: Path) -> None:
    """Wait until a file or directory is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
