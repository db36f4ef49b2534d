# SPDX-License-Identifier: GPL-3.0-or-later
"""The line in which the user evaluates an expression on a held call."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from rqdebug.debug.call_evaluation import MISSING_TEXT, UNKNOWN_TEXT
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.styled_name import rename_for_style

SPECIAL = {
    UNKNOWN_TEXT: later("unknown"),
    MISSING_TEXT: later("The payload has no such member"),
}
"""The texts of values that are no data."""


class EvaluationLine(QWidget):
    """Shows the value beside the expression. Another call, or another text, removes the value."""

    wanted = pyqtSignal(str)
    """Evaluate this expression, and pass the result to ``show_value`` or ``show_problem``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.expression = QLineEdit()
        self.expression.setObjectName("mono")
        self.expression.setPlaceholderText(tr("Expression, such as payload.order.id or size > 100"))
        self.expression.setAccessibleName(tr("Expression"))
        self.button = QPushButton(tr("Evaluate"))
        self.value = ElidedLabel(part=Qt.ElideRight)
        self.value.setObjectName("mono")
        theme.follow_mono(self.expression)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 4)
        row.addWidget(self.expression, 1)
        row.addWidget(self.button)
        row.addWidget(self.value, 1)
        self.expression.returnPressed.connect(self._ask)
        self.button.clicked.connect(lambda _: self._ask())
        self.expression.textEdited.connect(lambda _: self.clear())
        self.clear()

    def clear(self) -> None:
        """Remove the value."""
        self._show("", "mono")

    def show_value(self, value: str) -> None:
        """Show a value: JSON, or a key of ``SPECIAL``."""
        self._show(tr(SPECIAL[value]) if value in SPECIAL else value, "mono")

    def show_problem(self, problem: str) -> None:
        """Show why the expression has no value."""
        self._show(translate_message(problem), "error")

    def _ask(self) -> None:
        if self.expression.text().strip():
            self.wanted.emit(self.expression.text())

    def _show(self, text: str, name: str) -> None:
        self.value.setText(text)
        self.value.setVisible(bool(text))
        rename_for_style(self.value, name)
