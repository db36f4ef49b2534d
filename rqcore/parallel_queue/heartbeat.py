# SPDX-License-Identifier: MIT
"""The heartbeat of a parallel queue with remote workers: a list on the server that exists while it does.

The list holds the time of the last heartbeat, in seconds of the server's clock.
A program that is killed leaves its heartbeat and its results behind. The next
queue or worker removes both: all queues are registered in one list, ``QUEUES``.
"""

from __future__ import annotations

from rqcore.client.pool import ConnectionPool
from rqcore.parallel_queue import remote_tasks

QUEUES = f"{remote_tasks.PREFIX}queues"
"""The list with the names of all queues."""
INTERVAL = 10.0
"""Seconds between two heartbeats of a queue."""
EXPIRY = 120
"""Seconds without a heartbeat after which a queue counts as dead."""


def start(connection: ConnectionPool, queue: str) -> None:
    """Send the first heartbeat of a queue and register it. Raises RqError."""
    renew(connection, queue)
    connection.run(remote_tasks.push(QUEUES, queue.encode()))


def renew(connection: ConnectionPool, queue: str) -> None:
    """Send a heartbeat, which replaces the one before. Raises RqError."""
    key = remote_tasks.heartbeat_of(queue)
    if connection.run(remote_tasks.push(key, b"%d" % connection.run(remote_tasks.time()))) > 1:
        connection.run(remote_tasks.take(key))


def end(connection: ConnectionPool, queue: str) -> None:
    """Delete the heartbeat and the results of a queue, then clean up after dead ones. Raises RqError."""
    connection.run(remote_tasks.delete(remote_tasks.heartbeat_of(queue), remote_tasks.results_of(queue)))
    remove_dead(connection)


def remove_dead(connection: ConnectionPool) -> None:
    """Delete what dead queues left behind. Raises RqError.

    Each name is taken from the list, and put back if its queue is alive.
    """
    now = connection.run(remote_tasks.time())
    for _ in range(connection.run(remote_tasks.length(QUEUES))):
        name = connection.run(remote_tasks.take(QUEUES))
        if name is None:  # another client cleans up at the same time
            return
        queue = name.decode(errors="replace")
        if _is_alive(connection.run(remote_tasks.last(remote_tasks.heartbeat_of(queue))), now):
            connection.run(remote_tasks.push(QUEUES, name))
        else:
            connection.run(
                remote_tasks.delete(remote_tasks.heartbeat_of(queue), remote_tasks.results_of(queue))
            )


def _is_alive(last_heartbeat: bytes | None, now: int) -> bool:
    return last_heartbeat is not None and last_heartbeat.isdigit() and now - int(last_heartbeat) <= EXPIRY
