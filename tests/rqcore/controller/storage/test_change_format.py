# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes are read as they were packed, and a record that was changed is refused."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Change, DamagedRecord, Figures
from rqcore.errors import ControllerError
from rqcore.protocol.priority_keys import ZERO_KEY, priority_key

NUMBERS = st.integers(0, 2**63)
KEYS = st.sampled_from([ZERO_KEY, b"", priority_key(-3), priority_key("urgent")])
ITEMS = st.builds(Item, NUMBERS, st.sampled_from(Codec), st.binary(max_size=20), KEYS, st.just(0))


class Collector:
    """Collects the changes of a record."""

    def __init__(self) -> None:
        self.changes: list[Any] = []

    def put(self, queue: int, position: int, item: Item, is_copy: bool) -> None:
        self.changes.append((queue, position, item, is_copy))

    def put_run(self, queue: int, position: int, items: list[Item], is_copy: bool) -> None:
        self.changes += [(queue, at, item, is_copy) for at, item in zip(count(position), items)]

    def take(self, queue: int, numbers: Any) -> None:
        self.changes.append((queue, list(numbers)))

    def set_figures(self, queue: int, figures: Figures) -> None:
        self.changes.append((queue, figures))

    def create(self, queue: int, definition: dict[str, Any]) -> None:
        self.changes.append((queue, definition))

    def mark(self, change: Change, queue: int) -> None:
        self.changes.append((change, queue))

    def set_number(self, number: int) -> None:
        self.changes.append(number)


def read(*changes: bytes) -> list[Any]:
    collector = Collector()
    change_format.read_record(change_format.pack_record(changes), collector)
    return collector.changes


@given(st.lists(ITEMS, min_size=1, max_size=8), st.integers(-(2**40), 2**40), st.booleans())
def test_items_are_read_at_their_positions(items, position, is_copy):
    packed = change_format.pack_puts(7, items, position, is_copy)
    assert read(*packed) == [(7, at, item, is_copy) for at, item in zip(count(position), items)]


def test_alike_items_are_packed_as_one_run():
    items = [Item(number, Codec.JSON, b"x" * number) for number in range(1, 100)]
    alone = sum(len(change_format.pack_put(1, item, 0)[0]) for item in items)
    run = change_format.pack_puts(1, items, 5)
    assert len(run[0]) < alone / 1.3
    assert read(*run) == [(1, at, item, False) for at, item in zip(count(5), items)]


def test_every_change_is_read_as_packed():
    figures, definition = Figures(1, 2, 3, 5), {"name": "jobs", "maxsize": 2}
    packed = [
        change_format.pack_taken(3, [5, 2**63]),
        change_format.pack_figures(4, figures),
        change_format.pack_created(5, definition),
        change_format.pack_mark(Change.PURGED, 6),
        change_format.pack_mark(Change.CLOSED, 6),
        change_format.pack_mark(Change.CHECKED, 6),
        change_format.pack_number(99),
    ]
    marks = [(Change.PURGED, 6), (Change.CLOSED, 6), (Change.CHECKED, 6)]
    assert read(*packed) == [(3, [5, 2**63]), (4, figures), (5, definition), *marks, 99]


@given(st.data())
def test_record_with_a_wrong_byte_is_refused(data):
    record = bytearray(change_format.pack_record([change_format.pack_number(7)]))
    at = data.draw(st.integers(0, len(record) - 1))
    record[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DamagedRecord, match="checksum"):
        change_format.read_record(bytes(record), Collector())


@pytest.mark.parametrize("record", [b"", b"abc", change_format.pack_record([b"\xff"])])
def test_record_that_nobody_wrote_is_refused(record):
    with pytest.raises(DamagedRecord):
        change_format.read_record(record, Collector())


def test_payload_whose_file_is_lost_is_packed_empty():
    class Lost:
        def __len__(self) -> int:
            return 5

        def read(self, most: int = -1, start: int = 0) -> bytes:
            raise ControllerError("the file was removed")

    item = Item(1, Codec.RAW, Lost())
    assert read(*change_format.pack_put(1, item, 1)) == [(1, 1, item._replace(payload=b""), False)]


@pytest.mark.parametrize("count", [1, 3])
def test_large_payload_is_not_copied_into_its_change(count):
    items = [Item(number, Codec.RAW, bytes(change_format.LARGE + number)) for number in range(1, count + 1)]

    pieces = change_format.pack_puts(1, items, 5)

    assert [id(piece) for piece in pieces[-count:]] == [id(item.payload) for item in items]
    assert read(*pieces) == [(1, at, item, False) for at, item in enumerate(items, 5)]
