# SPDX-License-Identifier: MIT
"""ZenQueue's protocol, as bytes: requests and replies, in lines and in HTTP.

A line is a JSON list ``[action, [args…], {kwargs…}]``, the last two optional,
and its reply ``[status, value]``; both end in CR LF. In HTTP the action is the
path, the body ``[[args…], {kwargs…}]``, and the reply the same list.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol

from rqcore.errors import (
    RqError,
    TooBig,
    ZenActionError,
    ZenError,
    ZenRequestError,
    ZenTimeout,
    ZenUnknownError,
)

TCP_PORT = 3000
HTTP_PORT = 3080
SUCCESS = "success"
ERRORS: dict[str, type[ZenError]] = {
    "error:timeout": ZenTimeout,
    "error:action": ZenActionError,
    "error:request": ZenRequestError,
    "error:unknown": ZenUnknownError,
}
"""The error that each status stands for."""
STATUSES: dict[type[Exception], str] = {error: status for status, error in ERRORS.items()}
MAX_HEADER = 64 * 1024
"""Bytes of the head of an HTTP request or reply."""
END = b"\r\n"
END_OF_HEAD = b"\r\n\r\n"


class ZenRequest(NamedTuple):
    """What a client asks for."""

    action: str
    args: list[Any]
    options: dict[str, Any]
    keep: bool = True
    """The connection stays afterwards."""


def encode(value: Any) -> bytes:
    """A JSON value without blanks. Raises ZenRequestError."""
    try:
        return json.dumps(value, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ZenRequestError(f"a {type(value).__name__} is no JSON value: {error}") from error


def decode(data: bytes) -> Any:
    """Raises ZenRequestError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ZenRequestError(f"this is no JSON: {error}") from None


def request_of(action: str, call: list[Any], keep: bool = True) -> ZenRequest:
    """``call``: what came as ``[args, kwargs]``, of which any may be missing. Raises ZenRequestError."""
    args = call[0] if call else []
    options = call[1] if len(call) > 1 else {}
    if len(call) > 2 or not isinstance(args, list) or not isinstance(options, dict):
        raise ZenRequestError("a request is an action, a list of arguments and an object of named ones")
    return ZenRequest(action, args, options, keep)


def read_line(line: bytes) -> ZenRequest:
    """Raises ZenRequestError."""
    words = decode(line)
    if not isinstance(words, list) or not words or not isinstance(words[0], str):
        raise ZenRequestError('a request is a list that begins with an action, such as ["pull", [], {}]')
    return request_of(words[0], words[1:])


def read_reply(data: bytes) -> Any:
    """The value of a reply. Raises the ZenError that it stands for."""
    reply = decode(data)
    if not isinstance(reply, list) or len(reply) != 2:
        raise ZenUnknownError(f"the server answered {data[:80]!r}, which is no reply of ZenQueue")
    status, value = reply
    if status == SUCCESS:
        return value
    raise ERRORS.get(status, ZenUnknownError)(f"{status}: {value}" if value else str(status))


def success(value: bytes) -> bytes:
    """The reply with this JSON value."""
    return b'["success",' + value + b"]"


def failure(error: Exception) -> bytes:
    """The reply that tells of an error."""
    status = STATUSES.get(type(error), "error:action")
    if isinstance(error, ZenTimeout):
        return encode([status, None])
    return encode([status, str(error) if isinstance(error, ZenRequestError) else repr(error)])


class ZenFraming(Protocol):
    """How requests and replies travel: bytes → requests, and replies → bytes."""

    error: RqError | None
    held: int

    def feed(self, data: bytes) -> list[Any]: ...

    def fail(self, error: RqError) -> None: ...

    def read(self, request: Any) -> ZenRequest:
        """Raises ZenRequestError."""

    def write(self, reply: bytes, keep: bool = True) -> bytes: ...


class LineFraming:
    """Bytes → requests, and replies → bytes, one in a line."""

    def __init__(self, most: int) -> None:
        self.error: RqError | None = None
        self._most = most
        self._parts: list[bytes] = []
        self.held = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are whole; empty ones are none."""
        if self.error:
            return []
        self._parts.append(data)
        self.held += len(data)
        lines: list[bytes] = []
        if b"\n" in data:
            *lines, rest = b"".join(self._parts).split(b"\n")
            self._parts, self.held = [rest], len(rest)
        if self.held > self._most:
            self.fail(TooBig(f"a line has more than {self._most} bytes"))
        return [line for line in map(bytes.strip, lines) if line]

    def fail(self, error: RqError) -> None:
        self.error, self._parts, self.held = error, [], 0

    def read(self, request: bytes) -> ZenRequest:
        """Raises ZenRequestError."""
        return read_line(request)

    def write(self, reply: bytes, keep: bool = True) -> bytes:
        return reply + END


class HttpFraming:
    """The same for HTTP/1.0 and 1.1, with bodies of a known length."""

    def __init__(self, most: int) -> None:
        self.error: RqError | None = None
        self._most = most
        self._buffer = bytearray()
        self._needed = 0
        """Bytes that a request has, where that is known."""
        self.held = 0

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Head and body of each request that is whole."""
        found: list[tuple[bytes, bytes]] = []
        if self.error:
            return found
        self._buffer += data
        while len(self._buffer) >= max(self._needed, 1) and not self.error:
            end = self._buffer.find(END_OF_HEAD)
            if end < 0:
                if len(self._buffer) > MAX_HEADER:
                    self.fail(TooBig(f"the head of a request has more than {MAX_HEADER} bytes"))
                break
            start = end + len(END_OF_HEAD)
            head = bytes(self._buffer[:end])
            self._needed = start + self._length(head)
            if len(self._buffer) < self._needed or self.error:
                break
            found.append((head, bytes(self._buffer[start : self._needed])))
            del self._buffer[: self._needed]
            self._needed = 0
        self.held = len(self._buffer)
        return found

    def _length(self, head: bytes) -> int:
        text = headers(head).get(b"content-length", b"0")
        if not text.isdigit() or len(text) > 18 or b"transfer-encoding" in headers(head):
            self.fail(ZenRequestError("a request needs a Content-Length"))
            return 0
        if int(text) > self._most:
            self.fail(TooBig(f"a request has {int(text)} bytes; at most {self._most} are taken"))
        return int(text)

    def fail(self, error: RqError) -> None:
        self.error, self._needed, self.held = error, 0, 0
        self._buffer.clear()

    def read(self, request: tuple[bytes, bytes]) -> ZenRequest:
        """Raises ZenRequestError."""
        head, body = request
        words = head.split(b"\r\n", 1)[0].split()
        if len(words) != 3 or words[0] != b"POST":
            raise ZenRequestError("a request is a POST to /push/, /pull/, /push_many/ or /pull_many/")
        lasting = words[2] != b"HTTP/1.0" and headers(head).get(b"connection", b"").lower() != b"close"
        call = decode(body) if body else []
        if not isinstance(call, list):
            raise ZenRequestError("the body of a request is a list: [[args…], {kwargs…}]")
        return request_of(words[1].strip(b"/").decode(errors="replace"), call, lasting)

    def write(self, reply: bytes, keep: bool = True) -> bytes:
        status = _http_status(reply)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(reply)}\r\nConnection: {'keep-alive' if keep else 'close'}\r\n\r\n"
        )
        return head.encode() + reply


def headers(head: bytes) -> dict[bytes, bytes]:
    """The header fields of a request or reply, names in lower case."""
    pairs = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _http_status(reply: bytes) -> HTTPStatus:
    if reply.startswith((b'["success"', b'["error:timeout"')):
        return HTTPStatus.OK
    if reply.startswith(b'["error:request","no action'):
        return HTTPStatus.NOT_FOUND
    return (
        HTTPStatus.BAD_REQUEST if reply.startswith(b'["error:request"') else HTTPStatus.INTERNAL_SERVER_ERROR
    )
