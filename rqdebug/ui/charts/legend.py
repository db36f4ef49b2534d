# SPDX-License-Identifier: GPL-3.0-or-later
"""The legend beside a plot. It never covers the plot, and its width is bounded."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.swatch import swatch

MAX_WIDTH = 190
"""Pixels. Longer names lose their middle; their tooltip shows all of it."""
SWATCH = 10
"""Pixels: the side of a colour."""

Entry = tuple[str, str]
"""Name and colour."""


class ChartLegend(QScrollArea):
    """Shows names with their colours, and a note below them. It scrolls if there are many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Entry, ...], str] = ((), "")
        self.names: list[ElidedLabel] = []
        self.note = PlainLabel()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.NoFocus)
        self.hide()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The names that are shown, with their colours."""
        return self._shown[0]

    def show_entries(self, entries: Sequence[Entry], note: str = "") -> None:
        """Show exactly these names; without any, hide the legend."""
        wanted = (tuple(entries), note)
        if wanted == self._shown:
            return
        self._shown = wanted
        self.setVisible(bool(entries))
        self.setWidget(self._make_content(entries, note))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        content = self.widget()
        width = content.sizeHint().width() if content else 0
        return QSize(min(width + self.verticalScrollBar().sizeHint().width(), MAX_WIDTH), 60)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), MAX_WIDTH // 2), 40)

    def _make_content(self, entries: Sequence[Entry], note: str) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(6, 6, 4, 6)
        grid.setSpacing(4)
        grid.setColumnStretch(1, 1)
        self.names = [ElidedLabel(name) for name, _ in entries]
        for row, (label, (_, color)) in enumerate(zip(self.names, entries, strict=True)):
            square = PlainLabel()
            square.setPixmap(swatch(color).pixmap(SWATCH, SWATCH))
            label.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Preferred)
            grid.addWidget(square, row, 0)
            grid.addWidget(label, row, 1)
        self.note = PlainLabel(note)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.note.setVisible(bool(note))
        grid.addWidget(self.note, len(entries), 0, 1, 2)
        grid.setRowStretch(len(entries) + 1, 1)
        return content
