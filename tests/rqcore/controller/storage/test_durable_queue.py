# SPDX-License-Identifier: GPL-3.0-or-later
"""A durable queue does what a queue in memory does, and a replay of its journal finds the same queue."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rqcore.codec import Codec
from rqcore.controller.background import DiscardedItems
from rqcore.controller.items import DelayedItem, Item, ItemLease
from rqcore.controller.leases import Destroyed
from rqcore.controller.paged_store import Page
from rqcore.controller.queue import Queue
from rqcore.controller.storage.checkpoint import Checkpoint
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.errors import RqError, StorageError
from rqcore.protocol.memory import ITEM_COST, LEASE_COST, Memory
from rqcore.protocol.priority_keys import priority_key
from rqcore.protocol.queue_values import KINDS, LEFT, RIGHT
from tests.rqcore.controller.storage.written_records import Disk, Visitor


def contents(queue: Queue) -> dict[str, Any]:
    """Return everything that a restart must keep."""
    return {
        "items": list(queue.store),
        "puts": queue.puts,
        "gets": queue.gets,
        "bytes": queue.bytes,
        "unfinished": queue.unfinished,
        "shut down": queue.is_shut_down,
        "emptied": queue.is_emptied,
        "leased": sorted(lease.item for lease in queue.leases.values()),
        "delayed": sorted(entry.item for entry in queue.delayed.values()),
        "head": queue.head,
        "kind": queue.kind,
        "maxsize": queue.maxsize,
        "name": queue.name,
    }


def destroyed_numbers(queue: Queue, destroyed: Destroyed, is_observed: bool) -> tuple[int, list[int]]:
    """Free destroyed items. Returns how many they are, and the numbers that an observer sees."""
    numbers, count = list[int](), len(destroyed)
    record = (lambda items, _: numbers.extend(item.number for item in items)) if is_observed else None
    task = DiscardedItems(destroyed, queue.memory, record)
    while task.free_some(0):
        pass
    return count, sorted(numbers)


class Comparison(RuleBasedStateMachine):
    """A durable queue and one in memory carry out the same calls; a crash goes back to the last record."""

    @initialize(kind=st.sampled_from(KINDS), maxsize=st.sampled_from([0, 0, 3]))
    def create(self, kind: str, maxsize: int) -> None:
        self.disk, self.journal, self.number = Disk(), Journal(), 0
        self.journal.open()
        self.journal.pages.load = self.disk.read
        self.expect_pages()
        self.durable = DurableQueue(
            1, "jobs", kind, maxsize, Memory(), self.journal, self.journal.new_identity()
        )
        self.durable.record_creation()
        self.namespace = self.durable.namespace
        self.plain = Queue(1, "jobs", kind, maxsize)
        self.taken: list[Item] = []
        self.checkpoint: Checkpoint | None = None
        self.write()

    def expect_pages(self) -> None:
        self.expected: list[Page] = []
        self.journal.pages.on_expected = lambda queue, page: self.expected.append(page)

    @rule(is_damaged=st.booleans())
    def read_ahead(self, is_damaged: bool) -> None:
        """The thread has read the pages that are needed soon, or could not read them."""
        expected, self.expected = self.expected, []
        for page in expected:
            self.durable.open_read(page, () if is_damaged else self.journal.pages.read(page))

    def new_item(self, priority: int = 0, size: int = 1) -> Item:
        self.number += 1
        return Item(self.number, Codec.TEXT, bytes([self.number % 251]) * size, priority_key(priority))

    def both(self, call: Callable[[Queue], Any]) -> Any:
        """Make a call on both queues. Both return the same, or raise the same error."""
        outcomes = []
        for queue in (self.durable, self.plain):
            try:
                outcomes.append(call(queue))
            except RqError as error:
                outcomes.append(type(error))
        ours, wanted = (list(each) if hasattr(each, "pop") else each for each in outcomes)
        assert ours == wanted
        return ours

    @rule(priority=st.integers(-1, 1))
    def put(self, priority: int) -> None:
        item = self.new_item(priority)
        self.both(lambda queue: queue.put(item))

    @rule(count=st.integers(1, 4), gap=st.booleans(), at_head=st.booleans())
    def put_many(self, count: int, gap: bool, at_head: bool) -> None:
        items = [self.new_item(size=n) for n in range(count)]
        if gap:
            items.append(items.pop(0))
        at_head = at_head and self.plain.kind == "fifo"
        self.both(lambda queue: list(queue.put_many(items, at_head)))

    @rule(way=st.sampled_from(["finish", "return", "delay"]))
    def lease_two_of_a_tangle(self, way: str) -> None:
        """Lease items whose numbers are out of order, and return one among the others."""
        items = [self.new_item() for _ in range(4)]
        self.both(lambda queue: list(queue.put_many([items[n] for n in (1, 3, 0, 2)])))
        self.lease()
        self.lease()
        for number in [lease.item.number for lease in self.plain.leases.values()][-2:]:
            self.end(number, way)

    @rule()
    def get(self) -> None:
        item = self.both(lambda queue: queue.get())
        if isinstance(item, Item):
            self.taken = [item]

    @rule(count=st.integers(1, 4), is_newest=st.booleans())
    def get_many(self, count: int, is_newest: bool) -> None:
        end = LEFT if is_newest and self.plain.kind == "fifo" else None
        items = self.both(lambda queue: queue.get_many(count, end=end))
        if isinstance(items, list):
            self.taken = items

    @rule()
    def give_back(self) -> None:
        items, self.taken = self.taken, []
        self.both(lambda queue: queue.give_back_many(items))

    @rule(count=st.integers(1, 3))
    def drop(self, count: int) -> None:
        if self.plain.size >= count and self.plain.kind == "fifo":
            size = sum(len(item.payload) for item in self.plain.store.part(0, count))
            self.both(lambda queue: queue.drop_many(count, size))

    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        numbers = [item.number for item in self.plain.store]
        chosen = data.draw(st.sets(st.sampled_from(numbers))) if numbers else set()
        self.both(lambda queue: queue.withdraw(2, chosen or None))

    @rule()
    def task_done(self) -> None:
        self.both(lambda queue: queue.task_done())

    @rule()
    def join(self) -> None:
        self.both(lambda queue: queue.join())

    @rule(is_observed=st.booleans())
    def purge(self, is_observed: bool) -> None:
        self.both(lambda queue: destroyed_numbers(queue, queue.purge(), is_observed))

    @rule()
    def turn_list(self) -> None:
        if not self.plain.store and self.plain.kind == "fifo":
            item, head = self.new_item(), self.plain.head.opposite
            for queue in (self.durable, self.plain):
                queue.head = head
            self.both(lambda queue: queue.put(item))

    @rule()
    def lease(self) -> None:
        if self.plain.can_get:
            for queue in (self.durable, self.plain):
                queue.begin_lease(*queue.pop_for_lease(), Visitor(), 0, 100)

    @rule(data=st.data(), way=st.sampled_from(["finish", "return", "delay", "extend"]))
    def end_lease(self, data: Any, way: str) -> None:
        numbers = sorted(lease.item.number for lease in self.plain.leases.values())
        if not numbers:
            return
        self.end(data.draw(st.sampled_from(numbers)), way)

    def end(self, number: int, way: str) -> None:
        for queue in (self.durable, self.plain):
            (lease,) = (lease for lease in queue.leases.values() if lease.item.number == number)
            if way == "finish":
                queue.finish(lease)
            elif way == "return":
                queue.return_leased(lease)
            elif way == "delay":
                queue.delay_leased(lease, Visitor(), 50)
            else:
                queue.extend_lease(lease, Visitor(), 200)
        self.accept_place(number)

    def accept_place(self, number: int) -> None:
        """Where the place of an item is in a page, it comes out earlier: then both have it there."""
        ours, wanted = list(self.durable.store), list(self.plain.store)
        if ours != wanted and self.durable.kind == "fifo":
            assert {item.number for item in ours} == {item.number for item in wanted}
            rest = [item for item in ours if item.number != number]
            assert rest == [item for item in wanted if item.number != number]
            self.plain.store.clear()
            self.plain.store.extend(ours)

    @rule(priority=st.integers(-1, 1))
    def put_delayed(self, priority: int) -> None:
        item = self.new_item(priority)
        self.both(lambda queue: queue.put_delayed(item, Visitor(), 70))

    @rule(data=st.data())
    def enter(self, data: Any) -> None:
        numbers = sorted(entry.item.number for entry in self.plain.delayed.values())
        if numbers:
            number = data.draw(st.sampled_from(numbers))
            for queue in (self.durable, self.plain):
                (entry,) = (each for each in queue.delayed.values() if each.item.number == number)
                queue.enter_delayed(entry)
            self.accept_place(number)

    @rule(immediate=st.booleans(), chance=st.integers(0, 9))
    def shutdown(self, immediate: bool, chance: int) -> None:
        if not chance:
            self.both(lambda queue: destroyed_numbers(queue, queue.shutdown(immediate), True))

    @rule()
    def write(self) -> None:
        """The turn of the event loop ends: what was done so far is safe."""
        if self.checkpoint is not None:
            self.checkpoint.copy_part()
        self.disk.write(self.journal)
        absent = [
            [(entry.item, entry.place) for entry in entries.values()]
            for entries in (self.plain.leases, self.plain.delayed)
        ]
        self.safe = copy.deepcopy((contents(self.plain), self.plain.store, absent))
        self.safe_taken = list(self.taken)

    @rule()
    def begin_checkpoint(self) -> None:
        if self.checkpoint is None:
            self.journal.begin_checkpoint()
            self.checkpoint = Checkpoint(self.journal, [self.durable], lambda: self.number)

    @rule(left=st.integers(0, 3))
    def end_checkpoint(self, left: int) -> None:
        if self.checkpoint is not None:
            while not self.checkpoint.is_done:
                self.write()
            self.disk.delete(self.checkpoint.first_record, left)
            for page in self.journal.end_checkpoint():
                if not left:  # otherwise the controller was killed before
                    del self.disk.pages[page.number]
            self.checkpoint = None

    @rule()
    def crash(self) -> None:
        """The controller is killed, and started again with what was written."""
        self.journal, (self.durable,), replay = self.disk.start()
        self.expect_pages()
        facts, store, (leases, delayed) = self.safe
        assert contents(self.durable) == facts
        assert self.durable.namespace == self.namespace
        assert replay.last_item <= self.number
        self.plain.store = copy.deepcopy(store)
        self.plain.leases = {
            number: ItemLease(number, item, place, self.plain, Visitor(), 0, 100, 100)
            for number, (item, place) in enumerate(leases)
        }
        self.plain.delayed = {
            number: DelayedItem(number, item, place, self.plain, Visitor(), 50)
            for number, (item, place) in enumerate(delayed)
        }
        self.plain.puts, self.plain.gets, self.plain.bytes = facts["puts"], facts["gets"], facts["bytes"]
        self.plain.unfinished, self.plain.head = facts["unfinished"], facts["head"]
        self.plain.is_shut_down, self.plain.is_emptied = facts["shut down"], facts["emptied"]
        self.taken, self.checkpoint = self.safe_taken, None

    @invariant()
    def queues_are_equal(self) -> None:
        assert contents(self.durable) == contents(self.plain)
        absent = [*self.durable.leases.values(), *self.durable.delayed.values()]
        held = self.durable.held_bytes + ITEM_COST * self.durable.held_items
        held += sum(len(entry.item.payload) + ITEM_COST + LEASE_COST for entry in absent)
        assert self.durable.memory.held == held


def test_durable_queue_survives_crashes_at_any_moment(monkeypatch):
    monkeypatch.setattr("rqcore.controller.storage.checkpoint.PART", 2)  # so that checkpoints take long
    run_state_machine_as_test(Comparison, settings=settings(max_examples=80, stateful_step_count=40))


def test_long_queue_survives_crashes_at_any_moment(monkeypatch, small_pages):
    monkeypatch.setattr("rqcore.controller.storage.checkpoint.PART", 2)
    run_state_machine_as_test(Comparison, settings=settings(max_examples=150, stateful_step_count=50))


def item(number: int) -> Item:
    return Item(number, Codec.RAW, b"x")


@pytest.mark.parametrize(
    "call",
    [
        lambda queue: queue.put(item(9)),
        lambda queue: queue.put_many([item(9)]),
        lambda queue: queue.has_room_for(1),
        lambda queue: queue.get(),
        lambda queue: queue.get_many(1),
        lambda queue: queue.task_done(),
        lambda queue: queue.purge(),
        lambda queue: queue.withdraw(1),
        lambda queue: queue.shutdown(),
        lambda queue: queue.destroy(),
    ],
)
def test_queue_that_cannot_be_saved_refuses_every_change(queue, journal, call):
    queue.put(item(1))
    before = contents(queue)
    journal.failure = "disk full"

    with pytest.raises(StorageError, match=r"queue 'jobs' is durable.*disk full.*nothing was changed"):
        call(queue)

    assert contents(queue) == before
    assert not queue.can_get and not queue.can_put
    assert queue.give_back(item(2))  # an item whose get failed goes back even then


def test_restored_queue_counts_its_memory(queue, journal):
    queue.put(item(1))
    disk = Disk()
    disk.write(journal)

    _, (restored,), _ = disk.start()

    assert restored.memory.held == queue.memory.held > 0


def test_list_keeps_its_ends(queue, journal):
    queue.head = LEFT
    queue.put(item(1))
    disk = Disk()
    disk.write(journal)

    _, (restored,), _ = disk.start()

    assert (queue.head, restored.head) == (LEFT, LEFT) != (RIGHT, RIGHT)


def test_item_that_returned_among_numbers_out_of_order_keeps_its_place(queue, journal):
    queue.put_many([item(number) for number in (5, 9, 2, 7)])
    leases = [queue.begin_lease(*queue.pop_for_lease(), Visitor(), 0, 100) for _ in range(2)]
    for lease in leases:
        queue.return_leased(lease)
    queue.put_many([item(11)], at_head=True)
    disk = Disk()
    disk.write(journal)

    _, (restored,), _ = disk.start()

    assert list(restored.store) == list(queue.store)


def test_item_keeps_its_place_when_the_one_behind_it_has_left(queue, journal):
    queue.put_many([item(number) for number in (1, 3, 2, 8, 9, 4)])
    leases = [queue.begin_lease(*queue.pop_for_lease(), Visitor(), 0, 100) for _ in range(2)]
    queue.return_leased(leases[1])
    queue.put_many([item(12), item(11)], at_head=True)
    for number in (2, 8, 4):
        queue.withdraw(1, {number})
    disk = Disk()
    disk.write(journal)

    _, (restored,), _ = disk.start()

    assert list(restored.store) == list(queue.store)


def test_lease_that_is_delayed_while_a_checkpoint_copies_leases_keeps_its_item(queue, journal, monkeypatch):
    monkeypatch.setattr("rqcore.controller.storage.checkpoint.PART", 1)
    disk = Disk()
    queue.put_many([item(1), item(2)])
    leases = [queue.begin_lease(*queue.pop_for_lease(), Visitor(), 0, 100) for _ in range(2)]
    disk.write(journal)
    checkpoint = Checkpoint(journal, [queue], lambda: 2)
    checkpoint.copy_part()
    disk.write(journal)

    queue.delay_leased(leases[1], Visitor(), 50)
    while not checkpoint.is_done:
        checkpoint.copy_part()
        disk.write(journal)
    disk.delete(checkpoint.first_record, 0)

    _, (restored,), _ = disk.start()
    assert [entry.item.number for entry in restored.delayed.values()] == [2]
