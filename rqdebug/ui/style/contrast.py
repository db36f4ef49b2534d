# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the colours of styles readable in both themes.

A style that sets text and background looks the same in both. One that sets only a background gets a text
that is readable on it. A text without a background becomes lighter or darker where the theme needs it,
with the same hue. Contrast is that of WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from functools import lru_cache

from PyQt5.QtGui import QColor

from rqdebug.events.views.styles import Style
from rqdebug.ui.style.colors import DARK, LIGHT, ColorPalette

MIN_CONTRAST = 4.5
"""The contrast that WCAG demands for text."""
STEPS = 20
"""Number of steps from a colour to white or black in which a readable one is looked for."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (``#rrggbb``), from 1 to 21."""
    darker, lighter = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def text_of_style(style: Style, palette: ColorPalette) -> str:
    """Return the text colour of events in a style; empty if the style sets no colour."""
    if style.color and style.background:
        return style.color
    if style.background:
        texts = (palette.text, DARK.text, LIGHT.text)
        readable = (text for text in texts if contrast(text, style.background) >= MIN_CONTRAST)
        return next(readable, max(texts, key=lambda text: contrast(text, style.background)))
    return _readable(style.color, palette) if style.color else ""


def _readable(color: str, palette: ColorPalette) -> str:
    """Return a colour of the same hue that is readable on the ground of the theme."""
    hue, saturation, lightness, _ = QColor(color).getHslF()
    end = 1.0 if palette is DARK else 0.0
    for step in range(STEPS + 1):
        shade = QColor.fromHslF(max(hue, 0.0), saturation, lightness + (end - lightness) * step / STEPS)
        if contrast(shade.name(), palette.ground) >= MIN_CONTRAST:
            return color if step == 0 else shade.name()
    return palette.text


def _luminance(color: QColor) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
