# SPDX-License-Identifier: MIT
"""The requests and replies of a ZenQueue client as bytes: in lines, or in HTTP."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from rqcore.argument_checks import check_text, shown, whole_number
from rqcore.errors import BadCall, ProtocolError, TooBig, ZenRequestError
from rqcore.zen.http_framing import MAX_HEADER, ChunkedBody, headers, keeps_connection
from rqcore.zen.zen_protocol import HTTP_PORT, TCP_PORT, encode

MAX_REPLY = 1 << 30
"""Maximum length of a reply in bytes."""

REST = -1
"""Instead of a number of bytes: read until the server closes the connection."""
ReadSteps = Generator[int, bytes, bytes]
"""Yields how many bytes to read, 0 for a line, or REST; receives these bytes; returns the reply."""


class ClientFraming:
    """Encodes requests, and reads replies.

    Args:
        host: The host of the server.
        port: The port of the server; None means the default of the mode.
        mode: "tcp" for lines, or "http".

    Raises:
        BadCall: There is no such mode.
    """

    is_http: bool
    host: str
    port: int
    address: str
    """Host and port, as in ``127.0.0.1:3000``."""
    keeps_connection: bool
    """Whether the server keeps the connection open after its last reply."""

    def __init__(self, host: str, port: int | None, mode: str) -> None:
        check_text("host", host)
        if mode not in ("tcp", "http"):
            raise BadCall(f'there is no mode {shown(mode)}; write "tcp" or "http"')
        self.is_http = mode == "http"
        self.host = host
        usual = HTTP_PORT if self.is_http else TCP_PORT
        self.port = usual if port is None else whole_number("port", port, 0, 65535) or usual
        self.address = f"{host}:{self.port}"
        self.keeps_connection = True

    def request(self, action: str, *args: Any) -> bytes:
        """Encode a request. Raises ZenRequestError if JSON cannot express an argument."""
        if not self.is_http:
            return encode([action, args]) + b"\r\n"
        body = encode([args])
        head = f"POST /{action}/ HTTP/1.1\r\nHost: {self.address}\r\nContent-Type: application/json\r\n"
        return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body

    def read_steps(self) -> ReadSteps:
        """Yield how much to read until a reply is complete, and return it. Raises ProtocolError."""
        if not self.is_http:
            return (yield 0)
        head = b""
        while not head.endswith(b"\r\n\r\n") and len(head) < MAX_HEADER:
            head += yield 0
        version, fields = head[: len(b"HTTP/1.1")], headers(head)
        length = fields.get(b"content-length")
        self.keeps_connection = keeps_connection(version, fields)
        if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
            return (yield from self._read_chunks())
        is_length = length is None or (length.isdigit() and len(length) <= 18)
        if not version.startswith(b"HTTP/") or not is_length:
            shown = head[:80].decode(errors="backslashreplace")
            raise ProtocolError(f"{self.address} is not a ZenQueue server: it replied {shown!r}")
        if length is None:
            self.keeps_connection = False
            return (yield REST)
        return (yield int(length)) if int(length) else b""

    def _read_chunks(self) -> ReadSteps:
        chunks, data = ChunkedBody(MAX_REPLY), bytearray()
        try:
            while not chunks.take(data):
                data += yield 0
        except (TooBig, ZenRequestError) as error:
            raise ProtocolError(f"{self.address} sent a reply in wrong chunks: {error}") from error
        return bytes(chunks.body)
