# SPDX-License-Identifier: GPL-3.0-or-later
"""New scripts are generated, and recorded from events."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QMessageBox

from rqdebug.scripts.generation.settings_header import read_header
from rqdebug.scripts.language.parser import parse
from rqdebug.ui.dialogs.generate_dialog import GenerateDialog


def test_generated_script_opens_and_passes(qtbot, window, attached, trigger, find_child):
    trigger("script.generate")
    dialog = find_child(window, GenerateDialog)
    qtbot.waitUntil(lambda: "200 vectors" in dialog.amount.text())
    dialog.maxsizes.setText("three")
    qtbot.waitUntil(lambda: "whole numbers" in dialog.problem.text())
    assert not dialog.generate_button.isEnabled()
    dialog.maxsizes.setText("0 3")
    dialog.amount_wanted.setValue(40)
    qtbot.waitUntil(lambda: "40 vectors" in dialog.amount.text() and dialog.generate_button.isEnabled())
    qtbot.mouseClick(dialog.generate_button, Qt.LeftButton)
    qtbot.waitUntil(lambda: window.context.current.script is not None)
    qtbot.waitUntil(lambda: window.context.commands["script.run"].isEnabled())
    with qtbot.waitSignal(window.context.runs.finished, timeout=20_000) as finished:
        trigger("script.run")
    assert finished.args[0].ok


def test_settings_of_a_generated_script_are_in_it_and_come_back(qtbot, window, attached, trigger, opened):
    def generate(dialog):
        qtbot.waitUntil(lambda: dialog.generate_button.isEnabled())
        before = window.context.current.script
        with qtbot.waitSignal(dialog.destroyed):
            qtbot.mouseClick(dialog.generate_button, Qt.LeftButton)
        qtbot.waitUntil(lambda: window.context.current.script is not before)
        return window.context.current.script.editor.text()

    trigger("script.generate")
    dialog = opened(GenerateDialog)
    dialog.seed.setValue(77)
    dialog.amount_wanted.setValue(40)
    qtbot.waitUntil(lambda: "40 vectors" in dialog.amount.text())
    text = generate(dialog)
    settings = read_header(text)
    assert (settings.seed, settings.count) == (77, 40)
    trigger("script.generate")
    again = opened(GenerateDialog)
    assert again.settings() == settings
    qtbot.waitUntil(lambda: "40 vectors" in again.amount.text())
    assert generate(again) == text


def test_events_become_a_script(qtbot, window, attached, controller, trigger, show_matching):
    jobs = controller.create("seen", maxsize=1)
    jobs.put("x")
    assert jobs.get() == "x"
    tab = window.context.current.log
    show_matching(tab, "queue == seen", 3)
    trigger("log.vectors")
    qtbot.waitUntil(lambda: window.context.current.script is not None)
    text = window.context.current.script.editor.text()
    assert ".put(" in text and parse(text)


def test_no_script_is_created_without_events(qtbot, window, attached, trigger, opened):
    tab = window.context.current.log
    tab.filter_bar.set_filter("queue == nothing")
    qtbot.waitUntil(lambda: not tab.feed.filtering)
    trigger("log.vectors")
    box = opened(QMessageBox)
    assert "the log shows no events" in box.text()
    box.close()
