# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases, delayed items and dead letters, as clients of a controller see them."""

from __future__ import annotations

import pytest

from rqcore.controller.limits import Limits
from rqcore.protocol.event_batch import Method, Outcome, decode_batch
from rqcore.protocol.memory import ITEM_COST, LEASE_COST

WAITS = "waits"


@pytest.fixture
def jobs(a):
    """The queue jobs with the items 1, 2 and 3."""
    a("HELLO 3")
    a("RQ.CREATE NAME jobs")
    a("RQ.MPUT jobs ITEMS 1 2 3")
    return a


@pytest.fixture
def queue(talk, jobs):
    return talk.controller.state.names[b"jobs"]


def lease(client, words="RQ.LEASE jobs SECONDS 30"):
    """Lease an item. Returns the number of the lease, the deliveries and the payload."""
    number, deliveries, _, _, payload = client(words)
    return number, deliveries, payload


def content(client, queue="jobs"):
    return client(f"RQ.PEEK {queue} 0 -1")


def test_lease_has_the_next_item_with_its_number_and_its_deliveries(jobs):
    number, deliveries, item, codec, payload = jobs("RQ.LEASE jobs SECONDS 30")
    assert (deliveries, item, codec, payload) == (1, 1, b"raw", b"1")
    assert 0 < number < 2**53
    assert content(jobs) == [b"2", b"3"]


def test_acknowledged_item_is_gone(jobs, talk):
    number, _, _ = lease(jobs)
    assert jobs(f"RQ.ACK jobs {number}") == b"OK"
    talk.passes(100)
    assert content(jobs) == [b"2", b"3"]
    assert jobs(f"RQ.ACK jobs {number}") == "LEASELOST"


def test_item_returns_to_its_place_when_its_lease_ends(jobs, talk):
    lease(jobs)
    number, _, _ = lease(jobs)
    jobs(f"RQ.ACK jobs {number}")
    talk.passes(29)
    assert content(jobs) == [b"3"]
    talk.passes(1)
    assert content(jobs) == [b"1", b"3"]
    assert lease(jobs)[1:] == (2, b"1")


def test_items_return_in_the_order_of_their_numbers(jobs, talk):
    numbers = [lease(jobs)[0] for _ in range(3)]
    for number in (numbers[1], numbers[2], numbers[0]):
        jobs(f"RQ.NACK jobs {number}")
    assert content(jobs) == [b"1", b"2", b"3"]


def test_item_returns_to_the_top_of_a_lifo_queue(a):
    a("RQ.CREATE NAME stack KIND lifo")
    a("RQ.MPUT stack ITEMS 1 2")
    number, _, _ = lease(a, "RQ.LEASE stack SECONDS 30")
    a("RQ.PUT stack 3")
    a(f"RQ.NACK stack {number}")
    assert content(a, "stack") == [b"2", b"3", b"1"]


def test_item_returns_to_its_place_among_items_of_its_priority(a):
    a("RQ.CREATE NAME urgent KIND priority")
    for payload, priority in ((1, 5), (2, 5), (3, 5), (4, 1)):
        a(f"RQ.PUT urgent {payload} PRIORITY {priority}")
    leases = [lease(a, "RQ.LEASE urgent SECONDS 30") for _ in range(3)]
    assert [payload for _, _, payload in leases] == [b"4", b"1", b"2"]
    for number, _, _ in reversed(leases[1:]):
        a(f"RQ.NACK urgent {number}")
    assert content(a, "urgent") == [b"1", b"2", b"3"]


def test_item_given_back_with_a_delay_returns_later(jobs, talk):
    number, _, _ = lease(jobs)
    jobs(f"RQ.NACK jobs {number} DELAY 10")
    talk.passes(9.5)
    assert content(jobs) == [b"2", b"3"]
    talk.passes(0.5)
    assert content(jobs) == [b"1", b"2", b"3"]


def test_unseen_delivery_does_not_count(jobs):
    number, _, _ = lease(jobs)
    jobs(f"RQ.NACK jobs {number} UNSEEN")
    assert lease(jobs)[1:] == (1, b"1")


def test_extended_lease_ends_later(jobs, talk):
    number, _, _ = lease(jobs)
    talk.passes(20)
    assert jobs(f"RQ.EXTEND jobs {number}") == b"OK"
    talk.passes(29)
    assert content(jobs) == [b"2", b"3"]
    jobs(f"RQ.EXTEND jobs {number} SECONDS 2")
    talk.passes(2)
    assert content(jobs) == [b"1", b"2", b"3"]
    assert jobs(f"RQ.EXTEND jobs {number}") == "LEASELOST"


def test_items_of_a_client_that_leaves_return_in_order(jobs, talk, b):
    lease(b)
    lease(b)
    b.leave()
    assert content(jobs) == [b"1", b"2", b"3"]
    assert lease(jobs)[1] == 2


def test_extended_lease_belongs_to_the_client_that_extends_it(jobs, talk, b, c):
    number, _, _ = lease(b)
    assert c(f"RQ.EXTEND jobs {number}") == b"OK"
    b.leave()
    assert content(jobs) == [b"2", b"3"]
    c.leave()
    assert content(jobs) == [b"1", b"2", b"3"]


def test_any_client_can_acknowledge_a_lease(jobs, b, talk):
    number, _, _ = lease(jobs)
    assert b(f"RQ.ACK jobs {number}") == b"OK"
    assert not jobs.client.leases


def test_waiting_lease_gets_the_next_item_and_its_time_begins_then(talk, a, b):
    a("RQ.CREATE NAME jobs")
    assert b("RQ.LEASE jobs SECONDS 30") == WAITS
    talk.passes(100)
    a("RQ.PUT jobs x")
    ((_, deliveries, _, _, payload),) = b.heard
    assert (deliveries, payload) == (1, b"x")
    talk.passes(29)
    assert content(a) == []
    talk.passes(1)
    assert content(a) == [b"x"]


def test_item_that_returns_goes_to_a_waiting_get(jobs, talk, b):
    number, _, _ = lease(jobs)
    jobs("RQ.MGET jobs 2")
    assert b("RQ.GET jobs") == WAITS
    jobs(f"RQ.NACK jobs {number}")
    assert b.heard == [b"1"]


def test_lease_with_timeout_zero_does_not_wait(a):
    a("RQ.CREATE NAME jobs")
    assert a("RQ.LEASE jobs TIMEOUT 0 SECONDS 1") == "EMPTY"


def test_lease_needs_a_duration_of_at_most_a_day(jobs):
    assert jobs("RQ.LEASE jobs") == "ERR"
    assert jobs("RQ.LEASE jobs SECONDS 86401") == "ERR"
    assert jobs("RQ.LEASE jobs SECONDS nan") == "ERR"
    assert jobs("RQ.LEASE jobs SECONDS 86400")[1] == 1


class TestUnfinishedItems:
    def test_acknowledgement_finishes_an_item(self, jobs, b):
        leases = [lease(jobs)[0] for _ in range(3)]
        assert b("RQ.JOIN jobs") == WAITS
        for number in leases:
            assert b.heard == []
            jobs(f"RQ.ACK jobs {number}")
        assert b.heard == [0]

    def test_item_that_returns_is_unfinished(self, jobs, talk):
        number, _, _ = lease(jobs)
        jobs(f"RQ.NACK jobs {number}")
        lease(jobs)
        talk.passes(30)
        assert jobs("RQ.JOIN jobs TIMEOUT 0") == 3

    def test_task_done_is_refused_for_leased_items(self, jobs):
        for _ in range(2):
            lease(jobs)
        jobs("RQ.GET jobs")
        assert jobs("RQ.DONE jobs") == 2
        assert jobs("RQ.DONE jobs") == "ERR"
        assert "acknowledge them" in jobs.complaint


class TestLimits:
    def test_leased_items_make_room_and_return_above_maxsize(self, a, talk):
        a("RQ.CREATE NAME jobs MAXSIZE 1")
        a("RQ.PUT jobs 1")
        number, _, _ = lease(a)
        assert a("RQ.PUT jobs 2 TIMEOUT 0") == b"OK"
        a(f"RQ.NACK jobs {number}")
        assert content(a) == [b"1", b"2"]
        assert a("RQ.PUT jobs 3 TIMEOUT 0") == "FULL"

    def test_delayed_items_count_towards_maxsize(self, a, b, talk):
        a("RQ.CREATE NAME jobs MAXSIZE 1")
        a("RQ.PUT jobs 1 DELAY 5")
        assert a("RQ.SIZE jobs") == 0
        assert a("RQ.PUT jobs 2 TIMEOUT 0") == "FULL"
        assert b("RQ.PUT jobs 2") == WAITS
        talk.passes(5)
        assert a("RQ.GET jobs") == b"1"
        assert b.heard == [b"OK"]

    def test_client_has_at_most_the_configured_number_of_leases(self, conversation):
        talk = conversation(Limits(leases=2))
        a, b = talk.client(), talk.client()
        for name in ("jobs", "more"):
            a(f"RQ.CREATE NAME {name}")
            a(f"RQ.MPUT {name} ITEMS 1 2 3")
        number, _, _ = lease(a)
        lease(a, "RQ.LEASE more SECONDS 5")
        assert a("RQ.LEASE jobs SECONDS 5") == "TOOMANY"
        assert "this client has 2 leased items" in a.complaint
        lease(b)
        assert b("RQ.LEASE jobs SECONDS 5") == "TOOMANY"
        assert "queue 'jobs' has 2 leased items" in b.complaint
        a(f"RQ.ACK jobs {number}")
        assert lease(a)[2] == b"3"

    def test_memory_counts_leased_and_delayed_items(self, jobs, talk):
        memory = talk.controller.state.memory
        before = memory.held
        numbers = [lease(jobs)[0] for _ in range(3)]
        assert memory.held == before + 3 * LEASE_COST
        jobs(f"RQ.ACK jobs {numbers[0]}")
        jobs(f"RQ.NACK jobs {numbers[1]} DELAY 9")
        assert memory.held == before + 2 * LEASE_COST - 1 - ITEM_COST
        talk.passes(60)
        assert memory.held == before - 1 - ITEM_COST
        jobs("RQ.PUT jobs xx DELAY 5")
        assert jobs("RQ.PURGE jobs") == 3
        assert memory.held == before - 3 * (1 + ITEM_COST)


class TestDelayedPuts:
    def test_delayed_item_enters_at_its_place(self, a, talk):
        a("RQ.CREATE NAME jobs")
        a("RQ.PUT jobs 1 DELAY 10")
        a("RQ.PUT jobs 2")
        assert content(a) == [b"2"]
        talk.passes(10)
        assert content(a) == [b"1", b"2"]

    def test_delay_of_a_put_that_waits_counts_from_its_request(self, a, b, talk):
        a("RQ.CREATE NAME jobs MAXSIZE 1")
        a("RQ.PUT jobs 1")
        assert b("RQ.PUT jobs 2 DELAY 10") == WAITS
        talk.passes(4)
        a("RQ.GET jobs")
        assert b.heard == [b"OK"]
        talk.passes(5.5)
        assert content(a) == []
        talk.passes(0.5)
        assert content(a) == [b"2"]

    def test_delayed_item_goes_to_a_waiting_get(self, a, b, talk):
        a("RQ.CREATE NAME jobs")
        assert b("RQ.GET jobs") == WAITS
        a("RQ.PUT jobs 1 DELAY 3")
        assert b.heard == []
        talk.passes(3)
        assert b.heard == [b"1"]

    def test_delayed_item_of_a_priority_queue_keeps_its_priority(self, a, talk):
        a("RQ.CREATE NAME urgent KIND priority")
        a("RQ.PUT urgent low PRIORITY 9 DELAY 1")
        a("RQ.PUT urgent high PRIORITY 1 DELAY 2")
        talk.passes(2)
        assert content(a, "urgent") == [b"high", b"low"]


class TestShutDown:
    def test_get_waits_while_leases_are_out(self, jobs, b, talk):
        jobs("RQ.MGET jobs 2")
        number, _, _ = lease(jobs)
        jobs("RQ.SHUTDOWN jobs")
        assert b("RQ.GET jobs TIMEOUT 0") == "EMPTY"
        assert b("RQ.GET jobs") == WAITS
        jobs(f"RQ.NACK jobs {number}")
        assert b.heard == [b"3"]

    def test_waiting_get_fails_with_the_last_acknowledgement(self, jobs, b):
        jobs("RQ.MGET jobs 2")
        number, _, _ = lease(jobs)
        jobs("RQ.SHUTDOWN jobs")
        assert b("RQ.GET jobs") == WAITS
        jobs(f"RQ.ACK jobs {number}")
        assert b.heard == ["SHUTDOWN"]

    def test_get_waits_for_delayed_items(self, a, b, talk):
        a("RQ.CREATE NAME jobs")
        a("RQ.PUT jobs 1 DELAY 5")
        a("RQ.SHUTDOWN jobs")
        assert a("RQ.PUT jobs 2 DELAY 1") == "SHUTDOWN"
        assert b("RQ.GET jobs") == WAITS
        talk.passes(5)
        assert b.heard == [b"1"]

    @pytest.mark.parametrize("command", ["RQ.PURGE jobs", "RQ.SHUTDOWN jobs IMMEDIATE"])
    def test_leases_end_when_all_items_are_destroyed(self, jobs, talk, queue, command):
        number, _, _ = lease(jobs)
        jobs("RQ.PUT jobs 4 DELAY 1")
        jobs(command)
        for call in ("ACK", "NACK", "EXTEND"):
            assert jobs(f"RQ.{call} jobs {number}") == "LEASELOST"
        talk.passes(100)
        assert (content(jobs), queue.unfinished) == ([], 0)
        assert not jobs.client.leases and not talk.controller.state.item_deadlines

    def test_closed_queue_destroys_leased_and_delayed_items(self, jobs, talk):
        number, _, _ = lease(jobs)
        jobs("RQ.PUT jobs 4 DELAY 1")
        assert jobs("RQ.CLOSE jobs") == 4
        assert jobs(f"RQ.ACK jobs {number}") == "CLOSED"
        talk.passes(100)
        assert talk.controller.state.memory.held == 0


class TestDeadLetters:
    @pytest.fixture(autouse=True)
    def jobs(self, a):
        a("HELLO 3")
        a("RQ.CREATE NAME jobs MAXDELIVERIES 2 DEADLETTER dead")
        a("RQ.MPUT jobs ITEMS 1 2")

    def test_item_goes_to_the_dead_letters_after_its_last_delivery(self, a, talk):
        for _ in range(2):
            assert content(a, "dead") == []
            number, _, _ = lease(a)
            a(f"RQ.NACK jobs {number}")
        assert (content(a), content(a, "dead")) == ([b"2"], [b"1"])
        stat = a("RQ.STAT jobs")
        assert (stat[b"dead"], stat[b"unfinished"], stat[b"size"]) == (1, 1, 1)
        assert a("RQ.STAT dead")[b"unfinished"] == 1

    def test_expired_item_goes_there_too(self, a, talk):
        for _ in range(2):
            lease(a)
            talk.passes(30)
        assert content(a, "dead") == [b"1"]

    def test_moved_item_begins_without_deliveries(self, a, talk):
        for _ in range(2):
            lease(a)
            talk.passes(30)
        a("RQ.MOVE dead jobs")
        assert content(a) == [b"2", b"1"]
        assert [lease(a)[1], lease(a)[1]] == [1, 1]

    def test_dead_letter_queue_that_was_closed_is_created_again(self, a, talk):
        a("RQ.CLOSE dead")
        for _ in range(2):
            lease(a)
            talk.passes(30)
        assert content(a, "dead") == [b"1"]

    def test_full_dead_letter_queue_receives_it(self, a, talk):
        a("RQ.CLOSE dead")
        a("RQ.CREATE NAME dead MAXSIZE 1")
        a("RQ.PUT dead x")
        for _ in range(2):
            lease(a)
            talk.passes(30)
        assert content(a, "dead") == [b"x", b"1"]

    def test_item_returns_if_the_dead_letter_queue_was_shut_down(self, a, talk):
        a("RQ.SHUTDOWN dead")
        for _ in range(3):
            lease(a)
            talk.passes(30)
        assert (content(a), content(a, "dead")) == ([b"1", b"2"], [])

    def test_both_settings_are_needed(self, a):
        assert a("RQ.CREATE NAME more MAXDELIVERIES 2") == "ERR"
        assert a("RQ.CREATE NAME more DEADLETTER dead") == "ERR"
        assert a("RQ.CREATE NAME more MAXDELIVERIES 2 DEADLETTER more") == "ERR"


class TestFigures:
    def test_leases_show_who_has_an_item_and_how_long(self, talk, jobs, b):
        b.client.name = "worker"
        lease(b)
        talk.passes(10)
        (row,) = jobs("RQ.LEASES jobs")
        assert (row[b"item"], row[b"deliveries"], row[b"size"]) == (1, 1, 1)
        assert (row[b"client"], row[b"name"]) == (b.client.number, b.client.label.encode())
        assert (row[b"held"], row[b"left"]) == (10, 20)

    def test_leases_are_listed_in_parts(self, jobs):
        for _ in range(3):
            lease(jobs)

        def items(limits):
            return [row[b"item"] for row in jobs(f"RQ.LEASES jobs {limits}")]

        assert [items("COUNT 2"), items("START 2 COUNT 2"), items("START 1")] == [[1, 2], [3], [2, 3]]
        assert [items("START 3"), items("COUNT 0")] == [[], []]

    def test_stat_counts_leased_and_delayed_items(self, jobs):
        lease(jobs)
        jobs("RQ.PUT jobs 4 DELAY 1")
        stat = jobs("RQ.STAT jobs")
        assert (stat[b"size"], stat[b"leased"], stat[b"delayed"], stat[b"unfinished"]) == (2, 1, 1, 4)
        assert (stat[b"bytes"], stat[b"puts"], stat[b"gets"]) == (2, 4, 1)


class TestEvents:
    @pytest.fixture
    def seen(self, talk, jobs):
        observer = talk.observer("VERSION 3")

        def seen():
            return [
                (
                    Method(event["method"]).name,
                    Outcome(event["outcome"]).name,
                    *(event[name] for name in ("item", "deliveries", "depth")),
                )
                for _, data in observer.observed()
                for event, _ in decode_batch(data).events()
            ]

        return seen

    def test_each_call_is_an_event_with_its_item_and_deliveries(self, jobs, seen):
        number, _, _ = lease(jobs)
        jobs(f"RQ.EXTEND jobs {number}")
        jobs(f"RQ.NACK jobs {number}")
        number, _, _ = lease(jobs)
        jobs(f"RQ.ACK jobs {number}")
        assert seen() == [
            ("LEASE", "OK", 1, 1, 2),
            ("EXTEND", "OK", 1, 1, 2),
            ("NACK", "OK", 1, 1, 3),
            ("LEASE", "OK", 1, 2, 2),
            ("ACK", "OK", 1, 2, 2),
        ]

    def test_late_acknowledgement_is_an_event_with_its_outcome(self, jobs, seen):
        jobs("RQ.ACK jobs 5")
        assert seen() == [("ACK", "LEASELOST", 0, 0, 3)]

    def test_expiry_is_an_event_of_the_client_that_had_the_item(self, jobs, talk, b, seen):
        lease(b)
        talk.passes(30)
        assert seen() == [("LEASE", "OK", 1, 1, 2), ("REDELIVERED", "OK", 1, 1, 3)]

    def test_delay_and_its_end_are_events(self, jobs, talk, seen):
        number, _, _ = lease(jobs)
        jobs(f"RQ.NACK jobs {number} DELAY 1")
        jobs("RQ.PUT jobs 4 DELAY 2")
        talk.passes(2)
        assert seen()[1:] == [
            ("NACK", "DELAYED", 1, 1, 2),
            ("PUT", "DELAYED", 4, 0, 2),
            ("DUE", "OK", 1, 1, 3),
            ("DUE", "OK", 4, 0, 4),
        ]

    def test_dead_letter_is_one_call_with_a_record_in_both_queues(self, talk, a, seen):
        a("RQ.CREATE NAME hard MAXDELIVERIES 1 DEADLETTER dead")
        a("RQ.PUT hard x")
        lease(a, "RQ.LEASE hard SECONDS 1")
        seen()
        talk.passes(1)
        assert seen() == [("REDELIVERED", "DEAD", 4, 1, 0), ("MOVE_IN", "OK", 4, 1, 1)]

    def test_get_of_an_item_that_was_leased_shows_its_deliveries(self, jobs, seen):
        number, _, _ = lease(jobs)
        jobs(f"RQ.NACK jobs {number}")
        seen()
        jobs("RQ.MGET jobs 2")
        assert seen() == [("GET_MANY", "OK", 1, 1, 2), ("GET_MANY", "OK", 2, 0, 1)]
