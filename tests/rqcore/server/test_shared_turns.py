# SPDX-License-Identifier: GPL-3.0-or-later
"""All clients together do a bounded amount of work in one turn of the event loop.

The tests count work, not time. ``scripts/bench fairness`` measures the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from rqcore.codec import Codec
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.observation.publisher import EventPublisher
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.priority_keys import ZERO_KEY
from rqcore.protocol.resp import command
from rqcore.server.base_session import BUSY, FEW, REQUEST, REQUESTS, TURN
from rqcore.server.client_session import BATCHED
from rqcore.server.controller_server import RESUMING, Server
from rqcore.server.server_connection import ServerConnection
from tests.rqcore.server.connected_server import Transport

PING = b"PING\r\n"
PIPELINE = PING * 1000


class Wire(Transport):
    """A transport for many bytes, which are not copied when others are sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = bytearray()  # type: ignore[assignment]


class Crowd:
    """A server with 100 clients."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.server = Server(Controller(), clock=lambda: 0)
        self.wires = [Wire() for _ in range(100)]
        self._connections = [ServerConnection(self.server) for _ in self.wires]
        self._loop = loop
        for connection, wire in zip(self._connections, self.wires, strict=True):
            self._run(connection.connection_made, wire)

    def _run(self, function: Callable[..., None], *arguments: object) -> None:
        """Let the loop call what is due and then a function, in one turn."""
        self._loop.call_soon(function, *arguments)
        self._loop.call_soon(self._loop.stop)
        self._loop.run_forever()

    def turn(self, *inputs: tuple[int, bytes]) -> int:
        """Let the loop call what is due, then let clients send, each by its number. Returns the commands."""
        counters = self.server.controller.state.counters
        before = counters.commands
        self._run(self._give, inputs)
        return counters.commands - before

    def _give(self, inputs: tuple[tuple[int, bytes], ...]) -> None:
        for number, data in inputs:
            assert self.wires[number].reading
            self._connections[number].data_received(data)

    def turns(self, count: int) -> None:
        """Let the loop call what is due in several turns."""
        for _ in range(count):
            self.turn()

    def replies(self, number: int) -> int:
        """Return how many lines of replies a client has received."""
        return self.wires[number].sent.count(b"\r\n")


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    loop = asyncio.new_event_loop()
    yield Crowd(loop)
    loop.close()


def test_small_call_does_not_wait_for_the_pipelines_of_all_others(crowd):
    executed = crowd.turn(*[(number, PIPELINE) for number in range(99)], (99, PING))
    assert executed <= BUSY // REQUEST + REQUESTS + 1
    calls = 1
    while crowd.replies(98) < 1000:
        assert crowd.replies(99) == calls
        assert crowd.turn((99, PING)) <= 2 * REQUESTS + 1
        calls += 1
        assert calls < 1000
    assert calls > 90
    assert [crowd.replies(number) for number in range(99)] == [1000] * 99
    crowd.turn()
    assert all(wire.reading for wire in crowd.wires)


def test_small_pipelines_begin_immediately_while_all_are_busy(crowd):
    crowd.turn(*[(number, PIPELINE) for number in range(20)], (99, PING * 100))
    assert FEW <= crowd.replies(99) < 100


def test_clients_with_pipelines_continue_one_after_the_other(crowd):
    crowd.turn(*[(number, PIPELINE * 3) for number in range(99)])
    begun = [crowd.replies(number) for number in range(99)]
    while min(begun) == 0:
        crowd.turn()
        begun = [crowd.replies(number) for number in range(99)]
        assert max(begun) <= 3 * REQUESTS


def test_repeated_calls_count_as_work_too(crowd):
    put = command(["LPUSH", "jobs", "xyz"])
    crowd.turn(*[(number, put) for number in range(100)])
    assert crowd.turn(*[(number, put * 200) for number in range(100)]) <= BATCHED * BUSY + 200
    crowd.turns(100)
    assert [crowd.replies(number) for number in range(100)] == [201] * 100


def test_replies_keep_their_order_while_all_are_busy(crowd):
    echoes = [command(["ECHO", f"{number}"]) + command(["ECHO", f"{number:03}"]) for number in range(500)]
    crowd.turn(*[(number, b"".join(echoes)) for number in range(99)])
    crowd.turns(300)
    expected = b"".join(
        b"$%d\r\n%d\r\n$3\r\n%03d\r\n" % (len(str(number)), number, number) for number in range(500)
    )
    assert all(wire.sent == expected for wire in crowd.wires[:99])


SLOW = [
    ["RQ.MOVE", "jobs", "others"],
    ["RQ.PURGE", "jobs"],
    ["LRANGE", "jobs", "0", "-1"],
    ["LPOP", "jobs", "5000"],
    ["INFO"],
    ["COMMAND", "DOCS"],
]


@pytest.mark.parametrize("words", SLOW, ids=lambda words: words[0])
def test_many_clients_cannot_have_slow_commands_executed_in_one_turn(crowd, words):
    crowd.turn((99, command(["RQ.CREATE", "NAME", "jobs"]) + command(["RQ.CREATE", "NAME", "others"])))
    for number in range(98):  # each executes it once, so that it is recognised as a repeated request
        crowd.turn((number, command(words)))
    for _ in range(2):
        crowd.turn((99, command(["RQ.MPUT", "jobs", "ITEMS", *[b"x"] * 10_000])))
        crowd.turns(10)
    received = [len(wire.sent) for wire in crowd.wires]
    assert crowd.turn(*[(number, command(words)) for number in range(98)], (98, PING)) < 80
    assert crowd.replies(98) == 1
    for _ in range(300):
        assert crowd.turn((98, PING)) <= TURN // RESUMING + 1
    assert all(len(wire.sent) > before for wire, before in zip(crowd.wires[:99], received, strict=False))


def test_transaction_is_executed_as_one_step_while_all_are_busy(crowd):
    crowd.turn((99, command(["RQ.CREATE", "NAME", "jobs"])))
    crowd.turn(
        (99, command(["MULTI"]) + command(["LRANGE", "jobs", "0", "1"]) + command(["RQ.SIZE", "jobs"]))
    )
    crowd.turn(*[(number, PIPELINE) for number in range(20)], (99, command(["EXEC"])))
    assert crowd.wires[99].sent.endswith(b"QUEUED\r\n")
    crowd.turn()
    crowd.turns(200)
    assert crowd.wires[99].sent.count(b"*0\r\n") == 1
    assert b"ERR" not in crowd.wires[99].sent


@pytest.mark.parametrize("slow", [["LRANGE", "jobs", "0", "-1"], ["INFO"]], ids=lambda words: words[0])
def test_requests_of_sessions_that_can_be_resumed_are_counted_once(crowd, slow):
    crowd.turn((99, command(["LPUSH", "jobs", "x"])))
    crowd.turn((99, command(["HELLO", "2", "SESSION"])))
    crowd.turn((99, command(slow)))
    state = crowd.server.controller.state
    (session,) = [client.session for client in state.clients.values() if client.session]
    crowd.turn(*[(number, PIPELINE) for number in range(20)], (99, command(slow)))
    assert session.requests == 1
    crowd.turns(100)
    assert session.requests == 2
    put = command(["LPUSH", "jobs", "x"])
    crowd.turn((99, put))
    crowd.turn(*[(number, PIPELINE) for number in range(20)], (99, put * 100))
    assert session.requests == 3
    crowd.turns(100)
    assert session.requests == 103


def test_only_commands_whose_short_requests_cause_much_work_wait_for_a_turn():
    usual = {"LPUSH", "RPUSH", "RQ.PUT", "RQ.GET", "RQ.MPUT", "PING", "RQ.SIZE", "LLEN", "HELLO", "AUTH"}
    assert not any(COMMANDS[name.encode()].may_take_long for name in usual)
    slow = {words[0] for words in SLOW} | {
        "EXEC",
        "DEL",
        "CLIENT",
        "RQ.LIST",
        "RQ.OBSERVE",
        "CONFIG",
        "RESET",
    }
    assert all(COMMANDS[name.encode()].may_take_long for name in slow)


RENAMINGS = {
    "CLIENT SETNAME": [["CLIENT", "SETNAME", "a"], ["CLIENT", "SETNAME", "b"]],
    "HELLO": [["HELLO", "3", "SETNAME", "a"], ["HELLO", "3", "SETNAME", "b"]],
    "RESET": [["CLIENT", "SETNAME", "a"], ["RESET"]],
    "RQ.OBSERVE": [["HELLO", "3"], ["RQ.OBSERVE"], ["RQ.UNOBSERVE"]],
}
"""Requests before which each observer must receive its events."""


@pytest.mark.parametrize("requests", RENAMINGS.values(), ids=RENAMINGS)
def test_observers_receive_few_batches_in_one_turn_while_clients_change_their_names(
    crowd, monkeypatch, requests
):
    passed = []
    monkeypatch.setattr(EventPublisher, "_pass_events", lambda publisher: passed.append(publisher))
    crowd.turn((99, command(["RQ.CREATE", "NAME", "jobs"])))
    for number in range(31):
        crowd.turn((number, command(["HELLO", "3"]) + command(["RQ.OBSERVE"])))
    put = command(["LPUSH", "jobs", "x"])
    crowd.turn(*[(number, put) for number in range(40, 99)])
    crowd.turns(10)
    pipeline = b"".join(command(words) + put for words in requests)
    passed.clear()
    crowd.turn(*[(number, pipeline) for number in range(40, 99)])
    most, executed = len(passed), len(passed)
    for _ in range(500):
        passed.clear()
        crowd.turn()
        most, executed = max(most, len(passed)), executed + len(passed)
    assert most <= 8
    assert executed > 59
    assert all(crowd.wires[number].sent for number in range(40, 99))


def test_first_name_of_a_client_passes_no_events(crowd, monkeypatch):
    passed = []
    crowd.turn((99, command(["HELLO", "3"]) + command(["RQ.OBSERVE"])))
    monkeypatch.setattr(EventPublisher, "_pass_events", lambda publisher: passed.append(publisher))
    crowd.turn(*[(number, command(["HELLO", "3", "SETNAME", "a"])) for number in range(50)])
    crowd.turn()
    assert not passed


LARGE_VALUE = b"".join(b"%015d\n" % number for number in range(3 << 16))
"""A payload of 3 MB."""


def put_large(crowd: Crowd, count: int) -> None:
    state = crowd.server.controller.state
    crowd.turn((0, command(["RQ.CREATE", "NAME", "jobs"])))
    items = [state.make_item(Codec.RAW, LARGE_VALUE, ZERO_KEY) for _ in range(count)]
    state.find(b"jobs").put_many(items)


@pytest.mark.parametrize(
    "words", ["RQ.GET jobs", "RPOP jobs", "BLPOP jobs 0", "RQ.LEASE jobs SECONDS 60", "ECHO"]
)
@pytest.mark.parametrize("is_pipelined", [False, True])
def test_large_replies_share_the_turns(crowd, words, is_pipelined):
    put_large(crowd, 20)
    request = command([*words.split(), *([LARGE_VALUE] if words == "ECHO" else [])])
    inputs = [(1, request * 20)] if is_pipelined else [(number, request) for number in range(1, 21)]

    def received() -> int:
        return sum(len(wire.sent) for wire in crowd.wires[1:99])

    crowd.turn(*inputs)
    steps = [received()]
    while steps[-1] < 20 * len(LARGE_VALUE):
        crowd.turn((99, PING))
        steps.append(received())
        assert len(steps) < 200
    crowd.turns(60)
    assert max(after - before for before, after in pairwise([0, *steps])) <= 5 << 20
    assert sum(wire.sent.count(LARGE_VALUE + b"\r\n") for wire in crowd.wires) == 20
    crowd.turn((99, PING))
    assert all(wire.reading for wire in crowd.wires)
    assert crowd.server.controller.state.memory.held <= 20 * (len(LARGE_VALUE) + 5000)


def test_reply_behind_a_large_one_keeps_its_order_while_all_are_busy(crowd):
    put_large(crowd, 10)
    pair = command(["RQ.GET", "jobs"]) + PING
    crowd.turn(*[(number, pair) for number in range(1, 11)])
    crowd.turns(200)
    expected = b"$%d\r\n%b\r\n+PONG\r\n" % (len(LARGE_VALUE), LARGE_VALUE)
    assert [wire.sent == expected for wire in crowd.wires[1:11]] == [True] * 10
    assert crowd.server.controller.state.memory.held < 100_000
