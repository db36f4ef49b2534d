# SPDX-License-Identifier: GPL-3.0-or-later
"""Queue commands work on the selected queue. ``test_queue_actions`` tests what they open."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from PyQt5.QtGui import QGuiApplication

from rqdebug.ui.window.commands.needs import (
    DEAD_LETTER_QUEUE,
    QUEUE,
    QUEUE_WITH_ROLES,
    TARGET,
    WRITABLE_QUEUE,
    WRITABLE_TARGET,
)
from rqdebug.ui.window.commands.queue_commands import QUEUE_COMMANDS

METHODS = {
    "put": "ask_put",
    "again": "put_last_item",
    "take": "ask_take",
    "content": "show_content",
    "workers": "show_workers",
    "purge": "ask_purge",
    "shutdown": "ask_shutdown",
    "close": "ask_close",
    "free": "ask_free",
}
BY_NAME = {command.name.partition(".")[2]: command for command in QUEUE_COMMANDS}


@pytest.mark.parametrize("verb", METHODS)
def test_command_acts_on_the_selected_queue(verb):
    context = Mock()
    queue = context.current.queue
    queue.stat.kind = "fifo"
    BY_NAME[verb].run(context)
    getattr(context.tools.queues, METHODS[verb]).assert_called_once_with(queue.attachment, queue.stat)


@pytest.mark.parametrize("verb", METHODS)
def test_command_does_nothing_without_a_selected_queue(verb):
    context = Mock()
    context.current.queue = None
    BY_NAME[verb].run(context)
    assert context.tools.mock_calls == []


def test_only_commands_that_change_nothing_are_enabled_on_read_only_targets():
    needed = {verb: command.need for verb, command in BY_NAME.items()}
    looking = {verb for verb, need in needed.items() if need in (QUEUE, TARGET)}
    assert looking == {"content", "workers", "only", "copy", "closed"}
    assert {need for verb, need in needed.items() if verb not in looking} == {
        WRITABLE_QUEUE,
        WRITABLE_TARGET,
        QUEUE_WITH_ROLES,
        DEAD_LETTER_QUEUE,
    }


def test_namespace_is_copied(selected_jobs, trigger):
    trigger("queue.copy")
    assert QGuiApplication.clipboard().text() == selected_jobs.namespace


def test_log_is_filtered_by_the_selected_queue(window, selected_jobs, trigger):
    trigger("queue.only")
    assert window.context.current.log.filter_bar.text == 'queue == "jobs"'
