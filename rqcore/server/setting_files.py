# SPDX-License-Identifier: MIT
"""Reads the files that set up a controller: only regular ones, which cannot make its start hang."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from rqcore.errors import BadSetting

log: logging.Logger = logging.getLogger("rqcore.users")

MAX_BYTES = 8 << 20
"""The most bytes of a file."""
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def read_file(path: str) -> bytes:
    """Read a file. Raises BadSetting."""
    return _read(path)[0]


def read_private_file(path: str) -> bytes:
    """Read a file that no other user but root can change or replace.

    Raises:
        BadSetting: It cannot be read, or another user can give itself a login with it.
    """
    content, status = _read(path)
    if status.st_mode & 0o022 or status.st_uid not in (0, os.getuid()):
        raise BadSetting(
            f"other users can change {path}, and so give themselves a login; make it a file of this "
            f"user, and run: chmod go-w {path}"
        )
    for directory in _directories(path):
        _check_directory(path, directory)
    if status.st_mode & 0o004:
        log.warning("every user of this machine can read %s; run: chmod o-r %s", path, path)
    return content


def _read(path: str) -> tuple[bytes, os.stat_result]:
    try:
        _check_kind(path, os.stat(path))  # before it is opened, which can change a device
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            _check_kind(path, status)
            content = file.read(MAX_BYTES + 1)
    except BadSetting:  # a ValueError, too
        raise
    except OSError as error:
        raise BadSetting(
            f"cannot read {path}: {error.strerror}; check the path and its permissions"
        ) from error
    except ValueError as error:  # a NUL byte, or a lone surrogate
        raise BadSetting(f"cannot read {path!r}: it is not a path") from error
    if len(content) > MAX_BYTES:
        raise BadSetting(f"{path} has more than {MAX_BYTES} bytes; check the path")
    return content, status


def _check_kind(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        raise BadSetting(f"{path} is {kind}, not a file; write the path of a file")


def _directories(path: str) -> Iterator[Path]:
    """Yield the directories in which a file, or a link on the way to it, can be replaced."""
    written, real = Path(os.path.abspath(path)), Path(os.path.realpath(path))
    yield from dict.fromkeys((*written.parents, *real.parents))


def _check_directory(path: str, directory: Path) -> None:
    """Refuse a file whose directory is open to all, as sshd does. A group may have a reason: warn."""
    status = os.stat(directory)
    if status.st_mode & stat.S_ISVTX:  # only the owner of a file can replace it there
        return
    if status.st_mode & 0o002:
        raise BadSetting(
            f"other users can replace {path}, and so give themselves a login, because all can write to "
            f"{directory}; run: chmod o-w {directory}"
        )
    if status.st_mode & 0o020:
        log.warning("a group of users can replace %s; run: chmod g-w %s", path, directory)
