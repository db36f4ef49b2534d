# SPDX-License-Identifier: MIT
"""The bytes of a journal: what each change is packed to, and how a record is checked and read.

A record is the CRC-32 of its changes, and the changes one after the other. Numbers are little-endian. A
change begins with one byte, its kind, and the number that the journal has given to the queue::

    PUT        item, position, codec, deliveries, bytes of key and payload; then the key and the payload
    RUN        first item, first position, codec, count; then the size of each payload, and all payloads
    TAKEN      count; then the number of each item
    FIGURES    puts, gets, unfinished items, flags, dead items: the state of the queue, replacing an earlier
    CREATED    bytes; then a JSON object with what the queue was created with
    PURGED     all items are gone
    CLOSED     the queue is gone
    NUMBER     a number that no item exceeds; for no queue
    COPY       as PUT, and COPY_RUN as RUN: a copy that replaces the item when the queue is CHECKED
    CHECKED    all items of the queue have been copied; see ``checkpoint``
    SESSION    bytes; then a JSON object, as ``saved_sessions`` describes it; for no queue; behind all others
    KEPT       as PUT: a copy of an item that is in no queue, for the changes that follow in the record
    ABSENT     as ``Absence``: an item is leased or delayed, also again; its position is kept
    RESTORED   item, deliveries, place, number: the item is in the queue again, or has another place in it, as
               ``RestoredTo`` says
    FINISHED   item: it was absent, and has left for good
    CONTINUED  the record is a further part of the one in front of it; for no queue
    PAGED      as ``Page``: a page of items that are in the file; those that were in memory are TAKEN
    OPENED     as PAGED: its items are in the queue, as if the record had them
    PIECE      how many pieces are in front of it and behind it; the rest of the record is a piece of changes
               that are too large for one part, and can be read when all pieces are joined; for no queue

Items come out in the order of their positions, of a LIFO queue the highest first; in a priority queue the
positions order equal priorities. Items with a negative position were put in front of all others.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, repeat
from struct import Struct, pack, unpack_from
from struct import error as StructError
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from rqcore.codec import Codec
from rqcore.controller.items import Item, are_consecutive
from rqcore.controller.paged_store import Page
from rqcore.errors import ControllerError
from rqcore.protocol.priority_keys import ZERO_KEY
from rqcore.protocol.spool_api import Content


class Change(enum.IntEnum):
    """The kind of a change, as its first byte."""

    PUT = 1
    RUN = 2
    TAKEN = 3
    FIGURES = 4
    CREATED = 5
    PURGED = 6
    CLOSED = 7
    NUMBER = 8
    COPY = 9
    COPY_RUN = 10
    CHECKED = 11
    SESSION = 12
    KEPT = 13
    ABSENT = 14
    RESTORED = 15
    FINISHED = 16
    CONTINUED = 17
    PIECE = 18
    PAGED = 19
    OPENED = 20


class Flag(enum.IntFlag):
    """The flags of FIGURES."""

    SHUT_DOWN = 1
    EMPTIED = 2
    HEAD_IS_LEFT = 4


class RestoredTo(enum.IntEnum):
    """What the number of RESTORED is."""

    ITS_NUMBER = 0
    """Nothing: the item is in front of the items with higher numbers. Older versions wrote it."""
    POSITION = 1
    """The position of the item."""
    IN_FRONT_OF = 2
    """The number of the item that follows it."""


class DamagedRecord(Exception):
    """A record is not what was written."""


class Figures(NamedTuple):
    """The state of a queue beside its items."""

    puts: int
    gets: int
    unfinished: int
    flags: int
    dead: int = 0


class Absence(NamedTuple):
    """An item of a queue is not in it for some time."""

    item: int
    """The number of the item."""
    deliveries: int
    deadline_ns: int
    """When it returns, in ns since 1970."""
    entry: int
    """The number of the lease, or of the delayed item."""
    seconds_ns: int
    """How long the lease lasts, in ns; 0 for a delayed item."""
    token: bytes
    """The session of the client that has it, as 16 bytes; zeros without one."""


LARGE = 64 * 1024
"""The bytes of payloads from which on they are not copied into their change, but are pieces of it."""
MALFORMED = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What is raised where a value of a record has another form than one that was written."""
_CHECKSUM = Struct("<I")
CHECKSUM_BYTES = _CHECKSUM.size
"""The bytes of a record beside its changes."""
_HEAD = Struct("<BI")
_PUT = Struct("<BIQqBIII")
_RUN = Struct("<BIQqBI")
_COUNTED = Struct("<BII")
_FIGURES = Struct("<BIQQQBQ")
_ABSENT = Struct("<BIQIqQQ16s")
_RESTORED = Struct("<BIQIBq")
_NUMBER = Struct("<BIQ")
_PIECE = Struct("<BIII")
_PAGE = Struct("<BIQIqIQQQ")
_CODECS = {int(codec): codec for codec in Codec}
_HEAD_SIZE, _PUT_SIZE, _RUN_SIZE = _HEAD.size, _PUT.size, _RUN.size
_COUNTED_SIZE, _FIGURES_SIZE, _NUMBER_SIZE = _COUNTED.size, _FIGURES.size, _NUMBER.size


def pack_record(changes: Iterable[bytes | memoryview]) -> bytes:
    """Join changes, or pieces of them, to a record. Python's lock is free while much is joined."""
    data = b"".join(changes)
    return b"".join((_CHECKSUM.pack(crc32(data)), data))


def join_small(pieces: list[bytes]) -> list[bytes]:
    """Join pieces of changes to one piece, if that copies little."""
    return pieces if sum(map(len, pieces)) > LARGE else [b"".join(pieces)]


def is_continued(record: bytes) -> bool:
    """Return whether a record is a further part of the one in front of it."""
    return record[_CHECKSUM.size : _CHECKSUM.size + 1] == bytes((Change.CONTINUED,))


def pack_put(queue: int, item: Item, position: int, is_copy: bool = False) -> list[bytes]:
    """Pack an item that was put at a position. Returns the change in pieces, without a large copy."""
    return _pack_item(Change.COPY if is_copy else Change.PUT, queue, item, position)


def _pack_item(change: Change, queue: int, item: Item, position: int) -> list[bytes]:
    number, codec, payload, key, deliveries = item
    data = payload if type(payload) is bytes else _bytes_of(payload)
    head = _PUT.pack(change, queue, number, position, codec, deliveries, len(key), len(data))
    return [head + key, data] if len(data) > LARGE else [b"".join((head, key, data))]


def pack_kept(queue: int, item: Item, position: int = 0) -> list[bytes]:
    """Pack an item that a session keeps, or that is absent. Returns the change in pieces."""
    return _pack_item(Change.KEPT, queue, item, position)


def pack_absent(queue: int, absence: Absence) -> bytes:
    """Pack that an item is leased or delayed."""
    return _ABSENT.pack(Change.ABSENT, queue, *absence)


def pack_restored(queue: int, item: Item, place: RestoredTo, number: int) -> bytes:
    """Pack that an absent item is in its queue again, or has another place in it."""
    return _RESTORED.pack(Change.RESTORED, queue, item.number, item.deliveries, place, number)


def pack_finished(queue: int, number: int) -> bytes:
    """Pack that an absent item is finished, or has gone to another queue."""
    return _NUMBER.pack(Change.FINISHED, queue, number)


def pack_session(session: dict[str, Any]) -> bytes:
    """Pack what is saved of a session."""
    return _pack_object(Change.SESSION, 0, session)


def _pack_object(change: Change, queue: int, value: dict[str, Any]) -> bytes:
    data = json.dumps(value).encode()
    return _COUNTED.pack(change, queue, len(data)) + data


def pack_puts(queue: int, items: Sequence[Item], position: int, is_copy: bool = False) -> list[bytes]:
    """Pack items at consecutive positions, those that are alike as runs.

    Args:
        queue: The queue.
        items: At least one item.
        position: The position of the first.
        is_copy: Pack copies.

    Returns:
        The changes in pieces, without a large copy.
    """
    packed: list[bytes] = []
    start = 0
    if _are_a_run(items):
        return join_small(_pack_run(queue, items, position, is_copy))
    for end in range(1, len(items) + 1):
        if end < len(items) and _continues(items[end - 1], items[end]):
            continue
        if end - start == 1:
            packed += pack_put(queue, items[start], position + start, is_copy)
        else:
            packed += _pack_run(queue, items[start:end], position + start, is_copy)
        start = end
    return join_small(packed)


def _are_a_run(items: Sequence[Item]) -> bool:
    """Return whether all items are in one run, in a third of the time that ``_continues`` needs for each."""
    if len(items) < 2 or items[-1].number - items[0].number != len(items) - 1:
        return False
    _, codecs, _, keys, deliveries = zip(*items, strict=True)
    are_plain = keys.count(ZERO_KEY) == len(items) and not any(deliveries)
    return are_plain and codecs.count(codecs[0]) == len(items) and are_consecutive(items)


def _continues(item: Item, other: Item) -> bool:
    """Return whether an item can be in a run behind another one."""
    is_plain = other[3] == ZERO_KEY == item[3] and not (other[4] or item[4])
    return is_plain and other[0] == item[0] + 1 and other[1] == item[1]


def _pack_run(queue: int, items: Sequence[Item], position: int, is_copy: bool) -> list[bytes]:
    first, count = items[0], len(items)
    payloads = [_bytes_of(item.payload) for item in items]
    change = Change.COPY_RUN if is_copy else Change.RUN
    head = _RUN.pack(change, queue, first.number, position, first.codec, count)
    return [head + pack(f"<{count}I", *map(len, payloads)), *payloads]


def _bytes_of(payload: Content) -> bytes:
    """Return the bytes of a payload; none if its file is lost, as a get will report."""
    if isinstance(payload, bytes):
        return payload
    try:
        return payload.read()
    except ControllerError:
        return b""


def pack_taken(queue: int, numbers: Sequence[int]) -> bytes:
    """Pack the numbers of items that have left a queue."""
    count = len(numbers)
    return _COUNTED.pack(Change.TAKEN, queue, count) + pack(f"<{count}Q", *numbers)


def pack_figures(queue: int, figures: Figures) -> bytes:
    """Pack the state of a queue."""
    return _FIGURES.pack(Change.FIGURES, queue, *figures)


def pack_created(queue: int, definition: dict[str, Any]) -> bytes:
    """Pack what a queue was created with."""
    return _pack_object(Change.CREATED, queue, definition)


def pack_mark(change: Change, queue: int) -> bytes:
    """Pack a change that needs only its queue: PURGED, CLOSED, CHECKED or CONTINUED."""
    return _HEAD.pack(change, queue)


def pack_number(number: int) -> bytes:
    """Pack a number that no item exceeds."""
    return _NUMBER.pack(Change.NUMBER, 0, number)


def pack_page(change: Change, page: Page) -> bytes:
    """Pack PAGED or OPENED."""
    place = page.queue, page.number, page.rows, page.position
    return _PAGE.pack(change, *place, page.count, page.bytes, page.first, page.last_item)


def pack_piece(before: int, behind: int) -> bytes:
    """Pack that a piece of changes follows. ``before``, ``behind``: how many other pieces there are."""
    return _PIECE.pack(Change.PIECE, 0, before, behind)


class ChangeReader(Protocol):
    """Receives the changes of a record, in order. ``queue`` is the number of a queue in the journal."""

    def put(self, queue: int, position: int, item: Item, is_copy: bool) -> None:
        """Add an item at a position."""

    def put_run(self, queue: int, position: int, items: list[Item], is_copy: bool) -> None:
        """Add items at consecutive positions."""

    def take(self, queue: int, numbers: Sequence[int]) -> None:
        """Remove the items with these numbers."""

    def set_figures(self, queue: int, figures: Figures) -> None:
        """Replace the state of a queue."""

    def create(self, queue: int, definition: dict[str, Any]) -> None:
        """Add a queue, or repeat what it was created with."""

    def mark(self, change: Change, queue: int) -> None:
        """Carry out PURGED, CLOSED, CHECKED or CONTINUED."""

    def set_number(self, number: int) -> None:
        """Learn a number that no item exceeds."""

    def keep(self, queue: int, position: int, item: Item) -> None:
        """Learn an item that a session keeps, or that is absent."""

    def set_absent(self, queue: int, absence: Absence) -> None:
        """Lease or delay an item."""

    def restore(self, queue: int, item: int, deliveries: int, place: RestoredTo, number: int) -> None:
        """Put an absent item into its queue, or another item to another place in it."""

    def finish(self, queue: int, number: int) -> None:
        """Remove an absent item."""

    def add_page(self, page: Page) -> None:
        """Learn a page of a queue, perhaps again."""

    def open_page(self, page: Page) -> None:
        """Add the items of a page to its queue, and remove the page."""

    def set_session(self, session: dict[str, Any]) -> None:
        """Replace what is saved of a session."""

    def join_piece(self, piece: bytes, before: int, behind: int) -> bytes:
        """Learn a piece of changes. Returns the changes when all pieces are there, otherwise nothing."""


def read_record(record: bytes, reader: ChangeReader) -> None:
    """Pass the changes of a record to a reader.

    Raises:
        DamagedRecord: The record was changed, or a newer version wrote it.
    """
    if len(record) < _CHECKSUM.size or _CHECKSUM.unpack_from(record)[0] != crc32(record[_CHECKSUM.size :]):
        raise DamagedRecord("its checksum is wrong")
    try:
        _read_changes(record, _CHECKSUM.size, reader)
    except (StructError, *MALFORMED) as error:
        raise DamagedRecord(f"it has an unknown change: {error}") from error


def _read_changes(record: bytes, at: int, reader: ChangeReader) -> None:
    end = len(record)
    while at < end:
        at = _READERS[record[at]](record, at, reader)


def _read_put(record: bytes, at: int, reader: ChangeReader) -> int:
    change, queue, number, position, codec, deliveries, key_bytes, size = _PUT.unpack_from(record, at)
    start = at + _PUT_SIZE + key_bytes
    key = record[at + _PUT_SIZE : start]
    payload = record[start : start + size]
    item = Item(number, _CODECS[codec], payload, ZERO_KEY if key == ZERO_KEY else key, deliveries)
    if change == Change.KEPT:
        reader.keep(queue, position, item)
    else:
        reader.put(queue, position, item, change == Change.COPY)
    return int(start + size)


def _read_run(record: bytes, at: int, reader: ChangeReader) -> int:
    change, queue, number, position, codec, count = _RUN.unpack_from(record, at)
    start = at + _RUN_SIZE + 4 * count
    ends = list(accumulate(unpack_from(f"<{count}I", record, at + _RUN_SIZE), initial=start))
    payloads = map(record.__getitem__, map(slice, ends, ends[1:]))
    fields = zip(range(number, number + count), repeat(_CODECS[codec]), payloads, repeat(ZERO_KEY), repeat(0))
    reader.put_run(queue, position, list(map(tuple.__new__, repeat(Item), fields)), change == Change.COPY_RUN)
    return int(ends[-1])


def _read_taken(record: bytes, at: int, reader: ChangeReader) -> int:
    _, queue, count = _COUNTED.unpack_from(record, at)
    reader.take(queue, unpack_from(f"<{count}Q", record, at + _COUNTED_SIZE))
    return int(at + _COUNTED_SIZE + 8 * count)


def _read_figures(record: bytes, at: int, reader: ChangeReader) -> int:
    _, queue, *values = _FIGURES.unpack_from(record, at)
    if max(values) >> 63:  # more than a reply can have
        raise OverflowError(max(values))
    reader.set_figures(queue, Figures(*values))
    return at + _FIGURES_SIZE


def _read_created(record: bytes, at: int, reader: ChangeReader) -> int:
    queue, definition, end = _read_object(record, at)
    reader.create(queue, definition)
    return end


def _read_session(record: bytes, at: int, reader: ChangeReader) -> int:
    _, session, end = _read_object(record, at)
    reader.set_session(session)
    return end


def _read_object(record: bytes, at: int) -> tuple[int, dict[str, Any], int]:
    """Return the queue of a change, its JSON object, and where the next change begins."""
    _, queue, size = _COUNTED.unpack_from(record, at)
    start = at + _COUNTED_SIZE
    return queue, json.loads(record[start : start + size]), start + size


def _read_mark(record: bytes, at: int, reader: ChangeReader) -> int:
    change, queue = _HEAD.unpack_from(record, at)
    reader.mark(Change(change), queue)
    return at + _HEAD_SIZE


def _read_absent(record: bytes, at: int, reader: ChangeReader) -> int:
    _, queue, *values = _ABSENT.unpack_from(record, at)
    reader.set_absent(queue, Absence(*values))
    return at + _ABSENT.size


def _read_restored(record: bytes, at: int, reader: ChangeReader) -> int:
    _, queue, item, deliveries, place, number = _RESTORED.unpack_from(record, at)
    reader.restore(queue, item, deliveries, RestoredTo(place), number)
    return at + _RESTORED.size


def _read_finished(record: bytes, at: int, reader: ChangeReader) -> int:
    _, queue, number = _NUMBER.unpack_from(record, at)
    reader.finish(queue, number)
    return at + _NUMBER_SIZE


def _read_number(record: bytes, at: int, reader: ChangeReader) -> int:
    reader.set_number(_NUMBER.unpack_from(record, at)[2])
    return at + _NUMBER_SIZE


def _read_page(record: bytes, at: int, reader: ChangeReader) -> int:
    change, *values = _PAGE.unpack_from(record, at)
    (reader.add_page if change == Change.PAGED else reader.open_page)(Page(*values))
    return at + _PAGE.size


def _read_piece(record: bytes, at: int, reader: ChangeReader) -> int:
    _, _, before, behind = _PIECE.unpack_from(record, at)
    _read_changes(reader.join_piece(record[at + _PIECE.size :], before, behind), 0, reader)
    return len(record)


_READERS: dict[int, Callable[[bytes, int, ChangeReader], int]] = {
    Change.PUT: _read_put,
    Change.COPY: _read_put,
    Change.KEPT: _read_put,
    Change.SESSION: _read_session,
    Change.RUN: _read_run,
    Change.COPY_RUN: _read_run,
    Change.TAKEN: _read_taken,
    Change.FIGURES: _read_figures,
    Change.CREATED: _read_created,
    Change.PURGED: _read_mark,
    Change.CLOSED: _read_mark,
    Change.CHECKED: _read_mark,
    Change.CONTINUED: _read_mark,
    Change.NUMBER: _read_number,
    Change.ABSENT: _read_absent,
    Change.RESTORED: _read_restored,
    Change.FINISHED: _read_finished,
    Change.PIECE: _read_piece,
    Change.PAGED: _read_page,
    Change.OPENED: _read_page,
}
