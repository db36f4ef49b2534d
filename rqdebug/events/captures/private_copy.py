# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a file so that nothing that happens to the file later can change what was read.

The system kills a process that reads a mapped part of a file which another program has truncated. So only
files that no other program can reach are mapped:

=======================================  ==============================================================
the file                                 is
=======================================  ==============================================================
has up to MAX_IN_MEMORY bytes            read into memory
is larger                                cloned into an unnamed file, which is mapped; on filesystems
                                         that share blocks (Btrfs, XFS), this takes no time and no space
cannot be cloned                         read into memory, if an eighth of the free memory is enough
is larger than that                      copied into an unnamed file in the user's cache folder
finds no space there                     read into memory, if half of the free memory is enough
is a pipe                                copied into an unnamed file, then read into memory or mapped
=======================================  ==============================================================
"""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO

import platformdirs
import pyarrow as pa

MAX_IN_MEMORY = 512 << 20
"""Files up to this size, in bytes, are read into memory as a whole."""
RESERVE = 256 << 20
"""Bytes that a copy leaves free on its filesystem, for recordings and other programs."""
_USUAL_SHARE, _LARGEST_SHARE = 8, 2
"""The part of the free memory for a file, while the disk has space for it, and if not."""
_CLONE = 0x40049409
"""The request FICLONE of Linux: let a file share the blocks of another."""
_CHUNK = 1 << 20
"""Bytes to copy at a time; with more, copying a gigabyte takes longer."""


def read_privately(file: BinaryIO, directory: Path | None = None) -> pa.Buffer:
    """Return the content of a file that was just opened.

    Args:
        file: The file; a pipe is read to its end.
        directory: Where to create a copy; by default, in the user's cache folder.

    Raises:
        OSError: The file cannot be read, or there is space for its content neither on disk nor in memory.
    """
    directory = directory or platformdirs.user_cache_path("rqdebug", ensure_exists=True)
    size = regular_size(file)
    if size is None:
        with tempfile.TemporaryFile(dir=directory) as copy:
            shutil.copyfileobj(file, copy, _CHUNK)
            copy.flush()
            return _read_own(copy)
    if size <= MAX_IN_MEMORY:
        return _read_into_memory(file, size)
    for folder in (directory, Path(str(file.name)).parent):
        clone = _clone(file, folder)
        if clone is not None:
            return clone
    return _copy(file, size, directory, available_memory())


def regular_size(file: BinaryIO) -> int | None:
    """Return the size of a regular file in bytes; None for a pipe or another stream."""
    try:
        status = os.fstat(file.fileno())
    except OSError:  # not a file of the system
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _read_own(file: BinaryIO) -> pa.Buffer:
    """Return the content of a file that only this process can reach."""
    size = os.fstat(file.fileno()).st_size
    return _read_into_memory(file, size) if size <= MAX_IN_MEMORY else _map(file)


def _map(file: BinaryIO) -> pa.Buffer:
    """Map a file that only this process can reach. It can be closed then; the mapping keeps its content."""
    if not os.fstat(file.fileno()).st_size:  # truncated while it was copied
        return pa.py_buffer(b"")
    return pa.py_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _read_into_memory(file: BinaryIO, size: int) -> pa.Buffer:
    buffer = pa.allocate_buffer(size)
    target, count = memoryview(buffer), 0
    file.seek(0)
    while part := file.readinto(target[count:]):  # type: ignore[attr-defined]
        count += part
    return buffer.slice(0, count)


def _clone(file: BinaryIO, directory: Path) -> pa.Buffer | None:
    """Map a clone of a file; return None if the filesystem cannot make one in this folder."""
    try:
        with tempfile.TemporaryFile(dir=directory) as clone:
            fcntl.ioctl(clone, _CLONE, file.fileno())
            return _map(clone)
    except OSError:
        return None


def _copy(file: BinaryIO, size: int, directory: Path, memory: int) -> pa.Buffer:
    """Copy a large file to where there is space.

    Reading a gigabyte into memory takes 0.2 s, and copying it to a disk 0.4 s, or several seconds while
    the disk is busy.
    """
    if size <= memory // _USUAL_SHARE:
        return _read_into_memory(file, size)
    free = shutil.disk_usage(directory).free
    if size + RESERVE <= free:
        with tempfile.TemporaryFile(dir=directory) as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy, _CHUNK)
            copy.flush()
            return _map(copy)
    if size <= memory // _LARGEST_SHARE:
        return _read_into_memory(file, size)
    raise OSError(
        errno.ENOSPC,
        f"a private copy of its {size >> 20:,} MiB fits neither into {directory}, where {free >> 20:,} MiB "
        f"are free, nor into memory, where {memory >> 20:,} MiB are; free some space, or set XDG_CACHE_HOME "
        "to another folder",
    )


def available_memory() -> int:
    """Return how many bytes programs can use without swapping; 0 if the system does not report it."""
    try:
        found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text())
    except OSError:
        return 0
    return int(found[1]) << 10 if found else 0
