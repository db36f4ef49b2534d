# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that asks which dead letters go back."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.filter_completion import Completion
from rqdebug.inspection.dead_letters import MatchedItems, QueuedItems
from rqdebug.ui.log import send_back_dialog
from rqdebug.ui.log.send_back_dialog import ItemsToSend, SendBackDialog


@pytest.fixture
def queues(queue_row):
    return [queue_row(name).stat for name in ("jobs", "other")]


@pytest.fixture
def dialog(qtbot, monkeypatch, theme, queues):
    monkeypatch.setattr(send_back_dialog, "TYPING_PAUSE", 0)
    dialog = SendBackDialog(
        "jobs.dead on edge-1", queues, [], lambda text, place: Completion(place, place, ()), parse
    )
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


@pytest.fixture
def filtered(qtbot, dialog):
    """Type a filter, and let it match these numbers."""

    def filtered(text, *numbers, unknown=0):
        with qtbot.waitSignal(dialog.match_wanted) as signal:
            dialog.line.setText(text)
        dialog.show_match(signal.args[0], MatchedItems(numbers, unknown))

    return filtered


def chosen(qtbot, dialog):
    with qtbot.waitSignal(dialog.chosen) as signal:
        qtbot.mouseClick(dialog.send_button, Qt.LeftButton)
    return signal.args[0]


def show_items(qtbot, dialog, listed, total=None):
    with qtbot.waitSignal(dialog.match_wanted) as signal:
        dialog.show_items(QueuedItems((), listed, total or listed))
    dialog.show_match(signal.args[0], MatchedItems(tuple(range(1, listed + 1))))


def test_all_items_go_to_the_source_without_a_filter(qtbot, dialog, queues):
    assert "jobs.dead on edge-1" in dialog.windowTitle()
    assert not dialog.send_button.isEnabled()
    show_items(qtbot, dialog, 20_000, 30_000)
    assert dialog.note.text() == "30,000 items"
    assert chosen(qtbot, dialog) == ItemsToSend(queues[0], 30_000, None)


def test_items_that_match_go_to_the_chosen_queue(qtbot, dialog, queues, filtered):
    show_items(qtbot, dialog, 9)
    filtered("payload.order > 17", 3, 5)
    assert dialog.note.text() == "2 of 9 items match."
    dialog.to.setCurrentText("other")
    assert chosen(qtbot, dialog) == ItemsToSend(queues[1], 2, (3, 5))


def test_dialog_says_what_it_does_not_know(qtbot, dialog, filtered):
    show_items(qtbot, dialog, 20_000, 20_001)
    filtered('payload ~ "end"', 3, unknown=4)
    assert dialog.note.text() == (
        "1 of 20,000 items match. 4 items are unknown: only their first 4 KiB were read. "
        "1 more item behind them was not examined."
    )


def test_filter_that_matches_nothing_sends_nothing(qtbot, dialog, filtered):
    show_items(qtbot, dialog, 9)
    filtered("size > 1000")
    assert not dialog.send_button.isEnabled()


def test_wrong_filter_is_explained(qtbot, dialog):
    show_items(qtbot, dialog, 9)
    dialog.line.setText("size >")
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert not dialog.send_button.isEnabled()
    with pytest.raises(FilterError):
        parse("size >")


def test_answer_for_an_earlier_filter_is_ignored(qtbot, dialog):
    show_items(qtbot, dialog, 9)
    with qtbot.waitSignal(dialog.match_wanted) as first:
        dialog.line.setText("size > 1")
    with qtbot.waitSignal(dialog.match_wanted):
        dialog.line.setText("size > 2")
    dialog.show_match(first.args[0], MatchedItems((1, 2, 3)))
    assert not dialog.send_button.isEnabled()


def test_failure_is_shown_instead_of_loading_and_stays(qtbot, dialog):
    dialog.show_failed("queue 'jobs.dead' was closed")
    dialog.line.setText("size > 1")
    dialog._apply()
    assert "closed" in dialog.problem.text()
    assert dialog.problem.isVisible()
    assert dialog.note.text() == ""
