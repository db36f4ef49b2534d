# SPDX-License-Identifier: GPL-3.0-or-later
"""Write files atomically: a crash leaves the old file or the new one, never a part."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces ``path`` when the block ends, and is deleted if the block raises.

    A pipe, a terminal or another device is opened directly. If ``path`` is a symbolic link, its target is
    replaced.

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
        with unfinished.open("wb") as file:
            yield file
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_json(path: Path, value: object) -> None:
    """Write a value as indented JSON, atomically. Raises OSError."""
    with write_atomically(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1).encode())
