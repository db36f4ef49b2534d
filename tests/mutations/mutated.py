# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller with a bug in it, put there on purpose: ``mutated.py MUTATION`` serves at a free port."""

from __future__ import annotations

import sys
from itertools import count

from rqcore import queue_commands, queues
from rqcore.__main__ import main


def lifo_for_fifo():
    queues.STORES["fifo"] = queues.Lifo


def one_bound_too_many():
    room = queues.Queue.room.fget
    queues.Queue.room = property(lambda queue: room(queue) + bool(queue.maxsize))


def lost_wake_up():
    """Every fifth time that somebody who waits could go on, nobody is told."""
    settle, times = queue_commands.settle, count(1)

    def forgetful(hub, queue, now):
        somebody = (queue.getters and queue.store) or (queue.putters and not queue.full)
        if not somebody or next(times) % 5:
            settle(hub, queue, now)

    queue_commands.settle = forgetful


def duplicated_item():
    """Every fiftieth item that is taken stays where it was."""
    take, times = queues.Queue.take, count(1)

    def generous(queue):
        item = take(queue)
        if next(times) % 50 == 0:
            queue.store.push_front(item)
        return item

    queues.Queue.take = generous


MUTATIONS = {
    mutate.__name__: mutate for mutate in (lifo_for_fifo, one_bound_too_many, lost_wake_up, duplicated_item)
}

if __name__ == "__main__":
    if sys.argv[1] in MUTATIONS:
        MUTATIONS[sys.argv[1]]()
    sys.exit(main(["serve", "--port", "0", "--log-level", "error"]))
