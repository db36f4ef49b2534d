# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour palettes. Every colour of the window is defined and named here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColorPalette:
    """Colours as ``#rrggbb``. Text colours are readable on ``ground``, ``panel`` and ``stripe``."""

    name: str
    ground: str
    """Background of content: tables, editor, fields."""
    stripe: str
    """Background of every other row."""
    panel: str
    """Background of everything else: bars, docks, dialogs."""
    raised: str
    """Background of buttons and of the control under the mouse."""
    line: str
    """Borders and separators; never used for text."""
    text: str
    muted: str
    """Secondary text, such as hints and labels."""
    accent: str
    """Marks the keyboard focus, checked controls and default buttons."""
    on_accent: str
    """Text on an ``accent`` background."""
    link: str
    """Accent colour for text."""
    selection: str
    ok: str
    blocked: str
    blocked_ground: str
    """Background of a blocked call."""
    held: str
    held_ground: str
    """Background of a call that a debugger holds."""
    notice: str
    """An outcome that is neither success nor error, such as empty or full."""
    error: str
    error_ground: str
    put: str
    get: str
    string: str
    number: str
    keyword: str


DARK = ColorPalette(
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
    held="#54d0d6",
    held_ground="#17363b",
    notice="#f2966b",
    error="#ff8a84",
    error_ground="#3d2527",
    put="#82b4ff",
    get="#c9a3f7",
    string="#8fca97",
    number="#6fc7d2",
    keyword="#e5a06b",
)

LIGHT = ColorPalette(
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
    held="#00666e",
    held_ground="#d3f1f4",
    notice="#b34700",
    error="#bd1f2c",
    error_ground="#fde8e8",
    put="#1d55d0",
    get="#7c34b8",
    string="#136b37",
    number="#0b6777",
    keyword="#9c4400",
)

PALETTES = {palette.name: palette for palette in (DARK, LIGHT)}
