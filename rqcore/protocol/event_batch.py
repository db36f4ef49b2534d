# SPDX-License-Identifier: MIT
"""The binary format of events: fixed-size records, which observers receive in batches.

A batch is little-endian and has five parts in this order. Version 3::

    header    version u8, pad 3, header_bytes u32, names u32, records u32, lengths u32,
              record_bytes u16, fields u16, then for each field:
              offset u16, type u8, absent u8, length u8, ASCII name
    names     for each name: kind u8, number u32, length u16, UTF-8 text
    records   record_bytes each; the header says where each field is
    lengths   u32 each: the payload sizes of the events in runs
    previews  the first bytes of the payloads, in the order of the events

The numbers in the header count the entries of the next parts. ``header_bytes``
is the size of the header with its fields. ``type`` is the struct code of the
field as an ASCII letter, and ``absent`` says which number means that the event
has no value: 0 none, 1 zero, 2 the number with all bits set.

Version 2 is the same without ``header_bytes``, ``record_bytes`` and ``fields``:
``event_fields.V2`` lists the fields of its records, and its lengths are u16.

A receiver ignores or keeps fields that it does not know. A field that it knows
and that the batch lacks is absent. Records may be larger than their fields.
Numbers of methods, outcomes, phases, codecs and kinds of names that a receiver
does not know stay numbers.

Records refer to queues and clients by number. Each observer receives the name
of a number once, before the first record that uses it, and again after a
client was renamed.

A record describes one event or a run of events. A run is the event of the
record and ``more`` further events, which differ as ``RunKind`` says; ``depth``
increases or decreases by one as ``depth_step`` says. In the record of a run,
``size`` and ``preview`` are 0; each event takes the next entry of ``lengths``
for both. In version 2 each run is a run of calls.

A receiver can turn the records into columns without a Python loop, for example
with ``numpy.frombuffer`` and ``numpy.repeat``::

    dtype = numpy.dtype({
        "names": [field.name for field in batch.fields],
        "formats": ["<" + field.type for field in batch.fields],
        "offsets": [field.offset for field in batch.fields],
        "itemsize": batch.record_bytes,
    })
    records = numpy.frombuffer(batch.records, dtype)
    lengths = numpy.frombuffer(batch.lengths, "<u" + str(batch.length_bytes))
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct
from struct import error as StructError

from rqcore.errors import ProtocolError, quoted
from rqcore.protocol.event_fields import (
    FORMATS,
    TYPES,
    V2,
    Absent,
    EventField,
    RunKind,
)
from rqcore.protocol.event_fields import NO_TIMEOUT as NO_TIMEOUT
from rqcore.protocol.event_fields import depth_step as depth_step
from rqcore.protocol.event_fields import recorded as recorded
from rqcore.protocol.event_values import Method as Method
from rqcore.protocol.event_values import NameKind as NameKind
from rqcore.protocol.event_values import Outcome as Outcome
from rqcore.protocol.event_values import Phase as Phase

GET, PUT = Method.GET, Method.PUT
"""Constants, because almost every call needs one, and a lookup in the enumeration takes 80 ns longer."""

HEADER_V2 = Struct("<B3xIII")
HEADER_V3 = Struct("<B3xIIIIHH")
FIELD = Struct("<HBBB")
NAME = Struct("<BIH")

BatchParts = list[bytes | bytearray]
"""The parts of a batch in order. They are not joined, because they may be large."""


@dataclass(frozen=True, slots=True)
class NameRecord:
    """The name of a queue or client that records refer to by number."""

    kind: int
    """A ``NameKind``, or a number that this version does not know."""
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
    """``count`` records of ``record_bytes`` bytes."""
    previews: memoryview
    """The first bytes of the payloads, in the order of the events."""
    lengths: memoryview = field(default_factory=lambda: memoryview(b""))
    """The payload sizes of the events in runs, ``length_bytes`` each."""
    version: int = V2.version
    fields: tuple[EventField, ...] = V2.fields
    """The fields of a record, also those that this version does not know. Each lies inside the record."""
    record_bytes: int = V2.record.size

    @property
    def length_bytes(self) -> int:
        """The bytes of an entry of ``lengths``: 2 in version 2, 4 in version 3."""
        return FORMATS[self.version].length.size

    def events(self) -> Iterator[tuple[dict[str, int], bytes]]:
        """Iterate over all events. Runs are expanded.

        Yields:
            The fields of an event by name, as the batch lists them, and its preview. Numbers that mean
            that the event has no value are not replaced.

        Raises:
            ProtocolError: The lengths or previews do not match the records.
        """
        lengths = (length for (length,) in FORMATS[self.version].length.iter_unpack(self.lengths))
        at = 0
        for fields in self._records():
            for event in self._expand_run(fields, lengths) if fields.get("more") else (fields,):
                size = event.get("preview", 0)
                preview = bytes(self.previews[at : at + size])
                at += size
                yield event, preview
        if at != len(self.previews) or any(True for _ in lengths):
            raise ProtocolError("invalid event batch: preview bytes do not match the records")

    def _records(self) -> Iterator[dict[str, int]]:
        columns = [(each.name, Struct("<" + each.type), each.offset) for each in self.fields]
        for start in range(0, len(self.records), self.record_bytes):
            yield {
                name: struct.unpack_from(self.records, start + offset)[0] for name, struct, offset in columns
            }

    def _expand_run(self, run: dict[str, int], lengths: Iterator[int]) -> Iterator[dict[str, int]]:
        kind = RunKind.CALLS if self.version == V2.version else run.get("run", RunKind.NONE)
        if kind not in _COUNTED:
            raise ProtocolError(f"invalid event batch: a run has the unknown kind {kind}")
        steps = dict.fromkeys(_COUNTED[kind], 1) | {"depth": depth_step(run.get("method", -1))}
        known = {each.name for each in self.fields if run[each.name] != each.absent_number}
        for offset in range(run["more"] + 1):
            length = next(lengths, None)
            if length is None:
                raise ProtocolError("invalid event batch: it has fewer payload lengths than events in runs")
            counted = {name: run[name] + step * offset for name, step in steps.items() if name in known}
            own = {"size": length, "preview": length, "more": 0, "run": RunKind.NONE}
            yield run | counted | {name: own[name] for name in own if name in run}


_COUNTED: dict[int, tuple[str, ...]] = {
    RunKind.CALLS: ("sequence", "call", "item"),
    RunKind.PARTS: ("sequence", "part", "item"),
}
"""The fields that increase by one from one event of a run to the next."""


def encode_batch(
    names: Iterable[NameRecord],
    count: int,
    records: bytes,
    previews: bytes,
    lengths: bytes = b"",
    version: int = V2.version,
) -> bytes:
    """Encode a batch.

    Args:
        names: The names that the batch introduces.
        count: The number of records.
        records: The packed records.
        previews: The previews, one after the other.
        lengths: The payload sizes of events in runs, packed.
        version: The version of the batch.
    """
    form = FORMATS[version]
    head = encode_head(names, count, len(lengths) // form.length.size, version)
    return head + records + lengths + previews


def encode_head(names: Iterable[NameRecord], records: int, lengths: int, version: int = V2.version) -> bytes:
    """Encode the header and the names of a batch.

    Args:
        names: The names that the batch introduces.
        records: The number of records.
        lengths: The number of payload lengths.
        version: The version of the batch.
    """
    entries = [_encode_name(name) for name in names]
    if version == V2.version:
        head = HEADER_V2.pack(version, len(entries), records, lengths)
    else:
        fields = _FIELD_LISTS[version]
        size, count = HEADER_V3.size + len(fields), len(FORMATS[version].fields)
        record_bytes = FORMATS[version].record.size
        head = HEADER_V3.pack(version, size, len(entries), records, lengths, record_bytes, count) + fields
    return head + b"".join(entries)


def _encode_name(name: NameRecord) -> bytes:
    text = name.text.encode()[:0xFFFF].decode(errors="ignore").encode()
    return NAME.pack(name.kind, name.number, len(text)) + text


def encode_fields(fields: Iterable[EventField]) -> bytes:
    """Encode the list of fields in the header of a batch."""
    return b"".join(
        FIELD.pack(each.offset, ord(each.type), each.absent, len(each.name)) + each.name.encode("ascii")
        for each in fields
    )


_FIELD_LISTS = {form.version: encode_fields(form.fields) for form in FORMATS.values()}


def decode_batch(data: bytes, most_names: int = sys.maxsize) -> EventBatch:
    """Divide a batch into its parts. The records are not copied.

    Args:
        data: The batch.
        most_names: The most names that it may have.

    Raises:
        ProtocolError: The batch has an unknown version, or its header does not match its size.
    """
    view = memoryview(data)
    try:
        return _decode(view, most_names)
    except (StructError, ValueError) as error:
        raise ProtocolError(f"invalid event batch: {error}") from error


def _decode(view: memoryview, most_names: int) -> EventBatch:
    version = view[0] if view else 0
    if version not in FORMATS:
        spoken = " and ".join(map(str, FORMATS))
        raise ProtocolError(
            f"event batch has version {version}, but this program reads the versions {spoken}; update rqcore"
        )
    if version == V2.version:
        _, name_count, count, lengths = HEADER_V2.unpack_from(view)
        fields, record_bytes, at = V2.fields, V2.record.size, HEADER_V2.size
    else:
        _, at, name_count, count, lengths, record_bytes, field_count = HEADER_V3.unpack_from(view)
        fields = _decode_fields(bytes(view[HEADER_V3.size : at]), field_count, record_bytes)
    if name_count > most_names:
        raise ValueError(f"it has {name_count} names, but only {most_names} are allowed")
    names, at = _decode_names(view, name_count, at)
    if version == V2.version and any(name.kind > NameKind.CLIENT for name in names):
        raise ValueError("a name has an unknown kind")
    middle = at + count * record_bytes
    end = middle + lengths * FORMATS[version].length.size
    if end > len(view):
        raise ValueError(
            f"it ends after {len(view)} bytes, but {count} records and {lengths} lengths need {end}"
        )
    return EventBatch(
        names, count, view[at:middle], view[end:], view[middle:end], version, fields, record_bytes
    )


@lru_cache(maxsize=16)
def _decode_fields(header: bytes, count: int, record_bytes: int) -> tuple[EventField, ...]:
    """Return the fields of a header, which may have more after them. Raises StructError or ValueError.

    A controller sends the same fields in each batch. To decode them took a third of the time of a small one.
    """
    fields, at = {}, 0
    for _ in range(count):
        offset, code, absent, length = FIELD.unpack_from(header, at)
        at += FIELD.size
        name = header[at : at + length].decode("ascii")
        at += length
        if at > len(header) or not name or name in fields:
            raise ValueError(f"its header does not contain {count} fields with different names")
        if chr(code) not in TYPES:
            raise ValueError(f"field {quoted(name)} has the unknown type {code}")
        fields[name] = each = EventField(name, chr(code), Absent(absent), offset)
        if each.end > record_bytes:
            raise ValueError(
                f"field {quoted(name)} ends at {each.end}, outside of its record of {record_bytes} bytes"
            )
    if not fields:
        raise ValueError("its records have no fields")
    return tuple(fields.values())


def _decode_names(view: memoryview, count: int, at: int) -> tuple[tuple[NameRecord, ...], int]:
    """Return the names, and the first byte after them. Raises StructError or ValueError."""
    names = []
    for _ in range(count):
        kind, number, length = NAME.unpack_from(view, at)
        at += NAME.size
        text = bytes(view[at : at + length])
        if len(text) < length:
            raise ValueError(f"a name has {len(text)} of {length} bytes")
        names.append(NameRecord(_KINDS.get(kind, kind), number, text.decode()))
        at += length
    return tuple(names), at


_KINDS: dict[int, int] = {kind.value: kind for kind in NameKind}

# The names that receivers of version 2 use.
VERSION = V2.version
HEADER = HEADER_V2
LENGTH = V2.length
RECORD = V2.record
RECORD_PAD = V2.pad
FIELDS: tuple[tuple[str, str], ...] = tuple(
    ("duration" if each.name == "waited" else each.name, each.type) for each in V2.fields
)


def encode_record(**fields: int) -> bytes:
    """Encode one record of version 2. Fields that are not given are 0."""
    if "duration" in fields:
        fields["waited"] = fields.pop("duration")
    return V2.encode_record(**fields)
