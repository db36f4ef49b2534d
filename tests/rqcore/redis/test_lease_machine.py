# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases, delays and dead letters on Redis answer any sequence of calls as a controller does.

Time passes by changing the ends of leases and delays on the server. All durations are long, so that the time
of the test itself makes no difference.
"""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import rqcore.redis
from rqcore.errors import RqError
from rqcore.redis.queue_keys import PREFIX, QueueKeys

CLIENTS = 2
PICKED = st.integers(0, 10)
"""Chooses a lease, whatever the number of leases is."""
UNIT = 1000
"""Seconds of one unit of time."""


class Machine(RuleBasedStateMachine):
    """Makes the same calls on a controller and on Redis, and compares replies and queues."""

    def __init__(self, talk, url: str, bare, kind: str, maxsize: int) -> None:
        super().__init__()
        bare.flushall()
        self.talk, self.url, self.bare, self.kind = talk, url, bare, kind
        self.speakers = [talk.client(str(number)) for number in range(CLIENTS)]
        self.handles = [rqcore.redis.connect(url, name=str(number)) for number in range(CLIENTS)]
        self.speakers[0](f"RQ.CREATE NAME jobs KIND {kind} MAXSIZE {maxsize} MAXDELIVERIES 2 DEADLETTER dead")
        jobs = self.handles[0].create(
            "jobs", kind=kind, maxsize=maxsize, max_deliveries=2, dead_letter="dead"
        )
        self.speakers[0](f"RQ.CREATE NAME kept KIND {kind}")
        self.handles[0].create("kept", kind=kind)
        self.jobs = [jobs, *(handle.queue("jobs") for handle in self.handles[1:])]
        self.ends = QueueKeys.of("jobs", PREFIX.encode()).base + b":ends"
        self.leased: list[tuple[int, rqcore.redis.QueueHandle]] = []
        """The leases of both, also those that have ended: the number of the controller, and the item."""
        self.count = 0
        self.priorities: dict[bytes, int] = {}
        for priority in (1, 0, 1, 2):
            self.put(priority, 0, 0)

    def both(self, client: int, words: str, call) -> tuple:
        """Return the replies of the controller and of Redis; an error as its code."""
        try:
            reply = call(self.jobs[client])
        except RqError as error:
            reply = error.code
        return self.speakers[client](words), reply

    @rule(priority=st.integers(0, 2), delay=st.sampled_from([0, 0, 3]), client=st.integers(0, CLIENTS - 1))
    def put(self, priority: int, delay: int, client: int) -> None:
        self.count += 1
        words = f"RQ.PUT jobs {self.count} TIMEOUT 0 PRIORITY {priority}"
        item, rank = b"%d" % self.count, priority if self.kind == "priority" else None
        self.priorities[item] = priority
        expected, reply = self.both(
            client,
            words + (f" DELAY {delay * UNIT}" if delay else ""),
            lambda jobs: jobs.put(item, block=False, priority=rank, delay=delay * UNIT),
        )
        assert reply == (None if expected == b"OK" else expected)

    @rule(client=st.integers(0, CLIENTS - 1), seconds=st.integers(1, 6), count=st.integers(1, 3))
    def lease(self, client: int, seconds: int, count: int) -> None:
        for _ in range(count):
            expected, reply = self.both(
                client,
                f"RQ.LEASE jobs TIMEOUT 0 SECONDS {seconds * UNIT}",
                lambda jobs: jobs.lease(block=False, seconds=seconds * UNIT),
            )
            if isinstance(reply, str):
                assert reply == expected
                return
            assert [reply.deliveries, reply.value] == [expected[1], expected[4]]
            self.leased.append((expected[0], reply))

    @rule(client=st.integers(0, CLIENTS - 1), pick=PICKED)
    def ack(self, client: int, pick: int) -> None:
        self.end(client, pick, "RQ.ACK jobs {}", lambda jobs, item: jobs.ack(item))

    @rule(client=st.integers(0, CLIENTS - 1), pick=PICKED, delay=st.sampled_from([0, 4]))
    def nack(self, client: int, pick: int, delay: int) -> None:
        words = "RQ.NACK jobs {}" + (f" DELAY {delay * UNIT}" if delay else "")
        self.end(client, pick, words, lambda jobs, item: jobs.nack(item, delay=delay * UNIT))

    @rule(client=st.integers(0, CLIENTS - 1), pick=PICKED, seconds=st.sampled_from([None, 1, 5]))
    def extend(self, client: int, pick: int, seconds: int | None) -> None:
        more = "" if seconds is None else f" SECONDS {seconds * UNIT}"
        lasts = None if seconds is None else seconds * UNIT
        self.end(client, pick, "RQ.EXTEND jobs {}" + more, lambda jobs, item: jobs.extend(item, lasts))

    def end(self, client: int, pick: int, words: str, call) -> None:
        if self.leased:
            number, item = self.leased[-1 - pick % len(self.leased)]
            expected, reply = self.both(client, words.format(number), lambda jobs: call(jobs, item))
            assert reply == (None if expected == b"OK" else expected)

    @rule(chance=st.integers(0, 3), client=st.integers(0, CLIENTS - 1))
    def get(self, chance: int, client: int) -> None:
        if not chance:
            expected, reply = self.both(client, "RQ.GET jobs TIMEOUT 0", lambda jobs: jobs.get(block=False))
            assert reply == expected

    @rule(client=st.integers(0, CLIENTS - 1))
    def task_done(self, client: int) -> None:
        expected, reply = self.both(client, "RQ.DONE jobs", lambda jobs: jobs.task_done())
        assert (reply, type(expected)) in ((None, int), ("ERR", str))

    @rule(units=st.sampled_from([0.5, 1, 3]))
    def time_passes(self, units: float) -> None:
        for number in self.bare.zrange(self.ends, 0, -1):
            self.bare.zincrby(self.ends, -units * UNIT * 1000, number)
        self.talk.passes(units * UNIT)

    @rule(client=st.integers(0, CLIENTS - 1))
    def leave_and_come_again(self, client: int) -> None:
        self.handles[client].close()
        self.handles[client] = rqcore.redis.connect(self.url, name=str(client))
        self.jobs[client] = self.handles[client].queue("jobs")
        self.speakers[client].leave()
        self.speakers[client] = self.talk.client(str(client))

    @rule(chance=st.integers(0, 9))
    def purge(self, chance: int) -> None:
        if not chance:
            expected, reply = self.both(0, "RQ.PURGE jobs", lambda jobs: jobs.purge())
            assert reply == expected

    @rule(chance=st.integers(0, 19), immediate=st.booleans())
    def shutdown(self, chance: int, immediate: bool) -> None:
        if not chance:
            words = "RQ.SHUTDOWN jobs" + (" IMMEDIATE" if immediate else "")
            assert self.both(0, words, lambda jobs: jobs.shutdown(immediate)) == (b"OK", None)

    @rule(chance=st.integers(0, 4))
    def move_dead_items(self, chance: int) -> None:
        if not chance:
            dead = self.handles[0].queue("dead")
            expected, reply = self.both(0, "RQ.MOVE dead kept COUNT 99", lambda _: dead.move("kept", 99))
            assert reply == expected
            found = self.handles[0].queue("kept").peek(), self.speakers[0]("RQ.PEEK kept 0 -1")
            assert sorted(found[0]) == sorted(found[1])
            if self.kind == "priority":
                assert [self.priorities[item] for item in found[0]] == sorted(
                    self.priorities[item] for item in found[0]
                )

    @invariant()
    def queues_are_the_same(self) -> None:
        stats = [self.talk.controller.state.names[name].stat() for name in (b"jobs", b"dead")]
        jobs, dead = self.jobs[0], self.handles[0].queue("dead")
        found = [jobs.stat(), dead.stat()]
        for name in ("kind", "size", "maxsize", "puts", "gets", "unfinished", "shutdown", "bytes"):
            assert [getattr(stat, name) for stat in stats] == [getattr(stat, name) for stat in found], name
        for name in ("leased", "delayed", "dead", "max_deliveries", "dead_letter"):
            assert [getattr(stat, name) for stat in stats] == [getattr(stat, name) for stat in found], name
        expected, order = self.speakers[0]("RQ.PEEK jobs 0 -1"), jobs.peek()
        if self.kind == "lifo":  # items that return at the same time may change places
            self.same_order(expected, order)
        assert jobs.peek() == self.speakers[0]("RQ.PEEK jobs 0 -1")
        assert sorted(self.speakers[0]("RQ.PEEK dead 0 -1")) == sorted(dead.peek())

    def same_order(self, expected: list[bytes], order: list[bytes]) -> None:
        """Give the items of the controller the order that they have on Redis."""
        assert sorted(expected) == sorted(order)
        store = self.talk.controller.state.names[b"jobs"].store
        items = sorted([store.pop() for _ in expected], key=lambda item: -order.index(item.payload))
        store.extend(items)

    @invariant()
    def leases_are_the_same(self) -> None:
        leases = self.talk.controller.state.names[b"jobs"].leases.values()
        expected = sorted((lease.client.name, lease.item.deliveries) for lease in leases)
        found = [(view.name.split("_")[2], view.deliveries) for view in self.jobs[0].leases()]
        assert sorted(found) == expected

    def teardown(self) -> None:
        for handle in self.handles:
            handle.close()


@pytest.mark.timeout(150)
@pytest.mark.parametrize("maxsize", [0, 3])
@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_leases_answer_as_those_of_a_controller(conversation, lone_server, bare, kind, maxsize):
    run_state_machine_as_test(
        lambda: Machine(conversation(), lone_server.url, bare, kind, maxsize),
        settings=settings(max_examples=6, stateful_step_count=30, deadline=None),
    )
