# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller with a bug in it, put there on purpose: ``mutated.py MUTATION`` serves at a free port."""

from __future__ import annotations

import sys
from itertools import count

from rqcore.__main__ import main
from rqcore.controller import queue as queue_module
from rqcore.controller.handlers import queue_methods


def lifo_for_fifo():
    queue_module.STORES["fifo"] = queue_module.LifoStore


def one_bound_too_many():
    room = queue_module.Queue.room.fget
    queue_module.Queue.room = property(lambda queue: room(queue) + bool(queue.maxsize))


def lost_wake_up():
    """Every fifth time that somebody who waits could go on, nobody is told."""
    settle, times = queue_methods.settle, count(1)

    def forgetful(hub, queue, now):
        somebody = (queue.getters and queue.store) or (queue.putters and not queue.full)
        if not somebody or next(times) % 5:
            settle(hub, queue, now)

    queue_methods.settle = forgetful


def duplicated_item():
    """Every fiftieth item that is taken stays where it was."""
    take, times = queue_module.Queue.take, count(1)

    def generous(queue):
        item = take(queue)
        if next(times) % 50 == 0:
            queue.store.push_front(item)
        return item

    queue_module.Queue.take = generous


MUTATIONS = {
    mutate.__name__: mutate for mutate in (lifo_for_fifo, one_bound_too_many, lost_wake_up, duplicated_item)
}

if __name__ == "__main__":
    if sys.argv[1] in MUTATIONS:
        MUTATIONS[sys.argv[1]]()
    sys.exit(main(["serve", "--port", "0", "--log-level", "error"]))
