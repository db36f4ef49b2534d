# SPDX-License-Identifier: GPL-3.0-or-later
"""The import paths and names that programs rely on, and what importing them costs."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import rqcore
from rqcore.client.async_controller_handle import AsyncNativeControllerHandle
from rqcore.client.controller_handle import NativeControllerHandle
from rqcore.client.native.async_native_queue import AsyncNativeQueueHandle
from rqcore.client.native.native_queue import NativeQueueHandle
from rqcore.url import Url

NAMES = {
    "rqcore": """
        BadCall BadUrl Closed CodecError ConnectionLost ControllerHandle Empty Exists Full NoAuth NoQueue
        NotAllowed Payload ProtocolError QueueHandle QueueStat RqError ShutDown TooBig TooMany WrongPass
        NotComparable OutcomeUnknown __version__ connect expose serve set_default_url
    """,
    "rqcore.aio": "DEFAULT_URL ControllerHandle QueueHandle connect",
    "rqcore.pressure": """
        ConsumerInUse Empty Exists Full Holder InUse Missing ProducerInUse Queue QueueStatus ShutDown
        Standing
    """,
    "rqcore.pressure.aio": "Queue",
    "rqcore.redis": "ControllerHandle QueueHandle connect",
    "rqcore.redis.aio": "ControllerHandle QueueHandle connect",
    "rqcore.zen": """
        AsyncQueue AsyncQueueClient Queue QueueClient ZenActionError ZenError ZenRequestError ZenTimeout
        ZenUnknownError
    """,
    "rqcore.process_queue": "ProcessQueue",
    "rqcore.parallel_queue": "ParallelQueue ParallelSingleTaskQueue ParallelStat Progress WorkerStat",
    "rqcore.debug": """
        CallCondition Debugger FrozenQueue HeldCall Rule address attach client codec deliveries depth items
        kind method payload priority queue size timeout
    """,
    "rqcore.multiprocessing": "JoinableQueue Queue SimpleQueue",
    "rqcore.exposing": "Exposure expose",
}
PATHS = [(module, name) for module, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("module", "name"), PATHS)
def test_public_name_can_be_imported(module, name):
    if "pressure" in module or "redis" in module:
        pytest.importorskip("redis")
    assert getattr(importlib.import_module(module), name) is not None


@pytest.mark.parametrize("module", [name for name in NAMES if name != "rqcore.process_queue"])
def test_public_module_lists_its_names(module):
    if "pressure" in module or "redis" in module:
        pytest.importorskip("redis")
    assert set(NAMES[module].split()) <= set(importlib.import_module(module).__all__)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = rqcore.nothing


URL = Url.parse("rq://user:secret@127.0.0.1:1")


@pytest.mark.parametrize(
    ("controller_class", "queue_class"),
    [
        (NativeControllerHandle, NativeQueueHandle),
        (AsyncNativeControllerHandle, AsyncNativeQueueHandle),
    ],
)
def test_handle_of_a_controller_can_be_pickled(controller_class, queue_class):
    # Given
    controller = controller_class(URL, "me", 2.0, "pickle")
    queue = queue_class(controller, "the-namespace", "jobs", "lifo", 7)

    # When
    copy = pickle.loads(pickle.dumps(queue))

    # Then
    assert type(copy) is queue_class and type(copy.controller) is controller_class
    assert (copy.namespace, copy.name, copy.kind, copy.maxsize) == ("the-namespace", "jobs", "lifo", 7)
    assert (copy.controller.url, copy.controller.allow_pickle) == (URL, True)
    assert copy.controller.__reduce__() == (controller_class, (URL, "me", 2.0, "pickle"))
    assert "secret" not in repr(copy)


@pytest.mark.parametrize("module", ["pressure.{}redis_handles", "redis.{}redis_queue"])
@pytest.mark.parametrize("half", ["", "async_"])
def test_handle_of_redis_can_be_pickled(half, module):
    pytest.importorskip("redis")
    from rqcore.redis import redis_backend

    # Given
    connect = redis_backend.connect_async if half else redis_backend.connect
    controller = connect("redis://:secret@127.0.0.1:1/3", name="me", network_timeout=2.0, codec="pickle")
    handles = importlib.import_module(f"rqcore.{module.format(half)}")
    name = "RedisQueueHandle" if "handles" in module else "RedisQueue"
    kind = getattr(handles, f"Async{name}" if half else name)

    # When
    copy = pickle.loads(pickle.dumps(kind(controller, "stored", "jobs", "fifo", 7)))

    # Then
    assert type(copy) is kind and type(copy.controller) is type(controller)
    assert (copy.namespace, copy.name, copy.maxsize) == ("stored", "jobs", 7)
    assert str(copy.controller.url) == "redis://127.0.0.1:1/3"
    assert (copy.controller.allow_pickle, copy.controller.connection.name) == (True, "me")


def test_payload_can_be_pickled_and_compared():
    payload = rqcore.Payload(rqcore.codec.Codec.TEXT, b"abc")
    copy = pickle.loads(pickle.dumps(payload))
    assert copy == payload and hash(copy) == hash(payload) and copy is not payload
    assert payload != rqcore.Payload(rqcore.codec.Codec.RAW, b"abc") and payload != (1, b"abc")
    assert repr(payload) == "Payload(codec=<Codec.TEXT: 1>, data=b'abc')"
    with pytest.raises(AttributeError, match="immutable"):
        payload.data = b"x"
    with pytest.raises(AttributeError, match="immutable"):
        del payload.data


SLOW = """
    asyncio dataclasses hashlib importlib.metadata inspect logging multiprocessing pathlib pickle secrets ssl
"""
"""Modules that take long to import and that a plain client does not need."""


def test_import_loads_nothing_slow():
    program = f"import sys, rqcore; print(*set({SLOW!r}.split()) & set(sys.modules))"
    command = [sys.executable, "-S", "-c", program]
    environment = {"PYTHONPATH": str(Path(rqcore.__file__).parents[1])}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert result.stdout == "\n"
