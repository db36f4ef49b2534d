# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of fields that a filter can compare.

To add a field, add a row to ``_TABLE`` and a column to SCHEMA.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rqcore.codec import Codec
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqdebug.events.filters.literals import (
    NO_UNITS,
    SIZES,
    TIMES,
    AmountType,
    ChoiceType,
    ClockTimeType,
    InstantType,
    JsonType,
    TextType,
    ValueType,
)
from rqdebug.events.schema import member_names

U32 = 2**32 - 1
"""The largest value of a uint32 column."""
U64 = 2**64 - 1
"""The largest value of a uint64 column."""
FOREVER_NS = 2**63 - 1
"""The value for no timeout, so that ``forever`` is longer than any other timeout."""
DAY = 24 * 60 * TIMES["min"]
"""ns."""


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

    def values(self, batch: pa.RecordBatch) -> pa.Array:
        """Return the column of a batch, converted for comparisons."""
        return self.prepare(batch.column(self.name))


def _ns(column: pa.Array) -> pa.Array:
    return column.view(pa.int64())


def _ns_or_forever(column: pa.Array) -> pa.Array:
    return pc.fill_null(_ns(column), FOREVER_NS)


def _or_zero(column: pa.Array) -> pa.Array:
    return pc.fill_null(column, 0)


def _time_of_day(column: pa.Array) -> pa.Array:
    """Return ns since local midnight. The UTC offset of the first event is used for the whole batch."""
    if not len(column):
        return _ns(column)
    ns = _ns(column).to_numpy()
    offset = time.localtime(max(int(ns[0]) // TIMES["s"], 0)).tm_gmtoff
    return pa.array((ns + offset * TIMES["s"]) % DAY)


_COUNT = "a whole number such as 3"
_NUMBER = AmountType(_COUNT, NO_UNITS, U64)
_SMALL_NUMBER = AmountType(_COUNT, NO_UNITS, U32)
_DURATION = "a duration such as 5ms or 1.5s"

_TABLE = (
    Field("method", ChoiceType.from_words(member_names(Method).values()), "the method that was called"),
    Field("queue", TextType(), "the name of the queue, or its namespace if it has no name"),
    Field("client", TextType(), "the client that made the call"),
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
        "duration",
        AmountType(_DURATION, TIMES, FOREVER_NS),
        "how long the call has taken so far",
        _ns,
        ("1ms", "10ms", "1s"),
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
        "the number of bytes of all items of the call",
        examples=("1KiB", "1MiB"),
    ),
    Field("depth", _SMALL_NUMBER, "the number of items in the queue after the call"),
    Field("items", _SMALL_NUMBER, "the number of items that the call put or took"),
    Field("codec", ChoiceType.from_words(member_names(Codec).values()), "the encoding of the payload"),
    Field("sequence", _NUMBER, "the number of the event at its target"),
    Field("call", _NUMBER, "the number of the call; its start and its end have the same"),
    Field(
        "item",
        AmountType(f"{_COUNT}, or none", NO_UNITS, U64, {"none": 0}),
        "the number of the item; its put and its get have the same",
        _or_zero,
    ),
    Field(
        "payload",
        TextType(),
        "the first bytes of the payload; payload.order.id is a member of a JSON payload",
    ),
    Field("target", TextType(), "the name of the target that reported the event"),
)
INSTANT = Field("time", InstantType(), "the time of the event: a date and time", _ns)
"""The field ``time`` for comparisons with a date."""


def field_for(name: str, text: str) -> Field | None:
    """Return the field for a comparison, or None if there is no field with this name.

    Args:
        name: The name of a field, or the path of a member such as ``payload.order.id``.
        text: The value, as the user wrote it: ``time`` is compared as an instant if it is a date.
    """
    if name == "time" and re.match(r"[0-9]{4}-", text):
        return INSTANT
    if name.startswith("payload.") or name.startswith("payload["):
        return JsonField(name, JsonType(), "a member of a JSON payload")
    return FIELDS.get(name)


@dataclass(frozen=True, eq=False)
class JsonField(Field):
    """A member of a JSON payload. A payload that is not JSON, or has no such member, never matches."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonField) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def path(self) -> tuple[str | int, ...]:
        """The names and indices that lead to the member. Raises ValueError if the path is malformed."""
        steps = re.findall(r"\.([^.\[\]]+)|\[([0-9]{1,9})\]", self.name)
        path = tuple(int(index) if index else name for name, index in steps)
        if "payload" + "".join(map(_format_step, path)) != self.name:
            raise ValueError(
                f"`{self.name}` is not a valid path; write, for example, payload.order.id or payload.parts[0]"
            )
        return path

    def members(self, batch: pa.RecordBatch) -> list[Any]:
        """Return the member of each row, or MISSING.

        Only payloads that contain the last name of the path are parsed.
        """
        payloads = batch.column("payload")
        # The search is 80 times as fast as parsing 65,536 payloads of bench/events.py.
        members: list[Any] = [MISSING] * len(payloads)
        names = [step for step in self.path if isinstance(step, str)]
        likely = pc.match_substring(payloads, names[-1]) if names else pc.starts_with(payloads, "[")
        for row in pc.indices_nonzero(likely).to_pylist():
            members[row] = _extract(payloads[row].as_py(), self.path)
        return members


MISSING = object()
"""The result for a payload without the member; None would be a JSON null."""


def _format_step(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"


def _extract(payload: bytes, path: Sequence[str | int]) -> Any:
    try:
        value: Any = json.loads(payload)
        for step in path:
            if not isinstance(value, list if isinstance(step, int) else dict):
                return MISSING
            value = value[step]  # type: ignore[index]  # an index for a list, a name for an object
    except (ValueError, LookupError, RecursionError):
        return MISSING
    return value


FIELDS: dict[str, Field] = {field.name: field for field in _TABLE}
"""Every field of SCHEMA by its name, in the order of the help page."""
