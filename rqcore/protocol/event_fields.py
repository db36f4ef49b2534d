# SPDX-License-Identifier: MIT
"""The fields of event records, and the encoding of records in each version of the batch.

Version 3 describes itself: its header lists the fields, so that a receiver of
any version finds the fields that it knows, and keeps the others by name and
number. Version 2 has a fixed list of fields; see ``event_batch``.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from struct import Struct, calcsize

from rqcore.protocol.event_values import Method

TYPES = "BHIQq"
"""The struct codes that a field may have."""
ALL_BITS = {"B": 0xFF, "H": 0xFFFF, "I": 0xFFFFFFFF, "Q": 0xFFFFFFFFFFFFFFFF, "q": -1}
"""Struct code → the number with all bits set."""
NO_TIMEOUT = -1
"""The ``timeout`` of a call that may wait forever. A call that never waits has 0."""
NOT_TAKEN = -1
"""The ``took`` of a call for which the controller's own work was not measured."""
NO_DEPTH = 0xFFFFFFFF
"""The ``depth`` of a call that names no queue."""


class Absent(enum.IntEnum):
    """Which number of a field means that the event has no value."""

    NEVER = 0
    ZERO = 1
    ALL_BITS = 2


class RunKind(enum.IntEnum):
    """What the further events of a record with ``more`` above 0 are."""

    NONE = 0
    CALLS = 1
    """Further calls: ``sequence``, ``call`` and ``item`` increase by one."""
    PARTS = 2
    """Further items of the same call: ``sequence``, ``part`` and ``item`` increase by one."""


@dataclass(frozen=True, slots=True)
class EventField:
    """One field of a record."""

    name: str
    type: str
    """Its struct code, one of ``TYPES``."""
    absent: Absent
    """Which number means that the event has no value."""
    offset: int
    """Its first byte in the record."""

    @property
    def absent_number(self) -> int | None:
        """The number that means that the event has no value; None if each number is a value."""
        return {Absent.NEVER: None, Absent.ZERO: 0, Absent.ALL_BITS: ALL_BITS[self.type]}[self.absent]

    @property
    def end(self) -> int:
        """The first byte after the field."""
        return self.offset + calcsize("<" + self.type)


class EventFormat:
    """The records of one version.

    Args:
        version: The version of the batch.
        fields: Name, struct code and absent rule of each field, in order.
        length: The struct code of the entries of ``lengths``.
        max_preview: The most bytes of one preview.
    """

    def __init__(
        self, version: int, fields: Sequence[tuple[str, str, Absent]], length: str, max_preview: int
    ) -> None:
        """Compute the offsets. Zero bytes at the end keep the records of a batch aligned to 8 bytes."""
        self.version: int = version
        self.max_preview: int = max_preview
        self.length: Struct = Struct("<" + length)
        codes = "<" + "".join(code for _, code, _ in fields)
        self.pad: int = -calcsize(codes) % 8
        """The number of zero bytes at the end of a record."""
        self.record: Struct = Struct(f"{codes}{self.pad}x")
        offsets = [calcsize("<" + "".join(code for _, code, _ in fields[:at])) for at in range(len(fields))]
        self.fields: tuple[EventField, ...] = tuple(
            EventField(*field, offset) for field, offset in zip(fields, offsets, strict=True)
        )
        self.by_name: dict[str, EventField] = {field.name: field for field in self.fields}
        self._names = tuple(self.by_name)

    def encode_record(self, **fields: int) -> bytes:
        """Encode one record. Fields that are not given are 0; fields that the version lacks are ignored."""
        return self.record.pack(*(fields.get(name, 0) for name in self._names))

    def encoder(self, *names: str) -> Callable[..., bytes]:
        """Return a function that encodes a record from the values of these fields, in this order.

        It takes a sixth of the time of ``encode_record``. The other fields are 0.
        """
        pack, nothing = self.record.pack, len(names)
        choose = itemgetter(*(names.index(name) if name in names else nothing for name in self._names))
        return lambda *values: pack(*choose((*values, 0)))


NEVER, ZERO, ALL = Absent.NEVER, Absent.ZERO, Absent.ALL_BITS

V3 = EventFormat(
    3,
    (
        ("sequence", "Q", NEVER),  # number of the event in its controller, without gaps
        ("time", "q", NEVER),  # wall clock, ns since 1970
        ("waited", "q", NEVER),  # ns from the beginning of the call to this event
        ("call", "Q", NEVER),  # number of the call, the same in all its events
        ("item", "Q", ZERO),  # number of the item, the same at put and get
        ("timeout", "q", ALL),  # ns; absent: the call may wait forever
        ("took", "q", ALL),  # ns that the controller itself needed for the request, where it was measured
        ("queue", "I", ZERO),  # number of a named queue
        ("client", "I", NEVER),  # number of a named client
        ("size", "I", NEVER),  # payload bytes of this item
        ("depth", "I", ALL),  # items in the queue after this event
        ("items", "I", NEVER),  # number of items that the whole call moved
        ("part", "I", NEVER),  # 0 in the first record of an event, 1, 2, … in the further ones
        ("preview", "I", NEVER),  # bytes of the event's preview, after the records
        ("more", "I", NEVER),  # number of further events in the run
        ("deliveries", "H", ZERO),  # how often the item was leased, at most 65535
        ("method", "B", NEVER),
        ("phase", "B", NEVER),
        ("outcome", "B", NEVER),
        ("codec", "B", NEVER),
        ("run", "B", NEVER),  # RunKind
        ("rule", "I", ZERO),  # number of the debugger's rule that acted on the call
    ),
    "I",
    0xFFFFFFFF,
)
"""Version 3: every event of several items has a record for each."""

V2 = EventFormat(
    2,
    (
        ("sequence", "Q", NEVER),
        ("time", "q", NEVER),
        ("waited", "q", NEVER),
        ("call", "Q", NEVER),
        ("item", "Q", ZERO),
        ("timeout", "q", ALL),
        ("queue", "I", ZERO),
        ("client", "I", NEVER),
        ("size", "I", NEVER),
        ("depth", "I", NEVER),
        ("items", "I", NEVER),
        ("method", "B", NEVER),
        ("phase", "B", NEVER),
        ("outcome", "B", NEVER),
        ("codec", "B", NEVER),
        ("preview", "H", NEVER),
        ("more", "I", NEVER),
    ),
    "H",
    0xFFFF,
)
"""Version 2. Its fields have the names of version 3. Its runs are always runs of calls."""

FORMATS: dict[int, EventFormat] = {2: V2, 3: V3}
"""The format of each version that is spoken."""
LATEST = max(FORMATS)
"""The highest version that is spoken."""


def depth_step(method: int) -> int:
    """Return the change of ``depth`` from one event of a run to the next: 1 if items enter, otherwise -1."""
    return 1 if method in _ENTERING else -1


_ENTERING = frozenset((Method.PUT, Method.PUT_MANY, Method.MOVE_IN, Method.REDELIVERED, Method.DUE))


def recorded(timeout: int | None) -> int:
    """Convert a timeout to its value in records: nanoseconds, or ``NO_TIMEOUT`` for None."""
    return NO_TIMEOUT if timeout is None else timeout
