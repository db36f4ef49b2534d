# SPDX-License-Identifier: MIT
"""The items that clients put into queues and take from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from rqcore.codec import Codec
from rqcore.fast_paths.switches import TUPLE_ITEMS
from rqcore.protocol.spool_api import Content


class Item(NamedTuple):
    """An item: the payload that a client put, and its properties."""

    number: int
    """Unique in the controller. Events and previews identify the item by it."""
    codec: Codec
    """How clients decode the payload. The controller never decodes it."""
    payload: Content
    """The bytes, in memory or in a file of the spool."""
    priority: float = 0.0
    """Used only by priority queues: the item with the lowest value comes out first."""


ItemFields = tuple[int, Codec, Content, float]

_make_plainly: Callable[[Iterable[Any]], Item] = Item._make
_make_fast: Callable[[Iterable[Any]], Item] = partial(tuple.__new__, Item)
"""Creates an item without a function call in Python, because every put creates one. See ``TUPLE_ITEMS``."""


def item_maker() -> Callable[[ItemFields], Item]:
    """Return the function that creates an ``Item`` from its four fields."""
    return _make_fast if TUPLE_ITEMS.is_on else _make_plainly


_payload_of: Callable[[Item], Content] = attrgetter("payload")


def total_bytes(items: Iterable[Item]) -> int:
    """Return the sum of the payload sizes in bytes."""
    return sum(map(len, map(_payload_of, items)))
