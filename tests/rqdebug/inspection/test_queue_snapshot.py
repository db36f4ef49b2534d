# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading
import time

import pytest

from rqcore.codec import Codec, Payload
from rqcore.errors import Closed, NoQueue, NotAllowed, TooBig
from rqcore.protocol.queue_values import Preview
from rqdebug.inspection import queue_snapshot
from rqdebug.inspection.queue_snapshot import BEGINNING, _content, take_snapshot


def test_snapshot_takes_no_item(controller):
    jobs = controller.create("jobs")
    jobs.put_many(["a", "b", "c"])
    seen = take_snapshot(controller, "jobs", 2)
    assert [(item.codec, item.size, item.beginning) for item in seen.content] == [
        (Codec.TEXT, 1, b"a"),
        (Codec.TEXT, 1, b"b"),
    ]
    assert seen.stat.size == jobs.qsize() == 3
    assert not seen.waiters
    assert take_snapshot(controller, "jobs", 0).content == ()


def test_waiting_calls_are_in_the_snapshot(controller):
    jobs = controller.create("jobs")
    ended = []

    def get():
        with pytest.raises(Closed):
            jobs.get()
        ended.append(True)

    thread = threading.Thread(target=get)
    thread.start()
    while not (seen := take_snapshot(controller, "jobs")).waiters:
        time.sleep(0.005)
    (waiter,) = seen.waiters
    assert (waiter.method, waiter.timeout) == ("get", None)
    jobs.close()
    thread.join(5)
    assert ended
    with pytest.raises((Closed, NoQueue)):
        take_snapshot(controller, "jobs")


def test_waiting_calls_are_shown_when_items_cannot_be_read(controller, private_queue):
    seen = take_snapshot(controller, "private")
    assert [(waiter.name, waiter.method) for waiter in seen.waiters] == [("consumer", "get")]
    assert seen.content == ()
    assert "private" in seen.content_error


class Stingy:
    """A queue of large items that refuses replies with more than ``most`` of them."""

    def __init__(self, most):
        self.most = most

    def previews(self, start, stop, most):
        if stop - start + 1 > self.most:
            raise TooBig("too big")
        return [Preview(1, Codec.RAW, 9, b"")] * (stop - start + 1)


@pytest.mark.parametrize(("most", "seen"), [(1000, 500), (125, 125), (30, 7), (1, 1)])
def test_fewer_items_are_read_if_all_are_too_big(most, seen):
    assert len(_content(Stingy(most), 500)) == seen


class Plain:
    """A queue without previews, as on Redis."""

    def __init__(self, *payloads):
        self.payloads = payloads

    def previews(self, start, stop, most):
        raise NotAllowed("not here")

    def peek(self, start, stop, *, decoded):
        assert not decoded
        return [Payload(Codec.RAW, payload) for payload in self.payloads[start : stop + 1]]


def test_whole_items_are_shortened():
    long = b"x" * (BEGINNING + 1)
    assert _content(Plain(long, b"b", b"c"), 2) == [
        Preview(None, Codec.TEXT, BEGINNING + 1, long[:-1]),
        Preview(None, Codec.TEXT, 1, b"b"),
    ]
    assert _content(Plain(), 500) == []


def test_whole_items_are_limited_by_the_budget(monkeypatch):
    monkeypatch.setattr("rqdebug.inspection.queue_snapshot.BUDGET", 25)
    assert len(_content(Plain(*[b"0123456789"] * 5), 500)) == 2
    assert len(_content(Plain(b"x" * 99, b"y"), 500)) == 1


def test_leases_are_in_the_snapshot_if_they_are_wanted(controller):
    jobs = controller.create("jobs")
    jobs.put_many(["a", "b"])
    leased = jobs.lease(seconds=30)
    assert take_snapshot(controller, "jobs").leases is None
    seen = take_snapshot(controller, "jobs", with_leases=True)
    (lease,) = seen.leases
    assert (lease.item, lease.deliveries, lease.size) == (leased.number, 1, 1)
    assert 0 < lease.left <= 30
    leased.ack()
    assert take_snapshot(controller, "jobs", with_leases=True).leases == []


@pytest.mark.parametrize(("most", "shown"), [(4, 4), (6, 5)])
def test_snapshot_reads_leases_in_parts_up_to_a_limit(controller, monkeypatch, most, shown):
    monkeypatch.setattr(queue_snapshot, "MOST_LEASES", most)
    monkeypatch.setattr(queue_snapshot, "LEASES_PER_CALL", 2)
    jobs = controller.create("jobs")
    jobs.put_many(range(5))
    items = [jobs.lease().number for _ in range(5)]
    leases = take_snapshot(controller, "jobs", with_leases=True).leases
    assert [lease.item for lease in leases] == items[:shown]


def test_leases_of_a_queue_of_another_program_are_unknown(controller, private_queue):
    seen = take_snapshot(controller, "private", with_leases=True)
    assert seen.leases == ()
    assert seen.leases_error == "whether this queue has leases is not known"
