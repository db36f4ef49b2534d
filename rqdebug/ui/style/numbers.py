# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers in the notation of the window's language: 1,204.5 in English is 1.204,5 in German.

For what the window shows only. Filters, scripts, captures and times of day, which can be typed in again, keep
the point.
"""

from __future__ import annotations

from PyQt5.QtCore import QLocale

_notation: dict[int, str] = {}
"""Each sign of English, and that of the window's language; empty for English. Read for each painted cell."""


def use_notation(code: str) -> None:
    """Write numbers as in the language with this code from now on."""
    locale = QLocale(code)
    signs = {",": locale.groupSeparator(), ".": locale.decimalPoint()}
    _notation.clear()
    if any(english != sign for english, sign in signs.items()):
        _notation.update(str.maketrans(signs))


def localized(number: str) -> str:
    """Return a number, written in English notation, in the notation of the window's language."""
    return number.translate(_notation) if _notation else number
