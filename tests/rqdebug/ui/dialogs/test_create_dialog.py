# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that creates a queue."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqcore.protocol.queue_values import KINDS
from rqdebug.ui.dialogs.create_dialog import CreateDialog, NewQueue


@pytest.fixture
def dialog(shown, theme):
    return shown(CreateDialog("edge-1", {"jobs", "Größe"}))


@pytest.fixture
def chosen(qtbot, dialog):
    """Press Return, and return what the dialog emits."""

    def chosen():
        with qtbot.waitSignal(dialog.chosen) as signal:
            qtbot.keyClick(dialog.name, Qt.Key_Return)
        assert not dialog.isVisible()
        return signal.args[0]

    return chosen


def test_unnamed_unlimited_fifo_queue_is_the_default(dialog, chosen):
    assert "edge-1" in dialog.windowTitle()
    assert dialog.create_button.isDefault()
    assert chosen() == NewQueue("", "fifo", 0)


def test_name_kind_and_bound_are_chosen(qtbot, dialog, chosen):
    qtbot.keyClicks(dialog.name, "  urgent ")
    dialog.kind.setCurrentText("priority")
    dialog.maxsize.setValue(5)
    assert chosen() == NewQueue("urgent", "priority", 5)


def test_every_kind_is_offered(dialog):
    assert tuple(dialog.kind.itemText(n) for n in range(dialog.kind.count())) == KINDS


def test_maximum_size_ranges_from_unlimited_to_the_largest_integer(dialog):
    assert (dialog.maxsize.minimum(), dialog.maxsize.maximum()) == (0, 2**31 - 1)
    assert dialog.maxsize.text() == dialog.maxsize.specialValueText() != ""


@pytest.mark.parametrize("name", ["jobs", " jobs ", "Größe"])
def test_taken_name_is_refused_while_typing(qtbot, dialog, name):
    dialog.name.setText(name)
    assert name.strip() in dialog.problem.text()
    assert not dialog.create_button.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(dialog.name, Qt.Key_Return)
    assert dialog.isVisible()


def test_another_name_can_be_created_again(qtbot, dialog, chosen):
    qtbot.keyClicks(dialog.name, "jobs")
    qtbot.keyClicks(dialog.name, "2")
    assert dialog.problem.text() == ""
    assert chosen() == NewQueue("jobs2", "fifo", 0)


def test_names_differ_by_case(qtbot, dialog, chosen):
    qtbot.keyClicks(dialog.name, "Jobs")
    assert chosen().name == "Jobs"


def test_escape_creates_nothing(qtbot, dialog):
    with qtbot.assertNotEmitted(dialog.chosen), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key_Escape)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_problem_is_drawn_in_the_color_of_errors(qtbot, theme, dialog, colors_of, name):
    theme.use(name)
    dialog.name.setText("jobs")
    qtbot.waitUntil(lambda: theme.palette.error in colors_of(dialog.problem))


def test_dialog_fits_the_screen_with_a_long_name_that_is_taken(shown, theme, fits, long_name):
    dialog = shown(CreateDialog(long_name, {long_name}))
    dialog.name.setText(long_name)
    assert not dialog.create_button.isEnabled()
    assert fits(dialog)
    assert long_name in dialog.problem.toolTip()


def test_only_the_kinds_that_the_target_supports_are_offered(shown):
    def offered(dialog):
        return [dialog.kind.itemText(index) for index in range(dialog.kind.count())]

    assert offered(shown(CreateDialog("edge-1", ()))) == ["fifo", "lifo", "priority"]
    assert offered(shown(CreateDialog("cache", (), kinds=("fifo",)))) == ["fifo"]


def test_dead_letter_queue_has_the_name_of_the_queue_unless_another_is_given(qtbot, dialog, chosen):
    assert not dialog.dead_letter.isEnabled()
    assert dialog.dead_letter.placeholderText() == "None, because deliveries are unlimited"
    qtbot.keyClicks(dialog.name, "urgent")
    dialog.max_deliveries.setValue(5)
    assert dialog.dead_letter.isEnabled()
    assert dialog.dead_letter.placeholderText() == "urgent.dead"
    assert chosen() == NewQueue("urgent", "fifo", 0, False, 5, "urgent.dead")


def test_another_dead_letter_queue_can_be_chosen(qtbot, dialog, chosen):
    dialog.max_deliveries.setValue(3)
    qtbot.keyClicks(dialog.dead_letter, " broken ")
    assert chosen() == NewQueue("", "fifo", 0, False, 3, "broken")


@pytest.mark.parametrize(
    ("name", "dead_letter", "problem"),
    [("", "", "Enter the name"), ("urgent", "urgent", "cannot be its own")],
)
def test_dead_letter_queue_needs_a_name_of_its_own(dialog, name, dead_letter, problem):
    dialog.max_deliveries.setValue(3)
    dialog.name.setText(name)
    dialog.dead_letter.setText(dead_letter)
    assert problem in dialog.problem.text()
    assert not dialog.create_button.isEnabled()
    dialog.max_deliveries.setValue(0)
    assert dialog.create_button.isEnabled()


def test_durable_queue_can_be_created_as_soon_as_the_target_permits_it(dialog, chosen):
    assert not dialog.durable.isEnabled()
    assert dialog.no_durable.text() == "Asking the target…"
    dialog.show_storage("")
    assert not dialog.no_durable.isVisible()
    dialog.durable.click()
    assert chosen().durable


def test_dialog_says_why_a_queue_cannot_be_durable(dialog):
    dialog.show_storage("needs rqcore serve --data DIRECTORY")
    assert not dialog.durable.isEnabled()
    assert "--data" in dialog.no_durable.text()
    assert dialog.no_durable.isVisible()


def test_target_without_leases_has_no_dead_letter_queues(shown):
    dialog = shown(CreateDialog("cache", (), has_leases=False))
    assert not dialog.max_deliveries.isEnabled()
    assert not dialog.dead_letter.isEnabled()
    assert dialog.no_leases.isVisible()
