# SPDX-License-Identifier: MIT
"""Parses requests on the controller: arrays of bulk strings, or inline commands.

The parser checks a length as soon as its line arrives, before it stores any of
the announced bytes. A client cannot make the controller reserve memory for
data that it never sends. Only the arguments that the command table names may be
long: all others are looked up, compared and quoted in messages in one step.

Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

from __future__ import annotations

from typing import Protocol

from rqcore.errors import ProtocolError, RqError, TooBig, quoted, without_frames
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.memory import ARGUMENT_COST
from rqcore.protocol.request_limits import MAX_WORD
from rqcore.protocol.requests.foreign_protocols import ForeignProtocol, refuse_foreign
from rqcore.protocol.requests.inline_command import split_line
from rqcore.protocol.resp import CRLF

MAX_INLINE = 64 * 1024
"""The most bytes of a line, as in Redis."""
WINDOW = 64 * 1024
"""The bytes of a long request that one step splits into arguments."""
FEW, MANY = 16, 512
"""The fast split of arguments needs at least ``FEW`` of them, and takes up to ``MANY`` in one step."""
LARGE = 4096
"""Arguments of at least this many bytes are copied without a slice of the buffer, which is another copy."""
LINES = 512
"""The most requests, and empty lines, that one ``feed`` parses one by one."""


Request = list[bytes]
"""The name of a command, followed by its arguments."""


class RequestCache(Protocol):
    """Recognises requests that are similar to an earlier one, so that they need no parsing."""

    def remember(self, requests: list[Request], data: bytes) -> None:
        """Remember complete small requests. ``data`` contains exactly their bytes."""

    def clear(self) -> None:
        """Forget all requests. Part of a request arrived: until it is complete, none can be recognised."""


class RequestParser:
    """Converts a stream of bytes, in pieces of any size, to complete requests in order.

    After invalid input, ``error`` is set and the parser ignores all further bytes.
    The session answers the requests before it, sends the error, and closes the
    connection. If the input is of another protocol, the requests that came with it
    are discarded too.

    Args:
        max_payload: The most bytes of one request.
        max_arguments: The most arguments of one request.
        cache: Receives the requests, so that it can recognise similar ones.
    """

    def __init__(
        self, max_payload: int, max_arguments: int = 1024 * 1024, cache: RequestCache | None = None
    ) -> None:
        """Start between two requests."""
        self.error: RqError | None = None
        self.held: int = 0
        """The bytes stored for an incomplete request."""
        self.has_more: bool = False
        """``feed`` stopped after ``LINES`` requests; the next one continues."""
        self._cache = cache
        self._max_payload = max_payload
        self._most_at_once = min(max_payload, MAX_WORD)
        self._max_arguments = max_arguments
        self._buffer = bytearray()
        self._at = 0
        self._request: Request = []
        self._missing = 0
        self._size = 0
        self._needed = 0

    @property
    def wanted(self) -> int:
        """How many bytes are missing of the argument that is arriving. They cost no work but a copy."""
        return max(self._needed - len(self._buffer), 0)

    def feed(self, data: bytes) -> list[Request]:
        """Parse more bytes. Returns requests that they complete; ``has_more`` is True if there are others."""
        if self.error:
            return []
        requests: list[Request] = []
        if self._buffer or self._missing:
            self._buffer += data
            requests = self._take(1) if len(self._buffer) >= self._needed else []
            self.has_more = False
            if self._missing or self.error:
                return self._count_held(requests)
            data = bytes(self._buffer)
            self._buffer.clear()
        return self._count_held(requests + self._feed_start(data))

    def _feed_start(self, data: bytes) -> list[Request]:
        """Parse bytes that begin with a request: fast as long as the requests are small and complete."""
        requests, read = _whole_requests(data) if len(data) <= self._most_at_once else ([], 0)
        if requests and self._cache:
            self._cache.remember(requests, data[:read])
        if read < len(data):
            self._buffer += data[read:]
            requests += self._take()
        return requests

    def _count_held(self, requests: list[Request]) -> list[Request]:
        self.held = len(self._buffer) + self._size + ARGUMENT_COST * len(self._request)
        if self._cache and (self.held or self._missing or self.error):
            self._cache.clear()
        return requests if self.error is None or not isinstance(self.error, ForeignProtocol) else []

    def fail(self, error: RqError) -> None:
        """Set ``error`` and discard the incomplete request."""
        self.error = without_frames(error)
        self._buffer.clear()
        self._request = []
        self._missing = self.held = self._size = 0
        self.has_more = False
        if self._cache:
            self._cache.clear()

    def _take(self, most: int = LINES) -> list[Request]:
        """Remove up to ``most`` complete requests from the buffer."""
        self._needed = 0
        self.has_more = False
        requests: list[Request] = []
        try:
            for _ in range(most):
                if (request := self._next()) is None:
                    break
                if request:
                    requests.append(request)
            else:
                self.has_more = self._at < len(self._buffer)
        except RqError as error:
            self.fail(error)
        del self._buffer[: self._at]
        self._at = 0
        return requests

    def _next(self) -> Request | None:
        """Return the next request: empty for an empty line, None if it is incomplete."""
        if not self._missing:
            line = self._line()
            if line is None:
                return None
            if line[:1] != b"*":
                refuse_foreign(line)
                return split_line(line)
            self._missing = self._count(line)
            self._request = []
            self._size = 0
        while self._missing:
            if not self._take_several() and not self._take_few():
                return None
        request, self._request, self._size = self._request, [], 0
        return request

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\n", self._at)
        if end < 0:
            if len(self._buffer) - self._at > MAX_INLINE:
                raise ProtocolError(
                    f"a line has more than {MAX_INLINE} bytes; send commands as arrays of bulk strings"
                )
            return None
        line = bytes(self._buffer[self._at : end])
        self._at = end + 1
        return line[:-1] if line.endswith(b"\r") else line

    def _count(self, line: bytes) -> int:
        count = _decimal(line[1:])
        if count is None:
            raise ProtocolError(
                f"invalid number of arguments {quoted(line[1:])}; a command begins with * and this number"
            )
        if count > self._max_arguments:
            raise TooBig(f"the command has {count} arguments; at most {self._max_arguments} are allowed")
        return count

    def _take_several(self) -> bool:
        """Split off many small arguments in one step, if they have arrived.

        RQ.MPUT with 10,000 items takes 9.1 ms to parse without it, and 1.4 ms with it (timeit, Python 3.11).
        ``scripts/bench_core.py many_items`` measures the resulting rate.
        """
        if self._missing < FEW or len(self._buffer) - self._at < FEW * 6:
            return False
        piece = bytes(memoryview(self._buffer)[self._at : self._at + WINDOW])
        lines = piece.split(CRLF, 2 * min(self._missing, MANY))[:-1]
        arguments = _check_lengths(lines[::2], lines[1::2])
        size = sum(map(len, arguments))
        if len(arguments) < FEW or self._size + size > self._max_payload:
            return False
        self._at += size + sum(map(len, lines[: 2 * len(arguments) : 2])) + 4 * len(arguments)
        self._keep(arguments, size)
        return True

    def _take_few(self) -> bool:
        """Read a few arguments one by one. Returns whether all of them have arrived."""
        for _ in range(min(self._missing, FEW)):
            argument = self._argument()
            if argument is None:
                return False
            self._keep([argument], len(argument))
        return True

    def _keep(self, arguments: list[bytes], size: int) -> None:
        self._request += arguments
        self._missing -= len(arguments)
        self._size += size

    def _argument(self) -> bytes | None:
        buffer, at = self._buffer, self._at
        end = buffer.find(b"\r\n", at, at + 32)
        if end < 0:
            if len(buffer) - at >= 32:
                raise ProtocolError("an argument must begin with $ and its length in bytes, as in $5")
            return None
        length = _decimal(buffer[at + 1 : end]) if buffer[at] == 36 else None  # 36 is $
        if length is None:
            raise ProtocolError(
                f"an argument must begin with $ and its length in bytes, as in $5, not with "
                f"{quoted(bytes(buffer[at:end]))}"
            )
        if self._size + length > self._max_payload:
            raise TooBig(
                f"the command has {self._size + length} bytes; at most {self._max_payload} are allowed"
            )
        if length > MAX_WORD:
            self._check_long(length)
        start, stop = end + 2, end + 2 + length
        if len(buffer) < stop + 2:
            self._needed = stop + 2 - at
            return None
        if buffer[stop] != 13 or buffer[stop + 1] != 10:
            raise ProtocolError(f"no line end follows the argument of {length} bytes; check its length")
        self._at = stop + 2
        if length < LARGE:
            return bytes(buffer[start:stop])
        return bytes(memoryview(buffer)[start:stop])

    def _check_long(self, length: int) -> None:
        """Check that the command allows a long argument at this place. Raises TooBig."""
        row = COMMANDS.get(self._request[0].upper()) if self._request else None
        if row is None or not row.allows_long(self._request):
            raise TooBig(
                f"an argument of the command has {length} bytes; only payloads, keys of priorities and "
                f"reports may have more than {MAX_WORD}"
            )


class _Heads(dict[int, bytes]):
    """The first line of an argument, by its length. The usual lengths are prepared in advance."""

    def __missing__(self, length: int) -> bytes:
        return b"$%d" % length


_HEADS = _Heads((length, b"$%d" % length) for length in range(4096))
_COUNTS = {b"*%d" % count: count for count in range(1, 64)}


def _whole_requests(data: bytes) -> tuple[list[Request], int]:
    """Parse complete small requests, which is what nearly every chunk contains. Returns them and their size.

    Stops before anything else, such as a line end inside an argument, where the
    general parser continues. A single put takes 7.8 µs without and 2.0 µs with it
    (timeit, Python 3.11); ``scripts/bench_core.py one_client`` measures the rate.
    """
    requests: list[Request] = []
    if data[: data.find(CRLF)] not in _COUNTS:
        return requests, 0
    lines = data.split(CRLF)
    at, last = 0, len(lines) - 1
    while at < last and (count := _COUNTS.get(lines[at])):
        after = at + 1 + 2 * count
        request = lines[at + 2 : after : 2]
        if after > last or lines[at + 1 : after : 2] != [_HEADS[len(word)] for word in request]:
            break
        requests.append(request)
        at = after
    return requests, len(data) - len(CRLF.join(lines[at:]))


def _check_lengths(heads: list[bytes], arguments: list[bytes]) -> list[bytes]:
    """Return the arguments before the first one whose length differs from its head."""
    actual = list(map(_HEADS.__getitem__, map(len, arguments)))
    if heads[: len(actual)] == actual:
        return arguments
    return arguments[: next(at for at, head in enumerate(actual) if head != heads[at])]


def _decimal(digits: bytes | bytearray) -> int | None:
    return int(digits) if digits.isdigit() and len(digits) < 20 else None
