# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the options of a run."""

from __future__ import annotations

from dataclasses import replace

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from rqdebug.scripts.running.options import Options, Pauses
from rqdebug.ui.style.tr import tr

DAY = 24 * 60 * 60


class RunDialog(QDialog):
    """Asks for loops, time limit, speed, pauses and random seed of a run."""

    chosen = pyqtSignal(object, bool)
    """The Options, and whether to start paused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Run with Options"))
        self.setMinimumWidth(420)
        self.loops = QSpinBox()
        self.loops.setRange(0, 10**9)
        self.loops.setValue(1)
        self.loops.setSpecialValueText(tr("until stopped"))
        self.seconds = _seconds(tr("no limit"))
        self.until_failure = QCheckBox(tr("Stop at the first failure"))
        self.speed = QDoubleSpinBox()
        self.speed.setRange(0, 1000)
        self.speed.setValue(1)
        self.speed.setSpecialValueText(tr("as fast as possible"))
        self.before, self.after = _seconds(tr("none")), _seconds(tr("none"))
        self.seed = QLineEdit()
        self.seed.setPlaceholderText(tr("new in each run"))
        self.stepping = QCheckBox(tr("Start paused, to run the script step by step"))
        buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.run_button = buttons.addButton(tr("Run"), QDialogButtonBox.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(18, 18, 18, 14)
        form.setHorizontalSpacing(14)
        for title, widget in (
            (tr("Loops"), self.loops),
            (tr("Time limit"), self.seconds),
            ("", self.until_failure),
            (tr("Speed of at(…)"), self.speed),
            (tr("Pause before each vector"), self.before),
            (tr("Pause after each vector"), self.after),
            (tr("Seed"), self.seed),
            ("", self.stepping),
        ):
            widget.setAccessibleName(title or "")
            form.addRow(title, widget)
        form.addRow(buttons)
        self.run_button.setDefault(True)  # must follow addRow: before it, the button is not in the dialog

    def options(self) -> Options:
        """The options as chosen; without a seed in the dialog, a new random one."""
        options = Options(
            loops=self.loops.value(),
            seconds=self.seconds.value() or None,
            until_failure=self.until_failure.isChecked(),
            speed=self.speed.value(),
            pauses=Pauses(self.before.value(), self.after.value()),
        )
        seed = self.seed.text().strip()
        return replace(options, seed=int(seed)) if seed.isdecimal() else options

    def accept(self) -> None:
        self.chosen.emit(self.options(), self.stepping.isChecked())
        super().accept()


def _seconds(none: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0, DAY)
    spin.setDecimals(3)
    spin.setSuffix(" s")
    spin.setSpecialValueText(none)
    spin.setAlignment(Qt.AlignLeft)
    return spin
