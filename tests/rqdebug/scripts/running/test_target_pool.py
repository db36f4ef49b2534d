# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of a run: connections on demand, calls, and closing of created queues."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec, Payload, encode
from rqcore.errors import ConnectionLost, NoQueue, RqError
from rqdebug.scripts.running.steps import CallRequest
from rqdebug.scripts.running.target_pool import ConnectedTarget, ScriptQueue, TargetPool


class Recorder:
    """A queue that records its calls."""

    namespace = "ns"
    maxsize = 7

    def __init__(self):
        self.calls = []

    def get(self, **options):
        self.calls.append(("get", options))
        return Payload(*encode({"n": 1}))

    def peek(self, **options):
        self.calls.append(("peek", options))
        return [Payload(*encode("a")), Payload(Codec.PICKLE, b"never loaded")]

    def __getattr__(self, method):
        def call(**arguments):
            self.calls.append((method, arguments))
            return method

        return call


@pytest.fixture
def pool(controller):
    return TargetPool("edge", {"edge": controller, "far": type(controller)()})


def create(pool, receiver=None, **arguments):
    return pool.call(CallRequest(receiver, "create", arguments))


def call_queue(queue, method, **arguments):
    pool = TargetPool("edge", {})
    return pool.call(CallRequest(ScriptQueue(ConnectedTarget("edge", None), queue), method, arguments))


# Connecting


def test_target_is_connected_on_first_use(pool, controller):
    assert controller.handles == []
    first = pool.get_target()
    assert pool.get_target("edge") is first
    assert len(controller.handles) == 1
    assert first.name == "edge"


def test_unknown_target_error_lists_the_targets(pool):
    with pytest.raises(LookupError, match="this run has no target 'moon'; its targets are edge, far"):
        pool.get_target("moon")


def test_failed_connection_is_tried_again(pool, controller):
    controller.unreachable = True
    for _ in range(2):
        with pytest.raises(ConnectionLost, match="connection refused"):
            pool.get_target()
    controller.unreachable = False
    assert pool.get_target().name == "edge"


def test_disconnect_closes_every_connection(pool, controller):
    handles = [pool.get_target().controller, pool.get_target("far").controller]
    pool.disconnect()
    assert [handle.closed for handle in handles] == [True, True]


def test_connection_made_after_disconnect_is_closed(pool):
    pool.disconnect()
    assert pool.get_target().controller.closed


# Calls


@pytest.mark.parametrize(
    ("receiver", "method", "arguments", "name"),
    [
        (None, "create", {}, "edge"),
        (None, "target", {"name": "far"}, "far"),
        (ConnectedTarget("far", None), "create", {}, "far"),
        (ScriptQueue(ConnectedTarget("far", None), None), "put", {}, "far"),
    ],
)
def test_target_name_depends_on_the_receiver(pool, receiver, method, arguments, name):
    assert pool.target_name(CallRequest(receiver, method, arguments)) == name


def test_queue_is_created_on_the_receiving_target(pool, controller):
    here, there = create(pool, name="jobs"), create(pool, pool.get_target("far"), name="jobs")
    assert (here.target.name, there.target.name) == ("edge", "far")
    assert controller.names == ["jobs"]


def test_target_is_a_value_of_the_script(pool):
    assert pool.call(CallRequest(None, "target", {"name": "far"})) is pool.get_target("far")


def test_existing_queue_is_found_by_name(pool):
    held = create(pool, name="jobs")
    found = pool.call(CallRequest(None, "queue", {"reference": "jobs"}))
    assert found.queue.namespace == held.queue.namespace
    with pytest.raises(NoQueue):
        pool.call(CallRequest(None, "queue", {"reference": "nothing"}))


@pytest.mark.parametrize(
    ("method", "arguments", "call", "value"),
    [
        ("get", {"timeout": 1}, ("get", {"timeout": 1, "decoded": False}), {"n": 1}),
        ("get_nowait", {}, ("get", {"block": False, "decoded": False}), {"n": 1}),
        ("put", {"item": 1}, ("put", {"item": 1}), "put"),
        ("task_done", {}, ("task_done", {}), "task_done"),
        (
            "peek",
            {"start": 1},
            ("peek", {"start": 1, "decoded": False}),
            ["a", Payload(Codec.PICKLE, b"never loaded")],
        ),
    ],
)
def test_queue_method_is_called_with_its_arguments(method, arguments, call, value):
    queue = Recorder()
    assert call_queue(queue, method, **arguments) == value
    assert queue.calls == [call]


def test_maxsize_is_read_as_an_attribute():
    assert call_queue(Recorder(), "maxsize") == 7


def test_queue_argument_is_passed_as_the_handle_of_the_client():
    queue, other = Recorder(), Recorder()
    call_queue(queue, "move", to=ScriptQueue(ConnectedTarget("edge", None), other))
    assert queue.calls == [("move", {"to": other})]


# Cleaning up


def test_created_queues_are_closed(pool, controller):
    create(pool, name="a")
    create(pool)
    pool.clean_up()
    assert controller.queues == {}
    pool.clean_up()


def test_queue_that_existed_before_is_not_closed(pool, controller):
    controller().create("old")
    create(pool, name="old", exist_ok=True)
    create(pool, name="new", exist_ok=True)
    assert controller.names == ["new", "old"]
    pool.clean_up()
    assert controller.names == ["old"]


def test_queue_that_the_script_looked_up_is_not_closed(pool, controller):
    controller().create("old")
    pool.call(CallRequest(None, "queue", {"reference": "old"}))
    pool.clean_up()
    assert controller.names == ["old"]


def test_queue_that_the_script_closed_is_not_closed_again(pool, controller):
    held = create(pool, name="a")
    pool.call(CallRequest(held, "close", {}))
    controller().create("a")
    pool.clean_up()
    assert controller.names == ["a"]


def test_queue_closed_by_another_client_is_no_error(pool, controller):
    held = create(pool, name="a")
    controller().queue(held.queue.namespace).close()
    pool.clean_up()
    assert controller.names == []


def test_queues_are_closed_over_a_new_connection_after_a_loss(pool, controller):
    held = create(pool, name="a")
    held.target.controller.close()
    before = len(controller.handles)
    pool.clean_up()
    assert controller.names == []
    assert len(controller.handles) == before + 1
    assert controller.handles[-1].closed


def test_cleaning_up_ignores_an_unreachable_target(pool, controller):
    held = create(pool, name="a")
    held.target.controller.close()
    controller.unreachable = True
    pool.clean_up()
    with pytest.raises(RqError):
        controller()


def test_items_that_cannot_be_decoded_stay_payloads():
    malformed = Payload(Codec.JSON, b'{"n": ')

    class Queue:
        def get(self, **_):
            return malformed

        def get_many(self, **_):
            return [Payload(Codec.JSON, b"1"), malformed]

        peek = get_many

    assert call_queue(Queue(), "get") == malformed
    assert call_queue(Queue(), "get_nowait") == malformed
    assert call_queue(Queue(), "get_many", count=2) == [1, malformed]
    assert call_queue(Queue(), "peek") == [1, malformed]
