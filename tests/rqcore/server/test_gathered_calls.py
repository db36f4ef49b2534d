# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls on durable queues that come together, or soon after each other, share a transaction."""

from __future__ import annotations

import asyncio

import pytest

from rqcore.server import committer
from tests.rqcore.server.test_committer import Disk, Running, run


@pytest.fixture
def disk(tmp_path):
    return Disk(str(tmp_path), "always")


def test_calls_that_come_together_share_a_transaction(disk):
    async def work(running: Running) -> None:
        await running.call("RQ.CREATE NAME jobs DURABLE")
        before = disk.attempts
        await asyncio.gather(*(running.call(f"RQ.PUT jobs {n}") for n in range(20)))
        assert disk.attempts == before + 1

    run(disk, work)


async def put_together(running: Running) -> None:
    """Let two calls be answered together, so that the next calls of both clients are expected."""
    await running.call("RQ.CREATE NAME jobs DURABLE")
    await asyncio.gather(running.call("RQ.PUT jobs 1"), running.call("RQ.PUT jobs 2"))


def test_calls_of_clients_that_were_answered_together_share_the_next_transaction(disk, monkeypatch):
    monkeypatch.setattr(committer, "GATHERING", 100)

    async def work(running: Running) -> None:
        await put_together(running)
        before = disk.attempts
        first = asyncio.create_task(running.call("RQ.PUT jobs 3"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert disk.attempts == before
        await running.call("RQ.PUT jobs 4")
        await first
        assert disk.attempts == before + 1

    run(disk, work)


def test_call_does_not_wait_for_a_client_that_calls_no_more(disk, monkeypatch):
    monkeypatch.setattr(committer, "GATHERING", 100)

    async def work(running: Running) -> None:
        await put_together(running)
        await running.call("RQ.PUT jobs 3")

    run(disk, work)
