# SPDX-License-Identifier: GPL-3.0-or-later
"""The common style of all tables in the window."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, Qt
from PyQt5.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import CellDelegate

TITLE_PADDING = 20
"""Pixels that a column title needs besides its text."""
ROW_PADDING = 6
"""Pixels that a row needs besides the height of its text."""


class LargeTable(QTableView):
    """A table for many rows. Typed letters select none, because Qt would compare them with each row."""

    def keyboardSearch(self, search: str) -> None:
        """Do nothing."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.FontChange:
            self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + ROW_PADDING)


def apply_table_style(table: QTableView, theme: Theme) -> None:
    """Set up single-line rows of equal height, selected as a whole, without grid lines."""
    table.setItemDelegate(CellDelegate(theme, table))
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectRows)
    table.setSelectionMode(QAbstractItemView.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollPerPixel)
    table.horizontalHeader().setHighlightSections(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.Fixed)
    rows.setDefaultSectionSize(table.fontMetrics().height() + ROW_PADDING)


def titled_width(table: QTableView, section: int, width: int) -> int:
    """Return ``width`` in pixels, or more if the title of the column needs it."""
    header = table.horizontalHeader()
    title = str(table.model().headerData(section, Qt.Horizontal))
    return max(width, header.fontMetrics().horizontalAdvance(title) + TITLE_PADDING)


def monospace(table: QTableView, theme: Theme) -> None:
    """Use the monospace font. Call before ``apply_table_style``, which measures the font."""
    table.setObjectName("mono")
    theme.follow_mono(table)
