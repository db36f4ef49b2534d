# SPDX-License-Identifier: MIT
"""Values of calls that do much work: made in slices, so that other clients are served in between.

The handler of such a call returns ``BLOCKED`` and leaves one of these in ``client.slices``. The session makes
one slice in each turn of the event loop.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SLICE_ITEMS = 500
"""The items of a queue, or other members of a list, in one slice."""
SLICE_BYTES = 512 * 1024
"""A slice ends with the item that brings it to this size."""


WHOLE_PAYLOAD = 1 << 20
"""The most bytes of a payload that are sent in one turn. To copy 60 MB takes 50 ms."""


class LargePayload(Exception):
    """The payload of a reply is so large that the reply must be made in parts.

    Args:
        size: The bytes of the payload.
    """

    def __init__(self, size: int) -> None:
        """Set the size."""
        super().__init__(size)
        self.size: int = size


@dataclass(slots=True)
class SlicedList:
    """A long list, whose members are sent as they are made."""

    count: int
    """The number of all members. It must be known with the first slice that is not empty."""
    slices: Iterator[Sequence[Any]]
    """The members. A slice can be empty."""
    kept_bytes: int = 1
    """Bytes that the members keep in memory. At least 1."""
    taken: Sequence[Any] = ()
    """All members, if they are items that the call took."""


@dataclass(slots=True)
class SlicedWork:
    """A value that is known when the work is done. The generator yields after each slice and returns it."""

    steps: Generator[None, None, Any]
    kept_bytes: int = 1
    """Bytes that the work keeps in memory. At least 1."""


class PostponedRequest:
    """The value of a request that must be executed again, in a later turn of the event loop."""


POSTPONED = PostponedRequest()
"""The only instance."""
Slices = SlicedList | SlicedWork
"""What is made in several turns."""


def finish(steps: Generator[None, None, Any]) -> Any:
    """Do work of which little is left in one step. Returns its value."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def in_turns(steps: Generator[int, None, Any], most: int) -> Generator[None, None, Any]:
    """Combine small steps of work to slices.

    Args:
        steps: Yields the work of each step, in units of about a microsecond, and returns a value.
        most: The work of a slice.

    Returns:
        The value.
    """
    work = 0
    while True:
        try:
            work += next(steps)
        except StopIteration as end:
            return end.value
        if work >= most:
            work = 0
            yield


def sliced(members: Sequence[Any], size: int = SLICE_ITEMS) -> Iterator[Sequence[Any]]:
    """Yield the members of a sequence in slices of ``size``."""
    for start in range(0, len(members), size):
        yield members[start : start + size]


def sliced_by_size(items: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield items in slices of about ``SLICE_BYTES`` of payloads. An item that must be split is alone."""
    for part in sliced(items):
        at = size = 0
        for end, item in enumerate(part, 1):
            if len(item.payload) > WHOLE_PAYLOAD and at < end - 1:
                yield list(part[at : end - 1])
                at = end - 1
            size += len(item.payload)
            if size >= SLICE_BYTES:
                yield list(part[at:end])
                at, size = end, 0
        if at < len(part):
            yield list(part[at:])


def split(head: bytes, data: bytes, tail: bytes) -> Iterator[bytes]:
    """Yield a payload in parts of ``WHOLE_PAYLOAD``, with the bytes in front of it and behind it."""
    size = WHOLE_PAYLOAD - len(head) - len(tail)
    last = max(len(data) - 1, 0) // size * size
    for start in range(0, last, size):
        yield head + data[start : start + size]
        head = b""
    yield b"".join((head, memoryview(data)[last:], tail))


def joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield encoded parts in order, joined to slices of about ``SLICE_BYTES``."""
    group: list[bytes] = []
    size = 0
    for part in parts:
        group.append(part)
        size += len(part)
        if size >= SLICE_BYTES:
            yield b"".join(group)
            group, size = [], 0
    if group:
        yield b"".join(group)
