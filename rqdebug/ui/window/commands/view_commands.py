# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for tabs and for the look of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QWidget

from rqdebug.commands import CommandSet
from rqdebug.ui.dialogs.palette_dialog import PaletteDialog
from rqdebug.ui.window.commands.needs import LOG, PLACE, TAB

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.window.window_context import WindowContext

VIEW_COMMANDS = CommandSet("view", menu="View")


def _is_paused(context: WindowContext) -> bool:
    log = context.current.log
    return log is not None and log.feed.paused


@VIEW_COMMANDS.command(
    "pause",
    "Pause",
    "Stop updating the log; new events are still collected",
    "Ctrl+P",
    need=LOG,
    icon="pause",
    checked=_is_paused,
)
def pause(context: WindowContext, tab: LogTab) -> None:
    tab.feed.pause(not tab.feed.paused)


@VIEW_COMMANDS.command(
    "pause_when",
    "Pause When…",
    "Pause the log at the next event that matches a filter; new events are still collected",
    "Ctrl+Alt+P",
    need=LOG,
)
def pause_when(context: WindowContext, tab: LogTab) -> None:
    tab.pause_condition.ask()


@VIEW_COMMANDS.command(
    "follow",
    "Follow New Events",
    "Scroll to the newest event, and keep scrolling as events arrive",
    "Ctrl+End",
    need=LOG,
)
def follow(context: WindowContext, tab: LogTab) -> None:
    tab.log.follow()


@VIEW_COMMANDS.command("next", "Next Tab", "Go to the tab on the right", "Ctrl+PgDown", need=TAB)
def next_tab(context: WindowContext, tab: QWidget) -> None:
    context.tabs.step(1)


@VIEW_COMMANDS.command("previous", "Previous Tab", "Go to the tab on the left", "Ctrl+PgUp", need=TAB)
def previous_tab(context: WindowContext, tab: QWidget) -> None:
    context.tabs.step(-1)


@VIEW_COMMANDS.command("close", "Close Tab", "Close the current tab", "Ctrl+W", need=TAB)
def close_tab(context: WindowContext, tab: QWidget) -> None:
    context.tabs.request_close()


@VIEW_COMMANDS.command("close_others", "Close Other Tabs", "Close all tabs but the current one", need=TAB)
def close_other_tabs(context: WindowContext, tab: QWidget) -> None:
    context.tabs.request_close_others()


@VIEW_COMMANDS.command("list", "List of Tabs", "Show the titles of all tabs and go to one", need=TAB)
def list_tabs(context: WindowContext, tab: QWidget) -> None:
    context.tabs.show_list()


@VIEW_COMMANDS.command(
    "copy",
    "Copy URL or Path",
    "Copy the URL of the target, without its password, or the path of the file in the current tab",
    need=PLACE,
)
def copy_place(context: WindowContext, place: str) -> None:
    QGuiApplication.clipboard().setText(place)


@VIEW_COMMANDS.command(
    "detach", "Move Tab to New Window", "Show the log in a separate window", "Ctrl+Shift+D", need=LOG
)
def detach_tab(context: WindowContext, tab: LogTab) -> None:
    context.tabs.detach(tab)


@VIEW_COMMANDS.command(
    "second",
    "Second View of Log",
    "Show the log in one more tab, with a filter and a place of its own",
    need=LOG,
)
def open_second_view(context: WindowContext, tab: LogTab) -> None:
    context.logs.open_second_view(tab)


@VIEW_COMMANDS.command(
    "dark",
    "Dark Theme",
    "Show light text on a dark background",
    checked=lambda context: context.theme.dark,
)
def toggle_dark_theme(context: WindowContext) -> None:
    context.settings.theme = "light" if context.theme.dark else "dark"
    context.theme.use(context.settings.theme)


@VIEW_COMMANDS.command("zoom_in", "Larger Text", "Enlarge logs, payloads and scripts", "Ctrl++", need=TAB)
def zoom_in(context: WindowContext, tab: QWidget) -> None:
    context.tools.preferences.zoom(1)


@VIEW_COMMANDS.command("zoom_out", "Smaller Text", "Shrink logs, payloads and scripts", "Ctrl+-", need=TAB)
def zoom_out(context: WindowContext, tab: QWidget) -> None:
    context.tools.preferences.zoom(-1)


@VIEW_COMMANDS.command(
    "zoom_reset",
    "Default Text Size",
    "Give logs, payloads and scripts the default size of text",
    "Ctrl+0",
    need=TAB,
)
def reset_zoom(context: WindowContext, tab: QWidget) -> None:
    context.tools.preferences.reset_zoom()


@VIEW_COMMANDS.command(
    "layout", "Reset Layout", "Move all panels to their first places, with their first sizes"
)
def reset_layout(context: WindowContext) -> None:
    context.docks.reset()


@VIEW_COMMANDS.command(
    "palette", "Command Palette…", "Find a command by its name and run it", "Ctrl+Shift+P", icon="magnify"
)
def find_command(context: WindowContext) -> None:
    PaletteDialog(context.commands, context.window).exec()
