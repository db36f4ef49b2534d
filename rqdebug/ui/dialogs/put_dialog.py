# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user puts items: new, recent or saved ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqcore.codec import Codec
from rqcore.protocol.queue_values import QueueStat
from rqdebug.errors import ItemError
from rqdebug.inspection.item_text import WRITABLE, ItemDraft, read_item
from rqdebug.ui.models import formats
from rqdebug.ui.services.item_drafts import ItemDrafts
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel

MAX_WAIT = 3600.0
"""Maximum time in seconds that a put may wait while the queue is full."""


class PutDialog(QDialog):
    """Stays open after a put, so that the user can put several items."""

    put_wanted = pyqtSignal(object, float, object)
    """The user puts an item: its Payload, seconds to wait, and its priority or None."""

    def __init__(
        self,
        queue: QueueStat,
        drafts: ItemDrafts,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        where: str = "",
    ) -> None:
        """``where``: the queue with its target, for the title."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Put Item into {queue}", queue=where or queue.label))
        self.resize(760, 460)
        self._drafts = drafts
        self._cancel: Callable[[], object] | None = None
        """Cancels the call in progress; None if there is none."""
        self._sent: ItemDraft | None = None
        """The item of the last put; the text in the dialog may have changed since."""
        self.saved = _DraftList()
        self.codec = QComboBox()
        self.text = QPlainTextEdit()
        self.wait = _seconds()
        self.priority = _number() if queue.kind == "priority" else None
        self.outcome = PlainLabel()
        self.forget_button = QPushButton(tr("Remove"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.Close)
        self.save_button = self._buttons.addButton(tr("Save…"), QDialogButtonBox.ActionRole)
        self.put_button = self._buttons.addButton(tr("Put"), QDialogButtonBox.ActionRole)
        self._lay_out(theme)
        self._list_saved()
        self._connect()
        self._check()

    def draft(self) -> ItemDraft:
        """The item in the dialog, without a name."""
        return ItemDraft("", Codec.parse(self.codec.currentText()), self.text.toPlainText())

    def show_draft(self, draft: ItemDraft) -> None:
        """Show an item for editing."""
        self.codec.setCurrentText(str(draft.codec))
        self.text.setPlainText(draft.text)

    def show_waiting(self, cancel: Callable[[], object]) -> None:
        """Show that the call is in progress; the Put button becomes Cancel."""
        self._cancel = cancel
        self.put_button.setText(tr("Cancel"))
        self._show_outcome(tr("Waiting until the queue has space…"), "muted")

    def show_done(self, sentence: str) -> None:
        """Show that the call succeeded, and add the item to the recent ones."""
        self._drafts.remember(self._sent or self.draft())
        self._list_saved()
        self._end(sentence, "ok")

    def show_failed(self, sentence: str) -> None:
        """Show why the call failed."""
        self._end(sentence, "error")

    def reject(self) -> None:
        if self._cancel:
            self._cancel()
        super().reject()

    def _end(self, sentence: str, kind: str) -> None:
        self._cancel = None
        self.put_button.setText(tr("Put"))
        self._show_outcome(sentence, kind)

    def _put(self) -> None:
        if self._cancel:
            self._cancel()
            return
        try:
            payload = read_item(self.text.toPlainText(), self.draft().codec)
        except ItemError as error:
            self._show_outcome(str(error), "error")
            return
        self._sent = self.draft()
        priority = self.priority.value() if self.priority else None
        self.put_wanted.emit(payload, self.wait.value(), priority)

    def _check(self) -> None:
        """Show what is wrong with the item while the user types."""
        try:
            read_item(self.text.toPlainText(), self.draft().codec)
        except ItemError as error:
            self._show_outcome(str(error), "error")
            self.put_button.setEnabled(self._cancel is not None)
        else:
            self._show_outcome("", "muted")
            self.put_button.setEnabled(True)

    def _save(self) -> None:
        name, accepted = QInputDialog.getText(self, tr("Save Item"), tr("Name"))
        if accepted and name.strip():
            self._drafts.save(replace(self.draft(), name=name.strip()))
            self._list_saved()

    def _forget(self) -> None:
        item = self.saved.currentItem()
        if item is not None:
            self._drafts.forget(item.data(Qt.UserRole))
            self._list_saved()

    def _list_saved(self) -> None:
        self.saved.clear()
        for draft in (*self._drafts.saved, *self._drafts.recent):
            item = QListWidgetItem(draft.name or draft.text[:60].replace("\n", " "))
            item.setToolTip(tr("Saved") if draft.name else tr("Recently put"))
            font = item.font()
            font.setBold(bool(draft.name))
            item.setFont(font)
            item.setData(Qt.UserRole, draft)
            self.saved.addItem(item)

    def _show_outcome(self, sentence: str, kind: str) -> None:
        self.outcome.setObjectName(kind)
        self.outcome.setText(translate_message(sentence))
        self.outcome.style().unpolish(self.outcome)
        self.outcome.style().polish(self.outcome)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._check)
        self.codec.currentTextChanged.connect(self._check)
        self.saved.itemClicked.connect(lambda item: self.show_draft(item.data(Qt.UserRole)))
        self.saved.itemActivated.connect(lambda item: self.show_draft(item.data(Qt.UserRole)))
        self.put_button.clicked.connect(self._put)
        self.save_button.clicked.connect(self._save)
        self.forget_button.clicked.connect(self._forget)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self, theme: Theme) -> None:
        self.codec.addItems(map(str, WRITABLE))
        self.codec.setAccessibleName(tr("Codec"))
        self.text.setObjectName("mono")
        self.text.setFont(theme.mono)
        self.text.setAccessibleName(tr("Item"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(tr("The item as text, JSON or hexadecimal digits"))
        self.saved.setAccessibleName(tr("Saved and recent items"))
        self.outcome.setWordWrap(True)
        for button in self._buttons.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.put_button.setShortcut("Ctrl+Return")
        self.put_button.setToolTip(formats.tip(self.put_button.shortcut().toString(QKeySequence.NativeText)))
        self.forget_button.setObjectName("link")
        self.forget_button.setToolTip(tr("Remove the selected item from this list"))
        columns = QHBoxLayout()
        columns.setSpacing(14)
        columns.addLayout(self._library(), 2)
        columns.addLayout(self._form(), 5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(columns)
        whole.addWidget(self._buttons)
        self.put_button.setDefault(True)  # must follow addWidget: before it, the button is not in the dialog
        self.text.setFocus()

    def _library(self) -> QVBoxLayout:
        title = PlainLabel(tr("Saved and recent items"))
        title.setObjectName("muted")
        column = QVBoxLayout()
        column.addWidget(title)
        column.addWidget(self.saved)
        column.addWidget(self.forget_button, 0, Qt.AlignLeft)
        return column

    def _form(self) -> QVBoxLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.addRow(tr("Codec"), self.codec)
        if self.priority:
            form.addRow(tr("Priority"), self.priority)
        form.addRow(tr("Wait if the queue is full"), self.wait)
        column = QVBoxLayout()
        column.addWidget(self.text, 1)
        column.addLayout(form)
        column.addWidget(self.outcome)
        return column


class _DraftList(QListWidget):
    """Accepts the Return key, which would otherwise press the default button of the dialog, Put."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key_Return, Qt.Key_Enter):
            event.accept()


def _seconds() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, MAX_WAIT)
    box.setSuffix(" s")
    box.setSpecialValueText(tr("do not wait"))
    box.setAccessibleName(tr("Wait if the queue is full"))
    return box


def _number() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(-1e9, 1e9)
    box.setDecimals(3)
    box.setAccessibleName(tr("Priority"))
    return box
