# SPDX-License-Identifier: MIT
"""The options of ``rqcore backup``; ``rqcore.server.backup`` makes the copy."""

from __future__ import annotations

import argparse
from pathlib import Path

from rqcore.command_parser import CommandParser, Commands, add_command
from rqcore.connecting import connect
from rqcore.errors import BadSetting, RqError, quoted
from rqcore.server.backup import back_up, check_named
from rqcore.url import hide_password


def add_backup(commands: Commands[CommandParser]) -> None:
    """Add ``backup``."""
    command = add_command(
        commands,
        "backup",
        "copy the durable queues of a controller, also while it runs",
        """\
The copy has all queues as they are at one moment. It is a data directory too:
rqcore serve --data TARGET starts a controller with it. The controller runs
meanwhile. With a URL, the controller must run on this machine, as this user.""",
        ["rqcore backup /var/lib/rqcore /backup/monday", "rqcore backup rq://localhost /backup/tuesday"],
        """\
  0    the copy was made, checked and written to the disk
  2    there is no data, it is damaged, or the copy cannot be written""",
    )
    command.add_argument("source", metavar="SOURCE", help="the data directory, or the URL of its controller")
    command.add_argument("target", metavar="TARGET", help="the new directory of the copy")
    command.set_defaults(run=_back_up)


def _back_up(options: argparse.Namespace) -> int:
    source = _directory_of(options.source) if "://" in options.source else options.source
    try:
        queues, items = back_up(Path(source), Path(options.target))
    except OSError as error:
        raise BadSetting(f"{options.target} cannot be written: {error.strerror}") from error
    queues_text = "1 queue" if queues == 1 else f"{queues} queues"
    print(f"{queues_text} with {items} item{'s' * (items != 1)} copied to {options.target}")
    return 0


def _directory_of(url: str) -> str:
    """Return the data directory of a controller. Raises BadSetting if it has none that may be copied."""
    shown = hide_password(url)
    try:
        with connect(url) as controller:
            path = controller.info().get("data", "")
    except RqError as error:
        raise BadSetting(str(error)) from error
    if not path:
        raise BadSetting(f"the controller {shown} has no data directory, so none of its queues is durable")
    try:
        check_named(path)
    except BadSetting as error:
        raise BadSetting(
            f"the controller {shown} names the data directory {quoted(path)}: {error}"
        ) from error
    return path
