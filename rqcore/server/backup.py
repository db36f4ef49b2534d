# SPDX-License-Identifier: MIT
"""Copies the data directory of a controller, also while the controller runs: ``rqcore backup``."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from rqcore.controller.storage.change_format import DamagedRecord
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.errors import BadSetting
from rqcore.server.data_directory import APPLICATION, DATABASE, create_private, make_private, records_of


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


def _copy(source: Path, part: Path) -> None:
    """Copy a database in one transaction. Raises sqlite3.Error."""
    address = f"file:{quote(str(source.absolute()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as original, closing(sqlite3.connect(part)) as copy:
        if original.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise BadSetting(f"{source} is not the database of a controller")
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # so that the copy is one file


def _check(part: Path) -> tuple[int, int]:
    """Read all records of a copy. Returns the number of queues and items. Raises BadSetting."""
    replay = JournalReplay()
    with closing(sqlite3.connect(part)) as copy:
        for number, record in records_of(copy, _damaged):
            try:
                replay.read(record)
            except DamagedRecord as error:
                raise _damaged(number, error) from error
    queues = [queue for queue in replay.queues.values() if queue.definition]
    return len(queues), sum(len(queue.items) for queue in queues)


def _damaged(number: int, problem: object) -> BadSetting:
    return BadSetting(f"the data is damaged: record {number} cannot be read: {problem}")


def _synchronize(path: Path) -> None:
    """Wait until a file or directory is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
