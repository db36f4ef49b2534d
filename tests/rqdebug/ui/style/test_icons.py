# SPDX-License-Identifier: GPL-3.0-or-later
"""The icons of the window."""

from __future__ import annotations

import pytest
import qtawesome
from PyQt5.QtGui import QIcon

from rqdebug.ui.style.icons import icon

RED, BLUE = "#ff0000", "#0000ff"


def pixels(drawn: QIcon, mode: QIcon.Mode = QIcon.Normal) -> set[str]:
    """The colors of its opaque pixels."""
    image = drawn.pixmap(32, 32, mode).toImage()
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name() for color in colors if color.alpha() == 255}


@pytest.mark.parametrize("name", ["play", "stop", "magnify"])
def test_icon_is_drawn_in_its_color(qapp, name):
    drawn = icon(name, RED, BLUE)
    assert pixels(drawn) == {RED}
    assert pixels(drawn, QIcon.Disabled) == {BLUE}


def test_icon_equals_the_icon_of_the_library(qapp):
    theirs = qtawesome.icon("mdi6.play", color=RED, color_disabled=BLUE, scale_factor=0.8)
    ours = icon("play", RED, BLUE, 0.8)
    assert ours.pixmap(32, 32).toImage() == theirs.pixmap(32, 32).toImage()


def test_unknown_icon_is_an_error(qapp):
    with pytest.raises(Exception, match="no-such-icon"):
        icon("no-such-icon", RED, BLUE)
