# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``help`` shows of the public names of rqcore."""

from __future__ import annotations

import asyncio
import inspect
import pydoc
import re
from contextlib import suppress
from textwrap import dedent, indent

import pytest

import rqcore
import rqcore.aio
from rqcore.backends import find_backend
from rqcore.client.async_controller_handle import AsyncNativeControllerHandle
from rqcore.client.controller_handle import NativeControllerHandle
from rqcore.client.native.async_native_queue import AsyncNativeQueueHandle
from rqcore.client.native.native_queue import NativeQueueHandle
from rqcore.exposing import Exposure
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.process_queue import ProcessQueue
from rqcore.url import DEFAULT_URL


def redis_classes():
    """The handles of queues on Redis; none if redis-py is not installed."""
    with suppress(rqcore.NotAllowed):
        find_backend("redis")
        from rqcore.pressure import async_plain_keys, async_redis_handles, plain_keys, redis_handles

        yield from (redis_handles.RedisControllerHandle, redis_handles.RedisQueueHandle)
        yield from (async_redis_handles.AsyncRedisControllerHandle, async_redis_handles.AsyncRedisQueueHandle)
        yield from (plain_keys.ListHandle, plain_keys.StreamHandle)
        yield from (async_plain_keys.AsyncListHandle, async_plain_keys.AsyncStreamHandle)


CLASSES = (
    rqcore.ControllerHandle,
    rqcore.QueueHandle,
    rqcore.aio.ControllerHandle,
    rqcore.aio.QueueHandle,
    NativeControllerHandle,
    NativeQueueHandle,
    AsyncNativeControllerHandle,
    AsyncNativeQueueHandle,
    Exposure,
    ProcessQueue,
    ParallelQueue,
    ParallelSingleTaskQueue,
    *redis_classes(),
)
METHODS = [
    (each, name)
    for each in CLASSES
    for name, member in inspect.getmembers(each)
    if not name.startswith("_") and (inspect.isroutine(member) or isinstance(member, property))
]
FUNCTIONS = {"connect": rqcore.connect, "aio.connect": rqcore.aio.connect, "expose": rqcore.expose}


@pytest.mark.parametrize(
    ("owner", "name"), METHODS, ids=[f"{each.__name__}.{name}" for each, name in METHODS]
)
def test_method_has_its_own_docstring(owner, name):
    # When
    text = inspect.getdoc(getattr(owner, name))

    # Then
    assert text
    assert not re.fullmatch(r"(See|As|Like|Same as) \S+", text)


@pytest.mark.parametrize("method", ["put", "get", "move", "close"])
def test_help_of_a_native_method_shows_arguments_and_errors(method):
    text = pydoc.render_doc(getattr(NativeQueueHandle, method), renderer=pydoc.plaintext)
    assert "Raises:" in text
    assert "ConnectionLost: The server cannot be reached" in text


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_help_of_a_function_explains_each_parameter_and_shows_an_example(function):
    # When
    text = inspect.getdoc(function)

    # Then
    arguments = text.partition("Args:")[2].partition("Raises:")[0]
    assert [name for name in inspect.signature(function).parameters if f"{name}: " not in arguments] == []
    assert "::\n\n" in text and "Raises:\n" in text


def example(text: str) -> str:
    """Return the last indented block of code in a docstring."""
    return dedent(re.findall(r"::\n\n((?:(?: {4}.*)?\n)+)", text + "\n")[-1])


@pytest.mark.parametrize("text", [rqcore.__doc__, inspect.getdoc(rqcore.connect)], ids=["rqcore", "connect"])
def test_example_of_the_blocking_client_runs(launch, capsys, text):
    with launch() as process:
        exec(example(text).replace(DEFAULT_URL, process.url), {"rqcore": rqcore})
    assert capsys.readouterr().out == "{'n': 1}\n"


@pytest.mark.parametrize(
    "text", [rqcore.aio.__doc__, inspect.getdoc(rqcore.aio.connect)], ids=["aio", "connect"]
)
def test_example_of_the_asyncio_client_runs(launch, capsys, text):
    with launch() as process:
        program = "async def main():\n" + indent(example(text).replace(DEFAULT_URL, process.url), "    ")
        names = {"rqcore": rqcore}
        exec(program, names)
        asyncio.run(names["main"]())
    assert capsys.readouterr().out == "{'n': 1}\n"


def test_example_of_expose_runs(launch):
    names = {}
    with launch() as process:
        exec(example(inspect.getdoc(rqcore.expose)).replace(DEFAULT_URL, process.url), names)
    assert names["jobs"].get() == "hello"


def test_help_of_the_package_shows_an_example_and_where_to_read_on():
    assert "rqcore.connect(" in rqcore.__doc__ and "help(rqcore.connect)" in rqcore.__doc__
