# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that freeze the selected queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import FREEZABLE_QUEUE

if TYPE_CHECKING:
    from rqdebug.ui.window.documents.current_document import SelectedQueue
    from rqdebug.ui.window.window_context import WindowContext

FREEZE_COMMANDS = CommandSet("freeze", menu="Debug")


@FREEZE_COMMANDS.command(
    "queue",
    "Freeze Queue…",
    "Let no item enter or leave the selected queue",
    need=FREEZABLE_QUEUE,
    icon="snowflake",
)
def freeze(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.debugging.freezes.ask_freeze(queue.attachment, queue.stat)


@FREEZE_COMMANDS.command(
    "step_put", "Step Put", "Let the next item enter the selected frozen queue", need=FREEZABLE_QUEUE
)
def step_put(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.debugging.freezes.step(queue.attachment, queue.stat, "puts")


@FREEZE_COMMANDS.command(
    "step_get", "Step Get", "Let the next item leave the selected frozen queue", need=FREEZABLE_QUEUE
)
def step_get(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.debugging.freezes.step(queue.attachment, queue.stat, "gets")


@FREEZE_COMMANDS.command(
    "step", "Step Items…", "Let several items pass the selected frozen queue", need=FREEZABLE_QUEUE
)
def step(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.debugging.freezes.ask_step(queue.attachment, queue.stat)


@FREEZE_COMMANDS.command(
    "thaw", "Thaw Queue", "Let all calls of the selected frozen queue continue", need=FREEZABLE_QUEUE
)
def thaw(context: WindowContext, queue: SelectedQueue) -> None:
    context.tools.debugging.freezes.thaw(queue.attachment, queue.stat)
