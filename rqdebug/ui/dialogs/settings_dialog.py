# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog with the settings of the window. Each change takes effect and is saved immediately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt5.QtCore import QLocale, Qt, pyqtSignal
from PyQt5.QtGui import QFont
from PyQt5.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFontComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqdebug.targets.preview_option import PREVIEW
from rqdebug.ui.services.window_settings import MAX_FONT, MIN_FONT, WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.plain_label import PlainLabel

_THEMES = {"": later("As the desktop"), "dark": later("Dark"), "light": later("Light")}


class SettingsDialog(QDialog):
    """Theme and font change immediately; language and folder apply later, and the dialog says when."""

    usage_wanted = pyqtSignal()
    """Find out how much of the disk the logs use, and pass it to ``show_usage``."""

    def __init__(
        self,
        settings: WindowSettings,
        theme: Theme,
        languages: Sequence[str],
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        """``languages``: codes of the translations. ``folder``: where logs are written by default."""
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(560)
        self._settings = settings
        self._theme = theme
        self._folder = folder
        self._showing = False
        self.theme_box, self.language_box = QComboBox(), QComboBox()
        for name, title in _THEMES.items():
            self.theme_box.addItem(tr(title), name)
        self.language_box.addItem(tr("As the desktop"), "")
        for code in languages:
            self.language_box.addItem(_native_name(code), code)
        self.restart_note = _note(tr("rqdebug has this language when you start it again."))
        self.family_box, self.size_box = QFontComboBox(), QDoubleSpinBox()
        self.sample = QLineEdit('14:03:20.118041   put   jobs   ok   {"n": 17}')
        self.preview_box = QComboBox()
        for choice in PREVIEW.choices:
            self.preview_box.addItem(tr(choice.label), choice.value)
        self.folder_line = QLineEdit()
        self.choose_button = QPushButton(tr("Choose…"))
        self.folder_note = _note(tr("Logs of targets that you connect to from now on are in this folder."))
        self.usage = _note("")
        self._buttons = QDialogButtonBox(QDialogButtonBox.Close | QDialogButtonBox.RestoreDefaults)
        self._set_up()
        self._lay_out()
        self._show_settings()
        self._connect_signals()

    def show_usage(self, text: str) -> None:
        """Show how much of the disk the logs use."""
        self.usage.setText(text)

    def restore_defaults(self) -> None:
        """Forget all choices of this dialog."""
        settings = self._settings
        settings.theme = settings.language = settings.font_family = ""
        settings.font_size, settings.log_folder, settings.preview = 0.0, None, ""
        self._theme.use("")
        self._theme.use_mono()
        self._show_settings()

    def _connect_signals(self) -> None:
        self.theme_box.currentIndexChanged.connect(self._guarded(self._change_theme))
        self.language_box.currentIndexChanged.connect(self._guarded(self._change_language))
        self.family_box.currentFontChanged.connect(self._guarded(self._change_font))
        self.size_box.valueChanged.connect(self._guarded(self._change_font))
        self.preview_box.currentIndexChanged.connect(self._guarded(self._change_preview))
        self.choose_button.clicked.connect(self._choose_folder)
        self._buttons.rejected.connect(self.reject)
        self._buttons.button(QDialogButtonBox.RestoreDefaults).clicked.connect(self.restore_defaults)

    def _guarded(self, change: Callable[[], object]) -> Callable[[object], None]:
        """Return a slot that calls ``change``, but not while the dialog itself shows the settings."""

        def slot(_: object) -> None:
            if not self._showing:
                change()

        return slot

    def _change_theme(self) -> None:
        self._settings.theme = self.theme_box.currentData()
        self._theme.use(self._settings.theme)

    def _change_language(self) -> None:
        self._settings.language = self.language_box.currentData()
        self.restart_note.show()

    def _change_font(self) -> None:
        settings = self._settings
        settings.font_family, settings.font_size = (
            self.family_box.currentFont().family(),
            self.size_box.value(),
        )
        self._theme.use_mono(settings.font_family, settings.font_size)
        self.sample.setFont(self._theme.mono)

    def _change_preview(self) -> None:
        self._settings.preview = self.preview_box.currentData()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for Logs"), self.folder_line.text())
        if folder:
            self._settings.log_folder = Path(folder)
            self._show_folder()
            self.folder_note.show()

    def _show_settings(self) -> None:
        self._showing = True
        self.theme_box.setCurrentIndex(self.theme_box.findData(self._settings.theme))
        self.language_box.setCurrentIndex(max(self.language_box.findData(self._settings.language), 0))
        self.family_box.setCurrentFont(QFont(self._theme.mono.family()))
        self.size_box.setValue(self._theme.mono.pointSizeF())
        self.sample.setFont(self._theme.mono)
        self.preview_box.setCurrentIndex(max(self.preview_box.findData(self._settings.preview), 0))
        self._showing = False
        self._show_folder()

    def _show_folder(self) -> None:
        self.folder_line.setText(str(self._settings.log_folder or self._folder))
        self.usage_wanted.emit()

    def _set_up(self) -> None:
        self.family_box.setFontFilters(QFontComboBox.MonospacedFonts)
        self.family_box.setEditable(False)
        self.size_box.setRange(MIN_FONT, MAX_FONT)
        self.size_box.setDecimals(1)
        self.size_box.setSuffix(" pt")
        for line in (self.sample, self.folder_line):
            line.setReadOnly(True)
        self.sample.setFocusPolicy(Qt.NoFocus)
        self.sample.setCursorPosition(0)
        self._buttons.button(QDialogButtonBox.Close).setDefault(True)
        for button in (self.choose_button, self._buttons.button(QDialogButtonBox.RestoreDefaults)):
            button.setAutoDefault(False)
        self.sample.setAccessibleName(tr("Example"))
        self.folder_line.setAccessibleName(tr("Folder for Logs"))
        self.restart_note.hide()
        self.folder_note.hide()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(tr("Theme"), self.theme_box)
        form.addRow(tr("Language"), self.language_box)
        form.addRow("", self.restart_note)
        form.addRow(_line())
        form.addRow(tr("Font of logs, payloads and scripts"), self.family_box)
        form.addRow(tr("Font size"), self.size_box)
        form.addRow("", self.sample)
        form.addRow(_line())
        form.addRow(tr("Payloads in events of new targets"), self.preview_box)
        row = QHBoxLayout()
        row.addWidget(self.folder_line, 1)
        row.addWidget(self.choose_button)
        label = PlainLabel(tr("Folder of logs on disk"))
        label.setBuddy(self.choose_button)
        form.addRow(label, row)
        form.addRow("", self.usage)
        form.addRow("", self.folder_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._buttons)


def _native_name(code: str) -> str:
    """Return the name of a language in this language itself, as users look for it."""
    *_, name = QLocale(code).nativeLanguageName().title().split()  # Qt adds the country to English
    return name


def _note(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.HLine)
    line.setObjectName("line")
    return line
