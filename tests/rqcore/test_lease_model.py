# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases, delays and dead letters agree with a simple model, and no item is lost or doubled."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

CLIENTS = 3
MAX_DELIVERIES = 3
PICKED = st.integers(0, 10)
"""Chooses a lease, whatever the number of leases is."""


@dataclass
class Entry:
    """An item of the model. Items of one kind of queue are ordered by ``rank``."""

    number: int
    rank: tuple[int, int]
    deliveries: int = 0
    due: float = 0.0
    """When its lease or its delay ends."""
    client: int = -1
    lease: int = 0


class Model:
    """A queue as a list of items in the order in which they come out."""

    def __init__(self, kind: str) -> None:
        self.kind, self.now = kind, 0.0
        self.queued: list[Entry] = []
        self.leased: list[Entry] = []
        self.delayed: list[Entry] = []
        self.dead: list[int] = []

    def enter(self, entry: Entry) -> None:
        if self.kind == "lifo":
            self.queued.insert(0, entry)
        else:
            insort(self.queued, entry, key=lambda each: each.rank)

    def give_back(self, entry: Entry, delay: float = 0.0) -> None:
        self.leased.remove(entry)
        if entry.deliveries >= MAX_DELIVERIES:
            self.dead.append(entry.number)
        elif delay:
            entry.due = self.now + delay
            self.delayed.append(entry)
        else:
            self.enter(entry)

    def passes(self, seconds: float) -> None:
        """Let time pass: entries end in the order of their deadlines, and then in that of their beginning."""
        self.now += seconds
        due = [each for each in (*self.leased, *self.delayed) if each.due <= self.now]
        for entry in sorted(due, key=lambda each: (each.due, each.lease)):
            if entry in self.leased:
                self.give_back(entry)
            else:
                self.delayed.remove(entry)
                self.enter(entry)


class Machine(RuleBasedStateMachine):
    """Sends the same calls to the controller and to the model, and compares the queues."""

    def __init__(self, talk, kind: str) -> None:
        super().__init__()
        self.talk, self.model = talk, Model(kind)
        self.speakers = [talk.client() for _ in range(CLIENTS)]
        settings = f"MAXDELIVERIES {MAX_DELIVERIES} DEADLETTER dead"
        self.speakers[0](f"RQ.CREATE NAME jobs KIND {kind} {settings}")
        self.queue = talk.controller.state.names[b"jobs"]
        self.put_numbers: list[int] = []
        self.finished: list[int] = []
        self.steps = 0
        for priority in (1, 0, 1, 2, 1, 0):
            self.put(priority, 0)

    def order(self) -> int:
        """Return a number that grows: entries with the same deadline end in this order."""
        self.steps += 1
        return self.steps

    @rule(priority=st.integers(0, 2), delay=st.sampled_from([0, 0, 3]))
    def put(self, priority: int, delay: int) -> None:
        number = len(self.put_numbers) + 1
        words = f"RQ.PUT jobs {number} PRIORITY {priority}" + (f" DELAY {delay}" if delay else "")
        assert self.speakers[0](words) == b"OK"
        self.put_numbers.append(number)
        rank = (priority if self.model.kind == "priority" else 0, number)
        entry = Entry(number, rank, due=self.model.now + delay, lease=self.order())
        if delay:
            self.model.delayed.append(entry)
        else:
            self.model.enter(entry)

    @rule(client=st.integers(0, CLIENTS - 1), seconds=st.integers(1, 6), count=st.integers(1, 3))
    def lease(self, client: int, seconds: int, count: int) -> None:
        for _ in range(count):
            self.lease_one(client, seconds)

    def lease_one(self, client: int, seconds: int) -> None:
        reply = self.speakers[client](f"RQ.LEASE jobs TIMEOUT 0 SECONDS {seconds}")
        if not self.model.queued:
            assert reply == "EMPTY"
            return
        entry = self.model.queued.pop(0)
        entry.deliveries += 1
        entry.client, entry.due = client, self.model.now + seconds
        assert reply[1:] == [entry.deliveries, entry.number, b"raw", b"%d" % entry.number]
        entry.lease = reply[0]
        self.model.leased.append(entry)

    @rule(client=st.integers(0, CLIENTS - 1), pick=PICKED)
    def ack(self, client: int, pick: int) -> None:
        if self.model.leased:
            entry = self.model.leased.pop(pick % len(self.model.leased))
            assert self.speakers[client](f"RQ.ACK jobs {entry.lease}") == b"OK"
            assert self.speakers[client](f"RQ.ACK jobs {entry.lease}") == "LEASELOST"
            self.finished.append(entry.number)

    @rule(client=st.integers(0, CLIENTS - 1), pick=PICKED, delay=st.sampled_from([0, 4]))
    def nack(self, client: int, pick: int, delay: int) -> None:
        if self.model.leased:
            entry = self.model.leased[pick % len(self.model.leased)]
            assert self.speakers[client](f"RQ.NACK jobs {entry.lease} DELAY {delay}") == b"OK"
            self.model.give_back(entry, delay)
            entry.lease = self.talk.controller.state.item_deadlines.next_number()

    @rule(client=st.integers(0, CLIENTS - 1), pick=PICKED, seconds=st.integers(1, 6))
    def extend(self, client: int, pick: int, seconds: int) -> None:
        if self.model.leased:
            entry = self.model.leased[pick % len(self.model.leased)]
            assert self.speakers[client](f"RQ.EXTEND jobs {entry.lease} SECONDS {seconds}") == b"OK"
            entry.client, entry.due = client, self.model.now + seconds

    @rule(chance=st.integers(0, 5))
    def get(self, chance: int) -> None:
        if chance:
            return
        reply = self.speakers[0]("RQ.GET jobs TIMEOUT 0")
        expected = b"%d" % self.model.queued[0].number if self.model.queued else "EMPTY"
        assert reply == expected
        if self.model.queued:
            self.finished.append(self.model.queued.pop(0).number)

    @rule(seconds=st.sampled_from([0.5, 1, 3]))
    def time_passes(self, seconds: float) -> None:
        self.talk.passes(seconds)
        self.model.passes(seconds)

    @rule(client=st.integers(0, CLIENTS - 1))
    def leave_and_come_again(self, client: int) -> None:
        self.speakers[client].leave()
        self.speakers[client] = self.talk.client()
        for entry in reversed([each for each in self.model.leased if each.client == client]):
            self.model.give_back(entry)

    @rule(chance=st.integers(0, 20))
    def purge(self, chance: int) -> None:
        if chance:
            return
        absent = [*self.model.queued, *self.model.leased, *self.model.delayed]
        assert self.speakers[0]("RQ.PURGE jobs") == len(absent)
        self.finished += [each.number for each in absent]
        for part in (self.model.queued, self.model.leased, self.model.delayed):
            part.clear()

    @invariant()
    def queue_is_the_same(self) -> None:
        found = [item.number for item in self.queue.store]
        expected = [each.number for each in self.model.queued]
        if self.model.kind == "lifo":  # items that return at the same time may change places
            found, expected = sorted(found), sorted(expected)
            self.model.queued.sort(key=lambda each: [i.number for i in self.queue.store].index(each.number))
        assert found == expected
        leases = {lease.item.number: lease.item.deliveries for lease in self.queue.leases.values()}
        assert leases == {each.number: each.deliveries for each in self.model.leased}
        delayed = sorted(each.item.number for each in self.queue.delayed.values())
        assert delayed == sorted(each.number for each in self.model.delayed)
        dead = self.talk.controller.state.names[b"dead"]
        assert sorted(item.number for item in dead.store) == sorted(self.model.dead)

    @invariant()
    def no_item_is_lost_or_doubled(self) -> None:
        model = self.model
        known = [each.number for each in (*model.queued, *model.leased, *model.delayed)]
        assert sorted([*known, *model.dead, *self.finished]) == self.put_numbers

    @invariant()
    def figures_agree(self) -> None:
        state = self.talk.controller.state
        assert len(state.item_deadlines) == len(self.queue.leases) + len(self.queue.delayed)
        assert sum(len(each.client.leases) for each in self.speakers) == len(self.queue.leases)
        assert self.queue.bytes == sum(len(item.payload) for item in self.queue.store)


@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_leases_behave_like_the_model(conversation, kind):
    run_state_machine_as_test(
        lambda: Machine(conversation(), kind),
        settings=settings(max_examples=80, stateful_step_count=50, deadline=None),
    )


def test_leases_of_a_lost_client_end_in_short_steps(conversation):
    talk = conversation()
    a, b = talk.client(), talk.client()
    a("RQ.CREATE NAME jobs")
    count = 50_000
    for start in range(0, count, 10_000):
        a("RQ.MPUT jobs ITEMS", *range(start, start + 10_000))
    for _ in range(count):
        talk.controller.execute(b.client, b"RQ.LEASE jobs SECONDS 30".split(), talk.now_ns)
    state, queue = talk.controller.state, talk.controller.state.names[b"jobs"]
    talk.controller.disconnect(b.client, talk.now_ns)
    steps = 1
    while state.background:
        before = len(queue.store)
        state.background.step(talk.now_ns)
        assert len(queue.store) - before <= 200
        steps += 1
    assert (steps, len(queue.store), len(queue.leases)) == (count // 200, count, 0)
    assert [item.number for item in queue.store] == list(range(1, count + 1))


def test_leases_that_end_together_end_in_several_turns(conversation):
    talk = conversation()
    a = talk.client()
    a("RQ.CREATE NAME jobs")
    a("RQ.MPUT jobs ITEMS", *range(500))
    for _ in range(500):
        a("RQ.LEASE jobs SECONDS 30")
    queue = talk.controller.state.names[b"jobs"]
    talk.now_ns += 30 * 10**9
    sizes = []
    while (due := talk.controller.next_deadline) is not None and due <= talk.now_ns:
        talk.controller.expire(talk.now_ns)
        sizes.append(len(queue.store))
    assert sizes == [200, 400, 500]
