# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for the selected held call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqdebug.commands import CommandSet
from rqdebug.ui.window.commands.needs import HELD_CALL

if TYPE_CHECKING:
    from rqdebug.ui.debugging.held_calls_view import HeldCallsView
    from rqdebug.ui.window.window_context import WindowContext

HELD_CALL_COMMANDS = CommandSet("held", menu="Debug")


@HELD_CALL_COMMANDS.command(
    "release",
    "Release Call",
    "Let the selected held call continue, with the payload that you have edited",
    "F8",
    need=HELD_CALL,
    icon="play",
)
def release(context: WindowContext, view: HeldCallsView) -> None:
    view.release_selected()


@HELD_CALL_COMMANDS.command(
    "step",
    "Step Call",
    "Let the selected held call happen, and hold it again before its reply",
    "Ctrl+F10",
    need=HELD_CALL,
)
def step(context: WindowContext, view: HeldCallsView) -> None:
    view.step_selected()


@HELD_CALL_COMMANDS.command("release_all", "Release All Calls", "Let all held calls of all targets continue")
def release_all(context: WindowContext) -> None:
    context.tools.debugging.held_calls.release_all()
