# SPDX-License-Identifier: MIT
"""The handler of RQ.TASKS: the tasks of the workers of a parallel queue.

For a queue in another program, it returns the last report of that program. For
a list whose tasks ``rqcore work`` performs, the controller itself can see which
worker took which item last, and which workers wait for an item.
"""

from __future__ import annotations

from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.observers import record_read
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.protocol.event_batch import Method
from rqcore.protocol.parallel_stats import WORKER, ParallelStat, WorkerStat


@handles("RQ.TASKS")
def tasks(state: ControllerState, client: Client, now_ns: int, reference: bytes) -> ParallelStat | None:
    """Return the task of each worker, or None if the queue has no known workers."""
    queue = state.find_any(reference)
    state.record_use(client, queue)
    record_read(state, client, Method.STAT, now_ns, queue)
    return queue.tasks if isinstance(queue, ExposedQueue) else _stat_of_list(state, queue, now_ns)


def _stat_of_list(state: ControllerState, queue: Queue, now_ns: int) -> ParallelStat | None:
    """Return the state of the workers of a list, or None if it has no workers."""
    state.work += len(state.clients) // 2
    workers = [_worker(client, now_ns) for client in state.clients.values() if _works_for(client, queue)]
    if not workers:
        return None
    return ParallelStat(queue.puts, queue.gets, 0, len(queue.store), 0, 0, (), None, tuple(workers))


def _works_for(client: Client, queue: Queue) -> bool:
    if client.is_lost or not client.name.startswith(WORKER):
        return False
    taken_from, numbers = client.last_taken
    if isinstance(client.call, BlockedCall):
        return client.call.queue is queue
    return taken_from is queue and bool(numbers)


def _worker(client: Client, now_ns: int) -> WorkerStat:
    """Return the state of a worker.

    The item's number is used as the task's number. The worker sends nothing while
    it performs a task, so it has been busy since its last command.
    """
    name = client.name.removeprefix(WORKER)
    if client.call:
        return WorkerStat(name)
    return WorkerStat(name, task=client.last_taken[1][-1], busy=(now_ns - client.active_ns) / 1e9)
