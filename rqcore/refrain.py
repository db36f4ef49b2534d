# SPDX-License-Identifier: MIT
"""What a client says again and again differs in its last word only, and that has often the same length.

To recognise it costs a third of what it costs to read it: that buys the rate
of single requests, and more so of many that come in one chunk.
"""

from __future__ import annotations

from rqcore.resp import CRLF, command

Request = list[bytes]

LONGEST = 4096
"""Bytes of a request that is worth remembering."""


class Refrain:
    """Remembers a request, and finds its like."""

    __slots__ = ("_head", "_last", "_request", "words")

    def __init__(self) -> None:
        self.words: Request = []
        """All but the last."""
        self._last = b""
        self._head = b""
        """The bytes in front of the last word."""
        self._request = b""
        """All bytes; none when nothing is remembered."""

    def remember(self, requests: list[Request], data: bytes) -> None:
        """The first of these requests, which were read from ``data``."""
        first = requests[0]
        if len(requests) > 1:
            data = command(first)
        if len(data) > LONGEST:
            self.forget()
            return
        self._request = data
        self._last = first[-1]
        self._head = data[: -len(self._last) - 2]
        self.words = first[:-1]

    def forget(self) -> None:
        self._request = b""

    def last_words(self, data: bytes) -> list[bytes] | None:
        """The last word of each request in ``data``, if all of them are like the one that is remembered."""
        request, size = self._request, len(data)
        if not request or not data or size % len(request):
            return None
        count = size // len(request)
        if data == request * count:  # as gets are
            return [self._last] * count
        head, start = self._head, len(self._head)
        if count == 1:
            return [data[start:-2]] if data.startswith(head) and data.endswith(CRLF) else None
        length = len(self._last)
        words = [data[at : at + length] for at in range(start, size, len(request))]
        return words if data == head + (CRLF + head).join(words) + CRLF else None
