# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours: every colour of the window has its name here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColorPalette:
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
    notice: str
    """An outcome that is neither good nor an error: empty, full."""
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
