# SPDX-License-Identifier: GPL-3.0-or-later
"""Renaming what is at the cursor of a script, in its tab and in the tabs of other files."""

from __future__ import annotations

import pytest

from rqdebug.ui.dialogs.rename_dialog import RenameDialog


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "common.rqs").write_text("def fill(to: queue):\n    to.put(1)\n", "utf-8")
    (tmp_path / "a.rqs").write_text('include("common.rqs")\njobs = create()\nfill(jobs)\n', "utf-8")
    return tmp_path


@pytest.fixture
def ask(qtbot, window):
    """Ask for the new name of what is at a line and column of a tab; return the dialog."""

    def ask(tab, line, column):
        qtbot.waitUntil(lambda: not tab.editor.isReadOnly())
        tab.editor.go_to(line, column)
        window.context.commands["script.rename"].trigger()
        qtbot.waitUntil(lambda: window.findChild(RenameDialog) is not None)
        return window.findChild(RenameDialog)

    return ask


def choose(qtbot, dialog, name):
    dialog.name.setText(name)
    dialog.rename_button.click()


def test_name_is_changed_in_all_files_that_share_it_and_undo_takes_each_back(qtbot, window, folder, ask):
    scripts = window.context.scripts
    tab = scripts.open(folder / "a.rqs")
    dialog = ask(tab, 3, 2)
    choose(qtbot, dialog, "load")
    qtbot.waitUntil(lambda: len(scripts.script_tabs()) == 2)
    other = next(each for each in scripts.script_tabs() if each is not tab)
    qtbot.waitUntil(lambda: other.modified)
    assert tab.editor.text() == 'include("common.rqs")\njobs = create()\nload(jobs)\n'
    assert other.editor.text() == "def load(to: queue):\n    to.put(1)\n"
    assert window.context.current.script is tab
    assert "fill" in (folder / "common.rqs").read_text("utf-8")
    for each in (tab, other):
        each.editor.undo()
        assert "fill(" in each.editor.text() and not each.modified


def test_renamed_function_of_an_unsaved_include_is_known(qtbot, window, folder, ask):
    scripts = window.context.scripts
    tab = scripts.open(folder / "a.rqs")
    choose(qtbot, ask(tab, 3, 2), "load")
    qtbot.waitUntil(lambda: sum(each.modified for each in scripts.script_tabs()) == 2)
    parsed = []
    tab.parse(parsed.append)
    qtbot.waitUntil(lambda: bool(parsed))
    qtbot.waitUntil(lambda: not tab.problems.problems)
    assert "fill" in (folder / "common.rqs").read_text("utf-8")


def test_text_that_changes_before_the_choice_is_renamed_in_no_file(qtbot, window, folder, ask):
    scripts = window.context.scripts
    tab = scripts.open(folder / "a.rqs")
    dialog = ask(tab, 3, 2)
    tab.editor.append("# typed before the dialog was open\n")
    with qtbot.waitSignal(window.context.tools.renaming.failed) as failed:
        choose(qtbot, dialog, "load")
    assert "a.rqs has changed" in failed.args[0]
    assert scripts.script_tabs() == [tab] and "load" not in tab.editor.text()


def test_name_that_clashes_is_refused_in_the_dialog(qtbot, window, ask):
    tab = window.context.scripts.open_text("a = 1\nb = 2\nnote(str(a))\n")
    tab.editor.toggle_breakpoint(3)
    dialog = ask(tab, 3, 10)
    choose(qtbot, dialog, "b")
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "line 2" in dialog.problem.text() and not dialog.rename_button.isEnabled()
    choose(qtbot, dialog, "größe")
    qtbot.waitUntil(lambda: tab.editor.text() == "größe = 1\nb = 2\nnote(str(größe))\n")
    assert tab.editor.breakpoints == {3}


@pytest.mark.parametrize(
    ("text", "words"), [("sleep(0)\n", "sleep"), ("a = = 1\n", "corrected"), ("# a\n", "no name")]
)
def test_place_where_nothing_can_be_renamed_is_explained(qtbot, window, text, words):
    tab = window.context.scripts.open_text(text)
    tab.editor.go_to(1, 3)
    with qtbot.waitSignal(window.context.tools.renaming.failed) as failed:
        window.context.commands["script.rename"].trigger()
    assert words in failed.args[0]
