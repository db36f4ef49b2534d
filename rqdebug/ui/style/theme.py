# SPDX-License-Identifier: GPL-3.0-or-later
"""Theme of the application: palette, fonts and icons."""

from __future__ import annotations

from weakref import WeakSet

from PyQt5 import sip
from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PyQt5.QtWidgets import QApplication, QWidget

from rqdebug.ui.style.colors import DARK, PALETTES, ColorPalette
from rqdebug.ui.style.icons import icon
from rqdebug.ui.style.stylesheet import style_sheet

MONOSPACE = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono")
"""The first installed family is used for the log, payloads and scripts."""

LARGEST = 10.0
"""Largest size of the application font, in points."""


class Theme(QObject):
    """The palette and the fonts of one application."""

    changing = pyqtSignal()
    """The theme is about to change. What is visible may move meanwhile: remember places that must stay."""
    changed = pyqtSignal()
    """The palette or the monospace font has changed. Receivers must create colours, fonts and icons again."""

    def __init__(self, application: QApplication, name: str | None = None) -> None:
        """``name`` is ``dark`` or ``light``; None follows the desktop."""
        super().__init__(application)
        self._icons: dict[tuple[str, str, str, float], QIcon] = {}
        """Icons that were made: the same look is the same object, so that nothing is drawn again for it."""
        self._application = application
        application.setFont(_smaller(application.font()))
        self._system = system_theme(application)
        self._followers: WeakSet[QWidget] = WeakSet()
        self.palette = PALETTES[name or self._system]
        self.mono = _monospace("", application.font().pointSizeF())
        self._paint()

    def use_mono(self, family: str = "", size: float = 0.0) -> None:
        """Use this font for logs, payloads and scripts; by default, the usual family and size."""
        before = self.mono
        self.mono = _monospace(family, size or self._application.font().pointSizeF())
        if self.mono.family() != before.family():
            self._paint()
        if self.mono != before:
            for widget in tuple(self._followers):
                if not sip.isdeleted(widget):
                    widget.setFont(self.mono)
            self.changed.emit()

    def follow_mono(self, widget: QWidget) -> None:
        """Let a widget have the monospace font, also after it has changed."""
        widget.setFont(self.mono)
        self._followers.add(widget)

    @property
    def text_font(self) -> QFont:
        """Font for longer texts, a little larger than the font of the window."""
        font = QFont(self._application.font())
        font.setPointSizeF(font.pointSizeF() * 1.1)
        return font

    @property
    def dark(self) -> bool:
        return self.palette is DARK

    def use(self, name: str) -> None:
        """Use the theme with this name; an empty one is the theme of the desktop."""
        name = name or self._system
        if name != self.palette.name:
            self.changing.emit()
            self.palette = PALETTES[name]
            self._paint()
            self.changed.emit()

    def icon(self, name: str, color: str | None = None, scale: float = 1.0) -> QIcon:
        """Return a Material Design icon in ``color``; the default is the text colour of the palette."""
        look = name, color or self.palette.text, self.palette.line, scale
        if look not in self._icons:
            self._icons[look] = icon(*look)
        return self._icons[look]

    def _paint(self) -> None:
        # Qt applies a sheet that replaces another to each widget once for each parent: 125 ms, not 45.
        self._application.setStyleSheet("")
        self._application.setPalette(_qt_palette(self.palette))
        self._application.setStyleSheet(style_sheet(self.palette, self.mono.family()))


def system_theme(application: QApplication) -> str:
    """Return ``dark`` if the desktop shows light text on a dark background, otherwise ``light``."""
    system = application.palette()
    text, ground = system.color(QPalette.WindowText), system.color(QPalette.Window)
    return "dark" if text.lightness() > ground.lightness() else "light"


def _smaller(font: QFont) -> QFont:
    """Limit the font size, because the window shows a lot of text."""
    font.setPointSizeF(min(font.pointSizeF(), LARGEST))
    return font


def _monospace(family: str, size: float) -> QFont:
    installed = set(QFontDatabase().families())
    family = next((name for name in (family, *MONOSPACE) if name in installed), "")
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.FixedFont)
    font.setStyleHint(QFont.Monospace)
    font.setPointSizeF(size)
    return font


def _qt_palette(palette: ColorPalette) -> QPalette:
    """Return the palette for what Qt draws without the style sheet."""
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
