# SPDX-License-Identifier: MIT
"""The binary format of events: fixed-size records, which observers receive in batches.

A batch is little-endian and has five parts in this order::

    header    version u8, pad 3, names u32, records u32, lengths u32
    names     for each name: kind u8, number u32, length u16, UTF-8 text
    records   80 bytes each, see FIELDS
    lengths   u16 each: the payload sizes of the events in runs
    previews  the first bytes of the payloads, in the order of the events

The numbers in the header count the entries of the next three parts.

Records refer to queues and clients by number. Each observer receives the name
of a number once, before the first record that uses it, and again after a
client was renamed.

A record describes one event or a run of events. A run is a sequence of puts,
or of gets, that one client sent together: the event of the record and ``more``
further events. From one event to the next, ``sequence``, ``call`` and ``item``
increase by one; ``depth`` increases by one for puts and decreases by one for
gets. In the record of a run, ``size`` and ``preview`` are 0; each event takes
the next entry of ``lengths`` for both.

A receiver can turn the records into columns without a Python loop, for example
with ``numpy.frombuffer`` and ``numpy.repeat``.
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
"""Constants, because almost every call needs one, and a lookup in the enumeration takes 80 ns longer."""


NO_TIMEOUT = -1
"""The ``timeout`` of a call that may wait forever. A call that never waits has 0."""

FIELDS: tuple[tuple[str, str], ...] = (
    ("sequence", "Q"),  # number of the event in its controller, without gaps
    ("time", "q"),  # wall clock, ns since 1970
    ("duration", "q"),  # ns since the call began
    ("call", "Q"),  # number of the call, the same at start and end
    ("item", "Q"),  # number of the first item, the same at put and get; 0: none
    ("timeout", "q"),  # ns, or NO_TIMEOUT
    ("queue", "I"),  # number of a named queue; 0: none
    ("client", "I"),  # number of a named client
    ("size", "I"),  # payload bytes of all items together
    ("depth", "I"),  # items in the queue after the call
    ("items", "I"),  # number of items that the call moved
    ("method", "B"),
    ("phase", "B"),
    ("outcome", "B"),
    ("codec", "B"),
    ("preview", "H"),  # bytes of the event's preview, after the records
    ("more", "I"),  # number of further events in the run, see above
)
"""Name and struct code of each field of a record, in order."""

_NAMES = tuple(name for name, _ in FIELDS)
RECORD_PAD = 2
"""Zero bytes at the end of a record, so that records of a batch stay aligned."""
RECORD = Struct("<" + "".join(code for _, code in FIELDS) + f"{RECORD_PAD}x")
HEADER = Struct("<B3xIII")
NAME = Struct("<BIH")
LENGTH = Struct("<H")
VERSION = 2

BatchParts = list[bytes | bytearray]
"""The parts of a batch in order. They are not joined, because they may be large."""


@dataclass(frozen=True, slots=True)
class NameRecord:
    """The name of a queue or client that records refer to by number."""

    kind: NameKind
    number: int
    text: str
    """The label that users see."""


@dataclass(frozen=True, slots=True)
class EventBatch:
    """A received batch, divided into its parts. The records are not decoded yet."""

    names: tuple[NameRecord, ...]
    """The names that this batch introduces."""
    count: int
    """The number of records."""
    records: memoryview
    """``count`` records of ``RECORD.size`` bytes."""
    previews: memoryview
    """The first bytes of the payloads, in the order of the events."""
    lengths: memoryview = field(default_factory=lambda: memoryview(b""))
    """The payload sizes of the events in runs, two bytes each."""

    def events(self) -> Iterator[tuple[dict[str, int], bytes]]:
        """Iterate over all events. Runs are expanded.

        Yields:
            The fields of an event by name, as in ``FIELDS``, and its preview.

        Raises:
            ProtocolError: The lengths or previews do not match the records.
        """
        lengths, at = (length for (length,) in LENGTH.iter_unpack(self.lengths)), 0
        for record in RECORD.iter_unpack(self.records):
            fields = dict(zip(_NAMES, record, strict=True))
            for event in _expand_run(fields, lengths) if fields["more"] else (fields,):
                preview = bytes(self.previews[at : at + event["preview"]])
                at += event["preview"]
                yield event, preview
        if at != len(self.previews) or any(True for _ in lengths):
            raise ProtocolError("invalid event batch: preview bytes do not match the records")


def recorded(timeout: int | None) -> int:
    """Convert a timeout to its value in records: nanoseconds, or ``NO_TIMEOUT`` for None."""
    return NO_TIMEOUT if timeout is None else timeout


def depth_step(method: int) -> int:
    """Return the change of ``depth`` from one event of a run to the next: 1 for puts, -1 for gets."""
    return -1 if method == Method.GET else 1


def _expand_run(run: dict[str, int], lengths: Iterator[int]) -> Iterator[dict[str, int]]:
    step = depth_step(run["method"])
    for offset in range(run["more"] + 1):
        length = next(lengths, None)
        if length is None:
            raise ProtocolError("invalid event batch: it has fewer payload lengths than events in runs")
        numbers = {name: run[name] + offset for name in ("sequence", "call", "item")}
        depth = run["depth"] + step * offset
        yield run | numbers | {"depth": depth, "size": length, "preview": length, "more": 0}


def encode_record(**fields: int) -> bytes:
    """Encode one record. Fields that are not given are 0."""
    return RECORD.pack(*(fields.get(name, 0) for name in _NAMES))


def encode_batch(
    names: Iterable[NameRecord], count: int, records: bytes, previews: bytes, lengths: bytes = b""
) -> bytes:
    """Encode a batch.

    Args:
        names: The names that the batch introduces.
        count: The number of records.
        records: The packed records, ``RECORD.size`` bytes each.
        previews: The previews, one after the other.
        lengths: The payload sizes of events in runs, two bytes each.
    """
    return encode_head(names, count, len(lengths) // 2) + records + lengths + previews


def encode_head(names: Iterable[NameRecord], records: int, lengths: int) -> bytes:
    """Encode the header and the names of a batch.

    Args:
        names: The names that the batch introduces.
        records: The number of records.
        lengths: The number of payload lengths.
    """
    entries = [_encode_name(name) for name in names]
    return HEADER.pack(VERSION, len(entries), records, lengths) + b"".join(entries)


def _encode_name(name: NameRecord) -> bytes:
    text = name.text.encode()[:0xFFFF].decode(errors="ignore").encode()
    return NAME.pack(name.kind, name.number, len(text)) + text


def decode_batch(data: bytes) -> EventBatch:
    """Divide a batch into its parts. The records are not copied.

    Raises:
        ProtocolError: The batch has another version, or its header does not match its size.
    """
    view = memoryview(data)
    try:
        version, name_count, count, lengths = HEADER.unpack_from(view)
        if version != VERSION:
            raise ProtocolError(
                f"event batch has version {version}, but this program reads version {VERSION}; "
                "use the same version of rqcore on both sides"
            )
        names, at = _decode_names(view, name_count, HEADER.size)
    except (StructError, ValueError) as error:
        raise ProtocolError(f"invalid event batch: {error}") from error
    middle = at + count * RECORD.size
    end = middle + 2 * lengths
    if end > len(view):
        raise ProtocolError(
            f"invalid event batch: it ends after {len(view)} bytes, "
            f"but {count} records and {lengths} lengths need {end}"
        )
    return EventBatch(names, count, view[at:middle], view[end:], view[middle:end])


def _decode_names(view: memoryview, count: int, at: int) -> tuple[tuple[NameRecord, ...], int]:
    names = []
    for _ in range(count):
        kind, number, length = NAME.unpack_from(view, at)
        at += NAME.size
        text = bytes(view[at : at + length])
        if len(text) < length:
            raise ValueError(f"a name has {len(text)} of {length} bytes")
        names.append(NameRecord(NameKind(kind), number, text.decode()))
        at += length
    return tuple(names), at
