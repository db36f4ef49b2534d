# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery files, from which unsaved scripts are restored after a crash."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from rqdebug.support.atomic_files import write_atomically


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
    """Writes one file for each unsaved script; its name begins with the number of the process."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)

    def new_key(self) -> str:
        """Return a key for a script that no other process uses."""
        return f"{os.getpid()}-{next(self._numbers)}"

    def keep(self, key: str, draft: RecoveredScript) -> None:
        """Write the recovery file of a script atomically.

        Raises:
            OSError: The file cannot be written.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        path = None if draft.path is None else str(draft.path)
        with write_atomically(
            self._file(key)
        ) as file:  # JSON escapes lone surrogates of paths that are not Unicode
            file.write(json.dumps({**asdict(draft), "path": path}).encode())

    def forget(self, key: str) -> None:
        """Delete the recovery file of a script that was saved or discarded."""
        self._file(key).unlink(missing_ok=True)

    def take(self) -> list[RecoveredScript]:
        """Read and delete the recovery files of processes that have ended.

        From now on the caller has the only copy of these scripts.
        """
        recovered = []
        for file in sorted(self._directory.glob("*.json")):
            if _alive(file.stem.partition("-")[0]):
                continue
            if draft := _read(file):
                recovered.append(draft)
            file.unlink(missing_ok=True)
        return recovered

    def _file(self, key: str) -> Path:
        return self._directory / f"{key}.json"


def _read(file: Path) -> RecoveredScript | None:
    try:
        match json.loads(file.read_text(encoding="utf-8")):
            case {"path": str() | None as path, "text": str(text), **more}:
                known, has_bom = str(more.get("known", "")), more.get("has_bom") is True
                return RecoveredScript(Path(path) if path is not None else None, text, known, has_bom)
    except (OSError, ValueError):
        return None  # not readable, or cut off by the crash
    return None


def _alive(pid: str) -> bool:
    """Whether a process with this number is running."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
