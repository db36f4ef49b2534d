# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses what MONITOR reports, one line for each command::

    1339518083.107412 [0 127.0.0.1:60866] "LPUSH" "jobs" "a \\"quoted\\" \\x00 item"

The commands of a script follow the command that called it, with ``lua`` in place of the client.
The format is that of ``replicationFeedMonitors`` and ``sdscatrepr`` in the source of Redis.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rqcore.errors import ProtocolError

LUA = "lua"
"""In place of the client: a script issued the command."""
_LINE = re.compile(rb'(\d{1,12})\.(\d{6}) \[\d+ (.*?)\] "(.*)"\Z', re.DOTALL)
_ARGUMENT = re.compile(rb'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b"}


class MonitorLine(NamedTuple):
    """A command: when it was executed, for whom, and its arguments."""

    time_ns: int
    """ns since 1970, in steps of a µs."""
    client: str
    """The address of the client, or LUA."""
    arguments: list[bytes]
    """The name of the command first."""


def parse_line(line: bytes) -> MonitorLine:
    """Parse one line of MONITOR.

    Raises:
        ProtocolError: The line has another format.
    """
    match = _LINE.match(line)
    if match is None:
        raise ProtocolError(f"MONITOR sent {line[:80]!r}, which is not a command")
    seconds, micros, client, arguments = match.groups()
    return MonitorLine(
        (int(seconds) * 1_000_000 + int(micros)) * 1000,
        client.decode("utf-8", "replace"),
        arguments.split(b'" "') if b"\\" not in arguments else _unescape_all(b'"%b"' % arguments),
    )


def _unescape_all(quoted: bytes) -> list[bytes]:
    found = _ARGUMENT.findall(quoted)
    return [_ESCAPE.sub(_unescape, argument) if b"\\" in argument else argument for argument in found]


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes.fromhex(code[1:].decode()) if len(code) == 3 else _ESCAPES.get(code, code)
