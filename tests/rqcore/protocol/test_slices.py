# SPDX-License-Identifier: GPL-3.0-or-later
"""Long values are cut into parts of a bounded size, and nothing of them is lost."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.protocol.slices import SLICE_BYTES, WHOLE_PAYLOAD, in_turns, joined, sliced_by_size, split


@pytest.mark.parametrize(
    "size", [0, 1, WHOLE_PAYLOAD - 5, WHOLE_PAYLOAD - 4, WHOLE_PAYLOAD, 3 * WHOLE_PAYLOAD]
)
def test_payload_is_split_into_parts_with_its_frame_around_it(size):
    data = bytes(range(251)) * (size // 251 + 1)
    parts = list(split(b"<<", data[:size], b">>"))
    assert b"".join(parts) == b"<<" + data[:size] + b">>"
    assert max(map(len, parts)) <= WHOLE_PAYLOAD


def test_items_are_cut_where_they_reach_the_size_of_a_slice():
    items = [Item(number, Codec.RAW, b"x" * (SLICE_BYTES // 2)) for number in range(5)]
    assert [[item.number for item in part] for part in sliced_by_size(items)] == [[0, 1], [2, 3], [4]]


def test_item_that_must_be_split_is_in_a_slice_of_its_own():
    sizes = [5, WHOLE_PAYLOAD + 1, WHOLE_PAYLOAD + 1, 5, WHOLE_PAYLOAD, 5]
    items = [Item(number, Codec.RAW, bytes(size)) for number, size in enumerate(sizes)]
    assert [[item.number for item in part] for part in sliced_by_size(items)] == [[0], [1], [2], [3, 4], [5]]


def test_parts_are_joined_to_the_size_of_a_slice():
    assert list(map(len, joined(iter([b"x" * (SLICE_BYTES // 2)] * 5)))) == [SLICE_BYTES] * 2 + [
        SLICE_BYTES // 2
    ]


def test_small_steps_are_combined_to_turns():
    def steps():
        for _ in range(10):
            yield 3
        return "done"

    turns, work = 0, in_turns(steps(), 9)
    with pytest.raises(StopIteration) as end:
        while True:
            next(work)
            turns += 1
    assert (turns, end.value.value) == (3, "done")
