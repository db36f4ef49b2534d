# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the selected queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtGui import QGuiApplication

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import (
    DEAD_LETTER_QUEUE,
    QUEUE,
    QUEUE_WITH_ROLES,
    TARGET,
    WRITABLE_QUEUE,
    WRITABLE_TARGET,
)

if TYPE_CHECKING:
    from rqdebug.ui.log.target_tab import TargetTab
    from rqdebug.ui.window.documents.current_document import SelectedQueue
    from rqdebug.ui.window.window_context import WindowContext

QUEUE_COMMANDS = CommandSet("queue", menu="Queue")


@QUEUE_COMMANDS.command(
    "create",
    "Create Queue…",
    "Create a queue on the current target",
    "Ctrl+Shift+N",
    need=WRITABLE_TARGET,
    icon="plus",
)
def create(context: WindowContext, tab: TargetTab) -> None:
    context.tools.queues.ask_create(tab.attachment)


@QUEUE_COMMANDS.command(
    "put", "Put Item…", "Write an item and put it into the selected queue", "Ctrl+I", need=WRITABLE_QUEUE
)
def put(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.ask_put(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "again",
    "Put Last Item Again",
    "Repeat your last put on the selected queue",
    "Ctrl+Shift+I",
    need=WRITABLE_QUEUE,
)
def put_again(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.put_last_item(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "take", "Take Item…", "Take the next item from the selected queue and show it", need=WRITABLE_QUEUE
)
def take(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.ask_take(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "content",
    "Show Content",
    "Show the items, blocked calls and leases of the selected queue, without taking any item",
    "Ctrl+E",
    need=QUEUE,
)
def show_content(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.show_content(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "workers",
    "Show Workers",
    "Show the task of each worker, and which task blocks the others",
    "Ctrl+J",
    need=QUEUE,
)
def show_workers(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.show_workers(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "send_back",
    "Send Back…",
    "Move items of the selected dead-letter queue back to a queue",
    need=DEAD_LETTER_QUEUE,
)
def send_back(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.dead_letters.ask_send_back(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command("purge", "Purge…", "Delete all items from the selected queue", need=WRITABLE_QUEUE)
def purge(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.ask_purge(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "shutdown", "Shut Down…", "Make the selected queue refuse new items", need=WRITABLE_QUEUE
)
def shut_down(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.ask_shutdown(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "close", "Close Queue…", "Delete the selected queue for all clients", need=WRITABLE_QUEUE
)
def close(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.ask_close(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "free",
    "Free Role…",
    "Free the producer or consumer role that a dead client has left taken",
    need=QUEUE_WITH_ROLES,
)
def free_role(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.queues.ask_free(queue.attachment, queue.stat)


@QUEUE_COMMANDS.command(
    "only", "Show Only This Queue", "Filter the log by the selected queue", "Ctrl+Shift+Q", need=QUEUE
)
def show_only(context: WindowContext, queue: SelectedQueue) -> None:
    queue.tab.only_queue(queue.row)


@QUEUE_COMMANDS.command(
    "closed",
    "Show Closed Queues",
    "List the queues that were closed while the window was connected, in grey",
    need=TARGET,
    checked=lambda context: context.settings.shows_closed_queues,
)
def show_closed_queues(context: WindowContext, tab: TargetTab) -> None:
    context.settings.shows_closed_queues = not context.settings.shows_closed_queues
    context.logs.refresh_queues()


@QUEUE_COMMANDS.command("copy", "Copy Namespace", "Copy the namespace of the selected queue", need=QUEUE)
def copy_namespace(context: WindowContext, queue: SelectedQueue) -> None:
    QGuiApplication.clipboard().setText(queue.stat.namespace)
