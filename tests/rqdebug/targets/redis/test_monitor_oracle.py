# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripted traffic on a real server: no event contradicts the replies that its client received."""

from __future__ import annotations

import threading
import time

import pytest

redis = pytest.importorskip("redis")

import rqcore  # noqa: E402
from rqcore.pressure import Queue  # noqa: E402
from rqdebug.events.event_log import read_events  # noqa: E402
from rqdebug.targets.redis.redis_target import RedisTarget  # noqa: E402


@pytest.fixture
def bare(redis_server):
    with redis.Redis(port=redis_server.port, client_name="bare") as connection:
        connection.flushall()
        yield connection


class Watched:
    """An observation, and its events as (method, queue, outcome, items)."""

    def __init__(self, server):
        self.observation = RedisTarget(server.url).observe()
        self.observation.list_queues()
        self.observation.receive(0.01)
        self.port = server.port
        self.bare = redis.Redis(port=server.port)

    def events(self):
        """Return the events of everything that was sent until now."""
        self.bare.lpush("the end", "x")
        received = []
        deadline = time.monotonic() + 20
        while not any(event.queue == "the end" for event in received):
            assert time.monotonic() < deadline
            for batch in self.observation.receive(0.02):
                received += read_events(batch)
        return [event for event in received if event.queue != "the end"]

    def summary(self):
        return [(event.method, event.queue, event.outcome, event.items) for event in self.events()]


@pytest.fixture
def watched(redis_server, bare):
    watched = Watched(redis_server)
    yield watched
    watched.observation.close()
    watched.bare.close()


def test_pop_that_may_have_found_nothing_is_unknown(bare, watched):
    assert bare.rpop("nothing", 5) is None
    bare.lpush("jobs", "a")
    assert bare.rpop("jobs") == b"a"
    assert watched.summary() == [
        ("get", "nothing", "unknown", 0),
        ("put", "jobs", "ok", 1),
        ("get", "jobs", "unknown", 0),
    ]


def test_refused_push_is_not_ok(bare, watched):
    bare.set("text", "x")
    with pytest.raises(redis.ResponseError):
        bare.lpush("text", "a")
    bare.delete("text")
    bare.lpush("text", "b")
    bare.rpush("text", "c", "d")
    assert bare.lpushx("missing", "e") == 0
    outcomes = [event[2:] for event in watched.summary() if event[0] == "put"]
    assert outcomes[0] == ("unknown", 0), "it was refused"
    assert outcomes[1:3] in ([("ok", 1), ("ok", 2)], [("unknown", 0), ("unknown", 0)])
    assert outcomes[3] == ("unknown", 0)


def test_key_that_changes_its_type_behind_a_known_one_is_noticed(bare, watched):
    bare.lpush("key", "a")
    assert watched.summary() == [("put", "key", "ok", 1)]
    bare.rpop("key")
    bare.set("key", "text")
    with pytest.raises(redis.ResponseError):
        bare.lpush("key", "b")
    assert ("put", "key", "ok", 1) not in watched.summary()
    bare.delete("key")
    bare.lpush("key", "c")
    assert watched.summary()[-1][0] == "put"


def test_pop_from_several_lists_names_all_of_them(bare, watched):
    bare.lpush("low", "a")
    assert bare.blpop(["high", "low"], 5) == (b"low", b"a")
    bare.ping()
    assert watched.summary() == [
        ("put", "low", "ok", 1),
        ("get", "high", "unknown", 0),
        ("get", "low", "unknown", 0),
    ]


def test_deletion_of_several_lists_names_all_of_them(bare, watched):
    bare.lpush("k1", "a")
    bare.lpush("k2", "a")
    bare.delete("k1", "k2")
    assert watched.summary()[2:] == [("close", "k1", "unknown", 0), ("close", "k2", "unknown", 0)]


def test_move_has_both_ends_and_one_call(bare, watched):
    bare.lpush("from", "a")
    bare.lmove("from", "to", "LEFT", "RIGHT")
    bare.rpoplpush("from", "to")
    bare.blmove("to", "back", 1)
    bare.ping()
    events = watched.events()[1:]
    assert [(event.method, event.queue, event.outcome) for event in events] == [
        ("move", "from", "unknown"),
        ("move_in", "to", "unknown"),
    ] * 2 + [("move", "to", "unknown"), ("move_in", "back", "unknown")]
    assert len({event.call for event in events}) == 3


def test_client_that_is_idle_behind_a_pop_is_not_blocked(bare, watched):
    bare.lpush("jobs", "a")
    bare.brpop("jobs", 5)
    time.sleep(0.05)
    watched.events()
    assert all(event.outcome != "blocked" for event in watched.events())


def test_pop_that_was_listed_as_blocked_and_ended_in_time_took_an_item(bare, redis_server, watched):
    with redis.Redis(port=redis_server.port) as popper:
        thread = threading.Thread(target=popper.brpop, args=("jobs", 20))
        thread.start()
        received = []
        while not received:
            received = watched.events()
        assert [event.outcome for event in received] == ["blocked"]
        bare.lpush("jobs", "a")
        thread.join(20)
        popper.ping()
        assert watched.summary() == [("put", "jobs", "ok", 1), ("get", "jobs", "ok", 1)]


def test_pop_in_a_transaction_is_unknown(bare, watched):
    with bare.pipeline(transaction=True) as pipeline:
        pipeline.blpop("none", 5)
        pipeline.lpush("jobs", "a")
        assert pipeline.execute() == [None, 1]
    assert watched.summary() == [("get", "none", "unknown", 0), ("put", "jobs", "ok", 1)]


def test_commands_of_another_database_are_not_calls_of_this_one(redis_server, watched):
    with redis.Redis(port=redis_server.port, db=3) as other:
        other.lpush("jobs", "a")
        other.delete("jobs")
    assert watched.summary() == []


def test_second_debugger_is_not_shown_from_its_first_command(bare, redis_server):
    received = []
    first = RedisTarget(f"{redis_server.url}?events=all")
    with first.observe() as observation, RedisTarget(redis_server.url).observe() as second:
        second.list_queues()
        second.receive(0.01)
        bare.echo("last")
        while not any(event.payload == b"ECHO last" for event in received):
            for batch in observation.receive(0.02):
                received += read_events(batch)
    assert {event.payload.split()[0] for event in received} == {b"ECHO"}
    assert len(received) == 1


# Queues of the pressure protocol


@pytest.fixture
def queue(redis_server, bare):
    with Queue("box", url=redis_server.url, client="ours") as queue:
        yield queue


def calls(watched):
    return [event[:3] for event in watched.summary() if event[0] != "stat"]


def test_calls_of_our_client_have_their_true_outcomes(queue, watched):
    queue.create(1)
    with pytest.raises(rqcore.Exists):
        queue.create(1)
    queue.put("a")
    with pytest.raises(rqcore.Full):
        queue.put("b", timeout=0)
    with pytest.raises(rqcore.Full):
        queue.put("b", timeout=0.03)
    assert queue.get() == b"a"
    for timeout in (0, 0.03, 0.03):
        with pytest.raises(rqcore.Empty):
            queue.get(timeout=timeout)
    queue.put("c")
    queue.close()
    with pytest.raises(rqcore.ShutDown):
        queue.put("d")
    assert queue.get() == b"c"
    with pytest.raises(rqcore.ShutDown):
        queue.get()
    queue.delete()
    ended = [event for event in calls(watched) if event[2] != "blocked"]
    assert ended == [
        ("create", "box", "ok"),
        ("create", "box", "exists"),
        ("put", "box", "ok"),
        ("put", "box", "full"),
        ("put", "box", "full"),
        ("get", "box", "ok"),
        ("get", "box", "empty"),
        ("get", "box", "empty"),
        ("get", "box", "empty"),
        ("put", "box", "ok"),
        ("shutdown", "box", "ok"),
        ("put", "box", "shutdown"),
        ("get", "box", "ok"),
        ("get", "box", "shutdown"),
        ("close", "box", "ok"),
    ]


def test_call_that_finds_its_role_taken_is_one_call_that_ends(queue, bare, watched):
    queue.create(0)
    bare.delete("__pressure__:box:consumer_free")
    for _ in range(2):
        with pytest.raises(rqcore.Empty):
            queue.get(timeout=0.03)
    ended = [event for event in calls(watched) if event[2] != "blocked"]
    assert ended == [("create", "box", "ok"), ("get", "box", "empty"), ("get", "box", "empty")]
    assert watched.observation._calls.open_calls == {}


class OldClient:
    """The commands of the client in C, in their order."""

    def __init__(self, connection, name):
        self.redis, self.base = connection, f"__pressure__:{name}"

    def key(self, part):
        return f"{self.base}:{part}"

    def create(self, bound):
        if not self.redis.setnx(self.key("bound"), bound):
            return False
        for part in ("producer_free", "consumer_free", "not_full"):
            self.redis.lpush(self.key(part), 0)
        return True

    def take(self, role, timeout=0):
        assert self.redis.exists(self.key("bound"))
        if not self.redis.brpop(self.key(f"{role}_free"), timeout):
            return None
        self.redis.set(self.key(role), "old_pid1")
        return bool(self.redis.exists(self.key("closed")))

    def give_back(self, role):
        self.redis.lpush(self.key(f"{role}_free"), 0)

    def put(self, data):
        closed = self.take("producer")
        if not closed:
            self.redis.brpop(self.key("not_full"), 0)
            self.redis.lpush(self.base, data)
            self.redis.lpush(self.key("not_full"), 0)
            self.redis.ltrim(self.key("not_full"), 0, 0)
            self.redis.incr(self.key("stats:produced_messages"))
            self.redis.incrby(self.key("stats:produced_bytes"), len(data))
        self.give_back("producer")
        return not closed

    def get(self):
        closed, data = self.take("consumer"), None
        if closed and self.redis.exists(self.base):
            data = self.redis.brpop(self.base, 0)[1]
        elif not closed:
            key, found = self.redis.brpop([self.base, self.key("closed")], 0)
            if key == self.base.encode():
                data = found
                self.redis.lpush(self.key("not_full"), 0)
                self.redis.ltrim(self.key("not_full"), 0, 0)
                self.redis.incr(self.key("stats:consumed_messages"))
                self.redis.incrby(self.key("stats:consumed_bytes"), len(data))
        self.give_back("consumer")
        return data

    def close(self):
        if not self.take("producer"):
            self.redis.lpush(self.key("closed"), 0, 0)
        self.give_back("producer")

    def delete(self):
        self.redis.delete(self.key("bound"))
        self.redis.lpush(self.key("not_full"), 0)
        self.redis.lpush(self.key("closed"), 0, 0)
        for role in ("producer", "consumer"):
            self.redis.brpop(self.key(f"{role}_free"), 0)
            self.redis.delete(self.key(role), self.key(f"{role}_free"))
        rest = ("not_full", "closed", "stats:produced_messages", "stats:produced_bytes")
        self.redis.delete(*map(self.key, rest), self.base)


def test_calls_of_an_old_client_have_their_true_outcomes(bare, watched):
    old = OldClient(bare, "box")
    assert old.create(0) and not old.create(0)
    assert old.put("a") and old.put("bb")
    assert old.get() == b"a"
    old.close()
    assert not old.put("c")
    assert old.get() == b"bb"
    assert old.get() is None
    old.delete()
    bare.ping()
    assert watched.summary() == [
        ("create", "box", "ok", 0),
        ("create", "box", "exists", 0),
        ("put", "box", "ok", 1),
        ("put", "box", "ok", 1),
        ("get", "box", "ok", 1),
        ("shutdown", "box", "ok", 0),
        ("command", "box", "shutdown", 0),  # a second close has the same commands
        ("get", "box", "ok", 1),
        ("get", "box", "shutdown", 0),
        ("close", "box", "ok", 0),
    ]


def test_gets_of_a_client_that_does_not_get_the_role_are_separate_calls(bare, watched):
    old = OldClient(bare, "box")
    old.create(0)
    bare.delete("__pressure__:box:consumer_free")
    for _ in range(2):
        assert old.take("consumer", 0.02) is None
    bare.ping()
    ended = [event for event in calls(watched) if event[2] != "blocked"]
    assert ended == [("create", "box", "ok"), ("get", "box", "empty"), ("get", "box", "empty")]


def test_gets_show_the_items_that_their_clients_received(bare, watched):
    """Of an old client and of ours, in turn; also after an item was put back."""
    old = OldClient(bare, "box")
    old.create(0)
    ours = Queue("box", url=f"redis://127.0.0.1:{watched.port}")
    received = []
    for number in range(6):
        (old.put if number % 2 else ours.put)(f"item {number}")
    for number in range(4):
        received.append(ours.get() if number % 2 else old.get())
    ours.put_back([received.pop()])
    received += [ours.get(), old.get()]
    gets = [event for event in watched.events() if event.method == "get"]
    ours.disconnect()
    shown = [event.payload for event in gets]
    assert [event.size for event in gets] == [6] * 6
    assert shown[:4] == [b"item 0", b"item 1", b"item 2", b"item 3"]
    assert shown[4:] == [b"", b""], "who put the item back is no put of the protocol"
    assert [event.item is None for event in gets] == [False] * 4 + [True] * 2
