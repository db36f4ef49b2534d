# SPDX-License-Identifier: GPL-3.0-or-later
"""Which text the commands of the menu Edit work on."""

from __future__ import annotations

import gc

import pytest
from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QInputDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rqdebug.ui.widgets.text_focus import TextFocus


@pytest.fixture
def focus(qapp):
    parent = QObject()
    yield TextFocus(parent)
    parent.deleteLater()


@pytest.fixture
def form(qtbot):
    """A window with a field and a button."""
    form = QWidget()
    form.field, form.button = QLineEdit(), QPushButton()
    layout = QVBoxLayout(form)
    layout.addWidget(form.field)
    layout.addWidget(form.button)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
    return form


def test_text_is_the_widget_with_the_keyboard(qtbot, focus, form):
    form.field.setFocus()
    qtbot.waitUntil(lambda: focus.text is form.field)
    form.button.setFocus()
    qtbot.waitUntil(lambda: focus.text is None)


def test_field_of_a_deleted_dialog_is_forgotten(qtbot, focus):
    """Qt creates the field, so that Python does not learn of its end."""
    dialog = QInputDialog()
    dialog.setTextValue("a")
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: isinstance(focus.text, QLineEdit))
    dialog.deleteLater()
    del dialog
    gc.collect()
    qtbot.waitUntil(lambda: focus.text is None)
    assert focus._widget is None
