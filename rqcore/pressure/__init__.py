# SPDX-License-Identifier: MIT
"""Bounded, blocking, closable FIFO queues on Redis, Valkey and their clusters: the protocol pressure 0.15.

::

    from rqcore.pressure import Queue

    jobs = Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
    jobs.put(b"first", timeout=2)
    print(jobs.get())
    jobs.close()

Any client of the protocol, in whatever language, can be at the other end:
the keys are the protocol's. What has not to wait is one round trip. Needs
redis-py (``pip install 'rqdebug[redis]'``) and Redis 6.2 or newer, or Valkey.
``rqcore.pressure.async_queue`` has the same for asyncio.
"""

try:
    import redis as redis
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "queues on Redis need redis-py, which is not installed: pip install 'rqdebug[redis]'", name="redis"
    ) from error

from rqcore.errors import Empty, Exists, Full, ShutDown
from rqcore.pressure.blocking_queue import PressureQueue as Queue
from rqcore.pressure.errors import ConsumerInUse, InUse, Missing, ProducerInUse
from rqcore.pressure.status import Holder
from rqcore.pressure.status import QueueStatus as Standing

__all__ = [
    "ConsumerInUse",
    "Empty",
    "Exists",
    "Full",
    "Holder",
    "InUse",
    "Missing",
    "ProducerInUse",
    "Queue",
    "ShutDown",
    "Standing",
]
