# SPDX-License-Identifier: MIT
"""The parallel queues. Their workers are processes of this machine, or ``rqcore work`` on any machine."""

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

from rqcore.argument_checks import function_of, patience, positive_seconds, shown, whole_number
from rqcore.errors import BadCall, Closed, Empty, Full, NoMoreResults
from rqcore.parallel_queue.arrivals import Arrivals
from rqcore.parallel_queue.progress import QueueProgress
from rqcore.parallel_queue.remote_tasks import encode_arguments, import_name, server_url
from rqcore.parallel_queue.remote_workers import RemoteResult, RemoteWorkerPool
from rqcore.parallel_queue.reorder_buffer import Bounds, PassedValue, ReorderBuffer
from rqcore.parallel_queue.task_messages import TaskFunction, TaskResult, pickled, work
from rqcore.parallel_queue.task_text import task_text
from rqcore.parallel_queue.worker_pool import WorkerPool
from rqcore.parallel_queue.worker_process import WorkerProcess, context_of
from rqcore.parallel_queue.worker_watch import RunningTask, Watcher
from rqcore.protocol.parallel_stats import MOST_EARLY, ParallelStat, WorkerStat
from rqcore.url import Address

LEASE = 10.0
"""The default lease in seconds."""


class _Parallel:
    """The common part of both queues: everything but ``put``.

    Args:
        function: The function of all tasks; None if each task brings its own.
        num_workers: See ``ParallelQueue``.
        **options: The other arguments of ``ParallelQueue``.
    """

    function_name: str
    """The name of the function of all tasks; empty if each task brings its own."""

    def __init__(self, function: TaskFunction | None, num_workers: int | None, **options: Any) -> None:
        self._remote = options["url"] is not None
        self.function_name = getattr(function, "__name__", type(function).__name__) if function else ""
        size = os.cpu_count() or 1 if num_workers is None else whole_number("num_workers", num_workers)
        if size < 1:
            raise BadCall(f"a parallel queue needs at least one worker, not {size}: raise num_workers")
        buffer = options["consumer_buffer_max"]
        bounds = Bounds(
            whole_number("in_q_max", options["in_q_max"], 1),
            whole_number("out_q_max", options["out_q_max"], 1),
            10 * size if buffer is None else whole_number("consumer_buffer_max", buffer, 0) or 10 * size,
        )
        self._lock = threading.Lock()
        self._arrivals = Arrivals(self._lock)
        self._order = ReorderBuffer(bounds)
        self._pool = self._make_pool(function, size, options)
        self._pool.start()
        self._daemon = bool(options["daemon"])
        self._end = weakref.finalize(self, self._pool.release)

    def _make_pool(
        self, function: TaskFunction | None, size: int, options: dict[str, Any]
    ) -> WorkerPool | RemoteWorkerPool:
        order, lock, changed = self._order, self._lock, self._arrivals.notify
        most = whole_number("worker_q_max", options["worker_q_max"], 1)
        lease = positive_seconds("lease", options["lease"])
        begin = function_of("worker_init_f", options["worker_init_f"])
        if options["url"] is not None:
            url, window = server_url(options["url"]), order.bounds.buffer + most
            return RemoteWorkerPool(order, lock, changed, url, window, lease)
        context, daemon = context_of(options["context"]), bool(options["daemon"])
        spawn = partial(WorkerProcess, context, "rqcore-parallel-queue", daemon, work, function, begin)
        return WorkerPool(order, lock, changed, spawn, size, most)

    def _add(self, timeout: float | None, content: bytes | PassedValue) -> int:
        """Put a task and return its number. Raises Full, or the error that broke the pool."""
        with self._lock:
            most = self._order.bounds.waiting
            timeout_error = Full(f"{most} of {most} tasks wait for a worker; wait, or raise in_q_max")
            self._wait(lambda: self._order.ending or not self._order.full, timeout, timeout_error)
            if self._pool.broken:
                raise self._pool.broken
            if self._order.ending:
                raise Closed("the parallel queue was stopped; it accepts no more tasks")
            self._order.add(content)
            if self._pool.idle:
                self._pool.wake()
            return self._order.put - 1

    def _wait(self, condition: Callable[[], bool], timeout: float | None, timeout_error: Exception) -> None:
        """Wait until the condition holds or the pool is broken. Raises ``timeout_error``."""
        limit = patience(timeout)
        deadline = None if limit is None else time.monotonic() + limit
        while not condition() and not self._pool.broken:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise timeout_error
            self._arrivals.wait(left)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Return the next result, in the order of the puts.

        Args:
            block: Whether to wait for the result. False does not wait, whatever ``timeout`` is.
            timeout: Seconds to wait for the result; None waits without a limit.

        Raises:
            Exception: What the task raised; ``stack_trace`` and a note have the traceback of the worker.
            WorkerLost: The worker died while it ran the task, or no worker can start.
            TaskError: The result cannot be pickled, or for remote workers cannot be written as JSON.
            Empty: No result came in time.
            NoMoreResults: The queue was stopped, and the result of every task was taken.
            Closed: The queue was terminated.
        """
        return _opened(self._next(timeout if block else 0)[1])

    def _next(self, timeout: float | None) -> tuple[int, Any]:
        """Return the number of the next task, and its result as the worker sent it."""
        with self._lock:
            timeout_error = Empty("the next result of the parallel queue did not come in time")
            self._wait(lambda: self._order.ready > 0 or self._is_exhausted(), timeout, timeout_error)
            result = self._take()
            return self._order.got - 1, result

    def _take(self) -> Any:
        order = self._order
        if not order.ready:
            if self._is_exhausted():
                raise NoMoreResults("the parallel queue was stopped, and every result was taken")
            assert self._pool.broken
            raise self._pool.broken
        held = order.ready >= order.bounds.ready
        result = order.take()
        if held:
            self._pool.wake()
        return result

    def _is_exhausted(self) -> bool:
        return self._order.drained and self._order.got == self._order.put

    @property
    def progress(self) -> QueueProgress:
        """How many tasks were put, finished, failed and got so far."""
        with self._lock:
            order = self._order
            return QueueProgress(order.put, order.finished, self._pool.failed, order.got)

    def stat(self) -> ParallelStat:
        """Return the state of the queue, and the task of each worker."""
        with self._lock:
            order, running_tasks = self._order, self._pool.running_tasks(time.monotonic())
            stat = ParallelStat(
                order.put,
                order.got,
                self._pool.failed,
                len(order.waiting),
                order.ready,
                order.buffered,
                order.early(MOST_EARLY),
                order.turn if order.turn < order.put else None,
                (),
            )
        return replace(stat, workers=tuple(map(self._worker_stat, running_tasks)))

    def _worker_stat(self, one: RunningTask) -> WorkerStat:
        number, text = None, ""
        if one.task and isinstance(one.task.content, bytes):
            number, text = one.task.number, task_text(one.task.content, self.function_name)
        return WorkerStat(one.name, one.pid, number, text, one.busy, one.queued, one.held)

    def watch(self, watcher: Watcher | None) -> None:
        """Notify this watcher of every task from now on; None stops that. Raises BadCall."""
        if watcher is not None and not callable(getattr(watcher, "ended", None)):
            raise BadCall(f"'watcher' must have the methods of a Watcher, which {shown(watcher)} has not")
        with self._lock:
            self._pool.watcher = watcher

    def report_long_tasks(self) -> None:
        """Notify the watcher of running tasks that have taken longer than ``LONG_TASK`` seconds."""
        with self._lock:
            self._pool.report_long_tasks(time.monotonic())

    def empty(self) -> bool:
        """Return whether ``get`` would have to wait now."""
        return self._order.ready == 0

    def full(self) -> bool:
        """Return whether ``put`` would have to wait now."""
        return self._order.full

    def __iter__(self) -> Iterator[Any]:
        """Yield results until the result of every task has been got. Raises as ``get`` does."""
        while self.progress.got < self.progress.put:
            yield self.get()

    async def __aiter__(self) -> AsyncIterator[Any]:
        """Yield results in an event loop, without blocking it. A cancelled ``anext`` takes no result."""
        while self.progress.got < self.progress.put:
            with self._lock:
                event = None if self._order.ready or self._pool.broken else self._arrivals.event()
            if event:
                await event.wait()
            else:
                yield self.get(block=False)

    def join(self, timeout: float | None = None) -> bool:
        """Wait until every task is finished; after ``stop``, also until the workers have ended.

        Before ``stop`` the queue keeps a limited number of results (``out_q_max``): get them meanwhile if
        there are more. After ``stop`` it keeps all.

        Args:
            timeout: Seconds to wait; None waits without a limit.

        Returns:
            False if the time passed, or the queue was terminated, before all tasks were finished.
        """
        order, limit = self._order, patience(timeout)
        deadline = None if limit is None else time.monotonic() + limit
        try:
            with self._lock:
                self._wait(lambda: order.finished == order.put, limit, Empty())
        except Empty:
            return False
        if order.ending:
            self._pool.join(None if deadline is None else max(deadline - time.monotonic(), 0))
            return order.drained and not self._pool.is_alive()
        return order.finished == order.put

    def is_alive(self) -> bool:
        """Return whether workers run tasks. After ``stop`` they end when every task is finished."""
        return self._pool.broken is None

    def stop(self) -> None:
        """Accept no more tasks, and return immediately. The workers finish the tasks that were put.

        ``join`` waits until they have; ``get`` still returns every result, in order. A further ``put``
        raises Closed. If the program ends before that, it waits for the workers, unless they are daemon
        processes. ``terminate`` does not let them finish.
        """
        self._pool.finish(wait_at_exit=not self._daemon)

    def terminate(self) -> None:
        """End the workers immediately, even during a task. Calls that wait raise Closed."""
        self._end.detach()
        self._pool.terminate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers immediately: get the results inside the block."""
        self.terminate()


def _opened(result: Any) -> Any:
    """Return the value of a result, or raise its error."""
    if isinstance(result, TaskResult | RemoteResult):
        return result.open()
    if isinstance(result, PassedValue):
        return result.value
    try:
        raise result
    finally:
        del result  # breaks the cycle of the error, its traceback and this frame


def _remote(function: TaskFunction, args: tuple[Any, ...], options: dict[str, Any]) -> bytes:
    """Encode a task for remote workers. Raises BadCall, CodecError."""
    return import_name(function).encode() + b"\n" + encode_arguments(args, options)


class ParallelQueue(_Parallel):
    """Runs tasks in many processes, and returns their results in the order of the puts.

    ::

        with ParallelQueue(4) as queue:
            queue.put(pow, 3, 4)                # pow(3, 4) in a worker
            queue.put(sorted, "hello", reverse=True)
            print(list(queue))                  # [81, ['o', 'l', 'l', 'h', 'e']]

    Functions, arguments and results are pickled, so a function must be importable. Safe to use
    from several threads. If a worker dies, its task fails with WorkerLost and a new worker starts.

    With ``url`` the workers run on any machine: each is a command ``rqcore work URL module:function``.
    Arguments and results are then JSON. A task whose worker is lost is given to another worker, so each
    task runs at least once, and perhaps twice.

    Args:
        num_workers: Number of worker processes; None means one for each processor. With ``url`` it only
            sets the default of ``consumer_buffer_max``.
        daemon: Whether the workers are daemon processes, which cannot have child processes.
        in_q_max: Maximum number of tasks that wait for a worker; then ``put`` waits.
        out_q_max: Maximum number of results that wait for ``get``; then the workers wait.
        worker_q_max: Maximum number of tasks that a worker is given in advance.
        worker_init_f: A function that each worker calls first, without arguments.
        consumer_buffer_max: Maximum number of results that wait for a slower, earlier task; None means
            10 for each worker.
        context: How processes start: ``"fork"``, ``"spawn"``, ``"forkserver"``, a context of
            ``multiprocessing``, or None for the default of the system.
        url: The server that connects remote workers: ``rq://…``, ``rqs://…``, ``redis://…`` or
            ``rediss://…``; None starts processes on this machine.
        lease: Seconds without a heartbeat after which a remote worker counts as lost.

    Raises:
        BadCall: ``num_workers`` is less than 1.
        BadUrl: ``url`` is wrong.
        ConnectionLost: The server cannot be reached.
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
        url: str | Address | None = None,
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
        """Run ``task(*args, **options)`` in a worker. A value that is not callable is passed to ``get``.

        Args:
            task: The function; or any other value, which ``get`` returns unchanged in its turn.
            *args: The arguments of the function.
            timeout: Seconds to wait while ``in_q_max`` tasks wait for a worker; None waits without a limit.
            **options: The keyword arguments of the function.

        Raises:
            Full: There was no space in time.
            CodecError: The task cannot be pickled, or its arguments cannot be written as JSON.
            BadCall: A value that is not callable has arguments, or remote workers could not import the
                function.
            Closed: The queue was stopped.
            WorkerLost: No worker can start.
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
    """A ``ParallelQueue`` for tasks of one function, which is sent to each worker only once.

    With the start method ``fork``, the function does not have to be importable. ::

        with ParallelSingleTaskQueue(lambda number: number * number, 4, context="fork") as queue:
            queue.put(3)
            print(queue.get())    # 9

    Args:
        task_fn: The function of all tasks.
        num_workers: This and all further arguments: see ``ParallelQueue``.
        daemon: See ``ParallelQueue``.
        in_q_max: See ``ParallelQueue``.
        out_q_max: See ``ParallelQueue``.
        worker_q_max: See ``ParallelQueue``.
        worker_init_f: See ``ParallelQueue``.
        consumer_buffer_max: See ``ParallelQueue``.
        context: See ``ParallelQueue``.
        url: See ``ParallelQueue``.
        lease: See ``ParallelQueue``.
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
        url: str | Address | None = None,
        lease: float = LEASE,
    ) -> None:
        super().__init__(
            function_of("task_fn", task_fn),
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

    def put(self, *args: Any, timeout: float | None = None, **options: Any) -> None:
        """Call the function with these arguments in a worker; wait while the queue is full.

        Args:
            *args: The arguments of the function.
            timeout: Seconds to wait while ``in_q_max`` tasks wait for a worker; None waits without a limit.
                It is not passed to the function.
            **options: The keyword arguments of the function.

        Raises:
            Full: There was no space in time.
            CodecError: The arguments cannot be pickled, or cannot be written as JSON.
            BadCall: Remote workers could not import the function.
            Closed: The queue was stopped.
            WorkerLost: No worker can start.
        """
        content = _remote(self._function, args, options) if self._remote else pickled((args, options))
        self._add(timeout, content)
