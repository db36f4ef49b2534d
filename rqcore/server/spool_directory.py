# SPDX-License-Identifier: MIT
"""The spool: a directory with large payloads as files, so that they do not have to be sent.

A controller creates its own directory in a root directory, for its user only, and keeps a lock on it. When
it starts, it deletes directories without a lock, which controllers that were killed have left.
``rqcore.transport.shared_spool`` is the client's side.
"""

from __future__ import annotations

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
from rqcore.protocol.spool_proof import (
    SECRET_HEAD,
    SECRET_NAME,
    SECRET_SIZE,
    client_proof,
    controller_proof,
)
from rqcore.server.directory_lock import lock_directory
from rqcore.transport.shared_spool import FILE_NAME, ITEM, PART, read_file

ORPHANED = 600.0
"""Seconds after which a file that is in no queue is deleted: its client has forgotten it."""


class SpoolDirectory:
    """The spool of one controller.

    Args:
        root: The directory in which its own is created; empty for one in the directory for temporary files.
        above: Payloads of more bytes are stored as files.
        most: Maximum bytes of all files.

    Raises:
        BadSetting: The directory cannot be created or used.
    """

    def __init__(self, root: str, above: int, most: int) -> None:
        """Create the directory, and delete directories of controllers that were killed."""
        self.above = above
        self.most = most
        self.items: int = 0
        """Files in queues."""
        self.size: int = 0
        """Bytes of these files."""
        self._kept: set[str] = set()
        try:
            base = Path(root or Path(tempfile.gettempdir(), f"rqcore-{os.getuid()}"))
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_owner(base)
            # The lock keeps another starting controller from deleting the new directory before it is locked.
            start = lock_directory(base, wait=True)
            _remove_leftovers(base)
            self.directory: Path = Path(tempfile.mkdtemp(prefix="spool-", dir=base))
            self._lock = lock_directory(self.directory)
            os.close(start)
            self._secret = secrets.token_bytes(SECRET_SIZE)
            _write_secret(self.directory / SECRET_NAME, self._secret)
        except OSError as error:
            raise BadSetting(
                f"the spool cannot use {error.filename or root}: {error.strerror}; "
                "set spool to another directory, or to off"
            ) from error

    @property
    def path(self) -> str:
        """The path of the directory."""
        return str(self.directory)

    def locate(self, nonce: bytes) -> SpoolLocation:
        """Return the directory and its limit for clients, with the proof for the nonce of one of them."""
        return SpoolLocation(self.path, self.above, controller_proof(self._secret, nonce))

    def accepts(self, proof: bytes) -> bool:
        """Return whether this is the proof of a client that has read the secret."""
        return compare_digest(proof, client_proof(self._secret))

    def adopt(self, name: bytes, most: int, memory: Memory) -> SpooledFile:
        """Accept the file of a client as a payload.

        Args:
            name: The name of the file, 32 hexadecimal digits.
            most: Maximum bytes of the payload.
            memory: The memory of the controller, from whose count the file is excluded.

        Raises:
            NotAllowed: The name is wrong, or there is no such file, or it is in a queue already.
            TooBig: The payload exceeds ``most``.
            TooMany: The spool is full.
        """
        if not FILE_NAME.fullmatch(name):
            raise NotAllowed("the name of a spooled file must be 32 hexadecimal digits")
        text = name.decode()
        path = self.directory / (text + ITEM)
        if text in self._kept:
            raise NotAllowed(
                f"the spooled file {text} is already in a queue; write each payload to a new file"
            )
        with suppress(FileNotFoundError):  # a client returns an item, and the file already has this name
            os.rename(self.directory / (text + PART), path)
        size = self._size(path)
        spooled = SpooledFile(self, text, size, memory)
        if size > most:
            raise TooBig(
                f"the payload has {size} bytes, and the limit is {most}; send less, or raise max_payload"
            )
        if self.size > self.most:
            raise TooMany(
                f"the spool holds {self.size - size} of {self.most} bytes; take items, or raise max_spool"
            )
        return spooled

    def _size(self, path: Path) -> int:
        try:
            status = os.lstat(path)
        except OSError as error:
            raise NotAllowed(
                f"the spool has no file {path.name}; perhaps the controller was restarted"
            ) from error
        if not stat.S_ISREG(status.st_mode) or not os.access(path, os.R_OK):
            raise NotAllowed(
                f"{path.name} is not a regular file that the controller can read; write a new one"
            )
        return status.st_size

    def keep(self, name: str, size: int) -> None:
        """Count a file that is now in a queue."""
        self._kept.add(name)
        self.items += 1
        self.size += size

    def release(self, name: str, size: int) -> None:
        """Stop counting a file that has left its queue."""
        self._kept.discard(name)
        self.items -= 1
        self.size -= size

    def remove(self, name: str) -> None:
        """Delete a file."""
        with suppress(OSError):  # the file or the whole spool is already deleted
            os.unlink(self.directory / (name + ITEM))

    def sweep(self, now: float) -> None:
        """Delete files that are in no queue and older than ``ORPHANED``. ``now``: seconds since 1970."""
        with suppress(OSError), os.scandir(self.directory) as entries:
            for entry in entries:
                name, _, ending = entry.name.partition(".")
                if ending and name not in self._kept and now - entry.stat().st_mtime > ORPHANED:
                    os.unlink(entry.path)

    def close(self) -> None:
        """Delete the directory and all files in it."""
        shutil.rmtree(self.directory, ignore_errors=True)
        os.close(self._lock)


class SpooledFile:
    """A payload in a file, which is deleted with this object unless it is handed over.

    Queues count its bytes as memory, like the bytes of any payload. They are not memory, so the same number
    is subtracted from the count.

    Args:
        spool: The spool of the file.
        name: The name of the file, without its ending.
        size: Its bytes.
        memory: The memory of the controller.
    """

    __slots__ = ("_is_owned", "_memory", "_name", "_size", "_spool")

    def __init__(self, spool: SpoolDirectory, name: str, size: int, memory: Memory) -> None:
        self._spool = spool
        self._name = name
        self._size = size
        self._is_owned = True
        self._memory = memory
        memory.held -= size
        spool.keep(name, size)

    def __len__(self) -> int:
        return self._size

    def read(self, most: int = -1, start: int = 0) -> bytes:
        """Return up to ``most`` bytes (-1: all) from offset ``start`` on. Raises ControllerError."""
        path = self._path
        left = max(self._size - start, 0)
        wanted = left if most < 0 else min(most, left)
        try:
            self._check_size(path)
            return read_file(path, wanted, start)
        except OSError as error:
            raise self._unreadable(error) from error

    @property
    def _path(self) -> Path:
        return self._spool.directory / (self._name + ITEM)

    def _check_size(self, path: Path) -> None:
        """Raise ControllerError if the file was changed. Raises OSError if it does not exist."""
        size = os.stat(path).st_size
        if size != self._size:
            raise ControllerError(
                f"the spooled payload {path} has {size} bytes instead of {self._size}: another program has "
                "changed the file"
            )

    def _unreadable(self, error: OSError) -> ControllerError:
        return ControllerError(f"the spooled payload {self._path} cannot be read: {error.strerror or error}")

    def hand_over(self) -> bytes:
        """Leave the file to the client that receives the item, and return its name.

        Raises:
            ControllerError: The file was removed or changed.
        """
        try:
            self._check_size(self._path)
        except OSError as error:
            raise self._unreadable(error) from error
        self._release()
        return self._name.encode()

    def take_back(self) -> bool:
        """Own the file again after ``hand_over``. Returns whether it exists."""
        if not self._is_owned:
            if not self._path.exists():
                return False
            self._is_owned = True
            self._memory.held -= self._size
            self._spool.keep(self._name, self._size)
        return True

    def _release(self) -> bool:
        owned, self._is_owned = self._is_owned, False
        if owned:
            self._memory.held += self._size
            self._spool.release(self._name, self._size)
        return owned

    def __del__(self) -> None:
        """Delete the file: the item was purged, refused, closed with its queue, or sent as bytes."""
        if self._release():
            self._spool.remove(self._name)


def _write_secret(path: Path, secret: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(SECRET_HEAD + secret)


def _check_owner(base: Path) -> None:
    """Raise OSError unless only this user can use a directory: any user can create one in /tmp."""
    status = os.lstat(base)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise PermissionError(
            1, "it must be a directory that only its owner, this user, can access", str(base)
        )


def _remove_leftovers(base: Path) -> None:
    """Delete the spools of controllers that were killed."""
    for directory in base.glob("spool-*"):
        with suppress(OSError):  # locked: its controller is running
            lock = lock_directory(directory)
            shutil.rmtree(directory, ignore_errors=True)
            os.close(lock)
