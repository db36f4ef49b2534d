# SPDX-License-Identifier: GPL-3.0-or-later
"""A lock on captures that are being recorded, so that nothing replaces them: no recording, and no export.

The lock is on the file itself (``flock``), so it holds for all processes of the machine, under each name of
the file, and it ends with the process that records.
"""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from rqdebug.errors import CaptureError
from rqdebug.support.regular_files import open_regular


def lock_recording(file: BinaryIO) -> None:
    """Lock a new capture until it is closed."""
    with suppress(OSError):  # a filesystem without locks
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def refuse_recorded(path: Path) -> None:
    """Raise CaptureError if a file is being recorded, by this process or another one."""
    if not path.is_file():
        return
    # What cannot be opened is reported when it is written.
    with suppress(OSError), open_regular(path) as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CaptureError(
                f"{path} is being recorded; stop that recording, or choose another file"
            ) from None
