# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for scripts and their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import ATTACHMENTS, REPORT, RUN, RUNNABLE_SCRIPT, SCRIPT

if TYPE_CHECKING:
    from rqdebug.scripts.report import Report
    from rqdebug.ui.scripts.script_tab import ScriptTab
    from rqdebug.ui.window.runs.run_control import RunControl
    from rqdebug.ui.window.window_context import WindowContext

SCRIPT_COMMANDS = CommandSet("script", menu="Script")


# Files


@SCRIPT_COMMANDS.command("new", "New Script", "Create an empty script", "Ctrl+N", icon="file-plus-outline")
def new(context: WindowContext) -> None:
    context.scripts.open()


@SCRIPT_COMMANDS.command(
    "open", "Open Script…", "Open a script from a file", "Ctrl+O", icon="folder-open-outline"
)
def open_script(context: WindowContext) -> None:
    context.scripts.ask_open()


@SCRIPT_COMMANDS.command(
    "save", "Save", "Save the current script", "Ctrl+S", need=SCRIPT, icon="content-save-outline"
)
def save(context: WindowContext, tab: ScriptTab) -> None:
    context.scripts.save(tab)


@SCRIPT_COMMANDS.command(
    "save_as", "Save As…", "Save the current script to another file", "Ctrl+Shift+S", need=SCRIPT
)
def save_as(context: WindowContext, tab: ScriptTab) -> None:
    context.scripts.save_as(tab)


# Runs


@SCRIPT_COMMANDS.command(
    "run", "Run", "Run the current script once", "F5", need=RUNNABLE_SCRIPT, icon="play", icon_color="ok"
)
def run(context: WindowContext, tab: ScriptTab) -> None:
    context.tools.runner.run_once(tab)


@SCRIPT_COMMANDS.command(
    "loop",
    "Loop",
    "Repeat the current script until stopped",
    "Ctrl+F5",
    need=RUNNABLE_SCRIPT,
    icon="sync",
    icon_color="ok",
)
def loop(context: WindowContext, tab: ScriptTab) -> None:
    context.tools.runner.run_forever(tab)


@SCRIPT_COMMANDS.command(
    "targets",
    "Choose Targets of Runs",
    "Open the list in which you tick the targets that scripts run on",
    "Ctrl+Shift+T",
    need=ATTACHMENTS,
)
def choose_run_targets(context: WindowContext, attachments: object) -> None:
    context.run_targets.showPopup()


@SCRIPT_COMMANDS.command(
    "run_selection",
    "Run Selection",
    "Run the selected lines, and the definitions that they need",
    "Alt+F5",
    need=RUNNABLE_SCRIPT,
)
def run_selection(context: WindowContext, tab: ScriptTab) -> None:
    context.tools.runner.run_selection(tab)


@SCRIPT_COMMANDS.command(
    "run_from",
    "Run from Here",
    "Run from the line with the cursor to the end, with the definitions that are needed",
    "Alt+Shift+F5",
    need=RUNNABLE_SCRIPT,
)
def run_from_here(context: WindowContext, tab: ScriptTab) -> None:
    context.tools.runner.run_from_here(tab)


@SCRIPT_COMMANDS.command(
    "run_with",
    "Run with Options…",
    "Choose the parameters, tests, loops, time limit, speed and seed of a run",
    "Ctrl+Shift+F5",
    need=RUNNABLE_SCRIPT,
)
def run_with(context: WindowContext, tab: ScriptTab) -> None:
    context.tools.runner.ask_options(tab)


@SCRIPT_COMMANDS.command(
    "run_files", "Run Files…", "Run several scripts, one after the other", need=ATTACHMENTS
)
def run_files(context: WindowContext, attachments: object) -> None:
    context.tools.batches.ask_files()


@SCRIPT_COMMANDS.command(
    "run_folder", "Run Folder…", "Run all scripts of a folder, one after the other", need=ATTACHMENTS
)
def run_folder(context: WindowContext, attachments: object) -> None:
    context.tools.batches.ask_folder()


@SCRIPT_COMMANDS.command(
    "stop", "Stop", "Stop the current run", "Shift+F5", need=RUN, icon="stop", icon_color="error"
)
def stop(context: WindowContext, runs: RunControl) -> None:
    runs.stop()


@SCRIPT_COMMANDS.command(
    "stop_after", "Stop After This Loop", "Stop the run at the end of the current loop", need=RUN
)
def stop_after_loop(context: WindowContext, runs: RunControl) -> None:
    runs.stop_after_loop()


@SCRIPT_COMMANDS.command(
    "pause",
    "Pause Run",
    "Pause before the next vector",
    "F6",
    need=RUN,
    checked=lambda context: context.runs.paused,
)
def pause_run(context: WindowContext, runs: RunControl) -> None:
    runs.pause(not runs.paused)


@SCRIPT_COMMANDS.command("step", "Step", "Run one vector of a paused run", "F10", need=RUN)
def step(context: WindowContext, runs: RunControl) -> None:
    runs.step()


# The editor


@SCRIPT_COMMANDS.command(
    "breakpoint", "Toggle Breakpoint", "Pause runs before the current line", "F9", need=SCRIPT
)
def toggle_breakpoint(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.toggle_breakpoint(tab.editor.line)


@SCRIPT_COMMANDS.command(
    "edit_breakpoint",
    "Edit Breakpoint…",
    "Let runs pause before the current line only on a condition, or after a number of hits",
    "Shift+F9",
    need=SCRIPT,
)
def edit_breakpoint(context: WindowContext, tab: ScriptTab) -> None:
    tab.editor.breakpoint_wanted.emit(tab.editor.line)


@SCRIPT_COMMANDS.command(
    "outline", "Outline", "Show or hide the statements of the script as a tree", "Ctrl+Shift+L", need=SCRIPT
)
def toggle_outline(context: WindowContext, tab: ScriptTab) -> None:
    tab.outline.setVisible(tab.outline.isHidden())


# New scripts, and reports


@SCRIPT_COMMANDS.command(
    "generate", "Generate Script…", "Generate a script that checks its own results", "Ctrl+Shift+G"
)
def generate(context: WindowContext) -> None:
    context.tools.script_sources.ask_generate(context.current.script)


@SCRIPT_COMMANDS.command(
    "report", "Save Report…", "Save the report of the last run as HTML, JUnit XML or JSON", need=REPORT
)
def save_report(context: WindowContext, report: Report) -> None:
    context.tools.runner.ask_save_report(report)
