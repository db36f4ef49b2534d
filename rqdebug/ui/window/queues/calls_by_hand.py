# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that the user makes by hand on a queue. They run in other threads, and raise RqError."""

from __future__ import annotations

from dataclasses import dataclass

from rqcore import ControllerHandle
from rqcore.codec import Payload
from rqcore.errors import RqError


@dataclass(frozen=True, slots=True)
class PutResult:
    """What became of an item that was put several times."""

    count: int
    """How often it was put."""
    times: int
    """How often it should have been put."""
    size: int
    """The number of items in the queue afterwards."""
    error: str = ""
    """Why the rest was not put, in one sentence."""


def put_item(
    namespace: str,
    payload: Payload,
    wait: float,
    priority: float | None,
    times: int,
    controller: ControllerHandle,
) -> PutResult:
    """Put an item several times. An error after the first put is part of the result."""
    queue, done = controller.queue(namespace), 0
    try:
        for _ in range(times):
            queue.put(payload, timeout=wait, priority=priority)
            done += 1
    except RqError as error:
        if not done:
            raise
        return PutResult(done, times, 0, str(error))
    return PutResult(done, times, queue.qsize())


def take_item(namespace: str, controller: ControllerHandle) -> Payload:
    payload: Payload = controller.queue(namespace).get(block=False, decoded=False)
    return payload


def move_item(source: str, destination: str, number: int, controller: ControllerHandle) -> int:
    return controller.queue(source).move(controller.queue(destination), items=[number])


def purge(namespace: str, controller: ControllerHandle) -> int:
    return controller.queue(namespace).purge()


def shut_down(namespace: str, controller: ControllerHandle) -> None:
    controller.queue(namespace).shutdown()


def close_queue(namespace: str, controller: ControllerHandle) -> int:
    return controller.queue(namespace).close()
