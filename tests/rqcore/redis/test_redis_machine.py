# SPDX-License-Identifier: GPL-3.0-or-later
"""A queue of rqcore on Redis answers any sequence of calls as a list of Python does."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from rqcore.errors import BadCall, Empty, Full, ShutDown

PRIORITIES = st.integers(-2, 2)


class Machine(RuleBasedStateMachine):
    """Makes the same calls on a queue and on a list of pairs: the priority of an item, and its number."""

    def __init__(self, handle, kind: str, maxsize: int) -> None:
        super().__init__()
        self.kind, self.maxsize = kind, maxsize
        self.jobs = handle.create(kind=kind, maxsize=maxsize)
        self.items: list[tuple[int, int]] = []
        self.count = self.gets = self.unfinished = 0
        self.is_shut_down = False

    @property
    def order(self) -> list[int]:
        """The numbers of the items, as they come out."""
        if self.kind == "lifo":
            return [number for _, number in reversed(self.items)]
        if self.kind == "priority":
            return [number for _, number in sorted(self.items)]
        return [number for _, number in self.items]

    def add(self, priority: int) -> int:
        self.count += 1
        self.unfinished += 1
        self.items.append((priority, self.count))
        return self.count

    def take(self, most: int) -> list[int]:
        taken = self.order[:most]
        self.items = [pair for pair in self.items if pair[1] not in taken]
        self.gets += len(taken)
        return taken

    @property
    def room(self) -> int:
        return self.maxsize - len(self.items) if self.maxsize else 100

    @rule(priority=PRIORITIES)
    def put(self, priority: int) -> None:
        if self.is_shut_down or not self.room:
            with pytest.raises(ShutDown if self.is_shut_down else Full):
                self.jobs.put(-1, block=False)
        else:
            self.jobs.put(self.add(priority), block=False, priority=priority)

    @rule(number=st.integers(1, 5))
    def put_many(self, number: int) -> None:
        if self.is_shut_down or not self.room:
            with pytest.raises(ShutDown if self.is_shut_down else Full):
                self.jobs.put_many([0] * number, timeout=0)
        elif self.kind != "priority":
            items = [self.add(0) for _ in range(min(number, self.room))]
            rest = [0] * (number - len(items))
            assert self.jobs.put_many(items + rest, timeout=0) == len(items)

    @rule()
    def get(self) -> None:
        if self.items:
            assert self.jobs.get(block=False) == self.take(1)[0]
        else:
            with pytest.raises(ShutDown if self.is_shut_down else Empty):
                self.jobs.get(block=False)

    @rule(most=st.integers(1, 4))
    def get_many(self, most: int) -> None:
        if self.items:
            assert self.jobs.get_many(most, timeout=0) == self.take(most)

    @rule()
    def task_done(self) -> None:
        if self.unfinished:
            self.jobs.task_done()
            self.unfinished -= 1
        else:
            with pytest.raises(BadCall):
                self.jobs.task_done()

    @rule()
    def purge(self) -> None:
        assert self.jobs.purge() == len(self.items)
        self.unfinished = max(self.unfinished - len(self.items), 0)
        self.take(len(self.items))

    @rule(start=st.integers(-4, 4), stop=st.integers(-4, 4))
    def peek(self, start: int, stop: int) -> None:
        order, size = self.order, len(self.items)
        first = max(start + size, 0) if start < 0 else start
        last = stop + size if stop < 0 else stop
        assert self.jobs.peek(start, stop) == order[first : max(last + 1, 0)]

    @rule(chance=st.integers(0, 9), immediate=st.booleans())
    def shutdown(self, chance: int, immediate: bool) -> None:
        if chance:
            return
        self.jobs.shutdown(immediate)
        self.is_shut_down = True
        if immediate:
            self.unfinished = max(self.unfinished - len(self.items), 0)
            self.take(len(self.items))

    @invariant()
    def figures_are_the_same(self) -> None:
        stat = self.jobs.stat()
        assert (stat.size, stat.puts, stat.gets) == (len(self.items), self.count, self.gets)
        assert (stat.unfinished, stat.shutdown) == (self.unfinished, self.is_shut_down)
        assert stat.bytes == sum(len(str(number)) for _, number in self.items)
        assert self.jobs.peek() == self.order
        assert self.jobs.join(timeout=0) == (self.unfinished == 0)

    def teardown(self) -> None:
        assert self.jobs.close() == len(self.items)


@pytest.mark.parametrize("maxsize", [0, 3])
@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_queue_answers_as_a_list_does(server, kind, maxsize):
    run_state_machine_as_test(
        lambda: Machine(server, kind, maxsize), settings=settings(max_examples=15, stateful_step_count=30)
    )
