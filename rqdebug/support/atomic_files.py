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
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces ``path`` when the block ends, and is deleted if the block raises.

    A pipe, a terminal or another device is opened directly. If ``path`` is a symbolic link, its target is
    replaced. A file that exists keeps its permissions, also while the new one is written.

    Args:
        path: The file.

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
        with _create(unfinished, path) as file:
            yield file
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _create(unfinished: Path, path: Path) -> BinaryIO:
    """Create a file with the permissions of ``path``; the usual ones if that does not exist."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return unfinished.open("wb")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.chmod(unfinished, mode)  # os.open applies the umask to its mode
    return os.fdopen(descriptor, "wb")


def write_json(path: Path, value: object) -> None:
    """Write a value as indented JSON to a regular file, atomically. Raises OSError."""
    check_replaceable(path)
    with write_atomically(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1).encode())
