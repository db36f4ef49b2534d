# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the settings of a generated script, and a preview."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rqcore.protocol.queue_values import KINDS
from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator import generate, generate_preview, measure
from rqdebug.scripts.generation.generator_settings import (
    CODECS,
    MAX_COUNT,
    MAX_LANES,
    MAX_QUEUES,
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.ui.dialogs.generate_fields import (
    check_list,
    check_words,
    checked_words,
    choice_box,
    number_box,
    read_items,
    read_names,
    read_numbers,
    read_weights,
    seconds_box,
    text_line,
    write_items,
)
from rqdebug.ui.dialogs.preset_row import PresetRow
from rqdebug.ui.models.formats import tip
from rqdebug.ui.services.background_tasks import BackgroundTask, BackgroundTasks
from rqdebug.ui.services.generator_presets import LAST, GeneratorPresets
from rqdebug.ui.services.timers import after_pause
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.text_finder import TextFinder

PAUSE = 250
"""Milliseconds without a change before the preview is updated."""
DEFAULTS = GeneratorSettings()


class GenerateDialog(QDialog):
    """Updates the preview after each change, and shows which setting is not valid."""

    generated = pyqtSignal(str)
    """The user accepted: the text of the script."""

    def __init__(
        self,
        tasks: BackgroundTasks,
        theme: Theme,
        parent: QWidget | None = None,
        presets: GeneratorPresets | None = None,
        script: tuple[str, GeneratorSettings] | None = None,
    ) -> None:
        """Show the settings of a script, or the ones used last.

        Args:
            tasks: Generates the preview and the script.
            theme: The theme of the window.
            parent: The window.
            presets: The settings that are kept; None keeps none.
            script: Title and settings of the current script, if it was generated.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Generate Script"))
        self.resize(1040, 680)
        self._tasks = tasks
        self._task: BackgroundTask | None = None
        self._pause = after_pause(PAUSE, self._update_preview, self)
        self.preview = QPlainTextEdit()
        self.finder = TextFinder(self.preview)
        self.preview.setFont(theme.mono)
        self.amount, self.problem = PlainLabel(), PlainLabel()
        self.left_out = PlainLabel(
            tr("The dialog cannot show all of these settings; rqdebug generate --like FILE uses all of them.")
        )
        self._buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
        self.generate_button: QPushButton = self._buttons.addButton(
            tr("Generate"), QDialogButtonBox.AcceptRole
        )
        self.presets = PresetRow(presets or GeneratorPresets(Path(os.devnull)), script)
        self._keeps = presets is not None
        self._make_fields()
        self._lay_out()
        self.presets.setVisible(self._keeps)
        self.apply(self.presets.first)
        self.presets.chosen.connect(self.apply)
        self.presets.save_wanted.connect(self._save_preset)
        self.presets.failed.connect(self.problem.setText)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._update_preview()

    def settings(self) -> GeneratorSettings:
        """The chosen settings.

        Raises:
            SettingsError: A list of numbers, names, weights or items is malformed.
        """
        names = read_names(self.names.text())
        custom = read_items(self.custom.text())
        data = DataChoice.CUSTOM if custom else self.data.currentData()
        return GeneratorSettings(
            strategy=self.strategy.currentData(),
            count=self.amount_wanted.value(),
            seed=self.seed.value(),
            methods=checked_words(self.methods),
            weights=read_weights(self.weights.text()),
            kinds=checked_words(self.kinds),
            maxsizes=read_numbers(self.maxsizes.text(), tr("maximum sizes")),
            queues=len(names) or self.queues.value(),
            names=names,
            existing=self.existing.isChecked(),
            which=self.which.currentData(),
            some=self.some.value(),
            block=self.block.currentData(),
            timeout=self.timeout.currentData(),
            shortest=self.shortest.value(),
            longest=self.longest.value(),
            data=data,
            custom=custom,
            sizes=read_numbers(self.sizes.text(), tr("sizes")),
            codecs=checked_words(self.codecs),
            lanes=self.lanes.value(),
        )

    def apply(self, settings: GeneratorSettings) -> None:
        """Show these settings. If the dialog cannot show all of them, a text below the preview reports it."""
        for box, value in (
            (self.strategy, settings.strategy),
            (self.which, settings.which),
            (self.block, settings.block),
            (self.timeout, settings.timeout),
            (self.data, settings.data),
        ):
            box.setCurrentIndex(box.findData(value))
        for checks, words in (
            (self.methods, settings.methods),
            (self.kinds, settings.kinds),
            (self.codecs, settings.codecs),
        ):
            check_words(checks, words)
        for line, text in (
            (self.weights, " ".join(f"{name}={weight:g}" for name, weight in settings.weights.items())),
            (self.maxsizes, " ".join(map(str, settings.maxsizes))),
            (self.names, shlex.join(settings.names)),
            (self.custom, write_items(settings.custom)),
            (self.sizes, " ".join(map(str, settings.sizes))),
        ):
            line.setText(text)
        for spin, number in (
            (self.amount_wanted, settings.count),
            (self.seed, settings.seed),
            (self.queues, settings.queues),
            (self.some, settings.some),
            (self.lanes, settings.lanes),
        ):
            spin.setValue(min(number, spin.maximum()))
        self.shortest.setValue(settings.shortest)
        self.longest.setValue(settings.longest)
        self.existing.setChecked(settings.existing)
        self._update_fields()
        self.left_out.setVisible(self._differs_from(settings))

    def _differs_from(self, settings: GeneratorSettings) -> bool:
        try:
            return self.settings() != settings
        except SettingsError:
            return True

    def _save_preset(self, name: str) -> None:
        try:
            self.presets.save(name, self.settings())
        except SettingsError as error:
            self._fail(error)

    def accept(self) -> None:
        """Generate the script in another thread, then close the dialog."""
        try:
            settings = self.settings()
        except SettingsError as error:
            self._fail(error)
            return
        self.generate_button.setEnabled(False)
        if self._keeps:
            self.presets.save(LAST, settings)
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
            lambda: (generate_preview(settings), *measure(settings)),
            lambda result: self._show(*result),
            self._fail,
        )

    def _show(self, text: str, vectors: int, is_complete: bool) -> None:
        self.problem.clear()
        self.preview.setPlainText(text)
        amount = counted(vectors, "{n} vector", "{n} vectors")
        more = tr("there are more combinations; raise the number of vectors for all of them")
        self.amount.setText(amount if is_complete else f"{amount} · {more}")
        self.generate_button.setEnabled(True)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, SettingsError):
            raise error
        self.problem.setText(translate_message(str(error)))
        self.generate_button.setEnabled(False)

    # Fields

    def _make_fields(self) -> None:
        changed = self._pause.start
        self.strategy = choice_box(Strategy, DEFAULTS.strategy, changed)
        self.amount_wanted = number_box(1, MAX_COUNT, DEFAULTS.count, changed)
        self.seed = number_box(0, 2**31 - 1, DEFAULTS.seed, changed)
        self.methods = check_list(METHODS, DEFAULTS.methods, changed)
        self.weights = text_line("", tr("put=3 close=0; other methods as usual"), changed)
        self.kinds = check_list(tuple(KINDS), DEFAULTS.kinds, changed)
        self.maxsizes = text_line(" ".join(map(str, DEFAULTS.maxsizes)), tr("0 3 (0: unlimited)"), changed)
        self.queues = number_box(1, MAX_QUEUES, DEFAULTS.queues, changed)
        self.names = text_line("", tr("Optional; one name per queue"), changed)
        self.existing = QCheckBox(tr("They exist already"))
        self.existing.setToolTip(tip(tr("The script uses queues of these names, which must be empty")))
        self.existing.toggled.connect(lambda _: changed())
        self.which = choice_box(QueueChoice, DEFAULTS.which, changed)
        self.some = number_box(1, MAX_QUEUES, DEFAULTS.some, changed)
        self.block = choice_box(BlockChoice, DEFAULTS.block, changed)
        self.timeout = choice_box(TimeoutChoice, DEFAULTS.timeout, changed)
        self.shortest = seconds_box(DEFAULTS.shortest, changed)
        self.longest = seconds_box(DEFAULTS.longest, changed)
        self.data = choice_box(DataChoice, DEFAULTS.data, changed)
        self.custom = text_line("", tr('JSON list, for example ["a", {"n": 1}]'), changed)
        self.sizes = text_line(
            " ".join(map(str, DEFAULTS.sizes)), tr("bytes, for example 0 100 10000"), changed
        )
        self.codecs = check_list(CODECS, DEFAULTS.codecs, changed)
        self.lanes = number_box(0, MAX_LANES, DEFAULTS.lanes, changed)
        for box in (self.strategy, self.which, self.timeout, self.data):
            box.currentIndexChanged.connect(self._update_fields)
        self.custom.textChanged.connect(self._update_fields)
        self.names.textChanged.connect(self._update_fields)

    def _update_fields(self) -> None:
        """Disable the fields that have no effect."""
        strategy, timeout = self.strategy.currentData(), self.timeout.currentData()
        is_random = self.data.currentData() is DataChoice.RANDOM and not self.custom.text().strip()
        has_longest = timeout in (TimeoutChoice.RANGE, TimeoutChoice.UNIQUE)
        for field, has_effect in (
            (self.weights, strategy is Strategy.WALK),
            (self.lanes, strategy is Strategy.WALK),
            (self.which, strategy in (Strategy.RANDOM, Strategy.WALK)),
            (self.some, self.which.currentData() is QueueChoice.SOME),
            (self.longest, has_longest),
            (self.sizes, is_random),
            (self.codecs, is_random),
            (self.queues, not self.names.text().strip()),
            (self.existing, bool(self.names.text().strip())),
        ):
            field.setEnabled(has_effect)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        for title, widget in (
            (tr("Strategy"), self.strategy),
            (tr("Vectors"), self.amount_wanted),
            (tr("Seed"), self.seed),
            (tr("Methods"), self.methods),
            (tr("  weights"), self.weights),
            (tr("Queue kinds"), self.kinds),
            (tr("Maximum sizes"), self.maxsizes),
            (tr("Queues"), self.queues),
            (tr("Names"), self.names),
            ("", self.existing),
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
            widget.setAccessibleName(title.strip() or self.existing.text())
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
        self.left_out.setObjectName("error")
        self.left_out.setWordWrap(True)
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addWidget(self.amount)
        right.addWidget(self.problem)
        right.addWidget(self.left_out)
        columns = QHBoxLayout()
        columns.addWidget(area, 3)
        columns.addLayout(right, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 14)
        whole.addWidget(self.presets)
        whole.addLayout(columns, 1)
        whole.addWidget(self._buttons)
        self.generate_button.setDefault(True)
