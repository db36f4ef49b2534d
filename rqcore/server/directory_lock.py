# SPDX-License-Identifier: MIT
"""A lock that keeps two controllers from using one directory. It ends with the process, however that ends."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

LOCK = "lock"
"""The file that the controller keeps locked."""


def lock_directory(directory: Path, wait: bool = False) -> int:
    """Lock a directory.

    Args:
        directory: The directory.
        wait: Whether to wait if another process has it.

    Returns:
        The descriptor of the lock. To close it is to unlock the directory.

    Raises:
        BlockingIOError: Another process has it.
        OSError: The lock cannot be created, or is not a regular file.
    """
    descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "its lock is not a regular file", str(directory / LOCK))
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
