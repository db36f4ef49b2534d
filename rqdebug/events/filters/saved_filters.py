# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters that were saved under a name: the window and the terminal share them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import platformdirs

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import parse
from rqdebug.support.atomic_files import write_json
from rqdebug.support.signals import Signal

_NAME = re.compile(r"[^\s\"'(){},=!<>~@]+")


class SavedFilters:
    """Name → text, in a JSON file. What others write there in the meantime is seen by ``load``."""

    def __init__(self, path: Path | None = None) -> None:
        """``path``: another file than the user's own."""
        self.path = path or platformdirs.user_config_path("rqdebug") / "filters.json"
        self.changed: Signal[[]] = Signal()

    def load(self) -> dict[str, str]:
        """All of them by name; those that make no sense are left out. Raises FilterError."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise FilterError(f"the saved filters in {self.path} cannot be read: {error}", 0) from error
        pairs = found.items() if isinstance(found, dict) else ()
        return {name: text for name, text in pairs if isinstance(text, str) and _NAME.fullmatch(name)}

    def save(self, name: str, text: str) -> None:
        """Keep a filter, in the place of another of that name.

        Raises FilterError where the name or the text cannot be used, OSError
        where the file cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise FilterError(f"`{name}` is no name for a filter: one word, such as slow-puts", 0)
        saved = {**self.load(), name: text}
        parse(f"@{name}", saved)
        self._write(saved)

    def remove(self, name: str) -> None:
        """Forget a filter. Raises FilterError or OSError as ``save`` does."""
        self._write({kept: text for kept, text in self.load().items() if kept != name})

    def _write(self, saved: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self.path, saved)
        self.changed.emit()
