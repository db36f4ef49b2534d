# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts name the keys that commands have now."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PyQt5.QtWidgets import QLabel

from rqdebug.ui.models import formats
from rqdebug.ui.style.command_keys import COMMAND_KEYS, TextWithKeys

UI = Path(formats.__file__).parents[1]
KEY = re.compile(r"\b(?:Ctrl|Alt|Shift)\+|\bF[1-9][0-2]?\b")
OF_ONE_DIALOG = ("(Ctrl+Enter saves it)",)
"""Keys that are no shortcuts of commands."""


def shown_texts(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "counted", "later"):
            yield from (each.value for each in node.args if isinstance(each, ast.Constant))


def test_no_text_has_a_fixed_shortcut_of_a_command():
    texts = {text for path in UI.rglob("*.py") for text in shown_texts(path) if isinstance(text, str)}
    assert len(texts) > 500
    fixed = {text for text in texts if KEY.search(text) and not any(each in text for each in OF_ONE_DIALOG)}
    assert fixed == set()


def test_text_follows_the_keys_while_its_label_exists(qtbot):
    before = COMMAND_KEYS._texts
    label = QLabel()
    qtbot.addWidget(label)
    try:
        COMMAND_KEYS.show({"target.connect": "Ctrl+K"})
        TextWithKeys(label, lambda: f"Press {COMMAND_KEYS['target.connect']}")
        assert label.text() == "Press Ctrl+K"
        COMMAND_KEYS.show({"target.connect": "F12"})
        assert label.text() == "Press F12"
    finally:
        COMMAND_KEYS.show(before)


@pytest.mark.parametrize(
    ("panel", "command", "keys", "text"),
    [
        ("targets", "target.connect", "F12", "No targets yet.\nPress F12 to connect to one."),
        ("targets", "target.connect", "", "No targets yet.\nPress “Connect…” to connect to one."),
        ("report", "script.run", "F12", "No results yet. Open a script and press F12 to run it."),
        (
            "variables",
            "script.pause",
            "F12",
            "No run is paused. F9 sets a breakpoint, F12 pauses a run. Its variables appear here.",
        ),
    ],
)
def test_panel_names_the_keys_that_the_user_has_chosen(window, panel, command, keys, text):
    window.commands.use_shortcuts({command: keys})
    assert text in [label.text() for label in window.panels[panel].findChildren(QLabel)]


def test_tab_names_the_keys_that_the_user_has_chosen(window, attached):
    tab = window.context.current.target
    window.commands.use_shortcuts({"queue.create": "F12", "filter.clear": "F11"})
    assert tab.queues.note.text() == "No queues yet. Press F12 to create one."
    tab.filter_bar.set_filter("method == put")
    assert tab.log.note.text() == "No events match the filter. Press F11 to show all events."
    window.commands.use_shortcuts({})
    assert tab.queues.note.text() == "No queues yet. Press Ctrl+Shift+N to create one."
