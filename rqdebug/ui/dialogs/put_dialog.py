# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user puts items: new, recent or saved ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QKeySequence
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QShortcut,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from rqcore.codec import Codec, Payload
from rqcore.protocol.queue_values import QueueStat
from rqdebug.errors import ItemError
from rqdebug.inspection.item_text import WRITABLE, FileItem, ItemDraft, read_item
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models import formats
from rqdebug.ui.services.item_drafts import ItemDrafts
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.escaping_delegate import escape_items
from rqdebug.ui.widgets.mnemonics import retitle
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.written_text import written_text

PUT_KEYS = (QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter"))
"""Put the item from within its text, where Enter begins a line."""
MAX_TIMES = 10_000
"""Maximum number of times that one put puts its item."""
MAX_WAIT = 3600.0
"""Maximum time in seconds that a put may wait while the queue is full."""


class PutDialog(QDialog):
    """Stays open after a put, so that the user can put several items."""

    put_wanted = pyqtSignal(object, float, object)
    """The user puts an item ``times`` times: its Payload, seconds to wait, and its priority or None."""
    file_wanted = pyqtSignal(object)
    """The user puts a file: read this Path, and pass the FileItem to ``show_file``."""

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
        self._queue = where or queue.label
        self.setWindowTitle(escape_unsafe(tr("Put Item into {queue}", queue=self._queue)))
        self.resize(760, 460)
        self._drafts = drafts
        self._is_writing = True
        """Whether the user changes the text, not the dialog."""
        self._cancel: Callable[[], object] | None = None
        """Cancels the call in progress; None if there is none."""
        self._sent: ItemDraft | None = None
        """The written item of the last put; the text in the dialog may have changed since."""
        self._sent_file = False
        """Whether the last put was that of a file, which is not remembered."""
        self._file: FileItem | None = None
        """The file that is put; None while the user writes an item."""
        self.saved = _DraftList()
        self.codec = QComboBox()
        self.text = QPlainTextEdit()
        self.wait = _seconds()
        self.times = _times()
        self.priority = _number() if queue.kind == "priority" else None
        self.file = PlainLabel()
        self.outcome = PlainLabel()
        self.forget_button = QPushButton(tr("Remove"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.Close)
        self.save_button = self._buttons.addButton(tr("Save…"), QDialogButtonBox.ActionRole)
        self.file_button = self._buttons.addButton(tr("From File…"), QDialogButtonBox.ActionRole)
        self.put_button = self._buttons.addButton(tr("Put"), QDialogButtonBox.ActionRole)
        self._lay_out(theme)
        self._list_saved()
        self._connect()
        self._check()
        self._show_unfinished()

    def draft(self) -> ItemDraft:
        """The item in the dialog, without a name."""
        return ItemDraft("", Codec.parse(self.codec.currentText()), written_text(self.text))

    def show_draft(self, draft: ItemDraft) -> None:
        """Show an item for editing. Undo brings back the text that was there."""
        self._use_file(None)
        self._is_writing = False
        self.codec.setCurrentText(str(draft.codec))
        self.text.selectAll()
        self.text.insertPlainText(draft.text)
        self._is_writing = True

    def show_file(self, item: FileItem) -> None:
        """Put a file. Its content is not shown, because it can be large."""
        self._use_file(item)
        self.codec.setCurrentText(str(item.codecs[0]))
        self._check()

    def show_waiting(self, cancel: Callable[[], object]) -> None:
        """Show that the call is in progress; the Put button becomes Cancel."""
        self._cancel = cancel
        retitle(self.put_button, tr("Cancel"))
        self._show_outcome(tr("Waiting until the queue has space…"), "muted")

    def show_done(self, sentence: str) -> None:
        """Show that the call succeeded, and add the item to the recent ones."""
        if not self._sent_file:
            self._drafts.remember(self._sent or self.draft())
            self._list_saved()
            if self._sent == self.draft():
                self._drafts.keep_unfinished(self._queue, ItemDraft("", Codec.TEXT, ""))
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
        retitle(self.put_button, tr("Put"))
        self._show_outcome(sentence, kind)

    def _put(self) -> None:
        if self._cancel:
            self._cancel()
            return
        try:
            payload = self._payload()
        except ItemError as error:
            self._show_outcome(str(error), "error")
            return
        self._sent, self._sent_file = self.draft(), self._file is not None
        priority = self.priority.value() if self.priority else None
        self.put_wanted.emit(payload, self.wait.value(), priority)

    def _payload(self) -> Payload:
        """Return the item in the dialog. Raises ItemError."""
        codec = self.draft().codec
        return self._file.payload(codec) if self._file else read_item(written_text(self.text), codec)

    def _use_file(self, item: FileItem | None) -> None:
        """Put a file instead of the text, or the text again."""
        self._file = item
        self.text.setVisible(item is None)
        self.file.setVisible(item is not None)
        if item is not None:
            size = formats.size(len(item.data))
            self.file.setText(tr("The item is the content of {file}, {size}.", file=item.name, size=size))
        retitle(self.file_button, tr("Write Item") if item else tr("From File…"))
        self.save_button.setEnabled(item is None)

    def _choose_file(self) -> None:
        if self._file is not None:
            self._use_file(None)
            self._check()
        elif path := QFileDialog.getOpenFileName(self, tr("Put File"))[0]:
            self.file_wanted.emit(Path(path))

    def _show_unfinished(self) -> None:
        """Show what was written for the queue and not put, and keep what is written now."""
        draft = self._drafts.unfinished(self._queue)
        if draft is not None:
            self.show_draft(draft)
        self.text.textChanged.connect(self._keep_unfinished)
        self.codec.currentTextChanged.connect(self._keep_unfinished)

    def _keep_unfinished(self) -> None:
        if self._is_writing and self._file is None:
            self._drafts.keep_unfinished(self._queue, self.draft())

    def _check(self) -> None:
        """Show what is wrong with the item while the user types."""
        try:
            self._payload()
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
        self.outcome.setText(translate_message(sentence))
        rename_for_style(self.outcome, kind)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._check)
        self.codec.currentTextChanged.connect(self._check)
        self.saved.itemClicked.connect(lambda item: self.show_draft(item.data(Qt.UserRole)))
        self.saved.itemActivated.connect(lambda item: self.show_draft(item.data(Qt.UserRole)))
        self.put_button.clicked.connect(self._put)
        self.file_button.clicked.connect(self._choose_file)
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
        escape_items(self.saved)
        self.outcome.setWordWrap(True)
        self.file.setWordWrap(True)
        self.file.setAlignment(Qt.AlignCenter)
        self.file.hide()
        for button in self._buttons.findChildren(QPushButton):
            button.setAutoDefault(False)
        for keys in PUT_KEYS:  # a shortcut of the button itself ends when its title gets a letter
            QShortcut(keys, self, self.put_button.click)
        self.put_button.setToolTip(formats.tip(PUT_KEYS[0].toString(QKeySequence.NativeText)))
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
        form.addRow(tr("Number of times"), self.times)
        column = QVBoxLayout()
        column.addWidget(self.text, 1)
        column.addWidget(self.file, 1)
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


def _times() -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, MAX_TIMES)
    box.setAccessibleName(tr("Number of times"))
    return box


def _number() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(-1e9, 1e9)
    box.setDecimals(3)
    box.setAccessibleName(tr("Priority"))
    return box
