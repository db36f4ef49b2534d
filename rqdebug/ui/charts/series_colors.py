# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of curves that stay the same while other curves come and go."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rqdebug.ui.style.colors import ColorPalette


def series_colors(palette: ColorPalette) -> tuple[str, ...]:
    """Return the colours of curves, which differ from each other in each palette."""
    return (palette.accent, palette.ok, palette.notice, palette.get, palette.number, palette.error)


class ColorSlots:
    """Remembers the number of the colour of each key.

    Args:
        count: The number of colours.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._slots: dict[Hashable, int] = {}

    def assign(self, keys: Sequence[Hashable]) -> list[int]:
        """Return a number for each of the keys that are shown together.

        A key keeps the number it had, unless another of these keys has it now. Numbers that no key
        had so far are given first.
        """
        taken: set[int] = set()
        for key in keys:
            slot = self._slots.get(key)
            if slot in taken:
                del self._slots[key]
            elif slot is not None:
                taken.add(slot)
        for key in keys:
            if key not in self._slots:
                self._slots[key] = self._free(taken)
                taken.add(self._slots[key])
        return [self._slots[key] for key in keys]

    def _free(self, taken: set[int]) -> int:
        used = set(self._slots.values())
        free = [slot for slot in range(self._count) if slot not in taken] or list(range(self._count))
        return next((slot for slot in free if slot not in used), free[0])
