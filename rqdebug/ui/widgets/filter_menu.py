# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries of context menus that make a filter of a condition, and that copy a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QMenu

from rqdebug.ui.models.formats import escape_mnemonic
from rqdebug.ui.style.tr import later, tr

MAX_LETTERS = 48
"""Longer conditions are cut in the titles of menus."""
_JOINS = (
    (later("Selected"), ""),
    (later("Not Selected"), "not"),
    (later("… and Selected"), "and"),
    (later("… or Selected"), "or"),
    (later("… and not Selected"), "and not"),
)
"""How a condition is combined with the current filter: menu title, and word for ``LogTab.add_test``."""
_RULES = (
    (later("Break on Calls Like This: {test}…"), "hold"),
    (later("Delay Calls Like This…"), "delay"),
)
"""The rules for calls like this: menu title, and kind of action."""


def add_filter_menu(menu: QMenu, condition: str, apply: Callable[[str, str], None]) -> QMenu:
    """Add a submenu that combines a condition with the current filter.

    ``apply`` gets the word for ``LogTab.add_test`` and the condition.
    """
    inner = menu.addMenu(tr("Apply as Filter: {test}", test=short_condition(condition)))
    for title, word in _JOINS:
        inner.addAction(tr(title), partial(apply, word, condition))
    return inner


def add_rule_actions(menu: QMenu, condition: str, apply: Callable[[str, str], None]) -> None:
    """Add entries that stop or delay calls like this. ``apply`` gets the kind of action and the condition."""
    for title, kind in _RULES:
        menu.addAction(tr(title, test=short_condition(condition)), partial(apply, kind, condition))


def add_copy_action(menu: QMenu, title: str, text: str) -> None:
    """Add an entry that copies a text. Its title is translated already."""
    menu.addAction(title, lambda: QGuiApplication.clipboard().setText(text))


def short_condition(condition: str) -> str:
    """Return a condition for the title of a menu."""
    cut = condition if len(condition) <= MAX_LETTERS else f"{condition[: MAX_LETTERS - 1]}…"
    return escape_mnemonic(cut)
