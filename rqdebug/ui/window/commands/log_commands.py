# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the log in the current tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import LOG

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.window.window_context import WindowContext

LOG_COMMANDS = CommandSet("log", menu="Log")


@LOG_COMMANDS.command("find", "Find…", "Find text in the log", "Ctrl+Alt+F", need=LOG)
def find(context: WindowContext, tab: LogTab) -> None:
    tab.find_bar.open()


@LOG_COMMANDS.command("find_next", "Find Next", "Go to the next match", "F3", need=LOG)
def find_next(context: WindowContext, tab: LogTab) -> None:
    tab.find_bar.search(back=False)


@LOG_COMMANDS.command("find_previous", "Find Previous", "Go to the previous match", "Shift+F3", need=LOG)
def find_previous(context: WindowContext, tab: LogTab) -> None:
    tab.find_bar.search(back=True)


@LOG_COMMANDS.command(
    "partner",
    "Go to Start or End of Call",
    "Go from the start of a call to its end, or from its end to its start",
    "Ctrl+B",
    need=LOG,
)
def find_partner(context: WindowContext, tab: LogTab) -> None:
    tab.find_partner()


@LOG_COMMANDS.command("first", "Go to First Event", "Go to the first event in the log", "Ctrl+Home", need=LOG)
def go_to_first(context: WindowContext, tab: LogTab) -> None:
    tab.go_to_first()


@LOG_COMMANDS.command("time", "Go to Time…", "Go to the first event at or after a time", "Ctrl+T", need=LOG)
def go_to_time(context: WindowContext, tab: LogTab) -> None:
    tab.ask_time()


@LOG_COMMANDS.command(
    "clock",
    "Next Time Format",
    "Switch between time of day, time since the first event, and time since the previous event",
    need=LOG,
)
def next_time_format(context: WindowContext, tab: LogTab) -> None:
    tab.next_time_mode()


@LOG_COMMANDS.command(
    "reference",
    "Time Reference",
    "Show times relative to the selected event; again on the same event: the time of day",
    "Ctrl+Alt+T",
    need=LOG,
)
def toggle_time_reference(context: WindowContext, tab: LogTab) -> None:
    tab.toggle_time_reference()


@LOG_COMMANDS.command("sort", "Sort by…", "Sort the events by a column", need=LOG)
def sort(context: WindowContext, tab: LogTab) -> None:
    tab.log.show_sort_menu()


@LOG_COMMANDS.command("sort_again", "Sort Again", "Sort again, with the events that came since", need=LOG)
def sort_again(context: WindowContext, tab: LogTab) -> None:
    tab.sort_again()


@LOG_COMMANDS.command("time_order", "Order of Time", "Show the events in the order of time again", need=LOG)
def restore_time_order(context: WindowContext, tab: LogTab) -> None:
    tab.sort(None)


@LOG_COMMANDS.command(
    "mark", "Toggle Mark", "Mark the selected events, or remove their marks", "Ctrl+M", need=LOG
)
def toggle_mark(context: WindowContext, tab: LogTab) -> None:
    tab.toggle_mark()


@LOG_COMMANDS.command(
    "note", "Note…", "Add a note to the selected events, or edit it", "Ctrl+Shift+M", need=LOG
)
def write_note(context: WindowContext, tab: LogTab) -> None:
    tab.ask_note()


@LOG_COMMANDS.command("mark_next", "Next Mark", "Go to the next marked event", "F2", need=LOG)
def next_mark(context: WindowContext, tab: LogTab) -> None:
    tab.go_to_mark(back=False)


@LOG_COMMANDS.command(
    "mark_previous", "Previous Mark", "Go to the previous marked event", "Shift+F2", need=LOG
)
def previous_mark(context: WindowContext, tab: LogTab) -> None:
    tab.go_to_mark(back=True)


@LOG_COMMANDS.command(
    "marks", "Marks and Notes…", "List all marks and notes of the log", "Ctrl+Alt+M", need=LOG
)
def list_marks(context: WindowContext, tab: LogTab) -> None:
    tab.show_marks(context.tabs.title_of(tab))


@LOG_COMMANDS.command(
    "clear", "Clear Log", "Hide the events so far; “Show Cleared Events” shows them again", need=LOG
)
def clear_log(context: WindowContext, tab: LogTab) -> None:
    tab.clear()


@LOG_COMMANDS.command("show_cleared", "Show Cleared Events", "Show the events that were cleared", need=LOG)
def show_cleared_events(context: WindowContext, tab: LogTab) -> None:
    tab.show_cleared()


@LOG_COMMANDS.command("copy", "Copy as Text", "Copy the selected events as shown", "Ctrl+C", need=LOG)
def copy_text(context: WindowContext, tab: LogTab) -> None:
    tab.copy_text()


@LOG_COMMANDS.command("copy_json", "Copy as JSON", "Copy the selected events with all their fields", need=LOG)
def copy_json(context: WindowContext, tab: LogTab) -> None:
    tab.copy_json()


@LOG_COMMANDS.command("copy_payload", "Copy Payload", "Copy the payloads of the selected events", need=LOG)
def copy_payload(context: WindowContext, tab: LogTab) -> None:
    tab.copy_payload()


@LOG_COMMANDS.command(
    "copy_redis_cli",
    "Copy as redis-cli",
    "Copy the selected calls as shell commands that make them again",
    need=LOG,
)
def copy_redis_cli(context: WindowContext, tab: LogTab) -> None:
    tab.copy_redis_cli(context.attachments.queue_kinds())


@LOG_COMMANDS.command(
    "copy_python",
    "Copy as Python",
    "Copy the selected calls as a Python program that makes them again",
    need=LOG,
)
def copy_python(context: WindowContext, tab: LogTab) -> None:
    tab.copy_python(context.attachments.queue_kinds())


@LOG_COMMANDS.command(
    "put_again",
    "Put This Item Again…",
    "Open the dialog that puts items with the item of the selected event",
    need=LOG,
)
def put_item_again(context: WindowContext, tab: LogTab) -> None:
    row = tab.log.current_row()
    if row is not None:
        event = tab.log_model.event_at(row)
        context.tools.queues.ask_put_item_of(event, context.attachments.named(event.target))


@LOG_COMMANDS.command(
    "compare", "Compare Payloads", "Show where the payloads of two selected events differ", need=LOG
)
def compare_payloads(context: WindowContext, tab: LogTab) -> None:
    context.logs.compare_selected(tab)


@LOG_COMMANDS.command(
    "line", "Go to Script Line", "Go to the script line that made this call", "Ctrl+L", need=LOG
)
def go_to_script_line(context: WindowContext, tab: LogTab) -> None:
    context.tools.results.go_to_line(tab)


@LOG_COMMANDS.command(
    "vectors",
    "Create Script from Events",
    "Create a script from the selected calls, or from all calls in the log",
    "Ctrl+Shift+V",
    need=LOG,
)
def make_script(context: WindowContext, tab: LogTab) -> None:
    context.tools.script_sources.record(tab)
