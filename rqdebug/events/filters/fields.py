# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of an event that a filter can ask for: one table."""

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
    PLAIN,
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
from rqdebug.events.schema import texts_of

U32 = 2**32 - 1
U64 = 2**64 - 1
FOR_EVER = 2**63 - 1
"""ns that stand for a call without a timeout: longer than any other."""
DAY = 24 * 60 * TIMES["min"]


@dataclass(frozen=True, eq=False)
class Field:
    """A column, the kind of its values, and what it means."""

    name: str
    kind: ValueType
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
_NUMBER = AmountType(_COUNT, PLAIN, U64)
_SMALL_NUMBER = AmountType(_COUNT, PLAIN, U32)
_DURATION = "a duration such as 5ms or 1.5s"

_TABLE = (
    Field("method", ChoiceType.of(texts_of(Method).values()), "which method was called"),
    Field("queue", TextType(), "name of the queue, or its namespace where it has no name"),
    Field("client", TextType(), "who called"),
    Field("outcome", ChoiceType.of(texts_of(Outcome).values()), "how the call stands"),
    Field("phase", ChoiceType.of(texts_of(Phase).values()), "start: it has to wait; end: it is over"),
    Field("time", ClockTimeType(), "when it was seen: local time of day, or date and time", _time_of_day),
    Field("duration", AmountType(_DURATION, TIMES, FOR_EVER), "how long the call took until then", _ns),
    Field(
        "timeout",
        AmountType(f"{_DURATION}, or forever", TIMES, FOR_EVER, {"forever": FOR_EVER}),
        "how long the call may wait; forever is longer than all",
        _ns_or_for_ever,
    ),
    Field("size", AmountType("a size such as 512 or 4KiB", SIZES, U32), "bytes of all its items"),
    Field("depth", _SMALL_NUMBER, "items in the queue afterwards"),
    Field("items", _SMALL_NUMBER, "how many items the call moved"),
    Field("codec", ChoiceType.of(texts_of(Codec).values()), "how the payload is to be read"),
    Field("sequence", _NUMBER, "number of the event at its controller"),
    Field("call", _NUMBER, "number of the call: the same at its start and end"),
    Field(
        "item",
        AmountType(f"{_COUNT}, or none", PLAIN, U64, {"none": 0}),
        "number of the item: the same for the put and the get of it",
        _or_zero,
    ),
    Field(
        "payload", TextType(), "first bytes of the payload; payload.order.id is a member, where it is JSON"
    ),
    Field("target", TextType(), "name of the target that told it"),
)
INSTANT = Field("time", InstantType(), "when it was seen: date and time", _ns)
"""What ``time`` is where it is compared with a date."""


def field_for(name: str, text: str) -> Field | None:
    """The field of a name that is compared with this text; None where there is none of that name."""
    if name == "time" and re.match(r"[0-9]{4}-", text):
        return INSTANT
    if name.startswith("payload.") or name.startswith("payload["):
        return JsonField(name, JsonType(), "a member of a payload that is JSON")
    return FIELDS.get(name)


@dataclass(frozen=True, eq=False)
class JsonField(Field):
    """A member of a payload that is JSON. Payloads that are none, or have no such member, pass no test."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonField) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def path(self) -> tuple[str | int, ...]:
        """Raises ValueError where the name is no path."""
        steps = re.findall(r"\.([^.\[\]]+)|\[([0-9]{1,9})\]", self.name)
        path = tuple(int(place) if place else name for name, place in steps)
        if "payload" + "".join(map(_spelt, path)) != self.name:
            raise ValueError(f"`{self.name}` is no path: write payload.order.id or payload.parts[0]")
        return path

    def members(self, batch: pa.RecordBatch) -> list[Any]:
        """Of each row the member, or MISSING. Only payloads in which its name occurs are looked into."""
        payloads = batch.column("payload")
        found: list[Any] = [MISSING] * len(payloads)
        names = [step for step in self.path if isinstance(step, str)]
        likely = pc.match_substring(payloads, names[-1]) if names else pc.starts_with(payloads, "[")
        for row in pc.indices_nonzero(likely).to_pylist():
            found[row] = _member(payloads[row].as_py(), self.path)
        return found


MISSING = object()


def _spelt(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"


def _member(payload: bytes, path: Sequence[str | int]) -> Any:
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
