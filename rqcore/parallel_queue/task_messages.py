# SPDX-License-Identifier: MIT
"""The messages between a worker pool and its processes: tasks, and results.

A task is its number (``NUMBER``) and a pickle of function, arguments and keyword arguments. A result is a
header (``HEAD``: task number, kind, microseconds that the task took, time of its end in nanoseconds since
1970) and a pickle of the value, or of the exception and its traceback as text. All integers are
big-endian. An exception keeps its type and arguments.
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
"""The largest duration that fits into a header."""
TaskFunction = Callable[..., Any]


class ResultKind(enum.IntEnum):
    """The kinds of messages that a worker sends."""

    READY = 0
    """The worker has started and accepts tasks."""
    VALUE = 1
    """The task returned a value."""
    RAISED = 2
    """The task raised an exception."""
    INIT_FAILED = 3
    """``worker_init_f`` raised an exception, as it would in every worker."""


class TaskResult(NamedTuple):
    """The result of a task."""

    kind: ResultKind
    data: bytes
    """The pickled value; or the pickled exception and its traceback."""

    def open(self) -> Any:
        """Return the value.

        Raises:
            Exception: What the task raised, with the attribute ``stack_trace``.
            TaskError: The data cannot be unpickled.
        """
        try:
            value = pickle.loads(self.data)
        except Exception as error:
            raise TaskError(f"the result of the task cannot be unpickled here: {error!r}") from error
        if self.kind is ResultKind.VALUE:
            return value
        raise _with_trace(*value)


def _with_trace(error: BaseException, trace: str) -> BaseException:
    error.stack_trace = trace  # type: ignore[attr-defined]
    error.add_note(f"In the worker:\n{trace}")
    return error


def pickled(task: Any) -> bytes:
    """Pickle a task for a worker. Raises CodecError."""
    try:
        return pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # a __reduce__ may raise anything
        raise CodecError(
            f"the task cannot be sent to another process: {error}; "
            "a function must be importable, or be the one function of a ParallelSingleTaskQueue"
        ) from error


def work(line: WorkerChannel, function: TaskFunction | None, begin: Callable[[], object] | None) -> None:
    """Run tasks in a worker process until the pool closes the channel.

    Args:
        line: Brings tasks and takes results.
        function: The function of all tasks; None if each task brings its own.
        begin: Is called first; if it raises, the worker reports that and ends.
    """
    try:
        if begin:
            begin()
    except Exception as error:
        line.send(HEAD.pack(0, ResultKind.INIT_FAILED, 0, 0) + _raised(error))
        return
    line.send(HEAD.pack(0, ResultKind.READY, 0, 0))
    process = os.getpid()
    for data in line:
        (number,) = NUMBER.unpack_from(data)
        began = time.perf_counter()
        kind, content = _result(function, data)
        took = min(int((time.perf_counter() - began) * 1e6), MOST_MICROSECONDS)
        if os.getpid() != process:  # the task forked, and this is the child: only the parent may answer
            os._exit(0)
        line.send(HEAD.pack(number, kind, took, time.time_ns()) + content)


def _result(function: TaskFunction | None, data: bytes) -> tuple[ResultKind, bytes]:
    try:
        value = _call(function, data)
    except Exception as error:
        return ResultKind.RAISED, _raised(error)
    try:
        return ResultKind.VALUE, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        task_error = TaskError(
            f"the task returned a {type(value).__name__}, which cannot be pickled: {error}"
        )
        return ResultKind.RAISED, _raised(task_error.with_traceback(error.__traceback__))


def _call(function: TaskFunction | None, data: bytes) -> Any:
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
    except Exception as pickle_error:
        task_error = TaskError(f"the task raised {error!r}, which cannot be pickled: {pickle_error}")
        return pickle.dumps((task_error, trace))
