# SPDX-License-Identifier: MIT
"""``rqcore.redis`` for asyncio.

::

    async with rqcore.redis.aio.connect("redis://127.0.0.1:6379") as server:
        jobs = await server.create("jobs", kind="lifo")
        await jobs.put(b"first", timeout=2)
        print(await jobs.get())
"""

from rqcore.redis.async_redis_queue import AsyncRedisQueue as QueueHandle
from rqcore.redis.async_redis_server import AsyncRedisServer as ControllerHandle
from rqcore.redis.redis_backend import connect_own_async as connect

__all__ = ["ControllerHandle", "QueueHandle", "connect"]
