# SPDX-License-Identifier: GPL-3.0-or-later
"""Items that were written by hand: the last that were put, and those that were saved under a name."""

from __future__ import annotations

import json

from rqcore.codec import Codec
from rqcore.errors import CodecError
from rqdebug.inspection.item_text import ItemDraft
from rqdebug.ui.services.window_settings import WindowSettings

SAVED, RECENT = "items/saved", "items/recent"
LONGEST = 64 * 1024
"""Characters; a longer item is not remembered unless it is saved."""


class ItemDrafts:
    """Kept with the settings."""

    def __init__(self, settings: WindowSettings) -> None:
        self._settings = settings

    @property
    def saved(self) -> list[ItemDraft]:
        """By name."""
        return sorted(self._read(SAVED), key=lambda draft: draft.name)

    @property
    def recent(self) -> list[ItemDraft]:
        """Those that were put, the last one first."""
        return self._read(RECENT)

    def remember(self, draft: ItemDraft) -> None:
        """It was put."""
        if len(draft.text) <= LONGEST:
            self._settings.remember(RECENT, _line(draft))

    def save(self, draft: ItemDraft) -> None:
        """Keep it under its name, in the place of another of that name."""
        others = [other for other in self.saved if other.name != draft.name]
        self._settings.keep(SAVED, list(map(_line, [*others, draft])))

    def forget(self, draft: ItemDraft) -> None:
        line = _line(draft)
        for key in (SAVED, RECENT):
            self._settings.keep(key, [other for other in self._settings.lines(key) if other != line])

    def _read(self, key: str) -> list[ItemDraft]:
        return list(filter(None, map(_read, self._settings.lines(key))))


def _line(draft: ItemDraft) -> str:
    return json.dumps([draft.name, str(draft.codec), draft.text])


def _read(line: str) -> ItemDraft | None:
    """None for a line that this class did not write."""
    try:
        name, codec, text = json.loads(line)
        return ItemDraft(str(name), Codec.parse(codec), str(text))
    except (ValueError, TypeError, AttributeError, CodecError):
        return None
