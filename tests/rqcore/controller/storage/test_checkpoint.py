# SPDX-License-Identifier: GPL-3.0-or-later
"""A checkpoint copies queues in parts, while they change; ``test_durable_queue`` adds crashes."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.storage import checkpoint
from rqcore.controller.storage.checkpoint import Checkpoint
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.protocol.memory import Memory
from rqcore.protocol.priority_keys import MAX_KEY, priority_key


def queue_of(journal: Journal, count: int, size: int = 1) -> DurableQueue:
    queue = DurableQueue(1, "jobs", "fifo", 0, Memory(), journal, journal.new_identity())
    queue.record_creation()
    queue.put_many([Item(number, Codec.RAW, b"x" * size) for number in range(1, count + 1)])
    journal.take_record()
    return queue


def copied(journal: Journal, parts: Checkpoint) -> list[bytes]:
    records = []
    while not parts.is_done:
        parts.copy_part()
        records.append(b"".join(journal.take_record().rows()))
    return records


def numbers(records: list[bytes]) -> list[int]:
    replay = JournalReplay()
    for record in records:
        replay.read(record)
    return sorted(replay.queues[1].items)


def test_items_are_copied_in_small_parts(journal):
    queue = queue_of(journal, 3 * checkpoint.PART)

    records = copied(journal, Checkpoint(journal, [queue], lambda: 2000))

    assert len(records) == 4
    assert numbers(records) == list(range(1, 3 * checkpoint.PART + 1))


def test_large_items_make_small_parts(journal):
    queue = queue_of(journal, 20, size=100 * checkpoint.BYTES_OF_A_UNIT)

    records = copied(journal, Checkpoint(journal, [queue], lambda: 20))

    assert max(map(len, records)) < 2 * checkpoint.PART * checkpoint.BYTES_OF_A_UNIT
    assert len(records) > 3


def test_items_that_left_and_came_meanwhile_are_right(journal):
    queue = queue_of(journal, 2 * checkpoint.PART)
    parts = Checkpoint(journal, [queue], lambda: 2000)
    parts.copy_part()
    records = [b"".join(journal.take_record().rows())]

    taken = queue.get_many(checkpoint.PART + 10)
    queue.put(Item(1500, Codec.RAW, b"new"))
    records += copied(journal, parts)

    assert len(taken) == checkpoint.PART + 10
    assert numbers(records) == [*range(checkpoint.PART + 11, 2 * checkpoint.PART + 1), 1500]


def test_closed_queue_is_not_copied(journal):
    queue = queue_of(journal, 2 * checkpoint.PART)
    parts = Checkpoint(journal, [queue], lambda: 2000)
    parts.copy_part()
    queue.destroy()

    records = copied(journal, parts)

    replay = JournalReplay()
    for record in records:
        replay.read(record)
    assert replay.queues == {}
    assert replay.last_item == 2000


def test_priority_item_that_went_back_is_copied(journal):
    queue = DurableQueue(1, "jobs", "priority", 0, Memory(), journal, journal.new_identity())
    queue.record_creation()
    queue.put_many([Item(number, Codec.RAW, b"x", priority_key(-number)) for number in (1, 2, 3, 4)])
    taken = queue.get_many(2)
    queue.give_back_many(taken)
    journal.take_record()

    records = copied(journal, Checkpoint(journal, [queue], lambda: 4))

    replay = JournalReplay()
    for record in records:
        replay.read(record)
    (restored,) = replay.make_queues(Memory(), journal, lambda: 1)
    assert [item.number for item in restored.store] == [4, 3, 2, 1] == [item.number for item in queue.store]


def test_empty_queues_are_copied_in_small_parts(journal):
    queues = [queue_of(journal, 0) for _ in range(3 * checkpoint.PART)]
    parts = Checkpoint(journal, queues, lambda: 1)

    sizes = [len(record) for record in copied(journal, parts)]

    assert len(sizes) == 3
    assert max(sizes) < sum(sizes) / 2


def test_names_count_as_work_and_as_bytes_that_remain(journal):
    queues = [queue_of(journal, 0) for _ in range(20)]
    for queue in queues:
        queue.name = "n" * 100 * checkpoint.BYTES_OF_A_UNIT
    parts = Checkpoint(journal, queues, lambda: 1)

    records = copied(journal, parts)

    assert max(map(len, records)) < 2 * checkpoint.PART * checkpoint.BYTES_OF_A_UNIT
    assert 2_000 * checkpoint.BYTES_OF_A_UNIT < parts.other_bytes < sum(map(len, records))


def test_large_priorities_make_small_parts(journal):
    queue = DurableQueue(1, "jobs", "priority", 0, Memory(), journal, journal.new_identity())
    key, count = priority_key("k" * (MAX_KEY - 2)), 2 * checkpoint.PART
    queue.put_many([Item(number, Codec.RAW, b"x", key) for number in range(1, count + 1)])
    journal.take_record()
    parts = Checkpoint(journal, [queue], lambda: count)

    records = copied(journal, parts)

    assert max(map(len, records)) < 2 * checkpoint.PART * checkpoint.BYTES_OF_A_UNIT
    assert parts.other_bytes > count * len(key)


@pytest.mark.parametrize("end", [DurableQueue.purge, DurableQueue.destroy])
def test_items_of_a_purged_queue_are_given_up_in_steps(journal, monkeypatch, end):
    monkeypatch.setattr(checkpoint, "DISCARDED", 100)
    queue = queue_of(journal, checkpoint.PART + 1000)
    parts = Checkpoint(journal, [queue], lambda: 2000)
    parts.copy_part()
    records = [b"".join(journal.take_record().rows())]

    end(queue)
    assert queue.copied is None
    records += copied(journal, parts)

    assert len(records) > 10
    assert all(records[:-1])
    assert end is DurableQueue.destroy or numbers(records) == []
