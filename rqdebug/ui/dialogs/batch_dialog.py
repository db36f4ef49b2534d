# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog before several scripts are run: on which targets, and how often."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QCheckBox, QDialog, QSpinBox, QWidget

from rqdebug.ui.models.formats import tip
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form


class BatchDialog(QDialog):
    """Names the scripts and their targets, and asks for the number of rounds."""

    chosen = pyqtSignal(int, bool)
    """The number of rounds, 0 for no limit; and whether to stop at the first script that does not pass."""

    def __init__(self, scripts: Sequence[str], targets: Sequence[str], parent: QWidget | None = None) -> None:
        """``scripts``: their names, in order. ``targets``: the names of the targets of all runs."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Run Several Scripts"))
        self.setMinimumWidth(420)
        names = ", ".join(scripts)
        count = counted(len(scripts), "{n} script", "{n} scripts")
        self.scripts = ElidedLabel(f"{count}: {names}", part=Qt.ElideRight)
        self.scripts.setToolTip(tip("\n".join(scripts)))
        self.targets = ElidedLabel(", ".join(targets), part=Qt.ElideRight)
        self.targets.setToolTip(tip("\n".join(targets)))
        self.rounds = QSpinBox()
        self.rounds.setRange(0, 10**9)
        self.rounds.setValue(1)
        self.rounds.setSpecialValueText(tr("until stopped"))
        self.rounds.setAccessibleName(tr("Rounds"))
        self.until_failure = QCheckBox(tr("Stop at the first script that does not pass"))
        form = make_form(self)
        form.addRow(tr("Scripts"), self.scripts)
        form.addRow(tr("Targets"), self.targets)
        form.addRow(tr("Rounds"), self.rounds)
        form.addRow("", self.until_failure)
        self.run_button = add_buttons(self, form, tr("Run"))

    def accept(self) -> None:
        self.chosen.emit(self.rounds.value(), self.until_failure.isChecked())
        super().accept()
