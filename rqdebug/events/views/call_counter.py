# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the calls of each client in a log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.event_log import EventLog
from rqdebug.events.schema import on_distinct

NO_CALLS = pa.array(["connect", "disconnect"])
"""The methods of events that are no calls."""
ClientKey = tuple[str, str]
"""The name and the address of a client."""


class CallCounter:
    """Counts ended calls by client. Each row is read once, so a refresh costs what has arrived since.

    Args:
        log: The log.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._read = 0
        self._counts: Counter[ClientKey] = Counter()

    def update(self) -> Mapping[ClientKey, int]:
        """Count the rows that have arrived since the last call, and return a copy of the numbers."""
        for start, batch in self._log.batches_from(self._read):
            self._add(batch)
            self._read = start + batch.num_rows
        return dict(self._counts)

    def _add(self, batch: pa.RecordBatch) -> None:
        part = pc.fill_null(batch.column("part"), 0)
        ended = on_distinct(batch.column("phase"), lambda phases: pc.equal(phases, "end"))
        is_call = pc.invert(on_distinct(batch.column("method"), lambda methods: pc.is_in(methods, NO_CALLS)))
        calls = batch.filter(pc.and_(pc.and_(ended, is_call), pc.equal(part, 0)))
        clients, addresses = calls.column("client"), calls.column("address")
        if not len(clients):
            return
        pairs = np.stack([clients.indices.to_numpy(), addresses.indices.to_numpy()])
        distinct, counts = np.unique(pairs, axis=1, return_counts=True)
        names, places = clients.dictionary.to_pylist(), addresses.dictionary.to_pylist()
        for (client, address), count in zip(distinct.T.tolist(), counts.tolist(), strict=True):
            self._counts[names[client], places[address]] += count
