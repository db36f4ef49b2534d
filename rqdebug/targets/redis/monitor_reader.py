# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the output of MONITOR of one server, up to a mark if necessary.

The reply of another command describes the server at some point of that output. A mark shows where: it
is an ECHO of a random text, which MONITOR reports like every command.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from rqcore.pressure.timed_connection import next_reply
from rqdebug.targets.redis.monitor_parser import MonitorLine, parse_line

MAX_COMMANDS = 20_000
"""Maximum number of commands that are read together, so that many do not stop the polls."""


class MonitorReader:
    """Reads the commands of one database of a server.

    Args:
        connection: A connection of redis-py on which MONITOR was sent.
        ask: Sends a command to the same server on another connection, and returns its reply.
        database: The number of the database; commands of other databases are left out.
    """

    def __init__(self, connection: Any, ask: Callable[..., Any], database: bytes = b"0") -> None:
        self._connection = connection
        self._ask = ask
        self._database = database

    def read(self, wait: float) -> list[MonitorLine]:
        """Return the commands that have arrived; wait up to ``wait`` seconds for the first."""
        lines: list[MonitorLine] = []
        for _ in range(MAX_COMMANDS):
            if not self._connection.can_read(wait):
                break
            wait = 0
            self._read_line(lines)
        return lines

    def read_to_mark(self) -> tuple[list[MonitorLine], bool]:
        """Return the commands up to now, and False if there are too many to read."""
        text = secrets.token_hex(8)
        self._ask("ECHO", text)
        mark = [b"ECHO", text.encode()]
        lines: list[MonitorLine] = []
        for _ in range(MAX_COMMANDS):
            if self._read_line(lines) == mark:
                return lines[:-1], True
        return lines, False

    def _read_line(self, lines: list[MonitorLine]) -> list[bytes]:
        line = parse_line(self._connection.read_response(disable_decoding=True))
        next_reply(self._connection)
        if line.database == self._database:
            lines.append(line)
        return line.arguments

    def close(self) -> None:
        """Disconnect."""
        self._connection.disconnect()
