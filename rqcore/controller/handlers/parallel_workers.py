# SPDX-License-Identifier: MIT
"""What the workers of a parallel queue do, as far as the controller knows.

Of a queue in another program it knows what that tells. Of a list from which
``rqcore work`` takes tasks it knows who took what last, and who waits for more.
"""

from __future__ import annotations

from dataclasses import asdict

from rqcore.controller.clients import Client
from rqcore.controller.handlers.registry import handles
from rqcore.controller.queue import ExposedQueue, Queue
from rqcore.controller.state import ControllerState
from rqcore.protocol import resp
from rqcore.protocol.event_batch import Method
from rqcore.protocol.parallel_stats import WORKER, ParallelStat, WorkerStat


@handles("RQ.TASKS")
def tasks(hub: ControllerState, client: Client, now: int, reference: bytes) -> bytes:
    queue = hub.look(client, reference)
    if hub.news.observing and not client.observer:
        hub.news.told(client, Method.STAT, now, queue=queue)
    stat = queue.tasks if isinstance(queue, ExposedQueue) else _of_list(hub, queue, now)
    return resp.encode(asdict(stat) if stat else None, client.protocol)


def _of_list(hub: ControllerState, queue: Queue, now: int) -> ParallelStat | None:
    """None where nobody works."""
    workers = [_worker(client, now) for client in hub.clients.values() if _works_for(client, queue)]
    if not workers:
        return None
    return ParallelStat(queue.puts, queue.gets, 0, len(queue.store), 0, 0, (), None, tuple(workers))


def _works_for(client: Client, queue: Queue) -> bool:
    if not client.name.startswith(WORKER):
        return False
    taken_from, numbers = client.took
    return client.call.queue is queue if client.call else taken_from is queue and bool(numbers)


def _worker(client: Client, now: int) -> WorkerStat:
    """Its task has the number of the item that it was; since it took that it has said no more."""
    name = client.name.removeprefix(WORKER)
    if client.call:
        return WorkerStat(name)
    return WorkerStat(name, task=client.took[1][-1], busy=(now - client.active) / 1e9)
