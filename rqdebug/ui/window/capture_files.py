# SPDX-License-Identifier: GPL-3.0-or-later
"""File dialogs for opening, recording and exporting captures."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from PyQt5.QtWidgets import QFileDialog, QWidget

from rqdebug.events.captures.capture_writer import EXTENSION
from rqdebug.events.captures.export import FORMATS
from rqdebug.events.event_log import EventLog
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.dialogs.save_file import ask_save_file
from rqdebug.ui.services.capture_service import CaptureControl
from rqdebug.ui.style.tr import tr

MAX_NAME = 60
"""Letters of the title of a tab in the name of its capture."""


class CaptureFiles:
    """Asks the user for files, and lets ``CaptureControl`` do the work."""

    def __init__(self, captures: CaptureControl, window: QWidget) -> None:
        self._captures = captures
        self._window = window

    def ask_open(self) -> None:
        """Open the captures that the user chooses."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Open Capture"), "", _file_types())
        for path in paths:
            self._captures.open(Path(path).resolve())

    def ask_record(self, log: EventLog, title: str) -> None:
        """Record a log to a file that the user chooses. ``title``: that of its tab, for the proposed name."""
        dialog_title = tr("Record {tab} to Capture", tab=title)
        path = ask_save_file(dialog_title, proposed_name(title), _file_types(), EXTENSION, self._window)
        if path is not None:
            self._captures.record(log, path, title)

    def ask_export(self, rows: FilteredRows) -> None:
        """Export these events to a file that the user chooses; its extension or type sets the format."""
        types = ";;".join(f"{tr(each.help)} (*{each.extension})" for each in FORMATS.values())
        path = ask_save_file(tr("Export Events"), f"events{EXTENSION}", types, EXTENSION, self._window)
        if path is not None:
            self._captures.export(rows, path)


def proposed_name(title: str) -> str:
    """Return a name for a new capture: what is recorded, and since when."""
    words = re.sub(r"[^\w.-]+", "-", title).strip("-.") or "capture"
    return f"{words[:MAX_NAME]}-{datetime.now():%Y-%m-%d-%H%M%S}{EXTENSION}"


def _file_types() -> str:
    """File types for Qt's file dialog."""
    return f"{tr('Captures')} (*{EXTENSION});;{tr('All files')} (*)"
