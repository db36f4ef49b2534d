# SPDX-License-Identifier: GPL-3.0-or-later
"""Each public function refuses an argument of a wrong type or size with an error that names the argument."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import redis

import rqcore
from rqcore.argument_checks import (
    MOST_COUNTED,
    check_text,
    duration_of,
    function_of,
    lease_of,
    moved_items,
    patience,
    position,
    positive_seconds,
    seconds_of,
    several,
    shown,
    waiting_time,
    whole_number,
)
from rqcore.client.controller_handle import ControllerHandle
from rqcore.codec import Codec
from rqcore.errors import BadCall, CodecError, RqError, TooBig
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.pressure import Queue as PressureQueue
from rqcore.process_queue import ProcessQueue
from rqcore.protocol.timeouts import LONGEST_TIMEOUT
from rqcore.redis import connect as connect_own
from rqcore.zen import Queue as ZenQueue
from rqcore.zen import QueueClient

NAN = float("nan")
HUGE = 10**400
TYPES = ("x", "\ud800", b"x", NAN, [], {}, object())
"""What is no number."""
NOT_A_NUMBER = (None, *TYPES, True)
NOT_A_COUNT = (*NOT_A_NUMBER, 2.5, -1, HUGE, -HUGE, 1 << 62)
NOT_A_POSITION = (*NOT_A_NUMBER, 2.5, HUGE, -HUGE, 1 << 62)
NOT_A_DURATION = (*NOT_A_NUMBER, -1, HUGE, float("inf"), 1 << 62)
NOT_A_TIMEOUT = (*TYPES, True, -1, -HUGE)
NOT_A_LOCAL_TIMEOUT = (*TYPES, True)
"""A queue of this process takes a negative timeout for 0."""
NOT_A_SEQUENCE = (None, b"x", NAN, -1, HUGE, True, {}, {1}, object(), iter([1]))
NOT_A_TEXT = (b"x", NAN, -1, HUGE, True, [], {}, object(), "\ud800")
NOT_A_FUNCTION = ("x", NAN, -1, HUGE, True, [], {}, object())
NOT_AN_ITEM = (None, *NOT_A_FUNCTION)

Call = tuple[str, Any, tuple[Any, ...]]
"""The argument that the error names, the call with a value of it, and the wrong values."""
METHODS: dict[str, Call] = {
    "put delay": ("delay", lambda jobs, value: jobs.put(1, delay=value), NOT_A_DURATION),
    "put codec": ("codec", lambda jobs, value: jobs.put(1, codec=value), ("x", 1, 2.5, True)),
    "put timeout": ("timeout", lambda jobs, value: jobs.put(1, timeout=value), NOT_A_TIMEOUT),
    "put_many": ("items", lambda jobs, value: jobs.put_many(value), NOT_A_SEQUENCE),
    "put_many timeout": ("timeout", lambda jobs, value: jobs.put_many([1], value), NOT_A_TIMEOUT),
    "get timeout": ("timeout", lambda jobs, value: jobs.get(timeout=value), NOT_A_TIMEOUT),
    "get_many": ("count", lambda jobs, value: jobs.get_many(value), NOT_A_COUNT),
    "get_many timeout": ("timeout", lambda jobs, value: jobs.get_many(1, value), NOT_A_TIMEOUT),
    "lease": ("seconds", lambda jobs, value: jobs.lease(False, seconds=value), NOT_A_DURATION),
    "lease timeout": ("timeout", lambda jobs, value: jobs.lease(timeout=value), NOT_A_TIMEOUT),
    "ack": ("item", lambda jobs, value: jobs.ack(value), NOT_AN_ITEM),
    "nack": ("item", lambda jobs, value: jobs.nack(value), NOT_AN_ITEM),
    "nack delay": ("delay", lambda jobs, value: _leased(jobs).nack(value), NOT_A_DURATION),
    "extend": ("item", lambda jobs, value: jobs.extend(value), NOT_AN_ITEM),
    "extend seconds": ("seconds", lambda jobs, value: _leased(jobs).extend(value), NOT_A_DURATION[1:]),
    "peek start": ("start", lambda jobs, value: jobs.peek(value), NOT_A_POSITION),
    "peek stop": ("stop", lambda jobs, value: jobs.peek(0, value), NOT_A_POSITION),
    "previews start": ("start", lambda jobs, value: jobs.previews(value, 0, 1), NOT_A_POSITION),
    "previews stop": ("stop", lambda jobs, value: jobs.previews(0, value, 1), NOT_A_POSITION),
    "previews": ("max_bytes", lambda jobs, value: jobs.previews(0, 1, value), NOT_A_COUNT),
    "read_payload": ("number", lambda jobs, value: jobs.read_payload(value, 0, 1), NOT_A_COUNT),
    "read_payload start": ("start", lambda jobs, value: jobs.read_payload(1, value, 1), NOT_A_COUNT),
    "read_payload count": ("count", lambda jobs, value: jobs.read_payload(1, 0, value), NOT_A_COUNT),
    "move": ("to", lambda jobs, value: jobs.move(value), NOT_A_TEXT),
    "move count": ("count", lambda jobs, value: jobs.move("other", value), NOT_A_COUNT[1:]),
    "move items": ("items", lambda jobs, value: jobs.move("other", items=value), NOT_A_SEQUENCE[1:]),
    "move one": ("items", lambda jobs, value: jobs.move("other", items=[value]), NOT_A_COUNT),
    "join": ("timeout", lambda jobs, value: jobs.join(value), NOT_A_TIMEOUT),
}
PRESSURE_METHODS = ("put_many", "get timeout", "get_many", "get_many timeout", "peek start", "peek stop")
"""The methods that a queue of the pressure protocol and a list of Redis have too."""
HANDLES: dict[str, Call] = {
    "name": ("name", lambda handle, value: handle.create(value), NOT_A_TEXT[1:]),
    "kind": ("kind", lambda handle, value: handle.create(kind=value), (None, *NOT_A_TEXT)),
    "maxsize": ("maxsize", lambda handle, value: handle.create(maxsize=value), (*NOT_A_NUMBER, 2.5, HUGE)),
    "max_deliveries": (
        "max_deliveries",
        lambda handle, value: handle.create(max_deliveries=value, dead_letter="dead"),
        NOT_A_COUNT,
    ),
    "dead_letter": (
        "dead_letter",
        lambda handle, value: handle.create(max_deliveries=1, dead_letter=value),
        tuple(value for value in NOT_A_TEXT if value != b"x"),
    ),
    "queue": ("reference", lambda handle, value: handle.queue(value), (None, *NOT_A_TEXT[1:])),
}
CONTROLLER: dict[str, Call] = {
    "with_network_timeout": (
        "network_timeout",
        lambda handle, value: handle.with_network_timeout(value),
        (*NOT_A_NUMBER, 0, -1, HUGE),
    ),
    "with_name": ("name", lambda handle, value: handle.with_name(value), (None, *NOT_A_TEXT)),
}
PRESSURE: dict[str, Call] = {
    "bound": ("bound", lambda _, jobs, value: jobs.create(value), (*NOT_A_NUMBER, 2.5, -1, HUGE)),
    "put": ("item", lambda _, jobs, value: jobs.put(value), (None, *NOT_A_TEXT[1:])),
    "put_many": ("items", lambda _, jobs, value: jobs.put_many(value), NOT_A_SEQUENCE),
    "put_back": ("items", lambda _, jobs, value: jobs.put_back(value), NOT_A_SEQUENCE),
    "get_many": ("count", lambda _, jobs, value: jobs.get_many(value), NOT_A_COUNT),
    "get timeout": ("timeout", lambda _, jobs, value: jobs.get(timeout=value), NOT_A_TIMEOUT),
    "peek": ("start", lambda _, jobs, value: jobs.peek(value), NOT_A_POSITION),
    "peek stop": ("stop", lambda _, jobs, value: jobs.peek(0, value), NOT_A_POSITION),
    "free": ("role", lambda _, jobs, value: jobs.free(value), (None, *NOT_A_TEXT)),
    "free holder": ("holder", lambda _, jobs, value: jobs.free("producer", value), (None, *NOT_A_TEXT)),
    "name": ("name", lambda url, _, value: PressureQueue(value, url=url), (None, *NOT_A_TEXT[1:])),
    "prefix": ("prefix", lambda url, _, value: PressureQueue("n", value, url), (None, *NOT_A_TEXT[1:])),
    "url": ("URL", lambda _, jobs, value: PressureQueue("n", url=value), (None, *NOT_A_TEXT)),
    "client": ("client", lambda url, _, value: PressureQueue("n", url=url, client=value), NOT_A_TEXT),
}
LOCAL: dict[str, Call] = {
    "zen initial": ("initial", lambda value: ZenQueue(value), (NAN, -1, HUGE, True, object())),
    "zen pull": ("timeout", lambda value: ZenQueue().pull(value), NOT_A_LOCAL_TIMEOUT),
    "zen n": ("n", lambda value: ZenQueue().pull_many(value, 0), NOT_A_COUNT[1:]),
    "zen pull_many": ("timeout", lambda value: ZenQueue().pull_many(1, value), NOT_A_LOCAL_TIMEOUT),
    "zen host": ("host", lambda value: QueueClient(value), (None, *NOT_A_TEXT)),
    "zen port": ("port", lambda value: QueueClient(port=value), (*NOT_A_COUNT[1:], 65_536)),
    "zen mode": ("mode", lambda value: QueueClient(mode=value), (None, *NOT_A_TEXT)),
    "zen network": (
        "network_timeout",
        lambda value: QueueClient(port=1, network_timeout=value),
        (*NOT_A_NUMBER, 0, -1, HUGE),
    ),
    "process handler": ("handler", lambda value: ProcessQueue(value), NOT_A_FUNCTION),
    "process context": ("context", lambda value: ProcessQueue(context=value), NOT_A_TEXT),
    "process exit": ("exit_timeout", lambda value: ProcessQueue(exit_timeout=value), NOT_A_LOCAL_TIMEOUT),
    "process start": ("items", lambda value: ProcessQueue(print).start(value), (None, NAN, -1, HUGE, True)),
    "process append": ("items", lambda value: ProcessQueue(print).append(value), (None, -1, object())),
    "process join": ("timeout", lambda value: ProcessQueue(print).join(value), NOT_A_LOCAL_TIMEOUT),
    "workers": ("num_workers", lambda value: ParallelQueue(value), (*NOT_A_COUNT[1:], 0)),
    "in_q_max": ("in_q_max", lambda value: ParallelQueue(1, in_q_max=value), (*NOT_A_COUNT, 0)),
    "out_q_max": ("out_q_max", lambda value: ParallelQueue(1, out_q_max=value), (*NOT_A_COUNT, 0)),
    "worker_q_max": ("worker_q_max", lambda value: ParallelQueue(1, worker_q_max=value), (*NOT_A_COUNT, 0)),
    "buffer": (
        "consumer_buffer_max",
        lambda value: ParallelQueue(1, consumer_buffer_max=value),
        NOT_A_COUNT[1:],
    ),
    "init": ("worker_init_f", lambda value: ParallelQueue(1, worker_init_f=value), NOT_A_FUNCTION),
    "context": ("context", lambda value: ParallelQueue(1, context=value), NOT_A_TEXT),
    "lease": ("lease", lambda value: ParallelQueue(1, lease=value), (*NOT_A_NUMBER, 0, -1, HUGE)),
    "parallel url": ("URL", lambda value: ParallelQueue(1, url=value), NOT_A_TEXT),
    "task_fn": ("task_fn", lambda value: ParallelSingleTaskQueue(value, 1), NOT_A_FUNCTION),
    "serve name": ("name", lambda value: _serve(name=value), (None, *NOT_A_TEXT)),
    "serve network": ("network_timeout", lambda value: _serve(network_timeout=value), (*NOT_A_NUMBER, 0)),
    "serve codec": ("codec", lambda value: _serve(codec=value), NOT_A_TEXT),
    "serve port": ("port", lambda value: _serve(port=value), (*NOT_A_COUNT[1:], 65_536)),
    "serve password": ("password", lambda value: _serve(password=value), ("\ud800", "a\0b")),
    "expose": ("queue", lambda value: rqcore.expose(value, "n"), NOT_AN_ITEM),
    "expose name": ("name", lambda value: rqcore.expose(queue.Queue(), value), (None, *NOT_A_TEXT)),
    "expose url": ("URL", lambda value: rqcore.expose(queue.Queue(), "n", url=value), NOT_A_TEXT),
    "connect url": ("URL", lambda value: rqcore.connect(value), NOT_A_TEXT),
    "connect name": ("name", lambda value: rqcore.connect("rq://127.0.0.1:1", name=value), NOT_A_TEXT),
    "connect network": (
        "network_timeout",
        lambda value: rqcore.connect("rq://127.0.0.1:1", network_timeout=value),
        (*NOT_A_NUMBER, 0, HUGE),
    ),
    "default url": ("URL", lambda value: rqcore.set_default_url(value), NOT_A_TEXT),
}


def _leased(jobs: Any) -> Any:
    jobs.put(1)
    return jobs.lease()


def _serve(**options: Any) -> None:
    with rqcore.serve(**options):
        raise AssertionError("the controller was started")


def _check(argument: str, call: Any, values: tuple[Any, ...]) -> None:
    for value in values:
        with pytest.raises((RqError, TypeError, ValueError)) as raised:
            call(value)
        assert argument in str(raised.value) or argument.upper() in str(raised.value)
        assert not isinstance(raised.value, UnicodeError)


@pytest.fixture(scope="module", params=["controller", "redis"])
def handle(request: pytest.FixtureRequest) -> Iterator[ControllerHandle]:
    with ExitStack() as stack:
        if request.param == "redis":
            start, program = map(request.getfixturevalue, ("redis_server_of", "redis_program"))
            handle: ControllerHandle = connect_own(stack.enter_context(start(program)).url)
        else:
            handle = stack.enter_context(rqcore.serve())
        stack.callback(handle.close)
        handle.create("other")
        yield handle


@pytest.mark.parametrize("name", METHODS)
def test_queue_names_the_wrong_argument_of_a_call(handle: ControllerHandle, name: str) -> None:
    argument, call, values = METHODS[name]
    jobs = handle.create(name, exist_ok=True)
    _check(argument, lambda value: call(jobs, value), values)
    assert jobs.qsize() == 0


@pytest.mark.parametrize("name", HANDLES)
def test_handle_names_the_wrong_argument_of_a_call(handle: ControllerHandle, name: str) -> None:
    argument, call, values = HANDLES[name]
    _check(argument, lambda value: call(handle, value), values)


@pytest.mark.parametrize("name", CONTROLLER)
def test_handle_of_a_controller_names_the_wrong_argument_of_a_call(controller, name):
    argument, call, values = CONTROLLER[name]
    _check(argument, lambda value: call(controller, value), values)


@pytest.mark.parametrize("name", PRESSURE_METHODS)
@pytest.mark.parametrize("reference", ["pressure", "list"])
def test_other_queues_of_redis_name_the_wrong_argument(redis_server, reference, name):
    with redis.Redis.from_url(redis_server.url) as client:
        client.lpush("list", "x")
    with rqcore.connect(redis_server.url) as controller:
        controller.create("pressure", exist_ok=True)
        jobs = controller.queue(reference)
        argument, call, values = METHODS[name]
        _check(argument, lambda value: call(jobs, value), values)


@pytest.mark.parametrize("kind", ["fifo", "lifo"])
def test_plain_url_of_redis_names_the_wrong_argument_of_a_call(redis_server, kind):
    with rqcore.connect(redis_server.url) as controller:
        argument, _, values = HANDLES["maxsize"]
        _check(argument, lambda value: controller.create("wrong", kind=kind, maxsize=value), values)


@pytest.mark.parametrize("name", PRESSURE)
def test_pressure_queue_names_the_wrong_argument_of_a_call(redis_server, name):
    argument, call, values = PRESSURE[name]
    with PressureQueue("wrong", url=redis_server.url) as jobs:
        _check(argument, lambda value: call(redis_server.url, jobs, value), values)
        assert not jobs.exists()


@pytest.mark.parametrize("name", LOCAL)
def test_local_function_names_its_wrong_argument(name: str) -> None:
    _check(*LOCAL[name])


@pytest.mark.parametrize("value", NOT_A_LOCAL_TIMEOUT)
def test_parallel_queue_names_a_wrong_timeout(parallel_queue, value):
    for call in (
        parallel_queue.get,
        parallel_queue.join,
        lambda timeout: parallel_queue.put(1, timeout=timeout),
    ):
        with pytest.raises(BadCall, match="'timeout' must be a number of seconds"):
            call(timeout=value)
    with pytest.raises(BadCall, match="'watcher'"):
        parallel_queue.watch(value)


@pytest.fixture(scope="module")
def parallel_queue() -> Any:
    with ParallelQueue(1) as parallel:
        yield parallel


def test_payload_of_wrong_parts_is_not_sent() -> None:
    with pytest.raises(CodecError, match="the data of a Payload must be bytes, not a str"):
        rqcore.codec.encode(rqcore.Payload(Codec.RAW, "x"))  # type: ignore[arg-type]
    with pytest.raises(CodecError, match="unknown codec 5"):
        rqcore.codec.encode(rqcore.Payload(5, b"x"))  # type: ignore[arg-type]


def test_numbers_of_other_types_are_numbers() -> None:
    assert waiting_time(True, Decimal("1.5")) == seconds_of("timeout", Fraction(3, 2)) == 1.5
    assert waiting_time(True, 0) == 0.0
    assert waiting_time(False, "x") == 0.0
    assert waiting_time(True, None) is None
    assert waiting_time(True, HUGE) == patience(HUGE) == LONGEST_TIMEOUT
    assert patience(-HUGE) == 0.0
    assert duration_of("delay", 86_400) == 86_400.0
    assert positive_seconds("network_timeout", 2) == 2.0
    assert position("start", -3) == -3
    assert whole_number("count", MOST_COUNTED, 0) == MOST_COUNTED
    assert whole_number("maxsize", -5) == -5


def test_sequences_are_lists_afterwards() -> None:
    assert several("items", range(3)) == [0, 1, 2]
    assert several("items", (1, 2)) == (1, 2)
    assert moved_items(2, range(2)) == (2, [0, 1])
    assert moved_items(None, None) == (None, None)
    assert function_of("handler", None) is None


def test_text_is_checked_for_type_and_length() -> None:
    check_text("name", "größe")
    with pytest.raises(TooBig, match="'name' has 40,000 characters"):
        check_text("name", "ö" * 40_000)


def test_error_shows_a_value_that_cannot_be_shown_by_its_type() -> None:
    class Silent:
        def __repr__(self) -> str:
            raise OSError

    assert shown(Silent()) == "a value of type Silent"
    assert shown(10**5000) == "a value of type int"
    assert shown("x" * 500) == "'" + "x" * 98 + "…"
    with pytest.raises(BadCall, match="'count' must be a whole number from 0 to 999999999, not a value of"):
        whole_number("count", 10**5000, 0)
    with pytest.raises(BadCall, match="'item' must be what lease"):
        lease_of(Silent())
