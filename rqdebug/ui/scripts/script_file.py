# SPDX-License-Identifier: GPL-3.0-or-later
"""A script on disk: what the window read, and what other programs have done to the file since."""

from __future__ import annotations

import enum
import errno
import os
import threading
from codecs import BOM_UTF8
from hashlib import blake2b
from pathlib import Path

from rqdebug.support.atomic_files import write_atomically
from rqdebug.support.regular_files import check_replaceable, read_bytes


class DiskState(enum.Enum):
    """How a file compares with what was last read or written here."""

    SAME = enum.auto()
    CHANGED = enum.auto()
    """Another program has written it."""
    MISSING = enum.auto()


class FileChangedError(Exception):
    """The file is not written, because it has content that was never read here."""


class ScriptFile:
    """Reads and writes a script, and keeps its byte order mark and its permissions.

    Line ends stay as they are in the text. All methods that use the disk can be called in any thread.
    """

    def __init__(self, path: Path, known: str = "", has_bom: bool = False) -> None:
        """``known``: the digest of the content that the text was made from; empty for an unread file."""
        self.path = path
        self.known = known
        self.has_bom = has_bom
        self._lock = threading.Lock()

    def read(self) -> str:
        """Read the whole text.

        Raises:
            OSError: The file cannot be read.
            UnicodeDecodeError: It is not UTF-8 text, or has NUL characters, which no editor keeps.
        """
        with self._lock:
            data = read_bytes(self.path)
            text = data.removeprefix(BOM_UTF8).decode()
            if (place := data.find(0)) >= 0:
                raise UnicodeDecodeError("utf-8", data, place, place + 1, "NUL in a text")
            self.known, self.has_bom = _digest(data), data.startswith(BOM_UTF8)
            return text

    def write(self, text: str, overwrite: bool) -> None:
        """Replace the file only if all was written: a full disk must not destroy the old script.

        Args:
            text: The whole text.
            overwrite: Also replace content that was never read here.

        Raises:
            OSError: The file cannot be written.
            FileChangedError: Another program has written the file.
        """
        data = (BOM_UTF8 if self.has_bom else b"") + text.encode()
        with self._lock:
            if not overwrite and self._state() is DiskState.CHANGED and self._read_digest() != _digest(data):
                raise FileChangedError(self.path)
            if self.path.exists() and not os.access(self.path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.path))
            check_replaceable(self.path)
            with write_atomically(self.path) as file:
                file.write(data)
            self.known = _digest(data)

    def state(self) -> DiskState:
        """Compare the file with what was last read or written here."""
        with self._lock:
            return self._state()

    def _state(self) -> DiskState:
        digest = self._read_digest()
        if not digest:
            return DiskState.MISSING
        return DiskState.SAME if digest == self.known else DiskState.CHANGED

    def _read_digest(self) -> str:
        """Return the digest of the file, empty if there is none. One that cannot be read has changed."""
        try:
            return _digest(read_bytes(self.path))
        except FileNotFoundError:
            return ""
        except OSError as error:
            return str(error)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
