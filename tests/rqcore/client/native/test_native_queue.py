# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases of the blocking client, with a real controller. Other methods: ``test_queue_handle``."""

from __future__ import annotations

import pickle
import signal
import threading

import pytest

import rqcore
from rqcore import Payload
from rqcore.codec import Codec
from rqcore.errors import BadCall, CodecError, Empty, LeaseLost, NotAllowed, TooMany


def test_block_acknowledges_the_item(jobs):
    jobs.put({"n": 1})
    with jobs.lease() as item:
        assert (item.value, item.deliveries) == ({"n": 1}, 1)
        assert (jobs.qsize(), jobs.stat().leased, jobs.stat().unfinished) == (0, 1, 1)
    assert jobs.join(timeout=0)
    assert not item.is_open


def test_exception_in_the_block_gives_the_item_back(jobs):
    jobs.put("a")
    with pytest.raises(ZeroDivisionError), jobs.lease():
        raise ZeroDivisionError
    with jobs.lease() as item:
        assert (item.value, item.deliveries) == ("a", 2)


def test_block_that_has_ended_the_lease_does_nothing_more(jobs):
    jobs.put("a")
    with jobs.lease() as item:
        item.nack()
    with jobs.lease() as item:
        item.ack()
    assert jobs.stat().unfinished == 0


def test_late_acknowledgement_raises_lease_lost(jobs, until):
    jobs.put("a")
    item = jobs.lease(seconds=0.01)
    until(lambda: jobs.qsize() == 1)
    with pytest.raises(LeaseLost, match="has ended"):
        item.ack()
    assert not item.is_open
    with pytest.raises(LeaseLost):
        item.extend()


def test_error_of_the_block_hides_that_the_lease_was_lost(jobs, until):
    jobs.put("a")
    with pytest.raises(ZeroDivisionError), jobs.lease(seconds=0.01):
        until(lambda: jobs.qsize() == 1)
        raise ZeroDivisionError


def test_extended_item_stays_leased(jobs):
    jobs.put("a")
    item = jobs.lease(seconds=20)
    item.extend(30)
    (lease,) = jobs.leases()
    assert (lease.item, lease.deliveries, lease.size) == (item.number, 1, 1)
    assert lease.name.startswith("test@") and 25 < lease.left <= 30
    item.ack()
    assert jobs.leases() == []


def test_leases_are_listed_in_parts(jobs):
    jobs.put_many(["a", "b", "c"])
    items = [jobs.lease().number for _ in range(3)]
    parts = [jobs.leases(0, 2), jobs.leases(2, 2), jobs.leases(start=1), jobs.leases(count=0)]
    assert [[view.item for view in part] for part in parts] == [items[:2], items[2:], items[1:], []]
    for wrong in ({"start": -1}, {"count": -1}, {"count": "2"}):
        with pytest.raises(BadCall):
            jobs.leases(**wrong)


def test_item_given_back_with_a_delay_is_delayed(jobs):
    jobs.put("a")
    jobs.lease().nack(delay=0.05)
    assert jobs.get(timeout=10) == "a"
    jobs.put("b")
    jobs.lease().nack(delay=100)
    assert (jobs.stat().delayed, jobs.qsize()) == (1, 0)


def test_delayed_put_comes_later(jobs):
    jobs.put("later", delay=1)
    jobs.put("now")
    assert [jobs.get(timeout=10), jobs.get(timeout=10)] == ["now", "later"]


def test_lease_of_an_empty_queue_waits_for_its_timeout(jobs):
    with pytest.raises(Empty):
        jobs.lease(block=False)
    with pytest.raises(Empty):
        jobs.lease(timeout=0.01)


def test_waiting_lease_gets_the_next_item(jobs, aside):
    waiting = aside(jobs.lease)
    jobs.put("a")
    assert waiting.result(10).value == "a"


def test_undecodable_item_is_given_back_and_its_delivery_counts(jobs):
    jobs.put(Payload("pickle", pickle.dumps(1)))
    with pytest.raises(CodecError):
        jobs.lease()
    item = jobs.lease(decoded=False)
    assert (item.deliveries, item.value.codec) == (2, Codec.PICKLE)


def test_dead_letters_are_in_their_queue(controller):
    jobs = controller.create("fragile", max_deliveries=2, dead_letter="fragile.dead")
    jobs.put("poison")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), jobs.lease() as item:
            raise ZeroDivisionError
    assert item.deliveries == 2
    dead = controller.queue("fragile.dead")
    assert dead.get(timeout=0) == "poison"
    stat = jobs.stat()
    assert (stat.dead, stat.max_deliveries, stat.dead_letter) == (1, 2, "fragile.dead")
    jobs.close()
    dead.close()


def test_closed_handle_gives_its_items_back(process, jobs, until):
    jobs.put("a")
    with process.connect() as other:
        other.queue(jobs.namespace).lease()
        assert jobs.qsize() == 0
    assert jobs.get(timeout=10) == "a"


def test_another_connection_can_acknowledge(process, jobs):
    jobs.put("a")
    item = jobs.lease()
    threads = [threading.Thread(target=jobs.qsize) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    item.ack()
    assert jobs.stat().unfinished == 0


def test_restarted_controller_does_not_know_the_lease(launch):
    with launch() as process, process.connect() as controller:
        jobs = controller.create("jobs")
        jobs.put("a")
        item = jobs.lease()
        port = process.port
        process.end(signal.SIGKILL)
        with launch("--port", str(port)), pytest.raises((LeaseLost, rqcore.errors.ConnectionLost)):
            item.ack()


def test_limit_of_leases_raises_too_many(launch):
    with launch("--max-leases", "1") as process, process.connect() as controller:
        jobs = controller.create()
        jobs.put_many(["a", "b"])
        jobs.lease()
        with pytest.raises(TooMany, match="raise max_leases"):
            jobs.lease()


def test_pressure_queue_has_no_leases(redis_server):
    with rqcore.connect(f"{redis_server.url}?queues=pressure") as controller:
        jobs = controller.create()
        for call in (jobs.lease, lambda: jobs.put("a", delay=1)):
            with pytest.raises(NotAllowed):
                call()
        with pytest.raises(NotAllowed):
            controller.create(max_deliveries=1, dead_letter="x")
        jobs.close()


def test_leased_item_describes_itself(jobs):
    jobs.put("a")
    item = jobs.lease()
    assert repr(item) == f"<leased item {item.number} of {jobs!r}, delivery 1>"
