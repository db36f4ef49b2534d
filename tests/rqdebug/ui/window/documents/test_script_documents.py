# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts are opened once, saved to the chosen file, and closed only after a question if changed."""

from __future__ import annotations

import shutil

import pytest
from PyQt5.QtCore import QEvent
from PyQt5.QtWidgets import QApplication, QFileDialog, QMessageBox

from rqdebug.support.paths import resources
from rqdebug.ui.services.recovery import RecoveredScript


@pytest.fixture
def scripts(window):
    return window.context.scripts


@pytest.fixture
def answer(monkeypatch):
    """Answer questions about unsaved scripts; returns the questions."""

    def answer(*choices):
        asked, remaining = [], list(choices)

        def ask(parent, title, question, *_):
            asked.append(question)
            return remaining.pop(0)

        monkeypatch.setattr(QMessageBox, "question", ask)
        return asked

    return answer


@pytest.fixture
def save_to(monkeypatch, tmp_path):
    """Choose a file of this name in the save dialog; an empty name cancels."""

    def save_to(name):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if name else "", ""))
        return path

    return save_to


def edit(tab, text="sleep(1)\n"):
    tab.editor.append(text)
    assert tab.modified


def test_file_has_one_tab(qtbot, window, scripts, tmp_path):
    path = tmp_path / "a.rqs"
    path.write_text("sleep(0)\n")
    with qtbot.waitSignal(scripts.opened) as opened:
        tab = scripts.open(path)
    assert opened.args == [path]
    assert scripts.open(path) is tab
    assert scripts.open() is not tab
    assert scripts.script_tabs() == [window.context.tabs.widget(0), window.context.tabs.widget(1)]


def test_user_chooses_the_files_to_open(window, scripts, monkeypatch, tmp_path):
    paths = [tmp_path / name for name in ("a.rqs", "b.rqs")]
    for path in paths:
        path.write_text("sleep(0)\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))
    scripts.ask_open()
    assert [tab.path for tab in scripts.script_tabs()] == paths


def test_new_script_is_saved_under_the_chosen_name(qtbot, scripts, save_to):
    tab, path, done = scripts.open_text("sleep(0)\n"), save_to("new.rqs"), []
    with qtbot.waitSignal(tab.saved):
        scripts.save(tab, lambda: done.append(1))
    assert path.read_text() == "sleep(0)\n"
    assert tab.path == path and done == [1]


def test_canceled_dialog_saves_nothing(scripts, save_to):
    tab = scripts.open_text("sleep(0)\n")
    save_to("")
    scripts.save_as(tab)
    assert tab.path is None


def test_unchanged_script_is_closed_without_a_question(window, scripts, answer):
    asked = answer()
    scripts.close(scripts.open())
    assert asked == [] and window.context.tabs.count() == 0


@pytest.mark.parametrize(("choice", "left"), [(QMessageBox.Discard, 0), (QMessageBox.Cancel, 1)])
def test_answer_decides_what_happens_to_a_changed_script(window, scripts, answer, choice, left):
    tab = scripts.open()
    edit(tab)
    asked = answer(choice)
    scripts.close(tab)
    assert len(asked) == 1 and window.context.tabs.count() == left


def test_changed_script_is_closed_after_it_is_saved(qtbot, window, scripts, answer, save_to):
    tab, path = scripts.open_text(""), save_to("kept.rqs")
    edit(tab)
    answer(QMessageBox.Save)
    with qtbot.waitSignal(scripts.removed) as removed:
        scripts.close(tab)
    assert removed.args == [tab] and path.read_text() == "sleep(1)\n"
    assert window.context.tabs.count() == 0


@pytest.mark.parametrize("choice", [QMessageBox.Save, QMessageBox.Discard])
def test_script_that_is_closed_during_the_question_is_not_saved(monkeypatch, window, scripts, choice):
    tab = scripts.open()
    edit(tab)

    def close_and_answer(*_):
        scripts._remove(tab)
        QApplication.sendPostedEvents(None, QEvent.DeferredDelete)
        return choice

    monkeypatch.setattr(QMessageBox, "question", close_and_answer)
    scripts.close(tab)
    assert window.context.tabs.count() == 0


def test_all_may_be_closed_when_every_change_is_discarded(scripts, answer):
    for _ in range(2):
        edit(scripts.open())
    scripts.open()
    asked = answer(QMessageBox.Discard, QMessageBox.Discard)
    assert scripts.may_close_all(lambda: None)
    assert len(asked) == 2


def test_one_cancel_keeps_all_open(scripts, answer):
    for _ in range(2):
        edit(scripts.open())
    asked = answer(QMessageBox.Cancel)
    assert not scripts.may_close_all(lambda: None)
    assert len(asked) == 1


def test_all_are_saved_before_the_callback(qtbot, scripts, answer, save_to):
    edit(scripts.open_draft(RecoveredScript(save_to("one.rqs"), "")))
    edit(scripts.open_draft(RecoveredScript(save_to("two.rqs"), "")))
    answer(QMessageBox.Save, QMessageBox.Save)
    done = []
    assert not scripts.may_close_all(lambda: done.append([tab.modified for tab in scripts.script_tabs()]))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [[False, False]]


def test_title_follows_the_file(qtbot, window, scripts, save_to):
    tab = scripts.open()
    path = save_to("titled.rqs")
    with qtbot.waitSignal(window.context.tabs.titles_changed):
        scripts.save_as(tab)
        edit(tab)
    qtbot.waitUntil(lambda: path.name in window.context.current.title)


def test_breakpoints_of_a_closed_script_return_when_it_is_opened(qtbot, window, tmp_path):
    path = tmp_path / "a.rqs"
    path.write_text("a = 1\nb = 2\n")
    tab = window.context.scripts.open(path)
    qtbot.waitUntil(lambda: tab.editor.text() != "")
    tab.editor.toggle_breakpoint(2)
    window.context.scripts.close(tab)
    again = window.context.scripts.open(path)
    qtbot.waitUntil(lambda: again.editor.breakpoints == {2})


class TestInclude:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "common.rqs").write_text("def fill(to: queue):\n    to.put(1)\n", "utf-8")
        (tmp_path / "a.rqs").write_text('include("common.rqs")\njobs = create()\nfill(jobs)\n', "utf-8")
        return tmp_path

    @pytest.fixture
    def tabs(self, qtbot, scripts, folder):
        tabs = [scripts.open(folder / name) for name in ("a.rqs", "common.rqs")]
        qtbot.waitUntil(lambda: all(tab.editor.text() for tab in tabs) and bool(tabs[0].included))
        return tabs

    def test_unsaved_change_of_an_included_file_is_checked_at_once(self, qtbot, tabs):
        tab, common = tabs
        common.editor.replace_text("def load(to: queue):\n    to.put(1)\n")
        qtbot.waitUntil(lambda: [each.line for each in tab.problems.problems] == [3])
        common.editor.undo()
        qtbot.waitUntil(lambda: not tab.problems.problems)

    def test_closing_an_included_file_without_saving_goes_back_to_the_disk(
        self, qtbot, tabs, scripts, answer
    ):
        tab, common = tabs
        common.editor.replace_text("# nothing\n")
        qtbot.waitUntil(lambda: bool(tab.problems.problems))
        answer(QMessageBox.Discard)
        scripts.close(common)
        qtbot.waitUntil(lambda: not tab.problems.problems)

    def test_run_uses_the_text_that_is_shown(self, qtbot, tabs):
        tab, common = tabs
        common.editor.replace_text("def fill(to: queue):\n    to.put(1)\n    to.put(2)\n")
        parsed = []
        tab.parse_to_run(parsed.append)
        qtbot.waitUntil(lambda: bool(parsed))
        assert len(parsed[0].body[0].body[0].body) == 2


@pytest.fixture
def examples(monkeypatch, tmp_path):
    """A folder with a copy of the examples, in place of theirs."""
    folder = tmp_path / "package" / "scripts"
    shutil.copytree(resources() / "scripts", folder)
    monkeypatch.setattr("rqdebug.scripts.examples.resources", lambda: folder.parent)
    return folder


def test_changed_example_is_saved_elsewhere_with_the_files_that_it_reads(
    qtbot, scripts, examples, save_to, tmp_path
):
    example = examples / "orders.rqs"
    before = example.read_text()
    tab = scripts.open(example)
    qtbot.waitUntil(lambda: tab.editor.text() == before)
    edit(tab)
    save_to("mine.rqs")
    with qtbot.waitSignal(tab.saved):
        scripts.save(tab)
    assert tab.path == tmp_path / "mine.rqs"
    assert (tmp_path / "mine.rqs").read_text() == tab.editor.text()
    assert (tmp_path / "orders.csv").read_bytes() == (examples / "orders.csv").read_bytes()
    assert example.read_text() == before
    edit(tab)
    save_to("")
    with qtbot.waitSignal(tab.saved):
        scripts.save(tab)


def test_file_beside_the_copy_of_an_example_is_not_replaced(qtbot, scripts, examples, save_to, tmp_path):
    (tmp_path / "orders.csv").write_text("mine")
    tab = scripts.open(examples / "orders.rqs")
    qtbot.waitUntil(lambda: tab.editor.text() != "")
    save_to("mine.rqs")
    with qtbot.waitSignal(tab.saved):
        scripts.save_as(tab)
    assert (tmp_path / "orders.csv").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix in (".rqs", ".csv")) == [
        "mine.rqs",
        "orders.csv",
    ]


def test_examples_are_not_overwritten_by_another_script(qtbot, scripts, examples, save_to):
    tab = scripts.open_text("sleep(0)\n")
    save_to("package/scripts/orders.rqs")
    before = (examples / "orders.rqs").read_bytes()
    with qtbot.waitSignal(scripts.failed) as failed:
        scripts.save(tab)
    assert failed.args == ["The examples belong to rqdebug and are not changed; choose another folder"]
    assert (examples / "orders.rqs").read_bytes() == before
