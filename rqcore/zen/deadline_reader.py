# SPDX-License-Identifier: MIT
"""Reads from a socket within one deadline, however many reads and signals there are."""

from __future__ import annotations

import io
import socket
import time
from typing import Any

from rqcore.protocol.timeouts import SLOWEST_TRANSFER


class DeadlineReader(io.RawIOBase):
    """A socket as a stream without a buffer.

    Args:
        sock: A connected socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._socket = sock
        self._deadline: float | None = None

    def start(self, timeout: float | None) -> None:
        """Begin an exchange that may take ``timeout`` seconds; None means no limit."""
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._socket.settimeout(timeout)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer. Raises TimeoutError after the deadline, which large replies put off."""
        if self._deadline is None:
            return self._socket.recv_into(buffer)
        self._socket.settimeout(max(self._deadline - time.monotonic(), 0.001))
        count = self._socket.recv_into(buffer)
        self._deadline += count / SLOWEST_TRANSFER
        return count
