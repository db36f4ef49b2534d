# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of an event that a filter can ask for: one table."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rqcore.codec import Codec
from rqcore.events import Method, Outcome, Phase
from rqdebug.log.columns import texts_of
from rqdebug.log.values import PLAIN, SIZES, TIMES, Amount, Choice, Clock, Kind, Text

U32 = 2**32 - 1
U64 = 2**64 - 1
FOR_EVER = 2**63 - 1
"""ns that stand for a call without a timeout: longer than any other."""
DAY = 24 * 60 * TIMES["min"]


@dataclass(frozen=True, eq=False)
class Field:
    """A column, the kind of its values, and what it means."""

    name: str
    kind: Kind
    help: str
    prepare: Callable[[pa.Array], pa.Array] = lambda column: column
    """Makes the column one of the numbers or texts that its kind reads."""

    def values(self, batch: pa.RecordBatch) -> pa.Array:
        return self.prepare(batch.column(self.name))


def _ns(column: pa.Array) -> pa.Array:
    return column.view(pa.int64())


def _ns_or_for_ever(column: pa.Array) -> pa.Array:
    return pc.fill_null(_ns(column), FOR_EVER)


def _or_zero(column: pa.Array) -> pa.Array:
    return pc.fill_null(column, 0)


def _time_of_day(column: pa.Array) -> pa.Array:
    """Local time. One offset serves a batch: its events are close together."""
    if not len(column):
        return _ns(column)
    ns = _ns(column).to_numpy()
    offset = time.localtime(max(int(ns[0]) // TIMES["s"], 0)).tm_gmtoff
    return pa.array((ns + offset * TIMES["s"]) % DAY)


_COUNT = "a whole number such as 3"
_NUMBER = Amount(_COUNT, PLAIN, U64)
_SMALL_NUMBER = Amount(_COUNT, PLAIN, U32)
_DURATION = "a duration such as 5ms or 1.5s"

_TABLE = (
    Field("method", Choice.of(texts_of(Method).values()), "which method was called"),
    Field("queue", Text(), "name of the queue, or its namespace where it has no name"),
    Field("client", Text(), "who called"),
    Field("outcome", Choice.of(texts_of(Outcome).values()), "how the call stands"),
    Field("phase", Choice.of(texts_of(Phase).values()), "start: it has to wait; end: it is over"),
    Field("time", Clock(), "when it was seen: local time of day", _time_of_day),
    Field("duration", Amount(_DURATION, TIMES, FOR_EVER), "how long the call took until then", _ns),
    Field(
        "timeout",
        Amount(f"{_DURATION}, or forever", TIMES, FOR_EVER, {"forever": FOR_EVER}),
        "how long the call may wait; forever is longer than all",
        _ns_or_for_ever,
    ),
    Field("size", Amount("a size such as 512 or 4KiB", SIZES, U32), "bytes of all its items"),
    Field("depth", _SMALL_NUMBER, "items in the queue afterwards"),
    Field("items", _SMALL_NUMBER, "how many items the call moved"),
    Field("codec", Choice.of(texts_of(Codec).values()), "how the payload is to be read"),
    Field("sequence", _NUMBER, "number of the event at its controller"),
    Field("call", _NUMBER, "number of the call: the same at its start and end"),
    Field(
        "item",
        Amount(f"{_COUNT}, or none", PLAIN, U64, {"none": 0}),
        "number of the item: the same for the put and the get of it",
        _or_zero,
    ),
    Field("payload", Text(), "first bytes of the payload, as far as they were sent"),
    Field("target", Text(), "name of the target that told it"),
)
FIELDS: dict[str, Field] = {field.name: field for field in _TABLE}
"""Every field of SCHEMA by its name, in the order in which help shows them."""
