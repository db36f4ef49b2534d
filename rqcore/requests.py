# SPDX-License-Identifier: MIT
"""Bytes → requests, on the controller: arrays of bulk strings, or inline words.

A length is judged when its line arrives, before a byte of what it announces
is kept, so that no client can make the controller reserve what it never sends.
"""

from __future__ import annotations

from rqcore.errors import ProtocolError, RqError, TooBig
from rqcore.memory import ARGUMENT_COST

Request = list[bytes]

MAX_INLINE = 64 * 1024
"""Bytes in a line that has no end, as in Redis."""


class RequestParser:
    """Takes bytes in any pieces; gives whole requests in order.

    After broken input ``error`` is set and nothing more is read: whoever owns
    the connection answers the requests before it, then the error, and hangs up.
    """

    def __init__(self, max_payload: int, max_arguments: int = 1024 * 1024) -> None:
        self.error: RqError | None = None
        self.held = 0
        """Bytes kept for a request that is not whole yet."""
        self._max_payload = max_payload
        self._max_arguments = max_arguments
        self._buffer = bytearray()
        self._at = 0
        self._request: Request = []
        self._missing = 0
        self._size = 0
        self._needed = 0

    def feed(self, data: bytes) -> list[Request]:
        """Every request that these bytes complete."""
        if self.error:
            return []
        if not self._buffer and not self._missing and len(data) <= self._max_payload:
            requests = _whole_requests(data)
            if requests is not None:
                return requests
        self._buffer += data
        requests = self._take() if len(self._buffer) >= self._needed else []
        self.held = len(self._buffer) + self._size + ARGUMENT_COST * len(self._request)
        return requests

    def fail(self, error: RqError) -> None:
        """Read no further; what is not whole is forgotten."""
        self.error = error
        self._buffer.clear()
        self._request = []
        self.held = self._size = 0

    def _take(self) -> list[Request]:
        """Every whole request that is in the buffer."""
        self._needed = 0
        requests = []
        try:
            while (request := self._next()) is not None:
                if request:
                    requests.append(request)
        except RqError as error:
            self.fail(error)
        del self._buffer[: self._at]
        self._at = 0
        return requests

    def _next(self) -> Request | None:
        """The next request, an empty one for an empty line, None when it is not whole."""
        if not self._missing:
            line = self._line()
            if line is None:
                return None
            if line[:1] != b"*":
                return line.split()
            self._missing = self._count(line)
            self._request = []
            self._size = 0
        while self._missing:
            argument = self._argument()
            if argument is None:
                return None
            self._request.append(argument)
            self._missing -= 1
        request, self._request, self._size = self._request, [], 0
        return request

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\n", self._at)
        if end < 0:
            if len(self._buffer) - self._at > MAX_INLINE:
                raise ProtocolError("a line has no end; commands are arrays of bulk strings")
            return None
        line = bytes(self._buffer[self._at : end])
        self._at = end + 1
        return line[:-1] if line.endswith(b"\r") else line

    def _count(self, line: bytes) -> int:
        count = _decimal(line[1:])
        if count is None:
            raise ProtocolError(f"the number of arguments cannot be {line[1:40]!r}")
        if count > self._max_arguments:
            raise TooBig(f"a command of {count} arguments; at most {self._max_arguments} are taken")
        return count

    def _argument(self) -> bytes | None:
        buffer, at = self._buffer, self._at
        end = buffer.find(b"\r\n", at, at + 32)
        if end < 0:
            if len(buffer) - at >= 32:
                raise ProtocolError("an argument must begin with its length, as in $5")
            return None
        length = _decimal(buffer[at + 1 : end]) if buffer[at] == 36 else None  # 36 is $
        if length is None:
            raise ProtocolError(f"an argument must begin with its length, not {bytes(buffer[at:end])!r}")
        if self._size + length > self._max_payload:
            raise TooBig(f"a command of {self._size + length} bytes; at most {self._max_payload} are taken")
        start, stop = end + 2, end + 2 + length
        if len(buffer) < stop + 2:
            self._needed = stop + 2 - at
            return None
        if buffer[stop] != 13 or buffer[stop + 1] != 10:
            raise ProtocolError("an argument does not end where its length says")
        self._at = stop + 2
        self._size += length
        return bytes(buffer[start:stop])


_COUNTS = {b"*%d" % count: count for count in range(1, 64)}
_LENGTHS = [b"$%d" % length for length in range(4096)]


def _whole_requests(data: bytes) -> list[Request] | None:
    """The short way: what nearly every chunk holds, whole small requests and nothing else.

    None where there is anything else, such as a line end inside an argument;
    then the careful way is taken.
    """
    lines = data.split(b"\r\n")
    last = len(lines) - 1
    if lines[last]:
        return None
    requests = []
    at = 0
    try:
        while at < last:
            after = at + 1 + 2 * _COUNTS[lines[at]]
            request = lines[at + 2 : after : 2]
            if after > last or lines[at + 1 : after : 2] != [_LENGTHS[len(word)] for word in request]:
                return None
            requests.append(request)
            at = after
    except LookupError:
        return None
    return requests


def _decimal(digits: bytes | bytearray) -> int | None:
    return int(digits) if digits.isdigit() and len(digits) < 20 else None
