# SPDX-License-Identifier: GPL-3.0-or-later
"""What commands work on. A command is enabled while its need is met; it gets what the need finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import Need
from rqdebug.ui.style.tr import later

if TYPE_CHECKING:
    from PyQt5.QtWidgets import QWidget

    from rqdebug.scripts.report import Report
    from rqdebug.session import Attachment
    from rqdebug.ui.debugging.held_calls_view import HeldCallsView
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.log.target_tab import TargetTab
    from rqdebug.ui.models.rule_model import RuleRow
    from rqdebug.ui.scripts.script_tab import ScriptTab
    from rqdebug.ui.window.documents.current_document import SelectedQueue
    from rqdebug.ui.window.runs.run_control import RunControl
    from rqdebug.ui.window.window_context import WindowContext


def _target(context: WindowContext) -> TargetTab | None:
    return context.current.target


def _writable_target(context: WindowContext) -> TargetTab | None:
    tab = context.current.target
    return tab if tab is not None and context.attachments.may_change(tab.attachment) else None


def _queue(context: WindowContext) -> SelectedQueue | None:
    return context.current.queue


def _has_roles(context: WindowContext) -> bool:
    tab = _writable_target(context)
    return tab is not None and tab.attachment.target.capabilities.has_roles


def _queue_with_roles(context: WindowContext) -> SelectedQueue | None:
    queue = context.current.queue
    return queue if queue is not None and queue.stat.has_roles and _has_roles(context) else None


def _may_have_roles(context: WindowContext) -> bool:
    """Whether the selected queue has roles; without one, whether queues of the target can have some."""
    queue = context.current.queue
    return _has_roles(context) and (queue is None or queue.stat.has_roles)


def _dead_letter_queue(context: WindowContext) -> SelectedQueue | None:
    queue = context.current.queue
    if queue is None or _writable_target(context) is None:
        return None
    names = {row.stat.dead_letter for row in queue.attachment.queues}
    return queue if queue.stat.name in names - {None} else None


def _target_with_jobs(context: WindowContext) -> TargetTab | None:
    tab = context.current.target
    return tab if tab is not None and tab.attachment.target.capabilities.has_jobs else None


def _may_freeze(context: WindowContext) -> bool:
    tab = _writable_target(context)
    return tab is not None and tab.attachment.target.capabilities.can_debug


def _held_call(context: WindowContext) -> HeldCallsView | None:
    return context.tools.debugging.held_calls.view


def _controller(context: WindowContext) -> TargetTab | None:
    tab = _writable_target(context)
    return tab if tab is not None and tab.attachment.target.capabilities.can_debug else None


def _call_of_controller(context: WindowContext) -> LogTab | None:
    """The current log, if the event of its current row is that of a controller."""
    tab = context.current.log
    row = tab.log.current_row() if tab is not None else None
    if tab is None or row is None:
        return None
    attachment = context.tools.rules.attachment_of(tab, tab.log_model.event_at(row))
    if attachment is None or not attachment.target.capabilities.can_debug:
        return None
    return tab if context.attachments.may_change(attachment) else None


def _rule(context: WindowContext) -> RuleRow | None:
    return context.tools.rules.selected


def _attachments(context: WindowContext) -> tuple[Attachment, ...] | None:
    return context.attachments.active or None


def _log(context: WindowContext) -> LogTab | None:
    return context.current.log


def _tab(context: WindowContext) -> QWidget | None:
    return context.tabs.current_document()


def _place(context: WindowContext) -> str | None:
    return context.current.place or None


def _script(context: WindowContext) -> ScriptTab | None:
    return context.current.script


def _runnable_script(context: WindowContext) -> ScriptTab | None:
    script = context.current.script
    run = context.runs.run_of(script) if script is not None else None
    is_free = run is None or not run.running
    return script if is_free and context.attachments.active else None


def _run(context: WindowContext) -> RunControl | None:
    return context.runs if context.runs.running else None


def _report(context: WindowContext) -> Report | None:
    return context.runs.report


TARGET = Need(later("a target in the current tab"), _target)
TARGET_WITH_JOBS = Need(later("a Redis in the current tab"), _target_with_jobs)
WRITABLE_TARGET = Need(later("a target in the current tab that is not read-only"), _writable_target)
QUEUE = Need(later("a queue selected in the current tab"), _queue, TARGET.is_met)
WRITABLE_QUEUE = Need(
    later("a selected queue of a target that is not read-only"), _queue, WRITABLE_TARGET.is_met
)
QUEUE_WITH_ROLES = Need(
    later("a selected pressure queue of a Redis that is not read-only"), _queue_with_roles, _may_have_roles
)
DEAD_LETTER_QUEUE = Need(
    later("a selected dead-letter queue of a target that is not read-only"),
    _dead_letter_queue,
    WRITABLE_TARGET.is_met,
)
FREEZABLE_QUEUE = Need(later("a selected queue of a controller that is not read-only"), _queue, _may_freeze)
HELD_CALL = Need(later("a selected held call"), _held_call)
CONTROLLER = Need(later("a controller in the current tab that is not read-only"), _controller)
CALL_OF_CONTROLLER = Need(
    later("a selected event of a controller that is attached and not read-only"), _call_of_controller
)
RULE = Need(later("a breakpoint or fault that is selected in its panel"), _rule)
ATTACHMENTS = Need(later("an attached target"), _attachments)
LOG = Need(later("a log in the current tab"), _log)
TAB = Need(later("an open tab"), _tab)
PLACE = Need(later("a target or a file in the current tab"), _place)
SCRIPT = Need(later("a script in the current tab"), _script)
RUNNABLE_SCRIPT = Need(
    later("a script in the current tab that is not running, and an attached target"), _runnable_script
)
RUN = Need(later("a run in progress"), _run)
REPORT = Need(later("a run, in progress or finished"), _report)
