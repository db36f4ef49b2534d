# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns event batches, as a controller sends them, into columns. No Python loop runs over events.

A batch says which fields its records have. Of these, ``preview``, ``more`` and
``run`` say how the batch is read; each other field becomes the column of its
name. The fields that this version does not know become the column ``unknown``.
A column for which the batch has no field is absent.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import EventBatch, NameKind, NameRecord
from rqcore.protocol.event_fields import V2, EventField, RunKind, depth_step
from rqdebug.events.client_addresses import dictionary_of, split_client
from rqdebug.events.schema import DICTIONARIES, NULLABLE, NUMBERINGS, SCHEMA, absent_column, empty_target

_FRAMING = ("preview", "more", "run")
"""The fields that say how a batch is read."""
_NOT_PLAIN = frozenset((*DICTIONARIES, "queue", "client", "address", "payload", "unknown", "target"))
"""The columns that have no numbers, or none that are taken from a field as they are."""
_REQUIRED = (
    *("sequence", "time", "waited", "method", "queue", "client"),
    *("outcome", "phase", "size", "items", "codec", "call"),
)
"""The fields without which an event means nothing."""
_HIGHEST_CODE = 126
"""The highest code of a method, outcome, phase or codec. With more, merged dictionaries could exceed int8."""
_JOINED_BYTES = 64 * 1024
"""The largest batch that is made of several."""
_RUN_KINDS = (RunKind.CALLS, RunKind.PARTS)
_DEPTH_STEPS = np.array([depth_step(method) for method in range(256)], np.int64)
"""The change of ``depth`` from one event of a run to the next, by method."""

Numbers = npt.NDArray[Any]


class _TextByNumber(dict[int, str]):
    """Number → name. A number without a name has a text such as ``#17``."""

    def __missing__(self, number: int) -> str:
        return f"#{number}"


_WORDS = {name: _TextByNumber(texts) for name, texts in NUMBERINGS.items()}


class _Column(NamedTuple):
    """A field that becomes a column of SCHEMA."""

    name: str
    type: pa.DataType
    absent: int | None
    """The number that means that the event has no value; None if each number is a value."""
    storage: pa.DataType
    """The type of the numbers of the column."""
    is_cast: bool
    """Whether the numbers have another type in the batch."""


class _Layout(NamedTuple):
    """What the records of a batch are, computed once for many batches."""

    record: np.dtype[np.void]
    absent: dict[str, int | None]
    """Field → the number that means that the event has no value."""
    codes: tuple[str, ...]
    """The fields whose numbers the protocol defines."""
    columns: tuple[_Column, ...]
    """The other fields that become columns."""
    lacking: tuple[str, ...]
    """The columns of SCHEMA for which the batch has no field."""
    unknown: tuple[str, ...]
    """The fields that this version does not know."""


class BatchDecoder:
    """Decodes the batches of one observation. Names are sent once, so it keeps them for later batches."""

    def __init__(self) -> None:
        self._queues = _TextByNumber({0: ""})
        self._clients = _TextByNumber()
        self._addresses: defaultdict[int, str] = defaultdict(str)

    def decode_all(self, batches: Iterable[EventBatch]) -> list[pa.RecordBatch]:
        """Convert batches to SCHEMA, small ones together: most of their work is for each batch, not event.

        Raises:
            ProtocolError: A batch is wrong, as for ``decode``.
        """
        groups: list[list[EventBatch]] = []
        for batch in batches:
            if groups and _can_join(groups[-1], batch):
                groups[-1].append(batch)
            else:
                groups.append([batch])
        return [self.decode(_join(group)) for group in groups]

    def decode(self, batch: EventBatch) -> pa.RecordBatch:
        """Convert a batch to SCHEMA. A number without a name becomes a text such as ``#17``.

        Raises:
            ProtocolError: The batch lacks a field or has inconsistent lengths, or a number is too high.
        """
        for name in batch.names:
            self._learn(name, batch.version)
        layout = _layout(batch.fields, batch.record_bytes)
        numbers = _read_numbers(batch, layout)
        count = len(numbers["sequence"])
        client, address = _texts(numbers["client"], self._clients, self._addresses)
        (queue,) = _texts(numbers["queue"], self._queues)
        columns = {"queue": queue, "client": client, "address": address}
        columns |= {column.name: _plain(column, numbers[column.name]) for column in layout.columns}
        columns |= {name: _codes(name, numbers[name]) for name in layout.codes}
        columns |= {name: absent_column(name, count) for name in layout.lacking}
        if layout.unknown:
            columns["unknown"] = _unknown(layout, numbers)
        columns["payload"] = _previews(numbers["preview"], batch.previews)
        columns["target"] = empty_target(count)
        return pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)

    def _learn(self, name: NameRecord, version: int) -> None:
        if name.kind == NameKind.QUEUE:
            self._queues[name.number] = name.text
        elif name.kind == NameKind.ADDRESS:
            self._addresses[name.number] = name.text
        elif name.kind == NameKind.CLIENT and version == V2.version:
            self._clients[name.number], self._addresses[name.number] = split_client(name.text)
        elif name.kind == NameKind.CLIENT:
            self._clients[name.number] = name.text


def _can_join(group: list[EventBatch], batch: EventBatch) -> bool:
    """Return whether a batch has the form of a group, and no name that could be another one there."""
    first = group[0]
    form = (first.version, first.fields, first.record_bytes)
    size = sum(len(each.records) + len(each.previews) for each in (*group, batch))
    return (
        not batch.names
        and size <= _JOINED_BYTES
        and form == (batch.version, batch.fields, batch.record_bytes)
    )


def _join(group: list[EventBatch]) -> EventBatch:
    """Return one batch with the events of all."""
    first, *others = group
    if not others:
        return first
    return replace(
        first,
        count=sum(each.count for each in group),
        records=memoryview(b"".join(each.records for each in group)),
        previews=memoryview(b"".join(each.previews for each in group)),
        lengths=memoryview(b"".join(each.lengths for each in group)),
    )


@lru_cache(maxsize=16)
def _layout(fields: tuple[EventField, ...], record_bytes: int) -> _Layout:
    """Return the layout of records. A controller sends the same fields in each batch."""
    by_name = {field.name: field for field in fields}
    if missing := [name for name in _REQUIRED if name not in by_name]:
        raise ProtocolError(f"an event batch has no field {missing[0]}, so its events cannot be shown")
    record = np.dtype(
        {
            "names": list(by_name),
            "formats": [f"<{field.type}" for field in by_name.values()],
            "offsets": [field.offset for field in by_name.values()],
            "itemsize": record_bytes,
        }
    )
    plain = [by_name[name] for name in SCHEMA.names if name in by_name and name not in _NOT_PLAIN]
    return _Layout(
        record,
        {field.name: field.absent_number for field in fields},
        tuple(name for name in DICTIONARIES if name in by_name),
        tuple(_column_of(field, record[field.name]) for field in plain),
        tuple(name for name in sorted(NULLABLE) if name not in by_name),
        tuple(name for name in by_name if name not in SCHEMA.names and name not in _FRAMING),
    )


def _column_of(field: EventField, numbers: np.dtype[Any]) -> _Column:
    type = SCHEMA.field(field.name).type
    storage = pa.int64() if pa.types.is_temporal(type) else type
    is_cast = pa.from_numpy_dtype(numbers) != storage
    return _Column(field.name, type, field.absent_number, storage, is_cast)


def _read_numbers(batch: EventBatch, layout: _Layout) -> dict[str, Numbers]:
    """Return the numbers of each field, in events: runs are expanded."""
    size = layout.record.itemsize
    if len(batch.records) != batch.count * size:
        raise ProtocolError(
            f"an event batch has {batch.count} records in {len(batch.records)} bytes, "
            f"instead of {batch.count * size}"
        )
    records = np.frombuffer(batch.records, layout.record)
    more = _counts(records["more"]) if "more" in layout.absent else np.zeros(len(records), np.int64)
    in_runs = int(np.where(more > 0, more + 1, 0).sum())
    lengths = np.frombuffer(batch.lengths, f"<u{batch.length_bytes}")
    if in_runs != len(lengths):
        raise ProtocolError(f"an event batch has {len(lengths)} lengths of previews instead of {in_runs}")
    numbers = _fields(np.repeat(records, more + 1) if in_runs else records)
    if in_runs:
        kinds = numbers.get("run", np.zeros(len(numbers["more"])))
        if batch.version == V2.version:
            kinds = np.full(len(numbers["more"]), RunKind.CALLS)
        _number_runs(numbers, layout.absent, more, kinds)
        in_run = numbers["more"] > 0
        numbers["size"][in_run] = numbers["preview"][in_run] = lengths
    return numbers


def _fields(records: npt.NDArray[np.void]) -> dict[str, Numbers]:
    """Return the fields of records as arrays of their own, in the byte order of this machine."""
    names = records.dtype.names or ()
    numbers = {name: records[name].astype(records.dtype[name].newbyteorder("=")) for name in names}
    numbers.setdefault("preview", np.zeros(len(records), np.uint32))
    return numbers


def _number_runs(
    numbers: dict[str, Numbers], absent: Mapping[str, int | None], more: Numbers, kinds: Numbers
) -> None:
    """Number the events of runs, of which each is a copy of its record.

    Args:
        numbers: The numbers of each field, in events; they are changed.
        absent: Field → the number that means that the event has no value. It stays.
        more: The number of further events of each record.
        kinds: The ``RunKind`` of each event.
    """
    if not np.isin(kinds[numbers["more"] > 0], _RUN_KINDS).all():
        raise ProtocolError("an event batch has a run of an unknown kind")
    counts = more + 1
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    is_part = kinds == RunKind.PARTS
    steps = {
        "sequence": at,
        "item": at,
        "call": np.where(is_part, 0, at),
        "part": np.where(is_part, at, 0),
        "depth": at * _DEPTH_STEPS[numbers["method"].astype(np.uint8)],
    }
    for name in steps.keys() & numbers.keys():
        column, none = numbers[name], absent[name]
        step = steps[name] if none is None else np.where(column == none, 0, steps[name])
        column += step.astype(column.dtype)


def _counts(numbers: Numbers) -> npt.NDArray[np.int64]:
    """Return counts of which no sum overflows. Raises ProtocolError if there are others."""
    is_small = numbers.dtype in (np.uint32, np.uint16, np.uint8)
    if not (is_small or (numbers.min(initial=0) >= 0 and numbers.max(initial=0) < 2**32)):
        raise ProtocolError(f"an event batch has a record with the count {numbers.max()}")
    return numbers.astype(np.int64)


def _plain(column: _Column, numbers: Numbers) -> pa.Array:
    """Return a column of numbers or times."""
    try:
        plain = pa.array(numbers, mask=None if column.absent is None else numbers == column.absent)
        return (plain.cast(column.storage) if column.is_cast else plain).view(column.type)
    except pa.ArrowInvalid as error:
        raise ProtocolError(f"an event has a {column.name} that is too high: {error}") from error


def _codes(name: str, numbers: Numbers) -> pa.DictionaryArray:
    """Return the words of a column whose numbers are defined by the protocol."""
    highest = int(numbers.max(initial=0))
    if numbers.dtype != np.uint8 and numbers.min(initial=0) < 0:
        raise ProtocolError(f"an event has {name} {numbers.min()}; the lowest possible is 0")
    if highest < len(DICTIONARIES[name]):
        return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int8)), DICTIONARIES[name])
    if highest > _HIGHEST_CODE:
        raise ProtocolError(f"an event has {name} {highest}; the highest possible is {_HIGHEST_CODE}")
    return _texts(numbers, _WORDS[name])[0].cast(SCHEMA.field(name).type)


def _texts(numbers: Numbers, *tables: dict[int, str]) -> list[pa.DictionaryArray]:
    """Return for each table a column with the texts of numbers.

    Two numbers can have one text: a queue can be created again, and two clients can have one name.
    """
    occurring = pa.array(numbers).dictionary_encode()
    distinct = occurring.dictionary.to_pylist()
    return [dictionary_of([table[number] for number in distinct], occurring.indices) for table in tables]


def _unknown(layout: _Layout, numbers: Mapping[str, Numbers]) -> pa.DictionaryArray:
    """Return the fields that this version does not know as JSON, with null for an event that has none."""
    members = []
    for name in layout.unknown:
        values, none = numbers[name], layout.absent[name]
        texts = pa.array(values, mask=None if none is None else values == none).cast(pa.string())
        member = pc.binary_join_element_wise(f", {json.dumps(name)}: ", texts, "")
        members.append(pc.fill_null(member, ""))
    joined = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*members, ""), 2)
    objects = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), objects).dictionary_encode()


def _previews(sizes: Numbers, previews: memoryview) -> pa.LargeBinaryArray:
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(_counts(sizes), out=offsets[1:])
    if offsets[-1] != len(previews):
        raise ProtocolError(f"an event batch has {len(previews)} bytes of previews instead of {offsets[-1]}")
    # Copy the previews: a view would keep the whole message, with its records, in memory.
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(bytes(previews))]
    return pa.Array.from_buffers(pa.large_binary(), len(sizes), buffers)
