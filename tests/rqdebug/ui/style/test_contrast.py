# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles are readable in both themes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.views.styles import Style
from rqdebug.ui.style.colors import DARK, LIGHT, PALETTES
from rqdebug.ui.style.contrast import MIN_CONTRAST, contrast, text_of_style

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
THEMES = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1


@THEMES
@given(color=COLORS)
def test_text_without_a_background_is_readable(palette, color):
    shown = text_of_style(Style("blocked", color=color), palette)
    assert contrast(shown, palette.ground) >= MIN_CONTRAST
    if contrast(color, palette.ground) >= MIN_CONTRAST:
        assert shown == color


@THEMES
@given(background=COLORS)
def test_text_on_a_background_is_as_readable_as_can_be(palette, background):
    shown = text_of_style(Style("blocked", background=background), palette)
    best = max(contrast(text, background) for text in (DARK.text, LIGHT.text))
    assert contrast(shown, background) >= min(best, MIN_CONTRAST)


@THEMES
def test_text_and_background_of_the_user_stay(palette):
    assert text_of_style(Style("blocked", "#111111", "#222222"), palette) == "#111111"


@THEMES
def test_style_without_colours_has_none(palette):
    assert text_of_style(Style("blocked", bold=True), palette) == ""


@THEMES
def test_hue_of_a_text_is_kept(palette):
    shown = text_of_style(Style("blocked", color="#7a2e35"), palette)
    red, green, blue = (int(shown[place : place + 2], 16) for place in (1, 3, 5))
    assert red > green and red > blue
