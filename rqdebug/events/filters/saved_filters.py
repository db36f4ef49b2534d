# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters saved under a name. The window and the command line share them."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import platformdirs

from rqdebug.errors import FilterError
from rqdebug.events.filters.earlier_clients import has_address
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.grammar import parse_node
from rqdebug.support.atomic_files import write_json
from rqdebug.support.json_text import parse_json
from rqdebug.support.regular_files import read_text
from rqdebug.support.signals import Signal

_NAME = re.compile(r"[^\s\"'(){},=!<>~@]+")


class SavedFilters:
    """The saved filters: name → text, in a JSON file that ``load`` reads again each time.

    Args:
        path: The file; by default, ``filters.json`` in the user's configuration folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or platformdirs.user_config_path("rqdebug") / "filters.json"
        self.changed: Signal[[]] = Signal()
        """Emitted after this object has written the file."""
        self.rewritten: Signal[[tuple[str, ...]]] = Signal()
        """Emitted with the names of filters of an earlier version that ``load`` has rewritten."""

    def load(self) -> dict[str, str]:
        """Return all filters by name. Malformed entries are skipped.

        Filters that compare ``client`` with a name and an address, as in earlier versions, are rewritten.

        Raises:
            FilterError: The file cannot be read, or is not JSON.
        """
        try:
            document = parse_json(read_text(self.path))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise FilterError(f"the saved filters in {self.path} cannot be read: {why}", 0) from error
        pairs = document.items() if isinstance(document, dict) else ()
        saved = {name: text for name, text in pairs if isinstance(text, str) and _NAME.fullmatch(name)}
        return self._rewrite({**saved, **_in_present_form(saved)}, saved)

    def _rewrite(self, filters: dict[str, str], saved: dict[str, str]) -> dict[str, str]:
        """Write filters that differ from the saved ones. If that fails, the next load tries again."""
        names = tuple(name for name, text in filters.items() if text != saved[name])
        if names:
            with suppress(OSError):
                self._write(filters)
            self.rewritten.emit(names)
        return filters

    def save(self, name: str, text: str) -> None:
        """Save a filter. It replaces the one with the same name.

        Args:
            name: One word without quotes, parentheses and operators.
            text: The filter. It can use other saved filters.

        Raises:
            FilterError: The name is not allowed, the text is not a filter, or the file cannot be read.
            OSError: The file cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise FilterError(f"`{name}` cannot be the name of a filter; use one word, such as slow-puts", 0)
        saved = {**self.load(), name: text}
        parse(text, saved)
        self._write(saved)

    def remove(self, name: str) -> None:
        """Delete a filter, if it exists. Raises FilterError or OSError as ``save`` does."""
        self._write({kept: text for kept, text in self.load().items() if kept != name})

    def _write(self, saved: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self.path, saved)
        self.changed.emit()


def _in_present_form(saved: dict[str, str]) -> dict[str, str]:
    """Return the filters that have to be rewritten. A filter that is malformed has no present form."""
    filters = {}
    for name, text in saved.items():
        if "client" in text and "address" not in text:  # few are parsed: filters are loaded at each keystroke
            with suppress(FilterError):
                node = parse_node(text)
                if has_address(node):
                    filters[name] = str(node)
    return filters
