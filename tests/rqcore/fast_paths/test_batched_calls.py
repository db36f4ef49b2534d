# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies and queues do not depend on how requests are split, or whether they are batched."""

from __future__ import annotations

from dataclasses import asdict
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.resp import command
from rqcore.server.client_session import ClientSession

PAYLOADS = [b"", b"x", b"y", b"\r\n", b"$1\r\nx\r\n", b"long" * 20]
PUTS = [b"LPUSH", b"RQ.PUT", b"lpush"]
NAMES = [b"a", b"b", b"bounded", b"shut", b"lifo", b"none"]
REQUESTS = st.one_of(
    st.tuples(
        st.sampled_from([b"LPUSH", b"RQ.PUT", b"lpush"]), st.sampled_from(NAMES), st.sampled_from(PAYLOADS)
    ),
    st.tuples(st.sampled_from([b"RPOP", b"RQ.SIZE", b"LLEN"]), st.sampled_from(NAMES)),
    st.tuples(st.just(b"RQ.GET"), st.sampled_from(NAMES), st.just(b"TIMEOUT"), st.just(b"0")),
    st.tuples(st.just(b"RQ.PUT"), st.sampled_from(NAMES), st.just(b"x"), st.just(b"TIMEOUT"), st.just(b"0")),
    st.just((b"PING",)),
)
RUNS = st.lists(st.tuples(REQUESTS, st.integers(1, 5)), max_size=12)
"""Requests, and how often each is repeated."""
PREPARATION = (
    *("RQ.CREATE NAME a", "RQ.CREATE NAME b", "RQ.CREATE NAME bounded MAXSIZE 2", "RQ.CREATE NAME shut"),
    *("RQ.CREATE NAME lifo KIND lifo", "RQ.PUT shut x", "RQ.SHUTDOWN shut"),
)


class Talk:
    """One client of its own controller."""

    def __init__(self, limits=None):
        self.controller = Controller(limits)
        self.session = ClientSession(self.controller, self.controller.connect("10.0.0.1:1", 0))
        self.replies = b""
        for words in PREPARATION:
            self.send(command(words.split()))
        self.replies = b""

    def send(self, data):
        self.replies += self.session.receive(data, 0)
        while self.controller.outgoing:
            _, value = self.controller.outgoing.popleft()
            self.replies += self.session.deliver(value, 0)

    def state(self):
        state = self.controller.state
        queues = {name: (asdict(queue.stat()), list(queue.store)) for name, queue in state.names.items()}
        for stat, _ in queues.values():
            del stat["namespace"]
        held = state.memory.held - self.session.counted  # this depends on where a request was split
        return queues, asdict(state.counters), held, self.session.client.command


@given(RUNS, st.lists(st.integers(1, 99), min_size=1, max_size=9))
def test_requests_split_in_any_way_give_the_same_replies(runs, cuts):
    requests = [command(list(request)) for request, times in runs for _ in range(times)]
    plain, tuned, cut = Talk(), Talk(), Talk()
    for request in requests:
        plain.session._repeated.clear()
        plain.send(request)
    stream = b"".join(requests)
    for request, times in runs:
        tuned.send(command(list(request)))
        tuned.send(command(list(request)) * (times - 1)) if times > 1 else None
    for size in cycle(cuts):
        if not stream:
            break
        cut.send(stream[:size])
        stream = stream[size:]
    assert tuned.replies == cut.replies == plain.replies
    assert tuned.state() == cut.state() == plain.state()


def test_run_of_puts_and_gets_is_executed_together(monkeypatch):
    talk = Talk()
    executed = []
    monkeypatch.setattr(talk.session, "_execute_command", lambda *_: executed.append(1))
    for words in (b"LPUSH a x", b"RPOP a"):
        request = command(words.split())
        talk.session._repeated.remember([words.split()], request)
        talk.send(request * 3)
    assert talk.replies == b":1\r\n:2\r\n:3\r\n" + b"$1\r\nx\r\n" * 3
    assert not executed


@pytest.mark.parametrize("words", [b"LPUSH a x", b"RQ.PUT a x"])
def test_batched_items_count_as_used_memory(words):
    talk = Talk(Limits(memory=1000))
    request = command(words.split())
    talk.send(request)
    talk.send(request * 50)
    assert talk.replies.count(b"TOOMANY") > 40
    assert talk.controller.state.memory.held <= 1000


def test_buffered_replies_are_limited():
    talk = Talk(Limits(output=2000))
    push, pop = command([b"LPUSH", b"a", b"x" * 100]), command([b"RPOP", b"a"])
    for request in (push, pop):
        talk.send(request)
        talk.send(request * 60)
        while talk.session.is_stalled:
            talk.replies += talk.session.resume(0)
    assert talk.replies.count(b"x" * 100) == 61


def test_observer_receives_an_event_for_each_batched_call(conversation, request_of):
    talk = conversation()
    observer, a = talk.observer(), talk.client()
    session = ClientSession(talk.controller, a.client)
    session.receive(request_of("LPUSH a x"), 0)
    session.receive(request_of("LPUSH a x") * 9, 0)
    (frame,) = observer.observed()
    batch = decode_batch(frame[1])
    assert batch.count == 2, "nine of them are one run"
    assert [fields["depth"] for fields, _ in batch.events()] == [*range(1, 11)]


def test_batched_puts_let_a_blocked_get_continue(conversation, request_of):
    talk = conversation()
    a, b = talk.client(), talk.client()
    a("RQ.CREATE NAME a")
    b("RQ.GET a")
    session = ClientSession(talk.controller, a.client)
    session.receive(request_of("RQ.PUT a x"), 0)
    talk.deliver()
    assert b.heard == [b"x"]
    b("RQ.GET a")
    session.receive(request_of("RQ.PUT a x") * 3, 0)
    talk.deliver()
    assert b.heard == [b"x", b"x"]
    assert a("RQ.SIZE a") == 2


def test_item_of_batched_gets_that_is_given_back_keeps_its_deliveries():
    talk = Talk()
    talk.send(command(["RQ.MPUT", "a", "ITEMS", *"xyz"]))
    queue = talk.controller.state.names[b"a"]
    for _ in "xyz":
        talk.send(command(["RQ.LEASE", "a", "SECONDS", "9"]))
    for number in list(queue.leases):
        talk.send(command(["RQ.NACK", "a", number]))
    taken = talk.controller.execute_batch(talk.session.client, [b"RPOP"], [b"a"] * 3, 0, 1000)
    assert taken == [b"x", b"y", b"z"]
    talk.send(command(["RQ.PUT", "a", "z", "FRONT"]))
    assert [(item.payload, item.deliveries) for item in queue.store] == [(b"z", 1)]
