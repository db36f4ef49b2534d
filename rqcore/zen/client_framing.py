# SPDX-License-Identifier: MIT
"""How calls and replies of a ZenQueue client travel: in lines, or in HTTP."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from rqcore.errors import BadCall, ProtocolError
from rqcore.zen.zen_protocol import HTTP_PORT, MAX_HEADER, TCP_PORT, encode, headers

ReadSteps = Generator[int, bytes, bytes]
"""Yields how many bytes to read, 0 for a line; is sent these bytes; returns the reply."""


class ClientFraming:
    """Makes requests and finds the replies to them."""

    def __init__(self, host: str, port: int | None, mode: str) -> None:
        """Choose a framing; this connects to nothing.

        Args:
            host: The host of the server.
            port: The port of the server; None for that of the mode.
            mode: "tcp" for lines, or "http".

        Raises:
            BadCall: There is no such mode.
        """
        if mode not in ("tcp", "http"):
            raise BadCall(f'mode is "tcp" or "http", not {mode!r}')
        self.is_http = mode == "http"
        self.host = host
        self.port = port or (HTTP_PORT if self.is_http else TCP_PORT)
        self.address = f"{host}:{self.port}"

    def request(self, action: str, *args: Any) -> bytes:
        """Return the bytes of a request. Raises ZenRequestError if JSON cannot express an argument."""
        if not self.is_http:
            return encode([action, args]) + b"\r\n"
        body = encode([args])
        head = f"POST /{action}/ HTTP/1.1\r\nHost: {self.address}\r\nContent-Type: application/json\r\n"
        return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body

    def read_steps(self) -> ReadSteps:
        """Say what to read until a reply is complete. Raises ProtocolError."""
        if not self.is_http:
            return (yield 0)
        head = b""
        while not head.endswith(b"\r\n\r\n") and len(head) < MAX_HEADER:
            head += yield 0
        length = headers(head).get(b"content-length", b"")
        if not length.isdigit():
            raise ProtocolError(f"{self.address} did not answer as a ZenQueue server does: {head[:80]!r}")
        return (yield int(length))
