# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters that choose an entry of a menu, or a field or button of a dialog with Alt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QAbstractButton, QDialog, QGroupBox, QLabel, QMenu, QToolButton, QWidget

from rqdebug.ui.models.formats import with_mnemonics, without_mnemonic

Titled = tuple[str, Callable[[str], object]]
"""A title, and the function that changes it."""


class ContextMenu(QMenu):
    """A menu that is deleted when it is closed, with a letter for each entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.aboutToShow.connect(lambda: mark_menu(self))


def mark_menu(menu: QMenu) -> None:
    """Give the entries of a menu and of its submenus a letter, if they have none."""
    actions = [action for action in menu.actions() if action.text()]
    _mark([(action.text(), action.setText) for action in actions])
    for action in actions:
        if action.menu() is not None:
            mark_menu(action.menu())


def mark_dialog(dialog: QDialog) -> None:
    """Give the labels of fields, the buttons and the groups of a dialog a letter, if they have none."""
    _mark([titled for child in dialog.findChildren(QWidget) for titled in _titles(child)])


def retitle(button: QAbstractButton, title: str) -> None:
    """Change the title of a button. In a dialog that is visible, it gets a letter again."""
    if without_mnemonic(button.text()) == title:
        return
    button.setText(title)
    dialog = button.window()
    if isinstance(dialog, QDialog) and dialog.isVisible():
        mark_dialog(dialog)


def _titles(widget: QWidget) -> Iterable[Titled]:
    if isinstance(widget, QGroupBox):
        yield widget.title(), widget.setTitle
    elif isinstance(widget, QAbstractButton) and not isinstance(widget, QToolButton):
        yield widget.text(), widget.setText
    elif isinstance(widget, QLabel):
        field = widget.buddy()
        is_name = field is not None and bool(field.focusPolicy() & Qt.TabFocus)
        yield widget.text() if is_name else "", partial(_retitle_label, widget)


def _retitle_label(label: QLabel, title: str) -> None:
    """Change the text of a label. Qt draws the letter apart, so kerning would make its size too small."""
    label.setText(title)
    font = label.font()
    font.setKerning(False)
    label.setFont(font)


def _mark(titles: list[Titled]) -> None:
    marked = with_mnemonics([title for title, _ in titles])
    for (title, change), new in zip(titles, marked, strict=True):
        if new != title:
            change(new)
