# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the lanes of a script on one target: makes the calls, and closes the queues that were made."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from rqcore.client import ControllerHandle, QueueHandle
from rqcore.errors import Closed, ConnectionLost, ControllerError, NoQueue, RqError
from rqcore.queues import QueueStat, Waiter
from rqdebug.script.judge import Outcome
from rqdebug.script.lane import MAIN, At, Budget, Call, Fork, Lane, Sleep, Steps, Told
from rqdebug.script.nodes import Script
from rqdebug.script.report import Result, Tally
from rqdebug.signals import Signal


@dataclass(frozen=True, slots=True)
class Feed:
    """Where it is told how a run goes on. Signals are emitted in the threads of the lanes."""

    tally: Tally = field(default_factory=Tally)
    line_started: Signal[str, str, int] = field(default_factory=Signal)
    lane_ended: Signal[str, str] = field(default_factory=Signal)
    noted: Signal[str, str, int, str] = field(default_factory=Signal)
    result_added: Signal[Result] = field(default_factory=Signal)

    def add(self, result: Result) -> None:
        self.tally.add(result)
        self.result_added.emit(result)


class Driver:
    """One script on one target, pass after pass; each lane beside the first has a thread of its own."""

    def __init__(
        self,
        target: str,
        connect: Callable[[], ControllerHandle],
        feed: Feed,
        stopping: threading.Event,
    ) -> None:
        self.target = target
        self._connect = connect
        self._feed = feed
        self._stopping = stopping
        self._controller: ControllerHandle | None = None
        self._created: dict[str, QueueHandle] = {}
        self._lost = False

    def run(self, script: Script, loops: int) -> None:
        """Carry out the script so many times; 0: until stopped, or until the target is lost."""
        try:
            self._controller = self._connect()
        except Exception as error:  # of whatever kind: the report must not look as if all were well
            self._feed.tally.add_unreachable(self.target, str(error) or type(error).__name__)
            return
        with self._controller as controller:
            for loop in range(1, loops + 1) if loops else count(1):
                if self._stopping.is_set() or self._lost:
                    return
                self._pass(controller, script, loop)

    def hang_up(self) -> None:
        """End the calls that wait. Called from another thread, when the run is stopping."""
        if self._controller:
            self._controller.close()

    def _pass(self, controller: ControllerHandle, script: Script, loop: int) -> None:
        try:
            self._drive(controller, Lane(self.target, MAIN, loop, script.body, Budget(), {}))
        finally:
            self._clean_up()

    def _drive(self, controller: ControllerHandle, lane: Lane) -> None:
        steps = lane.steps()
        outcome: Outcome | None = None
        try:
            while not self._stopping.is_set():
                outcome = self._do(controller, lane, steps, outcome)
        except StopIteration:
            self._feed.lane_ended.emit(self.target, lane.name)

    def _do(
        self, controller: ControllerHandle, lane: Lane, steps: Steps, outcome: Outcome | None
    ) -> Outcome | None:
        """One step of a lane; the outcome is what to send it next. Raises StopIteration at its end."""
        match steps.send(outcome):
            case At(line):
                self._feed.line_started.emit(self.target, lane.name, line)
            case Result() as result:
                self._feed.add(result)
            case Told(line, text):
                self._feed.noted.emit(self.target, lane.name, line, text)
            case Sleep(seconds):
                self._stopping.wait(seconds)
            case Fork(lanes):
                self._fork(controller, lanes)
            case Call() as call:
                return self._call(controller, call)
        return None

    def _fork(self, controller: ControllerHandle, lanes: tuple[Lane, ...]) -> None:
        threads = [
            threading.Thread(target=self._drive, args=(controller, lane), name=lane.name, daemon=True)
            for lane in lanes
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _call(self, controller: ControllerHandle, call: Call) -> Outcome:
        began = time.perf_counter_ns()
        try:
            value = self._invoke(controller, call)
        except Exception as error:  # of whatever kind: it is what the vector gave
            self._lost = self._lost or isinstance(error, ConnectionLost)
            return Outcome(error=error, duration_ns=time.perf_counter_ns() - began)
        return Outcome(value, duration_ns=time.perf_counter_ns() - began)

    def _invoke(self, controller: ControllerHandle, call: Call) -> Any:
        if call.queue is None:
            return self._create(controller, call) if call.method == "create" else _give(controller, call)
        value = _give(call.queue, call)
        if call.method == "close":
            self._created.pop(call.queue.namespace, None)
        return _plain(value)

    def _create(self, controller: ControllerHandle, call: Call) -> QueueHandle:
        """Make a queue, and remember to close it unless ``exist_ok`` found it there."""
        found = call.arguments.get("exist_ok") and call.arguments.get("name") in _names(controller)
        queue: QueueHandle = _give(controller, call)
        if not found:
            self._created[queue.namespace] = queue
        return queue

    def _clean_up(self) -> None:
        created, self._created = self._created, {}
        try:
            for queue in created.values():
                with suppress(NoQueue, Closed):
                    queue.close()
        except ControllerError:
            self._clean_up_anew(created)

    def _clean_up_anew(self, namespaces: dict[str, QueueHandle]) -> None:
        """Close queues when the connection on which they were made is gone."""
        with suppress(RqError), self._connect() as controller:  # a target that is gone has no queues
            for namespace in namespaces:
                with suppress(NoQueue, Closed):
                    controller.queue(namespace).close()


def _give(receiver: Any, call: Call) -> Any:
    """Call a method, which the parser took from its table."""
    return getattr(receiver, call.method)(**call.arguments)


def _plain(value: Any) -> Any:
    """What the client tells in classes of its own, as values that a script knows."""
    if isinstance(value, (QueueStat, Waiter)):
        return asdict(value)
    return list(map(_plain, value)) if isinstance(value, list) else value


def _names(controller: ControllerHandle) -> set[str | None]:
    return {stat.name for stat in controller.queues()}
