# SPDX-License-Identifier: MIT
"""A lock that keeps two controllers from using one directory. It ends with the process, however that ends."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

LOCK = "lock"
"""The file that the controller keeps locked."""
_NO_FILE = "its lock is not a regular file"


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
            raise OSError(0, _NO_FILE, str(directory / LOCK))
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def is_locked(directory: Path) -> bool:
    """Return whether a process has locked a directory. Creates nothing. Raises OSError."""
    descriptor = os.open(directory / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, _NO_FILE, str(directory / LOCK))
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
