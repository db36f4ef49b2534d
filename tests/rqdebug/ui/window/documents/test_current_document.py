# SPDX-License-Identifier: GPL-3.0-or-later
"""The current document of a real window."""

from __future__ import annotations


def test_current_document_is_none_without_a_tab(window):
    current = window.context.current
    assert (current.target, current.log, current.script, current.queue) == (None, None, None, None)
    assert current.title == ""


def test_target_is_also_a_log_and_has_no_queue_until_one_is_selected(window, attached):
    current = window.context.current
    assert current.target is current.log is not None
    assert current.script is None and current.queue is None
    assert current.title == "edge-1"


def test_selected_queue_has_its_target_and_state(window, attached, selected_jobs):
    queue = window.context.current.queue
    assert queue.attachment is attached and queue.tab is window.context.current.target
    assert queue.stat.namespace == selected_jobs.namespace


def test_each_change_is_reported(window, attached):
    current, targets = window.context.current, []
    current.changed.connect(lambda: targets.append(current.target))
    script = window.context.scripts.open_text("sleep(0)\n")
    assert current.script is script and current.log is None
    window.context.tabs.step(-1)
    assert targets == [None, window.context.logs.open_target(attached)]
