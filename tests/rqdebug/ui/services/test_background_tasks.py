# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading

import pytest
from PyQt5 import sip
from PyQt5.QtCore import QObject


def test_result_is_delivered_in_the_gui_thread(qtbot, tasks):
    owner, seen = QObject(), []
    tasks.run(owner, threading.get_ident, lambda ident: seen.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, here = seen[0]
    assert worker != here == threading.get_ident()


def test_error_is_delivered_in_the_gui_thread(qtbot, tasks):
    owner, seen = QObject(), []
    tasks.run(owner, lambda: 1 / 0, pytest.fail, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ZeroDivisionError)


def test_error_without_a_handler_is_raised_in_the_gui_thread(qtbot, tasks):
    owner = QObject()
    with qtbot.captureExceptions() as raised:
        tasks.run(owner, lambda: 1 / 0, pytest.fail)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_forgotten_task_is_told_to_stop(qtbot, tasks):
    owner, stopped, seen = QObject(), threading.Event(), []
    task = tasks.run(owner, lambda: seen.append(stopped.wait(5)), pytest.fail, stopped=stopped)
    assert not stopped.is_set()
    task.forget()
    qtbot.waitUntil(lambda: seen == [True])


@pytest.mark.parametrize("end", ["forget", "delete"])
def test_result_of_a_forgotten_task_is_discarded(qtbot, tasks, end):
    owner, go, seen = QObject(), threading.Event(), []
    task = tasks.run(owner, lambda: go.wait(5), seen.append)
    if end == "forget":
        task.forget()
    else:
        sip.delete(owner)
    go.set()
    tasks.close()
    qtbot.wait(20)
    assert not seen


def test_closed_pool_ignores_new_tasks(qtbot, tasks):
    tasks.close()
    tasks.run(QObject(), lambda: pytest.fail("begun"), pytest.fail)
    qtbot.wait(20)
