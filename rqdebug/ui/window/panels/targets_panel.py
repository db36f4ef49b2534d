# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel with the targets and their queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtCore import QModelIndex, QPoint, Qt, pyqtSignal
from PyQt5.QtWidgets import QStackedLayout, QTreeView, QWidget

from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.vanishing_rows import select_none_if_removed
from rqdebug.ui.window.panels.panel_spec import LEFT, PanelSpec

if TYPE_CHECKING:
    from rqdebug.session import Attachment
    from rqdebug.ui.models.target_model import TargetModel
    from rqdebug.ui.window.window_context import WindowContext


class TargetsPanel(QWidget):
    """A tree of targets and their queues, or a hint if there are no targets."""

    chosen = pyqtSignal(object, object)
    """The user selected a row: the Attachment, and the namespace of a queue or None."""
    opened = pyqtSignal(object)
    """The user opened a target: its Attachment."""
    queue_opened = pyqtSignal(object, str)
    """The user opened a queue: the Attachment of its target, and its namespace."""
    menu_requested = pyqtSignal(str, QPoint)
    """The user asked for a context menu: the name of the group of commands, and a screen position."""

    def __init__(self, model: TargetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.tree = QTreeView()
        self._showing = False
        select_none_if_removed(self.tree, model)
        self.tree.setModel(model)
        self.tree.selectionModel().currentChanged.connect(self._choose)
        self.tree.clicked.connect(self._choose)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setContextMenuPolicy(Qt.CustomContextMenu)
        self.tree.setAccessibleName(tr("Targets"))
        self.tree.activated.connect(self._activate)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self._empty = PlainLabel()
        TextWithKeys(
            self._empty,
            lambda: tr(
                "No targets yet.\nPress {keys} to connect to one.", keys=COMMAND_KEYS["target.connect"]
            ),
        )
        self._empty.setWordWrap(True)
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

    def show_current(self, attachment: Attachment | None, namespace: str | None) -> None:
        """Select the row of the current queue, or of the current target; without a target, select none."""
        index = self._model.index_of(attachment, namespace) if attachment else QModelIndex()
        if index != self.tree.currentIndex():
            self._showing = True
            self.tree.setCurrentIndex(index)
            self._showing = False

    def _choose(self, index: QModelIndex) -> None:
        attachment = self._model.attachment_at(index)
        if attachment is not None and not self._showing:
            self.chosen.emit(attachment, self._model.namespace_at(index))

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

    model = TargetModel(context.theme, context.losses, context.window, target_color=context.attachments.color)
    panel = TargetsPanel(model)
    panel.tree.setItemDelegate(TargetDelegate(context.theme, panel.tree))

    def choose(attachment: Attachment, namespace: str | None) -> None:
        context.logs.open_target(attachment).queues.select_queue(namespace)

    def show_current() -> None:
        tab, queue = context.current.target, context.current.queue
        panel.show_current(tab.attachment if tab else None, queue.stat.namespace if queue else None)

    def open_queue(attachment: Attachment, namespace: str) -> None:
        context.logs.open_target(attachment).choose_queue(namespace)

    context.attachments.attached.connect(model.add)
    context.attachments.changed.connect(model.refresh)
    context.attachments.edited.connect(model.refresh)
    context.attachments.detached.connect(model.remove)
    context.attachments.changed.connect(show_current)
    context.current.changed.connect(show_current)
    context.current.queue_changed.connect(show_current)
    panel.chosen.connect(choose)
    panel.opened.connect(context.logs.open_target)
    panel.queue_opened.connect(open_queue)
    panel.menu_requested.connect(context.commands.pop_up)
    return panel


TARGETS = PanelSpec(
    "targets", later("Targets"), LEFT, "Ctrl+1", "Go to the targets", "window/targets.md", create, height=400
)
