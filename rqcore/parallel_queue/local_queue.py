# SPDX-License-Identifier: MIT
"""The parallel queues whose workers are processes of this machine."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Self

from rqcore.errors import BadCall, Empty, Full
from rqcore.parallel_queue.arrivals import Arrivals
from rqcore.parallel_queue.progress import QueueProgress
from rqcore.parallel_queue.remote_tasks import name_of, packed, place_of
from rqcore.parallel_queue.remote_workers import RemoteResult, RemoteWorkerPool
from rqcore.parallel_queue.reorder_buffer import Bounds, PassedValue, ReorderBuffer
from rqcore.parallel_queue.task_messages import TaskFunction, TaskResult, pickled, work
from rqcore.parallel_queue.task_text import task_text
from rqcore.parallel_queue.worker_pool import WorkerPool
from rqcore.parallel_queue.worker_process import WorkerProcess, context_of
from rqcore.parallel_queue.worker_watch import RunningTask, Watcher
from rqcore.protocol.parallel_stats import MOST_EARLY, ParallelStat, WorkerStat

LEASE = 10.0
"""Seconds."""


class _Parallel:
    """What both have in common: ``get``, and all that is not ``put``."""

    def __init__(self, function: TaskFunction | None, num_workers: int | None, **options: Any) -> None:
        self._remote = options["url"] is not None
        self.function_name = getattr(function, "__name__", type(function).__name__) if function else ""
        """Of the function of all tasks; empty where each task brings its own."""
        size = os.cpu_count() or 1 if num_workers is None else num_workers
        if size < 1:
            raise BadCall(f"a parallel queue needs a worker at least, not {size}")
        bounds = Bounds(
            options["in_q_max"], options["out_q_max"], options["consumer_buffer_max"] or 10 * size
        )
        self._lock = threading.Lock()
        self._arrivals = Arrivals(self._lock)
        self._order = ReorderBuffer(bounds)
        self._crew = self._crew_of(function, size, options)
        self._crew.start()
        self._end = weakref.finalize(self, self._crew.stop)

    def _crew_of(
        self, function: TaskFunction | None, size: int, options: dict[str, Any]
    ) -> WorkerPool | RemoteWorkerPool:
        order, lock, changed, most = self._order, self._lock, self._arrivals.tell, options["worker_q_max"]
        if options["url"] is not None:
            place, window = place_of(options["url"]), order.bounds.buffer + most
            return RemoteWorkerPool(order, lock, changed, place, window, options["lease"])
        context, daemon, begin = context_of(options["context"]), options["daemon"], options["worker_init_f"]
        hire = partial(WorkerProcess, context, "rqcore-parallel-queue", daemon, work, function, begin)
        return WorkerPool(order, lock, changed, hire, size, most)

    def _add(self, timeout: float | None, content: bytes | PassedValue) -> int:
        """The number of the new task."""
        with self._lock:
            self._wait(lambda: not self._order.full, timeout, Full("the parallel queue has no room"))
            if self._crew.broken:
                raise self._crew.broken
            self._order.add(content)
            if self._crew.idle:
                self._crew.wake()
            return self._order.put - 1

    def _wait(self, condition: Callable[[], bool], timeout: float | None, late: Exception) -> None:
        """Until the condition holds, or it never will. Raises ``late``."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not condition() and not self._crew.broken:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise late
            self._arrivals.wait(left)

    def get(self, timeout: float | None = None) -> Any:
        """The next result, in the order of the puts; waits up to ``timeout`` seconds for it.

        Raises what the task raised, its worker's traceback in ``stack_trace``; WorkerLost when the worker
        died of it; TaskError when its result cannot travel; Empty; Closed after ``stop``.
        """
        return _opened(self._next(timeout)[1])

    def _next(self, timeout: float | None) -> tuple[int, Any]:
        """The next result as the crew brought it, and the number of its task."""
        with self._lock:
            self._wait(lambda: self._order.ready > 0, timeout, Empty("no result came in time"))
            result = self._take()
            return self._order.got - 1, result

    def _take(self) -> Any:
        order = self._order
        if not order.ready:
            assert self._crew.broken
            raise self._crew.broken
        held = order.ready >= order.bounds.ready
        result = order.take()
        if held:
            self._crew.wake()
        return result

    @property
    def progress(self) -> QueueProgress:
        with self._lock:
            order = self._order
            return QueueProgress(order.put, order.finished, self._crew.failed, order.got)

    def stat(self) -> ParallelStat:
        """How it stands now, and who has what in hand."""
        with self._lock:
            order, at_work = self._order, self._crew.at_work(time.monotonic())
            stat = ParallelStat(
                order.put,
                order.got,
                self._crew.failed,
                len(order.waiting),
                order.ready,
                order.buffered,
                order.early(MOST_EARLY),
                order.turn if order.turn < order.put else None,
                (),
            )
        return replace(stat, workers=tuple(map(self._worker_stat, at_work)))

    def _worker_stat(self, one: RunningTask) -> WorkerStat:
        number, text = None, ""
        if one.task and isinstance(one.task.content, bytes):
            number, text = one.task.number, task_text(one.task.content, self.function_name)
        return WorkerStat(one.name, one.pid, number, text, one.busy, one.queued, one.held)

    def watch(self, watcher: Watcher | None) -> None:
        """Have somebody told of every task from now on; None: nobody."""
        with self._lock:
            self._crew.watcher = watcher

    def tell_began(self) -> None:
        """Tell the watcher of the tasks that take a while already."""
        with self._lock:
            self._crew.tell_began(time.monotonic())

    def empty(self) -> bool:
        """Whether ``get`` would have to wait now."""
        return self._order.ready == 0

    def full(self) -> bool:
        """Whether ``put`` would have to wait now."""
        return self._order.full

    def __iter__(self) -> Iterator[Any]:
        """Results, until all that was put has been got."""
        while self.progress.got < self.progress.put:
            yield self.get()

    async def __aiter__(self) -> AsyncIterator[Any]:
        """The same for an event loop. Cancelled, it takes no result."""
        while self.progress.got < self.progress.put:
            with self._lock:
                event = None if self._order.ready or self._crew.broken else self._arrivals.event()
            if event:
                await event.wait()
            else:
                yield self.get(timeout=0)

    def join(self, timeout: float | None = None) -> bool:
        """Wait until every task is finished; False when the time was up first, or it was stopped before.

        Results have to be got meanwhile when there are more of them than it may keep.
        """
        try:
            with self._lock:
                self._wait(lambda: self._order.finished == self._order.put, timeout, Empty())
                return self._order.finished == self._order.put
        except Empty:
            return False

    def is_alive(self) -> bool:
        """Whether it takes tasks."""
        return self._crew.broken is None

    def stop(self) -> None:
        """End the workers at once, in the midst of a task if need be; whoever waits gets Closed."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _opened(result: Any) -> Any:
    """What ``get`` gives. Raises what the task raised, or why there is nothing."""
    if isinstance(result, TaskResult | RemoteResult):
        return result.open()
    if isinstance(result, PassedValue):
        return result.value
    try:
        raise result
    finally:
        del result  # else it would hold this frame, which holds it


def _remote(function: TaskFunction, args: tuple[Any, ...], options: dict[str, Any]) -> bytes:
    """A task for workers elsewhere. Raises BadCall, CodecError."""
    return name_of(function).encode() + b"\n" + packed(args, options)


class ParallelQueue(_Parallel):
    """Tasks of any functions.

    num_workers: processes; None takes as many as there are processors. daemon:
    they may have no children of their own. in_q_max: tasks that wait for a
    worker before ``put`` waits. out_q_max: results kept for ``get``.
    worker_q_max: tasks given to a worker in advance. worker_init_f: called
    first in each. consumer_buffer_max: results kept behind a slow task, 10 for
    each worker unless told. context: ``fork``, ``spawn``, ``forkserver``.

    url: of a controller, or ``redis://…``: the workers are those that
    ``rqcore work URL module:function`` starts, anywhere; arguments and results
    travel as JSON. lease: seconds without a sign of life after which a worker
    is lost, and its task is given to another; so a task is done at least once.
    """

    def __init__(
        self,
        num_workers: int | None = None,
        daemon: bool = False,
        in_q_max: int = 1000,
        out_q_max: int = 1000,
        worker_q_max: int = 100,
        worker_init_f: Callable[[], object] | None = None,
        consumer_buffer_max: int | None = None,
        *,
        context: BaseContext | str | None = None,
        url: str | None = None,
        lease: float = LEASE,
    ) -> None:
        super().__init__(
            None,
            num_workers,
            daemon=daemon,
            in_q_max=in_q_max,
            out_q_max=out_q_max,
            worker_q_max=worker_q_max,
            worker_init_f=worker_init_f,
            consumer_buffer_max=consumer_buffer_max,
            context=context,
            url=url,
            lease=lease,
        )

    def put(self, task: Any, *args: Any, timeout: float | None = None, **options: Any) -> None:
        """Have ``task(*args, **options)`` done; what is no callable comes out as it is, in its turn.

        Raises Full when there was no room for ``timeout`` seconds, CodecError for what cannot be
        pickled, Closed.
        """
        if callable(task) and self._remote:
            self._add(timeout, _remote(task, args, options))
        elif callable(task):
            self._add(timeout, pickled((task, args, options)))
        elif args or options:
            raise BadCall(f"a {type(task).__name__} cannot be called with arguments")
        else:
            self._add(timeout, PassedValue(task))


class ParallelSingleTaskQueue(_Parallel):
    """Tasks of one function, which the workers inherit: with ``fork`` it need not be importable.

    Everything else as for ``ParallelQueue``.
    """

    def __init__(
        self,
        task_fn: TaskFunction,
        num_workers: int | None = None,
        daemon: bool = False,
        in_q_max: int = 1000,
        out_q_max: int = 1000,
        worker_q_max: int = 100,
        worker_init_f: Callable[[], object] | None = None,
        consumer_buffer_max: int | None = None,
        *,
        context: BaseContext | str | None = None,
        url: str | None = None,
        lease: float = LEASE,
    ) -> None:
        super().__init__(
            task_fn,
            num_workers,
            daemon=daemon,
            in_q_max=in_q_max,
            out_q_max=out_q_max,
            worker_q_max=worker_q_max,
            worker_init_f=worker_init_f,
            consumer_buffer_max=consumer_buffer_max,
            context=context,
            url=url,
            lease=lease,
        )
        self._function = task_fn

    def put(self, *args: Any, **options: Any) -> None:
        """Have the function called with these. Raises CodecError, Closed."""
        content = _remote(self._function, args, options) if self._remote else pickled((args, options))
        self._add(None, content)
