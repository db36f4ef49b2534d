# SPDX-License-Identifier: GPL-3.0-or-later
"""An error or result of an included file names this file, and a click goes there."""

from __future__ import annotations

import pytest

from rqdebug.scripts.report import RunStatus
from rqdebug.scripts.running.options import Options


@pytest.fixture
def opened(qtbot, window, tmp_path):
    """Return a function that writes a file beside a script that includes it, and opens the script."""

    def opened(included, script='include("common.rqs")\njobs = create()\nfill(jobs)\n'):
        (tmp_path / "common.rqs").write_text(included)
        (tmp_path / "self.rqs").write_text(script)
        tab = window.context.scripts.open(tmp_path / "self.rqs")
        qtbot.waitUntil(lambda: tab.editor.text() == script)
        return tab

    return opened


def shows(window, name, line):
    tab = window.context.current.script
    return tab is not None and tab.path is not None and tab.path.name == name and tab.editor.line == line


def test_error_in_an_included_file_names_it_and_a_click_opens_it(qtbot, window, attached, opened):
    tab = opened("\ndef fill(to: queue):\n    to.put(nothing)\n")
    tab.check()
    qtbot.waitUntil(lambda: len(tab.problems.problems) == 1)
    text = "common.rqs, line 3, column 12: 'nothing' is not defined here; assign it first"
    assert tab.problems.summary.first.text() == text
    assert tab.problems.problems[0].line == 1  # in the editor, at the include
    tab.problems.summary.first.click()
    qtbot.waitUntil(lambda: shows(window, "common.rqs", 3))
    assert window.context.current.script.editor.getCursorPosition() == (2, 11)


def test_result_of_an_included_file_leads_to_its_line(qtbot, window, attached, opened, runs, reports, ended):
    tab = opened("def fill(to: queue):\n    x = [1]\n    y = x[3]\n")
    with qtbot.waitSignal(runs.started) as started:
        runs.start(tab, [attached], Options())
    run = started.args[0]
    assert ended(run).status is RunStatus.ERROR
    (result,) = (each for each in run.report.results if each.outcome.value == "error")
    assert result.text == "y = x[3]"
    assert run.shown_line(result.line) == "3 (common.rqs)"
    reports.line_chosen.emit(run, *result.place)
    qtbot.waitUntil(lambda: shows(window, "common.rqs", 3))
    assert window.context.current.script.editor.getCursorPosition() == (2, 8)  # at x[3]


@pytest.mark.parametrize(("line", "column", "place"), [(3, 2, 3), (1, 3, 1)])
def test_definition_in_an_included_file_opens_it(qtbot, window, opened, line, column, place):
    tab = opened("\n\ndef fill(to: queue): to.put(1)\n")
    tab.editor.setCursorPosition(line - 1, column)
    tab.go_to_definition()
    qtbot.waitUntil(lambda: shows(window, "common.rqs", place))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('t = secret("NOT_THERE")\nassert t == 1', "the secret NOT_THERE is missing"),
        ("p = '(a{1000}){1000}'\nassert 'a' == matches(p)", "is not a regular expression"),
        ("jobs = create()\nwith teardown(): assert jobs.qsize() == 5", "5"),
    ],
)
def test_bad_input_is_not_a_success_in_the_window(start, ended, reports, text, words):
    _, run = start(text)
    report = ended(run)
    assert not report.ok
    assert any(words in f"{each.expected} {each.got}" for each in report.results)
    assert "Passed" not in reports.panel_of(run).summary.text()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", "", "empty.csv"),
        ("titles.csv", "n,m\n", "titles.csv"),
        ("twice.csv", "n,n\n1,2\n", "twice.csv"),
        ("none.json", "[]", "none.json"),
    ],
)
def test_file_without_usable_rows_is_not_a_success_in_the_window(
    qtbot, opened, tmp_path, runs, reports, attached, name, content, words
):
    (tmp_path / name).write_text(content)
    tab = opened("", f'jobs = create()\nfor row in rows("{name}"):\n    jobs.put(row)\n')
    with qtbot.waitSignal(runs.finished) as finished:
        runs.start(tab, [attached], Options())
    report = finished.args[0]
    assert report.status is RunStatus.ERROR
    assert any(words in each.got for each in report.results)
    assert "error" in reports.panel_of(runs.current).summary.text()


def test_rows_of_a_json_array_are_all_run_in_the_window(qtbot, opened, tmp_path, runs, attached):
    (tmp_path / "rows.json").write_text('[{"n": 1}, {"n": 2}]')
    script = (
        'jobs = create()\nfor row in rows("rows.json"):\n    jobs.put(row["n"])\nassert jobs.qsize() == 2\n'
    )
    tab = opened("", script)
    with qtbot.waitSignal(runs.finished) as finished:
        runs.start(tab, [attached], Options())
    assert finished.args[0].status is RunStatus.PASSED
