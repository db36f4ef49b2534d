# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a session is saved; ``test_restored_sessions`` restarts whole controllers."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.items import Item
from rqcore.controller.session_state import SessionState
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal import Journal
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.controller.storage.saved_sessions import (
    begin_session,
    end_session,
    record_proof,
    save_session,
    saved_value,
)
from rqcore.errors import Full
from rqcore.protocol.memory import Memory


@pytest.fixture
def client():
    client = Client(1, "10.0.0.1:1", 0, 0, None)
    client.session = SessionState(b"secret", Memory())
    return client


@pytest.fixture
def jobs(journal):
    jobs = DurableQueue(1, "jobs", "fifo", 0, Memory(), journal, journal.new_identity())
    jobs.record_creation()
    jobs.put_many([Item(number, Codec.TEXT, b"%d" % number) for number in (1, 2, 3)])
    return jobs


def replayed(journal: Journal, replay: JournalReplay | None = None) -> JournalReplay:
    replay = replay or JournalReplay()
    replay.read(b"".join(journal.take_record().rows()))
    return replay


@pytest.mark.parametrize(
    "value", [None, True, 0, 5, "a namespace", b"\x00\xff", Full("queue 'jobs' is full")]
)
def test_value_is_found_again(journal, client, value):
    client.session.requests = 7

    save_session(journal, client, value)

    facts, items = replayed(journal).sessions["secret"]
    found = saved_value(facts, items)
    assert (facts["requests"], items, type(found), str(found)) == (7, [], type(value), str(value))


@pytest.mark.parametrize("count", [1, 2])
def test_items_are_found_again_without_a_copy(journal, client, jobs, count):
    replay = replayed(journal)
    items = jobs.get_many(count)
    client.last_taken = jobs, [item.number for item in items]

    save_session(journal, client, items[0] if count == 1 else items)

    record = b"".join(journal.take_record().rows())
    replay.read(record)
    facts, found = replay.sessions["secret"]
    assert found == items == ([saved_value(facts, found)] if count == 1 else saved_value(facts, found))
    assert len(replay.queues[jobs.identity].items) == 3 - count
    assert client.session.has_saved_items


def test_proof_forgets_items_and_keeps_the_number_of_the_call(journal, client, jobs):
    replay = replayed(journal)
    client.last_taken, client.session.requests = (jobs, [1]), 4
    save_session(journal, client, jobs.get())
    client.session.requests = 5  # of the request that proves it

    record_proof(journal, client)

    facts, items = replayed(journal, replay).sessions["secret"]
    assert (facts["requests"], facts["value"], items) == (4, None, [])


@pytest.mark.parametrize("value", [[], ("jobs", 1), 1.5, object()])
def test_value_that_cannot_be_saved_ends_the_session(journal, client, value):
    begin_session(journal, client)
    replay = replayed(journal)
    assert replay.sessions

    save_session(journal, client, value)

    assert replayed(journal, replay).sessions == {} == journal.sessions


def test_item_of_a_queue_in_memory_is_not_saved(journal, client):
    save_session(journal, client, Item(1, Codec.RAW, b"x"))

    assert journal.is_empty


def test_session_that_has_ended_is_recorded_once(journal, client):
    begin_session(journal, client)
    journal.take_record()

    end_session(journal, client)
    assert not journal.is_empty
    journal.take_record()
    end_session(journal, client)

    assert journal.is_empty


def test_only_the_newest_state_of_a_session_is_kept_until_it_is_written(journal, client, jobs):
    replay = replayed(journal)
    for number in range(1, 4):
        client.session.requests = number
        client.last_taken = jobs, [number]
        save_session(journal, client, jobs.get())
        size = journal.unwritten_bytes

    for _ in range(100):
        save_session(journal, client, None)
    assert journal.unwritten_bytes < size + 100

    facts, _ = replayed(journal, replay).sessions["secret"]
    assert (facts["requests"], facts["value"]) == (3, None)


def test_sessions_that_begin_and_end_before_they_are_written_leave_nothing(journal, client):
    for number in range(100):
        client.session = SessionState(b"token %d" % number, Memory())
        begin_session(journal, client)
        save_session(journal, client, None)
        end_session(journal, client)

    assert journal.is_empty and journal.unwritten_bytes == 0


def test_session_that_ends_twice_in_a_record_is_not_found_again(journal, client):
    begin_session(journal, client)
    replay = replayed(journal)
    end_session(journal, client)
    save_session(journal, client, None)
    end_session(journal, client)

    assert replayed(journal, replay).sessions == {}


def test_sessions_are_not_saved_if_calls_do_not_wait(journal, client):
    journal.is_synchronous = False

    begin_session(journal, client)
    save_session(journal, client, None)

    assert journal.is_empty
