# SPDX-License-Identifier: GPL-3.0-or-later
"""The icons of the window: those of Material Design, drawn from a font that qtawesome carries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import qtawesome
from PyQt5.QtGui import QIcon
from qtawesome.iconic_font import IconicFont

PREFIX = "mdi6"
FONT, CHARMAP = "materialdesignicons6-webfont-[0-9]*.ttf", "materialdesignicons6-webfont-charmap-*.json"


def icon(name: str, color: str, disabled_color: str, scale: float = 1.0) -> QIcon:
    """Draw an icon; without an application it is empty.

    Args:
        name: Its name in the set, such as ``play``.
        color: ``#rrggbb`` of an enabled control.
        disabled_color: ``#rrggbb`` of a disabled one.
        scale: Of its size within the control.
    """
    options = {"color": color, "color_disabled": disabled_color, "scale_factor": scale}
    return QIcon(_icon_font().icon(f"{PREFIX}.{name}", **options))


@cache
def _icon_font() -> IconicFont:
    """One of the twelve fonts: ``qtawesome.icon`` loads all, which takes 8 ms of 140 to the window."""
    fonts = Path(qtawesome.__file__).parent / "fonts"
    return IconicFont((PREFIX, next(fonts.glob(FONT)).name, next(fonts.glob(CHARMAP)).name))
