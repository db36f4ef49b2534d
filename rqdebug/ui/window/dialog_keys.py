# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that work in each dialog of a window: F1 opens its help page, Alt and a letter chooses a field."""

from __future__ import annotations

from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QAction, QApplication, QDialog, QWidget

from rqdebug.ui.widgets.mnemonics import mark_dialog


class DialogKeys(QObject):
    """Prepares a dialog when it gets the keyboard focus, whichever module has opened it."""

    def __init__(self, help_action: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._help_action = help_action
        self._window = window
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._prepare)

    def _prepare(self, _: QWidget | None, focused: QWidget | None) -> None:
        dialog = focused.window() if focused is not None else None
        if isinstance(dialog, QDialog) and self._owns(dialog):
            mark_dialog(dialog)
            dialog.addAction(self._help_action)

    def _owns(self, widget: QWidget | None) -> bool:
        while widget is not None and widget is not self._window:
            widget = widget.parentWidget()
        return widget is not None
