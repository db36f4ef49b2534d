# SPDX-License-Identifier: GPL-3.0-or-later
"""The command palette finds commands by name and runs them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QObject, Qt
from PyQt5.QtWidgets import QAction

from rqdebug.ui.dialogs.palette_dialog import PaletteDialog
from rqdebug.ui.models import formats

COMMANDS = {
    "log.first": ("Go to First Event", "Ctrl+Home"),
    "log.follow": ("Follow", ""),
    "queue.put": ("Put…", "Ctrl+P"),
    "queue.purge": ("Purge…", ""),
    "script.run": ("Run", "F5"),
}


@pytest.fixture
def done():
    """The commands that were run."""
    return []


@pytest.fixture
def actions(qapp, done):
    owner, actions = QObject(), []
    for name, (text, shortcut) in COMMANDS.items():
        action = QAction(text, owner)
        action.setObjectName(name)
        action.setShortcut(shortcut)
        action.setStatusTip(f"What {text} does")
        action.triggered.connect(lambda _, name=name: done.append(name))
        actions.append(action)
    yield actions
    owner.deleteLater()


@pytest.fixture
def dialog(shown, theme, actions):
    return shown(PaletteDialog(actions))


def listed(dialog):
    return [dialog.list.topLevelItem(row).text(0) for row in range(dialog.list.topLevelItemCount())]


def test_every_command_is_listed_with_its_group_and_shortcut(dialog):
    assert listed(dialog) == [
        "Log: Go to First Event",
        "Log: Follow",
        "Queue: Put…",
        "Queue: Purge…",
        "Script: Run",
    ]
    assert dialog.list.topLevelItem(2).text(1) == "Ctrl+P"
    assert dialog.list.topLevelItem(1).text(1) == ""
    assert dialog.list.topLevelItem(4).toolTip(0) == formats.tip("What Run does")


def test_disabled_command_is_not_listed(shown, theme, actions):
    actions[4].setEnabled(False)
    assert "Script: Run" not in listed(shown(PaletteDialog(actions)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pu", ["Queue: Put…", "Queue: Purge…"]),
        ("QUEUE pur", ["Queue: Purge…"]),
        ("first log", ["Log: Go to First Event"]),
        ("log:", ["Log: Go to First Event", "Log: Follow"]),
        ("  ", ["Log: Go to First Event", "Log: Follow", "Queue: Put…", "Queue: Purge…", "Script: Run"]),
        ("nothing of that name", []),
    ],
)
def test_words_are_found_in_any_order_and_case(qtbot, dialog, text, found):
    qtbot.keyClicks(dialog.line, text)
    assert listed(dialog) == found


def test_return_runs_the_first_match(qtbot, dialog, done):
    qtbot.keyClicks(dialog.line, "run")
    qtbot.keyClick(dialog.line, Qt.Key_Return)
    assert done == ["script.run"]
    assert not dialog.isVisible()


def test_arrow_keys_move_in_the_list_while_typing(qtbot, dialog, done):
    qtbot.keyClick(dialog.line, Qt.Key_Down)
    qtbot.keyClick(dialog.line, Qt.Key_Down)
    qtbot.keyClick(dialog.line, Qt.Key_Up)
    assert dialog.list.currentItem().text(0) == "Log: Follow"
    assert dialog.line.text() == ""
    qtbot.keyClick(dialog.line, Qt.Key_PageDown)
    assert dialog.list.currentItem().text(0) == "Script: Run"
    qtbot.keyClick(dialog.line, Qt.Key_Return)
    assert done == ["script.run"]


def test_double_click_runs_a_command(qtbot, dialog, done):
    place = dialog.list.visualItemRect(dialog.list.topLevelItem(3)).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.LeftButton, pos=place)
    qtbot.mouseDClick(dialog.list.viewport(), Qt.LeftButton, pos=place)
    assert done == ["queue.purge"]


def test_return_without_a_match_only_closes(qtbot, dialog, done):
    qtbot.keyClicks(dialog.line, "xyzzy")
    qtbot.keyClick(dialog.line, Qt.Key_Return)
    assert done == []
    assert not dialog.isVisible()


def test_escape_runs_no_command(qtbot, dialog, done):
    qtbot.keyClick(dialog.line, Qt.Key_Escape)
    assert done == []
    assert not dialog.isVisible()


def test_dialog_fits_the_screen(dialog, fits):
    assert fits(dialog)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text("lopurGs… :", max_size=8))
def test_search_finds_exactly_the_names_with_every_word(dialog, text):
    names = [f"{name.partition('.')[0].title()}: {title}" for name, (title, _) in COMMANDS.items()]
    dialog.line.setText(text)
    assert listed(dialog) == [
        name for name in names if all(word in name.lower() for word in text.lower().split())
    ]
    current = dialog.list.currentItem()
    assert (current.text(0) if current else None) == next(iter(listed(dialog)), None)
