# SPDX-License-Identifier: GPL-3.0-or-later
"""A box to choose the colour by which a target is recognized."""

from __future__ import annotations

from PyQt5.QtWidgets import QComboBox, QWidget

from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.widgets.swatch import swatch

COLORS = {
    later("None"): "",
    later("Red: production"): "#c0392b",
    later("Amber: staging"): "#b7791f",
    later("Green: test"): "#2f855a",
}
"""Colours of targets, by their titles."""


class ColorBox(QComboBox):
    """Offers the colours of targets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for title, color in COLORS.items():
            self.addItem(swatch(color), tr(title), color)
        self.setAccessibleName(tr("Colour"))

    def color(self) -> str:
        """The chosen colour as ``#rrggbb``; empty for none."""
        return str(self.currentData())

    def show_color(self, color: str) -> None:
        """Choose a colour; none if it is not offered."""
        self.setCurrentIndex(max(self.findData(color), 0))
