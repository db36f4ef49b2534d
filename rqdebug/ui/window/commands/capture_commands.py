# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for captures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.style.tr import tr
from rqdebug.ui.window.commands.needs import LOG

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.window.window_context import WindowContext

CAPTURE_COMMANDS = CommandSet("capture", menu="Capture")


def _is_recording(context: WindowContext) -> bool:
    log = context.current.log
    return log is not None and context.captures.recorder(log.source) is not None


@CAPTURE_COMMANDS.command(
    "open",
    "Open Capture…",
    "Open a capture file and show its events",
    "Ctrl+Shift+O",
    icon="timeline-text-outline",
)
def open_capture(context: WindowContext) -> None:
    context.tools.capture_files.ask_open()


@CAPTURE_COMMANDS.command(
    "record",
    "Record",
    "Record new events to a capture file",
    "Ctrl+R",
    need=LOG,
    icon="record",
    icon_color="error",
    checked=_is_recording,
)
def record(context: WindowContext, tab: LogTab) -> None:
    if _is_recording(context):
        context.captures.stop(tab.source)
    else:
        context.tools.capture_files.ask_record(tab.source, context.tabs.title_of(tab))


@CAPTURE_COMMANDS.command("export", "Export…", "Save the filtered events to a file", "Ctrl+Shift+E", need=LOG)
def export(context: WindowContext, tab: LogTab) -> None:
    context.tools.capture_files.ask_export(tab.log_model.view.matches)


@CAPTURE_COMMANDS.command(
    "replay", "Replay…", "Repeat the selected calls, or all that are shown, on a target", need=LOG
)
def replay(context: WindowContext, tab: LogTab) -> None:
    context.tools.replays.ask(tab)


@CAPTURE_COMMANDS.command(
    "export_selected", "Export Selected…", "Save the selected events to a file", need=LOG
)
def export_selected(context: WindowContext, tab: LogTab) -> None:
    rows = tab.selected_rows()
    if rows.num_rows:
        context.tools.capture_files.ask_export(rows)
    else:
        context.status.show_notice(tr("Select the events to export first"))
