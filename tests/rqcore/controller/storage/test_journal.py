# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal collects the changes of a turn as one record, and knows which calls wait for it."""

from __future__ import annotations

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.storage import journal as journal_module
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.protocol.memory import Memory
from rqcore.protocol.queue_values import RIGHT


def item(number: int) -> Item:
    return Item(number, Codec.RAW, b"x")


def test_changes_of_a_turn_are_one_record(queue, journal):
    for number in (1, 2, 3):
        queue.put(item(number))

    record = journal.take_record()

    replay = JournalReplay()
    replay.read(b"".join(record.rows()))
    assert record.number == 1
    assert list(replay.queues[queue.identity].items) == [1, 2, 3]
    assert journal.is_empty and journal.records == 1 and journal.bytes == sum(map(len, record.rows()))


def test_server_is_notified_once_for_each_record(queue, journal):
    journal.take_record()
    calls = []
    journal.on_change = lambda: calls.append(1)

    queue.put(item(1))
    queue.put(item(2))
    assert len(calls) == 1

    journal.take_record()
    journal.add_waiting("a call")
    journal.add_waiting("another call")
    assert len(calls) == 2


def test_server_is_notified_when_enough_calls_wait(journal):
    calls = []
    journal.on_change = lambda: calls.append(len(journal.waiting))
    journal.enough = 3

    for name in "abcd":
        journal.add_waiting(name)

    assert calls == [0, 2]  # before the first and before the third


def test_record_without_changes_has_no_number(journal):
    journal.add_waiting("a call")

    record = journal.take_record()

    assert record.parts == [] and record.waiting == ["a call"]
    assert journal.records == 0 and journal.next_record == 1


def test_call_waits_only_for_changes_that_must_be_safe(queue, journal):
    queue.put(item(1))
    awaited = journal.awaited_changes

    journal.is_awaited = False
    queue.put(item(2))
    queue.get()

    assert journal.awaited_changes == awaited
    assert journal.handed_out == []


def test_calls_wait_with_every_setting_while_too_much_is_not_written(queue, journal, monkeypatch):
    monkeypatch.setattr(journal_module, "MOST_UNWRITTEN", 500)
    monkeypatch.setattr(journal_module, "COUNTED", 1)
    journal.is_synchronous = False
    journal.end_record(journal.take_record())
    asked = []
    journal.on_full = lambda: asked.append(journal.unwritten_bytes > 500)

    queue.put_many([Item(1, Codec.RAW, b"x" * 400)])
    queue.put_many([Item(2, Codec.RAW, b"x" * 400)])
    assert asked == [True] and not journal.is_awaited  # a call that has begun is not changed

    journal.update_is_awaited()
    awaited = journal.awaited_changes
    queue.get()
    assert journal.awaited_changes > awaited and len(journal.handed_out) == 1

    journal.end_record(journal.take_record())
    assert not journal.is_awaited


def test_changes_count_as_memory_until_they_are_written(monkeypatch):
    monkeypatch.setattr(journal_module, "COUNTED", 1)
    memory = Memory()
    journal = Journal(memory)
    journal.open()
    queue = DurableQueue(1, "jobs", "fifo", 0, Memory(), journal, journal.new_identity())
    queue.put(Item(1, Codec.RAW, b"x" * 5000))
    queue.get()
    first = journal.take_record()
    queue.put(Item(2, Codec.RAW, b"x" * 3000))

    assert 8000 < memory.held == journal.unwritten_bytes < 8500
    journal.end_record(first)
    assert 3000 < memory.held == journal.unwritten_bytes < 3300
    journal.end_record(journal.take_record())
    assert memory.held == journal.unwritten_bytes == 0


def test_taken_items_are_remembered_until_they_are_safe(queue, journal):
    queue.put_many([item(1), item(2)])

    queue.get()
    queue.get_many(5, end=RIGHT)

    assert journal.handed_out == [(queue, (item(1),), None), (queue, [item(2)], RIGHT)]


def test_sealed_journal_records_nothing(queue, journal):
    queue.put(item(1))

    last = journal.seal()
    queue.purge()

    assert last.parts and journal.is_empty


def test_checkpoint_counts_only_later_records(queue, journal):
    journal.take_record()
    journal.begin_checkpoint()
    queue.put(item(1))
    later = journal.take_record()

    journal.end_checkpoint()

    assert (journal.records, journal.bytes) == (1, sum(map(len, later.rows())))


def test_closed_queue_leaves_no_figures(queue, journal):
    queue.put(item(1))
    queue.destroy()

    replay = JournalReplay()
    replay.read(b"".join(journal.take_record().rows()))

    assert replay.queues == {}


def test_live_items_are_counted(queue, journal):
    other = DurableQueue(2, "others", "fifo", 0, Memory(), journal, journal.new_identity())
    queue.put_many([item(1), item(2), item(3)])
    other.put(item(4))
    journal.take_record()
    assert (journal.live_items, journal.live_bytes) == (4, 4)

    queue.get()
    other.destroy()
    journal.take_record()
    assert (journal.live_items, journal.live_bytes) == (2, 2)


def test_restored_items_are_counted(queue, journal):
    queue.put_many([item(1), item(2)])
    replay, restarted = JournalReplay(), Journal()
    replay.read(b"".join(journal.take_record().rows()))
    restarted.open()

    replay.make_queues(Memory(), restarted, lambda: 1)

    assert (restarted.live_items, restarted.live_bytes) == (2, 2)
