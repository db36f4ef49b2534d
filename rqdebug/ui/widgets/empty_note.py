# SPDX-License-Identifier: GPL-3.0-or-later
"""What a table says while it has no rows."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt
from PyQt5.QtWidgets import QAbstractItemView, QLabel


class EmptyNote(QLabel):
    """Lies in the middle of a table that has its model already, and is gone with the first row."""

    def __init__(self, table: QAbstractItemView, sentence: str) -> None:
        super().__init__(sentence, table.viewport())
        self._table = table
        self.setObjectName("muted")
        self.setAlignment(Qt.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WA_TransparentForMouseEvents)
        table.viewport().installEventFilter(self)
        model = table.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._adapt)
        self._adapt()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is as large as the table."""
        if event.type() == QEvent.Resize:
            self.resize(self._table.viewport().size())
        return super().eventFilter(watched, event)

    def _adapt(self) -> None:
        self.setVisible(not self._table.model().rowCount())
