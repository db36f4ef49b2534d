# SPDX-License-Identifier: GPL-3.0-or-later
"""A replay makes the queues that the records describe; ``test_durable_queue`` compares whole histories."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.items import Item
from rqcore.controller.storage import change_format
from rqcore.controller.storage.change_format import Change, DamagedRecord, Figures, Flag
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.protocol.memory import Memory

DEFINITION = {"namespace": "0-1", "name": "jobs", "kind": "fifo", "maxsize": 3}


def item(number: int) -> Item:
    return Item(number, Codec.RAW, b"x")


def replay_of(*records: list[bytes]) -> JournalReplay:
    replay = JournalReplay()
    for changes in records:
        replay.read(change_format.pack_record(changes))
    return replay


def queues_of(replay: JournalReplay):
    journal = Journal()
    journal.open(last_identity=replay.last_identity)
    return replay.make_queues(Memory(), journal, iter(range(10, 99)).__next__)


def test_queue_is_made_as_it_was():
    (queue,) = queues_of(
        replay_of(
            [change_format.pack_created(7, DEFINITION)],
            [*change_format.pack_put(7, item(1), 1), *change_format.pack_puts(7, [item(2), item(3)], 2)],
            [
                change_format.pack_taken(7, [2]),
                change_format.pack_figures(7, Figures(3, 1, 2, Flag.SHUT_DOWN)),
            ],
        )
    )

    assert (queue.namespace, queue.name, queue.kind, queue.maxsize) == ("0-1", "jobs", "fifo", 3)
    assert [each.number for each in queue.store] == [1, 3]
    assert (queue.puts, queue.gets, queue.unfinished, queue.is_shut_down) == (3, 1, 2, True)
    assert queue.identity == 7 and queue.number == 10


def test_session_finds_items_that_an_earlier_part_of_its_record_took():
    session = {"token": "t", "queue": 7, "items": [1]}
    take, keep = change_format.pack_taken(7, [1]), change_format.pack_session(session)
    begin = [change_format.pack_created(7, DEFINITION), *change_format.pack_put(7, item(1), 1)]

    parts = replay_of(begin, [take], [change_format.pack_mark(Change.CONTINUED, 0), keep])
    records = replay_of(begin, [take], [keep])

    assert parts.sessions["t"] == (session, [item(1)])
    assert records.sessions["t"] == (session, [])


def test_item_in_front_of_others_comes_out_first():
    (queue,) = queues_of(
        replay_of(
            [
                change_format.pack_created(1, DEFINITION),
                *change_format.pack_put(1, item(1), 1),
                *change_format.pack_put(1, item(2), -1),
            ]
        )
    )

    assert [each.number for each in queue.store] == [2, 1]


def test_purge_and_close_remove_items():
    purged, closed = (change_format.pack_mark(change, 1) for change in (Change.PURGED, Change.CLOSED))
    made = [change_format.pack_created(1, DEFINITION), *change_format.pack_put(1, item(1), 1)]

    assert list(queues_of(replay_of(made, [purged]))[0].store) == []
    assert queues_of(replay_of(made, [closed])) == []


def test_copies_count_only_when_all_are_there():
    made = [change_format.pack_created(1, DEFINITION), *change_format.pack_put(1, item(1), 5)]
    (copy,) = change_format.pack_put(1, item(1), 1, is_copy=True)
    checked = change_format.pack_mark(Change.CHECKED, 1)

    assert replay_of(made, [copy]).queues[1].items == {1: (5, item(1))}
    assert replay_of(made, [copy, checked]).queues[1].items == {1: (1, item(1))}
    assert replay_of([change_format.pack_created(1, DEFINITION), copy, checked]).queues[1].items


def test_item_that_was_taken_is_not_copied():
    changes = [
        change_format.pack_created(1, DEFINITION),
        *change_format.pack_put(1, item(1), 1, is_copy=True),
        change_format.pack_taken(1, [1]),
        change_format.pack_mark(Change.CHECKED, 1),
    ]

    assert replay_of(changes).queues[1].items == {}


def test_numbers_are_never_used_again():
    replay = replay_of(
        [change_format.pack_created(4, DEFINITION), *change_format.pack_put(4, item(90), 1)],
        [change_format.pack_taken(4, [90]), change_format.pack_mark(Change.CLOSED, 4)],
        [change_format.pack_number(95)],
    )

    assert (replay.last_identity, replay.last_item) == (4, 95)


def test_items_without_a_queue_are_damage():
    replay = replay_of([*change_format.pack_put(3, item(1), 1)])

    with pytest.raises(DamagedRecord, match="no record creates its queue 3"):
        queues_of(replay)


def test_changed_byte_is_damage():
    record = bytearray(change_format.pack_record([*change_format.pack_put(3, item(1), 1)]))
    record[-1] ^= 1

    with pytest.raises(DamagedRecord, match="checksum"):
        JournalReplay().read(bytes(record))


def test_unknown_change_is_damage():
    with pytest.raises(DamagedRecord, match="unknown change"):
        JournalReplay().read(change_format.pack_record([b"\xff\x00\x00\x00\x00"]))
