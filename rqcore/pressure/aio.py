# SPDX-License-Identifier: MIT
"""The asyncio queue on Redis: the methods of ``rqcore.pressure.Queue`` as coroutines.

::

    from rqcore.pressure import aio

    jobs = await aio.Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
    await jobs.put(b"first", timeout=2)
    async for item in jobs:
        print(item)
"""

from rqcore.pressure.async_queue import AsyncPressureQueue as Queue

__all__ = ["Queue"]
