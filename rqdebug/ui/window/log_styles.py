# SPDX-License-Identifier: GPL-3.0-or-later
"""Applies the user's styles to all open logs."""

from __future__ import annotations

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtWidgets import QWidget

from rqdebug.errors import FilterError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.styles import Style, StyleLibrary, StyleSheet
from rqdebug.ui.dialogs.styles_dialog import StylesDialog
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.documents.log_documents import LogDocuments


class LogStyles(QObject):
    """Updates all open logs when the style library changes, and adds styles to the library."""

    failed = pyqtSignal(str)
    """The styles cannot be saved: why, in one sentence."""

    def __init__(
        self,
        library: StyleLibrary,
        saved_filters: SavedFilters,
        logs: LogDocuments,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._saved_filters = saved_filters
        self._logs = logs
        self._theme = theme
        self._window = window
        library.changed.connect(self._apply)
        logs.opened.connect(self._add_log)

    def edit(self) -> None:
        """Open the styles dialog."""
        StylesDialog(self._library, self._theme, self._window).show()

    def _add_log(self, tab: LogTab) -> None:
        tab.style_wanted.connect(self._add_style)
        tab.use_styles(self._sheet())

    def _add_style(self, style: Style) -> None:
        """Add a style as the first rule, and remove an older one with the same filter."""
        others = (other for other in self._library.styles if other.filter != style.filter)
        try:
            self._library.change((style, *others))
        except OSError as error:
            self.failed.emit(tr("cannot save the styles: {why}", why=error.strerror or error))

    def _apply(self) -> None:
        sheet = self._sheet()
        for tab in self._logs.log_tabs():
            tab.use_styles(sheet)

    def _sheet(self) -> StyleSheet:
        try:
            named = self._saved_filters.load()
        except FilterError:  # the filter bar reports this error
            named = {}
        return StyleSheet(self._library.styles, named)
