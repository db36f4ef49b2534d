# SPDX-License-Identifier: GPL-3.0-or-later
r"""Parses the output of MONITOR, which has one line for each command.

::

    1339518083.107412 [0 127.0.0.1:60866] "LPUSH" "jobs" "a \"quoted\" \x00 item"

The commands of a script follow the command that called it, with ``lua`` in place of the client.

Source: ``replicationFeedMonitors`` and ``sdscatrepr`` in the source of Redis.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rqcore.errors import ProtocolError

LUA = "lua"
"""The client of a command that a script issued."""
_LINE = re.compile(rb'(\d{1,10})\.(\d{6}) \[(\d+) (.*?)\] "(.*)"\Z', re.DOTALL)
_ARGUMENT = re.compile(rb'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b"}


class MonitorLine(NamedTuple):
    """A command, with its time and its client."""

    time_ns: int
    """Nanoseconds since 1970, in steps of a microsecond."""
    client: str
    """The address of the client, or LUA."""
    arguments: list[bytes]
    """The name of the command first."""
    database: bytes = b"0"
    """The number of the database."""


def parse_line(line: bytes) -> MonitorLine:
    """Parse one line of MONITOR.

    Raises:
        ProtocolError: The line has another format.
    """
    match = _LINE.match(line)
    if match is None or (time_ns := int(match[1] + match[2]) * 1000) >= 2**63:
        shown = line[:80].decode(errors="backslashreplace")
        raise ProtocolError(f"MONITOR sent {shown!r}, which is not a command")
    _, _, database, client, arguments = match.groups()
    return MonitorLine(
        time_ns,
        client.decode("utf-8", "replace"),
        arguments.split(b'" "') if b"\\" not in arguments else _unescape_all(b'"%b"' % arguments),
        database,
    )


def _unescape_all(quoted: bytes) -> list[bytes]:
    arguments = _ARGUMENT.findall(quoted)
    return [_ESCAPE.sub(_unescape, argument) if b"\\" in argument else argument for argument in arguments]


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes.fromhex(code[1:].decode()) if len(code) == 3 else _ESCAPES.get(code, code)
