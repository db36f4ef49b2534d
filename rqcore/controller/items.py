# SPDX-License-Identifier: MIT
"""The items that clients put into queues and take from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, islice, repeat
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, TypeVar

from rqcore.codec import Codec
from rqcore.fast_paths.switches import TUPLE_ITEMS
from rqcore.protocol.memory import Memory
from rqcore.protocol.priority_keys import ZERO_KEY
from rqcore.protocol.reply_types import ExecutedCall
from rqcore.protocol.spool_api import Content

T = TypeVar("T")


class Item(NamedTuple):
    """An item: the payload that a client put, and its properties."""

    number: int
    """Unique in the controller. Events and previews identify the item by it."""
    codec: Codec
    """How clients decode the payload. The controller never decodes it."""
    payload: Content
    """The bytes, in memory or in a file of the spool."""
    priority: bytes = ZERO_KEY
    """The key of its priority, as ``priority_keys`` describes it. Used only by priority queues: the item with
    the lowest key comes out first."""
    deliveries: int = 0
    """How often the item was leased since it entered its queue."""


ItemFields = tuple[int, Codec, Content, bytes, int]

_make_plainly: Callable[[Iterable[Any]], Item] = Item._make
_make_fast: Callable[[Iterable[Any]], Item] = partial(tuple.__new__, Item)
"""Creates an item without a function call in Python, because every put creates one. See ``TUPLE_ITEMS``."""


def item_maker() -> Callable[[ItemFields], Item]:
    """Return the function that creates an ``Item`` from its five fields."""
    return _make_fast if TUPLE_ITEMS.is_on else _make_plainly


Place = tuple[bytes, int] | None
"""Where an item was in a priority queue. None in other queues: there its number shows its place."""


@dataclass(slots=True, eq=False)
class DelayedItem:
    """An item that enters its queue later. Times are in ns of the controller's clock."""

    number: int
    """Unique among the delayed items and leases of a controller."""
    item: Item
    place: Place
    queue: Any
    """The queue that the item will enter."""
    client: Any
    """The client that delayed it."""
    deadline_ns: int
    """When it enters the queue."""


@dataclass(slots=True, eq=False)
class ItemLease:
    """An item that a client has until it acknowledges it, or until a deadline. Times are in ns."""

    number: int
    """Identifies the lease. Unique in its controller. The numbers of another controller, or of the same one
    after a restart, are very probably different, so that an old number means nothing there."""
    item: Item
    """The item, whose ``deliveries`` include this one."""
    place: Place
    queue: Any
    """The queue from which it was taken."""
    client: Any
    """The client that has it."""
    began_ns: int
    seconds_ns: int
    """How long the lease lasts, unless it is extended."""
    deadline_ns: int
    """When it ends."""


class ItemFactory:
    """Creates the items of a controller, with consecutive numbers."""

    def __init__(self) -> None:
        """Start with number 1."""
        self._item_numbers = count(1)
        self._next_item = self._item_numbers.__next__
        self._new_item = item_maker()
        self._uses_tuple_items = TUPLE_ITEMS.is_on

    def continue_numbers(self, number: int) -> None:
        """Let the next item have this number, after a restart."""
        self._item_numbers = count(number)
        self._next_item = self._item_numbers.__next__

    def skip_number(self) -> int:
        """Return a number above the number of each item so far. No item will have it."""
        return self._next_item()

    def make_item(self, codec: Codec, payload: Content, priority: bytes = ZERO_KEY) -> Item:
        """Create an item with the next number. ``priority``: its key."""
        return self._new_item((self._next_item(), codec, payload, priority, 0))

    def make_items(
        self, codec: Codec, payloads: Sequence[bytes], priorities: Sequence[bytes] = ()
    ) -> list[Item]:
        """Create an item for each payload, with consecutive numbers.

        Args:
            codec: The codec of all payloads.
            payloads: The payloads.
            priorities: The key of each item; none means that all items have the priority 0.
        """
        numbers = islice(self._item_numbers, len(payloads))
        fields = zip(numbers, repeat(codec), payloads, priorities or repeat(ZERO_KEY), repeat(0))
        if self._uses_tuple_items:
            return list(map(tuple.__new__, repeat(Item), fields))
        return list(map(self._new_item, fields))


class CountedKey(bytes):
    """A long key. It counts as memory as long as an item has it, wherever the item is.

    ``ITEM_COST`` includes a short key, so queues of other kinds do not have to look at keys.
    """

    memory: Memory

    def __del__(self) -> None:
        self.memory.held -= len(self)


SHORT_KEY = 32
"""The most bytes of a key that are counted in ``ITEM_COST``."""


def counted_key(key: bytes, memory: Memory) -> bytes:
    """Return the key, counted in ``memory`` if it is long. Raises TooMany if there is no memory for it."""
    if len(key) <= SHORT_KEY:
        return key
    memory.admit(len(key), 0)
    counted = CountedKey(key)
    counted.memory = memory
    memory.held += len(key)
    return counted


class CountedList(list[T]):
    """A list that counts as memory as long as it exists, wherever it is.

    Args:
        members: The members.
        memory: Counts it.
        size: The bytes to count.
    """

    __slots__ = ("_memory", "_size")

    def __init__(self, members: Iterable[T], memory: Memory, size: int) -> None:
        """Count the list."""
        super().__init__(members)
        self._memory, self._size = memory, size
        memory.held += size

    def __del__(self) -> None:
        self._memory.held -= self._size


class NumberRun:
    """The consecutive numbers of many items, rising or falling, in little memory. Equals a list of them.

    Args:
        numbers: The numbers.
    """

    __slots__ = ("_numbers",)

    def __init__(self, numbers: range) -> None:
        """Keep the range."""
        self._numbers = numbers

    def pop(self) -> int:
        """Remove and return the last number."""
        number = self._numbers[-1]
        self._numbers = self._numbers[:-1]
        return number

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __getitem__(self, index: int) -> int:
        return self._numbers[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NumberRun):
            return self._numbers == other._numbers
        return isinstance(other, list) and list(self._numbers) == other

    __hash__: ClassVar[None]  # type: ignore[assignment]


Numbers = list[int] | NumberRun
"""The numbers of the items that a get took, in order."""
MANY_NUMBERS = 1000
"""The most numbers that are always kept in a list. The check of more takes 3 % of the time of their get."""


def numbers_of(items: Iterable[Item]) -> Numbers:
    """Return the number of each item. All items are different."""
    numbers = list(map(_number_of, items))
    if len(numbers) <= MANY_NUMBERS or abs(numbers[-1] - numbers[0]) != len(numbers) - 1:
        return numbers
    step = 1 if numbers[0] < numbers[-1] else -1
    if sorted(numbers, reverse=step < 0) != numbers:
        return numbers
    return NumberRun(range(numbers[0], numbers[-1] + step, step))


def deliveries_of(items: Sequence[Item]) -> dict[int, int]:
    """Return the deliveries of the items that were leased before, by number. Usually there are none."""
    if not any(map(_deliveries_of, items)):
        return {}
    return {item.number: item.deliveries for item in items if item.deliveries}


_payload_of: Callable[[Item], Content] = itemgetter(2)  # faster than an attrgetter


def total_bytes(items: Iterable[Item]) -> int:
    """Return the sum of the payload sizes in bytes."""
    return sum(map(len, map(_payload_of, items)))


def are_consecutive(items: Sequence[Item]) -> bool:
    """Return whether the numbers of the items follow each other. There is at least one item."""
    first = items[0].number
    return list(map(_number_of, items)) == list(range(first, first + len(items)))


_deliveries_of: Callable[[Item], int] = itemgetter(4)
_number_of: Callable[[Item], int] = itemgetter(0)


def items_of(value: Any) -> list[Item]:
    """Return the items in the value of a call: one, several, one with its queue, or all items of EXEC."""
    if is_of_transaction(value):
        return [item for call in value for item in items_of(call.value)]
    if type(value) is list:  # as long as 50,000 items: not copied, because all members have one type
        return value if value and type(value[0]) is Item else []
    members = value if type(value) is tuple else (value,)
    return [each for each in members if type(each) is Item]


def is_of_transaction(value: Any) -> bool:
    """Return whether a value is that of EXEC."""
    return type(value) is list and bool(value) and type(value[0]) is ExecutedCall


def items_of_request(values: Mapping[str, Any]) -> list[Item]:
    """Return the items of a put that was not executed, without numbers. ``values``: its named arguments."""
    payloads = values.get("payloads") or values.get("payload", [])
    payloads = [payloads] if isinstance(payloads, bytes) else payloads
    codec, key = values.get("codec", Codec.RAW), values.get("key") or values.get("priority", ZERO_KEY)
    keys = values.get("keys") or [key] * len(payloads)
    return [Item(0, codec, payload, key) for payload, key in zip(payloads, keys, strict=False)]
