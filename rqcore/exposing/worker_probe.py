# SPDX-License-Identifier: MIT
"""The workers of an exposed parallel queue: each worker is a client, and each task is one of its calls."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from rqcore.exposing.preview import ItemSketch, sketch
from rqcore.exposing.reporter import CallRecord, Exposure, Reporter
from rqcore.parallel_queue.remote_workers import RemoteResult
from rqcore.parallel_queue.reorder_buffer import PassedValue, Task
from rqcore.parallel_queue.task_messages import ResultKind, TaskResult
from rqcore.parallel_queue.task_text import LARGEST, task_text, value_text
from rqcore.protocol.event_batch import Method, Outcome, Phase


def sketch_put(arguments: tuple[Any, ...], number: int | None) -> ItemSketch:
    """Return the sketch of a task from the arguments and the result of the queue's ``_add``.

    The task has no number before the end of the call, when the result is None.
    """
    return 0 if number is None else number + 1, _beginning(arguments[-1])


def sketch_get(arguments: tuple[Any, ...], taken: tuple[int, Any]) -> ItemSketch:
    """Return the sketch of a result from the result of the queue's ``_next``.

    A large result is shown by its size only, so that it is not kept for its preview.
    """
    number, result = taken
    match result:
        case TaskResult() if len(result.data) > LARGEST:
            return number + 1, f"{len(result.data):,} bytes"
        case RemoteResult():
            return number + 1, _of_remote(result)
        case PassedValue():
            return number + 1, sketch(result.value)
    return number + 1, result


def _of_remote(result: RemoteResult) -> Any:
    match result.raised:
        case None:
            return sketch(result.value)
        case [_, str(name), _, str(message), *_]:
            return f"{name}: {sketch(message)}"
    return "an exception"


def _beginning(content: bytes | PassedValue) -> Any:
    """Return the part of a task that a preview reads."""
    return sketch(content.value) if isinstance(content, PassedValue) else content[: LARGEST + 1]


class WorkerProbe:
    """Records the tasks of a parallel queue, and reports the state of its workers.

    Args:
        exposure: The exposed queue.
        reporter: Receives the records.
        function_name: The name of the function that the tasks call, for previews.
    """

    def __init__(self, exposure: Exposure, reporter: Reporter, function_name: str) -> None:
        self._exposure = exposure
        self._reporter = reporter
        self._function_name = function_name
        self._calls: dict[str, int] = {}
        """Worker → number of its call, for tasks whose start was recorded."""

    def report(self, queue: Any) -> dict[str, Any]:
        """Return the fields of a ParallelStat, after recording the tasks that have run for a while."""
        queue.report_long_tasks()
        return asdict(queue.stat())

    def text(self, content: Any) -> str:
        """Return a preview of the content of a record: a task, or a result."""
        match content:
            case bytes():
                return task_text(content, self._function_name)
            case TaskResult():
                return value_text(content.data, raised=content.kind is ResultKind.RAISED)
        return str(content)

    def began(self, worker: str, task: Task, duration: int) -> None:
        """Record that a worker has been working on a task for ``duration`` ns."""
        self._calls[worker] = next(self._reporter.calls)
        self._record(worker, task, Phase.START, Outcome.BUSY, duration, time.time_ns(), self._calls[worker])

    def ended(self, worker: str, task: Task, outcome: Outcome, duration: int, time: int) -> None:
        """Record the end of a task.

        Args:
            worker: The name of the worker.
            task: The task.
            outcome: How it ended.
            duration: How long it took, in ns.
            time: When it ended, in ns since 1970.
        """
        call = self._calls.pop(worker, 0)
        if call or self._reporter.is_observed:
            self._record(worker, task, Phase.END, outcome, duration, time, call)

    def _record(
        self, worker: str, task: Task, phase: Phase, outcome: Outcome, duration: int, time: int, call: int
    ) -> None:
        exposure = self._exposure
        self._reporter.add_record(
            CallRecord(
                exposure.number,
                worker,
                Method.TASK,
                phase,
                outcome,
                time,
                duration,
                0,
                exposure.depth,
                call,
                task.number + 1,
                _beginning(task.content),
            )
        )
