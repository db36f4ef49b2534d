# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the run dialog for the inputs of a script: parameters, secrets, and which tests run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rqdebug.scripts.language.evaluation import constant_value
from rqdebug.scripts.language.inputs import Inputs, read_parameter
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.selection import all_tests, read_selection, unselected_lines
from rqdebug.scripts.running.stored_secrets import missing_secrets
from rqdebug.ui.models import formats
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.plain_label import PlainLabel

MAX_HEIGHT = 220
"""More rows are scrolled, so that the dialog fits a small screen."""


@dataclass(frozen=True, slots=True)
class KeptInputs:
    """What was entered for a script, without secrets."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    """The texts that differ from the defaults, by name."""
    tests: str = ""


class InputRows(QScrollArea):
    """Has a row for each parameter, each secret that is missing, and the tests."""

    changed = pyqtSignal()
    """The user changed a value."""

    def __init__(
        self,
        script: Script,
        kept: KeptInputs,
        stored: Inputs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``stored``: has the secrets of the keyring; None if there are none."""
        super().__init__(parent)
        self._script = script
        self._stored = stored or Inputs()
        page = QWidget()
        layout = QFormLayout(page)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setHorizontalSpacing(14)
        self._layout = layout
        self.setFrameShape(QScrollArea.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
        self._defaults = {name: constant_value(each.default) for name, each in script.parameters.items()}
        self.parameters: dict[str, QCheckBox | QLineEdit] = {}
        self.secrets: dict[str, QLineEdit] = {}
        self.tests = QComboBox()
        for name, default in self._defaults.items():
            help = script.parameters[name].description
            editor = self._editor(default, help)
            _set_text(editor, kept.parameters.get(name, _text_of(default)))
            self.parameters[name] = editor
            self._add(name, editor, "" if isinstance(editor, QCheckBox) else help)
        for name in missing_secrets([script], self._stored):
            self.secrets[name] = editor = self._line()
            editor.setEchoMode(QLineEdit.Password)
            problem = translate_message(self._stored.keyring_problem)
            self._add(tr("Secret {name}", name=name), editor, problem)
        self._add_tests(kept.tests)
        self.setWidget(page)
        self.setFixedHeight(min(page.sizeHint().height(), MAX_HEIGHT))

    @property
    def is_empty(self) -> bool:
        """Whether the script has no inputs."""
        return self._layout.rowCount() == 0

    def align_with(self, form: QFormLayout) -> None:
        """Give the labels of both forms the same width."""
        layouts = (self._layout, form)
        labels = [
            each for layout in layouts for each in layout.parentWidget().findChildren(QLabel) if each.buddy()
        ]
        width = max((label.sizeHint().width() for label in labels), default=0)
        for label in labels:
            label.setMinimumWidth(width)

    def problem(self) -> str:
        """Return what is wrong with the first wrong value, in one sentence; empty if all are right."""
        try:
            self.apply(Options())
        except ValueError as error:
            return translate_message(str(error))
        return ""

    def apply(self, options: Options) -> Options:
        """Return options with the entered values.

        Raises:
            ValueError: If one is wrong, in one sentence.
        """
        parameters = {
            name: read_parameter(name, _read_text(editor), self._defaults[name])
            for name, editor in self.parameters.items()
            if _read_text(editor) != _text_of(self._defaults[name])
        }
        entered = {name: editor.text() for name, editor in self.secrets.items() if editor.text()}
        secrets = {**self._stored.secrets, **entered}
        inputs = replace(self._stored, parameters=parameters, secrets=secrets)
        return replace(options, off=self._off(), inputs=inputs)

    def kept(self) -> KeptInputs:
        """Return what was entered, without secrets."""
        texts = {name: _read_text(editor) for name, editor in self.parameters.items()}
        changed = {name: text for name, text in texts.items() if text != _text_of(self._defaults[name])}
        return KeptInputs(changed, self.tests.currentText().strip())

    def _off(self) -> frozenset[int]:
        expression = self.tests.currentText().strip()
        if not expression:
            return frozenset()
        off = unselected_lines(self._script, read_selection(expression))
        if len(off) == len(all_tests(self._script)):
            raise ValueError(tr("No test has these words in its name or tags"))
        return off

    def _editor(self, default: Any, help: str) -> QCheckBox | QLineEdit:
        if isinstance(default, bool):
            editor = QCheckBox(formats.escape_mnemonic(help))
            editor.toggled.connect(self.changed)
            return editor
        return self._line()

    def _line(self) -> QLineEdit:
        editor = QLineEdit()
        editor.textChanged.connect(self.changed)
        return editor

    def _add_tests(self, expression: str) -> None:
        tests = all_tests(self._script)
        if not tests:
            return
        self.tests.setEditable(True)
        self.tests.setInsertPolicy(QComboBox.NoInsert)
        tags = dict.fromkeys(tag for test in tests for tag in test.tags)
        self.tests.addItems(["", *(f'"{tag}"' if " " in tag else tag for tag in tags)])
        self.tests.setCurrentText(expression)
        self.tests.lineEdit().setPlaceholderText(tr("all, or: orders and not slow"))
        self.tests.setToolTip(formats.tip(tr("Run only tests with these words in their names or tags")))
        self.tests.currentTextChanged.connect(self.changed)
        self._add(tr("Tests"), self.tests)

    def _add(self, title: str, editor: QWidget, help: str = "") -> None:
        """Add a row with an editor, and its help below."""
        editor.setAccessibleName(title)
        box, label = QWidget(), PlainLabel(title)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(editor)
        if help:
            text = PlainLabel(help)
            text.setObjectName("muted")
            text.setWordWrap(True)
            column.addWidget(text)
        label.setBuddy(editor)
        self._layout.addRow(label, box)


def _text_of(value: object) -> str:
    """Return a value as the text that ``read_parameter`` reads."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_text(editor: QCheckBox | QLineEdit) -> str:
    if isinstance(editor, QCheckBox):
        return "true" if editor.isChecked() else "false"
    return str(editor.text())


def _set_text(editor: QCheckBox | QLineEdit, text: str) -> None:
    if isinstance(editor, QCheckBox):
        editor.setChecked(text == "true")
    else:
        editor.setText(text)
