# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tables of the window have in common."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from rqdebug.ui.style.theme import Theme
from rqdebug.ui.widgets.delegates import CellDelegate

TITLE_AIR = 20
"""Pixels beside the title of a column."""
ROW_AIR = 6
"""Pixels of a row beyond the height of its text."""


def calm(table: QTableView, theme: Theme) -> None:
    """Rows of one line and one height, chosen as a whole, without a grid."""
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
    rows.setDefaultSectionSize(table.fontMetrics().height() + ROW_AIR)


def titled_width(table: QTableView, section: int, width: int) -> int:
    """So many pixels, or what the title of a column needs."""
    header = table.horizontalHeader()
    title = str(table.model().headerData(section, Qt.Horizontal))
    return max(width, header.fontMetrics().horizontalAdvance(title) + TITLE_AIR)


def monospace(table: QTableView, theme: Theme) -> None:
    """To be called before ``calm``, which measures the font."""
    table.setObjectName("mono")
    table.setFont(theme.mono)
