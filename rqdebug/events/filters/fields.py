# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of an event that a filter can compare: one table.

To add a field: add a row to ``_TABLE`` and a column to SCHEMA.
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
U64 = 2**64 - 1
FOREVER_NS = 2**63 - 1
"""The timeout of a call that has none: longer than any other."""
DAY = 24 * 60 * TIMES["min"]


@dataclass(frozen=True, eq=False)
class Field:
    """A column, the kind of its values, and its meaning."""

    name: str
    kind: ValueType
    help: str
    prepare: Callable[[pa.Array], pa.Array] = lambda column: column
    """Converts the column to the numbers or texts that its kind parses to."""
    examples: tuple[str, ...] = ()
    """Values that completion proposes."""

    def values(self, batch: pa.RecordBatch) -> pa.Array:
        """Return the column of a batch, ready to be compared."""
        return self.prepare(batch.column(self.name))


def _ns(column: pa.Array) -> pa.Array:
    return column.view(pa.int64())


def _ns_or_forever(column: pa.Array) -> pa.Array:
    return pc.fill_null(_ns(column), FOREVER_NS)


def _or_zero(column: pa.Array) -> pa.Array:
    return pc.fill_null(column, 0)


def _time_of_day(column: pa.Array) -> pa.Array:
    """Local time. One offset serves a whole batch: its events are close together."""
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
    Field("queue", TextType(), "name of the queue, or its namespace if it has no name"),
    Field("client", TextType(), "the client that called"),
    Field("outcome", ChoiceType.from_words(member_names(Outcome).values()), "what became of the call"),
    Field(
        "phase",
        ChoiceType.from_words(member_names(Phase).values()),
        "start: the call has to wait; end: the call is over",
    ),
    Field(
        "time", ClockTimeType(), "when the event occurred: local time of day, or date and time", _time_of_day
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
        "how long the call may wait; forever is longer than any other",
        _ns_or_forever,
        ("1s",),
    ),
    Field(
        "size",
        AmountType("a size such as 512 or 4KiB", SIZES, U32),
        "bytes of all items of the call",
        examples=("1KiB", "1MiB"),
    ),
    Field("depth", _SMALL_NUMBER, "items in the queue after the call"),
    Field("items", _SMALL_NUMBER, "number of items that the call moved"),
    Field("codec", ChoiceType.from_words(member_names(Codec).values()), "the encoding of the payload"),
    Field("sequence", _NUMBER, "number of the event at its controller"),
    Field("call", _NUMBER, "number of the call: the same at its start and its end"),
    Field(
        "item",
        AmountType(f"{_COUNT}, or none", NO_UNITS, U64, {"none": 0}),
        "number of the item: the same in its put and its get",
        _or_zero,
    ),
    Field("payload", TextType(), "first bytes of the payload; payload.order.id is a member of JSON"),
    Field("target", TextType(), "name of the target that reported the event"),
)
INSTANT = Field("time", InstantType(), "when the event occurred: date and time", _ns)
"""The field ``time``, when it is compared with a date."""


def field_for(name: str, text: str) -> Field | None:
    """Return the field of this name, None if there is none; a date as text makes ``time`` an instant."""
    if name == "time" and re.match(r"[0-9]{4}-", text):
        return INSTANT
    if name.startswith("payload.") or name.startswith("payload["):
        return JsonField(name, JsonType(), "a member of a JSON payload")
    return FIELDS.get(name)


@dataclass(frozen=True, eq=False)
class JsonField(Field):
    """A member of a JSON payload. Payloads that are not JSON, or have no such member, never match."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonField) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def path(self) -> tuple[str | int, ...]:
        """The names and indices that lead to the member. Raises ValueError if the name is no path."""
        steps = re.findall(r"\.([^.\[\]]+)|\[([0-9]{1,9})\]", self.name)
        path = tuple(int(index) if index else name for name, index in steps)
        if "payload" + "".join(map(_format_step, path)) != self.name:
            raise ValueError(f"`{self.name}` is no path: write payload.order.id or payload.parts[0]")
        return path

    def members(self, batch: pa.RecordBatch) -> list[Any]:
        """Return the member of each row, or MISSING.

        Only payloads that contain the last name of the path are parsed: most
        others have no such member, and finding a text costs far less.
        """
        payloads = batch.column("payload")
        found: list[Any] = [MISSING] * len(payloads)
        names = [step for step in self.path if isinstance(step, str)]
        likely = pc.match_substring(payloads, names[-1]) if names else pc.starts_with(payloads, "[")
        for row in pc.indices_nonzero(likely).to_pylist():
            found[row] = _extract(payloads[row].as_py(), self.path)
        return found


MISSING = object()
"""The member of a payload that has none of this path."""


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
"""Every field of SCHEMA by its name, in the order in which help shows them."""
