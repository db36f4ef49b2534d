# SPDX-License-Identifier: MIT
"""The spool: a directory in which large payloads lie as files, so that they need not travel.

A controller makes a directory of its own in a root, for this user only, and
keeps a lock on it. What it finds there without one was left over, and goes.
The client's side is ``rqcore.transport.shared_spool``.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path

from rqcore.errors import BadSetting, ControllerError, NotAllowed, TooBig, TooMany
from rqcore.protocol.memory import Memory
from rqcore.protocol.spool_api import SpoolLocation
from rqcore.transport.shared_spool import FILE_NAME, ITEM, PART, read_file

ORPHANED = 600.0
"""Seconds after which a file that no queue knows is taken for forgotten by its client."""
TOKEN = "token"
LOCK = "lock"


class SpoolDirectory:
    """The spool of one controller, from its start to ``close``."""

    def __init__(self, root: str, above: int, most: int) -> None:
        """``root``: where its directory will be, "" for a place beside other temporary files.

        ``above``: bytes from which a payload is worth a file; ``most``: bytes
        that all may have together. Raises BadSetting where it cannot be made.
        """
        self.above = above
        self.most = most
        self.items = 0
        self.size = 0
        self._kept: set[str] = set()
        try:
            base = Path(root or Path(tempfile.gettempdir(), f"rqcore-{os.getuid()}"))
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            _be_ours(base)
            start = _locked(base, wait=True)  # or one that starts would take another's new one for left over
            _remove_leftovers(base)
            self.directory = Path(tempfile.mkdtemp(prefix="spool-", dir=base))
            self._lock = _locked(self.directory)
            os.close(start)
            self._token = secrets.token_hex(16).encode()
            (self.directory / TOKEN).write_bytes(self._token)
        except OSError as error:
            raise BadSetting(f"spool: cannot use {error.filename or root}: {error.strerror}") from error

    @property
    def location(self) -> SpoolLocation:
        return SpoolLocation(str(self.directory), TOKEN, self.above)

    def accepts(self, token: bytes) -> bool:
        return compare_digest(token, self._token)

    def adopt(self, name: bytes, most: int, memory: Memory) -> SpooledFile:
        if not FILE_NAME.fullmatch(name):
            raise NotAllowed("a file in the spool has a name of 32 hexadecimal digits")
        text = name.decode()
        path = self.directory / (text + ITEM)
        if text in self._kept:
            raise NotAllowed(f"{text} is in a queue already")
        with suppress(FileNotFoundError):  # it is given back
            os.rename(self.directory / (text + PART), path)
        size = self._size(path)
        spooled = SpooledFile(self, text, size, memory)
        if size > most:
            raise TooBig(f"the payload has {size} bytes; at most {most} are taken")
        if self.size > self.most:
            raise TooMany(f"the spool holds {self.size - size} bytes; at most {self.most} are kept")
        return spooled

    def _size(self, path: Path) -> int:
        try:
            found = os.lstat(path)
        except OSError as error:
            raise NotAllowed(f"{path.name} is not in the spool: was the controller started anew?") from error
        if not stat.S_ISREG(found.st_mode) or not os.access(path, os.R_OK):
            raise NotAllowed(f"{path.name} is no file that the controller can read")
        return found.st_size

    def keep(self, name: str, size: int) -> None:
        self._kept.add(name)
        self.items += 1
        self.size += size

    def release(self, name: str, size: int) -> None:
        """The file is no business of a queue any more."""
        self._kept.discard(name)
        self.items -= 1
        self.size -= size

    def remove(self, name: str) -> None:
        with suppress(OSError):  # gone already, or the spool is
            os.unlink(self.directory / (name + ITEM))

    def sweep(self, now: float) -> None:
        """Remove what clients forgot: files of no queue, made long before ``now``, in s since 1970."""
        with suppress(OSError), os.scandir(self.directory) as entries:
            for entry in entries:
                name, _, ending = entry.name.partition(".")
                if ending and name not in self._kept and now - entry.stat().st_mtime > ORPHANED:
                    os.unlink(entry.path)

    def close(self) -> None:
        """Remove the directory with everything in it."""
        shutil.rmtree(self.directory, ignore_errors=True)
        os.close(self._lock)


class SpooledFile:
    """A payload in a file that goes away with this, unless it is handed over.

    Queues count its bytes as those of any payload; they are no memory, so the same is taken off there.
    """

    __slots__ = ("_memory", "_mine", "_name", "_size", "_spool")

    def __init__(self, spool: SpoolDirectory, name: str, size: int, memory: Memory) -> None:
        self._spool = spool
        self._name = name
        self._size = size
        self._mine = True
        self._memory = memory
        memory.held -= size
        spool.keep(name, size)

    def __len__(self) -> int:
        return self._size

    def read(self, most: int = -1, start: int = 0) -> bytes:
        path = self._spool.directory / (self._name + ITEM)
        left = max(self._size - start, 0)
        try:
            return read_file(path, left if most < 0 else min(most, left), start)
        except OSError as error:
            raise ControllerError(f"{path} cannot be read: {error.strerror or error}") from error

    def hand_over(self) -> bytes:
        self._let_go()
        return self._name.encode()

    def _let_go(self) -> bool:
        mine, self._mine = self._mine, False
        if mine:
            self._memory.held += self._size
            self._spool.release(self._name, self._size)
        return mine

    def __del__(self) -> None:
        """However the item went: purged, closed with its queue, refused, or its bytes sent."""
        if self._let_go():
            self._spool.remove(self._name)


def _be_ours(base: Path) -> None:
    """Anyone can make a directory beside temporary files. Raises OSError."""
    found = os.lstat(base)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(1, "it must be a directory of this user, and of nobody else", str(base))


def _locked(directory: Path, wait: bool = False) -> int:
    """A descriptor that holds the lock of a directory. Raises OSError where another does."""
    descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove_leftovers(base: Path) -> None:
    """Spools whose controller is no more."""
    for directory in base.glob("spool-*"):
        with suppress(OSError):  # locked: its controller lives
            lock = _locked(directory)
            shutil.rmtree(directory, ignore_errors=True)
            os.close(lock)
