# SPDX-License-Identifier: MIT
"""Bounded, blocking, closable FIFO queues on Redis, Valkey and their clusters: the protocol pressure 0.15.

::

    from rqcore.pressure import Queue

    jobs = Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
    jobs.put(b"first", timeout=2)
    print(jobs.get())
    jobs.close()

A client in any language can be at the other end: the keys are those of the protocol. A call that need
not wait takes one round trip. Needs redis-py (``pip install 'rqdebug[redis]'``) and Redis 6.2 or newer,
or Valkey. ``rqcore.pressure.aio`` has the same for asyncio.

Inside: ``protocol_steps`` says what each call does, as generators; the connections carry the steps out;
``lua_scripts`` are the steps that Redis runs. The modules ``*_handles`` make such queues look like queues
of a controller. Imports ``rqcore.client`` and below.
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
from rqcore.pressure.status import Holder, QueueStatus

Standing = QueueStatus
"""The former name of ``QueueStatus``."""

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
    "QueueStatus",
    "ShutDown",
    "Standing",
]
