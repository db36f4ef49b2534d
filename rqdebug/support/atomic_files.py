# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are there whole, or as they were."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """To be written; takes the place of what is there when all is written, and leaves no trace otherwise.

    A pipe, a terminal or another device is written to as it is, and a link
    stays one. Raises OSError.
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
    """Into a whole file, to be read by people too. Raises OSError."""
    with write_atomically(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1).encode())
