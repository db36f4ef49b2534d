# SPDX-License-Identifier: MIT
"""The protocol of the ZenQueue package for Python: requests and replies as bytes, in lines and in HTTP.

A request in a line is a JSON list ``[action, [args…], {kwargs…}]``, of which the last two are optional; the
reply is ``[status, value]``. Both end in CR LF. In HTTP the action is the path of a POST, the body is
``[[args…], {kwargs…}]``, and the reply has the same list as its body::

    ["push", ["a.png"]]                   ["success",null]
    ["pull", [], {"timeout": 2}]          ["success","a.png"]  or  ["error:timeout",null]

The actions are push, push_many, pull and pull_many; ``quit`` closes the connection.
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
"""The error for each status."""
STATUSES: dict[type[Exception], str] = {error: status for status, error in ERRORS.items()}
MAX_HEADER = 64 * 1024
"""Maximum length of the head of an HTTP request or reply in bytes."""
END = b"\r\n"
END_OF_HEAD = b"\r\n\r\n"


class ZenRequest(NamedTuple):
    """A request: an action and its arguments."""

    action: str
    args: list[Any]
    options: dict[str, Any]
    """Keyword arguments."""
    keep_alive: bool = True
    """Whether the connection stays open afterwards."""


def encode(value: Any) -> bytes:
    """Encode a value as JSON without spaces. Raises ZenRequestError."""
    try:
        return json.dumps(value, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ZenRequestError(f"a {type(value).__name__} cannot be written as JSON: {error}") from error


def decode(data: bytes) -> Any:
    """Decode JSON. Raises ZenRequestError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ZenRequestError(f"this is not JSON: {error}") from None


def request_of(action: str, call: list[Any], keep_alive: bool = True) -> ZenRequest:
    """Make a request.

    Args:
        action: The name of the action.
        call: ``[args, kwargs]``; both are optional.
        keep_alive: Whether the connection stays open afterwards.

    Raises:
        ZenRequestError: ``call`` has another form.
    """
    args = call[0] if call else []
    options = call[1] if len(call) > 1 else {}
    if len(call) > 2 or not isinstance(args, list) or not isinstance(options, dict):
        raise ZenRequestError(
            "the request has the wrong form; send an action, a list of arguments and an object of keyword "
            'arguments, such as ["pull", [], {"timeout": 2}]'
        )
    return ZenRequest(action, args, options, keep_alive)


def read_line(line: bytes) -> ZenRequest:
    """Parse a line. Raises ZenRequestError."""
    words = decode(line)
    if not isinstance(words, list) or not words or not isinstance(words[0], str):
        raise ZenRequestError('a request must be a list that begins with an action, such as ["pull", [], {}]')
    return request_of(words[0], words[1:])


def read_reply(data: bytes) -> Any:
    """Return the value of a reply, or raise its ZenError."""
    reply = decode(data)
    if not isinstance(reply, list) or len(reply) != 2:
        shown = data[:80].decode(errors="backslashreplace")
        raise ZenUnknownError(f"the server replied {shown!r}, which is not a reply of ZenQueue")
    status, value = reply
    if status == SUCCESS:
        return value
    raise ERRORS.get(status, ZenUnknownError)(f"{status}: {value}" if value else str(status))


def success(value: bytes) -> bytes:
    """Return the reply with a value, which is JSON already."""
    return b'["success",' + value + b"]"


def failure(error: Exception) -> bytes:
    """Return the reply for an error."""
    status = STATUSES.get(type(error), "error:action")
    if isinstance(error, ZenTimeout):
        return encode([status, None])
    return encode([status, str(error) if isinstance(error, ZenRequestError) else repr(error)])


class ZenFraming(Protocol):
    """Parses bytes into requests, and frames replies as bytes."""

    error: RqError | None
    """Why it ignores further bytes; None while it reads."""
    held: int
    """Number of bytes of an incomplete request."""

    def feed(self, data: bytes) -> list[Any]:
        """Take bytes and return the requests that are complete, for ``read``."""

    def fail(self, error: RqError) -> None:
        """Ignore further bytes, because of this error."""

    def read(self, request: Any) -> ZenRequest:
        """Parse a complete request. Raises ZenRequestError."""

    def write(self, reply: bytes, keep_alive: bool = True) -> bytes:
        """Frame a reply; ``keep_alive`` is whether the connection stays open."""


class LineFraming:
    """Framing with one request or reply in a line. See ``ZenFraming``.

    Args:
        max_bytes: Maximum length of a request in bytes.
    """

    error: RqError | None
    held: int

    def __init__(self, max_bytes: int) -> None:
        self.error = None
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self.held = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return complete lines, without empty ones."""
        if self.error:
            return []
        self._parts.append(data)
        self.held += len(data)
        lines: list[bytes] = []
        if b"\n" in data:
            *lines, rest = b"".join(self._parts).split(b"\n")
            self._parts, self.held = [rest], len(rest)
        if self.held > self._max_bytes:
            self.fail(TooBig(f"a line has more than {self._max_bytes} bytes, which is the maximum"))
        return [line for line in map(bytes.strip, lines) if line]

    def fail(self, error: RqError) -> None:
        """Ignore further bytes, because of this error."""
        self.error, self._parts, self.held = error, [], 0

    def read(self, request: bytes) -> ZenRequest:
        """Parse a line. Raises ZenRequestError."""
        return read_line(request)

    def write(self, reply: bytes, keep_alive: bool = True) -> bytes:
        """Return the reply as a line."""
        return reply + END


class HttpFraming:
    """Framing in HTTP/1.0 and HTTP/1.1, with a Content-Length. See ``ZenFraming``.

    Args:
        max_bytes: Maximum length of the body of a request in bytes.
    """

    error: RqError | None
    held: int

    def __init__(self, max_bytes: int) -> None:
        self.error = None
        self._max_bytes = max_bytes
        self._buffer = bytearray()
        self._needed = 0
        """Length of the request that is being read in bytes; 0 if unknown."""
        self.held = 0

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Take bytes and return head and body of each complete request."""
        requests: list[tuple[bytes, bytes]] = []
        if self.error:
            return requests
        self._buffer += data
        while len(self._buffer) >= max(self._needed, 1) and not self.error:
            end = self._buffer.find(END_OF_HEAD)
            if end < 0:
                if len(self._buffer) > MAX_HEADER:
                    self.fail(
                        TooBig(
                            f"the head of a request has more than {MAX_HEADER} bytes, which is the maximum"
                        )
                    )
                break
            start = end + len(END_OF_HEAD)
            head = bytes(self._buffer[:end])
            self._needed = start + self._length(head)
            if len(self._buffer) < self._needed or self.error:
                break
            requests.append((head, bytes(self._buffer[start : self._needed])))
            del self._buffer[: self._needed]
            self._needed = 0
        self.held = len(self._buffer)
        return requests

    def _length(self, head: bytes) -> int:
        text = headers(head).get(b"content-length", b"0")
        if not text.isdigit() or len(text) > 18 or b"transfer-encoding" in headers(head):
            self.fail(ZenRequestError("the request has no valid Content-Length, which ZenQueue needs"))
            return 0
        if int(text) > self._max_bytes:
            self.fail(TooBig(f"a request has {int(text)} bytes; the maximum is {self._max_bytes}"))
        return int(text)

    def fail(self, error: RqError) -> None:
        """Ignore further bytes, because of this error."""
        self.error, self._needed, self.held = error, 0, 0
        self._buffer.clear()

    def read(self, request: tuple[bytes, bytes]) -> ZenRequest:
        """Parse head and body of a request. Raises ZenRequestError."""
        head, body = request
        words = head.split(b"\r\n", 1)[0].split()
        if len(words) != 3 or words[0] != b"POST":
            raise ZenRequestError("a request must be a POST to /push/, /pull/, /push_many/ or /pull_many/")
        keep_alive = words[2] != b"HTTP/1.0" and headers(head).get(b"connection", b"").lower() != b"close"
        call = decode(body) if body else []
        if not isinstance(call, list):
            raise ZenRequestError("the body of a request must be a list: [[args…], {kwargs…}]")
        return request_of(words[1].strip(b"/").decode(errors="replace"), call, keep_alive)

    def write(self, reply: bytes, keep_alive: bool = True) -> bytes:
        """Return the reply as an HTTP response; ``keep_alive`` is whether the connection stays open."""
        status = _http_status(reply)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(reply)}\r\nConnection: {'keep-alive' if keep_alive else 'close'}\r\n\r\n"
        )
        return head.encode() + reply


def headers(head: bytes) -> dict[bytes, bytes]:
    """Return the header fields of a request or reply, with names in lower case."""
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
