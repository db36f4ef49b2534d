# SPDX-License-Identifier: MIT
"""A record: changes that are written together, in parts of bounded size, each of which is a row of the file.

The event loop never copies a large payload: a record refers to it, and the thread that writes the record
packs one part after the other. A change that does not fit into one part is cut into PIECEs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from rqcore.controller.storage.change_format import (
    CHECKSUM_BYTES,
    Change,
    pack_mark,
    pack_piece,
    pack_record,
)

MOST_BYTES = 4 << 20
"""The most bytes of changes in one part. SQLite's module copies it while it keeps Python's lock: 2 ms."""
_CONTINUED = pack_mark(Change.CONTINUED, 0)

Piece = bytes | memoryview
"""Some bytes of a change."""


class Record(NamedTuple):
    """Changes that are written together."""

    number: int
    """Consecutive; the key of the first part in the file."""
    parts: Sequence[Sequence[Piece]]
    """The changes of each part; no parts if the calls only wait for the records before."""
    waiting: list[Any]
    """The calls that wait for the record, as ``commits`` describes them."""
    held_bytes: int = 0
    """The memory that is counted for the changes."""
    pages: Sequence[Any] = ()
    """The pages that are written with it, as ``journal_pages`` describes them."""

    def rows(self) -> Iterator[bytes]:
        """Pack one part after the other. They get consecutive numbers, and are written in one transaction."""
        return map(pack_record, self.parts)

    def page_rows(self) -> Iterator[tuple[int, bytes]]:
        """Pack the rows of the pages, one after the other. They are written in the same transaction."""
        return chain.from_iterable(page.rows() for page in self.pages)

    def followed_by(self, other: Record) -> Record:
        """Return this record with the next one as further parts, so that both are written or neither."""
        self.waiting.extend(other.waiting)
        parts, pages = [*self.parts, *other.parts], [*self.pages, *other.pages]
        return self._replace(parts=parts, held_bytes=self.held_bytes + other.held_bytes, pages=pages)


class RecordParts:
    """The changes of a record that is not complete yet, in order."""

    __slots__ = ("_ended_bytes", "_last", "_left", "parts")

    def __init__(self) -> None:
        """Start without changes."""
        self.parts: list[list[Piece]] = []
        self._last: list[Piece] = []
        """The last part."""
        self._left = -1
        """The bytes that fit into the last part; -1 if there is none."""
        self._ended_bytes = -1
        """The bytes of all parts, as if the last one was full."""

    @property
    def size(self) -> int:
        """The bytes of all parts when they are packed."""
        return self._ended_bytes - self._left

    def add(self, pieces: Sequence[bytes], size: int) -> None:
        """Add a change, or several. ``pieces``: their bytes, of which there are ``size``."""
        if size > self._left:
            self._begin_part()
            if size > MOST_BYTES:
                self._add_cut(pieces, size)
                return
        self._last.extend(pieces)
        self._left -= size

    def add_all(self, changes: list[bytes]) -> int:
        """Add changes that have one piece each. Returns their bytes."""
        size = sum(map(len, changes))
        if size <= self._left:
            self._last += changes
            self._left -= size
        else:
            for change in changes:
                self.add((change,), len(change))
        return size

    def _begin_part(self) -> None:
        mark = [_CONTINUED] if self.parts else []
        self._ended_bytes += CHECKSUM_BYTES + sum(map(len, mark)) + MOST_BYTES - self._left
        self._left = MOST_BYTES
        self._last = [*mark]
        self.parts.append(self._last)

    def _add_cut(self, pieces: Sequence[bytes], size: int) -> None:
        """Add changes that do not fit into a part. The last part is empty."""
        last = (size - 1) // MOST_BYTES
        for at, some in enumerate(_cut(pieces)):
            if at:
                self._begin_part()
            head = pack_piece(at, last - at)
            self._last += [head, *some]
            self._ended_bytes += len(head)
            self._left -= sum(map(len, some))
        self._ended_bytes -= self._left
        self._left = 0


def _cut(pieces: Sequence[bytes]) -> Iterator[list[memoryview]]:
    """Yield all bytes of some pieces, ``MOST_BYTES`` at a time, without a copy."""
    part: list[memoryview] = []
    left = MOST_BYTES
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            part.append(rest[:left])
            rest, left = rest[left:], left - len(part[-1])
            if not left:
                yield part
                part, left = [], MOST_BYTES
    if part:
        yield part
