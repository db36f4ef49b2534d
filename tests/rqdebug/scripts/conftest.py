# SPDX-License-Identifier: GPL-3.0-or-later
"""A fake controller without a network, for runs."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import pytest

from rqcore.codec import Payload, encode
from rqcore.errors import Closed, ConnectionLost, Empty, Exists, Full, NoQueue


@dataclass
class FakeStat:
    name: str | None


class FakeController:
    """The state that all handles share. Calling it opens a handle, as a run does."""

    def __init__(self):
        self.queues = {}
        self.changed = threading.Condition()
        self.handles = []
        self.unreachable = False

    def __call__(self):
        if self.unreachable:
            raise ConnectionLost("connection refused")
        self.handles.append(FakeHandle(self))
        return self.handles[-1]

    @property
    def names(self):
        return sorted(str(queue.name) for queue in self.queues.values())


class FakeHandle:
    def __init__(self, controller, name="rqdebug"):
        self.controller = controller
        self.name = name
        self.closed = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        with self.controller.changed:
            self.closed = True
            self.controller.changed.notify_all()

    def with_name(self, name):
        self.controller.handles.append(FakeHandle(self.controller, name))
        return self.controller.handles[-1]

    def create(self, name=None, *, kind="fifo", maxsize=0, exist_ok=False):
        self.check()
        taken = [queue for queue in self.controller.queues.values() if name and queue.name == name]
        if taken and not exist_ok:
            raise Exists(f"a queue named {name!r} already exists")
        return taken[0] if taken else FakeQueue(self, name, maxsize)

    def queue(self, reference):
        self.check()
        for queue in self.controller.queues.values():
            if reference in (queue.name, queue.namespace):
                return queue.seen_from(self)
        raise NoQueue(reference)

    def queues(self):
        return [FakeStat(queue.name) for queue in self.controller.queues.values()]

    def check(self):
        if self.closed:
            raise ConnectionLost("the handle was closed")


class FakeQueue:
    def __init__(self, handle, name, maxsize, items=None):
        self.handle = handle
        self.name = name
        self.maxsize = maxsize
        self.items = [] if items is None else items
        self.namespace = f"ns-{id(self.items)}"
        handle.controller.queues[self.namespace] = self

    def seen_from(self, handle):
        return FakeQueue(handle, self.name, self.maxsize, self.items)

    def on(self, handle):
        return self.seen_from(handle)

    def put(self, item, block=True, timeout=None, *, codec=None):
        has_space = lambda: not 0 < self.maxsize <= len(self.items)  # noqa: E731
        self.wait(has_space, timeout if block else 0, Full)
        self.items.append(item)
        self.handle.controller.changed.notify_all()
        self.handle.controller.changed.release()

    def get(self, block=True, timeout=None, *, decoded=True):
        self.wait(lambda: self.items, timeout if block else 0, Empty)
        item = self.items.pop(0)
        self.handle.controller.changed.notify_all()
        self.handle.controller.changed.release()
        return item if decoded else Payload(*encode(item))

    def qsize(self):
        self.check()
        return len(self.items)

    def close(self):
        self.check()
        del self.handle.controller.queues[self.namespace]
        return len(self.items)

    def check(self):
        self.handle.check()
        if self.namespace not in self.handle.controller.queues:
            raise Closed(f"{self.name} was closed")

    def wait(self, ready, timeout, error):
        """Wait until it is ready, and return with the lock held."""
        deadline = None if timeout is None else time.monotonic() + timeout
        changed = self.handle.controller.changed
        changed.acquire()
        try:
            self.check()
            while not ready():
                if deadline is not None and time.monotonic() >= deadline:
                    raise error(f"queue {self.name}")
                changed.wait(0.01)
                self.check()
        except Exception:
            changed.release()
            raise


@pytest.fixture
def controller():
    return FakeController()
