# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the window, saved between sessions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_config_path
from PyQt5.QtCore import QByteArray, QSettings

from rqdebug.support.json_text import parse_json
from rqdebug.support.regular_files import check_replaceable
from rqdebug.ui.services.saved_targets import SavedTarget, parse_target, target_line

LAYOUT_VERSION = 2
"""Layouts saved with another version are not restored. Raise it when a dock is renamed or removed."""
THEMES = ("dark", "light")
MIN_FONT, MAX_FONT = 6.0, 32.0
"""Smallest and largest size of the font of logs, payloads and scripts, in points."""
RECENT = 12
"""Maximum number of remembered targets, of scripts, and of filters."""


class WindowSettings:
    """Reads and writes an INI file; invalid entries are ignored."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the settings.

        Args:
            path: The INI file; by default ``window.ini`` in the user's configuration folder.

        Raises:
            OSError: It is a pipe, a device or a folder: Qt would wait for the pipe.
        """
        path = path or user_config_path("rqdebug") / "window.ini"
        check_replaceable(path)
        self._store = QSettings(str(path), QSettings.IniFormat)
        self.filters_file = path.parent / "filters.json"
        """File of the filters that were saved under a name."""
        self.styles_file = path.parent / "styles.json"
        """File of the style sets."""
        self.generator_file = path.parent / "generator.json"
        """File of the settings of the script generator."""
        self.workspace = path.parent / "last.rqw"
        """File of the workspace that was open when the window was last closed."""
        self.recovery = path.parent / "recovery"
        """Folder of the recovery files of unsaved scripts."""

    @property
    def targets(self) -> list[SavedTarget]:
        """Remembered targets: favourites first, each group with the most recent first."""
        targets = filter(None, map(parse_target, self.lines("recent/targets")))
        return sorted(targets, key=lambda target: not target.favourite)

    def remember_target(self, target: SavedTarget) -> None:
        """Add a target to the remembered ones, or replace the one with the same URL."""
        others = [target_line(other) for other in self.targets if other.url != target.url]
        self.keep("recent/targets", [target_line(target), *others][:RECENT])

    def find_target(self, url: str) -> SavedTarget | None:
        """Return the settings of a target that was attached before; None if there are none."""
        return next((target for target in self.targets if target.url == url), None)

    @property
    def scripts(self) -> list[Path]:
        """Remembered scripts, the most recent first."""
        return [Path(line) for line in self.lines("recent/scripts")]

    def remember_script(self, path: Path) -> None:
        self.remember("recent/scripts", str(path))

    @property
    def captures(self) -> list[Path]:
        """Remembered captures, the most recent first."""
        return [Path(line) for line in self.lines("recent/captures")]

    def remember_capture(self, path: Path) -> None:
        self.remember("recent/captures", str(path))

    def forget_captures(self) -> None:
        """Forget all captures; the files stay."""
        self.keep("recent/captures", [])

    @property
    def filters(self) -> list[str]:
        """Remembered filters, the most recent first."""
        return self.lines("recent/filters")

    def remember_filter(self, text: str) -> None:
        self.remember("recent/filters", text)

    @property
    def shows_closed_queues(self) -> bool:
        """Whether the tables of queues list closed queues."""
        return bool(self.lines("queues/closed"))

    @shows_closed_queues.setter
    def shows_closed_queues(self, shown: bool) -> None:
        self.keep("queues/closed", ["yes"] if shown else [])

    @property
    def queue_columns(self) -> dict[str, bool]:
        """Whether each column that the user chose is shown in the tables of queues, by its title."""
        pairs = (line.rpartition("=")[::2] for line in self.lines("queues/columns"))
        return {title: shown == "yes" for title, shown in pairs}

    @queue_columns.setter
    def queue_columns(self, chosen: dict[str, bool]) -> None:
        lines = [f"{title}={'yes' if shown else 'no'}" for title, shown in chosen.items()]
        self.keep("queues/columns", lines)

    # Choices of the user. An empty text means the default: that of the desktop, or of the program.

    @property
    def theme(self) -> str:
        """``dark``, ``light``, or empty for the theme of the desktop."""
        return self._choice("theme", THEMES)

    @theme.setter
    def theme(self, name: str) -> None:
        self._choose("theme", name)

    @property
    def language(self) -> str:
        """The code of the language of the window, such as ``de``; empty for the language of the desktop."""
        return self._text("language")

    @language.setter
    def language(self, code: str) -> None:
        self._choose("language", code)

    @property
    def font_family(self) -> str:
        """The font of logs, payloads and scripts."""
        return self._text("font/family")

    @font_family.setter
    def font_family(self, family: str) -> None:
        self._choose("font/family", family)

    @property
    def font_size(self) -> float:
        """The size of this font in points; 0 for the default."""
        try:
            size = float(self._text("font/size") or 0)
        except ValueError:
            return 0.0
        return size if MIN_FONT <= size <= MAX_FONT else 0.0

    @font_size.setter
    def font_size(self, size: float) -> None:
        self._choose("font/size", f"{size:g}" if size else "")

    @property
    def preview(self) -> str:
        """How much of each payload the events of new targets have: a value of the option ``preview``."""
        return self._text("preview")

    @preview.setter
    def preview(self, value: str) -> None:
        self._choose("preview", value)

    @property
    def log_folder(self) -> Path | None:
        """The folder of the temporary files of logs; None for the default."""
        folder = self._text("log/folder")
        return Path(folder) if folder else None

    @log_folder.setter
    def log_folder(self, folder: Path | None) -> None:
        self._choose("log/folder", str(folder or ""))

    @property
    def shortcuts(self) -> dict[str, str]:
        """The shortcuts that the user has changed, by the names of their commands; empty for no shortcut."""
        try:
            saved = parse_json(self._text("shortcuts") or "{}")
        except ValueError:
            return {}
        entries = saved.items() if isinstance(saved, dict) else ()
        return {name: keys for name, keys in entries if isinstance(keys, str)}

    @shortcuts.setter
    def shortcuts(self, shortcuts: dict[str, str]) -> None:
        self._choose("shortcuts", json.dumps(shortcuts) if shortcuts else "")

    def _text(self, key: str) -> str:
        value = self._store.value(f"choices/{key}")
        return value if isinstance(value, str) else ""

    def _choice(self, key: str, choices: Sequence[str]) -> str:
        text = self._text(key)
        return text if text in choices else ""

    def _choose(self, key: str, text: str) -> None:
        """Save a choice now, so that it survives a crash."""
        self._store.setValue(f"choices/{key}", text)
        self.sync()

    def layout(self, part: str) -> QByteArray:
        """The saved geometry or layout of a part of the window; empty if there is none."""
        value = self._store.value(f"layout/{part}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_layout(self, part: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{part}", state)

    def sync(self) -> None:
        """Write changes to the file now."""
        self._store.sync()

    def lines(self, key: str) -> list[str]:
        """Return the lines saved under a key."""
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
