# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QInputDialog, QMenu

from rqdebug.events.event_log import EventLog
from rqdebug.ui.log.filter_bar import FilterBar
from rqdebug.ui.models.formats import without_mnemonic


@pytest.fixture
def bar(qtbot, theme, settings, saved):
    bar = FilterBar(theme, settings, saved, EventLog())
    qtbot.addWidget(bar)
    bar.show()
    return bar


def chip(bar, title):
    return next(button for text, button in bar._buttons.items() if button.text() == title)


def test_typed_filter_is_applied_after_a_pause(qtbot, bar):
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.keyClicks(bar.line, "method == put")
    assert str(changed.args[0]) == "method == put"
    assert bar.problem.isHidden()


def test_return_applies_a_filter_immediately(qtbot, bar):
    bar.line.setText("size > 3")
    with qtbot.waitSignals([bar.filter_changed, bar.left], timeout=100):
        qtbot.keyClick(bar.line, Qt.Key_Return)


def test_invalid_filter_is_red_and_shows_the_position(qtbot, bar):
    with qtbot.assertNotEmitted(bar.filter_changed):
        bar.set_filter("size > 3 and metod == put")
    assert bar.problem.text().startswith("column 14:")
    assert "method" in bar.problem.text()
    assert bar.problem.isVisible()
    assert bar.line.property("wrong")


def test_corrected_filter_is_not_red(qtbot, bar):
    bar.set_filter("metod == put")
    with qtbot.waitSignal(bar.filter_changed):
        bar.set_filter("method == put")
    assert bar.problem.isHidden()
    assert not bar.line.property("wrong")


def test_click_on_a_preset_toggles_it(qtbot, bar):
    slow = chip(bar, "Slow")
    with qtbot.waitSignal(bar.filter_changed):
        qtbot.mouseClick(slow, Qt.LeftButton)
    assert bar.line.text() == "waited > 5ms"
    assert slow.isChecked()
    qtbot.mouseClick(chip(bar, "Errors"), Qt.LeftButton)
    assert not slow.isChecked()
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.mouseClick(chip(bar, "Errors"), Qt.LeftButton)
    assert str(changed.args[0]) == ""


def test_every_preset_is_a_valid_filter(bar):
    for text in bar._buttons:
        bar.set_filter(text)
        assert bar.problem.isHidden()


def test_arrows_step_through_the_filter_history(qtbot, bar):
    for text in ("size > 1", "size > 2"):
        bar.set_filter(text)
    bar.line.setText("draft")
    seen = []
    for key in (Qt.Key_Up, Qt.Key_Up, Qt.Key_Up, Qt.Key_Down, Qt.Key_Down, Qt.Key_Down):
        qtbot.keyClick(bar.line, key)
        seen.append(bar.line.text())
    assert seen == ["size > 2", "size > 1", "size > 1", "size > 2", "draft", "draft"]


def test_history_is_available_in_the_next_bar(qtbot, bar, theme, settings, saved):
    bar.set_filter("size > 1")
    other = FilterBar(theme, settings, saved, EventLog())
    qtbot.addWidget(other)
    qtbot.keyClick(other.line, Qt.Key_Up)
    assert other.line.text() == "size > 1"


def test_count_shows_the_number_of_matching_events(bar):
    bar.show_counts(1204, 1204, False)
    assert bar.counts.text() == "1,204 events"
    bar.set_filter("size > 3")
    bar.show_counts(0, 0, True)
    assert bar.counts.text() == "Filtering…"
    bar.show_counts(1204, 10482113, False)
    assert bar.counts.text() == "1,204 of 10,482,113"
    assert bar.counts.toolTip() == ""


def test_count_shows_how_many_events_are_unknown(bar):
    bar.set_filter("payload.id == 17")
    bar.show_counts(1204, 10482113, False, 31000)
    assert bar.counts.text() == "1,204 of 10,482,113, 31,000 unknown"
    assert "too little of these events was recorded" in bar.counts.toolTip()


@pytest.fixture
def menu(bar):
    """The actions of the menu of saved filters by title; the submenu is below "Remove"."""

    def menu():
        opened = bar.more.menu()
        opened.aboutToShow.emit()
        entries = {without_mnemonic(each.text()): each for each in opened.actions() if each.text()}
        for submenu in opened.findChildren(QMenu):
            entries |= {("Remove", without_mnemonic(action.text())): action for action in submenu.actions()}
        return entries

    return menu


def test_applied_filter_is_not_applied_again(qtbot, bar):
    bar.set_filter("size > 3")
    with qtbot.assertNotEmitted(bar.filter_changed):
        bar.set_filter("  size > 3 ")
    assert bar.text == "size > 3"


def test_applied_filter_stays_while_the_next_is_invalid(bar):
    bar.set_filter("size > 3")
    bar.set_filter("size >")
    assert bar.text == "size > 3"
    assert bar.problem.isVisible()


def test_return_on_an_invalid_filter_keeps_focus_and_history(qtbot, bar, settings):
    bar.line.setText("size >")
    with qtbot.assertNotEmitted(bar.left):
        qtbot.keyClick(bar.line, Qt.Key_Return)
    assert settings.filters == []


@pytest.mark.parametrize("name", ["dark", "light"])
def test_invalid_filter_has_the_error_background(theme, bar, colors_of, name):
    theme.use(name)
    assert theme.palette.error_ground not in colors_of(bar.line)
    bar.set_filter("size >")
    assert theme.palette.error_ground in colors_of(bar.line)
    assert theme.palette.error in colors_of(bar)


def test_clear_button_shows_all_events_after_a_pause(qtbot, bar):
    bar.set_filter("size > 3")
    with qtbot.waitSignal(bar.filter_changed):
        bar.line.clear()
    assert bar.text == ""


def test_focus_selects_the_whole_filter(qtbot, bar):
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    bar.set_filter("size > 3")
    bar.focus_line()
    assert bar.line.hasFocus()
    qtbot.keyClicks(bar.line, "call == 1")
    assert bar.line.text() == "call == 1"


def test_only_the_newest_saved_filters_have_a_button(bar, saved):
    for number in range(6):
        saved.save(f"f{number}", f"size > {number}")
    assert [text for text in bar._buttons if text.startswith("@")] == ["@f2", "@f3", "@f4", "@f5"]


def test_saved_filter_is_applied_from_the_menu(bar, saved, menu):
    saved.save("R&D", "size > 7")
    title = next(title for title in menu() if isinstance(title, str) and title.startswith("R&D"))
    menu()[title].trigger()
    assert bar.text == "@R&D"


def test_saved_filter_is_removed_from_the_menu(bar, saved, menu):
    saved.save("late", "size > 7")
    saved.save("other", "size > 8")
    menu()["Remove", "late"].trigger()
    assert saved.load() == {"other": "size > 8"}
    assert "@late" not in bar._buttons


def test_filter_that_cannot_be_removed_is_explained(bar, saved, menu):
    saved.save("late", "size > 7")
    entry = menu()["Remove", "late"]
    saved.path.write_text("{")
    entry.trigger()
    assert "cannot be read" in bar.problem.text()


def test_empty_line_cannot_be_saved(bar, menu):
    save = next(iter(menu().values()))
    assert not save.isEnabled()
    bar.set_filter("size > 3")
    assert next(iter(menu().values())).isEnabled()


@pytest.mark.parametrize("answer", [("late", False), ("  ", True)], ids=["cancelled", "blank"])
def test_filter_without_a_name_is_not_saved(bar, saved, monkeypatch, answer):
    bar.set_filter("size > 3")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: answer)
    bar.ask_name()
    assert saved.load() == {}
    assert bar.text == "size > 3"


def test_presets_remain_if_the_filter_file_is_unreadable(qtbot, theme, settings, saved):
    saved.path.write_text("{")
    bar = FilterBar(theme, settings, saved, EventLog())
    qtbot.addWidget(bar)
    assert [button.text() for button in bar._buttons.values()] == ["Blocked", "Slow", "Errors"]
    bar.set_filter("@late")
    assert "cannot be read" in bar.problem.text()


def test_long_filters_and_problems_do_not_widen_the_window(bar, saved, fits, long_name):
    bar.set_filter(f"queue == '{long_name}' and {long_name}")
    assert bar.problem.isVisible()
    assert fits(bar)


def test_long_names_of_saved_filters_do_not_widen_the_window(bar, saved, fits, long_name):
    for number in range(4):
        saved.save(f"{long_name}{number}", "size > 3")
    assert fits(bar)


def test_filter_error_is_german_in_a_german_window(german, bar):
    bar.set_filter("duratoin > 5ms")
    assert bar.problem.text() == "Spalte 1: Es gibt kein Feld `duratoin`; ist `waited` gemeint?"
    bar.set_filter("")
    assert bar.problem.isHidden()


def test_completions_do_not_cover_the_error(qtbot, bar):
    qtbot.keyClicks(bar.line, "qu")
    words = bar.line.completer_list
    bar.apply()
    qtbot.waitUntil(lambda: bar.problem.isVisible() and bar.problem.height() > 0)
    bottom = bar.problem.mapToGlobal(bar.problem.rect().bottomLeft()).y()
    assert words.isVisible() and words.y() > bottom
    words.hide()
