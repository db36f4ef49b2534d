# SPDX-License-Identifier: MIT
"""The spool of a controller, as used by a client that shares the filesystem.

A client writes ``<32 hexadecimal digits>.part``, a name that cannot be guessed.
The controller renames a file that it adopts to ``.item``.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from rqcore.errors import ProtocolError, TooMany

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolLocation

PART, ITEM = ".part", ".item"
FILE_NAME = re.compile(rb"[0-9a-f]{32}")


class SharedSpool:
    """A spool that a client shares. Safe to use from several threads."""

    def __init__(self, location: SpoolLocation, token: bytes) -> None:
        self.above = location.above
        self.token = token
        self._directory = location.directory

    def write(self, payload: bytes) -> bytes:
        """Write a payload into a new file and return its name. Raises TooMany if the disk is full."""
        name = os.urandom(16).hex()
        path = os.path.join(self._directory, name + PART)
        try:
            _write(path, payload)
        except OSError as error:
            with suppress(OSError):  # it may not exist
                os.unlink(path)
            raise TooMany(f"the payload cannot be spooled to {self._directory}: {error.strerror}") from error
        return name.encode()

    def take(self, name: bytes) -> bytes:
        """Read a payload that was handed over, and delete its file. Raises ProtocolError."""
        if not FILE_NAME.fullmatch(name):
            raise ProtocolError(f"the controller names {name[:40]!r} as a file of its spool")
        path = os.path.join(self._directory, name.decode() + ITEM)
        try:
            payload = read_file(path, os.stat(path).st_size)
            os.unlink(path)
        except OSError as error:
            raise ProtocolError(f"the item is in {path}, which cannot be read: {error.strerror}") from error
        return payload


def open_shared_spool(location: SpoolLocation) -> SharedSpool | None:
    """Open the spool there, or return None if this process has another filesystem or user."""
    try:
        directory = location.directory
        if os.stat(directory).st_uid != os.getuid() or os.sep in location.token:
            return None
        return SharedSpool(location, read_file(os.path.join(directory, location.token), 64))
    except OSError:
        return None


def read_file(path: str | os.PathLike[str], size: int, start: int = 0) -> bytes:
    """Read up to ``size`` bytes from ``start`` on, of a file that is not a symbolic link. Raises OSError."""
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
