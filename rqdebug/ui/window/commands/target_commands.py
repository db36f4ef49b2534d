# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands for targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt5.QtGui import QGuiApplication

from rqdebug.commands import CommandSet
from rqdebug.ui.services.saved_targets import without_password
from rqdebug.ui.window.commands.needs import ATTACHMENTS, TARGET, TARGET_WITH_JOBS

if TYPE_CHECKING:
    from rqdebug.session import Attachment
    from rqdebug.ui.log.target_tab import TargetTab
    from rqdebug.ui.window.window_context import WindowContext

TARGET_COMMANDS = CommandSet("target", menu="Target")


@TARGET_COMMANDS.command(
    "connect", "Connect…", "Connect to a target and watch its queues", "Ctrl+K", icon="connection"
)
def connect(context: WindowContext) -> None:
    context.tools.connector.ask()


@TARGET_COMMANDS.command(
    "detach",
    "Disconnect",
    "Disconnect from the current target; its log stays",
    "Ctrl+Shift+K",
    need=TARGET,
    icon="power-plug-off",
)
def detach(context: WindowContext, tab: TargetTab) -> None:
    tab.attachment.disconnect()


@TARGET_COMMANDS.command(
    "reconnect", "Reconnect", "Connect to the current target again now, and go on in its log", need=TARGET
)
def reconnect(context: WindowContext, tab: TargetTab) -> None:
    context.attachments.reconnect(tab.attachment)


@TARGET_COMMANDS.command(
    "clients",
    "Show Clients",
    "Show the clients of the current target, and what each of them waits for",
    "Ctrl+Shift+J",
    need=TARGET,
)
def show_clients(context: WindowContext, tab: TargetTab) -> None:
    context.tools.clients.show(tab.attachment)


@TARGET_COMMANDS.command(
    "jobs",
    "Show Jobs",
    "Show the jobs of Celery, RQ and other frameworks on the current target",
    need=TARGET_WITH_JOBS,
)
def show_jobs(context: WindowContext, tab: TargetTab) -> None:
    context.tools.jobs.show(tab.attachment)


@TARGET_COMMANDS.command(
    "settings",
    "Target Settings…",
    "Change name, colour and read-only of the current target",
    need=TARGET,
)
def settings(context: WindowContext, tab: TargetTab) -> None:
    context.tools.connector.ask_settings(tab.attachment)


@TARGET_COMMANDS.command(
    "copy_url", "Copy URL", "Copy the URL of the current target, without its password", need=TARGET
)
def copy_url(context: WindowContext, tab: TargetTab) -> None:
    QGuiApplication.clipboard().setText(without_password(tab.attachment.url))


@TARGET_COMMANDS.command(
    "remove", "Remove Target…", "Disconnect from the current target and discard its log", need=TARGET
)
def remove(context: WindowContext, tab: TargetTab) -> None:
    context.tools.connector.ask_remove(tab.attachment)


@TARGET_COMMANDS.command(
    "merge",
    "Merge All Targets",
    "Show the events of all targets in one log, ordered by time",
    "Ctrl+Shift+A",
    need=ATTACHMENTS,
)
def merge(context: WindowContext, attachments: tuple[Attachment, ...]) -> None:
    context.logs.open_merged(attachments)


@TARGET_COMMANDS.command(
    "merge_some",
    "Merge Some Targets…",
    "Show the events of targets that you choose in one log, ordered by time",
    need=ATTACHMENTS,
)
def merge_some(context: WindowContext, attachments: tuple[Attachment, ...]) -> None:
    context.tools.connector.ask_merge(lambda chosen: context.logs.open_merged(chosen, covers_all=False))
