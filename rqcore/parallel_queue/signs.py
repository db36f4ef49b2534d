# SPDX-License-Identifier: MIT
"""The sign of a parallel queue: a list that is there as long as the queue wants results.

In it stands when the queue was last there, by the clock of the server. A
program that is killed leaves its sign and its results: the next queue or
worker that comes by sweeps them away. So that they are found, each queue is
also named in one list of all.
"""

from __future__ import annotations

from rqcore.link import Link
from rqcore.parallel_queue import lists

QUEUES = f"{lists.PREFIX}queues"
"""The list of all."""
BEAT = 10.0
"""Seconds after which a queue says again that it is there."""
SILENCE = 120
"""Seconds after which a queue that says nothing is dead."""


def hang_out(link: Link, queue: str) -> None:
    """The queue begins."""
    renew(link, queue)
    link.run(lists.push(QUEUES, queue.encode()))


def renew(link: Link, queue: str) -> None:
    """The queue is still there."""
    sign = lists.sign_of(queue)
    if link.run(lists.push(sign, b"%d" % link.run(lists.time()))) > 1:
        link.run(lists.take(sign))


def take_in(link: Link, queue: str) -> None:
    """The queue ends, and leaves nothing."""
    link.run(lists.delete(lists.sign_of(queue), lists.results_of(queue)))
    sweep(link)


def sweep(link: Link) -> None:
    """Remove what dead queues left. Each name is taken out and, where its queue lives, put back."""
    now = link.run(lists.time())
    for _ in range(link.run(lists.length(QUEUES))):
        name = link.run(lists.take(QUEUES))
        if name is None:  # another sweeps too
            return
        queue = name.decode(errors="replace")
        if _lives(link.run(lists.last(lists.sign_of(queue))), now):
            link.run(lists.push(QUEUES, name))
        else:
            link.run(lists.delete(lists.sign_of(queue), lists.results_of(queue)))


def _lives(said: bytes | None, now: int) -> bool:
    return said is not None and said.isdigit() and now - int(said) <= SILENCE
