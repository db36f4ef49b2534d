# SPDX-License-Identifier: GPL-3.0-or-later
"""Recent scripts and examples in a real window."""

from __future__ import annotations

from PyQt5.QtCore import Qt


def texts(window):
    rows = window.panels["scripts"].list
    return [rows.item(row).text() for row in range(rows.count())]


def test_examples_are_listed_from_the_start(window):
    assert texts(window) and all(text.endswith("(example)") for text in texts(window))


def test_opened_script_becomes_the_first_and_is_remembered(window, settings, tmp_path):
    path = tmp_path / "mine.rqs"
    path.write_text("sleep(0)\n")
    window.context.scripts.open(path)
    assert texts(window)[0] == "mine.rqs"
    assert settings.scripts == [path]


def test_activated_script_is_opened(window):
    scripts = window.panels["scripts"].list
    scripts.itemActivated.emit(scripts.item(0))
    assert window.context.current.script.path == scripts.item(0).data(Qt.UserRole)


def test_first_rows_are_laid_out_with_the_style_sheet(window):
    scripts = window.panels["scripts"].list

    def places():
        return [scripts.visualItemRect(scripts.item(row)).top() for row in range(scripts.count())]

    before = places()
    scripts.doItemsLayout()
    assert places() == before
