# SPDX-License-Identifier: MIT
"""The workers of an exposed parallel queue: each is a client, each task a call of it."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from rqcore.exposing.preview import Shown, sketch
from rqcore.exposing.reporter import CallRecord, Exposure, Reporter
from rqcore.parallel_queue.remote_workers import RemoteResult
from rqcore.parallel_queue.reorder_buffer import PassedValue, Task
from rqcore.parallel_queue.task_messages import ResultKind, TaskResult
from rqcore.parallel_queue.task_text import LARGEST, task_text, value_text
from rqcore.protocol.event_batch import Method, Outcome, Phase


def of_put(arguments: tuple[Any, ...], number: int) -> Shown:
    """Of the arguments and the result of ``_Parallel._add``."""
    return number + 1, _head(arguments[-1])


def of_get(arguments: tuple[Any, ...], taken: tuple[int, Any]) -> Shown:
    """The same of ``_next``. A large result is not kept for its preview."""
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
        case [_, str(name), _, str(said), *_]:
            return f"{name}: {sketch(said)}"
    return "an exception"


def _head(content: bytes | PassedValue) -> Any:
    """As much of a task as is read of it."""
    return sketch(content.value) if isinstance(content, PassedValue) else content[: LARGEST + 1]


class WorkerProbe:
    """Notes the tasks of a queue, and tells how its workers stand."""

    def __init__(self, exposure: Exposure, reporter: Reporter, function_name: str) -> None:
        self._exposure = exposure
        self._reporter = reporter
        self._function_name = function_name
        self._calls: dict[str, int] = {}
        """Of workers at tasks that are told already: the number of that call."""

    def told(self, queue: Any) -> dict[str, Any]:
        queue.report_long_tasks()
        return asdict(queue.stat())

    def text(self, content: Any) -> str:
        match content:
            case bytes():
                return task_text(content, self._function_name)
            case TaskResult():
                return value_text(content.data, raised=content.kind is ResultKind.RAISED)
        return str(content)

    def began(self, worker: str, task: Task, duration: int) -> None:
        self._calls[worker] = next(self._reporter.calls)
        self._note(worker, task, Phase.START, Outcome.BUSY, duration, time.time_ns(), self._calls[worker])

    def ended(self, worker: str, task: Task, outcome: Outcome, duration: int, time: int) -> None:
        call = self._calls.pop(worker, 0)
        if call or self._reporter.on:
            self._note(worker, task, Phase.END, outcome, duration, time, call)

    def _note(
        self, worker: str, task: Task, phase: Phase, outcome: Outcome, duration: int, time: int, call: int
    ) -> None:
        exposure = self._exposure
        self._reporter.note(
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
                _head(task.content),
            )
        )
