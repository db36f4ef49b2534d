# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of fields that a filter can compare.

To add a field, add a row to ``_TABLE`` and a column to SCHEMA, unless it is known at the source only.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rqcore.codec import Codec
from rqcore.controller.debugging import predicate_tree
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.queue_values import KINDS
from rqdebug.events.filters.json_members import (
    MISSING,
    OPENING,
    UNKNOWN,
    extract,
    format_path,
    parse_path,
)
from rqdebug.events.filters.literals import (
    NO_UNITS,
    SIZES,
    TIMES,
    AddressType,
    AmountType,
    ChoiceType,
    ClockTimeType,
    InstantType,
    JsonType,
    TextType,
    ValueType,
)
from rqdebug.events.filters.payloads import Payloads
from rqdebug.events.marked_rows import NOTE_COLUMN
from rqdebug.events.schema import member_names

U32 = 2**32 - 1
"""The largest value of a uint32 column."""
U64 = 2**64 - 1
"""The largest value of a uint64 column."""
FOREVER_NS = 2**63 - 1
"""The value for no timeout, so that ``forever`` is longer than any other timeout."""
DAY = 24 * 60 * TIMES["min"]
"""ns."""
QUARTER = 15 * 60
"""Seconds. Zones change their offset only at full quarters of an hour."""
SHORT = 7 * 24 * 3600
"""Seconds in which no zone changes its offset and changes it back."""


@dataclass(frozen=True, eq=False)
class Field:
    """A field: a column of SCHEMA, the kind of its values, and its meaning."""

    name: str
    kind: ValueType
    help: str
    """The meaning, as a phrase for the help page and for completion."""
    prepare: Callable[[pa.Array], pa.Array] = lambda column: column
    """Converts the column to the type that ``kind`` parses values to."""
    examples: tuple[str, ...] = ()
    """Values that completion proposes."""

    @property
    def source(self) -> dict[str, Any]:
        """What a predicate calls the field, if it knows it."""
        return {"field": self.name}

    def values(self, batch: pa.RecordBatch) -> pa.Array:
        """Return the column of a batch, converted for comparisons."""
        return self.prepare(batch.column(self.name))


def _ns(column: pa.Array) -> pa.Array:
    return column.view(pa.int64())


def _ns_or_forever(column: pa.Array) -> pa.Array:
    return pc.fill_null(_ns(column), FOREVER_NS)


def _or_zero(column: pa.Array) -> pa.Array:
    return pc.fill_null(column, 0)


def _or_empty(column: pa.Array) -> pa.Array:
    return pc.fill_null(column.cast(pa.string()), "")


def _time_of_day(column: pa.Array) -> pa.Array:
    """Return ns since local midnight, each with the UTC offset that was in force at its time."""
    if not len(column):
        return _ns(column)
    ns = _ns(column).to_numpy()
    return pa.array((ns + _utc_offsets(ns // TIMES["s"]) * TIMES["s"]) % DAY)


def _utc_time_of_day(column: pa.Array) -> pa.Array:
    """Return ns since midnight in UTC."""
    return pa.array(_ns(column).to_numpy() % DAY)


def _utc_offsets(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | int:
    """Return the UTC offset of local time at each second since 1970, in seconds."""
    first, last = (time.localtime(int(second)).tm_gmtoff for second in (seconds.min(), seconds.max()))
    if first == last and seconds.max() - seconds.min() < SHORT:
        return first
    quarters, indices = np.unique(seconds // QUARTER, return_inverse=True)
    offsets = [time.localtime(quarter * QUARTER).tm_gmtoff for quarter in quarters.tolist()]
    return np.array(offsets, np.int64)[indices]


_COUNT = "a whole number such as 3"
_NUMBER = AmountType(_COUNT, NO_UNITS, U64)
_SMALL_NUMBER = AmountType(_COUNT, NO_UNITS, U32)
_DURATION = "a duration such as 5ms or 1.5s"


@dataclass(frozen=True, eq=False)
class PayloadField(Field):
    """The payload, of which often only the first bytes were recorded."""


@dataclass(frozen=True, eq=False)
class NoteField(Field):
    """The note on an event. It is no column of the log: ``MarkedRows.add_columns`` adds it to a batch."""

    def values(self, batch: pa.RecordBatch) -> pa.Array:
        """Return the notes; without the column, no event has one."""
        if self.name in batch.schema.names:
            return batch.column(self.name)
        return pa.DictionaryArray.from_arrays(np.zeros(batch.num_rows, np.int8), [""])


@dataclass(frozen=True, eq=False)
class UnrecordedField(Field):
    """Something that a call has and its events do not: known at the source, and unknown in the log."""


@dataclass(frozen=True, eq=False)
class JsonField(Field):
    """A member of a JSON payload. A payload that is not JSON, or has no such member, never matches."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonField) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    @cached_property
    def path(self) -> tuple[str | int, ...]:
        """The names and indices that lead to the member."""
        return parse_path(self.name)

    @property
    def source(self) -> dict[str, Any]:
        """The payload, and the path of the member."""
        return {"field": "payload", "path": list(self.path)}

    def members(self, batch: pa.RecordBatch) -> list[Any]:
        """Return the member of each row, MISSING, or UNKNOWN if the payload was cut or is nested too deeply.

        Only payloads that contain the last name of the path, perhaps with escapes, are parsed.
        """
        payloads = Payloads.of_batch(batch)
        # The search is 80 times as fast as parsing 65,536 payloads of bench/events.py.
        opens = pc.match_substring_regex(payloads.data, OPENING[type(self.path[0])])
        likely = pc.and_not(opens, payloads.is_cut)
        for name in [step for step in self.path if isinstance(step, str)][-1:]:
            likely = pc.and_(likely, pc.match_substring_regex(payloads.data, rf"{re.escape(name)}|\\"))
        members: list[Any] = [MISSING] * len(payloads.data)
        for row in pc.indices_nonzero(pc.and_(opens, payloads.is_cut)).to_pylist():
            members[row] = UNKNOWN
        for row in pc.indices_nonzero(likely).to_pylist():
            members[row] = extract(payloads.data[row].as_py(), self.path)
        return members


_TABLE = (
    Field("method", ChoiceType.from_words(member_names(Method).values()), "the method that was called"),
    Field("queue", TextType(), "the name of the queue, or its namespace if it has no name"),
    Field("client", TextType(), "the name of the client that made the call"),
    Field("address", AddressType(), "the address of the client"),
    Field("outcome", ChoiceType.from_words(member_names(Outcome).values()), "the result of the call"),
    Field(
        "phase",
        ChoiceType.from_words(member_names(Phase).values()),
        "start: the call begins to wait; end: the call has returned",
    ),
    Field(
        "time",
        ClockTimeType(),
        "the time of the event: a local time of day, or a date and time",
        _time_of_day,
    ),
    Field(
        "waited",
        AmountType(_DURATION, TIMES, FOREVER_NS),
        "how long the call has waited so far; of a task, how long it ran",
        _ns,
        ("1ms", "10ms", "1s"),
    ),
    Field(
        "took",
        AmountType(_DURATION, TIMES, FOREVER_NS),
        "the time that the target itself worked for the call, where it is measured",
        _ns,
        ("100us", "1ms"),
    ),
    Field(
        "timeout",
        AmountType(f"{_DURATION}, or forever", TIMES, FOREVER_NS, {"forever": FOREVER_NS}),
        "how long the call may wait; forever (no timeout) is the longest",
        _ns_or_forever,
        ("1s",),
    ),
    Field(
        "size",
        AmountType("a size such as 512 or 4KiB", SIZES, U32),
        "the number of bytes of the payload",
        examples=("1KiB", "1MiB"),
    ),
    Field("depth", _SMALL_NUMBER, "the number of items in the queue after the call"),
    Field("items", _SMALL_NUMBER, "the number of items that the call put or took"),
    Field("part", _SMALL_NUMBER, "0 for the first item of a call, 1, 2, … for its further items"),
    Field("codec", ChoiceType.from_words(member_names(Codec).values()), "the encoding of the payload"),
    Field("sequence", _NUMBER, "the number of the event at its target"),
    Field("call", _NUMBER, "the number of the call; its start and its end have the same"),
    Field(
        "item",
        AmountType(f"{_COUNT}, or none", NO_UNITS, U64, {"none": 0}),
        "the number of the item; its put and its get have the same",
        _or_zero,
    ),
    Field("deliveries", _SMALL_NUMBER, "how often the item was leased; 0 if it never was", _or_zero),
    Field("rule", _SMALL_NUMBER, "the debugger's rule that acted on the call; 0 for none", _or_zero),
    PayloadField(
        "payload",
        TextType(),
        "the payload as text; payload.order.id is a member of a JSON payload, and so is "
        'payload["two words"][0]',
    ),
    UnrecordedField(
        "kind",
        TextType(),
        "the kind of the queue; not in the log, only for calls that are stopped or disturbed",
        examples=KINDS,
    ),
    UnrecordedField(
        "namespace",
        TextType(),
        "the namespace of the queue, also if it has a name; not in the log",
    ),
    UnrecordedField("priority", JsonType(), "the priority of the item; not in the log"),
    Field("unknown", TextType(), "JSON of the fields that this version does not know", _or_empty),
    Field("target", TextType(), "the name of the target that reported the event"),
    NoteField(NOTE_COLUMN, TextType(), "the note on the event; empty if it has none"),
)
INSTANT = Field("time", InstantType(), "the time of the event: a date and time", _ns)
"""The field ``time`` for comparisons with a date."""
UTC_CLOCK = Field("time", ClockTimeType("Z"), "the time of the event: a time of day in UTC", _utc_time_of_day)
"""The field ``time`` for comparisons with a time of day in UTC."""
OTHER_NAMES = {"duration": "waited"}
"""Earlier name of a field → name."""


def field_for(name: str, *texts: str) -> Field | None:
    """Return the field for a comparison, or None if there is no field with this name.

    Args:
        name: The name of a field, or the path of a member such as ``payload.order.id``.
        texts: The values, as the user wrote them: ``time`` is compared as an instant if one is a date.

    Raises:
        ValueError: The path of a member is malformed.
    """
    if name == "time" and any(re.search(r"(^|\.\.)[0-9]{4}-", text) for text in texts):
        return INSTANT
    if name == "time" and any(re.search(r"Z($|\.\.)", text) for text in texts):
        return UTC_CLOCK
    if name.startswith(("payload.", "payload[")):
        return JsonField(format_path(parse_path(name)), JsonType(), "a member of a JSON payload")
    return FIELDS.get(OTHER_NAMES.get(name, name))


FIELDS: dict[str, Field] = {field.name: field for field in _TABLE}
"""Every field of SCHEMA and ``UnrecordedField``, and ``note``, by its name, in the order of the help page."""
SOURCE_FIELDS = tuple(name for name in FIELDS if name in predicate_tree.FIELDS)
"""The fields that are known before an event exists, so that a predicate can compare them."""
