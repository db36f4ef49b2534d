# SPDX-License-Identifier: MIT
"""Items, as they travel from the put to the get."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from rqcore.codec import Codec
from rqcore.protocol.spool_api import Content


class Item(NamedTuple):
    """What a client put, with what the controller knows of it."""

    number: int
    """Unique in a controller. Events and previews name the item by it."""
    codec: Codec
    payload: Content
    priority: float = 0.0
    """Only a priority queue looks at it; the lowest comes out first."""


make_item: Callable[[tuple[int, Codec, Content, float]], Item] = partial(tuple.__new__, Item)
"""An ``Item`` from a tuple of its four fields, without a call in Python: every put makes one."""

_payload_of: Callable[[Item], Content] = attrgetter("payload")


def make_items(numbers: Iterable[int], codec: Codec, payloads: Sequence[bytes]) -> list[Item]:
    """One item for each payload, without a loop in Python."""
    fields = zip(numbers, repeat(codec), payloads, repeat(0.0), strict=False)
    return list(map(tuple.__new__, repeat(Item), fields))


def total_bytes(items: Iterable[Item]) -> int:
    """The sum of the payload sizes, in bytes."""
    return sum(map(len, map(_payload_of, items)))
