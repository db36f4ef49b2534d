# SPDX-License-Identifier: MIT
"""Bounded, blocking, closable FIFO queues on Redis, Valkey and their clusters.

::

    from rqcore.pressure import Queue

    jobs = Queue("jobs", url="redis://127.0.0.1:6379").create(bound=100)
    jobs.put(b"first", timeout=2)
    print(jobs.get())
    jobs.close()

The queues follow version 0.15 of the pressure protocol (see ``key_protocol``), so they can be shared with the
pressure clients for C, Go and Python. A call that does not have to wait takes one round trip. Needs
redis-py (``pip install 'rqdebug[redis]'``) and Redis 6.2 or newer, or Valkey. ``rqcore.pressure.aio`` has
the same queue for asyncio.

Start to read in ``key_protocol.protocol_steps``: generators that define what each call does. The connections
carry the steps out. The modules ``*_handles`` give these queues the
interface of a controller's queues. Imports ``rqcore.client`` and below.
"""

try:
    import redis as redis
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        "queues on Redis need redis-py, which is not installed: pip install 'rqdebug[redis]'", name="redis"
    ) from _error

from rqcore.errors import Empty, Exists, Full, ShutDown
from rqcore.pressure.blocking_queue import PressureQueue as Queue
from rqcore.pressure.errors import ConsumerInUse, InUse, Missing, ProducerInUse
from rqcore.pressure.key_protocol.status import Holder, QueueStatus

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
