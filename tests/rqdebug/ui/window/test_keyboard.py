# SPDX-License-Identifier: GPL-3.0-or-later
"""The window is used with the keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QApplication, QDialog, QLabel, QMenu, QMenuBar, QPushButton

from rqdebug.support.paths import documentation
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.dialogs.create_dialog import CreateDialog
from rqdebug.ui.dialogs.run_dialog import RunDialog
from rqdebug.ui.models.formats import with_mnemonics, without_mnemonic
from rqdebug.ui.style.translator import TranslationCatalog, catalog_path
from rqdebug.ui.window.command_actions import CommandActions
from rqdebug.ui.window.help.help_window import HelpWindow
from rqdebug.ui.window.help_topics import FIRST_PAGE, PAGES_OF_DIALOGS, help_page_of

UI = Path(__file__).resolve().parents[4] / "rqdebug" / "ui"
CLASS = re.compile(r"class (\w+)\((?:QDialog|QInputDialog|QMessageBox)\)")


def letters(titles):
    return [found[1].lower() for title in titles if (found := re.search("(?<!&)(?:&&)*&([^&])", title))]


def menus(bar):
    return [action.menu() for action in bar.actions()]


@pytest.fixture
def german_texts(qapp):
    catalog = TranslationCatalog(catalog_path("de"))
    qapp.installTranslator(catalog)
    yield
    qapp.removeTranslator(catalog)


def assert_letters_are_unique(bar):
    groups = [[action.text() for action in bar.actions()]]
    groups += [[action.text() for action in menu.actions() if action.text()] for menu in menus(bar)]
    for titles in groups:
        assert len(letters(titles)) == len({*letters(titles)}), titles
        for title in titles:
            assert letters([title]) or {*filter(str.isalnum, title.lower())} <= {*letters(titles)}


def test_each_entry_of_the_menus_has_its_own_letter(window):
    assert_letters_are_unique(window.menuBar())


def test_each_entry_of_the_german_menus_has_its_own_letter(qtbot, theme, german_texts):
    menu = QMenu()
    qtbot.addWidget(menu)
    bar = QMenuBar(menu)
    CommandActions(theme, menu).fill_menus(bar)
    assert "Ziel" in without_mnemonic(bar.actions()[0].text())
    assert_letters_are_unique(bar)


def test_letters_at_the_beginning_of_words_come_first():
    assert with_mnemonics(["Copy", "Copy as Text", "&Time", "Clear"]) == [
        "&Copy",
        "Copy &as Text",
        "&Time",
        "C&lear",
    ]
    assert with_mnemonics(["a", "A", "…"]) == ["&a", "A", "…"]
    assert without_mnemonic("&R&&D") == "R&D"


@pytest.mark.parametrize(
    "make",
    [
        lambda window: ConnectDialog([], window),
        lambda window: CreateDialog("edge-1", (), window),
        RunDialog,
    ],
)
def test_dialog_has_letters_and_help(qtbot, window, make):
    dialog = make(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: window.commands["help.here"] in dialog.actions())
    titles = [child.text() for child in dialog.findChildren(QPushButton)]
    titles += [child.text() for child in dialog.findChildren(QLabel) if child.buddy()]
    assert len(letters(titles)) >= 3
    assert len(letters(titles)) == len({*letters(titles)})
    QTest.keyClick(QApplication.focusWidget(), Qt.Key_F1)
    assert window.findChild(HelpWindow).page.path == PAGES_OF_DIALOGS[type(dialog).__name__]
    dialog.close()


def test_help_of_a_modal_dialog_can_be_used(qtbot, window):
    dialog = RunDialog(window)
    dialog.open()
    qtbot.waitUntil(lambda: window.commands["help.here"] in dialog.actions())
    window.commands["help.here"].trigger()
    assert dialog.findChild(HelpWindow).isVisible()
    dialog.close()


def test_each_dialog_has_a_help_page():
    names = {name for path in UI.rglob("*.py") for name in CLASS.findall(path.read_text())}
    assert names - {"HelpWindow"} == {*PAGES_OF_DIALOGS}
    assert all((documentation() / page).is_file() for page in PAGES_OF_DIALOGS.values())


def test_dialog_without_a_page_has_the_page_of_its_owner(qtbot, window):
    assert help_page_of(QDialog(window)) == FIRST_PAGE
    assert help_page_of(QDialog(window.panels["targets"])) == "window/targets.md"


@pytest.fixture
def busy_log(qtbot, window, attached, controller):
    """The tab of a target with 300 events."""
    jobs = controller.create("jobs")
    for number in range(300):
        jobs.put(number)
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= 301)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return tab


@pytest.mark.parametrize("theme_name", ["dark", "light"])
def test_view_with_the_keyboard_focus_has_a_border(qtbot, window, busy_log, colors_of, theme_name):
    window.theme.use(theme_name)
    accent = window.theme.palette.accent
    reader = window.panels["inspector"].payload.forms.pages["Text"]
    busy_log.log.selectRow(200)
    trees = window.panels["targets"].tree, window.panels["scripts"].focusProxy() or window.panels["scripts"]
    for view in (busy_log.log, busy_log.queues, reader, *trees):
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
        edge = view.rect().adjusted(20, 0, -20, 0)
        edge.setHeight(1)
        assert colors_of(view, edge) == {accent}
        busy_log.filter_bar.focus_line()
        assert accent not in colors_of(view, edge)


def test_log_stays_at_its_place_after_enter_in_the_filter(qtbot, window, busy_log):
    busy_log.filter_bar.focus_line()
    QTest.keyClick(busy_log.filter_bar.line, Qt.Key_Return)
    assert busy_log.log.hasFocus()
    QTest.keyClick(busy_log.log, Qt.Key_Up)
    assert busy_log.log.current_row() >= 280
    busy_log.log.go_to(150)
    busy_log.filter_bar.focus_line()
    QTest.keyClick(busy_log.filter_bar.line, Qt.Key_Return)
    QTest.keyClick(busy_log.log, Qt.Key_Up)
    assert busy_log.log.current_row() == 149


def test_ctrl_f_finds_in_what_has_the_focus(qtbot, window, busy_log):
    busy_log.log.selectRow(200)
    text = window.panels["inspector"].payload.forms.pages["Text"]
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    QTest.keyClick(text, Qt.Key_F, Qt.ControlModifier)
    assert text.finder.hasFocus()
    busy_log.log.setFocus()
    QTest.keyClick(busy_log.log, Qt.Key_F, Qt.ControlModifier)
    assert busy_log.filter_bar.line.hasFocus()
    tab = window.context.scripts.open_text("sleep(0)")
    qtbot.waitUntil(tab.editor.hasFocus)
    QTest.keyClick(tab.editor, Qt.Key_F, Qt.ControlModifier)
    assert tab.replace_bar.line.hasFocus()
    text.setFocus()
    QTest.keyClick(text, Qt.Key_F, Qt.ControlModifier)
    assert text.finder.hasFocus()
    tab.editor.setModified(False)
    window.context.tools.help.show("window/log.md")
    page = window.findChild(HelpWindow).text
    QTest.keyClick(page, Qt.Key_F, Qt.ControlModifier)
    assert page.parent().finder.isVisible()
