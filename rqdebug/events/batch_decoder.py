# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns event batches, as a controller sends them, into columns. No Python loop runs over events.

A batch says which fields its records have. Of these, ``preview``, ``more`` and
``run`` say how the batch is read; each other field becomes the column of its
name. The fields that this version does not know become the column ``unknown``.
A column for which the batch has no field is absent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
from rqdebug.events.schema import DICTIONARIES, NUMBERINGS, SCHEMA, absent_column, constant

_FRAMING = ("preview", "more", "run")
"""The fields that say how a batch is read."""
_REQUIRED = (
    *("sequence", "time", "waited", "method", "queue", "client"),
    *("outcome", "phase", "size", "items", "codec", "call"),
)
"""The fields without which an event means nothing."""
_HIGHEST_CODE = 126
"""The highest code of a method, outcome, phase or codec. With more, merged dictionaries could exceed int8."""
_RUN_KINDS = (RunKind.CALLS, RunKind.PARTS)
_DEPTH_STEPS = np.array([depth_step(method) for method in range(256)], np.int64)
"""The change of ``depth`` from one event of a run to the next, by method."""

Numbers = npt.NDArray[Any]


class _Layout(NamedTuple):
    """Where the fields are in the records of a batch."""

    record: np.dtype[np.void]
    fields: dict[str, EventField]
    """The fields by name."""
    unknown: tuple[EventField, ...]
    """The fields that this version does not know."""


class BatchDecoder:
    """Decodes the batches of one observation. Names are sent once, so it keeps them for later batches."""

    def __init__(self) -> None:
        self._queues: dict[int, str] = {0: ""}
        self._clients: dict[int, str] = {}
        self._addresses: dict[int, str] = {}

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
        client, address = self._split_clients(numbers["client"])
        columns = {
            "queue": _names(numbers["queue"], self._queues),
            "client": client,
            "address": address,
            "payload": _previews(numbers["preview"], batch.previews),
            "unknown": _unknown(layout.unknown, numbers, count),
            "target": constant(SCHEMA.field("target"), "", count),
        }
        for name in SCHEMA.names:
            if name not in columns:
                columns[name] = _column(layout.fields.get(name), name, numbers, count)
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

    def _split_clients(self, numbers: Numbers) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
        """Return the names and the addresses of clients."""
        occurring = pa.array(numbers).dictionary_encode()
        clients = occurring.dictionary.to_pylist()
        names = [self._clients.get(number, f"#{number}") for number in clients]
        addresses = [self._addresses.get(number, "") for number in clients]
        return dictionary_of(names, occurring.indices), dictionary_of(addresses, occurring.indices)


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
    known = {*SCHEMA.names, *_FRAMING}
    return _Layout(record, by_name, tuple(field for field in by_name.values() if field.name not in known))


def _read_numbers(batch: EventBatch, layout: _Layout) -> dict[str, Numbers]:
    """Return the numbers of each field, in events: runs are expanded."""
    size = layout.record.itemsize
    if len(batch.records) != batch.count * size:
        raise ProtocolError(
            f"an event batch has {batch.count} records in {len(batch.records)} bytes, "
            f"instead of {batch.count * size}"
        )
    records = np.frombuffer(batch.records, layout.record)
    numbers = {name: _native(records[name]) for name in layout.fields}
    none = np.zeros(len(records), np.uint32)
    numbers.setdefault("preview", none)
    more = _counts(numbers.pop("more", none))
    kinds = numbers.pop("run", none)
    if batch.version == V2.version:
        kinds = np.full(len(records), RunKind.CALLS)
    lengths = np.frombuffer(batch.lengths, f"<u{batch.length_bytes}")
    in_runs = np.where(more > 0, more + 1, 0).sum()
    if in_runs != len(lengths):
        raise ProtocolError(f"an event batch has {len(lengths)} lengths of previews instead of {in_runs}")
    if not in_runs:
        return numbers
    if not np.isin(kinds[more > 0], _RUN_KINDS).all():
        raise ProtocolError("an event batch has a run of an unknown kind")
    return _expand_runs(numbers, layout.fields, more, kinds, _native(lengths))


def _counts(numbers: Numbers) -> npt.NDArray[np.int64]:
    """Return counts of which no sum overflows. Raises ProtocolError if there are others."""
    if len(numbers) and not (numbers.min() >= 0 and numbers.max() < 2**32):
        raise ProtocolError(f"an event batch has a record with the count {numbers.max()}")
    return numbers.astype(np.int64)


def _native(numbers: Numbers) -> Numbers:
    return numbers.astype(numbers.dtype.newbyteorder("="))


def _expand_runs(
    numbers: Mapping[str, Numbers],
    fields: Mapping[str, EventField],
    more: Numbers,
    kinds: Numbers,
    lengths: Numbers,
) -> dict[str, Numbers]:
    """Replace each run by its events.

    Args:
        numbers: The numbers of each field, in records.
        fields: The fields by name.
        more: The number of further events of each record.
        kinds: The ``RunKind`` of each record.
        lengths: The size of each event in a run.
    """
    counts = more + 1
    events = {name: np.repeat(column, counts) for name, column in numbers.items()}
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    is_part = np.repeat(kinds == RunKind.PARTS, counts)
    steps = {
        "sequence": at,
        "item": at,
        "call": np.where(is_part, 0, at),
        "part": np.where(is_part, at, 0),
        "depth": at * _DEPTH_STEPS[events["method"].astype(np.uint8)],
    }
    for name in steps.keys() & events.keys():
        column, absent = events[name], fields[name].absent_number
        step = steps[name].astype(column.dtype)
        column += step if absent is None else np.where(column == absent, 0, step).astype(column.dtype)
    in_run = np.repeat(more > 0, counts)
    events["size"][in_run] = events["preview"][in_run] = lengths
    return events


def _column(field: EventField | None, name: str, numbers: Mapping[str, Numbers], count: int) -> pa.Array:
    """Return a column of SCHEMA from the numbers of the field with its name."""
    if field is None:
        return absent_column(name, count)
    if name in DICTIONARIES:
        return _codes(name, numbers[name])
    kind = SCHEMA.field(name).type
    missing = None if field.absent_number is None else numbers[name] == field.absent_number
    try:
        plain = pa.array(numbers[name], mask=missing)
        return plain.cast(pa.int64()).view(kind) if pa.types.is_temporal(kind) else plain.cast(kind)
    except pa.ArrowInvalid as error:
        raise ProtocolError(f"an event has a {name} that is too high: {error}") from error


def _codes(name: str, numbers: Numbers) -> pa.DictionaryArray:
    """Return the words of a column whose numbers are defined by the protocol."""
    lowest, highest = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    if lowest >= 0 and highest < len(DICTIONARIES[name]):
        return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int8)), DICTIONARIES[name])
    if lowest < 0 or highest > _HIGHEST_CODE:
        raise ProtocolError(f"an event has {name} {highest}; the highest possible is {_HIGHEST_CODE}")
    return _names(numbers, NUMBERINGS[name]).cast(SCHEMA.field(name).type)


def _names(numbers: Numbers, texts: Mapping[int, str]) -> pa.DictionaryArray:
    """Return the texts of numbers. Two numbers can have one text: a queue can be created again."""
    occurring = pa.array(numbers).dictionary_encode()
    names = [texts.get(number, f"#{number}") for number in occurring.dictionary.to_pylist()]
    return dictionary_of(names, occurring.indices)


def _unknown(fields: Sequence[EventField], numbers: Mapping[str, Numbers], count: int) -> pa.DictionaryArray:
    """Return the fields that this version does not know as JSON, with null for an event that has none."""
    if not fields:
        return absent_column("unknown", count)
    members = []
    for field in fields:
        values = numbers[field.name]
        missing = None if field.absent_number is None else values == field.absent_number
        texts = pa.array(values, mask=missing).cast(pa.string())
        member = pc.binary_join_element_wise(f", {json.dumps(field.name)}: ", texts, "")
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
