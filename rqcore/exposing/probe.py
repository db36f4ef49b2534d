# SPDX-License-Identifier: MIT
"""What is put round the methods of an exposed queue, on that one object."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from multiprocessing.queues import Queue as ProcessesQueue
from typing import Any, NamedTuple

from rqcore.errors import BadCall, Closed
from rqcore.exposing import worker_probe
from rqcore.exposing.preview import UNKNOWN, Shown, of_get, of_put
from rqcore.exposing.reporter import CallRecord, Exposure, Figures, Reporter, reporter_of
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.process_queue import ProcessQueue
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase

Waits = Callable[[Any], bool]


class ProbedMethod(NamedTuple):
    """A method that is watched."""

    name: str
    method: Method
    waits: Waits
    """Whether it would have to wait now."""
    timeout: int = -1
    """The place of its argument ``timeout``, behind that of ``block``; -1: it can only be named."""
    shown: Callable[[tuple[Any, ...], Any], Shown] = of_put
    """Tells of its arguments and its result which item it moved, as far as that is known."""


class ProbeKind(NamedTuple):
    """How a kind of queue is looked at."""

    types: tuple[type, ...]
    verbs: tuple[ProbedMethod, ...]
    figures: Figures
    loops: bool = False
    """Its methods are those of an event loop."""
    crew: bool = False
    """It has workers."""


def _never(_: Any) -> bool:
    return False


def _full(queue: Any) -> bool:
    return bool(0 < queue.maxsize <= len(queue.queue))


def _size(queue: Any) -> int:
    try:
        return int(queue.qsize())
    except NotImplementedError:  # some systems do not count the items of a pipe
        return 0


KINDS = (
    ProbeKind(
        (queue.Queue,),
        (
            ProbedMethod("put", Method.PUT, _full, 2),
            ProbedMethod("get", Method.GET, lambda queue: not queue.queue, 1, of_get),
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
            ProbedMethod("get", Method.GET, asyncio.Queue.empty, -1, of_get),
        ),
        lambda queue: {"size": queue.qsize(), "maxsize": max(queue.maxsize, 0)},
        loops=True,
    ),
    ProbeKind(
        (ProcessesQueue,),
        (
            ProbedMethod("put", Method.PUT, ProcessesQueue.full, 2),
            ProbedMethod("get", Method.GET, ProcessesQueue.empty, 1, of_get),
        ),
        lambda queue: {"size": _size(queue)},
    ),
    ProbeKind(
        (ParallelQueue, ParallelSingleTaskQueue),
        (
            ProbedMethod("_add", Method.PUT, lambda queue: bool(queue.full()), 0, worker_probe.of_put),
            ProbedMethod("_next", Method.GET, lambda queue: bool(queue.empty()), 0, worker_probe.of_get),
        ),
        lambda queue: {
            "size": queue.progress.put - queue.progress.got,
            "unfinished": queue.progress.put - queue.progress.finished,
        },
        crew=True,
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
)


def expose(queue: Any, name: str, *, url: str | None = None) -> Exposure:
    """Let the controller at ``url`` know of a queue of this program, and observers of the calls on it.

    A ``queue.Queue`` of any kind, an ``asyncio.Queue``, a ``multiprocessing.Queue``, a ProcessQueue or a
    ParallelQueue; of a ``queue.SimpleQueue`` only the size can be known. Without a URL, RQ_URL in the
    environment says where, or it is the usual port of this machine; it need not be there. Raises BadUrl,
    BadCall for what is no such queue.
    """
    kind = next((kind for kind in KINDS if isinstance(queue, kind.types)), None)
    if kind is None:
        raise BadCall(f"a {type(queue).__name__} is no queue that can be exposed")
    reporter = reporter_of(url)
    exposure = Exposure(reporter, queue, name, _label(type(queue)), kind.figures)
    if hasattr(queue, "__dict__"):
        exposure.probed = _wrap(queue, kind, exposure, reporter)
    if kind.crew:
        exposure.crew = worker_probe.WorkerProbe(exposure, reporter, queue.function_name)
        queue.watch(exposure.crew)
    reporter.add(exposure)
    return exposure


def _label(queues: type) -> str:
    """What people call this class of queues."""
    package = queues.__module__.partition(".")[0]
    return queues.__name__ if package == "rqcore" else f"{package}.{queues.__name__}"


def _wrap(queue: Any, kind: ProbeKind, exposure: Exposure, reporter: Reporter) -> list[str]:
    for verb in kind.verbs:
        probe = Probe(queue, verb, exposure, reporter)
        if kind.loops:
            at_once = f"{verb.name}_nowait"
            setattr(queue, at_once, probe.at_once(getattr(queue, at_once)))
            setattr(queue, verb.name, probe.awaited(getattr(queue, verb.name)))
        else:
            setattr(queue, verb.name, probe.blocking(getattr(queue, verb.name)))
    return [name for verb in kind.verbs for name in (verb.name, f"{verb.name}_nowait")]


class Probe:
    """One method of one queue."""

    def __init__(self, queue: Any, verb: ProbedMethod, exposure: Exposure, reporter: Reporter) -> None:
        self._verb = verb
        self._exposure = exposure
        self._reporter = reporter
        self._waits = verb.waits
        self._tasks: set[object] = set()
        """Those that wait in it: what they call at last is no other call."""

    def blocking(self, original: Callable[..., Any]) -> Callable[..., Any]:
        reporter, verb, count, me = self._reporter, self._verb, self._count, threading.current_thread
        waits, owner, at_once = verb.waits, original.__self__, self._at_once  # type: ignore[attr-defined]
        shown = verb.shown

        def call(*args: Any, **options: Any) -> Any:
            if waits(owner) and self._may_wait(args, options):
                return self._waited(me().name, original, args, options)
            if not reporter.on:
                result = original(*args, **options)
                count()
                return result
            try:
                result = original(*args, **options)
            except BaseException as error:
                at_once(me().name, _outcome(error))
                raise
            count()
            at_once(me().name, Outcome.OK, shown(args, result))
            return result

        return call

    def _waited(self, client: str, original: Callable[..., Any], args: Any, options: Any) -> Any:
        number, began = self._begin(client, self._timeout(args, options))
        outcome, shown = Outcome.OK, UNKNOWN
        try:
            result = original(*args, **options)
        except BaseException as error:
            outcome = _outcome(error)
            raise
        else:
            self._count()
            shown = self._verb.shown(args, result)
            return result
        finally:
            self._end(number, began, client, outcome, shown)

    def at_once(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """A method of an event loop's queue that does not wait."""

        def call(*args: Any) -> Any:
            outcome, shown = Outcome.OK, UNKNOWN
            try:
                result = original(*args)
            except Exception as error:
                outcome = _outcome(error)
                raise
            else:
                self._count()
                if self._reporter.on:
                    shown = self._verb.shown(args, result)
                return result
            finally:
                if self._reporter.on and not (self._tasks and _task() in self._tasks):
                    self._at_once(_task_name(), outcome, shown)

        return call

    def awaited(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """A method of an event loop's queue that may wait; it calls the one that does not at last."""
        owner = original.__self__  # type: ignore[attr-defined]

        async def call(*args: Any) -> Any:
            if not self._waits(owner):
                return await original(*args)
            task, client, outcome, shown = _task(), _task_name(), Outcome.OK, UNKNOWN
            number, began = self._begin(client, None)
            self._tasks.add(task)
            try:
                result = await original(*args)
            except BaseException as error:
                outcome = _outcome(error)
                raise
            else:
                shown = self._verb.shown(args, result)
                return result
            finally:
                self._tasks.discard(task)
                self._end(number, began, client, outcome, shown)

        return call

    def _count(self) -> None:
        if self._verb.method is Method.PUT:
            self._exposure.puts += 1
        else:
            self._exposure.gets += 1

    def _may_wait(self, args: tuple[Any, ...], options: dict[str, Any]) -> bool:
        at = self._verb.timeout - 1
        block = options.get("block", args[at] if 0 <= at < len(args) else True)
        return bool(block) and self._timeout(args, options) != 0

    def _timeout(self, args: tuple[Any, ...], options: dict[str, Any]) -> float | None:
        at = self._verb.timeout
        timeout = options.get("timeout", args[at] if 0 <= at < len(args) else None)
        return timeout if isinstance(timeout, int | float) else None

    def _begin(self, client: str, timeout: float | None) -> tuple[int, int]:
        number, began = next(self._reporter.calls), time.monotonic_ns()
        self._exposure.waiting[number] = client, self._verb.method, began, timeout
        if self._reporter.on:
            limit = NO_TIMEOUT if timeout is None else int(timeout * 1e9)
            self._note(client, Phase.START, Outcome.BLOCKED, 0, limit, number)
        return number, began

    def _end(self, number: int, began: int, client: str, outcome: Outcome, shown: Shown = UNKNOWN) -> None:
        _, _, _, timeout = self._exposure.waiting.pop(number, (client, None, began, None))
        if self._reporter.on:
            limit = NO_TIMEOUT if timeout is None else int(timeout * 1e9)
            self._note(client, Phase.END, outcome, time.monotonic_ns() - began, limit, number, shown)

    def _at_once(self, client: str, outcome: Outcome, shown: Shown = UNKNOWN) -> None:
        self._note(client, Phase.END, outcome, 0, 0, 0, shown)

    def _note(
        self,
        client: str,
        phase: Phase,
        outcome: Outcome,
        duration: int,
        timeout: int,
        number: int,
        shown: Shown = UNKNOWN,
    ) -> None:
        exposure = self._exposure
        self._reporter.note(
            CallRecord(
                exposure.number,
                client,
                self._verb.method,
                phase,
                outcome,
                time.time_ns(),
                duration,
                timeout,
                exposure.depth,
                number,
                *shown,
            )
        )


def _outcome(error: BaseException) -> Outcome:
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), Outcome.ERROR)


def _task() -> object:
    try:
        return asyncio.current_task()
    except RuntimeError:  # put_nowait is called where no loop runs
        return None


def _task_name() -> str:
    task = _task()
    return task.get_name() if isinstance(task, asyncio.Task) else threading.current_thread().name
