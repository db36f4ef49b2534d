# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of targets and their queues."""

from __future__ import annotations

from PyQt5.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from PyQt5.QtWidgets import QLabel, QStackedLayout, QTreeView, QWidget

from rqdebug.ui.models.target_model import NAMESPACE_ROLE, TargetModel
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.delegates import TargetDelegate


class TargetsPanel(QWidget):
    """Says which target or queue the user wants to see, or to be rid of."""

    opened = pyqtSignal(object)
    """A target was chosen: an Attachment."""
    queue_opened = pyqtSignal(object, str)
    """A queue was chosen: an Attachment and a namespace."""
    menu_wanted = pyqtSignal(str, QPoint)
    """The menu of a group of commands, for what was chosen, at this place of the screen."""

    def __init__(self, model: TargetModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.tree = QTreeView()
        self.tree.setModel(model)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setContextMenuPolicy(Qt.CustomContextMenu)
        self.tree.setItemDelegate(TargetDelegate(theme, self.tree))
        self.tree.setAccessibleName(tr("Targets"))
        self.tree.activated.connect(self._activate)
        self.tree.customContextMenuRequested.connect(self._offer)
        self._empty = QLabel(tr("No target yet.\nConnect to one with Ctrl+K."))
        self._empty.setObjectName("muted")
        self._empty.setAlignment(Qt.AlignCenter)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._empty)
        self._layout.addWidget(self.tree)
        model.rowsInserted.connect(self._adapt)
        model.rowsRemoved.connect(self._adapt)
        self.setFocusProxy(self.tree)

    def _adapt(self, parent: QModelIndex) -> None:
        self._layout.setCurrentIndex(1 if self._model.rowCount() else 0)
        if parent.isValid() and self._model.rowCount(parent) == 1:
            self.tree.expand(parent)

    def _activate(self, index: QModelIndex) -> None:
        attachment = self._model.attachment_at(index)
        namespace = index.data(NAMESPACE_ROLE)
        if attachment is not None and namespace is not None:
            self.queue_opened.emit(attachment, namespace)
        elif attachment is not None:
            self.opened.emit(attachment)

    def _offer(self, position: QPoint) -> None:
        index = self.tree.indexAt(position)
        if index.isValid():
            self._activate(index)
            group = "target" if index.data(NAMESPACE_ROLE) is None else "queue"
            self.menu_wanted.emit(group, self.tree.viewport().mapToGlobal(position))
