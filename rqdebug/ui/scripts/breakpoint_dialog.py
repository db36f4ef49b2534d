# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks when a run pauses at a breakpoint."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QSpinBox, QWidget

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.parser import parse_condition
from rqdebug.scripts.running.breakpoints import MAX_SKIP, Breakpoint
from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.form_layout import lay_out_form
from rqdebug.ui.widgets.plain_label import PlainLabel


class BreakpointDialog(QDialog):
    """Edits the condition and the skipped hits of a breakpoint. A wrong condition is not accepted."""

    chosen = pyqtSignal(object)
    """The Breakpoint."""

    def __init__(self, before: Breakpoint, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Breakpoint in Line {line}", line=before.line))
        self.setMinimumWidth(460)
        self._line = before.line
        self.condition = QLineEdit(before.condition)
        self.condition.setPlaceholderText(tr("such as count == 40; empty: always"))
        theme.follow_mono(self.condition)
        self.skip = QSpinBox()
        self.skip.setRange(0, MAX_SKIP)
        self.skip.setGroupSeparatorShown(True)
        self.skip.setValue(before.skip)
        self.problem = PlainLabel()
        note = PlainLabel(tr("An expression with the variables of the script. The hits of all lanes count."))
        note.setObjectName("muted")
        buttons = QDialogButtonBox(QDialogButtonBox.Ok | QDialogButtonBox.Cancel)
        self.ok = buttons.button(QDialogButtonBox.Ok)
        buttons.accepted.connect(self._accept)
        fields = {tr("Condition"): self.condition, tr("Hits to skip"): self.skip}
        lay_out_form(self, fields, note, self.problem, buttons)
        self.condition.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        """Show why the condition is wrong."""
        problem, text = "", self.condition.text().strip()
        try:
            if text:
                parse_condition(text)
        except ScriptError as error:
            problem = translate_message(error.message)
        self.problem.setText(problem)
        self.ok.setEnabled(not problem)

    def _accept(self) -> None:
        self.chosen.emit(Breakpoint(self._line, self.condition.text().strip(), self.skip.value()))
        self.accept()


def ask_breakpoint(editor: ScriptEditor, theme: Theme, line: int) -> None:
    """Ask when a run pauses at a line, or at the next statement, and set a breakpoint there."""
    stop = line if line in editor.breakpoints else editor.stop_for(line)
    if stop is not None:
        dialog = BreakpointDialog(editor.marks.at(stop) or Breakpoint(stop), theme, editor)
        dialog.chosen.connect(editor.set_breakpoint)
        dialog.open()
