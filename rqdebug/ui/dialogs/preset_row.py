# SPDX-License-Identifier: GPL-3.0-or-later
"""The row in the generator dialog that chooses, names and deletes settings."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QPushButton, QWidget

from rqdebug.scripts.generation.generator_settings import GeneratorSettings
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.models.formats import tip
from rqdebug.ui.services.generator_presets import LAST, GeneratorPresets
from rqdebug.ui.style.tr import tr


class PresetRow(QWidget):
    """Offers the settings of the current script, the last ones, the defaults, and named settings."""

    chosen = pyqtSignal(object)
    """The user chose these GeneratorSettings."""
    save_wanted = pyqtSignal(str)
    """Save the settings of the dialog under this name, with ``save``."""
    failed = pyqtSignal(str)
    """The settings cannot be saved, for this reason."""

    def __init__(
        self,
        presets: GeneratorPresets,
        script: tuple[str, GeneratorSettings] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``script``: the title and the settings of a generated script to begin with."""
        super().__init__(parent)
        self._presets = presets
        self._script = script
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Settings"))
        self.save_button, self.delete_button = QPushButton(tr("Save As…")), QPushButton(tr("Delete"))
        self.save_button.setToolTip(tip(tr("Keep these settings under a name")))
        self.delete_button.setToolTip(tip(tr("Delete the chosen settings")))
        for button in (self.save_button, self.delete_button):
            button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.delete_button)
        self.fill("")
        self.box.activated.connect(self._choose)
        self.save_button.clicked.connect(self._ask_name)
        self.delete_button.clicked.connect(self._delete)

    @property
    def first(self) -> GeneratorSettings:
        """The settings to begin with."""
        settings = self.box.itemData(0)
        assert isinstance(settings, GeneratorSettings)
        return settings

    def fill(self, name: str) -> None:
        """List all settings, and select the one with this name; by default the first."""
        presets = self._presets.load()
        self.box.clear()
        if self._script is not None:
            title, settings = self._script
            self.box.addItem(tr("Settings of {script}", script=escape_unsafe(title)), settings)
        if LAST in presets:
            self.box.addItem(tr("Last used"), presets.pop(LAST))
        self.box.addItem(tr("Defaults"), GeneratorSettings())
        self._unnamed = self.box.count()
        self._names = sorted(presets, key=str.casefold)
        for each in self._names:
            self.box.addItem(escape_unsafe(each), presets[each])
        named = self._unnamed + self._names.index(name) if name in self._names else 0
        self.box.setCurrentIndex(named)
        self._update_buttons()

    def save(self, name: str, settings: GeneratorSettings) -> None:
        """Keep settings under a name; LAST keeps them as the last ones."""
        try:
            self._presets.save(name, settings)
        except OSError as error:
            self.failed.emit(tr("cannot save the settings: {why}", why=error.strerror or error))
        if name != LAST:
            self.fill(name)

    @property
    def _current_name(self) -> str:
        """The name of the chosen settings; empty if the user has not named them."""
        row = self.box.currentIndex() - self._unnamed
        return self._names[row] if row >= 0 else ""

    def _choose(self, index: int) -> None:
        self._update_buttons()
        self.chosen.emit(self.box.itemData(index))

    def _ask_name(self) -> None:
        name, is_given = QInputDialog.getText(self, tr("Save Settings"), tr("Name:"), text=self._current_name)
        if is_given and name.strip():
            self.save_wanted.emit(name.strip())

    def _delete(self) -> None:
        try:
            self._presets.delete(self._current_name)
        except OSError as error:
            self.failed.emit(tr("cannot save the settings: {why}", why=error.strerror or error))
        self.fill("")

    def _update_buttons(self) -> None:
        self.delete_button.setEnabled(self.box.currentIndex() >= self._unnamed)
