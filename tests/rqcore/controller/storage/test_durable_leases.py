# SPDX-License-Identifier: GPL-3.0-or-later
"""Leased and delayed items of durable queues; ``test_durable_queue`` compares whole histories."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.handlers import commits
from rqcore.controller.items import Item
from rqcore.controller.session_state import SessionState
from rqcore.controller.storage.checkpoint import Checkpoint
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.errors import LeaseLost, StorageError
from rqcore.protocol.memory import Memory
from tests.rqcore.controller.handlers.saved_server import SavedServer
from tests.rqcore.controller.storage.written_records import Disk
from tests.rqcore.server.connected_server import in_loop

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def journal():
    journal = Journal()
    journal.open()
    journal.wall_offset_ns = 1000
    return journal


@pytest.fixture
def client():
    client = Client(1, "10.0.0.1:1", 0, 0, None)
    client.session = SessionState(TOKEN.encode(), Memory())
    return client


@pytest.fixture(params=["fifo", "lifo", "priority"])
def jobs(request, journal):
    jobs = DurableQueue(1, "jobs", request.param, 0, Memory(), journal, journal.new_identity())
    jobs.record_creation()
    jobs.put_many([Item(number, Codec.TEXT, b"%d" % number) for number in (1, 2, 3)])
    return jobs


def replay_of(*records: bytes) -> JournalReplay:
    replay = JournalReplay()
    for record in records:
        replay.read(record)
    return replay


def test_lease_is_saved_with_its_client_and_its_end_in_wall_clock_time(jobs, journal, client):
    lease = jobs.begin_lease(*jobs.pop_for_lease(), client, 50, 300)

    ((_, item), absence) = (
        replay_of(b"".join(journal.take_record().rows())).queues[1].absent[lease.item.number]
    )

    assert item == lease.item and item.deliveries == 1
    assert absence == (item.number, 1, 1350, lease.number, 300, bytes.fromhex(TOKEN))


def test_checkpoint_copies_absent_items(jobs, journal, client):
    jobs.begin_lease(*jobs.pop_for_lease(), client, 0, 300)
    jobs.put_delayed(Item(9, Codec.RAW, b"later"), client, 70)
    journal.take_record()
    checkpoint, records = Checkpoint(journal, [jobs], lambda: 9), []
    while not checkpoint.is_done:
        checkpoint.copy_part()
        records.append(b"".join(journal.take_record().rows()))

    found = replay_of(*records).queues[1]

    assert sorted([*found.items, *found.absent]) == [1, 2, 3, 9]
    assert sorted(found.absent) == sorted([next(iter(jobs.leases.values())).item.number, 9])


def test_item_that_returns_during_a_checkpoint_is_saved(jobs, journal, client, monkeypatch):
    monkeypatch.setattr("rqcore.controller.storage.checkpoint.PART", 1)
    lease = jobs.begin_lease(*jobs.pop_for_lease(), client, 0, 300)
    journal.take_record()
    checkpoint = Checkpoint(journal, [jobs], lambda: 9)
    checkpoint.copy_part()
    records = [b"".join(journal.take_record().rows())]
    jobs.return_leased(lease)
    while not checkpoint.is_done:
        checkpoint.copy_part()
        records.append(b"".join(journal.take_record().rows()))

    assert sorted(replay_of(*records).queues[1].items) == [1, 2, 3]


@pytest.mark.parametrize(
    "call",
    [
        lambda queue, client: queue.must_wait_for_item(),
        lambda queue, client: queue.find_lease(1),
        lambda queue, client: queue.put_delayed(Item(9, Codec.RAW, b""), client, 5),
    ],
)
def test_queue_that_cannot_be_saved_refuses_leases(jobs, journal, client, call):
    journal.failure = "disk full"

    with pytest.raises(StorageError, match="disk full; nothing was changed"):
        call(jobs, client)


@in_loop
async def test_lease_that_could_not_be_saved_ends():
    host = SavedServer()
    host.state.create("jobs", "fifo", 0, durable=True)
    host.say(b"RQ.PUT jobs a")
    host.write()
    connection, transport = host.connect()
    connection.data_received(b"RQ.LEASE jobs SECONDS 60\r\n")
    record = host.state.journal.take_record()

    commits.fail_record(host.state, record, "disk full", 0)
    host.records.append(b"".join(record.rows()))
    commits.continue_after_failure(host.state, 0)
    host.write()

    assert transport.sent.startswith(b"-STORAGE")
    queue = host.restart().state.names[b"jobs"]
    assert (queue.size, queue.leases, queue.unfinished) == (1, {}, 1)


@in_loop
async def test_lease_whose_reply_was_lost_is_sent_again_and_ends_with_its_client():
    host = SavedServer()
    host.state.create("jobs", "fifo", 0, durable=True)
    host.say(b"RQ.PUT jobs a")
    connection, transport, token = host.begin()
    connection.data_received(b"RQ.LEASE jobs SECONDS 600\r\n")
    host.write()
    reply = transport.sent

    host = host.restart()
    connection, transport = host.resume(token, 0)
    assert transport.sent == b":1\r\n" + reply
    assert len(host.state.names[b"jobs"].leases) == 1

    connection.data_received(b"QUIT\r\n")
    connection.connection_lost(None)
    host.write()
    queue = host.restart().state.names[b"jobs"]
    assert (queue.size, len(queue.leases)) == (1, 0)


def test_finished_lease_is_lost(jobs, journal, client):
    lease = jobs.begin_lease(*jobs.pop_for_lease(), client, 0, 300)
    jobs.finish(lease)

    with pytest.raises(LeaseLost):
        jobs.find_lease(lease.number)
    found = replay_of(b"".join(journal.take_record().rows())).queues[1]
    assert found.absent == {} and len(found.items) == 2 and found.figures.unfinished == 2


def test_delayed_item_stays_in_front_of_items_that_were_put_after_a_restart(journal, client):
    jobs = DurableQueue(1, "jobs", "priority", 0, Memory(), journal, journal.new_identity())
    jobs.record_creation()
    for number in (1, 2):
        jobs.put_delayed(Item(number, Codec.TEXT, b"early"), client, 70)
    disk = Disk()
    disk.write(journal)

    _, (restored,), _ = disk.start()
    restored.put(Item(3, Codec.TEXT, b"late"))
    for entry in list(restored.delayed.values()):
        restored.enter_delayed(entry)

    assert [item.number for item in restored.store] == [1, 2, 3]
