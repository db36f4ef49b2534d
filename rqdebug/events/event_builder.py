# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds log batches for targets that do not send event batches.

A controller sends its events as packed records, which ``BatchDecoder`` turns
into columns. The adapter of any other target calls ``EventBuilder.add`` for
each event, and passes the batches of ``build`` to the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa

from rqcore.codec import Codec
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqdebug.events.schema import SCHEMA, member_names

PREVIEW_BYTES = 256
"""The default number of payload bytes that an event keeps."""
_MAX_COUNT = 2**32 - 1
"""The largest number of items or bytes that a column can hold."""
_NO_LABELS: Mapping[str, str] = MappingProxyType({})
_ENUMERATIONS = {"method": Method, "outcome": Outcome, "phase": Phase, "codec": Codec}
_DICTIONARIES = {name: pa.array(member_names(kind).values()) for name, kind in _ENUMERATIONS.items()}
"""Names by enumeration. The members count from 0, so each is its own index."""
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
        call: int | None = None,
        phase: Phase = _END,
        outcome: Outcome = _OK,
        duration_ns: int = 0,
        timeout_ns: int | None = 0,
        payload: bytes = b"",
        size: int | None = None,
        codec: Codec = _RAW,
        items: int = 0,
        item: int | None = None,
        depth: int = 0,
    ) -> None:
        """Add one event.

        Args:
            time_ns: The time of the event by the target's clock, in ns since 1970.
            method: The method that was called.
            queue: The name of the queue; empty if the call names none.
            client: The client that called. ``build`` can replace it with a label.
            call: The number of the call, from ``new_call``; by default, an unused one.
            phase: START when a call begins to wait, END when it returns.
            outcome: BLOCKED or BUSY at a start, the result of the call at an end.
            duration_ns: The time from the beginning of the call to the event, in ns.
            timeout_ns: How long the call may wait, in ns; None means without a timeout.
            payload: The payload of the first item, or its beginning.
            size: The number of payload bytes of all items; by default, the length of ``payload``.
            codec: How the payload is encoded.
            items: The number of items that the call moved.
            item: The number of the item, the same for its put and its get; None if it has none.
            depth: The number of items in the queue after the call.
        """
        if call is None:
            call = self._last_call = self._last_call + 1
        if size is None:
            size = len(payload)
        preview = payload[: self._preview_bytes]
        # In the order of SCHEMA, without its first and last column.
        row = (
            *(time_ns, duration_ns, method, queue, client, outcome, phase, size, depth, items),
            *(timeout_ns, codec, call, item, preview),
        )
        self._rows.append(row)

    def build(self, client_labels: Mapping[str, str] = _NO_LABELS) -> pa.RecordBatch | None:
        """Return the events added since the last call, or None if there are none.

        Args:
            client_labels: Client as passed to ``add`` → the text to show for it. A
                client without a label is shown as it is. So a name that becomes
                known after the event, but before ``build``, is still used.

        Returns:
            A batch in SCHEMA; ``target`` is empty.

        Raises:
            ValueError: A method, phase, outcome or codec is not in its enumeration, or a
                time, duration or call number does not fit into 64 bits. The events are dropped.
        """
        if not self._rows:
            return None
        rows, self._rows = self._rows, []
        first, self._sequence = self._sequence + 1, self._sequence + len(rows)
        sequence = pa.array(np.arange(first, self._sequence + 1, dtype=np.uint64))
        target = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), np.int16)), [""])
        fields = list(SCHEMA)[1:-1]
        try:
            columns = [
                _column(field, values, client_labels)
                for field, values in zip(fields, zip(*rows, strict=True), strict=True)
            ]
        except OverflowError as error:
            raise ValueError(f"a column cannot hold a number of an event: {error}") from error
        return pa.RecordBatch.from_arrays([sequence, *columns, target], schema=SCHEMA)


def _column(field: pa.Field, values: tuple[Any, ...], client_labels: Mapping[str, str]) -> pa.Array:
    if field.name in _DICTIONARIES:
        return _codes(field.name, values)
    if field.name == "client":
        return _texts(field, values, client_labels)
    if field.name == "queue":
        return _texts(field, values, _NO_LABELS)
    if pa.types.is_uint32(field.type):
        return pa.array(np.clip(np.array(values, np.int64), 0, _MAX_COUNT).astype(np.uint32))
    return pa.array(values, field.type)


def _codes(name: str, values: tuple[int, ...]) -> pa.DictionaryArray:
    dictionary = _DICTIONARIES[name]
    codes = np.frombuffer(bytes(values), np.uint8)
    if codes.max() >= len(dictionary):
        raise ValueError(f"an event has {name} {codes.max()}; the highest {name} is {len(dictionary) - 1}")
    return pa.DictionaryArray.from_arrays(pa.array(codes.view(np.int8)), dictionary)


def _texts(field: pa.Field, values: tuple[str, ...], labels: Mapping[str, str]) -> pa.DictionaryArray:
    """Dictionary-encode texts, with labels. The dictionary has each text once."""
    encoded = pa.array(values, pa.string()).dictionary_encode()
    if not labels:
        return encoded
    shown = [labels.get(text, text) for text in encoded.dictionary.to_pylist()]
    distinct = pa.array(shown, pa.string()).dictionary_encode()  # two clients can share a label
    return pa.DictionaryArray.from_arrays(distinct.indices.take(encoded.indices), distinct.dictionary)
