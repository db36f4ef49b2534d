# SPDX-License-Identifier: MIT
"""Tasks done by many processes, whose results come out in the order in which the tasks went in.

::

    with ParallelQueue(4) as queue:
        for name in names:
            queue.put(shrink, name, width=64)
        for picture in queue:
            show(picture)

Inside: ``local_queue`` is the queue, ``worker_pool`` its worker processes, ``reorder_buffer`` knows which
task is where; ``remote_workers`` and ``worker_main`` are the workers on other machines (``rqcore work``).
Imports ``rqcore.client`` and below.
"""

from __future__ import annotations

from rqcore.parallel_queue.local_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.parallel_queue.progress import QueueProgress as Progress
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat

__all__ = ["ParallelQueue", "ParallelSingleTaskQueue", "ParallelStat", "Progress", "WorkerStat"]
