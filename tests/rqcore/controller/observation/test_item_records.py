# SPDX-License-Identifier: GPL-3.0-or-later
"""Each item that a call puts, takes, moves or destroys has its own record, in version 3 and in version 2."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rqcore.controller.observation import columns, event_recorder
from rqcore.protocol.event_batch import Method, NameKind, Outcome, Phase, decode_batch
from rqcore.protocol.event_fields import NO_DEPTH

ENTER = {Method.PUT, Method.PUT_MANY, Method.MOVE_IN}
LEAVE = {Method.GET, Method.GET_MANY, Method.MOVE, Method.PURGE, Method.SHUTDOWN, Method.CLOSE}


class Observer:
    """An observer, and the names that it has received."""

    def __init__(self, talk, words=""):
        self._speaker = talk.observer(words)
        self._queues = {0: ""}

    def events(self):
        """Return the events since the last call: fields, with the name of the queue and the payload."""
        found = []
        for kind, data in self._speaker.observed():
            assert kind == b"rq.events"
            batch = decode_batch(data)
            self._queues |= {name.number: name.text for name in batch.names if name.kind is NameKind.QUEUE}
            for event, payload in batch.events():
                found.append(event | {"queue": self._queues[event["queue"]], "payload": payload})
        return found


def rows(events, *names):
    return [tuple(event[name] for name in names) for event in events]


@pytest.fixture
def observer(talk, a):
    a("RQ.CREATE NAME jobs")
    return Observer(talk, "VERSION 3")


def many(observer, method):
    """Return item, part, items, depth, size and payload of each event of a method."""
    events = [event for event in observer.events() if event["method"] is method or event["method"] == method]
    assert len({event["call"] for event in events}) == 1
    return rows(events, "item", "part", "items", "depth", "size", "payload")


PUTS = [(1, 0, 3, 1, 1, b"x"), (2, 1, 3, 2, 2, b"yy"), (3, 2, 3, 3, 3, b"zzz")]
TAKES = [(1, 0, 3, 2, 1, b"x"), (2, 1, 3, 1, 2, b"yy"), (3, 2, 3, 0, 3, b"zzz")]


def test_put_many_has_a_record_for_each_item(a, observer):
    a("RQ.MPUT jobs ITEMS x yy zzz")
    assert many(observer, Method.PUT_MANY) == PUTS


def test_push_of_several_items_has_a_record_for_each(a, observer):
    a("RPUSH jobs x yy zzz")
    assert many(observer, Method.PUT_MANY) == PUTS


def test_get_many_has_a_record_for_each_item(a, observer):
    a("RQ.MPUT jobs ITEMS x yy zzz")
    a("RQ.MGET jobs 5")
    assert many(observer, Method.GET_MANY) == TAKES


def test_pop_with_a_count_has_a_record_for_each_item(a, observer):
    a("LPUSH jobs x yy zzz")
    a("RPOP jobs 5")
    assert many(observer, Method.GET_MANY) == TAKES


def test_purge_has_a_record_for_each_item(a, observer):
    a("RQ.MPUT jobs ITEMS x yy zzz")
    a("RQ.PURGE jobs")
    assert many(observer, Method.PURGE) == TAKES


def test_immediate_shutdown_has_a_record_for_each_item(a, observer):
    a("RQ.MPUT jobs ITEMS x yy zzz")
    a("RQ.SHUTDOWN jobs IMMEDIATE")
    assert many(observer, Method.SHUTDOWN) == TAKES


@pytest.mark.parametrize("command", ["RQ.CLOSE jobs", "DEL jobs"])
def test_close_has_a_record_for_each_item(a, observer, command):
    a("RQ.MPUT jobs ITEMS x yy zzz")
    a(command)
    assert many(observer, Method.CLOSE) == TAKES


def test_call_without_items_has_one_record(a, observer):
    for command in ("RQ.PURGE jobs", "RQ.SIZE jobs", "RQ.SHUTDOWN jobs", "RQ.CLOSE jobs"):
        a(command)
    assert rows(observer.events(), "method", "item", "part", "items", "depth", "size") == [
        (method, 0, 0, 0, 0, 0) for method in (Method.PURGE, Method.QSIZE, Method.SHUTDOWN, Method.CLOSE)
    ]


def test_blocked_put_many_has_a_record_for_each_item_at_its_start_and_end(talk, a, b):
    a("RQ.CREATE NAME jobs MAXSIZE 1")
    observer = Observer(talk, "VERSION 3 METHOD put_many")
    a("RQ.MPUT jobs ITEMS x yy zzz")
    for _ in range(2):
        b("RQ.GET jobs")
    found = rows(observer.events(), "phase", "outcome", "item", "part", "items", "depth", "payload")
    items = [(1, 0, 3, 1, b"x"), (2, 1, 3, 1, b"yy"), (3, 2, 3, 1, b"zzz")]
    starts = [(Phase.START, Outcome.BLOCKED, *item) for item in items]
    ends = [(Phase.END, Outcome.OK, *item) for item in items]
    assert found == starts + ends


def test_refused_put_many_has_a_record_for_each_item(a, observer):
    a("RQ.MPUT other ITEMS x yy")
    assert rows(observer.events(), "outcome", "queue", "item", "part", "items", "depth", "payload") == [
        (Outcome.NOQUEUE, "other", 0, 0, 2, NO_DEPTH, b"x"),
        (Outcome.NOQUEUE, "other", 0, 1, 2, NO_DEPTH, b"yy"),
    ]


def test_items_with_different_codecs_are_one_call(a, observer):
    a("RQ.PUT jobs 1 CODEC json")
    a("RQ.PUT jobs x")
    a("RQ.PUT jobs y")
    observer.events()
    a("RQ.MGET jobs 5")
    events = observer.events()
    assert rows(events, "item", "part", "items", "depth", "codec", "payload") == [
        (1, 0, 3, 2, 2, b"1"),
        (2, 1, 3, 1, 0, b"x"),
        (3, 2, 3, 0, 0, b"y"),
    ]
    assert len({event["call"] for event in events}) == 1


def test_moved_item_of_a_list_has_a_record_at_each_queue(a, observer):
    a("RPUSH jobs x yy")
    a("RPUSH other z")
    observer.events()
    a("LMOVE jobs other LEFT RIGHT")
    a("RPOPLPUSH jobs jobs")
    a("RPOPLPUSH none jobs")
    assert rows(observer.events(), "method", "queue", "item", "part", "items", "depth") == [
        (Method.MOVE, "jobs", 1, 0, 1, 1),
        (Method.MOVE_IN, "other", 1, 0, 1, 2),
        (Method.MOVE, "jobs", 2, 0, 1, 0),
        (Method.MOVE_IN, "jobs", 2, 0, 1, 1),
    ]


def test_large_purge_is_sent_in_several_batches(talk, a):
    a("RQ.CREATE NAME jobs")
    count = columns.MAX_EVENTS + event_recorder.MAX_RUN + 5
    a(f"RQ.MPUT jobs ITEMS {('x' * 30 + ' ') * count}")
    speaker = talk.observer("VERSION 3 METHOD purge")
    a("RQ.PURGE jobs")
    batches = [decode_batch(data) for _, data in speaker.observed()]
    events = [event for batch in batches for event, _ in batch.events()]
    assert len(batches) > 1
    assert [(event["item"], event["part"], event["depth"]) for event in events] == [
        (part + 1, part, count - part - 1) for part in range(count)
    ]


@pytest.mark.parametrize("preview", [0, 2, 9])
def test_cut_items_of_one_call_keep_their_sizes(talk, a, preview):
    a("RQ.CREATE NAME jobs")
    observer = Observer(talk, f"VERSION 3 PREVIEW {preview}")
    a("RQ.MPUT jobs ITEMS x yy zzz")
    events = observer.events()
    assert rows(events, "size", "part", "item") == [(1, 0, 1), (2, 1, 2), (3, 2, 3)]
    assert [event["payload"] for event in events] == [b"x"[:preview], b"yy"[:preview], b"zzz"[:preview]]


QUEUES = ("fifo", "lifo", "priority")
QUEUE = st.sampled_from(QUEUES)
COMMANDS = st.lists(
    st.one_of(
        st.tuples(st.just("RQ.PUT {0} {p} CODEC {c} TIMEOUT 0"), QUEUE),
        st.tuples(st.just("RQ.PUT {0} {p} TIMEOUT 9"), QUEUE),
        st.tuples(st.just("RQ.MPUT {0} TIMEOUT 0 ITEMS {p} {p} {p}"), QUEUE),
        st.tuples(st.just("RQ.MPUT {0} TIMEOUT 9 ITEMS {p} {p} {p} {p} {p}"), QUEUE),
        st.tuples(st.just("RQ.GET {0} TIMEOUT 0"), QUEUE),
        st.tuples(st.just("RQ.GET {0} TIMEOUT 9"), QUEUE),
        st.tuples(st.just("RQ.MGET {0} 3 TIMEOUT 0"), QUEUE),
        st.tuples(st.just("RQ.MGET {0} 3 TIMEOUT 9"), QUEUE),
        st.tuples(st.just("LPUSH fifo {p} {p}")),
        st.tuples(st.just("RPUSH fifo {p} {p}")),
        st.tuples(st.just("LPOP fifo 2")),
        st.tuples(st.just("RPOP fifo")),
        st.tuples(st.just("LMOVE fifo fifo LEFT RIGHT")),
        st.tuples(st.just("RQ.MOVE {0} {1}"), QUEUE, QUEUE),
        st.tuples(st.just("RQ.PURGE {0}"), QUEUE),
        st.tuples(st.just("RQ.CLOSE {0}"), QUEUE),
    ),
    max_size=14,
)


@settings(deadline=None)
@given(COMMANDS, st.sampled_from(["VERSION 2", "VERSION 3", "VERSION 9 PREVIEW 1", "VERSION 2 PREVIEW 1"]))
def test_events_alone_tell_which_items_are_in_each_queue(conversation, traffic, words):
    talk = conversation()
    observer = Observer(talk, words)
    creator = talk.client()
    payloads: dict[int, bytes] = {}
    inside: Counter[tuple[str, int]] = Counter()
    speakers = [talk.client() for _ in range(4)]
    state = talk.controller.state
    for number, (command, *queues) in enumerate(traffic):
        for queue in QUEUES:
            creator(f"RQ.CREATE NAME {queue} KIND {queue} MAXSIZE 4 EXISTOK")
        free = [each for each in speakers if each.client.call is None]
        if not free:
            speakers.append(talk.client())
            free = speakers[-1:]
        filled = command.format(*queues, p="{p}", c=["raw", "json"][number % 2])
        for at in range(filled.count("{p}")):
            filled = filled.replace("{p}", f"{number % 7}{'x' * at}", 1)
        free[0](filled)
        events = observer.events()
        check_parts(events, words)
        for event in events:
            if event["items"] and event["outcome"] == Outcome.OK and event["phase"] == Phase.END:
                step = 1 if event["method"] in ENTER else -1 if event["method"] in LEAVE else 0
                inside[event["queue"], event["item"]] += step
                assert payloads.setdefault(event["item"], event["payload"]) == event["payload"]
        for queue in state.queues.values():
            stored = {item.number for item in queue.store}
            waiting = {
                item.number
                for speaker in speakers
                if speaker.client.call and speaker.client.call.queue is queue
                for item in speaker.client.call.items[: speaker.client.call.moved]
            }
            named = {item for (name, item), count in inside.items() if name == queue.name and count > 0}
            taken = {item for (name, item), count in inside.items() if name == queue.name and count < 0}
            assert stored == (named | waiting) - taken
            for item in queue.store:
                if item.number in payloads:
                    assert item.payload.startswith(payloads[item.number])
        for name in QUEUES:  # the items of a queue that was closed
            if name.encode() not in state.names:
                for key in [key for key in inside if key[0] == name]:
                    del inside[key]


def check_parts(events, words):
    """Each call has a record for each item, in order, and they have one sequence."""
    by_call: dict[tuple[int, int], list[dict]] = {}
    for event in events:
        by_call.setdefault((event["call"], event["phase"]), []).append(event)
    for parts in by_call.values():
        count = parts[0]["items"]
        moves = any(part["method"] == Method.MOVE_IN for part in parts)
        assert {part["items"] for part in parts} == {count}
        sequence = parts[0]["sequence"]
        assert [part["sequence"] for part in parts] == list(range(sequence, sequence + len(parts)))
        if "VERSION 2" in words:
            assert count <= 1, "its receivers add up the items of records"
        else:
            assert [part["part"] for part in parts] == [*range(max(count, 1))] * (2 if moves else 1)
