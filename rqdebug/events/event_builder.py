# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds log batches for targets that do not send event batches.

A controller sends its events as packed records, which ``BatchDecoder`` turns
into columns. The adapter of any other target calls ``EventBuilder.add`` for
each event, and passes the batches of ``build`` to the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqcore.codec import Codec
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqdebug.events.schema import DICTIONARIES, SCHEMA, absent_column

PREVIEW_BYTES = 256
"""The default number of payload bytes that an event keeps."""
_MAX_COUNT = 2**32 - 1
"""The largest number of items or bytes that a column can hold."""
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_ADDED = [name for name in SCHEMA.names if name not in ("sequence", "rule", "unknown", "target")]
"""The columns whose values are given to ``add``."""
_END, _OK, _RAW = Phase.END, Outcome.OK, Codec.RAW


class EventBuilder:
    """Collects events and turns them into record batches with the columns of SCHEMA.

    Events get ascending sequence numbers, from 1. Use it from one thread.

    Args:
        preview_bytes: The number of bytes to keep of each payload.
    """

    def __init__(self, preview_bytes: int = PREVIEW_BYTES) -> None:
        self._preview_bytes = preview_bytes
        self._rows: list[tuple[Any, ...]] = []
        self._sequence = 0
        self._last_call = 0

    @property
    def num_rows(self) -> int:
        """The number of events that were added since the last ``build``."""
        return len(self._rows)

    def new_call(self) -> int:
        """Return an unused call number, for the start and the end of one call."""
        self._last_call += 1
        return self._last_call

    def add(
        self,
        *,
        time_ns: int,
        method: Method,
        queue: str = "",
        client: str = "",
        address: str = "",
        call: int | None = None,
        phase: Phase = _END,
        outcome: Outcome = _OK,
        waited_ns: int = 0,
        took_ns: int | None = None,
        timeout_ns: int | None = 0,
        payload: bytes = b"",
        size: int | None = None,
        codec: Codec = _RAW,
        items: int = 0,
        item: int | None = None,
        part: int | None = 0,
        depth: int | None = None,
        deliveries: int | None = None,
    ) -> None:
        """Add one event.

        Args:
            time_ns: The time of the event by the target's clock, in ns since 1970.
            method: The method that was called.
            queue: The name of the queue; empty if the call names none.
            client: The name of the client that called; empty if it has none. ``build`` can add it later.
            address: The address of the client; empty if it is not known.
            call: The number of the call, from ``new_call``; by default, an unused one.
            phase: START when a call begins to wait, END when it returns.
            outcome: BLOCKED or BUSY at a start, the result of the call at an end.
            waited_ns: The time from the beginning of the call to the event, in ns.
            took_ns: The time that the target itself worked for the call, in ns; None if it is not known.
            timeout_ns: How long the call may wait, in ns; None means without a timeout.
            payload: The payload of the item, or its beginning.
            size: The number of bytes of the whole payload; by default, the length of ``payload``.
            codec: How the payload is encoded.
            items: The number of items that the whole call moved.
            item: The number of the item, the same for its put and its get; None if it has none.
            part: 0 for the first item of a call, 1, 2, … for events of the further items; None if the
                event has all items of the call.
            depth: The number of items in the queue after the call; None if it is not known.
            deliveries: How often the item was leased; None if it never was, or if it is not known.
        """
        if call is None:
            call = self._last_call = self._last_call + 1
        if size is None:
            size = len(payload)
        preview = payload[: self._preview_bytes]
        # In the order of _ADDED.
        row = (
            *(time_ns, waited_ns, took_ns, method, queue, client, address, outcome, phase, size, depth),
            *(items, part, timeout_ns, codec, call, item, deliveries, preview),
        )
        self._rows.append(row)

    def build(self, client_names: Mapping[str, str] = _NO_NAMES) -> pa.RecordBatch | None:
        """Return the events added since the last call, or None if there are none.

        Args:
            client_names: Address → name of the client, for events that were added without a name. So a
                name that becomes known after the event, but before ``build``, is still used.

        Returns:
            A batch in SCHEMA; ``target`` is empty. A number that its column cannot hold has become the
            nearest one that it can hold, so that one event never costs the others.

        Raises:
            ValueError: A method, phase, outcome or codec is not in its enumeration. The events are dropped.
        """
        if not self._rows:
            return None
        rows, self._rows = self._rows, []
        first, self._sequence = self._sequence + 1, self._sequence + len(rows)
        sequence = pa.array(np.arange(first, self._sequence + 1, dtype=np.uint64))
        target = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), np.int16)), [""])
        values = dict(zip(_ADDED, zip(*rows, strict=True), strict=True))
        if client_names:
            values["client"] = _add_names(values["client"], values["address"], client_names)
        columns = [_column(SCHEMA.field(name), values[name]) for name in _ADDED]
        known = {"sequence": sequence, **dict(zip(_ADDED, columns, strict=True)), "target": target}
        columns = [known.get(name, absent_column(name, len(rows))) for name in SCHEMA.names]
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _column(field: pa.Field, values: Sequence[Any]) -> pa.Array:
    if field.name in DICTIONARIES:
        return _codes(field.name, values)
    try:
        return _array(field, values)
    except (OverflowError, pa.ArrowException, UnicodeError):  # what other programs sent has any size
        return _array(field, [_fitting(field.type, value) for value in values])


def _fitting(kind: pa.DataType, value: Any) -> Any:
    """Return a value that a column of this type can hold, as near as possible to ``value``."""
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if not isinstance(value, int):
        return value
    low = 0 if pa.types.is_unsigned_integer(kind) else 1 - 2**63  # numpy reads -2**63 as no time
    return min(max(value, low), 2**64 - 1 if kind == pa.uint64() else 2**63 - 1)


def _array(field: pa.Field, values: Sequence[Any]) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return pa.array(values, pa.string()).dictionary_encode()
    if pa.types.is_uint32(field.type):
        low = pc.max_element_wise(pa.array(values, pa.int64()), 0, skip_nulls=False)
        return pc.min_element_wise(low, _MAX_COUNT, skip_nulls=False).cast(field.type)
    return pa.array(values, field.type)


def _codes(name: str, values: Sequence[int]) -> pa.DictionaryArray:
    dictionary = DICTIONARIES[name]
    codes = np.frombuffer(bytes(values), np.uint8)
    if codes.max() >= len(dictionary):
        raise ValueError(f"an event has {name} {codes.max()}; the highest {name} is {len(dictionary) - 1}")
    return pa.DictionaryArray.from_arrays(pa.array(codes.view(np.int8)), dictionary)


def _add_names(clients: Sequence[str], addresses: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Return the name of each client. Those that were given with the event stay."""
    return [client or names.get(address, "") for client, address in zip(clients, addresses, strict=True)]
