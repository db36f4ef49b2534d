# SPDX-License-Identifier: GPL-3.0-or-later
"""What MONITOR says, a line for each command::

    1339518083.107412 [0 127.0.0.1:60866] "LPUSH" "jobs" "a \\"quoted\\" \\x00 item"

Commands of a script come after the one that called it, with ``lua`` for the client.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rqcore.errors import ProtocolError

LUA = "lua"
_LINE = re.compile(rb'(\d{1,12})\.(\d{6}) \[\d+ (.*?)\] "(.*)"\Z', re.DOTALL)
_WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b"}


class MonitorLine(NamedTuple):
    """A command, when it was said, and by whom."""

    time: int
    """ns since 1970, in steps of a µs."""
    client: str
    """Its address, or LUA."""
    words: list[bytes]


def read_line(line: bytes) -> MonitorLine:
    """Raises ProtocolError for what MONITOR never says."""
    match = _LINE.match(line)
    if match is None:
        raise ProtocolError(f"MONITOR said {line[:80]!r}, which is no command")
    seconds, micros, client, words = match.groups()
    return MonitorLine(
        (int(seconds) * 1_000_000 + int(micros)) * 1000,
        client.decode("utf-8", "replace"),
        words.split(b'" "') if b"\\" not in words else _unescaped(b'"%b"' % words),
    )


def _unescaped(words: bytes) -> list[bytes]:
    return [_ESCAPE.sub(_meant, word) if b"\\" in word else word for word in _WORD.findall(words)]


def _meant(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes.fromhex(code[1:].decode()) if len(code) == 3 else _ESCAPES.get(code, code)
