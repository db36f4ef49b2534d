# SPDX-License-Identifier: MIT
"""The kinds of queues that can be exposed: which of their methods are recorded, and how."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable
from multiprocessing.queues import Queue as ProcessesQueue
from typing import Any, NamedTuple

from rqcore.errors import Closed, StandardShutDown
from rqcore.exposing import worker_probe
from rqcore.exposing.preview import ItemSketch, sketch_get, sketch_put
from rqcore.exposing.reporter import Figures
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.process_queue import ProcessQueue
from rqcore.protocol.event_batch import Method, Outcome

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
    """Makes the sketch of the item from the arguments and the result of a call; the result is None before the
    end of the call."""


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
    return bool(0 < queue.maxsize <= len(queue.queue)) and not getattr(queue, "is_shutdown", False)


def _empty(queue: Any) -> bool:
    return not queue.queue and not getattr(queue, "is_shutdown", False)


def _full_asyncio(queue: Any) -> bool:
    return asyncio.Queue.full(queue) and not getattr(queue, "_is_shutdown", False)


def _empty_asyncio(queue: Any) -> bool:
    return asyncio.Queue.empty(queue) and not getattr(queue, "_is_shutdown", False)


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
            ProbedMethod("get", Method.GET, _empty, 1, sketch_get),
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
            ProbedMethod("put", Method.PUT, _full_asyncio),
            ProbedMethod("get", Method.GET, _empty_asyncio, -1, sketch_get),
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


def outcome_of(error: BaseException) -> Outcome:
    """Return how a call ended that raised an error."""
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(error, kind)), Outcome.ERROR)
