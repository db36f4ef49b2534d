# SPDX-License-Identifier: MIT
"""What an observer receives: fixed records of events, sent in batches.

A batch is little-endian and has five parts, one after the other::

    header    version u8, pad 3, names u32, records u32, lengths u32
    names     for each: kind u8, number u32, length u16, UTF-8 text
    records   80 bytes each, see FIELDS
    lengths   u16 each: how long the payloads of runs are
    previews  the first bytes of the payloads, in the order of the events

Names come before the first record that uses their number, once for each
observer, and again when a client renames itself.

A record is one event, or a run: ``more`` is how many events it stands for
beside itself, of puts, or of gets, that one client had sent at once. From each
to the next ``sequence``, ``call`` and ``item`` grow by one, and ``depth`` grows
by one with puts, and falls by one with gets. ``size`` and ``preview`` of the
record are 0: for each of its events both are the next of the lengths.

The receiver turns records into columns without a loop, for example with
``numpy.frombuffer`` and ``numpy.repeat``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from struct import Struct
from struct import error as StructError

from rqcore.errors import ProtocolError
from rqcore.protocol.command_table.queue_rows import Method as Method
from rqcore.protocol.event_values import NameKind as NameKind
from rqcore.protocol.event_values import Outcome as Outcome
from rqcore.protocol.event_values import Phase as Phase

GET, PUT = Method.GET, Method.PUT
"""The members of an enumeration are slow to look up; these are wanted with almost every call."""


NO_TIMEOUT = -1
"""The ``timeout`` of a call without one. A call that cannot wait at all has 0."""

FIELDS: tuple[tuple[str, str], ...] = (
    ("sequence", "Q"),  # numbers the events of a controller, without a hole
    ("time", "q"),  # wall clock, ns since 1970
    ("duration", "q"),  # ns since the call began
    ("call", "Q"),  # the same at start and end
    ("item", "Q"),  # the same for the put and the get of an item; 0: none
    ("timeout", "q"),  # ns, or NO_TIMEOUT
    ("queue", "I"),  # number, named in the batch; 0: none
    ("client", "I"),  # number, named in the batch
    ("size", "I"),  # bytes of payload, of all items together
    ("depth", "I"),  # items in the queue afterwards
    ("items", "I"),  # how many items the call moved
    ("method", "B"),
    ("phase", "B"),
    ("outcome", "B"),
    ("codec", "B"),
    ("preview", "H"),  # bytes of payload that follow the records
    ("more", "I"),  # alike events beside this one, see above
)
"""Name and struct code of each field of a record, in order."""

_NAMES = tuple(name for name, _ in FIELDS)
RECORD_PAD = 2
RECORD = Struct("<" + "".join(code for _, code in FIELDS) + f"{RECORD_PAD}x")
HEADER = Struct("<B3xIII")
NAME = Struct("<BIH")
LENGTH = Struct("<H")
VERSION = 2

BatchParts = list[bytes | bytearray]
"""A batch in parts, one after the other. They may be large, and are not copied."""


@dataclass(frozen=True, slots=True)
class NameRecord:
    """The text behind a queue's or a client's number."""

    kind: NameKind
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class EventBatch:
    """A received batch, still in bytes."""

    names: tuple[NameRecord, ...]
    count: int
    records: memoryview
    """``count`` records of ``RECORD.size`` bytes."""
    previews: memoryview
    lengths: memoryview = field(default_factory=lambda: memoryview(b""))
    """Of the payloads of runs, two bytes each."""

    def events(self) -> Iterator[tuple[dict[str, int], bytes]]:
        """Each event by itself: its fields by name, and its preview. Raises ProtocolError where these lie."""
        lengths, at = (length for (length,) in LENGTH.iter_unpack(self.lengths)), 0
        for record in RECORD.iter_unpack(self.records):
            fields = dict(zip(_NAMES, record, strict=True))
            for event in _taken_apart(fields, lengths) if fields["more"] else (fields,):
                preview = bytes(self.previews[at : at + event["preview"]])
                at += event["preview"]
                yield event, preview
        if at != len(self.previews) or any(True for _ in lengths):
            raise ProtocolError("a batch has other previews than its records promise")


def recorded(timeout: int | None) -> int:
    """A timeout in ns, or None, as records have it."""
    return NO_TIMEOUT if timeout is None else timeout


def depth_step(method: int) -> int:
    """What each event of a run does to the depth."""
    return -1 if method == Method.GET else 1


def _taken_apart(run: dict[str, int], lengths: Iterator[int]) -> Iterator[dict[str, int]]:
    step = depth_step(run["method"])
    for place in range(run["more"] + 1):
        length = next(lengths, None)
        if length is None:
            raise ProtocolError("a batch has fewer lengths than its records promise")
        grown = {name: run[name] + place for name in ("sequence", "call", "item")}
        depth = run["depth"] + step * place
        yield run | grown | {"depth": depth, "size": length, "preview": length, "more": 0}


def encode_record(**fields: int) -> bytes:
    """A record with these fields, and 0 in the others."""
    return RECORD.pack(*(fields.get(name, 0) for name in _NAMES))


def encode_batch(
    names: Iterable[NameRecord], count: int, records: bytes, previews: bytes, lengths: bytes = b""
) -> bytes:
    """The bytes of a batch of ``count`` packed ``records``."""
    return encode_head(names, count, len(lengths) // 2) + records + lengths + previews


def encode_head(names: Iterable[NameRecord], records: int, lengths: int) -> bytes:
    """What stands in a batch before its records."""
    entries = [_encode_name(name) for name in names]
    return HEADER.pack(VERSION, len(entries), records, lengths) + b"".join(entries)


def _encode_name(name: NameRecord) -> bytes:
    text = name.text.encode()[:0xFFFF].decode(errors="ignore").encode()
    return NAME.pack(name.kind, name.number, len(text)) + text


def decode_batch(data: bytes) -> EventBatch:
    """Take a batch apart without copying its records.

    Raises ProtocolError when the lengths in it contradict each other.
    """
    view = memoryview(data)
    try:
        version, name_count, count, lengths = HEADER.unpack_from(view)
        if version != VERSION:
            raise ProtocolError(f"the events have version {version}, this side reads {VERSION}")
        names, at = _decode_names(view, name_count, HEADER.size)
    except (StructError, ValueError) as error:
        raise ProtocolError(f"a batch of events cannot be read: {error}") from error
    middle = at + count * RECORD.size
    end = middle + 2 * lengths
    if end > len(view):
        raise ProtocolError(
            f"a batch promises {count} records and {lengths} lengths, and ends after {len(view)} bytes"
        )
    return EventBatch(names, count, view[at:middle], view[end:], view[middle:end])


def _decode_names(view: memoryview, count: int, at: int) -> tuple[tuple[NameRecord, ...], int]:
    names = []
    for _ in range(count):
        kind, number, length = NAME.unpack_from(view, at)
        at += NAME.size
        text = bytes(view[at : at + length])
        if len(text) < length:
            raise ValueError("a name is cut off")
        names.append(NameRecord(NameKind(kind), number, text.decode()))
        at += length
    return tuple(names), at
