# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the files that come with the package are."""

from __future__ import annotations

from pathlib import Path


def resources() -> Path:
    """The folder of icons, example scripts and help pages.

    A wheel carries it inside the package; in a checkout it lies beside it.
    """
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
