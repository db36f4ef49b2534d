# SPDX-License-Identifier: GPL-3.0-or-later
"""A view whose selected row vanishes selects nothing then."""

from __future__ import annotations

from PyQt5.QtCore import QAbstractItemModel, QModelIndex
from PyQt5.QtWidgets import QAbstractItemView


def select_none_if_removed(view: QAbstractItemView, model: QAbstractItemModel) -> None:
    """Clear the selection before its row is removed. Qt would select the row beside it.

    Call it before ``setModel``, so that it acts before the view does.
    """

    def clear(parent: QModelIndex, first: int, last: int) -> None:
        current = view.currentIndex()
        while current.isValid() and current.parent() != parent:
            current = current.parent()
        if current.isValid() and first <= current.row() <= last:
            view.selectionModel().clear()

    model.rowsAboutToBeRemoved.connect(clear)
