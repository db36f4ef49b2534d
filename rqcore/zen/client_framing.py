# SPDX-License-Identifier: MIT
"""The requests and replies of a ZenQueue client as bytes: in lines, or in HTTP."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from rqcore.errors import BadCall, ProtocolError
from rqcore.zen.zen_protocol import HTTP_PORT, MAX_HEADER, TCP_PORT, encode, headers

ReadSteps = Generator[int, bytes, bytes]
"""Yields how many bytes to read, 0 for a line; receives these bytes; returns the reply."""


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

    def __init__(self, host: str, port: int | None, mode: str) -> None:
        if mode not in ("tcp", "http"):
            raise BadCall(f'there is no mode {mode!r}; write "tcp" or "http"')
        self.is_http = mode == "http"
        self.host = host
        self.port = port or (HTTP_PORT if self.is_http else TCP_PORT)
        self.address = f"{host}:{self.port}"

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
        length = headers(head).get(b"content-length", b"")
        if not length.isdigit():
            shown = head[:80].decode(errors="backslashreplace")
            raise ProtocolError(f"{self.address} is not a ZenQueue server: it replied {shown!r}")
        return (yield int(length))
