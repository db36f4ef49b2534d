# SPDX-License-Identifier: MIT
"""The client's side of the spool: large payloads as files, if client and controller share a filesystem.

A client writes ``<32 hexadecimal digits>.part``, a name that cannot be guessed.
The controller renames a file that it accepts to ``.item``.
"""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from rqcore.errors import ProtocolError, TooMany, quoted

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolLocation

PART, ITEM = ".part", ".item"
FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE)
"""Errors of a disk, or of a process, that has no space for another file."""
FILE_NAME = re.compile(rb"[0-9a-f]{32}")


class SharedSpool:
    """A spool that this client shares with its controller. Safe to use from several threads.

    Args:
        location: The directory, and the size from which payloads are spooled.
        token: The content of the token file, which proves that this client can read the directory.
    """

    def __init__(self, location: SpoolLocation, token: bytes) -> None:
        self.above: int = location.above
        """Payloads of more bytes are spooled."""
        self.token: bytes = token
        self._directory = location.directory

    def write(self, payload: bytes) -> bytes | None:
        """Write a payload to a new file and return its name, or None if the directory cannot be used.

        Raises TooMany if the disk is full.
        """
        name = os.urandom(16).hex()
        path = os.path.join(self._directory, name + PART)
        try:
            _write(path, payload)
        except OSError as error:
            with suppress(OSError):  # it may not exist
                os.unlink(path)
            if error.errno not in FULL_DISK:  # it was removed, or belongs to another user now
                return None
            raise TooMany(f"the payload cannot be written to {self._directory}: {error.strerror}") from error
        return name.encode()

    def read(self, name: bytes) -> bytes:
        """Read a payload that the controller handed over.

        Raises:
            ProtocolError: The name is wrong, or the file cannot be read.
        """
        path = self._path(name)
        try:
            return read_file(path, os.stat(path).st_size)
        except OSError as error:
            raise ProtocolError(f"the item is in {path}, which cannot be read: {error.strerror}") from error

    def delete(self, name: bytes) -> None:
        """Delete the file of a payload that was read. Does nothing if the file does not exist."""
        with suppress(OSError):
            os.unlink(self._path(name))

    def _path(self, name: bytes) -> str:
        if not FILE_NAME.fullmatch(name):
            raise ProtocolError(f"the controller sent a wrong name of a spooled file: {quoted(name)}")
        return os.path.join(self._directory, name.decode() + ITEM)


def open_shared_spool(location: SpoolLocation) -> SharedSpool | None:
    """Open a spool, or return None if this process does not share its filesystem and user."""
    try:
        directory = location.directory
        if os.stat(directory).st_uid != os.getuid() or os.sep in location.token:
            return None
        return SharedSpool(location, read_file(os.path.join(directory, location.token), 64))
    except OSError:
        return None


def read_file(path: str | os.PathLike[str], size: int, start: int = 0) -> bytes:
    """Read a part of a file.

    Args:
        path: The file, which must not be a symbolic link.
        size: Maximum number of bytes.
        start: Offset of the first byte.

    Raises:
        OSError: The file cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as file:
        file.seek(start)
        return file.read(size)


def _write(path: str, payload: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb", buffering=0) as file:
        view = memoryview(payload)
        while view:
            view = view[file.write(view) :]
