# SPDX-License-Identifier: GPL-3.0-or-later
"""Which calls of any events can be made again, and in which order."""

from __future__ import annotations

import pytest

from rqdebug.scripts.recording.repeated_calls import CallReader


@pytest.fixture
def read(call_event):
    """A function that reads the calls of some rows; by default, of all."""

    def read(events, rows=None, **options):
        options = {"is_controller": lambda _: True, **options}
        reader = CallReader(lambda wanted: [events[row] for row in wanted], len(events), **options)
        chunks = [range(len(events))] if rows is None else rows
        return [call for calls in reader.calls(chunks) for call in calls], dict(reader.left_out)

    return read


@pytest.fixture
def batch(call_event):
    """A function that makes the rows of a put_many of three items."""

    def batch(call=1, **fields):
        return [
            call_event(method="put_many", call=call, items=3, part=n, payload=b"%d" % n, **fields)
            for n in range(3)
        ]

    return batch


def heads(call):
    return [item.head for item in call.items]


@pytest.mark.parametrize("rows", [[[0]], [[1]], [[2]], [[0, 1, 2]], [[0], [2]], [[0, 2]]])
def test_call_is_read_once_and_whole_whichever_of_its_rows_are_given(read, batch, rows):
    calls, left_out = read(batch(), rows)
    assert [heads(call) for call in calls] == [[b"0", b"1", b"2"]]
    assert not left_out


def test_calls_come_in_the_order_of_their_ends(read, call_event):
    blocked = {"phase": "start", "outcome": "blocked"}
    events = [
        call_event(call=1, **blocked),
        call_event(call=2, method="get", **blocked),
        call_event(call=3, method="get"),
        call_event(call=1),
    ]
    calls, _ = read(events)
    assert [(call.event.call, call.event.phase) for call in calls] == [(3, "end"), (1, "end"), (2, "start")]


def test_put_that_was_carried_out_in_part_has_all_its_items(read, batch, call_event):
    events = [
        *batch(phase="start", outcome="blocked"),
        call_event(method="put_many", call=1, items=1, payload=b"0"),
    ]
    (call,), _ = read(events)
    assert heads(call) == [b"0", b"1", b"2"]


@pytest.mark.parametrize("rows", [[[0]], [[1]], [[2]], [[3]], [[0, 1, 2, 3]]])
def test_move_knows_its_destination(read, call_event, rows):
    events = [
        call_event(method=method, queue=queue, items=2, part=part, call=4)
        for method, queue in (("move", "jobs"), ("move_in", "dead"))
        for part in range(2)
    ]
    (call,), _ = read(events, rows)
    assert (call.event.queue, call.destination, call.event.items) == ("jobs", "dead", 2)


def test_move_without_its_destination_is_left_out(read, call_event):
    calls, left_out = read([call_event(method="move", items=1), call_event(call=9)])
    assert len(calls) == 1
    assert left_out == {"events do not show the other queue of move": 1}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"size": 2}, "the log has only the beginning of their payloads"),
        ({"method": "peek"}, "events do not show all arguments of peek"),
        ({"method": "lease"}, "events do not show all arguments of lease"),
        ({"method": "connect"}, "they are no calls of a queue’s methods"),
        ({"method": "redelivered"}, "they are no calls of a queue’s methods"),
        ({"outcome": "delayed"}, "events do not show for how long an item is delayed"),
        ({"queue": "first"}, "events do not show the priority of an item"),
        ({"queue": "inside"}, "a program exposes their queue"),
        ({"items": 3, "part": None}, "the log does not show all their items"),
        ({"items": 3}, "the log does not show all their items"),
        ({"items": 2**32 - 1}, "the log does not show all their items"),
        (
            {"method": "get_many", "phase": "start"},
            "events do not show how many items a waiting get_many takes",
        ),
    ],
)
def test_call_that_cannot_be_made_again_is_left_out_with_the_reason(read, call_event, fields, reason):
    kinds = {("edge", "first"): "priority", ("edge", "inside"): "asyncio.Queue", ("edge", "jobs"): "fifo"}
    assert read([call_event(**fields)], kinds=kinds) == ([], {reason: 1})


def test_calls_of_another_kind_of_target_are_left_out(read, call_event):
    assert read([call_event()], is_controller=lambda _: False) == ([], {"their target is no controller": 1})


def test_calls_of_two_targets_with_one_number_are_two_calls(read, call_event):
    events = [call_event(target=name, phase="start", outcome="blocked") for name in ("edge", "core")]
    calls, _ = read([*events, call_event(target="core")])
    assert [(call.event.target, call.event.phase) for call in calls] == [("core", "end"), ("edge", "start")]
