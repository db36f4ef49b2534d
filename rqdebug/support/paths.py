# SPDX-License-Identifier: GPL-3.0-or-later
"""Locations of the files that come with the package.

In a wheel they are inside the package, in a checkout beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resources() -> Path:
    """Return the folder of icons, example scripts and translations."""
    return _folder("resources")


def documentation() -> Path:
    """Return the folder of the documentation, in Markdown. ``SUMMARY.md`` in it lists the pages."""
    return _folder("docs")


def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
