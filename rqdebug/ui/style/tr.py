# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts in the language of the user. Sources are English; ``scripts/translations.py`` collects them."""

from __future__ import annotations

from PyQt5.QtCore import QCoreApplication

CONTEXT = "rqdebug"
"""Under which the translations of all texts are found."""


def tr(text: str, **values: object) -> str:
    """The text as the user reads it; ``{name}`` in it is the value of that name."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def counted(number: int, one: str, many: str, **values: object) -> str:
    """One of two texts, in which ``{n}`` is the number: ``1 item``, ``1,204 items``.

    A language that counts otherwise has forms of its own, under the text for many.
    """
    translated = QCoreApplication.translate(CONTEXT, many, None, number)
    return (one if translated == many and number == 1 else translated).format(n=f"{number:,}", **values)


def later(text: str) -> str:
    """Marks a text in a table, for ``tr`` to translate where it is shown."""
    return text
