# SPDX-License-Identifier: MIT
"""The client's side of the spool: large payloads as files, if client and controller share a filesystem.

A client writes ``<32 hexadecimal digits>.part``, a name that cannot be guessed.
The controller renames a file that it accepts to ``.item``.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from rqcore.errors import ProtocolError, TooMany, quoted
from rqcore.protocol.spool_proof import (
    DIRECTORY_NAME,
    SECRET_HEAD,
    SECRET_NAME,
    SECRET_SIZE,
    client_proof,
    controller_proof,
)

if TYPE_CHECKING:
    from rqcore.protocol.spool_api import SpoolLocation

PART, ITEM = ".part", ".item"
FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE)
"""Errors of a disk, or of a process, that has no space for another file."""
LONGEST_PROBE = 1.0
"""Maximum seconds that opening a spool may take; without it, payloads are sent over the connection."""
FILE_NAME = re.compile(rb"[0-9a-f]{32}")
SAFELY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""How files of others are opened: no link is followed, and a pipe does not wait for its writer."""


class SharedSpool:
    """A spool that this client shares with its controller. Safe to use from several threads.

    Args:
        location: The directory, and the size from which payloads are spooled.
        secret: The secret of the spool, which this client has read.
    """

    def __init__(self, location: SpoolLocation, secret: bytes) -> None:
        self.above: int = location.above
        """Payloads of more bytes are spooled."""
        self.proof: bytes = client_proof(secret)
        """The digest that proves to the controller that this client can read the spool."""
        self._directory = location.directory
        self._secret = secret

    def is_at(self, location: SpoolLocation, nonce: str) -> bool:
        """Return whether a controller that sent this location for a nonce has this spool."""
        return location.directory == self._directory and _is_proved(self._secret, location, nonce)

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

    def withdraw(self, name: bytes) -> None:
        """Delete a file that was written and that the controller has refused, if it still exists."""
        with suppress(OSError):
            os.unlink(os.path.join(self._directory, name.decode() + PART))

    def read(self, name: bytes) -> bytes:
        """Read a payload that the controller handed over.

        Raises:
            ProtocolError: The name is wrong, or the file cannot be read.
        """
        path = self._path(name)
        try:
            return read_file(path)
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


def new_nonce() -> str:
    """Return a nonce for RQ.SPOOL."""
    return os.urandom(16).hex()


def may_hang(location: SpoolLocation) -> bool:
    """Return whether ``open_shared_spool`` could wait for a long time.

    A controller can name a directory of a network filesystem that does not answer. The usual directory for
    spools is a local one.
    """
    return os.path.dirname(location.directory) != _usual_root()


def open_shared_spool(location: SpoolLocation, nonce: str) -> SharedSpool | None:
    """Open a spool, or return None if this process does not share its filesystem and user.

    The controller may lie. So this reads nothing but a file that is certainly the secret of a spool: a
    regular file with its name, in a directory with the name of a spool, neither of them a link, and both
    owned by this user and closed to all others.

    Args:
        location: Where the controller says that its spool is.
        nonce: The nonce for which the controller made the proof in ``location``.
    """
    directory = location.directory
    if not os.path.isabs(directory) or not DIRECTORY_NAME.fullmatch(os.path.basename(directory)):
        return None
    try:
        if os.path.dirname(directory) == _usual_root():
            _check(os.lstat(_usual_root()), stat.S_IFDIR)
        secret = _read_secret(directory)
    except (OSError, ValueError):  # ValueError: the path has a null character
        return None
    return SharedSpool(location, secret) if _is_proved(secret, location, nonce) else None


def _usual_root() -> str:
    """Return the directory in which a controller of this user usually creates its spool."""
    root = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108  # used only if owner and mode are right
    return os.path.join(root, f"rqcore-{os.getuid()}")


def _read_secret(directory: str) -> bytes:
    """Return the secret of a spool. Raises OSError if the directory or its file cannot be of a spool."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _check(os.fstat(descriptor), stat.S_IFDIR)
        file = os.open(SECRET_NAME, SAFELY, dir_fd=descriptor)
    finally:
        os.close(descriptor)
    with open(file, "rb", buffering=0) as opened:
        status = os.fstat(file)
        _check(status, stat.S_IFREG)
        content = opened.read(len(SECRET_HEAD) + SECRET_SIZE + 1)
    head, secret = content[: len(SECRET_HEAD)], content[len(SECRET_HEAD) :]
    if head != SECRET_HEAD or len(secret) != SECRET_SIZE or status.st_nlink != 1:
        raise PermissionError(errno.EPERM, "the file is not the secret of a spool")
    return secret


def _check(status: os.stat_result, kind: int) -> None:
    """Raise OSError unless a file is of this kind, and only this user can access it."""
    if stat.S_IFMT(status.st_mode) != kind or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise PermissionError(errno.EPERM, "the file does not belong to this user alone")


def _is_proved(secret: bytes, location: SpoolLocation, nonce: str) -> bool:
    """Return whether the controller knows the secret. Each nonce is used once, so time reveals nothing."""
    expected = controller_proof(secret, nonce.encode())
    return expected == location.proof


def read_file(path: str | os.PathLike[str], size: int = -1, start: int = 0) -> bytes:
    """Read a part of a file.

    Args:
        path: The file, which must be a regular file and not a symbolic link.
        size: Maximum number of bytes; -1 for all.
        start: Offset of the first byte.

    Raises:
        OSError: The file cannot be read.
    """
    descriptor = os.open(path, SAFELY)
    with open(descriptor, "rb", buffering=0) as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        file.seek(start)
        return file.read(max(status.st_size - start, 0) if size < 0 else size)


def _write(path: str, payload: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb", buffering=0) as file:
        view = memoryview(payload)
        while view:
            view = view[file.write(view) :]
