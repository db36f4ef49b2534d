# SPDX-License-Identifier: MIT
"""The one table of commands. Server, clients, COMMAND, scripts and reference page follow it.

A row (``CommandSpec``) says everything that differs from command to command:
its name at the wire and elsewhere, arguments, reply, errors, help, number in
events, and how scripts, Redis, users, rules and storage treat it. To add a
command, add a row here and a function marked ``@handles`` in
``rqcore.controller.handlers``.

Begin reading in ``queue_rows``: the methods of a queue. ``observer_rows`` has
what debuggers and programs with queues of their own need, ``list_rows`` the
list commands of Redis, ``connection_rows`` what every Redis client expects.
"""

from __future__ import annotations

from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import connection_rows, list_rows, observer_rows, queue_rows

GROUPS: dict[str, tuple[CommandSpec, ...]] = {
    "Queues": (*queue_rows.ROWS, *observer_rows.ROWS),
    "Lists": list_rows.ROWS,
    "Connection": connection_rows.ROWS,
}
"""The rows in the groups of the reference page."""

COMMANDS: dict[bytes, CommandSpec] = {row.name.encode(): row for rows in GROUPS.values() for row in rows}
"""Every row by the name of its command, in capitals."""

METHODS: dict[str, CommandSpec] = {row.method_name: row for row in COMMANDS.values() if row.method_name}
"""The rows of the methods that a client has, by their name in Python."""
