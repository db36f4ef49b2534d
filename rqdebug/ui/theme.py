# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours and fonts: every colour of the window has its name here."""

from __future__ import annotations

from dataclasses import dataclass

import qtawesome
from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PyQt5.QtWidgets import QApplication

from rqdebug.ui.style import style_sheet


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``. Text colours are readable on ``ground``, ``panel`` and ``stripe``."""

    name: str
    ground: str
    """Behind content: tables, editor, fields."""
    stripe: str
    """Every other row."""
    panel: str
    """Behind everything else: bars, docks, dialogs."""
    raised: str
    """Buttons, and what the mouse is over."""
    line: str
    """Between things; never text."""
    text: str
    muted: str
    """Text that explains."""
    accent: str
    """Where the focus is."""
    on_accent: str
    link: str
    """Accent as a text colour."""
    selection: str
    ok: str
    blocked: str
    blocked_ground: str
    """Behind a call that waits."""
    error: str
    error_ground: str
    put: str
    get: str
    string: str
    number: str
    keyword: str


DARK = Palette(
    name="dark",
    ground="#1b1d21",
    stripe="#1f2126",
    panel="#25282d",
    raised="#33373e",
    line="#3a3e46",
    text="#dde1e8",
    muted="#9aa2b1",
    accent="#4c8dff",
    on_accent="#0d1420",
    link="#7fb0ff",
    selection="#2b4470",
    ok="#74c98a",
    blocked="#f0b656",
    blocked_ground="#372e1e",
    error="#ff8a84",
    error_ground="#3d2527",
    put="#82b4ff",
    get="#c9a3f7",
    string="#8fca97",
    number="#6fc7d2",
    keyword="#e5a06b",
)

LIGHT = Palette(
    name="light",
    ground="#ffffff",
    stripe="#f8f9fb",
    panel="#f0f2f5",
    raised="#e2e6ec",
    line="#d3d8e0",
    text="#1d222b",
    muted="#566070",
    accent="#2563eb",
    on_accent="#ffffff",
    link="#1d55d0",
    selection="#d5e3ff",
    ok="#136b37",
    blocked="#8a5200",
    blocked_ground="#fff3d9",
    error="#bd1f2c",
    error_ground="#fde8e8",
    put="#1d55d0",
    get="#7c34b8",
    string="#136b37",
    number="#0b6777",
    keyword="#9c4400",
)

PALETTES = {palette.name: palette for palette in (DARK, LIGHT)}

MONOSPACE = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono")
"""The first of these that is installed shows the log, payloads and scripts."""


class Theme(QObject):
    """The palette and the fonts of one application."""

    changed = pyqtSignal()
    """After the palette became another one: make colours and icons anew."""

    def __init__(self, application: QApplication, name: str | None = None) -> None:
        """``name``: ``dark`` or ``light``; None: what the desktop has."""
        super().__init__(application)
        self._application = application
        self.palette = PALETTES[name or system_theme(application)]
        self.mono = _monospace(application.font().pointSizeF())
        self._paint()

    @property
    def dark(self) -> bool:
        return self.palette is DARK

    def use(self, name: str) -> None:
        if name != self.palette.name:
            self.palette = PALETTES[name]
            self._paint()
            self.changed.emit()

    def icon(self, name: str, color: str | None = None) -> QIcon:
        """An icon of the Material Design set in a colour of the palette, or that of text."""
        return qtawesome.icon(
            f"mdi6.{name}", color=color or self.palette.text, color_disabled=self.palette.line
        )

    def _paint(self) -> None:
        self._application.setPalette(_qt_palette(self.palette))
        self._application.setStyleSheet(style_sheet(self.palette, self.mono.family()))


def system_theme(application: QApplication) -> str:
    """``dark`` if the desktop writes light on dark, otherwise ``light``."""
    system = application.palette()
    text, ground = system.color(QPalette.WindowText), system.color(QPalette.Window)
    return "dark" if text.lightness() > ground.lightness() else "light"


def _monospace(size: float) -> QFont:
    installed = set(QFontDatabase().families())
    family = next((name for name in MONOSPACE if name in installed), None)
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.FixedFont)
    font.setStyleHint(QFont.Monospace)
    font.setPointSizeF(size)
    return font


def _qt_palette(palette: Palette) -> QPalette:
    """For what Qt draws without asking the style sheet."""
    colors = {
        QPalette.Window: palette.panel,
        QPalette.WindowText: palette.text,
        QPalette.Base: palette.ground,
        QPalette.AlternateBase: palette.stripe,
        QPalette.Text: palette.text,
        QPalette.Button: palette.panel,
        QPalette.ButtonText: palette.text,
        QPalette.BrightText: palette.error,
        QPalette.ToolTipBase: palette.raised,
        QPalette.ToolTipText: palette.text,
        QPalette.PlaceholderText: palette.muted,
        QPalette.Highlight: palette.selection,
        QPalette.HighlightedText: palette.text,
        QPalette.Link: palette.link,
        QPalette.Mid: palette.line,
        QPalette.Dark: palette.line,
    }
    result = QPalette()
    for role, color in colors.items():
        result.setColor(role, QColor(color))
    for role in (QPalette.WindowText, QPalette.Text, QPalette.ButtonText):
        result.setColor(QPalette.Disabled, role, QColor(palette.muted))
    return result
