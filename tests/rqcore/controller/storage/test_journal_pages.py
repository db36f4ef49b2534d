# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages are written with their record, and deleted only when no record needs them."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.storage.change_format import DamagedRecord, pack_puts, pack_record
from rqcore.controller.storage.journal_replay import read_page
from rqcore.controller.storage.record_parts import MOST_BYTES


def items(*numbers: int, size: int = 1) -> list[Item]:
    return [Item(number, Codec.JSON, bytes([number]) * size) for number in numbers]


def test_page_is_read_as_it_was_written(journal):
    written = journal.pages.add(1, items(4, 9, 7), position=30)

    (row,) = (row for _, row in written.rows())

    assert read_page(written.page, [row]) == items(4, 9, 7)
    assert (written.page.first, written.page.last_item, written.page.end) == (4, 9, 32)


def test_large_page_has_several_rows(journal):
    large = journal.pages.add(1, items(1, size=2 * MOST_BYTES), position=1)
    small = journal.pages.add(1, items(2), position=2)

    rows = dict(large.rows())

    assert list(rows) == list(large.page.row_numbers) == [1, 2, 3]
    assert small.page.number == 4
    assert read_page(large.page, rows.values()) == items(1, size=2 * MOST_BYTES)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [b"damaged"],
        [pack_record(pack_puts(1, items(4), 30))],
        [pack_record(pack_puts(1, items(4, 5, 6, 7), 30))],
    ],
)
def test_page_with_other_items_is_damaged(journal, rows):
    page = journal.pages.add(1, items(4, 5, 6), position=30).page

    with pytest.raises(DamagedRecord):
        read_page(page, rows)


def test_page_that_is_given_up_during_a_checkpoint_outlives_it(journal):
    pages = [journal.pages.add(1, items(number), number).page for number in (1, 2, 3)]
    journal.give_up_pages(pages[:1])
    journal.take_record()
    journal.give_up_pages(pages[1:2])

    journal.begin_checkpoint()
    journal.take_record()
    journal.give_up_pages(pages[2:])
    first = journal.end_checkpoint()
    journal.begin_checkpoint()

    assert first == pages[:1]
    assert journal.end_checkpoint() == pages[1:2]


def test_pages_that_are_given_up_make_the_journal_longer(journal):
    page = journal.pages.add(1, items(1, size=1000), 1).page
    journal.give_up_pages((page,))
    journal.take_record()
    assert journal.bytes == 1000

    journal.begin_checkpoint()
    journal.end_checkpoint()

    assert journal.bytes == 0
