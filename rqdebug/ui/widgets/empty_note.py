# SPDX-License-Identifier: GPL-3.0-or-later
"""The empty state of a table: a text shown while it has no rows."""

from __future__ import annotations

from PyQt5.QtCore import QEvent, QObject, Qt
from PyQt5.QtWidgets import QAbstractItemView, QLabel


class EmptyNote(QLabel):
    """Covers a table while its model is empty. The table must have its model already."""

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
            changed.connect(self._update_visibility)
        self._update_visibility()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the table."""
        if event.type() == QEvent.Resize:
            self.resize(self._table.viewport().size())
        return super().eventFilter(watched, event)

    def _update_visibility(self) -> None:
        self.setVisible(not self._table.model().rowCount())
