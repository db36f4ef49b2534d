# SPDX-License-Identifier: MIT
r"""Splits inline commands: requests that a person types as one line, for example with ``nc``.

The rules are the same as in the function ``sdssplitargs`` of Redis. Blanks separate the words.
In double quotes, a word may contain blanks and the escapes ``\n``, ``\r``,
``\t``, ``\b``, ``\a``, ``\xff``, ``\"`` and ``\\``; in single quotes it may
contain blanks and the escape ``\'``. A word ends after its closing quote.
"""

from __future__ import annotations

import re

from rqcore.errors import ProtocolError, quoted

_WORD = re.compile(
    rb"""[ \t\r\n]*+ (?= [^ \t\r\n] )  # every part can match in one way only, so no line takes long
    (?P<plain> [^ \t\r\n"']*+ )
    (?: " (?P<double> (?: [^"\\] | \\[\s\S] )*+ ) "
      | ' (?P<single> (?: [^'\\] | \\'?+ )*+ ) '
    )?
    (?= [ \t\r\n] | \Z )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|[\s\S])")
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"a": b"\a"}


def split_line(line: bytes) -> list[bytes]:
    """Split an inline command into its words.

    Args:
        line: The line without its end.

    Returns:
        The words; an empty list for an empty line.

    Raises:
        ProtocolError: A quote is not closed, or a closing quote is not at the end of its word.
    """
    words: list[bytes] = []
    at, line = 0, line.rstrip(b" \t\r\n")
    while at < len(line):
        match = _WORD.match(line, at)
        if match is None:
            raise ProtocolError(
                f"unbalanced quotes in request {quoted(line)}; close each quote before a blank"
            )
        plain, double, single = match.groups()
        quoted_part = _unescape(double) if double is not None else (single or b"").replace(rb"\'", b"'")
        words.append(plain + quoted_part)
        at = match.end()
    return words


def _unescape(text: bytes) -> bytes:
    """Replace the escapes of a word in double quotes. After an unknown escape, its character remains."""
    return _ESCAPE.sub(lambda match: _escaped(match[1]), text)


def _escaped(escape: bytes) -> bytes:
    if len(escape) == 3:
        return bytes.fromhex(escape[1:].decode())
    return _CONTROL.get(escape, escape)
