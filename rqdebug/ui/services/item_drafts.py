# SPDX-License-Identifier: GPL-3.0-or-later
"""Items written by hand: the ones put most recently, the ones saved under a name, and the unfinished ones."""

from __future__ import annotations

import json
from dataclasses import replace

from rqcore.codec import Codec
from rqcore.errors import CodecError
from rqdebug.inspection.item_text import ItemDraft
from rqdebug.support.json_text import parse_json
from rqdebug.ui.services.window_settings import WindowSettings

SAVED, RECENT, UNFINISHED = "items/saved", "items/recent", "items/unfinished"
LONGEST = 64 * 1024
"""Maximum length in characters of a recent item; a saved item may be longer."""

MOST_UNFINISHED = 12
"""Number of queues whose unfinished items are kept."""


class ItemDrafts:
    """Reads and writes the items in the settings of the window."""

    def __init__(self, settings: WindowSettings) -> None:
        self._settings = settings

    @property
    def saved(self) -> list[ItemDraft]:
        """Items saved under a name, sorted by name."""
        return sorted(self._read(SAVED), key=lambda draft: draft.name)

    @property
    def recent(self) -> list[ItemDraft]:
        """Items put recently, the newest first."""
        return self._read(RECENT)

    def remember(self, draft: ItemDraft) -> None:
        """Add an item to the recent ones, because it was put."""
        if len(draft.text) <= LONGEST:
            self._settings.remember(RECENT, _line(draft))

    def save(self, draft: ItemDraft) -> None:
        """Save an item under its name, replacing an item of the same name."""
        others = [other for other in self.saved if other.name != draft.name]
        self._settings.keep(SAVED, list(map(_line, [*others, draft])))

    def forget(self, draft: ItemDraft) -> None:
        """Remove an item from the saved and the recent items."""
        line = _line(draft)
        for key in (SAVED, RECENT):
            self._settings.keep(key, [other for other in self._settings.lines(key) if other != line])

    def unfinished(self, queue: str) -> ItemDraft | None:
        """Return the item that was written for a queue and not put; None if there is none.

        ``queue``: the queue with its target, as the dialog names it.
        """
        return next((draft for draft in self._read(UNFINISHED) if draft.name == queue), None)

    def keep_unfinished(self, queue: str, draft: ItemDraft) -> None:
        """Keep what is being written for a queue, instead of what was; an empty text is not kept."""
        others = [other for other in self._read(UNFINISHED) if other.name != queue]
        kept = [replace(draft, name=queue)] if draft.text and len(draft.text) <= LONGEST else []
        self._settings.keep(UNFINISHED, list(map(_line, [*kept, *others]))[:MOST_UNFINISHED])

    def _read(self, key: str) -> list[ItemDraft]:
        return list(filter(None, map(_read, self._settings.lines(key))))


def _line(draft: ItemDraft) -> str:
    return json.dumps([draft.name, str(draft.codec), draft.text])


def _read(line: str) -> ItemDraft | None:
    """Parse a line that ``_line`` wrote; None for any other line."""
    try:
        name, codec, text = parse_json(line)
        return ItemDraft(str(name), Codec.parse(codec), str(text))
    except (ValueError, TypeError, AttributeError, CodecError):
        return None
