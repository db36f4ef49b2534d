# SPDX-License-Identifier: MIT
"""The sign of a parallel queue: a list that is there as long as the queue wants results.

In it stands when the queue was last there, by the clock of the server. A
program that is killed leaves its sign and its results: the next queue or
worker that comes by sweeps them away. So that they are found, each queue is
also named in one list of all.
"""

from __future__ import annotations

from rqcore.client.connection import Connection
from rqcore.parallel_queue import remote_tasks

QUEUES = f"{remote_tasks.PREFIX}queues"
"""The list of all."""
BEAT = 10.0
"""Seconds after which a queue says again that it is there."""
SILENCE = 120
"""Seconds after which a queue that says nothing is dead."""


def hang_out(link: Connection, queue: str) -> None:
    """The queue begins."""
    renew(link, queue)
    link.run(remote_tasks.push(QUEUES, queue.encode()))


def renew(link: Connection, queue: str) -> None:
    """The queue is still there."""
    sign = remote_tasks.sign_of(queue)
    if link.run(remote_tasks.push(sign, b"%d" % link.run(remote_tasks.time()))) > 1:
        link.run(remote_tasks.take(sign))


def take_in(link: Connection, queue: str) -> None:
    """The queue ends, and leaves nothing."""
    link.run(remote_tasks.delete(remote_tasks.sign_of(queue), remote_tasks.results_of(queue)))
    sweep(link)


def sweep(link: Connection) -> None:
    """Remove what dead queues left. Each name is taken out and, where its queue lives, put back."""
    now = link.run(remote_tasks.time())
    for _ in range(link.run(remote_tasks.length(QUEUES))):
        name = link.run(remote_tasks.take(QUEUES))
        if name is None:  # another sweeps too
            return
        queue = name.decode(errors="replace")
        if _lives(link.run(remote_tasks.last(remote_tasks.sign_of(queue))), now):
            link.run(remote_tasks.push(QUEUES, name))
        else:
            link.run(remote_tasks.delete(remote_tasks.sign_of(queue), remote_tasks.results_of(queue)))


def _lives(said: bytes | None, now: int) -> bool:
    return said is not None and said.isdigit() and now - int(said) <= SILENCE
