# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the targets and their queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from PyQt5.QtWidgets import QStackedLayout, QTreeView, QWidget

from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.window.panels.panel_spec import LEFT, PanelSpec

if TYPE_CHECKING:
    from rqdebug.session import Attachment
    from rqdebug.ui.models.target_model import TargetModel
    from rqdebug.ui.window.window_context import WindowContext


class TargetsPanel(QWidget):
    """A tree of targets and their queues, or a hint if there are no targets."""

    opened = pyqtSignal(object)
    """The user chose a target: its Attachment."""
    queue_opened = pyqtSignal(object, str)
    """The user chose a queue: the Attachment of its target, and its namespace."""
    menu_requested = pyqtSignal(str, QPoint)
    """The user asked for a context menu: the name of the group of commands, and a screen position."""

    def __init__(self, model: TargetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.tree = QTreeView()
        self.tree.setModel(model)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setContextMenuPolicy(Qt.CustomContextMenu)
        self.tree.setAccessibleName(tr("Targets"))
        self.tree.activated.connect(self._activate)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self._empty = PlainLabel(tr("No targets yet.\nPress Ctrl+K to connect to one."))
        self._empty.setObjectName("muted")
        self._empty.setAlignment(Qt.AlignCenter)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._empty)
        self._layout.addWidget(self.tree)
        model.rowsInserted.connect(self._show_rows)
        model.rowsRemoved.connect(self._show_rows)
        self.setFocusProxy(self.tree)

    def _show_rows(self, parent: QModelIndex) -> None:
        self._layout.setCurrentIndex(1 if self._model.rowCount() else 0)
        if parent.isValid() and self._model.rowCount(parent) == 1:
            self.tree.expand(parent)

    def _activate(self, index: QModelIndex) -> None:
        attachment = self._model.attachment_at(index)
        namespace = self._model.namespace_at(index)
        if attachment is not None and namespace is not None:
            self.queue_opened.emit(attachment, namespace)
        elif attachment is not None:
            self.opened.emit(attachment)

    def _show_menu(self, position: QPoint) -> None:
        index = self.tree.indexAt(position)
        if index.isValid():
            self._activate(index)
            group = "target" if self._model.namespace_at(index) is None else "queue"
            self.menu_requested.emit(group, self.tree.viewport().mapToGlobal(position))


def create(context: WindowContext) -> TargetsPanel:
    """Create the panel; it lists the attached targets."""
    from rqdebug.ui.models.target_model import TargetModel
    from rqdebug.ui.widgets.delegates import TargetDelegate

    model = TargetModel(context.theme, context.losses, context.window)
    panel = TargetsPanel(model)
    panel.tree.setItemDelegate(TargetDelegate(context.theme, panel.tree))

    def open_queue(attachment: Attachment, namespace: str) -> None:
        context.logs.open_target(attachment).choose_queue(namespace)

    context.attachments.attached.connect(model.add)
    context.attachments.changed.connect(model.refresh)
    context.attachments.detached.connect(model.remove)
    panel.opened.connect(context.logs.open_target)
    panel.queue_opened.connect(open_queue)
    panel.menu_requested.connect(context.commands.pop_up)
    return panel


TARGETS = PanelSpec(
    "targets", later("Targets"), LEFT, "Ctrl+1", "Go to the targets", "window/targets.md", create, height=400
)
