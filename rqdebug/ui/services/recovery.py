# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery files, from which unsaved scripts are restored after a crash."""

from __future__ import annotations

import fcntl
import json
import os
import threading
import weakref
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

from rqdebug.support.atomic_files import write_atomically
from rqdebug.support.json_text import parse_json
from rqdebug.support.regular_files import open_regular, read_text


@dataclass(frozen=True, slots=True)
class RecoveredScript:
    """The text of an unsaved script, and the path of its file if it has one."""

    path: Path | None
    text: str
    known: str = ""
    """The digest of the file that the text was made from; empty if it was not read."""
    has_bom: bool = False
    """Whether the file begins with a byte order mark."""


class Recovery:
    """Writes one file for each unsaved script; its name begins with a random text for each window.

    While a window lives, it locks a file of that name (``flock``). The system removes the lock when the
    process has ended, however it ended. Process numbers are not enough: they are used again, a number can
    belong to a process that has ended but was not waited for, and each container has its own.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._owner = uuid4().hex
        self._numbers = count(1)
        self._locking = threading.Lock()
        self.unlock: Callable[[], object] | None = None
        """Removes the lock of this window, as the end of the process does; None before the first file."""

    def new_key(self) -> str:
        """Return a key for a script that no other window uses."""
        return f"{self._owner}-{next(self._numbers)}"

    def keep(self, key: str, draft: RecoveredScript) -> None:
        """Write the recovery file of a script atomically.

        Raises:
            OSError: The file cannot be written.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        self._lock()
        path = None if draft.path is None else str(draft.path)
        with write_atomically(self._file(key), is_private=True) as file:
            # JSON escapes lone surrogates of paths that are not Unicode
            file.write(json.dumps({**asdict(draft), "path": path}).encode())

    def forget(self, key: str) -> None:
        """Delete the recovery file of a script that was saved or discarded."""
        self._file(key).unlink(missing_ok=True)

    def take(self) -> list[RecoveredScript]:
        """Read and delete the recovery files of windows whose process has ended.

        From now on the caller has the only copy of these scripts.
        """
        recovered: list[RecoveredScript] = []
        for owner, files in self._files_by_owner().items():
            lock = self._lock_path(owner)
            with ExitStack() as stack:
                if not _is_locked(lock, stack):
                    recovered += [draft for file in files if (draft := _read(file))]
                    for file in [*files, lock]:
                        file.unlink(missing_ok=True)
        return recovered

    def _lock(self) -> None:
        """Lock the file of this window, until the process ends."""
        with self._locking:
            while self.unlock is None:
                descriptor = os.open(self._lock_path(self._owner), os.O_CREAT | os.O_RDWR, 0o600)
                with suppress(OSError):  # a filesystem without locks
                    fcntl.flock(descriptor, fcntl.LOCK_EX)
                # Another window may have deleted the file before it was locked.
                if self._lock_path(self._owner).exists():
                    self.unlock = weakref.finalize(self, os.close, descriptor)
                else:
                    os.close(descriptor)

    def _files_by_owner(self) -> dict[str, list[Path]]:
        """Return the recovery files of each window, oldest script first; none for windows without any."""
        owners: dict[str, list[Path]] = {}
        for lock in self._directory.glob("*.lock"):
            owners[lock.stem] = []
        for file in self._directory.glob("*.json"):
            owners.setdefault(file.stem.partition("-")[0], []).append(file)
        owners.pop(self._owner, None)
        return {owner: sorted(owners[owner], key=_script_number) for owner in sorted(owners)}

    def _lock_path(self, owner: str) -> Path:
        return self._directory / f"{owner}.lock"

    def _file(self, key: str) -> Path:
        return self._directory / f"{key}.json"


def _is_locked(path: Path, stack: ExitStack) -> bool:
    """Whether a process holds a lock. If not, lock the file until the stack ends, so that no other does."""
    try:
        file = stack.enter_context(open_regular(path))
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no such file, or a filesystem without locks: show a text twice rather than never
        return False
    return False


def _read(file: Path) -> RecoveredScript | None:
    try:
        match parse_json(read_text(file)):
            case {"path": str() | None as path, "text": str(text), **more}:
                known, has_bom = str(more.get("known", "")), more.get("has_bom") is True
                return RecoveredScript(Path(path) if path is not None else None, text, known, has_bom)
    except (OSError, ValueError):
        return None  # not readable, or cut off by the crash
    return None


def _script_number(file: Path) -> tuple[int, str]:
    number = file.stem.partition("-")[2]
    return int(number) if number.isdecimal() and len(number) < 10 else 0, file.name
