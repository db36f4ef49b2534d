# SPDX-License-Identifier: GPL-3.0-or-later
"""RQ.MOVE, tested with examples and against a model of queues as Python lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rqcore.controller.limits import Limits
from rqcore.controller.queue import Queue
from rqcore.protocol.command_table.queue_rows import MOVE_LIMIT
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.memory import ITEM_COST


@pytest.fixture
def queues(a):
    a("RQ.CREATE NAME dead")
    a("RQ.CREATE NAME jobs MAXSIZE 3")


def items_in(client: Any, queue: str) -> list[bytes]:
    return client(f"RQ.PEEK {queue} 0 -1")


def numbers_in(client: Any, queue: str) -> list[int]:
    return client(f"RQ.PEEK {queue} 0 -1 PREVIEW 1")[::4]


def fill(client: Any, queue: str, *payloads: str) -> None:
    client(f"RQ.MPUT {queue} ITEMS {' '.join(payloads)}")


def test_items_move_in_order_and_keep_their_numbers(a, queues):
    fill(a, "dead", "x", "y")
    fill(a, "jobs", "w")
    numbers = numbers_in(a, "dead")
    assert a("RQ.MOVE dead jobs") == 2
    assert items_in(a, "dead") == []
    assert items_in(a, "jobs") == [b"w", b"x", b"y"]
    assert numbers_in(a, "jobs")[1:] == numbers


def test_only_items_that_fit_into_the_destination_move(a, queues):
    fill(a, "dead", "1", "2", "3", "4", "5")
    assert a("RQ.MOVE dead jobs") == 3
    assert a("RQ.MOVE dead jobs") == 0
    assert items_in(a, "dead") == [b"4", b"5"]


def test_count_limits_how_many_move(a, queues):
    fill(a, "dead", "1", "2", "3")
    assert a("RQ.MOVE dead jobs COUNT 2") == 2
    assert a("RQ.MOVE dead jobs COUNT 0") == 0
    assert items_in(a, "dead") == [b"3"]


def test_selected_items_move_in_the_order_of_the_source(a, queues):
    fill(a, "dead", "1", "2", "3", "4")
    first, _, third, fourth = numbers_in(a, "dead")
    assert a(f"RQ.MOVE dead jobs ITEM {fourth} {first} 999 {third} COUNT 2") == 2
    assert items_in(a, "jobs") == [b"1", b"3"]
    assert items_in(a, "dead") == [b"2", b"4"]


def test_one_call_moves_at_most_ten_thousand_items(a):
    a("RQ.CREATE NAME dead")
    a("RQ.CREATE NAME jobs")
    for _ in range(3):
        a("RQ.MPUT dead ITEMS", *[b"x"] * 4_000)
    assert a("RQ.MOVE dead jobs COUNT 12000") == MOVE_LIMIT == 10_000
    assert a("RQ.MOVE dead jobs COUNT 12000") == 2_000


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ("RQ.MOVE dead dead", "ERR", "both source and destination"),
        ("RQ.MOVE dead missing", "NOQUEUE", "missing"),
        ("RQ.MOVE missing dead", "NOQUEUE", "missing"),
        ("RQ.MOVE dead gone", "CLOSED", "'gone' was closed"),
        ("RQ.MOVE dead shut", "SHUTDOWN", "'shut' was shut down"),
        ("RQ.MOVE dead jobs COUNT -1", "ERR", "from 0"),
        ("RQ.MOVE dead", "ERR", "RQ.MOVE queue destination"),
    ],
)
def test_impossible_move_is_refused_and_moves_no_item(a, queues, request_, code, words):
    a("RQ.CREATE NAME gone")
    a("RQ.CLOSE gone")
    a("RQ.CREATE NAME shut")
    a("RQ.SHUTDOWN shut")
    fill(a, "dead", "1")
    assert a(request_) == code
    assert words in a.complaint
    assert items_in(a, "dead") == [b"1"]


def test_shut_down_queue_can_be_emptied(a, queues):
    fill(a, "dead", "1")
    a("RQ.SHUTDOWN dead")
    assert a("RQ.MOVE dead jobs") == 1


def test_waiting_gets_of_the_destination_continue(a, b, c, queues):
    b("RQ.GET jobs")
    c("RQ.MGET jobs 5")
    fill(a, "dead", "1", "2", "3")
    assert a("RQ.MOVE dead jobs") == 3
    assert (b.heard, c.heard) == ([b"1"], [[b"2", b"3"]])


def test_waiting_puts_of_the_source_continue(a, b, queues):
    fill(a, "jobs", "1", "2", "3")
    b("RQ.PUT jobs 4")
    assert a("RQ.MOVE jobs dead") == 3
    assert b.heard == [b"OK"]
    assert items_in(a, "jobs") == [b"4"]


def test_move_does_not_overtake_a_waiting_put_of_the_destination(a, b, c, queues):
    fill(a, "jobs", "1", "2", "3")
    b("RQ.PUT jobs 4")
    fill(a, "dead", "5")
    assert a("RQ.MOVE dead jobs") == 0
    c("RQ.GET jobs")
    assert items_in(a, "jobs") == [b"2", b"3", b"4"]


def test_move_does_not_overtake_a_put_waiting_on_the_destination(talk, a, b, queues, monkeypatch):
    monkeypatch.setattr(Queue, "can_put", property(lambda queue: queue.name != "jobs"))
    b("RQ.PUT jobs 1")
    fill(a, "dead", "2")
    monkeypatch.undo()
    assert a("RQ.MOVE dead jobs") == 0
    assert items_in(a, "dead") == [b"2"]


def test_unfinished_count_moves_along_and_ends_a_join(a, b, queues):
    fill(a, "dead", "1", "2")
    b("RQ.JOIN dead")
    assert a("RQ.MOVE dead jobs") == 2
    assert b.heard == [0]
    assert a("RQ.DONE jobs") == 1
    assert a("RQ.DONE dead") == "ERR"


def test_priorities_are_kept(a):
    for name, kind in (("first", "PRIORITY"), ("between", "FIFO"), ("last", "PRIORITY")):
        a(f"RQ.CREATE NAME {name} KIND {kind}")
    for priority in (2, 1, 3):
        a(f"RQ.PUT first {priority} PRIORITY {priority}")
    a("RQ.PUT last 1.5 PRIORITY 1.5")
    assert a("RQ.MOVE first between") == 3
    assert items_in(a, "between") == [b"1", b"2", b"3"]
    assert a("RQ.MOVE between last") == 3
    assert items_in(a, "last") == [b"1", b"1.5", b"2", b"3"]


def test_move_works_when_memory_is_full(conversation):
    a = conversation(Limits(memory=3 * (ITEM_COST + 1))).client()
    a("RQ.CREATE NAME dead")
    a("RQ.CREATE NAME jobs")
    fill(a, "dead", "1", "2", "3")
    assert a("RQ.PUT dead 4") == "TOOMANY"
    assert a("RQ.MOVE dead jobs") == 3
    assert a("RQ.CLOSE jobs") == 3
    fill(a, "dead", "1", "2", "3")


@pytest.mark.usefixtures("queues")
def test_move_is_one_call_with_the_records_of_both_queues(talk, a):
    fill(a, "dead", "xx", "yyy")
    first = numbers_in(a, "dead")[0]
    fill(a, "jobs", "z")
    observer = talk.observer("METHOD move move_in VERSION 3")
    a("RQ.MOVE dead jobs")
    a("RQ.MOVE dead dead")
    a("RQ.MOVE dead jobs")
    (frame,) = observer.observed()
    batch = decode_batch(frame[1])
    *moved, refused, nothing = (fields for fields, _ in batch.events())
    queues = {name.number: name.text for name in batch.names if name.kind is NameKind.QUEUE}
    names = "method", "part", "items", "item", "size", "depth"
    assert [(queues[event["queue"]], *(event[name] for name in names)) for event in moved] == [
        ("dead", Method.MOVE, 0, 2, first, 2, 1),
        ("dead", Method.MOVE, 1, 2, first + 1, 3, 0),
        ("jobs", Method.MOVE_IN, 0, 2, first, 2, 2),
        ("jobs", Method.MOVE_IN, 1, 2, first + 1, 3, 3),
    ]
    assert {(event["phase"], event["outcome"]) for event in moved} == {(Phase.END, Outcome.OK)}
    assert len({event["call"] for event in moved}) == 1
    assert queues[refused["queue"]] == queues[nothing["queue"]] == "dead"
    assert refused["outcome"] == Outcome.ERROR
    assert (nothing["outcome"], nothing["items"], nothing["item"], nothing["part"]) == (Outcome.OK, 0, 0, 0)


@dataclass
class ListQueue:
    """A queue as a list: items as (payload, priority), in the order of arrival."""

    kind: str
    maxsize: int
    items: list[tuple[int, int]] = field(default_factory=list)
    getters: list[Any] = field(default_factory=list)
    putters: list[tuple[Any, tuple[int, int]]] = field(default_factory=list)
    unfinished: int = 0

    @property
    def room(self) -> int:
        return self.maxsize - len(self.items) if self.maxsize else 1_000_000

    def in_order(self) -> list[tuple[int, int]]:
        if self.kind == "lifo":
            return self.items[::-1]
        return sorted(self.items, key=lambda item: item[1]) if self.kind == "priority" else list(self.items)

    def pop(self) -> tuple[int, int]:
        item = self.in_order()[0]
        self.items.remove(item)
        return item

    def push(self, item: tuple[int, int]) -> None:
        self.items.append(item)
        self.unfinished += 1

    def serve(self) -> list[tuple[Any, bytes]]:
        """Let waiting calls continue. Returns the reply to each client."""
        answers = []
        while (self.getters and self.items) or (self.putters and self.room > 0):
            if self.getters and self.items:
                answers.append((self.getters.pop(0), b"%d" % self.pop()[0]))
            else:
                putter, item = self.putters.pop(0)
                self.push(item)
                answers.append((putter, b"OK"))
        return answers


def move_between_lists(source: ListQueue, to: ListQueue, count: int | None, wanted: set[int] | None) -> int:
    """Do what RQ.MOVE must do."""
    room = 0 if to.putters else to.room
    chosen = [item for item in source.in_order() if wanted is None or item[0] in wanted]
    moving = chosen[: room if count is None else min(room, count)]
    source.items = [item for item in source.items if item not in moving]
    source.unfinished -= min(len(moving), source.unfinished)
    for item in moving:
        to.push(item)
    return len(moving)


KINDS = st.sampled_from(["fifo", "lifo", "priority"])
ACTIONS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 1), st.integers(-1, 1)),
    st.tuples(st.just("get"), st.integers(0, 1), st.just(0)),
    st.tuples(st.just("done"), st.integers(0, 1), st.just(0)),
    st.tuples(
        st.just("move"),
        st.integers(0, 1),
        st.tuples(st.none() | st.integers(0, 4), st.none() | st.sets(st.integers(0, 9), max_size=4)),
    ),
)


@settings(max_examples=300)
@given(
    st.tuples(KINDS, KINDS), st.tuples(st.integers(0, 3), st.integers(0, 3)), st.lists(ACTIONS, max_size=25)
)
def test_queues_with_moves_behave_like_lists(conversation, kinds, maxsizes, actions):
    talk = conversation()
    a = talk.client()
    lists = [ListQueue(kind, maxsize) for kind, maxsize in zip(kinds, maxsizes, strict=True)]
    for name, each in zip("xy", lists, strict=True):
        a(f"RQ.CREATE NAME {name} KIND {each.kind} MAXSIZE {each.maxsize}")
    expected: dict[Any, list[bytes]] = {}
    payloads = 0
    for action, at, detail in actions:
        name, queue = "xy"[at], lists[at]
        if action == "put":
            payloads += 1
            client, item = talk.client(), (payloads, detail)
            reply = client(f"RQ.PUT {name} {payloads} PRIORITY {detail}")
            waits = queue.room <= 0 or bool(queue.putters)
            assert reply == ("waits" if waits else b"OK")
            queue.putters.append((client, item)) if waits else queue.push(item)
        elif action == "get":
            client = talk.client()
            reply = client(f"RQ.GET {name}")
            waits = not queue.items
            assert reply == ("waits" if waits else b"%d" % queue.pop()[0])
            if waits:
                queue.getters.append(client)
        elif action == "done":
            assert a(f"RQ.DONE {name}") == (queue.unfinished - 1 if queue.unfinished else "ERR")
            queue.unfinished -= bool(queue.unfinished)
        else:
            count, wanted = detail
            numbers = {int(item): number for number, item in numbered(a, name)}
            chosen = " ".join(str(numbers.get(each, 10**9)) for each in sorted(wanted or ()))
            options = (f" COUNT {count}" if count is not None else "") + (f" ITEM {chosen}" if chosen else "")
            moved = move_between_lists(queue, lists[1 - at], count, wanted or None)
            assert a(f"RQ.MOVE {name} {'xy'[1 - at]}{options}") == moved
        for each in (lists[1 - at], queue):
            for client, answer in each.serve():
                expected.setdefault(client, []).append(answer)
    check_same(talk, a, lists)
    for client, answers in expected.items():
        assert client.heard == answers


def numbered(client: Any, queue: str) -> list[tuple[int, bytes]]:
    """Return number and payload of each item."""
    reply = client(f"RQ.PEEK {queue} 0 -1 PREVIEW 9")
    return list(zip(reply[::4], reply[3::4], strict=True))


def check_same(talk: Any, client: Any, lists: list[ListQueue]) -> None:
    client("HELLO 3")
    held = 0
    for name, each in zip("xy", lists, strict=True):
        stat = client(f"RQ.STAT {name}")
        payloads = [b"%d" % item[0] for item in each.in_order()]
        assert items_in(client, name) == payloads
        assert stat[b"unfinished"] == each.unfinished
        assert stat[b"bytes"] == sum(map(len, payloads))
        assert (stat[b"blocked_gets"], stat[b"blocked_puts"]) == (len(each.getters), len(each.putters))
        waiting = [b"%d" % item[0] for _, item in each.putters]
        held += sum(len(payload) + ITEM_COST for payload in (*payloads, *waiting))
    assert talk.controller.state.memory.held == held
