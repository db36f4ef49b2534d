# SPDX-License-Identifier: GPL-3.0-or-later
"""With any fast path switched off, the same traffic has the same replies, events and queues."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.fast_paths import switches
from rqcore.fast_paths.switches import ALL, FastPath, switched_off
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.resp import command
from rqcore.server.client_session import ClientSession

NAMES = st.sampled_from([b"a", b"b", b"bounded", b"none"])
PAYLOADS = st.sampled_from([b"", b"x", b"long" * 20])
REQUESTS = st.one_of(
    st.tuples(st.sampled_from([b"LPUSH", b"RQ.PUT"]), NAMES, PAYLOADS),
    st.tuples(st.sampled_from([b"RPOP", b"RQ.SIZE"]), NAMES),
    st.tuples(st.just(b"RQ.GET"), NAMES),
    st.tuples(st.just(b"RQ.GET"), NAMES, st.just(b"TIMEOUT"), st.just(b"0")),
    st.tuples(st.just(b"RQ.PUT"), NAMES, PAYLOADS, st.just(b"CODEC"), st.just(b"text")),
    st.tuples(st.just(b"RQ.MPUT"), NAMES, st.just(b"ITEMS"), PAYLOADS, PAYLOADS),
    st.tuples(st.just(b"RQ.MGET"), NAMES, st.just(b"3")),
)
CLIENTS = 3
TRAFFIC = st.lists(st.tuples(st.integers(0, CLIENTS - 1), REQUESTS, st.integers(1, 6)), max_size=15)
"""The client, its request, and how often it sends the request in one chunk."""


class Talk:
    """Clients and observers of one controller. The clock does not advance."""

    def __init__(self) -> None:
        self.controller = Controller()
        self.observers = [self.session(f"o{number}:1") for number in range(2)]
        for observer, words in zip(
            self.observers, ("RQ.OBSERVE", "RQ.OBSERVE PREVIEW 3 METHOD get put"), strict=True
        ):
            observer.receive(command(["HELLO", "3"]) + command(words.split()), 0)
        self.clients = [self.session(f"c{number}:1") for number in range(CLIENTS)]
        self.replies = {session.client.number: b"" for session in self.clients}
        for words in ("RQ.CREATE NAME a", "RQ.CREATE NAME b", "RQ.CREATE NAME bounded MAXSIZE 2"):
            self.clients[0].receive(command(words.split()), 0)
        for session in self.clients:  # so that requests are recognised from the start
            for name in (b"a", b"b"):
                session.receive(command([b"RQ.SIZE", name]), 0)

    def session(self, address: str) -> ClientSession:
        return ClientSession(self.controller, self.controller.connect(address, 0))

    def send(self, sender: int, data: bytes) -> None:
        sessions = {session.client.number: session for session in self.clients}
        self.replies[self.clients[sender].client.number] += self.clients[sender].receive(data, 0)
        while self.controller.outgoing:
            client, value = self.controller.outgoing.popleft()
            self.replies[client.number] += sessions[client.number].deliver(value, 0)

    def events(self) -> list[list[object]]:
        """Return the events that each observer received."""
        publisher = self.controller.state.publisher
        publisher.flush()
        found = []
        for observer in self.observers:
            batches, lost = publisher.subscriptions[observer.client.number].take()
            assert not lost
            found.append([each for parts in batches for each in decode_batch(b"".join(parts)).events()])
        return found

    def queues(self) -> dict[bytes, object]:
        state = self.controller.state
        found = {
            name: asdict(queue.stat()) | {"items": list(queue.store)} for name, queue in state.names.items()
        }
        for stat in found.values():
            del stat["namespace"]
        return found


def outcome_of(traffic, *off: FastPath):
    with switched_off(*off):
        talk = Talk()
    for sender, request, times in traffic:
        talk.send(sender, command(list(request)) * times)
    return talk.replies, talk.events(), talk.queues(), talk.controller.state.counters.commands


@given(TRAFFIC)
def test_traffic_without_any_fast_path_has_the_same_results(traffic):
    assert outcome_of(traffic, *ALL) == outcome_of(traffic)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
@given(TRAFFIC)
def test_traffic_without_one_fast_path_has_the_same_results(path, traffic):
    assert outcome_of(traffic, path) == outcome_of(traffic)


def test_fast_paths_are_on_again_after_the_block():
    with switched_off(*ALL):
        assert not any(path.is_on for path in ALL)
    assert all(path.is_on for path in ALL)


def test_every_fast_path_is_listed_with_its_benchmark_and_its_gain():
    declared = {value for value in vars(switches).values() if isinstance(value, FastPath)}
    assert declared == set(ALL)
    assert all(path.benchmark and path.gain for path in ALL)


def test_each_switch_changes_what_is_executed():
    """Otherwise the comparisons above would compare nothing."""
    with switched_off(*ALL):
        plain, session = (talk := Talk()), talk.clients[0]
    fast = Talk()
    assert (session._repeated, plain.controller._batch_handlers) == (None, {})
    assert fast.clients[0]._repeated and fast.controller._batch_handlers
    slow, quick = plain.controller.state, fast.controller.state
    assert slow._new_item is not quick._new_item
    assert slow.publisher.record_fast == slow.publisher._record_regular != quick.publisher.record_fast
    assert (slow.publisher._uses_runs, quick.publisher._uses_runs) == (False, True)
    assert (slow.publisher._templates._limit, quick.publisher._templates._limit > 0) == (0, True)
