# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures that run asyncio clients, wait for blocked calls, and cut links."""

from __future__ import annotations

import asyncio
from contextlib import closing

import pytest

from rqcore import aio
from tests.rqcore.relay import Relay

PATIENCE = 20.0
"""Seconds after which a test fails."""


@pytest.fixture
def run(process):
    """Run an async function with a handle of the shared controller."""

    def run(story, **options):
        async def run_story():
            async with asyncio.timeout(PATIENCE), aio.connect(process.url, **options) as controller:
                return await story(controller)

        return asyncio.run(run_story())

    return run


@pytest.fixture
def blocked():
    """``await blocked(queue, count)`` waits until ``count`` gets are blocked."""

    async def blocked(queue: aio.QueueHandle, count: int) -> None:
        while (await queue.stat()).blocked_gets != count:
            await asyncio.sleep(0.002)

    return blocked


@pytest.fixture
def brief(launch):
    """A controller that keeps lost sessions for a short time."""
    with launch("--max-absence", "3") as process:
        yield process


@pytest.fixture
def direct(brief):
    """A handle of this controller."""
    with brief.connect() as controller:
        yield controller


@pytest.fixture
def brief_relay(brief):
    """A link to this controller."""
    with closing(Relay(brief.port)) as relay:
        yield relay
