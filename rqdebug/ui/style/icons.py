# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons of the window: Material Design icons, drawn from a font that qtawesome ships."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import qtawesome
from PyQt5.QtGui import QIcon
from qtawesome.iconic_font import IconicFont

PREFIX = "mdi6"
FONT, CHARMAP = "materialdesignicons6-webfont-[0-9]*.ttf", "materialdesignicons6-webfont-charmap-*.json"


def icon(name: str, color: str, disabled_color: str, scale: float = 1.0) -> QIcon:
    """Draw an icon. It is empty if there is no application.

    Args:
        name: Name in the Material Design set, such as ``play``.
        color: Colour when enabled, ``#rrggbb``.
        disabled_color: Colour when disabled, ``#rrggbb``.
        scale: Size relative to the icon size of the control.
    """
    options = {"color": color, "color_disabled": disabled_color, "scale_factor": scale}
    return QIcon(_icon_font().icon(f"{PREFIX}.{name}", **options))


@cache
def _icon_font() -> IconicFont:
    """Load one of twelve fonts. ``qtawesome.icon`` loads all: 8 ms of the 140 ms until the window shows."""
    fonts = Path(qtawesome.__file__).parent / "fonts"
    return IconicFont((PREFIX, next(fonts.glob(FONT)).name, next(fonts.glob(CHARMAP)).name))
