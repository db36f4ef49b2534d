# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases of the asyncio client, with a real controller. Other methods: ``test_async_queue_handle``."""

from __future__ import annotations

import asyncio

import pytest

from rqcore import aio


def test_asyncio_leases_have_the_same_methods(process, jobs):
    async def use():
        async with aio.connect(process.url) as controller:
            queue = await controller.queue(jobs.namespace)
            await queue.put("a", delay=0.01)
            async with await queue.lease() as item:
                await item.extend(5)
                assert (item.value, len(await queue.leases())) == ("a", 1)
            assert await queue.join(timeout=0)
            await queue.put("b")
            with pytest.raises(ZeroDivisionError):
                async with await queue.lease():
                    raise ZeroDivisionError
            item = await queue.lease()
            assert item.deliveries == 2
            await item.nack(delay=0.01)
            await (await queue.lease(timeout=10)).ack()
            assert (await queue.stat()).unfinished == 0

    asyncio.run(use())


def test_cancelled_lease_takes_no_item_and_counts_no_delivery(process, jobs):
    async def use():
        async with aio.connect(process.url) as controller:
            queue = await controller.queue(jobs.namespace)
            waiting = [asyncio.create_task(queue.lease()) for _ in range(20)]
            await asyncio.sleep(0)
            putting = asyncio.create_task(queue.put_many(list(range(20))))
            for task in waiting[::2]:
                task.cancel()
            await asyncio.gather(putting, *waiting, return_exceptions=True)
            held = [task.result() for task in waiting if not task.cancelled()]
            assert all(item.deliveries == 1 for item in held)
            rest = [await queue.lease(timeout=10) for _ in range(20 - len(held))]
            assert sorted(item.value for item in [*held, *rest]) == list(range(20))
            assert {item.deliveries for item in rest} <= {1}

    asyncio.run(use())
