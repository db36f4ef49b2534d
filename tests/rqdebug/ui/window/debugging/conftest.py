# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with a debugger session, and programs whose calls are held."""

from __future__ import annotations

import threading

import pytest

import rqcore
from rqcore.debug import attach

PATIENCE = 20


@pytest.fixture
def view(window):
    """The view of held calls."""
    return window.context.docks.panels["held"]


@pytest.fixture
def call_later(url, window):
    """Let a program call a method of a queue. The results are in the list that is returned."""
    threads = []

    def call_later(queue, method, *arguments, name="program"):
        results = []

        def call():
            with rqcore.connect(url, name=name) as program:
                try:
                    results.append(getattr(program.queue(queue), method)(*arguments))
                except rqcore.RqError as error:
                    results.append(error)

        threads.append(threading.Thread(target=call))
        threads[-1].start()
        return results

    yield call_later
    window.context.debuggers.stop_all()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture
def other_debugger(url):
    """A debugger that is not the window."""
    with attach(url, name="other") as debugger:
        yield debugger


@pytest.fixture
def break_on(qtbot, window, attached):
    """Hold calls that match a filter by a debugger session of the window."""

    def break_on(when):
        added = []
        window.context.debuggers.run(attached, lambda debugger: debugger.hold(when), added.append)
        qtbot.waitUntil(lambda: bool(added))

    return break_on


@pytest.fixture
def select(qtbot, view):
    """Wait until this many calls are shown, and select one of them."""

    def select(row=0, count=1):
        qtbot.waitUntil(lambda: view.model.rowCount() == count)
        view.calls.selectRow(row)
        return view.selected

    return select
