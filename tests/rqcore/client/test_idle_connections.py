# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients whose connections are cut while they make no call, or whose controller is restarted then."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import closing

import pytest

import rqcore
from rqcore import aio
from rqcore.transport.socket_transport import IDLE_CHECK
from tests.rqcore.relay import Relay


@pytest.fixture
def relay(process):
    with closing(Relay(process.port)) as relay:
        yield relay


async def rest():
    """Be idle for long enough that a client checks its connections before it uses them."""
    await asyncio.sleep(2 * IDLE_CHECK)


@pytest.mark.parametrize("rests", [True, False])
def test_next_call_of_an_idle_client_works_after_its_connection_was_cut(relay, jobs, rests):
    with rqcore.connect(relay.url) as far:
        mine = far.queue(jobs.namespace)
        for number in range(5):
            time.sleep(2 * IDLE_CHECK if rests else 0)
            relay.cut()
            mine.put(number)
        assert jobs.get_many(9) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("rests", [True, False])
def test_next_call_of_an_idle_asyncio_client_works_after_its_connection_was_cut(relay, jobs, rests):
    async def story():
        async with aio.connect(relay.url) as far:
            mine = await far.queue(jobs.namespace)
            for number in range(5):
                if rests:
                    await rest()
                relay.cut()
                await mine.put(number)

    asyncio.run(story())
    assert jobs.get_many(9) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("is_durable", [False, True])
def test_next_call_of_idle_clients_works_after_the_controller_was_restarted(launch, tmp_path, is_durable):
    options = ["--data", str(tmp_path)] if is_durable else []

    async def story():
        with launch(*options) as process:
            options[:0] = ["--port", str(process.port)]
            blocking, far = rqcore.connect(process.url), aio.connect(process.url)
            mine = blocking.create("jobs", durable=is_durable)
            jobs = await far.queue("jobs")
            await jobs.put(1)
            await rest()
            process.end(signal.SIGKILL)
        with launch(*options), blocking:
            async with far:
                if not is_durable:
                    blocking.create("jobs")
                await jobs.put(2)
                return mine.get_many(9)

    assert asyncio.run(story()) == ([1, 2] if is_durable else [2])
