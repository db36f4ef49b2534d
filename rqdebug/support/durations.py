# SPDX-License-Identifier: GPL-3.0-or-later
"""Durations in the largest unit that fits, for what lasts minutes or days."""

from __future__ import annotations

_UNITS = (("d", 86_400), ("h", 3600), ("min", 60))


def rough(seconds: float) -> str:
    """Return a duration without decimals, such as ``45 s``, ``18 min``, ``3 h`` or ``12 d``.

    Args:
        seconds: The duration; a negative one counts as none.
    """
    for unit, length in _UNITS:
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
