# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in the background of an event loop."""

from __future__ import annotations

import asyncio

from rqcore.client.async_waiting import repeat_later, run_within


def test_function_is_called_whenever_it_is_due_until_it_returns_false():
    async def story():
        results, done = [True, True, False, True], asyncio.Event()
        dues = [False, True, False, True, True]

        async def call():
            result = results.pop(0)
            if not result:
                done.set()
            return result

        repeat_later(0.001, lambda: dues.pop(0), call)
        await asyncio.wait_for(done.wait(), 20)
        await asyncio.sleep(0.01)
        return results, dues

    assert asyncio.run(story()) == ([True], [])


def test_function_that_is_slow_has_no_result():
    async def story():
        release = asyncio.Event()
        loop = asyncio.get_running_loop()
        slow = asyncio.run_coroutine_threadsafe
        result = await run_within(0.01, lambda: slow(release.wait(), loop).result())
        release.set()
        await asyncio.sleep(0.01)
        return result, await run_within(20, lambda: 5)

    assert asyncio.run(story()) == (None, 5)
