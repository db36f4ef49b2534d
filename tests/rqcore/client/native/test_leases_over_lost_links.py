# SPDX-License-Identifier: GPL-3.0-or-later
"""A client has an item on a lease and makes no call, and its link is cut."""

from __future__ import annotations

import asyncio
from contextlib import closing, contextmanager

import pytest

import rqcore
from rqcore import aio
from rqcore.client import async_pool, pool
from rqcore.errors import Empty, LeaseLost
from tests.rqcore.relay import Relay, lost_sessions


@contextmanager
def one_item(process):
    """A queue with an item, and a relay to its controller."""
    with process, process.connect() as controller, closing(Relay(process.port)) as relay:
        jobs = controller.create("jobs")
        jobs.put("x")
        yield jobs, relay


@pytest.fixture
def lasting(launch, monkeypatch):
    """A controller that keeps lost sessions. No client resumes its own in the background."""
    for module in (async_pool, pool):
        monkeypatch.setattr(module, "RECEIPT_DELAY", 3600)
    with one_item(launch("--max-absence", "60")) as jobs_and_relay:
        yield jobs_and_relay


@pytest.fixture
def brief(launch):
    """A controller that forgets lost sessions soon."""
    with one_item(launch("--max-absence", "0.2")) as jobs_and_relay:
        yield jobs_and_relay


def test_item_of_an_idle_client_stays_leased_and_is_acknowledged_on_another_connection(lasting, until):
    jobs, relay = lasting
    with rqcore.connect(relay.url) as far:
        item = far.queue("jobs").lease(seconds=60)
        relay.cut()
        until(lambda: lost_sessions(jobs.controller) == 1)
        with pytest.raises(Empty):
            jobs.get(block=False)
        item.ack()
    assert (jobs.stat().leased, jobs.stat().unfinished, jobs.qsize()) == (0, 0, 0)


def test_asyncio_client_acknowledges_on_another_connection_too(lasting, until):
    jobs, relay = lasting

    async def work():
        async with aio.connect(relay.url) as far:
            item = await (await far.queue("jobs")).lease(seconds=60)
            relay.cut()
            await asyncio.to_thread(until, lambda: lost_sessions(jobs.controller) == 1)
            await item.extend()
            await item.ack()

    asyncio.run(work())
    assert (jobs.stat().leased, jobs.stat().unfinished, jobs.qsize()) == (0, 0, 0)


def test_item_of_a_client_that_stays_away_is_delivered_again_once(brief, until):
    jobs, relay = brief
    with rqcore.connect(relay.url) as far:
        item = far.queue("jobs").lease(seconds=60)
        relay.is_down = True
        relay.cut()
        again = jobs.lease(timeout=20)
        assert (again.value, again.number, again.deliveries) == ("x", item.number, 2)
        relay.is_down = False
        with pytest.raises(LeaseLost):
            item.ack()
        assert not item.is_open
        again.ack()
    until(lambda: jobs.stat().leased == 0)
    assert (jobs.stat().unfinished, jobs.qsize()) == (0, 0)


def test_late_end_of_a_block_does_not_finish_the_item_of_the_next_client(brief):
    jobs, relay = brief
    with rqcore.connect(relay.url) as far, pytest.raises(LeaseLost), far.queue("jobs").lease(seconds=60):
        relay.is_down = True
        relay.cut()
        again = jobs.lease(timeout=20)
        relay.is_down = False
    assert jobs.stat().leased == 1
    again.nack()
    assert jobs.get(block=False) == "x"
