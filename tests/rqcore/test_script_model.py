# SPDX-License-Identifier: GPL-3.0-or-later
"""The model of queues that generated scripts use gives the answers of the controller, also for leases."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from rqcore.errors import BY_CODE
from rqdebug.scripts.model_entries import LeasedEntry
from rqdebug.scripts.queue_model import QueueModel

CLIENTS = 4
MAX_DELIVERIES = 3
TICK = 0.125
"""Seconds between two wakings of the controller. All calls are made at even ticks, where leases end too, and
timeouts end at odd ticks: so it is certain what ends first."""
PICKED = st.integers(0, 10)
PATIENCE = st.sampled_from([0, 0, 0.625, 1.625])
"""Timeouts of calls in seconds."""


class Machine(RuleBasedStateMachine):
    """Makes the same calls with the controller and with the model, and compares all answers."""

    def __init__(self, talk, kind: str, maxsize: int) -> None:
        super().__init__()
        self.talk = talk
        self.clients = [talk.client() for _ in range(CLIENTS)]
        options = f"MAXDELIVERIES {MAX_DELIVERIES} DEADLETTER dead"
        self.clients[0](f"RQ.CREATE NAME jobs KIND {kind} MAXSIZE {maxsize} {options}")
        self.queue = talk.controller.state.names[b"jobs"]
        self.dead = talk.controller.state.names[b"dead"]
        self.model = QueueModel(kind, maxsize, MAX_DELIVERIES, QueueModel())
        self.leases: list[tuple[int, LeasedEntry]] = []
        """Each lease, with its number in the controller; also those that have ended."""
        self.waiting: dict[int, str] = {}
        """The methods of the calls that wait, by client."""
        self.puts = 0

    def call(self, method: str, words: str, **arguments: object) -> None:
        """Make a call of the first client that does not wait."""
        caller = next((n for n in range(CLIENTS) if n not in self.waiting), None)
        if caller is None:
            return
        reply = self.clients[caller](words)
        found = {} if reply == "waits" else {caller: (method, reply)}
        self.waiting |= {caller: method} if reply == "waits" else {}
        self.compare(found, self.model.call(caller, method, arguments))

    def compare(self, found, answers) -> None:
        """Compare the replies that came, also to calls that waited, with the answers of the model."""
        for number, client in enumerate(self.clients):
            if client.heard:
                (reply,) = client.heard
                client.heard = []
                found[number] = self.waiting.pop(number), reply
        expected = {answer.caller: answer for answer in answers}
        assert found.keys() == expected.keys()
        for caller, (method, reply) in found.items():
            answer = expected[caller]
            if isinstance(answer.value, LeasedEntry):
                lease, deliveries, _, _, payload = reply
                assert (deliveries, int(payload)) == (answer.value.deliveries, answer.value.value)
                self.leases.append((lease, answer.value))
            else:
                assert meaning(method, reply) == (answer.error or answer.value)

    @rule(priority=st.integers(0, 2), timeout=PATIENCE, delay=st.sampled_from([0, 0, 0, 1, 2]))
    def put(self, priority: int, timeout: float, delay: int) -> None:
        self.puts += 1
        words = f"RQ.PUT jobs {self.puts} TIMEOUT {timeout} PRIORITY {priority}"
        words += f" DELAY {delay}" if delay else ""
        self.call("put", words, item=self.puts, timeout=timeout, priority=priority, delay=delay)

    @rule(timeout=PATIENCE)
    def get(self, timeout: float) -> None:
        self.call("get", f"RQ.GET jobs TIMEOUT {timeout}", timeout=timeout)

    @rule(timeout=PATIENCE, seconds=st.sampled_from([1, 2, 4]))
    def lease(self, timeout: float, seconds: int) -> None:
        words = f"RQ.LEASE jobs TIMEOUT {timeout} SECONDS {seconds}"
        self.call("lease", words, timeout=timeout, seconds=seconds)

    @rule(pick=PICKED)
    def ack(self, pick: int) -> None:
        if self.leases:
            number, lease = self.leases[-1 - pick % min(len(self.leases), 6)]
            self.call("ack", f"RQ.ACK jobs {number}", lease=lease)

    @rule(pick=PICKED, delay=st.sampled_from([0, 0, 1]))
    def nack(self, pick: int, delay: int) -> None:
        if self.leases:
            number, lease = self.leases[-1 - pick % min(len(self.leases), 6)]
            self.call("nack", f"RQ.NACK jobs {number} DELAY {delay}", lease=lease, delay=delay)

    @rule(pick=PICKED, seconds=st.sampled_from([1, 3]))
    def extend(self, pick: int, seconds: int) -> None:
        if self.leases:
            number, lease = self.leases[-1 - pick % min(len(self.leases), 6)]
            self.call("extend", f"RQ.EXTEND jobs {number} SECONDS {seconds}", lease=lease, seconds=seconds)

    @rule(ticks=st.integers(1, 9))
    def time_passes(self, ticks: int) -> None:
        for _ in range(2 * ticks):
            answers = self.model.advance(TICK)
            self.talk.passes(TICK)
            while self.is_due():  # the timer of a server fires again
                self.talk.passes(0)
            self.compare({}, answers)

    def is_due(self) -> bool:
        """Whether something is due: an item whose delay was over when there was space for it."""
        deadline = self.talk.controller.next_deadline
        return deadline is not None and deadline <= self.talk.now_ns

    @rule()
    def task_done(self) -> None:
        self.call("task_done", "RQ.DONE jobs")

    @rule(timeout=PATIENCE)
    def join(self, timeout: float) -> None:
        self.call("join", f"RQ.JOIN jobs TIMEOUT {timeout}", timeout=timeout)

    @rule(chance=st.integers(0, 15))
    def purge(self, chance: int) -> None:
        if not chance:
            self.call("purge", "RQ.PURGE jobs")

    @rule(chance=st.integers(0, 25), immediate=st.booleans())
    def shutdown(self, chance: int, immediate: bool) -> None:
        if not chance:
            self.call("shutdown", f"RQ.SHUTDOWN jobs {'IMMEDIATE' * immediate}", immediate=immediate)

    @invariant()
    def items_are_the_same(self) -> None:
        assert [int(item.payload) for item in self.queue.store] == self.model.in_order()
        assert [int(item.payload) for item in self.dead.store] == self.model.dead_letter.in_order()

    @invariant()
    def figures_are_the_same(self) -> None:
        absent, stat = self.model.absent, self.queue.stat()
        counted = (stat.size, stat.leased, stat.delayed, stat.dead, stat.unfinished, stat.shutdown)
        model = self.model
        assert counted == (
            *(model.size, len(absent.leases), len(absent.delayed), model.dead),
            *(model.unfinished, model.shut),
        )


def meaning(method: str, reply):
    """Return a reply of the controller as the value, or the name of the error, that a client gets."""
    if isinstance(reply, str):
        return BY_CODE[reply].__name__
    match method:
        case "get":
            return int(reply)
        case "join":
            return reply == 0
        case "purge":
            return reply
    return None


@pytest.mark.parametrize("maxsize", [0, 2])
@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_model_gives_the_answers_of_the_controller(conversation, kind, maxsize):
    run_state_machine_as_test(
        lambda: Machine(conversation(), kind, maxsize),
        settings=settings(max_examples=30, stateful_step_count=40, deadline=None),
    )
