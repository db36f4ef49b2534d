# SPDX-License-Identifier: MIT
"""Run tasks in many processes; get the results in the order in which the tasks were put.

::

    from rqcore.parallel_queue import ParallelQueue

    with ParallelQueue(4) as queue:
        for number in range(10):
            queue.put(pow, number, 2)
        for square in queue:
            print(square)

``ParallelQueue`` runs any functions, ``ParallelSingleTaskQueue`` one function. Start to read in
``local_queue`` (the queues). ``worker_pool`` runs the worker processes, ``reorder_buffer`` puts the results
in order; ``remote_workers`` and ``worker_main`` are the workers on other machines (``rqcore work``).
Imports ``rqcore.client`` and below.
"""

from __future__ import annotations

from rqcore.parallel_queue.local_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.parallel_queue.progress import QueueProgress as Progress
from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat

__all__ = ["ParallelQueue", "ParallelSingleTaskQueue", "ParallelStat", "Progress", "WorkerStat"]
