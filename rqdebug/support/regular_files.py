# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens only regular files.

To open a named pipe waits until another program writes to it, and to open a device can change it. Files that
rqdebug opens without being asked for them (beside another file, in its own folder, from a saved workspace),
and all files of the window, are opened here.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

MAX_TEXT = 64 << 20
"""The maximum size in bytes of a file that is read as a text."""


def open_regular(path: Path, *, is_buffered: bool = True) -> BinaryIO:
    """Open a regular file for reading.

    Args:
        path: The file.
        is_buffered: Whether small reads of it are collected.

    Raises:
        OSError: It cannot be opened, or is a folder, a pipe, a socket or a device.
    """
    check_regular(path)
    with ExitStack() as stack:
        buffering = -1 if is_buffered else 0
        file = stack.enter_context(open(path, "rb", buffering, opener=_open_without_waiting))
        _check(path, os.fstat(file.fileno()))  # it may be another file since then
        stack.pop_all()
        return file


def read_bytes(path: Path) -> bytes:
    """Return the content of a regular file. Raises OSError as ``open_regular``."""
    with open_regular(path) as file:
        return file.read()


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Return the text of a regular file, with its line ends as in ``Path.read_text``.

    Raises:
        OSError: It cannot be read, is not a regular file, or is larger than MAX_TEXT.
        UnicodeDecodeError: It is not text in this encoding.
    """
    with open_regular(path) as file:
        data = file.read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT:
        raise OSError(errno.EFBIG, f"it is larger than {MAX_TEXT:,} bytes", str(path))
    text = data.decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_at_most(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file, or what comes through a pipe, that the user of a command has named.

    Raises:
        OSError: It cannot be read.
        ValueError: It has more bytes.
    """
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError(f"{path} is larger than {max_bytes:,} bytes")
    return data


def check_regular(path: Path) -> None:
    """Raise OSError if a path is no regular file."""
    _check(path, path.stat())


def check_replaceable(path: Path) -> None:
    """Raise OSError if there is something at a path that is no regular file, to which one must not write."""
    with suppress(FileNotFoundError):
        check_regular(path)


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _check(path: Path, status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if stat.S_ISFIFO(status.st_mode):
        raise OSError(errno.EINVAL, "it is a named pipe, not a file", str(path))
    if stat.S_ISSOCK(status.st_mode):
        raise OSError(errno.EINVAL, "it is a socket, not a file", str(path))
    raise OSError(errno.EINVAL, "it is a device, not a file", str(path))
