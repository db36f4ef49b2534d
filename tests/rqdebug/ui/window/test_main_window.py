# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, operated by keyboard and mouse."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtGui import QKeySequence
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPushButton

from rqcore.errors import Closed
from rqdebug.session import State
from rqdebug.ui.charts.charts_dock import ChartsPanel
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.models.event_texts import Column
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

FRAME = """
import sys
from rqdebug.ui.window.app import make_application
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
application = make_application()
window = MainWindow(Theme(application), WindowSettings())
window.show()
application.processEvents()
heavy = ("rqcore", "pyarrow", "numpy", "lark", "asyncio", "pyqtgraph", "PyQt5.Qsci", "rqdebug.session")
print([name for name in heavy if name in sys.modules])
"""
"""Program that shows the frame of a window and prints the imported modules."""

SCRIPT = """\
jobs = create(name="from-script", maxsize=1)
jobs.put("a")
assert jobs.get() == "b"
jobs.close()
"""


@pytest.fixture
def script(qtbot, window, tmp_path):
    """The tab of an open script."""
    path = tmp_path / "check.rqs"
    path.write_text(SCRIPT)
    tab = window.context.scripts.open(path)
    qtbot.waitUntil(lambda: tab.editor.text() == SCRIPT)
    return tab


@pytest.fixture
def target(window, attached):
    """The tab of the attached controller."""
    return window.context.current.target


def press(qtbot, window, keys):
    """Press a keyboard shortcut in the focused widget."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keySequence(QApplication.focusWidget() or window, QKeySequence(keys))


def with_dialog(kind, act):
    """Call ``act`` with the next dialog of this class."""

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def column(target, number):
    model = target.log_model
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_empty_window_explains_how_to_connect(window):
    assert window.welcome.isVisible()
    enabled = {action.objectName() for action in window.context.commands if action.isEnabled()}
    assert {"target.connect", "script.open", "script.new"} <= enabled
    assert not enabled & {command.name for command in COMMANDS if command.need is not None}


def test_connect_dialog_opens_target_tab(qtbot, window, url, controller):
    controller.create("jobs", maxsize=3)

    def fill(dialog):
        dialog.url.selectAll()
        qtbot.keyClicks(dialog.url, url)
        qtbot.keyClicks(dialog.name, "edge-1")
        qtbot.mouseClick(dialog.connect_button, Qt.LeftButton)

    with_dialog(ConnectDialog, fill)
    press(qtbot, window, "Ctrl+K")
    tab = window.context.current.target
    assert window.windowTitle() == "edge-1 – rqdebug"
    qtbot.waitUntil(lambda: tab.attachment.state is State.LIVE)
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == 1)
    assert tab.queues.model().index(0, 0).data() == "jobs"
    tree = window.panels["targets"].tree.model()
    qtbot.waitUntil(lambda: tree.rowCount(tree.index(0, 0)) == 1)
    assert window.context.settings.targets[0].name == "edge-1"


def test_calls_appear_in_the_log(qtbot, target, controller):
    jobs = controller.create("jobs")
    jobs.put("hello")
    jobs.get()
    qtbot.waitUntil(lambda: column(target, Column.METHOD)[-3:] == ["create", "put", "get"])
    assert column(target, Column.PAYLOAD)[-1] == "hello"
    assert "tester" in column(target, Column.CLIENT)[-1]


def test_blocked_call_is_shown_until_it_ends(qtbot, window, target, controller):
    jobs = controller.create("jobs")
    consumer = threading.Thread(target=jobs.get)
    consumer.start()
    qtbot.waitUntil(lambda: "… blocked" in column(target, Column.OUTCOME))
    qtbot.waitUntil(lambda: "1 blocked" in window.context.status.summary.text())
    jobs.put(1)
    consumer.join(10)
    qtbot.waitUntil(lambda: "0 blocked" in window.context.status.summary.text())
    qtbot.waitUntil(lambda: "blocked" in column(target, Column.OUTCOME))
    assert "… blocked" not in column(target, Column.OUTCOME)


def test_shortcut_focuses_the_filter(qtbot, window, target, controller):
    jobs = controller.create("jobs")
    for n in range(5):
        jobs.put(n)
    qtbot.waitUntil(lambda: column(target, Column.METHOD).count("put") == 5)
    press(qtbot, window, "Ctrl+F")
    qtbot.keyClicks(target.filter_bar.line, "method == put and payload contains 3")
    qtbot.keyClick(target.filter_bar.line, Qt.Key_Return)
    qtbot.waitUntil(lambda: column(target, Column.METHOD) == ["put"])
    assert target.filter_bar.counts.text().startswith("1 of ")
    jobs.put(3)
    qtbot.waitUntil(lambda: column(target, Column.METHOD) == ["put", "put"])
    press(qtbot, window, "Ctrl+Shift+F")
    qtbot.waitUntil(lambda: len(column(target, Column.METHOD)) > 6)


def test_queue_in_the_tree_is_selected_in_the_table_and_filters_the_log(qtbot, window, target, controller):
    for name in ("done", "jobs"):
        controller.create(name).put(name)
    tree = window.panels["targets"].tree.model()
    qtbot.waitUntil(lambda: tree.rowCount(tree.index(0, 0)) == 2)
    window.panels["targets"].tree.activated.emit(tree.index(1, 0, tree.index(0, 0)))
    qtbot.waitUntil(lambda: (row := target.queues.selected()) is not None and row.stat.name == "jobs")
    press(qtbot, window, "Ctrl+Shift+Q")
    qtbot.waitUntil(lambda: set(column(target, Column.QUEUE)) == {"jobs"})


def test_pause_stops_updates_of_the_log(qtbot, window, target, controller):
    jobs = controller.create("jobs")
    qtbot.waitUntil(lambda: "create" in column(target, Column.METHOD))
    press(qtbot, window, "Ctrl+P")
    jobs.put(1)
    qtbot.waitUntil(lambda: target.attachment.log.num_rows > target.log_model.rowCount())
    qtbot.wait(100)
    assert "put" not in column(target, Column.METHOD)
    press(qtbot, window, "Ctrl+P")
    qtbot.waitUntil(lambda: "put" in column(target, Column.METHOD))


def test_inspector_shows_the_selected_event(qtbot, window, target, controller):
    controller.create("jobs").put({"n": 17})
    qtbot.waitUntil(lambda: "put" in column(target, Column.METHOD))
    target.log.selectRow(0)
    for _ in range(column(target, Column.METHOD).index("put")):
        qtbot.keyClick(target.log, Qt.Key_Down)
    qtbot.keyClick(target.log, Qt.Key_Return)
    assert window.docks["inspector"].isVisible()
    assert window.panels["inspector"].payload.forms.pages["Text"].toPlainText() == '{\n  "n": 17\n}'


def test_unreachable_target_shows_the_reason(qtbot, window):
    window.context.attachments.attach("rq://127.0.0.1:1", "gone")
    header = window.context.current.target.header
    qtbot.waitUntil(lambda: "refused" in header.reason.text())
    assert header.reason.isVisible()
    assert "disconnected" in header.state.text()


def test_targets_with_equal_names_are_numbered(window, url):
    names = [window.context.attachments.attach(url, "edge").name for _ in range(3)]
    assert names == ["edge", "edge (2)", "edge (3)"]
    window.context.run_targets.choose_all()
    assert [attachment.name for attachment in window.context.run_targets.selected()] == names


def test_malformed_url_is_refused(qtbot, window):
    with_dialog(QMessageBox, lambda box: box.accept())
    with qtbot.waitSignal(window.context.attachments.refused):
        assert window.context.attachments.attach("http://a") is None
    assert window.context.tabs.count() == 0


def test_removed_target_is_gone_everywhere(qtbot, window, target):
    window.context.commands["target.remove"].trigger()
    assert window.context.tabs.count() == 0
    assert window.panels["targets"].tree.model().rowCount() == 0
    assert window.context.run_targets.selected() == ()
    assert window.welcome.isVisible()
    qtbot.waitUntil(lambda: not window.context.session.attachments)


def test_reopened_tab_has_the_same_log(qtbot, window, target, controller):
    controller.create("jobs")
    qtbot.waitUntil(lambda: "create" in column(target, Column.METHOD))
    press(qtbot, window, "Ctrl+W")
    assert window.context.tabs.count() == 0
    window.panels["targets"].opened.emit(window.context.attachments.active[0])
    qtbot.waitUntil(lambda: "create" in column(window.context.current.target, Column.METHOD))


def test_running_a_script_shows_its_results(qtbot, window, attached, script):
    with qtbot.waitSignal(window.context.runs.finished, timeout=10_000) as finished:
        press(qtbot, window, "F5")
    assert (finished.args[0].passed, finished.args[0].failed) == (3, 1)
    assert "expected 'b', got 'a'" in script.editor.note(3).below
    report = window.panels["report"].current
    assert window.docks["report"].isVisible()
    assert "3 passed" in report.summary.text()
    assert "1 failed" in report.summary.text()
    assert report.shown.result_at(report.table.currentIndex()).line == 3
    qtbot.mouseClick(report.only_failures, Qt.LeftButton)
    assert report.shown.rowCount() == 1
    place = report.table.visualRect(report.shown.index(0, 2)).center()
    qtbot.mouseClick(report.table.viewport(), Qt.LeftButton, pos=place)
    assert script.editor.getCursorPosition()[0] == 2


def test_loop_runs_until_it_is_stopped(qtbot, window, attached, script, controller):
    press(qtbot, window, "Ctrl+F5")
    qtbot.waitUntil(lambda: window.context.runs.running, timeout=10_000)
    qtbot.waitUntil(lambda: window.panels["report"].current.model.tally.total() > 12, timeout=10_000)
    assert not window.context.commands["script.run"].isEnabled()
    with qtbot.waitSignal(window.context.runs.finished, timeout=10_000):
        press(qtbot, window, "Shift+F5")
    assert ">Stopped<" in window.panels["report"].current.summary.text()
    assert window.context.commands["script.run"].isEnabled()
    assert [stat.name for stat in controller.queues()] == []


def test_blocked_script_can_be_stopped(qtbot, window, attached, script):
    script.editor.setText("jobs = create()\njobs.get()\n")
    press(qtbot, window, "F5")
    qtbot.waitUntil(lambda: bool(script.editor.markersAtLine(1)), timeout=10_000)
    with qtbot.waitSignal(window.context.runs.finished, timeout=5_000):
        press(qtbot, window, "Shift+F5")
    assert not script.editor.markersAtLine(1)


def test_script_with_an_error_is_not_run(qtbot, window, attached, script):
    script.editor.setText("import os\n")
    with qtbot.assertNotEmitted(window.context.runs.started):
        press(qtbot, window, "F5")
        qtbot.waitUntil(script.problems.summary.first.isVisible)


def test_new_script_is_saved_to_the_chosen_file(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "mine.rqs"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, window, "Ctrl+N")
    tab = window.context.current.script
    qtbot.keyClicks(tab.editor, "# mine")
    with qtbot.waitSignal(tab.saved):
        press(qtbot, window, "Ctrl+S")
    assert path.read_text().startswith("# mine")
    assert window.windowTitle() == "mine.rqs – rqdebug"
    assert window.context.settings.scripts == [path]


def test_opening_a_script_twice_shows_the_same_tab(qtbot, window, script, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(script.path)], ""))
    press(qtbot, window, "Ctrl+O")
    assert window.context.tabs.count() == 1
    assert window.panels["scripts"].list.item(0).text() == "check.rqs"


@pytest.mark.parametrize(
    ("answer", "closed", "saved"),
    [(QMessageBox.Save, True, True), (QMessageBox.Discard, True, False), (QMessageBox.Cancel, False, False)],
)
def test_closing_the_window_asks_about_unsaved_scripts(
    qtbot, window, script, monkeypatch, answer, closed, saved
):
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    qtbot.keyClicks(script.editor, "# new")
    window.close()
    qtbot.waitUntil(lambda: window.isVisible() is not closed)
    assert script.path.read_text().startswith("# new") is saved


def test_closing_an_unsaved_tab_asks(qtbot, window, script, monkeypatch):
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Cancel)
    qtbot.keyClicks(script.editor, "# new")
    press(qtbot, window, "Ctrl+W")
    assert window.context.tabs.count() == 1
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.Discard)
    press(qtbot, window, "Ctrl+W")
    assert window.context.tabs.count() == 0


@pytest.mark.parametrize(
    ("keys", "dock"),
    [("Ctrl+1", "targets"), ("Ctrl+2", "scripts"), ("Ctrl+5", "inspector"), ("Ctrl+6", "report")],
)
def test_shortcut_reopens_a_closed_dock(qtbot, window, keys, dock):
    window.docks[dock].close()
    press(qtbot, window, keys)
    assert window.docks[dock].isVisible()


def test_command_palette_runs_a_command_by_name(qtbot, window):
    def choose(dialog):
        qtbot.keyClicks(dialog.line, "dark")
        qtbot.keyClick(dialog.line, Qt.Key_Return)

    with_dialog(QDialog, choose)
    press(qtbot, window, "Ctrl+Shift+P")
    assert not window.context.theme.dark


def test_shortcut_opens_the_help(qtbot, window):
    for keys, word in (("F1", "Connect"), ("Shift+F1", "raises")):
        press(qtbot, window, keys)
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        assert word in dialog.text.toPlainText()
        dialog.close()


def test_frame_imports_nothing_from_the_engine(tmp_path):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", FRAME], env=environment, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_commands_are_disabled_in_an_empty_frame(qtbot, theme, settings):
    settings.remember_target(SavedTarget("edge-1", "rq://edge-1:7654"))
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    window.show()
    assert not any(command.isEnabled() for command in window.commands)
    assert not any(button.isEnabled() for button in window.welcome.findChildren(QPushButton))
    session = WindowSession(window)
    session.build()
    qtbot.waitUntil(lambda: all(button.isEnabled() for button in window.welcome.findChildren(QPushButton)))
    assert window.focusWidget().text().strip() == "Connect…"
    session.close()


def test_toolbar_fits_a_window_that_becomes_wide(qtbot, theme, settings):
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    window.resize(900, 600)
    with qtbot.waitExposed(window):
        window.show()
    tools = window.menuBar().cornerWidget()
    narrow = tools.width()
    for width in (1600, 900):
        window.resize(width, 1000)
        qtbot.waitUntil(lambda: tools.geometry().right() < window.menuBar().width())
        assert (tools.width() > narrow) is (width == 1600)
        assert tools.width() == tools.sizeHint().width()


@pytest.mark.parametrize("welcome", [True, False])
def test_size_of_the_central_widget_stays_when_the_engine_is_loaded(qtbot, theme, settings, welcome):
    window = MainWindow(theme, settings, welcome=welcome)
    qtbot.addWidget(window)
    window.resize(1400, 900)
    with qtbot.waitExposed(window):
        window.show()
    assert window.welcome.isVisible() is welcome
    middle = window.centralWidget().geometry()
    assert middle.width() > 1100 and middle.height() > 400
    session = WindowSession(window)
    session.build()
    qtbot.waitUntil(lambda: window.context.status.isVisible() and window.panels["scripts"].isVisible())
    qtbot.waitUntil(lambda: window.centralWidget().geometry() == middle)
    assert window.welcome.isVisible()
    session.close()


def test_empty_frame_can_be_closed(qtbot, theme, settings):
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    window.show()
    window.resize(1000, 700)
    assert window.close()
    assert not settings.layout("geometry").isEmpty()
    assert not settings.workspace.exists()


def test_layout_of_the_window_is_restored(qtbot, window, theme, settings):
    window.docks["targets"].close()
    window.resize(1000, 700)
    window.close()
    again = MainWindow(theme, settings)
    qtbot.addWidget(again)
    again.show()
    assert not again.docks["targets"].isVisible()
    assert again.height() == 700


def test_closed_queue_is_removed(qtbot, target, controller):
    jobs = controller.create("jobs")
    qtbot.waitUntil(lambda: target.queues.model().rowCount() == 1)
    jobs.close()
    with pytest.raises(Closed):
        jobs.put(1)
    qtbot.waitUntil(lambda: target.queues.model().rowCount() == 0)


def test_charts_are_created_when_first_visible(qtbot, window):
    charts, docks = window.panels["charts"], window.docks
    for name in ("inspector", "charts"):
        docks[name].show()
    docks["inspector"].raise_()
    qtbot.wait(50)
    assert charts.findChild(ChartsPanel) is None
    docks["charts"].raise_()
    qtbot.waitUntil(lambda: charts.findChild(ChartsPanel) is not None and charts.panel.isVisible())
    docks["inspector"].raise_()
    qtbot.waitUntil(lambda: not charts.panel.isVisible())


def test_filter_error_of_any_length_leaves_the_docks_as_wide_as_they_were(qtbot, window, attached):
    bar, docks = window.context.current.log.filter_bar, window.context.docks
    widths = {name: docks[name].width() for name in ("targets", "inspector")}
    bar.line.setText("no_such_field_" * 40)
    bar.apply()
    qtbot.waitUntil(bar.problem.isVisible)
    qtbot.wait(1)
    assert {name: docks[name].width() for name in widths} == widths
