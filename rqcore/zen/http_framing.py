# SPDX-License-Identifier: MIT
"""ZenQueue's requests and replies in HTTP/1.0 and HTTP/1.1, with a Content-Length or in chunks.

One ``feed`` does at most ``STEPS`` steps: a head takes one for each of its fields, a chunk or a trailer
field takes one. The session gives the rest another turn. What frames a body is bounded as the body is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import NamedTuple

from rqcore.errors import RqError, TooBig, ZenRequestError, without_frames
from rqcore.protocol.requests.foreign_protocols import may_be_web_page
from rqcore.zen.zen_protocol import WebPageRefused, ZenRequest, decode_request, request_of

MAX_HEADER = 64 * 1024
"""Maximum length of the head of an HTTP request or reply, and of all trailer fields, in bytes."""
MAX_FIELDS = 100
"""Maximum number of header fields of a request."""
MAX_CHUNK_LINE = 4096
"""Maximum length of a line between the chunks of a body in bytes."""
MAX_FRAMING = 1 << 20
"""Maximum length of all lines between the chunks of a body in bytes, beside as many as the body has."""
STEPS = 250
"""The steps of one ``feed``; each takes about two microseconds."""
PULLS = (b"pull", b"pull_many")
"""The actions that may be a GET."""
END = b"\r\n"
END_OF_HEAD = b"\r\n\r\n"
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header field (RFC 9110, section 5.6.2)."""
_SINGLE = frozenset((b"host", b"content-length", b"transfer-encoding"))
"""Fields that may come once, because servers and proxies would choose different ones of several."""


class HttpRequest(NamedTuple):
    """A complete request."""

    line: bytes
    """Its first line."""
    fields: dict[bytes, bytes]
    """Its header fields, with names in lower case."""
    body: bytes


class HttpFraming:
    """Framing in HTTP. See ``ZenFraming``.

    Args:
        max_bytes: Maximum length of the body of a request in bytes.
        host_names: Names of this server with a dot, in lower case, that clients may use.
    """

    error: RqError | None
    held: int
    has_more: bool

    def __init__(self, max_bytes: int, host_names: Collection[str] = ()) -> None:
        self.error = None
        self._max_bytes = max_bytes
        self._host_names = host_names
        self._buffer = bytearray()
        self._head: tuple[bytes, dict[bytes, bytes]] | None = None
        """The first line and the fields of the request whose body is being read."""
        self._length = 0
        """Length of that body in bytes, unless it comes in chunks."""
        self._chunks: ChunkedBody | None = None
        self._steps = 0
        """The steps of the last ``feed``."""
        self.held = 0
        self.has_more = False

    @property
    def wanted(self) -> int:
        """How many bytes are missing of the body or chunk that is arriving. They cost no work but a copy."""
        if self._head is None:
            return 0
        return self._chunks.missing if self._chunks else max(self._length - len(self._buffer), 0)

    def feed(self, data: bytes) -> list[HttpRequest]:
        """Take bytes and return complete requests; ``has_more`` is True if there may be others."""
        requests: list[HttpRequest] = []
        if self.error:
            return requests
        self._buffer += data
        self._steps = 0
        try:
            while self._steps < STEPS and self._take_head() and (body := self._take_body()) is not None:
                assert self._head
                requests.append(HttpRequest(*self._head, body))
                self._head = None
        except (TooBig, ZenRequestError) as error:
            self.fail(error)
        self.has_more = self._steps >= STEPS and bool(self._buffer)
        self.held = len(self._buffer) + (len(self._chunks.body) if self._chunks else 0)
        return requests

    def _take_head(self) -> bool:
        """Read the head of the next request. Returns whether it is complete.

        Raises:
            TooBig: It is too long.
            ZenRequestError: It is not a head of HTTP.
        """
        if self._head is not None or not self._buffer:
            return self._head is not None
        end = self._buffer.find(END_OF_HEAD)
        if end > MAX_HEADER or (end < 0 and len(self._buffer) > MAX_HEADER):
            raise TooBig(f"the head of a request has more than {MAX_HEADER} bytes, which is the maximum")
        if end < 0:
            return False
        line, fields = read_head(bytes(self._buffer[:end]))
        del self._buffer[: end + len(END_OF_HEAD)]
        self._steps += 1 + len(fields)
        self._expect_body(fields)
        self._head = line, fields
        return True

    def _expect_body(self, fields: Mapping[bytes, bytes]) -> None:
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
            is_complete = self._chunks.take(self._buffer, STEPS - self._steps)
            self._steps += self._chunks.steps
            if not is_complete:
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
        self.error = without_frames(error)
        self._head, self._chunks, self.held, self.has_more = None, None, 0, False
        self._buffer.clear()

    def size_of(self, request: HttpRequest) -> int:
        """Return how many bytes of JSON a complete request has."""
        return len(request.body)

    def read(self, request: HttpRequest) -> ZenRequest:
        """Parse a complete request. Raises ZenRequestError, for example WebPageRefused."""
        words, fields = request.line.split(), request.fields
        self._refuse_web_page(fields)
        action = words[1].partition(b"?")[0].strip(b"/") if len(words) == 3 else b""
        if not action or (words[0] != b"POST" and not (words[0] == b"GET" and action in PULLS)):
            raise ZenRequestError("a request must be a POST to /push/, /pull/, /push_many/ or /pull_many/")
        call = decode_request(request.body) if request.body else []
        if not isinstance(call, list):
            raise ZenRequestError("the body of a request must be a list: [[args…], {kwargs…}]")
        return request_of(action.decode(errors="replace"), call, keeps_connection(words[2], fields))

    def _refuse_web_page(self, fields: Mapping[bytes, bytes]) -> None:
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
    missing: int
    """How many bytes are missing of the chunk that is arriving."""
    steps: int
    """How many chunks and trailer fields the last ``take`` has read."""

    def __init__(self, max_bytes: int) -> None:
        self.body = bytearray()
        self.missing = self.steps = 0
        self._max_bytes = max_bytes
        self._is_last = False
        self._framing = 0
        """Bytes of the lines between the chunks, or of the trailer fields."""

    def take(self, buffer: bytearray, most: int = sys.maxsize) -> bool:
        """Remove complete chunks, and then trailer fields, from a buffer.

        Args:
            buffer: Begins with a chunk or a trailer field.
            most: The most chunks and trailer fields.

        Returns:
            Whether the body is complete.

        Raises:
            TooBig: The body is too long, or what frames it.
            ZenRequestError: A chunk has no valid length.
        """
        position = self.steps = self.missing = 0
        try:
            while self.steps < most and (end := _line_end(buffer, position)) >= 0:
                self.steps += 1
                self._count_framing(end - position + 2 * len(END))
                if not self._is_last:
                    after = self._take_chunk(buffer, position, end)
                    if after == position:
                        return False
                    position = after
                else:
                    is_empty, position = end == position, end + len(END)
                    if is_empty:
                        return True
            return False
        finally:
            del buffer[:position]

    def _take_chunk(self, buffer: bytearray, position: int, end: int) -> int:
        """Add a chunk to the body.

        Args:
            buffer: What has arrived.
            position: Where the line of the chunk begins.
            end: Where it ends.

        Returns:
            Where the next chunk begins, or ``position`` if the chunk is not complete.
        """
        size = _chunk_size(bytes(buffer[position:end]))
        if len(self.body) + size > self._max_bytes:
            raise TooBig(f"the body of a request exceeds {self._max_bytes} bytes, the maximum")
        start, stop = end + len(END), end + len(END) + size
        if not size:
            self._is_last, self._framing = True, 0
            return start
        self.missing = max(stop + len(END) - len(buffer), 0)
        if self.missing:
            self._framing -= start - position + len(END)  # its line will be read again
            return position
        if buffer[stop : stop + len(END)] != END:
            raise ZenRequestError("a chunk of the request is longer than its length says")
        self.body += buffer[start:stop]
        return stop + len(END)

    def _count_framing(self, count: int) -> None:
        self._framing += count
        if self._framing > (MAX_HEADER if self._is_last else MAX_FRAMING + len(self.body)):
            raise TooBig("the lines between the chunks of a request are too long; send larger chunks")


def _line_end(buffer: bytearray, start: int) -> int:
    """Return where a line ends; -1 if it is not complete. Raises ZenRequestError if it is too long."""
    end = buffer.find(END, start, start + MAX_CHUNK_LINE + len(END))
    if end < 0 and len(buffer) - start > MAX_CHUNK_LINE + 1:
        raise ZenRequestError(f"a line between chunks has more than {MAX_CHUNK_LINE} bytes, the maximum")
    return end


def _chunk_size(line: bytes) -> int:
    text = line.partition(b";")[0].strip()
    if not text or len(text) > 15 or text.strip(b"0123456789abcdefABCDEF"):
        raise ZenRequestError("a chunk of the request has no valid length")
    return int(text, 16)


def keeps_connection(version: bytes, fields: Mapping[bytes, bytes]) -> bool:
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
    """Return the header fields of a reply, with names in lower case."""
    pairs = (line.partition(b":") for line in head.split(END)[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def read_head(head: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Return the first line and the header fields of a request, with names in lower case.

    Raises:
        ZenRequestError: There are too many fields, or two parsers could understand them differently.
    """
    if head.count(END) > MAX_FIELDS:
        raise ZenRequestError(f"the request has more than {MAX_FIELDS} header fields, which is the maximum")
    line, *lines = head.split(END)
    if head.count(b"\r") + head.count(b"\n") > 2 * len(lines):
        raise ZenRequestError("a header field of the request contains a line end")
    fields: dict[bytes, bytes] = {}
    for each in lines:
        name, colon, value = each.partition(b":")
        name = name.lower()
        if not colon or not _NAME.fullmatch(name):
            raise ZenRequestError("a header field of the request has no valid name")
        if name in fields and name in _SINGLE:
            raise ZenRequestError(f"the request has several header fields {name.decode()}; send one")
        known = fields.get(name)
        fields[name] = value.strip() if known is None else known + b", " + value.strip()
    return line, fields


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
