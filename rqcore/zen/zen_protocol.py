# SPDX-License-Identifier: MIT
"""The protocol of the ZenQueue package for Python: requests and replies as bytes, in lines and in HTTP.

A request in a line is a JSON list ``[action, [args…], {kwargs…}]``, of which the last two are optional; the
reply is ``[status, value]``. Both end in CR LF. In HTTP the action is the path of a POST, or of a GET for
pulls, the body is ``[[args…], {kwargs…}]`` or empty, and the reply has the same list as its body::

    ["push", ["a.png"]]                   ["success",null]
    ["pull", [], {"timeout": 2}]          ["success","a.png"]  or  ["error:timeout",null]

The actions are push, push_many, pull and pull_many; ``quit`` closes the connection.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
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
    one_line,
    quoted,
)
from rqcore.protocol.foreign_protocols import ForeignProtocol, may_be_web_page, refuse_foreign

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
MAX_CHUNK_LINE = 4096
"""Maximum length of a line between the chunks of a body in bytes."""
MAX_MESSAGE = 200
"""The most characters of an error of Python that a reply quotes: it can contain what the client has sent."""
PULLS = (b"pull", b"pull_many")
"""The actions that may be a GET."""
END = b"\r\n"
END_OF_HEAD = b"\r\n\r\n"


ALL = sys.maxsize
"""More bytes than any request has."""


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
    if not isinstance(reply, list) or len(reply) != 2 or not isinstance(reply[0], str):
        shown = data[:80].decode(errors="backslashreplace")
        raise ZenUnknownError(f"the server replied {shown!r}, which is not a reply of ZenQueue")
    status, value = reply
    if status == SUCCESS:
        return value
    raise ERRORS.get(status, ZenUnknownError)(one_line(f"{status}: {value}" if value else str(status)))


def success(value: bytes) -> bytes:
    """Return the reply with a value, which is JSON already."""
    return b'["success",' + value + b"]"


def failure(error: Exception) -> bytes:
    """Return the reply for an error."""
    status = next((STATUSES[each] for each in type(error).__mro__ if each in STATUSES), "error:action")
    if isinstance(error, ZenTimeout):
        return encode([status, None])
    text = str(error)
    if isinstance(error, ZenRequestError):
        return encode([status, text])
    is_short = len(text) <= MAX_MESSAGE
    return encode(
        [status, repr(error) if is_short else f"{type(error).__name__}({quoted(text, MAX_MESSAGE)})"]
    )


def shown(value: Any) -> str:
    """Return a value of a request for an error message; only the type of a list or an object."""
    if isinstance(value, list | dict):
        return f"of type {type(value).__name__}"
    return quoted(value if isinstance(value, str) else repr(value))


class WebPageRefused(ZenRequestError):
    """A web page may have sent the request."""


class ZenFraming(Protocol):
    """Parses bytes into requests, and frames replies as bytes."""

    error: RqError | None
    """Why it ignores further bytes; None while it reads."""
    held: int
    """Number of bytes of an incomplete request."""
    has_more: bool
    """Always False: ``feed`` returns every request."""
    wanted: int
    """Number of bytes that cost little work: all, for a request is copied and split only."""

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
    has_more: bool = False
    wanted: int = ALL

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
        requests = [line for line in map(bytes.strip, lines) if line]
        try:
            for line in requests:
                if line[:1] != b"[":
                    refuse_foreign(line)
        except ForeignProtocol as error:
            self.fail(error)
            return []
        return requests

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
    """Framing in HTTP/1.0 and HTTP/1.1, with a Content-Length or in chunks. See ``ZenFraming``.

    Args:
        max_bytes: Maximum length of the body of a request in bytes.
        host_names: Names of this server with a dot, in lower case, that clients may use.
    """

    error: RqError | None
    held: int
    has_more: bool = False
    wanted: int = ALL

    def __init__(self, max_bytes: int, host_names: Collection[str] = ()) -> None:
        self.error = None
        self._max_bytes = max_bytes
        self._host_names = host_names
        self._buffer = bytearray()
        self._head: bytes | None = None
        """The head of the request whose body is being read."""
        self._length = 0
        """Length of that body in bytes, unless it comes in chunks."""
        self._chunks: ChunkedBody | None = None
        self.held = 0

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Take bytes and return head and body of each complete request."""
        requests: list[tuple[bytes, bytes]] = []
        if self.error:
            return requests
        self._buffer += data
        try:
            while (head := self._take_head()) is not None and (body := self._take_body()) is not None:
                requests.append((head, body))
                self._head = None
        except (TooBig, ZenRequestError) as error:
            self.fail(error)
        self.held = len(self._buffer) + (len(self._chunks.body) if self._chunks else 0)
        return requests

    def _take_head(self) -> bytes | None:
        """Return the head of the next request; None if it is not complete. Raises TooBig, ZenRequestError."""
        if self._head is not None or not self._buffer:
            return self._head
        end = self._buffer.find(END_OF_HEAD)
        if end < 0:
            if len(self._buffer) > MAX_HEADER:
                raise TooBig(f"the head of a request has more than {MAX_HEADER} bytes, which is the maximum")
            return None
        self._head = bytes(self._buffer[:end])
        del self._buffer[: end + len(END_OF_HEAD)]
        self._expect_body(headers(self._head))
        return self._head

    def _expect_body(self, fields: dict[bytes, bytes]) -> None:
        """Find out how the body is framed. Raises TooBig, ZenRequestError."""
        coding, text = fields.get(b"transfer-encoding"), fields.get(b"content-length", b"0")
        if coding is not None:
            if coding.lower() != b"chunked" or b"content-length" in fields:
                raise ZenRequestError("send chunks without a Content-Length, and in no other transfer coding")
            self._chunks = ChunkedBody(self._max_bytes)
            return
        if not text.isdigit() or len(text) > 18:
            raise ZenRequestError("the request has no valid Content-Length, which ZenQueue needs")
        self._length = int(text)
        if self._length > self._max_bytes:
            raise TooBig(f"a request has {self._length} bytes; the maximum is {self._max_bytes}")

    def _take_body(self) -> bytes | None:
        """Return the body of the request; None if it is not complete. Raises TooBig, ZenRequestError."""
        if self._chunks:
            if not self._chunks.take(self._buffer):
                return None
            body, self._chunks = bytes(self._chunks.body), None
            return body
        if len(self._buffer) < self._length:
            return None
        body = bytes(self._buffer[: self._length])
        del self._buffer[: self._length]
        return body

    def fail(self, error: RqError) -> None:
        """Ignore further bytes, because of this error."""
        self.error, self._head, self._chunks, self.held = error, None, None, 0
        self._buffer.clear()

    def read(self, request: tuple[bytes, bytes]) -> ZenRequest:
        """Parse head and body of a request. Raises ZenRequestError, for example WebPageRefused."""
        head, body = request
        words, fields = head.split(b"\r\n", 1)[0].split(), headers(head)
        self._refuse_web_page(fields)
        action = words[1].partition(b"?")[0].strip(b"/") if len(words) == 3 else b""
        if not action or (words[0] != b"POST" and not (words[0] == b"GET" and action in PULLS)):
            raise ZenRequestError("a request must be a POST to /push/, /pull/, /push_many/ or /pull_many/")
        call = decode(body) if body else []
        if not isinstance(call, list):
            raise ZenRequestError("the body of a request must be a list: [[args…], {kwargs…}]")
        return request_of(action.decode(errors="replace"), call, keeps_connection(words[2], fields))

    def _refuse_web_page(self, fields: dict[bytes, bytes]) -> None:
        texts = {
            name.decode(errors="replace"): value.decode(errors="replace") for name, value in fields.items()
        }
        if may_be_web_page(texts, self._host_names):
            raise WebPageRefused(
                "requests of web pages are refused, and requests to a host name with a dot that the server "
                "does not know; use its address, or add the name to its setting zen_http_hosts"
            )

    def write(self, reply: bytes, keep_alive: bool = True) -> bytes:
        """Return the reply as an HTTP response; ``keep_alive`` is whether the connection stays open."""
        status = _http_status(reply)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(reply)}\r\nConnection: {'keep-alive' if keep_alive else 'close'}\r\n\r\n"
        )
        return head.encode() + reply


class ChunkedBody:
    """A body that comes in chunks, each with its length in front (RFC 9112, section 7.1).

    Args:
        max_bytes: Maximum length of the body in bytes.
    """

    body: bytearray
    """What has come so far."""

    def __init__(self, max_bytes: int) -> None:
        self.body = bytearray()
        self._max_bytes = max_bytes
        self._is_last = False

    def take(self, buffer: bytearray) -> bool:
        """Remove complete chunks from a buffer; return whether the body is complete.

        Raises:
            TooBig: The body is too long.
            ZenRequestError: A chunk has no valid length.
        """
        position = 0
        try:
            while not self._is_last:
                if (end := _line_end(buffer, position)) < 0:
                    return False
                size = _chunk_size(bytes(buffer[position:end]))
                if len(self.body) + size > self._max_bytes:
                    raise TooBig(f"the body of a request exceeds {self._max_bytes} bytes, the maximum")
                start, stop = end + len(END), end + len(END) + size
                if size and len(buffer) < stop + len(END):
                    return False
                if size and buffer[stop : stop + len(END)] != END:
                    raise ZenRequestError("a chunk of the request is longer than its length says")
                self.body += buffer[start:stop]
                position = stop + len(END) if size else start
                self._is_last = size == 0
            while (end := _line_end(buffer, position)) >= 0:  # trailer fields, up to an empty line
                is_empty, position = end == position, end + len(END)
                if is_empty:
                    return True
            return False
        finally:
            del buffer[:position]


def _line_end(buffer: bytearray, start: int) -> int:
    """Return where a line ends; -1 if it is not complete. Raises ZenRequestError if it is too long."""
    end = buffer.find(END, start)
    if (len(buffer) if end < 0 else end) - start > MAX_CHUNK_LINE:
        raise ZenRequestError(f"a line between chunks has more than {MAX_CHUNK_LINE} bytes, the maximum")
    return end


def _chunk_size(line: bytes) -> int:
    text = line.partition(b";")[0].strip()
    if not text or len(text) > 15 or text.strip(b"0123456789abcdefABCDEF"):
        raise ZenRequestError("a chunk of the request has no valid length")
    return int(text, 16)


def keeps_connection(version: bytes, fields: dict[bytes, bytes]) -> bool:
    """Return whether the connection stays open after a message of HTTP.

    Args:
        version: The version in its first line, such as ``b"HTTP/1.1"``.
        fields: Its header fields.
    """
    options = {option.strip().lower() for option in fields.get(b"connection", b"").split(b",")}
    if version == b"HTTP/1.0":
        return b"keep-alive" in options
    return b"close" not in options


def headers(head: bytes) -> dict[bytes, bytes]:
    """Return the header fields of a request or reply, with names in lower case."""
    pairs = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _http_status(reply: bytes) -> HTTPStatus:
    if reply.startswith((b'["success"', b'["error:timeout"')):
        return HTTPStatus.OK
    if reply.startswith(b'["error:request","no action'):
        return HTTPStatus.NOT_FOUND
    if reply.startswith(b'["error:request","requests of web pages'):
        return HTTPStatus.FORBIDDEN
    return (
        HTTPStatus.BAD_REQUEST if reply.startswith(b'["error:request"') else HTTPStatus.INTERNAL_SERVER_ERROR
    )
