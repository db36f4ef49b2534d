# SPDX-License-Identifier: GPL-3.0-or-later
"""Write files atomically: a crash leaves the old file or the new one, never a part."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rqdebug.support.regular_files import check_replaceable


@contextmanager
def write_atomically(path: Path, *, is_private: bool = False) -> Iterator[BinaryIO]:
    """Open a file that replaces ``path`` when the block ends, and is deleted if the block raises.

    A pipe, a terminal or another device is opened directly. If ``path`` is a symbolic link, its target is
    replaced. A file that exists keeps its permissions, also while the new one is written.

    Args:
        path: The file.
        is_private: Only the user can read the new file, whatever its permissions were.

    Raises:
        OSError: The file cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    path = path.resolve()
    unfinished = path.with_name(path.name + ".part")
    try:
        with _create(unfinished, path, is_private) as file:
            yield file
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def create_unfinished(path: Path, mode: int = 0o666) -> BinaryIO:
    """Create a file that nothing else has opened. What is at its place is deleted, and never written to.

    So a symbolic link that another user left there costs no file.

    Args:
        path: The file.
        mode: Its permissions, from which the umask is taken.

    Raises:
        OSError: It cannot be created, or another program has just created it.
    """
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, mode), "wb")


def _create(unfinished: Path, path: Path, is_private: bool) -> BinaryIO:
    """Create a file with the permissions of ``path``; the usual ones if that does not exist."""
    if is_private:
        return create_unfinished(unfinished, 0o600)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return create_unfinished(unfinished)
    file = create_unfinished(unfinished, 0o600)
    os.chmod(unfinished, mode)  # os.open applies the umask to its mode
    return file


def write_json(path: Path, value: object) -> None:
    """Write a value as indented JSON to a regular file, atomically. Raises OSError."""
    check_replaceable(path)
    with write_atomically(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1).encode())
