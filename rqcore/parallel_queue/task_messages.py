# SPDX-License-Identifier: MIT
"""A task on its way to a worker, and its result on the way back.

A result travels as task number, kind, microseconds of work, the time when they
were over, and what its kind says. Exceptions keep their type and arguments, and bring their traceback as
text.
"""

from __future__ import annotations

import enum
import os
import pickle
import time
import traceback
from collections.abc import Callable
from struct import Struct
from typing import Any, NamedTuple

from rqcore.errors import CodecError, TaskError
from rqcore.parallel_queue.worker_process import WorkerChannel

NUMBER = Struct("!Q")
HEAD = Struct("!QBIQ")
MOST_MICROSECONDS = 0xFFFFFFFF
TaskFunction = Callable[..., Any]


class ResultKind(enum.IntEnum):
    """What a worker says."""

    READY = 0
    """It is there, and takes tasks."""
    VALUE = 1
    RAISED = 2
    USELESS = 3
    """``worker_init_f`` raised: no worker will ever do anything."""


class TaskResult(NamedTuple):
    """How a task ended; ``data`` is pickled."""

    kind: ResultKind
    data: bytes

    def open(self) -> Any:
        """The value. Raises what the task raised, with its ``stack_trace``; TaskError."""
        try:
            value = pickle.loads(self.data)
        except Exception as error:
            raise TaskError(f"what the task gave or raised cannot be unpickled here: {error!r}") from error
        if self.kind is ResultKind.VALUE:
            return value
        raise _with_trace(*value)


def _with_trace(error: BaseException, trace: str) -> BaseException:
    error.stack_trace = trace  # type: ignore[attr-defined]
    error.add_note(f"In the worker:\n{trace}")
    return error


def pickled(task: Any) -> bytes:
    """A task as workers read it. Raises CodecError."""
    try:
        return pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # a __reduce__ may raise anything
        raise CodecError(
            f"this task cannot be sent to another process: {error}; "
            "a function must be importable, or be that of a ParallelSingleTaskQueue"
        ) from error


def work(line: WorkerChannel, function: TaskFunction | None, begin: Callable[[], object] | None) -> None:
    """A worker's life. ``function``: that of all tasks; without one each brings its own."""
    try:
        if begin:
            begin()
    except Exception as error:
        line.send(HEAD.pack(0, ResultKind.USELESS, 0, 0) + _raised(error))
        return
    line.send(HEAD.pack(0, ResultKind.READY, 0, 0))
    process = os.getpid()
    for data in line:
        (number,) = NUMBER.unpack_from(data)
        began = time.perf_counter()
        kind, content = _result(function, data)
        took = min(int((time.perf_counter() - began) * 1e6), MOST_MICROSECONDS)
        if os.getpid() != process:  # the task forked, and this is the child: its result is not wanted
            os._exit(0)
        line.send(HEAD.pack(number, kind, took, time.time_ns()) + content)


def _result(function: TaskFunction | None, data: bytes) -> tuple[ResultKind, bytes]:
    try:
        value = _done(function, data)
    except Exception as error:
        return ResultKind.RAISED, _raised(error)
    try:
        return ResultKind.VALUE, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        useless = TaskError(f"the task gave a {type(value).__name__}, which cannot be pickled: {error}")
        return ResultKind.RAISED, _raised(useless.with_traceback(error.__traceback__))


def _done(function: TaskFunction | None, data: bytes) -> Any:
    task = pickle.loads(memoryview(data)[NUMBER.size :])
    if function:
        args, options = task
        return function(*args, **options)
    task_function, args, options = task
    return task_function(*args, **options)


def _raised(error: Exception) -> bytes:
    trace = "".join(traceback.format_exception(error))
    try:
        data = pickle.dumps((error, trace))
        pickle.loads(data)
        return data
    except Exception as trouble:
        useless = TaskError(f"the task raised {error!r}, which cannot be pickled: {trouble}")
        return pickle.dumps((useless, trace))
