# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with a selected queue or an open script, and helpers to run commands in it."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QApplication

SCRIPT = """\
jobs = create(name="stepped", maxsize=2)
note("begun")
jobs.put("a")
jobs.put("b")
assert jobs.get() == "a"
jobs.close()
"""


@pytest.fixture
def trigger(window):
    """Run an enabled command by its name."""

    def trigger(name):
        action = window.context.commands[name]
        assert action.isEnabled()
        action.trigger()

    return trigger


@pytest.fixture
def find_child():
    """The first child of a class in a window."""
    return lambda window, kind: next(iter(window.findChildren(kind)))


@pytest.fixture
def opened(qtbot):
    """The visible window of a class, as soon as there is one."""

    def opened(kind):
        found = []

        def find():
            widgets = QApplication.topLevelWidgets()
            found[:] = [widget for widget in widgets if isinstance(widget, kind) and widget.isVisible()]
            return bool(found)

        qtbot.waitUntil(find)
        return found[-1]

    return opened


@pytest.fixture
def jobs(controller):
    """A queue for three items."""
    return controller.create("jobs", maxsize=3)


@pytest.fixture
def selected_jobs(qtbot, window, attached, jobs):
    """Select ``jobs`` in the tab of the target."""
    qtbot.waitUntil(lambda: any(row.stat.namespace == jobs.namespace for row in attached.queues))
    tab = window.context.current.target
    qtbot.waitUntil(lambda: tab.queues.model().rowCount() == len(attached.queues))
    tab.choose_queue(jobs.namespace)
    return jobs


@pytest.fixture
def script(qtbot, window, attached):
    """The tab of a script that can run."""
    tab = window.context.scripts.open_text(SCRIPT)
    qtbot.waitUntil(lambda: window.context.commands["script.run"].isEnabled())
    return tab
