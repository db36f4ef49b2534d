# SPDX-License-Identifier: GPL-3.0-or-later
"""A move finds the large files that it must read: the ones whose items it will take."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.spooled_items import next_large_files
from rqcore.controller.stores import FifoStore
from rqcore.protocol.slices import WHOLE_PAYLOAD

SIZE = WHOLE_PAYLOAD + 1
FILE = range(SIZE)  # only its length is used
SMALL_FILE = range(9)


@pytest.fixture
def queue():
    payloads = (FILE, FILE, b"x", SMALL_FILE, FILE)
    return SimpleNamespace(store=FifoStore(Item(at, Codec.RAW, each) for at, each in enumerate(payloads, 1)))


def numbers(items):
    return [item.number for item in items]


@pytest.mark.parametrize(
    ("most_bytes", "found"),
    [(0, [1]), (2 * SIZE - 1, [1]), (2 * SIZE, [1, 2]), (3 * SIZE + 9, [1, 2]), (3 * SIZE + 10, [1, 2, 5])],
)
def test_files_are_those_of_items_with_few_bytes_together_but_at_least_the_first(queue, most_bytes, found):
    assert numbers(next_large_files(queue, 9, most_bytes=most_bytes)) == found


def test_files_are_those_of_the_chosen_items(queue):
    assert numbers(next_large_files(queue, 2)) == [1, 2]
    assert numbers(next_large_files(queue, 9, {2, 4, 5})) == [2, 5]
    assert numbers(next_large_files(queue, 1, {2, 4, 5})) == [2]
