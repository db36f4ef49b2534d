# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller with a deliberate bug: ``mutated.py MUTATION`` serves on a free port."""

from __future__ import annotations

import sys
from itertools import count

from rqcore.__main__ import main
from rqcore.controller import stores
from rqcore.controller.queue import Queue


def lifo_for_fifo():
    """A FIFO queue returns the newest item first."""
    stores.STORES["fifo"] = stores.LifoStore


def one_bound_too_many():
    """A bounded queue holds one item too many."""
    room = Queue.room.fget
    Queue.room = property(lambda queue: room(queue) + bool(queue.maxsize))
    Queue.can_put = property(lambda queue: queue.room > 0)


def lost_wake_up():
    """Every fifth time that a blocked call could continue, it is not served."""
    serve, times = Queue.serve, count(1)

    def forgetful(queue):
        can_go_on = (queue.getters and queue.can_get) or (queue.putters and queue.can_put)
        return iter(()) if can_go_on and next(times) % 5 == 0 else serve(queue)

    Queue.serve = forgetful


def duplicated_item():
    """Every fiftieth item that is taken also stays in the queue."""
    times = count(1)

    def duplicating(pop):
        def generous(store):
            item = pop(store)
            if next(times) % 50 == 0:
                store.push_front(item)
            return item

        return generous

    for store in stores.STORES.values():
        store.pop = duplicating(store.pop)


MUTATIONS = {
    mutate.__name__: mutate for mutate in (lifo_for_fifo, one_bound_too_many, lost_wake_up, duplicated_item)
}

if __name__ == "__main__":
    if sys.argv[1] in MUTATIONS:
        MUTATIONS[sys.argv[1]]()
    sys.exit(main(["serve", "--port", "0", "--log-level", "error"]))
