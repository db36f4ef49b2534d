# SPDX-License-Identifier: MIT
"""RESP2 and RESP3, the Redis protocol: values ↔ bytes, without any I/O.

Requests are arrays of bulk strings (``requests.py`` reads them, on the
controller). Here are the writers of both sides and the reader of replies:
hiredis when it is installed, a parser in Python when it is not, which agree.

Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from math import inf
from typing import Any, Final, NoReturn, Protocol

from rqcore.errors import ProtocolError, from_reply

hiredis: Any = None
with suppress(ImportError):  # the standard library alone is enough
    hiredis = import_module("hiredis")

Value = Any
"""bytes, int, float, bool, None, an RqError, a Push, or lists and dicts of them."""

Part = bytes | bytearray
"""Of what is to be sent."""
CRLF: Final = b"\r\n"
OK: Final = b"+OK\r\n"
NOT_ENOUGH: Final = object()
"""What ``gets`` gives when the next value has not arrived whole."""


class Push(list[Value]):
    """A RESP3 push frame: something that no request asked for."""


class ReplyParser(Protocol):
    """Bytes in, values out."""

    def feed(self, data: bytes) -> None: ...

    def gets(self) -> Value:
        """The next value, or NOT_ENOUGH. Raises ProtocolError for bytes that are no RESP."""


def reply_parser() -> ReplyParser:
    """The fastest parser that is installed."""
    return HiredisParser() if hiredis else PythonParser()


# Writing -----------------------------------------------------------------


def command(args: Iterable[bytes | str | int | float]) -> bytes:
    """A request: an array of bulk strings."""
    parts = [arg if isinstance(arg, bytes) else str(arg).encode() for arg in args]
    return b"*%d\r\n" % len(parts) + b"".join([b"$%d\r\n%b\r\n" % (len(part), part) for part in parts])


def bulk(data: bytes) -> bytes:
    return b"$%d\r\n%b\r\n" % (len(data), data)


def bulks(payloads: Sequence[bytes], mark: bytes = b"") -> bytes:
    """Bulk strings one after the other, with ``mark`` before each. Many are often of one length: then
    what stands between two is always the same.
    """
    lengths = set(map(len, payloads))
    if len(lengths) == 1:
        head = b"%b$%d\r\n" % (mark, lengths.pop())
        return b"%b%b\r\n" % (head, (CRLF + head).join(payloads))
    return b"".join([b"%b$%d\r\n%b\r\n" % (mark, len(payload), payload) for payload in payloads])


def simple(text: str) -> bytes:
    """A simple string: one line, no line end in it."""
    return f"+{text}\r\n".encode()


def integer(number: int) -> bytes:
    return b":%d\r\n" % number


def error(code: str, message: str) -> bytes:
    """An error reply on one line, whatever the message quotes."""
    line = " ".join(message.split())
    return f"-{code} {line}\r\n".encode(errors="replace")


def array(members: Iterable[bytes]) -> bytes:
    """An array of members that are encoded already."""
    parts = list(members)
    return b"*%d\r\n%b" % (len(parts), b"".join(parts))


def null(protocol: int) -> bytes:
    return b"_\r\n" if protocol >= 3 else b"$-1\r\n"


def null_array(protocol: int) -> bytes:
    return b"_\r\n" if protocol >= 3 else b"*-1\r\n"


def push(members: Iterable[bytes]) -> bytes:
    parts = list(members)
    return b">%d\r\n%b" % (len(parts), b"".join(parts))


def push_parts(kind: bytes, parts: Sequence[Part]) -> list[Part]:
    """A push of two members, the second in parts: they may be large, and are not copied."""
    return [b">2\r\n%b$%d\r\n" % (bulk(kind), sum(map(len, parts))), *parts, CRLF]


def encode(value: Value, protocol: int) -> bytes:
    """Any value as RESP2 or RESP3 has it: RESP2 knows no map, float, boolean or null of its own."""
    if isinstance(value, bytes):
        return bulk(value)
    if isinstance(value, str):
        return bulk(value.encode())
    if isinstance(value, bool):
        return (b"#t\r\n" if value else b"#f\r\n") if protocol >= 3 else integer(value)
    if isinstance(value, int):
        return integer(value)
    if value is None:
        return null(protocol)
    if isinstance(value, float):
        return b",%b\r\n" % repr(value).encode() if protocol >= 3 else bulk(repr(value).encode())
    if isinstance(value, Mapping):
        return _encode_map(value, protocol)
    return array(encode(member, protocol) for member in value)


def _encode_map(value: Mapping[Any, Value], protocol: int) -> bytes:
    parts = [encode(part, protocol) for pair in value.items() for part in pair]
    if protocol >= 3:
        return b"%%%d\r\n%b" % (len(value), b"".join(parts))
    return array(parts)


# Reading -----------------------------------------------------------------


class HiredisParser:
    """hiredis behind the same two methods, with our errors and our Push."""

    def __init__(self) -> None:
        self._reader = hiredis.Reader(
            protocolError=ProtocolError, replyError=from_reply, notEnoughData=NOT_ENOUGH
        )
        self.feed: Callable[[bytes], None] = self._reader.feed

    def gets(self) -> Value:
        try:
            value = self._reader.gets()
        except TypeError as unhashable:
            raise ProtocolError("a map has a key that cannot be one") from unhashable
        if type(value) is hiredis.PushNotification:
            return Push(value)
        return value


class PythonParser:
    """The same in Python alone; a value may come in any number of pieces."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._at = 0
        self._open: list[_Aggregate] = []

    def feed(self, data: bytes) -> None:
        if self._at:
            del self._buffer[: self._at]
            self._at = 0
        self._buffer += data

    def gets(self) -> Value:
        while True:
            value = self._element()
            if value is NOT_ENOUGH:
                return NOT_ENOUGH
            if isinstance(value, _Aggregate):
                if self._open and self._open[-1].wants_key:
                    raise ProtocolError("a map has a key that cannot be one")
                if value.missing:
                    self._open.append(value)
                    continue
                value = value.finish()
            while self._open:
                aggregate = self._open[-1]
                aggregate.members.append(value)
                aggregate.missing -= 1
                if aggregate.missing:
                    break
                value = self._open.pop().finish()
            else:
                return value

    def _element(self) -> Value:
        """One scalar, or the head of an aggregate."""
        if self._at == len(self._buffer):
            return NOT_ENOUGH
        kind = self._buffer[self._at]
        if kind not in _KINDS:
            _refuse("a reply", bytes(self._buffer[self._at :]))
        end = self._buffer.find(CRLF, self._at)
        if end < 0:
            return NOT_ENOUGH
        line = bytes(self._buffer[self._at + 1 : end])
        if kind in b"$=":
            return self._bulk(line, end + 2, verbatim=kind == ord("="))
        self._at = end + 2
        return _read_line(chr(kind), line)

    def _bulk(self, line: bytes, start: int, *, verbatim: bool) -> Value:
        length = _number(line, "bulk length")
        if length < 0:
            self._at = start
            return _only_null(line)
        end = start + length
        if len(self._buffer) < end + 2:
            return NOT_ENOUGH
        if self._buffer[end : end + 2] != CRLF:
            raise ProtocolError("a bulk string does not end where it should")
        self._at = end + 2
        return bytes(self._buffer[start + 4 * verbatim : end])


_KINDS = b"*%~>|$=+:-_#(,"


class _Aggregate:
    """An array, map, set or push frame that is being filled."""

    __slots__ = ("kind", "members", "missing")

    def __init__(self, kind: str, length: int) -> None:
        self.kind = kind
        self.missing = length * 2 if kind in "%|" else length
        self.members: list[Value] = []

    @property
    def wants_key(self) -> bool:
        """Whether the next member is the key of a map, which no aggregate can be."""
        return self.kind == "%" and len(self.members) % 2 == 0

    def finish(self) -> Value:
        if self.kind == ">":
            return Push(self.members)
        if self.kind != "%":
            return self.members
        return dict(zip(self.members[::2], self.members[1::2], strict=True))


def _read_line(kind: str, line: bytes) -> Value:
    """What a line says that needs no further bytes."""
    if kind in "*%~>|":
        length = _number(line, "length")
        if length < 0:
            return _only_null(line)
        return _Aggregate(kind, length)
    if kind in "+-" and (b"\r" in line or b"\n" in line):
        _refuse("a line", line)
    if kind == "+":
        return line
    if kind == ":":
        return _number(line, "integer")
    if kind == "-":
        return from_reply(line.decode(errors="replace"))
    if kind == "_" and not line:
        return None
    if kind == "#" and line in (b"t", b"f"):
        return line == b"t"
    if kind == "(" and line.lstrip(b"-").isdigit():
        return line
    if kind == ",":
        return _float(line)
    _refuse("a reply", kind.encode(errors="replace") + line)


def _only_null(line: bytes) -> None:
    """The one length below zero that has a meaning."""
    if line != b"-1":
        _refuse("a length", line)


def _number(line: bytes, what: str) -> int:
    """A decimal as the protocol writes it: no plus, no blanks, no leading zero."""
    digits = line[1:] if line[:1] == b"-" else line
    if not digits.isdigit() or (digits[:1] == b"0" and line != b"0") or len(digits) > 19:
        _refuse(f"the {what}", line)
    number = int(line)
    if not -(2**63) <= number < 2**63:
        _refuse(f"the {what}", line)
    return number


_DOUBLE = re.compile(rb"-?(\d+\.?\d*([eE][-+]?\d+)?|inf)|nan")


def _float(line: bytes) -> float:
    if _DOUBLE.fullmatch(line) is None or ((value := float(line)) in (inf, -inf) and b"inf" not in line):
        _refuse("a double", line)
    return value


def _refuse(what: str, line: bytes) -> NoReturn:
    raise ProtocolError(f"{what} cannot be {line[:40]!r}")
