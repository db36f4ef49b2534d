# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user can ask the debugger to do: each thing once, offered in every place.

A shell gives a command its function. Menus, toolbar, shortcuts and the
command palette of the window are all made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be asked for by menu, shortcut or name."""

    name: str
    """``group.verb``; what stands in one group stands in one menu."""
    title: str
    """As in a menu; an ellipsis says that a question follows."""
    help: str
    """One sentence, for tooltips and the status bar."""
    shortcut: str = ""
    """As Qt writes it, for example ``Ctrl+Shift+S``."""
    icon: str = ""
    """The name of an icon of the Material Design set."""
    checkable: bool = False
    """Whether it is a state that is on or off."""

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]


COMMANDS: tuple[Command, ...] = (
    Command("target.connect", "Connect…", "Attach to a controller", "Ctrl+K", "connection"),
    Command("target.detach", "Detach", "Stop watching the current target", "Ctrl+Shift+K", "power-plug-off"),
    Command("target.merge", "All Targets", "The events of all targets in one log", "Ctrl+Shift+A"),
    Command("workspace.open", "Open Workspace…", "Bring back targets, tabs, filters and layout from a file"),
    Command("workspace.save", "Save Workspace…", "Write targets, tabs, filters and layout into a file"),
    Command("queue.create", "Create Queue…", "Make a queue on the current target", "Ctrl+Shift+N", "plus"),
    Command("queue.put", "Put Item…", "Write an item and put it into the selected queue", "Ctrl+I"),
    Command("queue.again", "Put Last Item Again", "Put what was put last by hand once more", "F8"),
    Command("queue.take", "Take Item…", "Take the next item out of the selected queue"),
    Command("queue.content", "Show Content", "See the items and who waits, without taking any", "Ctrl+E"),
    Command("queue.workers", "Show Workers", "See who is at which task, and what holds the line", "Ctrl+J"),
    Command("queue.purge", "Purge…", "Destroy all items of the selected queue"),
    Command("queue.shutdown", "Shut Down…", "Let nothing more be put into the selected queue"),
    Command("queue.close", "Close Queue…", "Destroy the selected queue for everybody"),
    Command("queue.only", "Show Only This Queue", "Filter the log by the selected queue", "Ctrl+Shift+Q"),
    Command("queue.copy", "Copy Namespace", "Copy the namespace of the selected queue"),
    Command(
        "capture.open", "Open Capture…", "Look at recorded events", "Ctrl+Shift+O", "timeline-text-outline"
    ),
    Command("capture.record", "Record", "Write what comes into a capture", "Ctrl+R", "record", True),
    Command("capture.export", "Export…", "Write the events that are shown into a file", "Ctrl+Shift+E"),
    Command("view.pause", "Pause", "Hold the log still; events are kept meanwhile", "Ctrl+P", "pause", True),
    Command("view.follow", "Follow Newest", "Jump to the newest event and stay there", "Ctrl+End"),
    Command("view.next", "Next Tab", "Go to the tab on the right", "Ctrl+PgDown"),
    Command("view.previous", "Previous Tab", "Go to the tab on the left", "Ctrl+PgUp"),
    Command("view.close", "Close Tab", "Close the current tab", "Ctrl+W"),
    Command("view.detach", "Tab in Own Window", "Show the log in a window of its own", "Ctrl+Shift+D"),
    Command("view.dark", "Dark Theme", "Light text on dark ground", checkable=True),
    Command("view.palette", "Find Command…", "Run any command by its name", "Ctrl+Shift+P", "magnify"),
    Command("panel.targets", "Targets", "Go to the targets", "Ctrl+1"),
    Command("panel.scripts", "Scripts", "Go to the scripts", "Ctrl+2"),
    Command("panel.queues", "Queues", "Go to the queues of the current target", "Ctrl+3"),
    Command("panel.log", "Log", "Go to the log of the current target", "Ctrl+4"),
    Command("panel.inspector", "Inspector", "Go to the details of the selected event", "Ctrl+5"),
    Command("panel.report", "Run Report", "Go to the results of the last run", "Ctrl+6"),
    Command("panel.charts", "Charts", "Go to the charts of the current log", "Ctrl+8"),
    Command("panel.editor", "Editor", "Go to the current script", "Ctrl+7"),
    Command("log.find", "Find…", "Find a text in the log", "Ctrl+Alt+F"),
    Command("log.find_next", "Find Next", "Go to the next place of the text", "F3"),
    Command("log.find_previous", "Find Previous", "Go to the previous place of the text", "Shift+F3"),
    Command("log.partner", "Start or End of Call", "Go from a call's start to its end, or back", "Ctrl+B"),
    Command("log.first", "First Event", "Go to the first event that is shown", "Ctrl+Home"),
    Command("log.time", "Go to Time…", "Go to what was seen at a time", "Ctrl+T"),
    Command("log.clock", "Next Form of Time", "Time of day, since the first event, or since the one before"),
    Command("log.mark", "Mark", "Mark the selected events, or take their marks away", "Ctrl+M"),
    Command("log.note", "Note…", "Write a note on the selected event", "Ctrl+Shift+M"),
    Command("log.mark_next", "Next Mark", "Go to the next marked event", "F2"),
    Command("log.mark_previous", "Previous Mark", "Go to the previous marked event", "Shift+F2"),
    Command("log.copy", "Copy as Text", "Copy the selected events as they are shown", "Ctrl+C"),
    Command("log.copy_json", "Copy as JSON", "Copy the selected events with all their fields"),
    Command("log.copy_payload", "Copy Payload", "Copy the payloads of the selected events"),
    Command("log.line", "Line of Script", "Go to the line of the script that made this call", "Ctrl+L"),
    Command("log.vectors", "Make Script of Events", "Make the shown calls a script", "Ctrl+Shift+V"),
    Command("filter.focus", "Edit Filter", "Go to the filter of the current target", "Ctrl+F"),
    Command("filter.clear", "Clear Filter", "Show every event again", "Ctrl+Shift+F"),
    Command("filter.save", "Save Filter…", "Keep the filter under a name"),
    Command("filter.styles", "Styles…", "Colours and fonts for events that match a filter"),
    Command("script.new", "New Script", "Begin an empty script", "Ctrl+N", "file-plus-outline"),
    Command("script.open", "Open Script…", "Open a script from a file", "Ctrl+O", "folder-open-outline"),
    Command("script.save", "Save", "Save the current script", "Ctrl+S", "content-save-outline"),
    Command("script.save_as", "Save As…", "Save the current script in another file", "Ctrl+Shift+S"),
    Command("script.run", "Run", "Run the current script once", "F5", "play"),
    Command("script.loop", "Loop", "Run the current script again and again until stopped", "Ctrl+F5", "sync"),
    Command("script.run_selection", "Run Selection", "Run only the selected lines", "Alt+F5"),
    Command("script.run_with", "Run With…", "Choose loops, time, speed and seed of a run", "Ctrl+Shift+F5"),
    Command("script.stop", "Stop", "End the run", "Shift+F5", "stop"),
    Command("script.stop_after", "Stop After This Loop", "End the run when its pass is done"),
    Command("script.pause", "Pause Run", "Let no vector begin any more", "F6", "", True),
    Command("script.step", "Step", "Carry out one vector of a run that is paused", "F10"),
    Command("script.breakpoint", "Toggle Breakpoint", "Pause runs before the current line", "F9"),
    Command("script.outline", "Outline", "The statements of the script as a tree", "Ctrl+Shift+L"),
    Command("script.find", "Find and Replace…", "Find a text in the script", "Ctrl+H"),
    Command("script.find_next", "Find Next in Script", "Go to the next place of the text", "Ctrl+G"),
    Command("script.generate", "Generate…", "Make a script that judges itself", "Ctrl+Shift+G"),
    Command("script.report", "Save Report…", "Write the last run as a page, JUnit or JSON"),
    Command("help.here", "Help", "The page of the panel with the keyboard", "F1"),
    Command("help.filter", "Filter Language", "Fields and operators of the filter"),
    Command("help.script", "Script Language", "Everything that a script can say", "Shift+F1"),
    Command("help.commands", "Commands and Shortcuts", "Everything that can be asked for"),
    Command("help.about", "About rqdebug", "Version and licence"),
)
"""Every command, in the order of the menus."""

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Target", ("target", "workspace")),
    ("Queue", ("queue",)),
    ("View", ("view", "panel")),
    ("Log", ("log", "filter")),
    ("Capture", ("capture",)),
    ("Script", ("script",)),
    ("Help", ("help",)),
)
"""Title and groups of each menu; a line separates the groups."""

TOOLBAR: tuple[tuple[str, ...], ...] = (
    ("target.connect", "capture.record", "view.pause"),
    ("script.run", "script.loop", "script.stop"),
)
"""What is at hand at any time, in blocks."""


def names_of(group: str) -> tuple[str, ...]:
    """The names of the commands of a group."""
    return tuple(command.name for command in COMMANDS if command.group == group)
