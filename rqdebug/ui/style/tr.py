# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts in the user's language. The source texts are English; ``scripts/translations.py`` collects them."""

from __future__ import annotations

from PyQt5.QtCore import QCoreApplication

from rqdebug.ui.style.numbers import localized

CONTEXT = "rqdebug"
"""Translation context of all texts in the ``.ts`` files."""


def tr(text: str, **values: object) -> str:
    """Return ``text`` in the user's language, with each ``{name}`` replaced by the value of that name."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def counted(number: int, one: str, many: str, **values: object) -> str:
    """Return the singular or plural text, with ``{n}`` replaced by the number: ``1 item``, ``1,204 items``.

    Translations have their own plural forms, stored under the text ``many``.
    """
    translated = QCoreApplication.translate(CONTEXT, many, None, number)
    return (one if translated == many and number == 1 else translated).format(
        n=localized(f"{number:,}"), **values
    )


def later(text: str) -> str:
    """Mark a text in a table for translation. ``tr`` translates it where it is shown."""
    return text
