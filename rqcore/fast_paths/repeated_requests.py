# SPDX-License-Identifier: MIT
"""Requests that a client repeats differ in their last argument only, and that often has the same length.

To recognise such a request costs a third of what parsing it costs. That buys
the rate of single requests, and even more of many that arrive in one chunk.
"""

from __future__ import annotations

from typing import NamedTuple

from rqcore.protocol.request_parser import Request
from rqcore.protocol.resp import CRLF, command

LONGEST = 4096
"""Bytes of the longest request that is remembered."""
LENGTHS = 8
"""Lengths of requests that are remembered at a time: a client puts and gets by turns."""


class _RepeatedRequest(NamedTuple):
    """A request that a client has sent."""

    request: bytes
    head: bytes
    """The bytes in front of its last argument."""
    common: Request
    """All arguments but the last."""
    last: bytes


class RepeatedRequestCache:
    """Remembers requests, one of each length, and recognises similar ones."""

    __slots__ = ("_by_length", "_latest", "common")

    def __init__(self) -> None:
        """Start empty."""
        self.common: Request = []
        """All arguments but the last of the requests that ``last_arguments`` recognised."""
        self._by_length: dict[int, _RepeatedRequest] = {}
        self._latest: _RepeatedRequest | None = None

    def remember(self, requests: list[Request], data: bytes) -> None:
        """Remember the first of these requests, which the parser read from ``data``."""
        request = requests[0]
        if len(requests) > 1:
            data = command(request)
        if len(data) > LONGEST:
            return
        if len(self._by_length) >= LENGTHS:
            self._by_length.clear()
        known = _RepeatedRequest(data, data[: -len(request[-1]) - 2], request[:-1], request[-1])
        self._latest = self._by_length[len(data)] = known

    def clear(self) -> None:
        """Remember nothing."""
        self._by_length.clear()
        self._latest = None

    def last_arguments(self, data: bytes) -> list[bytes] | None:
        """The last argument of each request in ``data``, if all of them are like one that is remembered."""
        known = self._by_length.get(len(data))
        if known and data.startswith(known.head) and data.endswith(CRLF):
            self.common = known.common
            return [data[len(known.head) : -2]]
        return self._many(data, self._latest) if self._latest else None

    def _many(self, data: bytes, known: _RepeatedRequest) -> list[bytes] | None:
        request, head, self.common, last = known
        count, rest = divmod(len(data), len(request))
        if rest or count < 2:
            return None
        if data == request * count:  # as gets are
            return [last] * count
        arguments = [data[at : at + len(last)] for at in range(len(head), len(data), len(request))]
        return arguments if data == head + (CRLF + head).join(arguments) + CRLF else None
