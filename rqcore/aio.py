# SPDX-License-Identifier: MIT
"""The asyncio client: the same as the blocking one in ``rqcore``, with methods to be awaited.

::

    async with rqcore.aio.connect("rq://127.0.0.1:7654") as controller:
        jobs = await controller.create("jobs", maxsize=10, exist_ok=True)
        await jobs.put({"n": 1}, timeout=2.0)
        print(await jobs.get())

``help(rqcore.aio.connect)`` explains URLs, timeouts, cancellation and errors.
"""

from rqcore.client.async_controller_handle import AsyncControllerHandle as ControllerHandle
from rqcore.client.async_queue_handle import AsyncQueueHandle as QueueHandle
from rqcore.connecting import connect_async as connect
from rqcore.url import DEFAULT_URL

__all__ = ["DEFAULT_URL", "ControllerHandle", "QueueHandle", "connect"]
