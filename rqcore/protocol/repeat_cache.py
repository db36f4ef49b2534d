# SPDX-License-Identifier: MIT
"""What a client says again and again differs in its last word only, and that has often the same length.

To recognise it costs a third of what it costs to read it: that buys the rate
of single requests, and more so of many that come in one chunk.
"""

from __future__ import annotations

from typing import NamedTuple

from rqcore.protocol.resp import CRLF, command

Request = list[bytes]

LONGEST = 4096
"""Bytes of a request that is worth remembering."""
LENGTHS = 8
"""Of requests that are remembered at a time: a client puts and gets by turns."""


class _RepeatedRequest(NamedTuple):
    """A request that came."""

    request: bytes
    head: bytes
    """The bytes in front of its last word."""
    words: Request
    """All but the last."""
    last: bytes


class RepeatedRequestCache:
    """Remembers requests, one of each length, and finds their like."""

    __slots__ = ("_known", "_latest", "words")

    def __init__(self) -> None:
        self.words: Request = []
        """All words but the last of the requests that were found."""
        self._known: dict[int, _RepeatedRequest] = {}
        """By length."""
        self._latest: _RepeatedRequest | None = None

    def remember(self, requests: list[Request], data: bytes) -> None:
        """The first of these requests, which were read from ``data``."""
        first = requests[0]
        if len(requests) > 1:
            data = command(first)
        if len(data) > LONGEST:
            return
        if len(self._known) >= LENGTHS:
            self._known.clear()
        known = _RepeatedRequest(data, data[: -len(first[-1]) - 2], first[:-1], first[-1])
        self._latest = self._known[len(data)] = known

    def forget(self) -> None:
        self._known.clear()
        self._latest = None

    def last_words(self, data: bytes) -> list[bytes] | None:
        """The last word of each request in ``data``, if all of them are like one that is remembered."""
        known = self._known.get(len(data))
        if known and data.startswith(known.head) and data.endswith(CRLF):
            self.words = known.words
            return [data[len(known.head) : -2]]
        return self._many(data, self._latest) if self._latest else None

    def _many(self, data: bytes, known: _RepeatedRequest) -> list[bytes] | None:
        request, head, self.words, last = known
        count, rest = divmod(len(data), len(request))
        if rest or count < 2:
            return None
        if data == request * count:  # as gets are
            return [last] * count
        words = [data[at : at + len(last)] for at in range(len(head), len(data), len(request))]
        return words if data == head + (CRLF + head).join(words) + CRLF else None
