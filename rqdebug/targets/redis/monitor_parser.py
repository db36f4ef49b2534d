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
_LINE = re.compile(rb'(\d{1,10})\.(\d{6}) \[(\d++) (?>(.*?)\] ")(.*)"\Z', re.DOTALL)
_ARGUMENT = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"?', re.DOTALL)
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
        ProtocolError: The line has another format, or is no text.
    """
    if not isinstance(line, bytes):  # a reply of another type
        raise _not_a_command(repr(line).encode())
    match = _LINE.match(line)
    if match is None or (time_ns := int(match[1] + match[2]) * 1000) >= 2**63:
        raise _not_a_command(line)
    _, _, database, client, text = match.groups()
    arguments = text.split(b'" "') if b"\\" not in text else _unescape_all(b'"%b"' % text)
    if arguments is None:
        raise _not_a_command(line)
    return MonitorLine(time_ns, client.decode("utf-8", "replace"), arguments, database)


def _not_a_command(line: bytes) -> ProtocolError:
    shown = line[:80].decode(errors="backslashreplace")
    return ProtocolError(f"MONITOR sent {shown!r}, which is not a command")


def _unescape_all(quoted: bytes) -> list[bytes] | None:
    """Return the arguments without quotes and escapes; None if quotes or blanks between them are missing."""
    arguments = _ARGUMENT.findall(quoted)
    if sum(map(len, arguments)) + 3 * len(arguments) - 1 != len(quoted):
        return None
    return [_ESCAPE.sub(_unescape, argument) if b"\\" in argument else argument for argument in arguments]


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes.fromhex(code[1:].decode()) if len(code) == 3 else _ESCAPES.get(code, code)
