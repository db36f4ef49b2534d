# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the window, kept between sessions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_config_path
from PyQt5.QtCore import QByteArray, QSettings

from rqdebug.ui.services.saved_targets import SavedTarget, line_of, read_known

LAYOUT_VERSION = 2
"""Saved layouts of another version are not restored. To be raised when a dock changes its title or goes."""
RECENT = 12
"""How many targets, scripts and filters are remembered each."""


class WindowSettings:
    """Kept in an INI file; invalid entries are ignored."""

    def __init__(self, path: Path | None = None) -> None:
        """``path``: another file than the user's own."""
        path = path or user_config_path("rqdebug") / "window.ini"
        self._store = QSettings(str(path), QSettings.IniFormat)
        self.filters_file = path.parent / "filters.json"
        """Where filters are saved under a name."""
        self.styles_file = path.parent / "styles.json"
        self.workspace = path.parent / "last.rqw"
        """The workspace of the window when it was last closed."""
        self.recovery = path.parent / "recovery"
        """Folder of recovery files."""

    @property
    def targets(self) -> list[SavedTarget]:
        """Favourites first, then the most recent first."""
        known = filter(None, map(read_known, self.lines("recent/targets")))
        return sorted(known, key=lambda one: not one.favourite)

    def remember_target(self, known: SavedTarget) -> None:
        others = [line_of(other) for other in self.targets if other.url != known.url]
        self.keep("recent/targets", [line_of(known), *others][:RECENT])

    def known_target(self, url: str) -> SavedTarget | None:
        """The settings of a target that was attached before."""
        return next((known for known in self.targets if known.url == url), None)

    @property
    def scripts(self) -> list[Path]:
        """The most recent first."""
        return [Path(line) for line in self.lines("recent/scripts")]

    def remember_script(self, path: Path) -> None:
        self.remember("recent/scripts", str(path))

    @property
    def filters(self) -> list[str]:
        """The most recent first."""
        return self.lines("recent/filters")

    def remember_filter(self, text: str) -> None:
        self.remember("recent/filters", text)

    def layout(self, part: str) -> QByteArray:
        """The saved geometry or layout of a part of the window; empty if there is none."""
        value = self._store.value(f"layout/{part}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_layout(self, part: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{part}", state)

    def sync(self) -> None:
        """Write the file now."""
        self._store.sync()

    def lines(self, key: str) -> list[str]:
        """The lines that were saved under a key."""
        value = self._store.value(key)
        lines = value if isinstance(value, list) else [value]
        return [line for line in lines if isinstance(line, str) and line]

    def keep(self, key: str, lines: Sequence[str]) -> None:
        """Replace the lines that are saved under a key."""
        self._store.setValue(key, list(lines))

    def remember(self, key: str, line: str) -> None:
        """Save a line as the most recent one of a key."""
        others = [other for other in self.lines(key) if other != line]
        self.keep(key, [line, *others][:RECENT])
