# SPDX-License-Identifier: MIT
"""The table of all commands. Server, clients, COMMAND, scripts and the reference page are based on it.

A row (``CommandSpec``) contains everything that differs between commands: the
names on the wire and in Python, arguments, reply, errors, help, the number in
events, and how scripts, Redis backends, roles, rules and storage treat it. To
add a command, add a row here and a function with ``@handles`` in
``rqcore.controller.handlers``.

Begin with ``queue_rows``: the methods of a queue. ``lease_rows`` is about
leases, ``debug_rows`` about the rules of debuggers, ``observer_rows`` has the commands of
observers and of programs that expose their own queues, ``list_rows`` the list commands of Redis,
``transaction_rows`` MULTI and EXEC, ``connection_rows`` the commands that every Redis client expects, and
``session_rows`` those that resume a lost connection.
"""

from __future__ import annotations

from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import (
    connection_rows,
    debug_rows,
    lease_rows,
    list_rows,
    observer_rows,
    queue_rows,
    session_rows,
    transaction_rows,
)

GROUPS: dict[str, tuple[CommandSpec, ...]] = {
    "Queues": (*queue_rows.ROWS, *lease_rows.ROWS, *observer_rows.ROWS, *debug_rows.ROWS),
    "Lists": list_rows.ROWS,
    "Transactions": transaction_rows.ROWS,
    "Connection": (*connection_rows.ROWS, *session_rows.ROWS),
}
"""The rows by group, as the reference page shows them."""

GROUP_NAMES = {"Queues": "queue", "Lists": "list", "Transactions": "transactions", "Connection": "connection"}
"""The name of each group in COMMAND DOCS. ``redis-cli help @list`` shows the commands of a group."""

GROUP_OF: dict[str, str] = {row.name: GROUP_NAMES[title] for title, rows in GROUPS.items() for row in rows}
"""The name of the group of each command, by the command's name in capitals."""

COMMANDS: dict[bytes, CommandSpec] = {row.name.encode(): row for rows in GROUPS.values() for row in rows}
"""Every row, by the command's name in capitals."""

METHODS: dict[str, CommandSpec] = {row.method_name: row for row in COMMANDS.values() if row.method_name}
"""The rows with a client method, by the method's name in Python."""
