# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for the files that captures are opened from, recorded in and exported to."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtWidgets import QFileDialog, QWidget

from rqdebug.events.captures.capture_writer import EXTENSION
from rqdebug.events.captures.export import FORMATS
from rqdebug.events.event_log import EventLog
from rqdebug.events.views.view import FilteredRows
from rqdebug.ui.services.capture_service import CaptureControl
from rqdebug.ui.style.tr import tr


class CaptureFiles:
    """Shows file dialogs, and passes on what the user chose."""

    def __init__(self, captures: CaptureControl, window: QWidget) -> None:
        self._captures = captures
        self._window = window

    def ask_open(self) -> None:
        """Open the captures that the user chooses."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Open Capture"), "", _file_types())
        for path in paths:
            self._captures.open(Path(path).resolve())

    def ask_record(self, log: EventLog) -> None:
        """Record a log in a file that the user chooses."""
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Record to Capture"), f"capture{EXTENSION}", _file_types()
        )
        if path:
            file = Path(path).resolve()
            self._captures.record(log, file if file.suffix else file.with_suffix(EXTENSION))

    def ask_export(self, rows: FilteredRows) -> None:
        """Write these events into a file; its extension, or the chosen type, decides on the format."""
        types = ";;".join(f"{tr(each.help)} (*{each.extension})" for each in FORMATS.values())
        path, chosen_type = QFileDialog.getSaveFileName(
            self._window, tr("Export Events"), f"events{EXTENSION}", types
        )
        if path:
            extensions = (each.extension for each in FORMATS.values())
            extension = next((each for each in extensions if f"*{each})" in chosen_type), "")
            file = Path(path).resolve()
            file = file if file.suffix else file.with_name(file.name + extension)
            self._captures.export(rows, file)


def _file_types() -> str:
    """The types of files to choose from, as Qt's file dialog reads them."""
    return f"{tr('Captures')} (*{EXTENSION});;{tr('All files')} (*)"
