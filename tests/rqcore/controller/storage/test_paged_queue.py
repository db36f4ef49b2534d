# SPDX-License-Identifier: GPL-3.0-or-later
"""The items of a long durable queue move to pages and back; ``test_durable_queue`` adds crashes."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.clients import BlockedCall
from rqcore.controller.items import Item
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.errors import StorageError
from rqcore.protocol.event_batch import GET
from rqcore.protocol.memory import ITEM_COST, Memory
from rqcore.protocol.queue_values import LEFT
from tests.rqcore.controller.storage.written_records import Disk, Visitor

pytestmark = pytest.mark.usefixtures("small_pages")


def item(number: int, size: int = 1) -> Item:
    return Item(number, Codec.RAW, b"x" * size)


@pytest.fixture
def disk(journal):
    disk = Disk()
    journal.pages.load = disk.read
    return disk


def lifo_of(journal):
    return DurableQueue(1, "jobs", "lifo", 0, Memory(), journal, journal.new_identity())


def numbers(items):
    return [item.number for item in items]


def fill(queue, count):
    queue.put_many([item(number) for number in range(1, count + 1)])


def test_memory_holds_the_head_and_the_tail(queue, journal, disk):
    for number in range(1, 101):
        queue.put(item(number))
    disk.write(journal)

    assert len(queue.store) == queue.size == 100
    assert queue.memory.held == (ITEM_COST + 1) * queue.held_items
    assert queue.held_items <= 3 + 2 * 2
    assert all(page.items is None for page in queue.store.pages)


def test_items_that_are_paged_at_once_are_written_once(queue, journal, disk):
    disk.write(journal)
    queue.put_many([item(number, 1000) for number in range(1, 101)])
    disk.write(journal)

    sizes = [sum(map(len, written.values())) for written in (disk.records, disk.pages)]
    assert 100_000 < sum(sizes) < 120_000


def test_lifo_queue_holds_the_top(journal, disk):
    queue = lifo_of(journal)
    fill(queue, 100)
    disk.write(journal)

    assert numbers(queue.store.head)[0] == 100
    assert queue.held_items <= 3 + 2
    assert numbers(queue.get_many(100)) == list(range(100, 0, -1))


def test_page_waits_in_memory_until_it_is_written(queue, journal, disk):
    fill(queue, 20)

    assert numbers(queue.get_many(20)) == list(range(1, 21))
    assert not disk.pages


def test_next_page_is_read_before_it_is_needed(queue, journal, disk):
    expected = []
    journal.pages.on_expected = lambda queue, page: expected.append(page)
    fill(queue, 20)
    disk.write(journal)

    queue.get_many(2)
    assert numbers(queue.store.head) == [3]
    (page,) = expected
    queue.open_read(page, disk.read(page))

    assert numbers(queue.store.head) == [3, 4, 5]


def test_page_that_was_read_too_late_is_not_opened_again(queue, journal, disk):
    expected = []
    journal.pages.on_expected = lambda queue, page: expected.append(page)
    fill(queue, 20)
    disk.write(journal)
    queue.get_many(2)
    queue.get_many(3)

    for page in expected:
        queue.open_read(page, disk.read(page))

    assert numbers(queue.get_many(20)) == list(range(6, 21))


def damage(disk):
    for number in disk.pages:
        disk.pages[number] = b"damaged"


def storage_error(page):
    raise StorageError(f"page {page.number} cannot be read")


@pytest.mark.parametrize(
    "call",
    [
        lambda queue: queue.get_many(10),
        lambda queue: queue.withdraw(10),
        lambda queue: queue.withdraw(10, {1, 2, 10}),
        lambda queue: queue.drop_many(10, 10),
        lambda queue: [queue.get(), queue.get(), queue.get(), queue.get()],
        lambda queue: queue.get_many(10, end=LEFT),
        lambda queue: queue.store.part(0, 10),
    ],
)
def test_call_that_meets_a_damaged_page_takes_nothing(queue, journal, disk, call):
    fill(queue, 20)
    disk.write(journal)
    journal.pages.load = storage_error

    with pytest.raises(StorageError, match="cannot be read"):
        call(queue)

    journal.pages.load = disk.read
    left = numbers(queue.store)
    assert left in (list(range(1, 21)), list(range(4, 21)))
    assert queue.bytes == len(left) == 20 - queue.gets


def test_waiting_get_fails_if_a_page_is_damaged(queue, journal, disk):
    fill(queue, 20)
    disk.write(journal)
    queue.get_many(3)
    journal.pages.load = storage_error
    call = BlockedCall(1, Visitor(), GET, queue, 0, 0, list, wanted=1)
    queue.wait(call)

    (ended,) = queue.serve()

    assert ended.call is call and isinstance(ended.error, StorageError)
    assert queue.size == 17


def test_purge_reads_no_page_unless_items_are_observed(queue, journal, disk):
    fill(queue, 100)
    disk.write(journal)
    journal.pages.load = storage_error

    destroyed = queue.purge()
    assert len(destroyed) == 100 == queue.gets
    destroyed.forget_pages()

    assert len(destroyed) <= 7
    assert queue.size == queue.bytes == 0


def test_delayed_item_whose_place_is_in_a_page_comes_out_before_it(queue, journal, disk):
    fill(queue, 6)
    queue.put_delayed(item(7), Visitor(), 70)
    queue.put_many([item(number) for number in range(8, 21)])
    disk.write(journal)

    (entry,) = queue.delayed.values()
    queue.enter_delayed(entry)
    disk.write(journal)
    _, (restored,), _ = disk.start()

    order = [1, 2, 3, 7, 4, 5, 6, *range(8, 21)]
    assert numbers(queue.store) == numbers(restored.store) == order


def test_items_that_enter_before_the_first_page_stay_in_front_of_it(queue, journal, disk):
    for number in (1, 2, 3):
        queue.put(item(number))
    queue.put_delayed(item(4), Visitor(), 70)
    queue.put_delayed(item(5), Visitor(), 70)
    for entry in list(queue.delayed.values()):
        queue.enter_delayed(entry)
    queue.put_many([item(number) for number in range(6, 14)])
    disk.write(journal)
    assert queue.store.pages

    _, (restored,), _ = disk.start()

    assert numbers(restored.store) == numbers(queue.store) == list(range(1, 14))


def test_items_behind_an_inserted_one_keep_their_order(queue, journal, disk):
    queue.put(item(20))
    lease = queue.begin_lease(*queue.pop_for_lease(), Visitor(), 0, 100)
    queue.put_many([item(number) for number in (1, 2, 3)])
    queue.put_many([item(number) for number in (4, 30, 31)])
    queue.return_leased(lease)
    assert numbers(queue.store.tail) == [4, 20, 30, 31]
    queue.put(item(32))
    queue.get_many(4)
    disk.write(journal)

    _, (restored,), _ = disk.start()

    assert numbers(restored.store) == numbers(queue.store) == [20, 30, 31, 32]


def test_items_return_in_front_of_pages_of_items_that_were_put_at_the_head(queue, journal, disk):
    queue.put_many([item(number) for number in range(1, 11)], at_head=True)
    disk.write(journal)
    journal, (queue,), _ = disk.start()
    taken = queue.get_many(3)
    disk.write(journal)
    journal, (queue,), _ = disk.start()
    queue.give_back_many(taken)
    disk.write(journal)

    _, (restored,), _ = disk.start()

    assert numbers(restored.store) == numbers(queue.store) == list(range(10, 0, -1))


def test_long_queue_of_an_older_version_is_paged_when_it_is_found(queue, journal, disk, monkeypatch):
    with monkeypatch.context() as old:
        old.setattr("rqcore.controller.paged_store.WINDOW_ITEMS", 1000)
        old.setattr("rqcore.controller.paged_store.WINDOW_BYTES", 1000)
        fill(queue, 20)
        queue.put_delayed(item(21), Visitor(), 70)
        queue.put(item(22))
    disk.write(journal)
    assert not disk.pages

    started, (restored,), _ = disk.start()
    disk.write(started)
    _, (again,), _ = disk.start()

    assert disk.pages
    assert numbers(restored.store) == numbers(again.store) == [*range(1, 21), 22]
