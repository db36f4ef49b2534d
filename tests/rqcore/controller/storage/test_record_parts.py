# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a record are small, in order, and refer to large payloads instead of copying them."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.storage import change_format, record_parts
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.controller.storage.record_parts import Record, RecordParts


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(record_parts, "MOST_BYTES", 100)
    monkeypatch.setattr(change_format, "LARGE", 50)


def item(number: int, size: int) -> Item:
    return Item(number, Codec.RAW, bytes([number]) * size)


def parts_of(*items: Item) -> RecordParts:
    parts = RecordParts()
    for each in items:
        pieces = change_format.pack_put(1, each, each.number)
        parts.add(pieces, sum(map(len, pieces)))
    return parts


def found(rows: list[bytes]) -> list[Item]:
    replay = JournalReplay()
    for row in rows:
        replay.read(row)
    return [stored for _, stored in replay.queues[1].items.values()] if replay.queues else []


@pytest.mark.parametrize("sizes", [[1], [70], [71], [20, 20, 20, 20], [500], [10, 500, 10, 101, 200]])
def test_rows_are_small_and_have_all_changes_in_order(sizes):
    items = [item(number, size) for number, size in enumerate(sizes, 1)]
    parts = parts_of(*items)

    rows = list(Record(1, parts.parts, []).rows())

    assert found(rows) == items
    assert max(map(len, rows)) <= 100 + 4 + 5 + 13  # with checksum and marks
    assert [change_format.is_continued(row) for row in rows] == [False] + [True] * (len(rows) - 1)
    assert parts.size == sum(map(len, rows))


def test_large_payload_is_referred_to_and_not_copied():
    large = item(1, 1000)

    parts = parts_of(large)

    pieces = [piece for part in parts.parts for piece in part if isinstance(piece, memoryview)]
    assert sum(map(len, pieces)) > 1000
    assert sum(len(piece) for piece in pieces if piece.obj is large.payload) == 1000


def test_rest_of_a_record_whose_first_rows_were_deleted_is_ignored():
    rows = list(Record(1, parts_of(item(1, 500), item(2, 10)).parts, []).rows())

    assert found(rows[1:]) == [item(2, 10)]


def test_record_without_changes_has_no_rows():
    assert list(Record(1, RecordParts().parts, []).rows()) == []
