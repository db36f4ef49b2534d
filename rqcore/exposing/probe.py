# SPDX-License-Identifier: MIT
"""Wraps the methods of one exposed queue with probes that record its calls.

The wrappers are attributes of the queue object, so other queues of the class are not affected.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from functools import wraps
from multiprocessing.queues import Queue as ProcessesQueue
from typing import Any, NamedTuple

from rqcore.errors import BadCall, Closed, StandardShutDown
from rqcore.exposing import worker_probe
from rqcore.exposing.preview import NO_ITEM, ItemSketch, sketch_get, sketch_put
from rqcore.exposing.reporter import CallRecord, Exposure, Figures, Reporter, exposure_of, reporter_of
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.process_queue import ProcessQueue
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase

WouldWait = Callable[[Any], bool]


class ProbedMethod(NamedTuple):
    """A method whose calls are recorded."""

    name: str
    method: Method
    would_wait: WouldWait
    """Returns whether a call would have to wait now."""
    timeout: int = -1
    """Position of the argument ``timeout``, which follows ``block``; -1 if it must be passed by keyword."""
    sketch: Callable[[tuple[Any, ...], Any], ItemSketch] = sketch_put
    """Makes the sketch of the item from the arguments and the result of a call."""


class ProbeKind(NamedTuple):
    """How one kind of queue is probed."""

    types: tuple[type, ...]
    methods: tuple[ProbedMethod, ...]
    figures: Figures
    is_asyncio: bool = False
    """Its methods are coroutines or must be called in an event loop."""
    has_workers: bool = False
    """It has workers, which are reported too."""


def _never(_: Any) -> bool:
    return False


def _full(queue: Any) -> bool:
    return bool(0 < queue.maxsize <= len(queue.queue))


def _size(queue: Any) -> int:
    try:
        return int(queue.qsize())
    except NotImplementedError:  # macOS does not count the items of a pipe
        return 0


KINDS = (
    ProbeKind(
        (queue.Queue,),
        (
            ProbedMethod("put", Method.PUT, _full, 2),
            ProbedMethod("get", Method.GET, lambda queue: not queue.queue, 1, sketch_get),
        ),
        lambda queue: {
            "size": len(queue.queue),
            "maxsize": queue.maxsize,
            "unfinished": queue.unfinished_tasks,
        },
    ),
    ProbeKind(
        (asyncio.Queue,),
        (
            ProbedMethod("put", Method.PUT, asyncio.Queue.full),
            ProbedMethod("get", Method.GET, asyncio.Queue.empty, -1, sketch_get),
        ),
        lambda queue: {"size": queue.qsize(), "maxsize": max(queue.maxsize, 0)},
        is_asyncio=True,
    ),
    ProbeKind(
        (ProcessesQueue,),
        (
            ProbedMethod("put", Method.PUT, ProcessesQueue.full, 2),
            ProbedMethod("get", Method.GET, ProcessesQueue.empty, 1, sketch_get),
        ),
        lambda queue: {"size": _size(queue)},
    ),
    ProbeKind(
        (ParallelQueue, ParallelSingleTaskQueue),
        (
            ProbedMethod("_add", Method.PUT, lambda queue: bool(queue.full()), 0, worker_probe.sketch_put),
            ProbedMethod("_next", Method.GET, lambda queue: bool(queue.empty()), 0, worker_probe.sketch_get),
        ),
        lambda queue: {
            "size": queue.progress.put - queue.progress.got,
            "unfinished": queue.progress.put - queue.progress.finished,
        },
        has_workers=True,
    ),
    ProbeKind(
        (ProcessQueue,),
        (ProbedMethod("start", Method.PUT, _never), ProbedMethod("append", Method.PUT, _never)),
        lambda queue: {"size": queue.queue_len()},
    ),
    ProbeKind((queue.SimpleQueue,), (), lambda queue: {"size": queue.qsize()}),
)

_OUTCOMES: tuple[tuple[type[BaseException], Outcome], ...] = (
    (queue.Empty, Outcome.EMPTY),
    (asyncio.QueueEmpty, Outcome.EMPTY),
    (queue.Full, Outcome.FULL),
    (asyncio.QueueFull, Outcome.FULL),
    (asyncio.CancelledError, Outcome.CANCELLED),
    (Closed, Outcome.CLOSED),
    (StandardShutDown, Outcome.SHUTDOWN),
    (getattr(asyncio, "QueueShutDown", StandardShutDown), Outcome.SHUTDOWN),  # from Python 3.13
)


def expose(queue: Any, name: str, *, url: str | None = None) -> Exposure:
    """Make a queue of this program visible at a controller, and so in the debugger.

    The controller lists the queue with its size and its blocked calls. While an observer is connected, it
    also receives every call, with the name of its thread or task and a preview of the item::

        import queue, rqcore

        jobs = queue.Queue(maxsize=10)
        exposure = rqcore.expose(jobs, "jobs", url="rq://127.0.0.1:7654")
        jobs.put("hello")    # an event, if an observer is connected
        exposure.close()     # optional; the queue works as before

    A background thread sends the reports, so a slow or missing controller never blocks the program. The
    thread tries again every 2 seconds, also after a lost connection. Events that come faster than they can
    be sent are dropped, and their number is logged. After a fork, the child process reports its own copy.
    A queue that is already exposed is exposed again, with the new name and controller in place of the old.

    Args:
        queue: A ``queue.Queue`` of any kind, an ``asyncio.Queue``, a ``multiprocessing.Queue``, or one of
            rqcore's ``ParallelQueue``, ``ParallelSingleTaskQueue`` and ``ProcessQueue``. For a
            ``queue.SimpleQueue``, only the size is reported. Only a weak reference to the queue is kept.
        name: The name by which the queue is listed. It does not have to be unique.
        url: The address of the controller, as for ``rqcore.connect``. None takes the environment variable
            ``RQ_URL``, or else ``rq://127.0.0.1:7654``.

    Returns:
        The exposure; its ``close`` stops the reports.

    Raises:
        BadCall: ``queue`` is not a queue that can be exposed.
        BadUrl: The URL is not the URL of a controller.
    """
    kind = next((kind for kind in KINDS if isinstance(queue, kind.types)), None)
    if kind is None:
        raise BadCall(
            f"a {type(queue).__name__} cannot be exposed; "
            "pass a queue of the modules queue, asyncio, multiprocessing or rqcore"
        )
    reporter = reporter_of(url)
    if earlier := exposure_of(queue):
        earlier.restore()
    exposure = Exposure(reporter, queue, name, _label(type(queue)), kind.figures)
    if hasattr(queue, "__dict__"):
        exposure.wrapped = _wrap(queue, kind, exposure, reporter)
    if kind.has_workers:
        exposure.workers = worker_probe.WorkerProbe(exposure, reporter, queue.function_name)
        queue.watch(exposure.workers)
        exposure.is_watching = True
    reporter.add(exposure)
    if earlier:
        earlier.close()
    return exposure


def _label(queues: type) -> str:
    """Return the name of a class of queues, as it is listed."""
    package = queues.__module__.partition(".")[0]
    return queues.__name__ if package == "rqcore" else f"{package}.{queues.__name__}"


def _wrap(queue: Any, kind: ProbeKind, exposure: Exposure, reporter: Reporter) -> list[str]:
    for probed in kind.methods:
        probe = Probe(queue, probed, exposure, reporter)
        if kind.is_asyncio:
            immediate = f"{probed.name}_nowait"
            setattr(queue, immediate, probe.immediate(getattr(queue, immediate)))
            setattr(queue, probed.name, probe.asynchronous(getattr(queue, probed.name)))
        else:
            setattr(queue, probed.name, probe.blocking(getattr(queue, probed.name)))
    return [name for probed in kind.methods for name in (probed.name, f"{probed.name}_nowait")]


class Probe:
    """Records the calls of one method of one queue.

    Args:
        queue: The queue.
        probed: The method.
        exposure: Counts the items and the blocked calls.
        reporter: Receives the records.
    """

    def __init__(self, queue: Any, probed: ProbedMethod, exposure: Exposure, reporter: Reporter) -> None:
        self._probed = probed
        self._exposure = exposure
        self._reporter = reporter
        self._would_wait = probed.would_wait
        self._tasks: set[object] = set()
        """Tasks that wait in the method; the ``…_nowait`` that it calls at the end is not another call."""

    def blocking(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a method that may block its thread."""
        reporter, probed, count, me = self._reporter, self._probed, self._count, threading.current_thread
        would_wait, owner, record_call = probed.would_wait, original.__self__, self._record_call  # type: ignore[attr-defined]
        sketch = probed.sketch

        @wraps(original)
        def call(*args: Any, **options: Any) -> Any:
            if would_wait(owner) and self._may_wait(args, options):
                return self._blocked_call(me().name, original, args, options)
            if not reporter.is_observed:
                result = original(*args, **options)
                count()
                return result
            try:
                result = original(*args, **options)
            except BaseException as error:
                record_call(me().name, _outcome(error))
                raise
            count()
            record_call(me().name, Outcome.OK, sketch(args or _first(options), result))
            return result

        return call

    def _blocked_call(self, client: str, original: Callable[..., Any], args: Any, options: Any) -> Any:
        number, began = self._begin(client, self._timeout(args, options))
        outcome, sketch = Outcome.OK, NO_ITEM
        try:
            result = original(*args, **options)
        except BaseException as error:
            outcome = _outcome(error)
            raise
        else:
            self._count()
            sketch = self._probed.sketch(args or _first(options), result)
            return result
        finally:
            self._end(number, began, client, outcome, sketch)

    def immediate(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a method of an asyncio queue that does not wait."""

        @wraps(original)
        def call(*args: Any, **options: Any) -> Any:
            outcome, sketch = Outcome.OK, NO_ITEM
            try:
                result = original(*args, **options)
            except Exception as error:
                outcome = _outcome(error)
                raise
            else:
                self._count()
                if self._reporter.is_observed:
                    sketch = self._probed.sketch(args or _first(options), result)
                return result
            finally:
                if self._reporter.is_observed and not (self._tasks and _task() in self._tasks):
                    self._record_call(_task_name(), outcome, sketch)

        return call

    def asynchronous(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a coroutine of an asyncio queue, which finally calls the ``…_nowait`` method."""
        owner = original.__self__  # type: ignore[attr-defined]

        @wraps(original)
        async def call(*args: Any, **options: Any) -> Any:
            if not self._would_wait(owner):
                return await original(*args, **options)
            task, client, outcome, sketch = _task(), _task_name(), Outcome.OK, NO_ITEM
            number, began = self._begin(client, None)
            self._tasks.add(task)
            try:
                result = await original(*args, **options)
            except BaseException as error:
                outcome = _outcome(error)
                raise
            else:
                sketch = self._probed.sketch(args or _first(options), result)
                return result
            finally:
                self._tasks.discard(task)
                self._end(number, began, client, outcome, sketch)

        return call

    def _count(self) -> None:
        if self._probed.method is Method.PUT:
            self._exposure.puts += 1
        else:
            self._exposure.gets += 1

    def _may_wait(self, args: tuple[Any, ...], options: dict[str, Any]) -> bool:
        at = self._probed.timeout - 1
        block = options.get("block", args[at] if 0 <= at < len(args) else True)
        return bool(block) and self._timeout(args, options) != 0

    def _timeout(self, args: tuple[Any, ...], options: dict[str, Any]) -> float | None:
        at = self._probed.timeout
        timeout = options.get("timeout", args[at] if 0 <= at < len(args) else None)
        return timeout if isinstance(timeout, int | float) else None

    def _begin(self, client: str, timeout: float | None) -> tuple[int, int]:
        number, began = next(self._reporter.calls), time.monotonic_ns()
        self._exposure.waiting[number] = client, self._probed.method, began, timeout
        if self._reporter.is_observed:
            limit = NO_TIMEOUT if timeout is None else int(timeout * 1e9)
            self._record(client, Phase.START, Outcome.BLOCKED, 0, limit, number)
        return number, began

    def _end(
        self, number: int, began: int, client: str, outcome: Outcome, sketch: ItemSketch = NO_ITEM
    ) -> None:
        _, _, _, timeout = self._exposure.waiting.pop(number, (client, None, began, None))
        if self._reporter.is_observed:
            limit = NO_TIMEOUT if timeout is None else int(timeout * 1e9)
            self._record(client, Phase.END, outcome, time.monotonic_ns() - began, limit, number, sketch)

    def _record_call(self, client: str, outcome: Outcome, sketch: ItemSketch = NO_ITEM) -> None:
        self._record(client, Phase.END, outcome, 0, 0, 0, sketch)

    def _record(
        self,
        client: str,
        phase: Phase,
        outcome: Outcome,
        duration: int,
        timeout: int,
        number: int,
        sketch: ItemSketch = NO_ITEM,
    ) -> None:
        exposure = self._exposure
        self._reporter.add_record(
            CallRecord(
                exposure.number,
                client,
                self._probed.method,
                phase,
                outcome,
                time.time_ns(),
                duration,
                timeout,
                exposure.depth,
                number,
                *sketch,
            )
        )


def _first(options: dict[str, Any]) -> tuple[Any, ...]:
    """Return the item of a put that was passed by keyword, as the only positional argument."""
    return next(((options[name],) for name in ("item", "obj") if name in options), ())


def _outcome(error: BaseException) -> Outcome:
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), Outcome.ERROR)


def _task() -> object:
    try:
        return asyncio.current_task()
    except RuntimeError:  # no event loop is running in this thread
        return None


def _task_name() -> str:
    task = _task()
    return task.get_name() if isinstance(task, asyncio.Task) else threading.current_thread().name
