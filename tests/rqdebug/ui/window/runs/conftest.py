# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of scripts in a window, and their reports."""

from __future__ import annotations

import pytest

from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.options import Options


@pytest.fixture
def runs(window):
    return window.context.runs


@pytest.fixture
def reports(window):
    return window.panels["report"]


@pytest.fixture
def start(qtbot, window, runs, attached):
    """Start a script in a tab of its own; return its tab and its run."""

    def start(text, *, breakpoints=(), **options):
        tab = window.context.scripts.open_text(text)
        for each in breakpoints:
            tab.editor.set_breakpoint(each if isinstance(each, Breakpoint) else Breakpoint(each))
        with qtbot.waitSignal(runs.started) as started:
            runs.start(tab, [attached], Options(**options))
        return tab, started.args[0]

    return start


@pytest.fixture
def ended(qtbot):
    """Wait for the end of a run; return its report."""

    def ended(run):
        qtbot.waitUntil(lambda: not run.running)
        return run.report

    return ended
