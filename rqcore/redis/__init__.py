# SPDX-License-Identifier: MIT
"""Queues on Redis, Valkey and their clusters, with everything that queues of a controller can do.

::

    import rqcore

    with rqcore.connect("redis://127.0.0.1:6379?queues=rqcore") as server:
        jobs = server.create("jobs", kind="priority", maxsize=100)
        jobs.put({"order": 17}, priority=3)
        print(jobs.get(timeout=5))

FIFO, LIFO and priority queues, for any number of producers and consumers at a time. A call that does not have
to wait is one script, and takes one round trip. ``rqcore.pressure`` has queues of an older protocol, which
clients for C, Go and Python share. Without ``queues=rqcore``, a ``redis://`` URL creates a queue of that
protocol if it can express it, and one of these otherwise; existing queues of both are found by name.
``rqcore.redis.connect`` is ``rqcore.connect`` with that option; ``rqcore.redis.aio`` has it for asyncio.

Start to read in ``queue_keys`` (what is on the server) and ``queue_scripts`` (what the calls do, on the
server); ``queue_steps`` defines each call, and the handles have its methods. The connections
are the ones of ``rqcore.pressure``. Imports ``rqcore.pressure`` and below.
"""

from rqcore.redis.redis_backend import connect_own as connect
from rqcore.redis.redis_queue import RedisQueue as QueueHandle
from rqcore.redis.redis_server import RedisServer as ControllerHandle

__all__ = ["ControllerHandle", "QueueHandle", "connect"]
