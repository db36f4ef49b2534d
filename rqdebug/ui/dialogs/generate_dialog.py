# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the settings of a generated script, and a preview."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from rqcore.protocol.queue_values import KINDS
from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator import count_vectors, generate, generate_preview
from rqdebug.scripts.generation.generator_settings import (
    CODECS,
    MAX_COUNT,
    MAX_LANES,
    MAX_QUEUES,
    MAX_TIMEOUT,
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.plain_label import PlainLabel

PAUSE = 250
"""Milliseconds without a change before the preview is updated."""
DEFAULTS = GeneratorSettings()


class GenerateDialog(QDialog):
    """Updates the preview after each change, and shows which setting is not valid."""

    generated = pyqtSignal(str)
    """The user accepted: the text of the script."""

    def __init__(self, tasks: BackgroundTasks, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Generate Script"))
        self.resize(1040, 680)
        self._tasks = tasks
        self._task: BackgroundTask | None = None
        self._pause = after_pause(PAUSE, self._update_preview, self)
        self.preview = QPlainTextEdit()
        self.preview.setFont(theme.mono)
        self.amount, self.problem = PlainLabel(), PlainLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.generate_button: QPushButton = self._buttons.addButton(
            tr("Generate"), QDialogButtonBox.AcceptRole
        )
        self._make_fields()
        self._lay_out()
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._update_preview()

    def settings(self) -> GeneratorSettings:
        """The chosen settings.

        Raises:
            SettingsError: A list of numbers or of items is malformed.
        """
        names = tuple(self.names.text().split())
        custom = _items(self.custom.text())
        data = DataChoice.CUSTOM if custom else self.data.currentData()
        return GeneratorSettings(
            strategy=self.strategy.currentData(),
            count=self.amount_wanted.value(),
            seed=self.seed.value(),
            methods=_chosen(self.methods),
            kinds=_chosen(self.kinds),
            maxsizes=_numbers(self.maxsizes.text(), tr("maximum sizes")),
            queues=len(names) or self.queues.value(),
            names=names,
            which=self.which.currentData(),
            some=self.some.value(),
            block=self.block.currentData(),
            timeout=self.timeout.currentData(),
            shortest=self.shortest.value(),
            longest=self.longest.value(),
            data=data,
            custom=custom,
            sizes=_numbers(self.sizes.text(), tr("sizes")),
            codecs=_chosen(self.codecs),
            lanes=self.lanes.value(),
        )

    def accept(self) -> None:
        """Generate the script in another thread, then close the dialog."""
        try:
            settings = self.settings()
        except SettingsError as error:
            self._fail(error)
            return
        self.generate_button.setEnabled(False)
        self._tasks.run(self, lambda: generate(settings), lambda script: self._end(script.text), self._fail)

    def _end(self, text: str) -> None:
        self.generated.emit(text)
        super().accept()

    def _update_preview(self) -> None:
        """Generate the preview in another thread, and discard an older one in progress."""
        if self._task is not None:
            self._task.forget()
        try:
            settings = self.settings()
        except SettingsError as error:
            self._fail(error)
            return
        self._task = self._tasks.run(
            self,
            lambda: (generate_preview(settings), count_vectors(settings)),
            lambda result: self._show(*result),
            self._fail,
        )

    def _show(self, text: str, vectors: int) -> None:
        self.problem.clear()
        self.preview.setPlainText(text)
        self.amount.setText(counted(vectors, "{n} vector", "{n} vectors"))
        self.generate_button.setEnabled(True)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, SettingsError):
            raise error
        self.problem.setText(translate_message(str(error)))
        self.generate_button.setEnabled(False)

    # Fields

    def _make_fields(self) -> None:
        changed = self._pause.start
        self.strategy = _choice(Strategy, DEFAULTS.strategy, changed)
        self.amount_wanted = _spin(1, MAX_COUNT, DEFAULTS.count, changed)
        self.seed = _spin(0, 2**31 - 1, DEFAULTS.seed, changed)
        self.methods = _checks(METHODS, DEFAULTS.methods, changed)
        self.kinds = _checks(tuple(KINDS), DEFAULTS.kinds, changed)
        self.maxsizes = _line(" ".join(map(str, DEFAULTS.maxsizes)), tr("0 3 (0: unlimited)"), changed)
        self.queues = _spin(1, MAX_QUEUES, DEFAULTS.queues, changed)
        self.names = _line("", tr("Optional; one name per queue"), changed)
        self.which = _choice(QueueChoice, DEFAULTS.which, changed)
        self.some = _spin(1, MAX_QUEUES, DEFAULTS.some, changed)
        self.block = _choice(BlockChoice, DEFAULTS.block, changed)
        self.timeout = _choice(TimeoutChoice, DEFAULTS.timeout, changed)
        self.shortest = _seconds(DEFAULTS.shortest, changed)
        self.longest = _seconds(DEFAULTS.longest, changed)
        self.data = _choice(DataChoice, DEFAULTS.data, changed)
        self.custom = _line("", tr('JSON list, for example ["a", {"n": 1}]'), changed)
        self.sizes = _line(" ".join(map(str, DEFAULTS.sizes)), tr("bytes, for example 0 100 10000"), changed)
        self.codecs = _checks(CODECS, DEFAULTS.codecs, changed)
        self.lanes = _spin(0, MAX_LANES, DEFAULTS.lanes, changed)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        for title, widget in (
            (tr("Strategy"), self.strategy),
            (tr("Vectors"), self.amount_wanted),
            (tr("Seed"), self.seed),
            (tr("Methods"), self.methods),
            (tr("Queue kinds"), self.kinds),
            (tr("Maximum sizes"), self.maxsizes),
            (tr("Queues"), self.queues),
            (tr("Names"), self.names),
            (tr("Queues per vector"), self.which),
            (tr("  number"), self.some),
            (tr("Block"), self.block),
            (tr("Timeout"), self.timeout),
            (tr("  minimum"), self.shortest),
            (tr("  maximum"), self.longest),
            (tr("Items"), self.data),
            (tr("  custom"), self.custom),
            (tr("  sizes"), self.sizes),
            (tr("  codecs"), self.codecs),
            (tr("Concurrent lanes"), self.lanes),
        ):
            widget.setAccessibleName(title.strip())
            form.addRow(title, widget)
        page = QWidget()
        page.setLayout(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.NoFrame)
        area.setWidget(page)
        self.preview.setReadOnly(True)
        self.preview.setObjectName("mono")
        self.preview.setLineWrapMode(QPlainTextEdit.NoWrap)
        self.amount.setObjectName("muted")
        self.problem.setObjectName("error")
        self.problem.setWordWrap(True)
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addWidget(self.amount)
        right.addWidget(self.problem)
        columns = QHBoxLayout()
        columns.addWidget(area, 3)
        columns.addLayout(right, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 14)
        whole.addLayout(columns, 1)
        whole.addWidget(self._buttons)
        self.generate_button.setDefault(True)


Changed = Callable[[], object]


def _choice(words: type[enum.Enum], default: enum.Enum, changed: Changed) -> QComboBox:
    box = QComboBox()
    for word in words:
        box.addItem(tr(str(word.value)), word)
    box.setCurrentIndex(box.findData(default))
    box.currentIndexChanged.connect(lambda _: changed())
    return box


def _spin(least: int, most: int, default: int, changed: Changed) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setValue(default)
    spin.valueChanged.connect(lambda _: changed())
    return spin


def _seconds(default: float, changed: Changed) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0, MAX_TIMEOUT)
    spin.setDecimals(4)
    spin.setSingleStep(0.001)
    spin.setSuffix(" s")
    spin.setValue(default)
    spin.valueChanged.connect(lambda _: changed())
    return spin


def _line(default: str, hint: str, changed: Changed) -> QLineEdit:
    line = QLineEdit(default)
    line.setPlaceholderText(hint)
    line.textChanged.connect(lambda _: changed())
    return line


def _checks(words: tuple[str, ...], default: tuple[str, ...], changed: Changed) -> QListWidget:
    """A list of check boxes that wraps into columns."""
    box = QListWidget()
    box.setFlow(QListWidget.LeftToRight)
    box.setWrapping(True)
    box.setResizeMode(QListWidget.Adjust)
    box.setSpacing(2)
    for word in words:
        item = QListWidgetItem(word)
        item.setFlags(Qt.ItemIsEnabled | Qt.ItemIsUserCheckable)
        item.setCheckState(Qt.Checked if word in default else Qt.Unchecked)
        box.addItem(item)
    rows = 9 if len(words) > 6 else 2
    box.setFixedHeight(rows * (box.fontMetrics().height() + 14) + 6)
    box.itemChanged.connect(lambda _: changed())
    return box


def _chosen(box: QListWidget) -> tuple[str, ...]:
    items = (box.item(row) for row in range(box.count()))
    return tuple(item.text() for item in items if item is not None and item.checkState() == Qt.Checked)


def _numbers(text: str, what: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.replace(",", " ").split())
    except ValueError:
        raise SettingsError(
            tr("{what}: enter whole numbers separated by spaces, for example 0 3 100", what=what)
        ) from None


def _items(text: str) -> tuple[Any, ...]:
    if not text.strip():
        return ()
    try:
        items = json.loads(text)
    except ValueError:
        raise SettingsError(tr('custom items: enter a JSON list, for example ["a", {"n": 1}]')) from None
    return tuple(items) if isinstance(items, list) else (items,)
