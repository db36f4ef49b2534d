# SPDX-License-Identifier: MIT
"""Items, as they travel from the put to the get."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from rqcore.codec import Codec
from rqcore.fast_paths.switches import TUPLE_ITEMS
from rqcore.protocol.spool_api import Content


class Item(NamedTuple):
    """What a client put, with what the controller knows of it."""

    number: int
    """Unique in a controller. Events and previews name the item by it."""
    codec: Codec
    payload: Content
    priority: float = 0.0
    """Only a priority queue looks at it; the lowest comes out first."""


ItemFields = tuple[int, Codec, Content, float]

_make_plainly: Callable[[Iterable[Any]], Item] = Item._make
_make_fast: Callable[[Iterable[Any]], Item] = partial(tuple.__new__, Item)
"""The same without a call in Python: every put makes an item. See ``TUPLE_ITEMS``."""


def item_maker() -> Callable[[ItemFields], Item]:
    """A function that makes an ``Item`` of its four fields."""
    return _make_fast if TUPLE_ITEMS.is_on else _make_plainly


_payload_of: Callable[[Item], Content] = attrgetter("payload")


def total_bytes(items: Iterable[Item]) -> int:
    """The sum of the payload sizes, in bytes."""
    return sum(map(len, map(_payload_of, items)))
