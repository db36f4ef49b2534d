# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the text that has the keyboard, and for the text of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet, Need
from rqdebug.ui.style.tr import later
from rqdebug.ui.window.commands.needs import SCRIPT

if TYPE_CHECKING:
    from rqdebug.ui.log.log_tab import LogTab
    from rqdebug.ui.scripts.script_tab import ScriptTab
    from rqdebug.ui.widgets.text_focus import TextWidget
    from rqdebug.ui.window.window_context import WindowContext


def _text(context: WindowContext) -> TextWidget | None:
    text = context.text_focus.text
    script = context.current.script
    return text if text is not None or script is None else script.editor


def _copyable(context: WindowContext) -> TextWidget | LogTab | None:
    return _text(context) or context.current.log


TEXT: Need[TextWidget] = Need(later("a text with the keyboard"), _text)
COPYABLE: Need[TextWidget | LogTab] = Need(
    later("a text with the keyboard, or a log in the current tab"), _copyable
)
EDIT_COMMANDS = CommandSet("edit", menu="Edit")
EDITOR_COMMANDS = CommandSet("script", menu="Edit")


@EDIT_COMMANDS.command("undo", "Undo", "Undo the last change of a text", widget_keys="Ctrl+Z", need=TEXT)
def undo(context: WindowContext, text: TextWidget) -> None:
    text.undo()


@EDIT_COMMANDS.command(
    "redo", "Redo", "Make the change again that was undone", widget_keys="Ctrl+Y", need=TEXT
)
def redo(context: WindowContext, text: TextWidget) -> None:
    text.redo()


@EDIT_COMMANDS.command(
    "cut", "Cut", "Move the selected text to the clipboard", widget_keys="Ctrl+X", need=TEXT
)
def cut(context: WindowContext, text: TextWidget) -> None:
    text.cut()


@EDIT_COMMANDS.command(
    "copy",
    "Copy",
    "Copy the selected text or events to the clipboard",
    widget_keys="Ctrl+C",
    need=COPYABLE,
)
def copy(context: WindowContext, source: TextWidget | LogTab) -> None:
    if hasattr(source, "copy_text"):
        source.copy_text()
    else:
        source.copy()


@EDIT_COMMANDS.command("paste", "Paste", "Insert the text of the clipboard", widget_keys="Ctrl+V", need=TEXT)
def paste(context: WindowContext, text: TextWidget) -> None:
    text.paste()


@EDIT_COMMANDS.command("select_all", "Select All", "Select the whole text", widget_keys="Ctrl+A", need=TEXT)
def select_all(context: WindowContext, text: TextWidget) -> None:
    text.selectAll()


# The text of a script


@EDITOR_COMMANDS.command("find", "Find in Script…", "Find text in the script", "Ctrl+F", need=SCRIPT)
def find_text(context: WindowContext, tab: ScriptTab) -> None:
    tab.replace_bar.open()


@EDITOR_COMMANDS.command("find_next", "Find Next in Script", "Go to the next match", "F3", need=SCRIPT)
def find_next_text(context: WindowContext, tab: ScriptTab) -> None:
    tab.replace_bar.search(back=False)


@EDITOR_COMMANDS.command(
    "find_previous", "Find Previous in Script", "Go to the previous match", "Shift+F3", need=SCRIPT
)
def find_previous_text(context: WindowContext, tab: ScriptTab) -> None:
    tab.replace_bar.search(back=True)


@EDITOR_COMMANDS.command(
    "replace", "Find and Replace…", "Find and replace text in the script", "Ctrl+H", need=SCRIPT
)
def replace_text(context: WindowContext, tab: ScriptTab) -> None:
    tab.replace_bar.open_replace()


@EDITOR_COMMANDS.command(
    "go_to", "Go to Line…", "Move the cursor to the line with a number", "Ctrl+G", need=SCRIPT
)
def go_to_line(context: WindowContext, tab: ScriptTab) -> None:
    tab.ask_line()


@EDITOR_COMMANDS.command(
    "definition",
    "Go to Definition",
    "Go to the line that defines the name at the cursor",
    "F12",
    need=SCRIPT,
)
def go_to_definition(context: WindowContext, tab: ScriptTab) -> None:
    tab.go_to_definition()


@EDITOR_COMMANDS.command(
    "rename",
    "Rename…",
    "Rename the variable, parameter or function at the cursor, also in files that share it",
    "Shift+F6",
    need=SCRIPT,
)
def rename_name(context: WindowContext, tab: ScriptTab) -> None:
    context.tools.renaming.rename(tab)


@EDITOR_COMMANDS.command(
    "complete", "Complete Word", "Propose what can be written at the cursor", "Ctrl+Space", need=SCRIPT
)
def complete_word(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.completion.complete()


@EDITOR_COMMANDS.command(
    "comment", "Toggle Comment", "Comment the selected lines out, or back in", "Ctrl+/", need=SCRIPT
)
def toggle_comment(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.toggle_comment()


@EDITOR_COMMANDS.command(
    "duplicate", "Duplicate Line", "Repeat the line or the selected text", widget_keys="Ctrl+D", need=SCRIPT
)
def duplicate_line(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.duplicate()


@EDITOR_COMMANDS.command(
    "move_up",
    "Move Lines Up",
    "Exchange the lines with the one above",
    widget_keys="Alt+Up",
    need=SCRIPT,
)
def move_lines_up(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.move_lines(-1)


@EDITOR_COMMANDS.command(
    "move_down",
    "Move Lines Down",
    "Exchange the lines with the one below",
    widget_keys="Alt+Down",
    need=SCRIPT,
)
def move_lines_down(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.move_lines(1)
