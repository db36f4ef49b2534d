# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar that says what debuggers have set on a target, also to observers who do not debug."""

from __future__ import annotations

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from rqdebug.targets.base import Interventions
from rqdebug.ui.models import formats
from rqdebug.ui.models.intervention_texts import describe_interventions
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.plain_label import PlainLabel

ICON = 16
"""Size of the icon in pixels."""


class InterventionBar(QFrame):
    """It is hidden while nothing acts on the calls of the target."""

    stop_wanted = pyqtSignal()
    """The user wants everything to continue."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("held")
        self._theme = theme
        self._sign = PlainLabel()
        self.title = ElidedLabel()
        self.stop_button = QPushButton(tr("Stop All"))
        self.stop_button.setToolTip(
            formats.tip(
                tr("Remove all breakpoints, faults and freezes that you may remove; all calls continue")
            )
        )
        self.stop_button.clicked.connect(lambda: self.stop_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 10, 4)
        row.addWidget(self._sign)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.stop_button)
        theme.changed.connect(self._paint)
        self._paint()
        self.hide()

    def show_interventions(self, interventions: Interventions) -> None:
        """Show what acts on calls now."""
        text = describe_interventions(interventions)
        if text != self.title.text():
            self.title.setText(text)
        self.setVisible(bool(text))

    def _paint(self) -> None:
        self._sign.setPixmap(self._theme.icon("pause-octagon", self._theme.palette.held).pixmap(ICON, ICON))
