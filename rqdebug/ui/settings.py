# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window remembers from one day to the next."""

from __future__ import annotations

import json
from pathlib import Path

from platformdirs import user_config_path
from PyQt5.QtCore import QByteArray, QSettings

from rqcore.codec import Codec
from rqcore.errors import CodecError
from rqdebug.items import Draft
from rqdebug.log.saved import SavedFilters
from rqdebug.log.styles import StyleLibrary
from rqdebug.ui.known import Known, line_of, read_known

RECENT = 12
"""How many targets, scripts and filters are remembered each."""
LONGEST_DRAFT = 64 * 1024
"""Characters; a longer item is not remembered unless it is saved."""


class Settings:
    """Kept in an INI file; what is written there by hand and makes no sense is left out."""

    def __init__(self, path: Path | None = None) -> None:
        """``path``: another file than the user's own."""
        path = path or user_config_path("rqdebug") / "window.ini"
        self._store = QSettings(str(path), QSettings.IniFormat)
        self.saved_filters = SavedFilters(path.parent / "filters.json")
        self.workspace = path.parent / "last.rqw"
        """What the window held when it was closed."""
        self.recovery = path.parent / "recovery"
        """Where scripts that are not saved are kept."""
        self.styles = StyleLibrary(path.parent / "styles.json")

    @property
    def targets(self) -> list[Known]:
        """Favourites first, then the last one first."""
        known = filter(None, map(read_known, self._list("recent/targets")))
        return sorted(known, key=lambda one: not one.favourite)

    def remember_target(self, known: Known) -> None:
        others = [line_of(other) for other in self.targets if other.url != known.url]
        self._store.setValue("recent/targets", [line_of(known), *others][:RECENT])

    def known_target(self, url: str) -> Known | None:
        """How a target was treated before."""
        return next((known for known in self.targets if known.url == url), None)

    @property
    def scripts(self) -> list[Path]:
        """The last one first."""
        return [Path(line) for line in self._list("recent/scripts")]

    def remember_script(self, path: Path) -> None:
        self._remember("recent/scripts", str(path))

    @property
    def filters(self) -> list[str]:
        """The last one first."""
        return self._list("recent/filters")

    def remember_filter(self, text: str) -> None:
        self._remember("recent/filters", text)

    @property
    def saved_drafts(self) -> list[Draft]:
        """By name."""
        return sorted(filter(None, map(_read_draft, self._list("items/saved"))), key=lambda draft: draft.name)

    @property
    def recent_drafts(self) -> list[Draft]:
        """Items that were put by hand, the last one first."""
        return list(filter(None, map(_read_draft, self._list("items/recent"))))

    def remember_draft(self, draft: Draft) -> None:
        if len(draft.text) <= LONGEST_DRAFT:
            self._remember("items/recent", _draft_line(draft))

    def save_draft(self, draft: Draft) -> None:
        """Keep it under its name, in the place of another of that name."""
        others = [other for other in self.saved_drafts if other.name != draft.name]
        self._store.setValue("items/saved", list(map(_draft_line, [*others, draft])))

    def forget_draft(self, draft: Draft) -> None:
        line = _draft_line(draft)
        for key in ("items/saved", "items/recent"):
            self._store.setValue(key, [other for other in self._list(key) if other != line])

    def layout(self, part: str) -> QByteArray:
        """The geometry or arrangement that was remembered of a part of the window."""
        value = self._store.value(f"layout/{part}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_layout(self, part: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{part}", state)

    def sync(self) -> None:
        """Write everything down now, rather than soon."""
        self._store.sync()

    def _list(self, key: str) -> list[str]:
        value = self._store.value(key)
        lines = value if isinstance(value, list) else [value]
        return [line for line in lines if isinstance(line, str) and line]

    def _remember(self, key: str, line: str) -> None:
        others = [other for other in self._list(key) if other != line]
        self._store.setValue(key, [line, *others][:RECENT])


def _draft_line(draft: Draft) -> str:
    return json.dumps([draft.name, str(draft.codec), draft.text])


def _read_draft(line: str) -> Draft | None:
    """None for a line that nobody here wrote."""
    try:
        name, codec, text = json.loads(line)
        return Draft(str(name), Codec.parse(codec), str(text))
    except (ValueError, TypeError, AttributeError, CodecError):
        return None
