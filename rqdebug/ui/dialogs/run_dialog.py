# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the options of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.running.options import Options, Pauses
from rqdebug.ui.dialogs.input_rows import InputRows, KeptInputs
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.form_layout import add_buttons, make_form
from rqdebug.ui.widgets.plain_label import PlainLabel

DAY = 24 * 60 * 60


class RunDialog(QDialog):
    """Asks for the inputs of a script, and for loops, time limit, speed, pauses and seed of its run."""

    chosen = pyqtSignal(object, bool)
    """The Options, and whether to start paused."""

    def __init__(
        self,
        parent: QWidget | None = None,
        script: Script | None = None,
        kept: KeptInputs | None = None,
        stored: Inputs | None = None,
        targets: Sequence[str] = (),
    ) -> None:
        """Create the dialog.

        Args:
            parent: The window.
            script: The script.
            kept: What was entered for the script before.
            stored: Has the secrets of the keyring.
            targets: The names of the targets that the script runs on, which the dialog shows.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Run with Options"))
        self.setMinimumWidth(420)
        self.loops = QSpinBox()
        self.loops.setRange(0, 10**9)
        self.loops.setValue(1)
        self.loops.setSpecialValueText(tr("until stopped"))
        self.seconds = _seconds(tr("no limit"))
        self.fail_fast = QCheckBox(tr("Stop at the first failure"))
        self.speed = QDoubleSpinBox()
        self.speed.setRange(0, 1000)
        self.speed.setValue(1)
        self.speed.setSpecialValueText(tr("as fast as possible"))
        self.before, self.after = _seconds(tr("none")), _seconds(tr("none"))
        self.seed = QLineEdit()
        self.seed.setPlaceholderText(tr("new in each run"))
        self.stepping = QCheckBox(tr("Start paused, to run the script step by step"))
        self.targets = ElidedLabel(", ".join(targets), part=Qt.ElideRight)
        self.inputs = None if script is None else InputRows(script, kept or KeptInputs(), stored)
        self.problem = PlainLabel()
        self._lay_out()
        if self.inputs is not None:
            self.inputs.changed.connect(self._show_problem)
        self._show_problem()

    def _lay_out(self) -> None:
        form = make_form(self)
        if self.targets.text():
            form.addRow(tr("Targets"), self.targets)
        if self.inputs is not None:
            form.addRow(self.inputs)
            self.inputs.setVisible(not self.inputs.is_empty)
        for title, widget in (
            (tr("Loops"), self.loops),
            (tr("Time limit"), self.seconds),
            ("", self.fail_fast),
            (tr("Speed of at(…)"), self.speed),
            (tr("Pause before each vector"), self.before),
            (tr("Pause after each vector"), self.after),
            (tr("Seed"), self.seed),
            ("", self.stepping),
        ):
            widget.setAccessibleName(title or "")
            form.addRow(title, widget)
        self.problem.setObjectName("error")
        self.problem.setWordWrap(True)
        form.addRow(self.problem)
        self.run_button = add_buttons(self, form, tr("Run"))
        if self.inputs is not None:
            self.inputs.align_with(form)

    def options(self) -> Options:
        """The options as chosen; without a seed in the dialog, a new random one."""
        options = Options(
            loops=self.loops.value(),
            seconds=self.seconds.value() or None,
            until_failure=self.fail_fast.isChecked(),  # a target that is not reached ends the loops too
            fail_fast=self.fail_fast.isChecked(),
            speed=self.speed.value(),
            pauses=Pauses(self.before.value(), self.after.value()),
        )
        seed = self.seed.text().strip()
        options = replace(options, seed=int(seed)) if seed.isdecimal() else options
        return options if self.inputs is None else self.inputs.apply(options)

    def _show_problem(self) -> None:
        problem = self.inputs.problem() if self.inputs is not None else ""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.run_button.setEnabled(not problem)

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
