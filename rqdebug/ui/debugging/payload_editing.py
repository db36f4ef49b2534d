# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the payload of a held call in all forms, and lets the user edit it."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rqcore.debug import HeldCall
from rqdebug.errors import ItemError
from rqdebug.inspection.payload_edit import EditablePayload, EditForm
from rqdebug.ui.inspection.payload_view import PayloadView
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, later, tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.styled_name import rename_for_style
from rqdebug.ui.widgets.written_text import written_text

FORMS = {EditForm.TEXT: later("Text"), EditForm.HEX: later("Hex")}
"""The names of the forms."""


@dataclass(frozen=True, slots=True)
class PayloadDraft:
    """What was edited, also while it is not valid."""

    form: EditForm
    text: str


LEAST_HEIGHT = 44
"""Height in pixels in which two lines of a payload are visible."""


class PayloadEditor(QWidget):
    """The last page of the payload is a text field; the other pages show what it contains."""

    changed = pyqtSignal()
    """The user has edited the payload, or reverted it."""
    comparison_wanted = pyqtSignal(bytes, bytes)
    """Show where the original and the edited payload differ."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._payload = EditablePayload(b"", "")
        self._size = 0
        self._problem = ""
        """Why the payload cannot be edited; empty if it can."""
        self._is_writing = False
        """Whether texts and pages change because another payload is shown."""
        self.view = PayloadView(theme)
        self.text = QPlainTextEdit()
        self.form = QComboBox()
        self.revert_button, self.compare_button = QPushButton(tr("Revert")), QPushButton(tr("Compare…"))
        self.note = PlainLabel()
        """Why the payload cannot be edited, or what is wrong with the text; hidden if there is nothing."""
        self._lay_out(theme)
        self.text.textChanged.connect(self._change)
        self.form.activated.connect(self._change_form)
        self.revert_button.clicked.connect(self.revert)
        self.compare_button.clicked.connect(self._compare)
        self.view.forms.currentChanged.connect(lambda _: self._show_edited())
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that no call is selected."""
        self._problem, self._size = tr("Select a held call to see its payload."), 0
        self._show(EditablePayload(b"", ""), None)
        self.view.forms.show_empty_note("")

    def show_call(self, call: HeldCall, draft: PayloadDraft | None) -> None:
        """Show the payload of a call, or what was edited."""
        self._problem, self._size = _editing_problem(call), call.size
        self._show(EditablePayload(call.payloads[0] if call.payloads else b"", call.codec), draft)
        if not call.payloads:
            self.view.show_nothing()

    def show_payload(self, data: bytes, codec: str) -> None:
        """Show a whole payload that belongs to no call."""
        self._problem, self._size = "", len(data)
        self._show(EditablePayload(data, codec), None)

    @property
    def is_changed(self) -> bool:
        """Whether the text differs from the payload."""
        return not self._problem and written_text(self.text) != self._payload.write(self._form)

    @property
    def draft(self) -> PayloadDraft | None:
        """What was edited; None if nothing was."""
        return PayloadDraft(self._form, written_text(self.text)) if self.is_changed else None

    def edited(self) -> bytes | None:
        """Return the edited payload; None if it is unchanged. Raises ItemError."""
        if not self.is_changed:
            return None
        return self._payload.read(written_text(self.text), self._form)

    def revert(self) -> None:
        """Show the payload of the call again."""
        self._write(self._payload.write(self._form))
        self._change()

    @property
    def _form(self) -> EditForm:
        return self.form.currentData() or EditForm.TEXT

    def _show(self, payload: EditablePayload, draft: PayloadDraft | None) -> None:
        self._payload = payload
        self.form.clear()
        for form in payload.forms:
            self.form.addItem(tr(FORMS[form]), form)
        if draft is not None:
            self.form.setCurrentIndex(max(self.form.findData(draft.form), 0))
        self._write(payload.write(self._form) if draft is None else draft.text)
        can_edit = not self._problem
        self.text.setReadOnly(not can_edit)
        self._is_writing = True
        self.view.show_payload(payload.data, payload.codec, self._size)
        self.view.forms.setTabVisible(self.view.forms.indexOf(self.text), can_edit)
        if can_edit:
            self.view.forms.setCurrentWidget(self.text)
        self._is_writing = False
        self._show_state()

    def _write(self, text: str) -> None:
        self._is_writing = True
        self.text.setPlainText(text)
        self._is_writing = False

    def _change(self) -> None:
        if not self._is_writing:
            self._show_state()
            self.changed.emit()

    def _change_form(self) -> None:
        """Write the payload in the other form; what is not valid keeps its form."""
        form = self._form
        other = EditForm.HEX if form is EditForm.TEXT else EditForm.TEXT
        try:
            data = self._payload.read(written_text(self.text), other)
        except ItemError:
            self.form.setCurrentIndex(self.form.findData(other))
            return
        edited = EditablePayload(data, self._payload.codec)
        if form not in edited.forms:
            self.form.setCurrentIndex(self.form.findData(other))
            return
        self._write(edited.write(form))
        self._change()

    def _show_edited(self) -> None:
        """Let the other pages show what was edited."""
        forms, chosen = self.view.forms, self.view.forms.currentWidget()
        if chosen is self.text or self._problem or self._is_writing:
            return
        try:
            data = self.edited()
        except ItemError:
            return
        data = self._payload.data if data is None else data
        self._is_writing = True
        self.view.show_payload(data, self._payload.codec, len(data))
        if forms.isTabVisible(forms.indexOf(chosen)):
            forms.setCurrentWidget(chosen)
        self._is_writing = False

    def _show_state(self) -> None:
        is_changed = self.is_changed
        self.revert_button.setEnabled(is_changed)
        problem = self._problem
        try:
            self.edited()
        except ItemError as error:
            problem = translate_message(str(error))
        self.compare_button.setEnabled(is_changed and not problem)
        self.form.setVisible(not self._problem)
        self.note.setText(problem)
        self.note.setVisible(bool(problem))
        name = "error" if problem and not self._problem else "muted"
        rename_for_style(self.note, name)

    def _compare(self) -> None:
        edited = self.edited()
        if edited is not None:
            self.comparison_wanted.emit(self._payload.data, edited)

    def _lay_out(self, theme: Theme) -> None:
        self.text.setObjectName("reader")
        theme.follow_mono(self.text)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Payload to edit"))
        self.form.setAccessibleName(tr("Form of the text"))
        self.revert_button.setToolTip(tr("Show the payload of the call again"))
        self.compare_button.setToolTip(tr("Show where the edited payload differs from the original"))
        self.view.forms.addTab(self.text, tr("Edit"))
        for page in range(self.view.forms.count()):
            self.view.forms.widget(page).setMinimumHeight(LEAST_HEIGHT)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(10, 4, 10, 4)
        row = QHBoxLayout()
        row.setContentsMargins(10, 2, 10, 4)
        for widget in (self.form, self.revert_button, self.compare_button):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        column.addLayout(row)


def _editing_problem(call: HeldCall) -> str:
    """Return why the payload of a call cannot be edited; empty if it can."""
    if not call.payloads:
        return tr("This call has no payload now.")
    if call.item_count > 1:
        return counted(
            call.item_count,
            "This call has {n} item; only calls with one item can be edited.",
            "This call has {n} items; only calls with one item can be edited.",
        )
    if call.size > len(call.payload):
        return tr("Only the first 64 KiB of this payload are known; larger payloads cannot be edited.")
    return ""
