# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.ui.style.colors import DARK, LIGHT

TEXTS = (
    "text",
    "muted",
    "link",
    "ok",
    "blocked",
    "held",
    "notice",
    "error",
    "put",
    "get",
    "string",
    "number",
    "keyword",
)
GROUNDS = ("ground", "stripe", "panel")
PAIRS = (
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("text", "raised"),
    ("text", "selection"),
    ("blocked", "blocked_ground"),
    ("held", "held_ground"),
    ("text", "error_ground"),
    ("error", "error_ground"),
    ("on_accent", "accent"),
)


def luminance(color):
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
@pytest.mark.parametrize("pair", PAIRS, ids=" on ".join)
def test_text_colors_have_enough_contrast(palette, pair):
    bright, dim = sorted((luminance(getattr(palette, name)) for name in pair), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5
