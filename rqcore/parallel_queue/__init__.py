# SPDX-License-Identifier: MIT
"""Tasks done by many processes, whose results come out in the order in which they went in.

::

    with ParallelQueue(4) as queue:
        for name in names:
            queue.put(shrink, name, width=64)
        for picture in queue:
            show(picture)
"""

from __future__ import annotations

from rqcore.parallel_queue.local_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.parallel_queue.progress import QueueProgress as Progress
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat

__all__ = ["ParallelQueue", "ParallelSingleTaskQueue", "ParallelStat", "Progress", "WorkerStat"]
