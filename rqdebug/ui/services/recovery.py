# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery files: unsaved scripts survive a crash of the program."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from rqdebug.support.atomic_files import write_atomically


@dataclass(frozen=True, slots=True)
class RecoveredScript:
    """The text of a script that was not saved, and its file, if it has one."""

    path: Path | None
    text: str


class Recovery:
    """One file for each unsaved script, named after the process that has it open."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)

    def new_key(self) -> str:
        """A key for a script, unique among all processes."""
        return f"{os.getpid()}-{next(self._numbers)}"

    def keep(self, key: str, draft: RecoveredScript) -> None:
        """Write a script into its file, whole or not at all. Raises OSError."""
        self._directory.mkdir(parents=True, exist_ok=True)
        path = None if draft.path is None else str(draft.path)
        with write_atomically(self._file(key)) as file:  # ASCII, for paths and texts that are not Unicode
            file.write(json.dumps({"path": path, "text": draft.text}).encode())

    def forget(self, key: str) -> None:
        """Delete the file of a script that was saved or discarded."""
        self._file(key).unlink(missing_ok=True)

    def take(self) -> list[RecoveredScript]:
        """Read and delete the files of ended processes; the caller must keep the scripts."""
        found = []
        for file in sorted(self._directory.glob("*.json")):
            if _alive(file.stem.partition("-")[0]):
                continue
            if draft := _read(file):
                found.append(draft)
            file.unlink(missing_ok=True)
        return found

    def _file(self, key: str) -> Path:
        return self._directory / f"{key}.json"


def _read(file: Path) -> RecoveredScript | None:
    try:
        match json.loads(file.read_text(encoding="utf-8")):
            case {"path": str(path), "text": str(text)}:
                return RecoveredScript(Path(path), text)
            case {"path": None, "text": str(text)}:
                return RecoveredScript(None, text)
    except (OSError, ValueError):
        return None  # it was cut off: there is nothing to bring back
    return None


def _alive(pid: str) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
