# SPDX-License-Identifier: MIT
"""``rqcore work URL module:function``: do the tasks of one function for parallel queues anywhere."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any

from rqcore.client.connection import Connection, open_connection
from rqcore.errors import BadSetting, ConnectionLost, ControllerError, ProtocolError, QueueState, TaskError
from rqcore.parallel_queue import heartbeat, remote_tasks
from rqcore.parallel_queue.remote_tasks import TaskOrder
from rqcore.protocol.parallel_stats import WORKER
from rqcore.url import Url

log = logging.getLogger("rqcore.work")

NETWORK_TIMEOUT = 5.0
PATIENCE = 1.0
"""Seconds that one look for a task takes."""
SWEEP = 60.0
"""Seconds between two looks for what dead queues left."""
RETRY = 1.0
"""Seconds until the next attempt to reach the controller."""


class WorkInterrupted(BaseException):
    """A signal says to end."""


def work(url: str, name: str, ready: Callable[[str], None]) -> None:
    """Do tasks until SIGTERM or SIGINT; ``ready`` is told where. Raises BadUrl, BadSetting, WrongPass."""
    place, function = remote_tasks.place_of(url), function_of(name)
    where = f"{url.partition('://')[0]}://{str(place).partition('://')[2]}"  # which tells no password
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        while True:
            try:
                _work_at(place, name, function, partial(ready, where))
            except (ControllerError, QueueState) as error:  # such as Closed, from a controller that ends
                log.warning("%s; trying again", error)
                time.sleep(RETRY)
    except WorkInterrupted:
        log.info("stopped")


def function_of(name: str) -> Callable[..., Any]:
    """What ``module:function`` names. Raises BadSetting."""
    module, _, attribute = name.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        function = getattr(import_module(module), attribute)
    except (ImportError, ValueError, AttributeError) as error:
        raise BadSetting(f"{name!r} names no function, as in module:function: {error}") from error
    if not callable(function):
        raise BadSetting(f"{name!r} is a {type(function).__name__}, which cannot be called")
    return function  # type: ignore[no-any-return]


def _stop(number: int, frame: FrameType | None) -> None:
    raise WorkInterrupted


def _work_at(place: Url, name: str, function: Callable[..., Any], ready: Callable[[], None]) -> None:
    me = f"{socket.gethostname()}:{os.getpid()}"
    link = open_connection(place, WORKER + me, NETWORK_TIMEOUT)
    try:
        ready()
        swept = -SWEEP
        while True:
            if time.monotonic() - swept > SWEEP:
                heartbeat.sweep(link)
                swept = time.monotonic()
            if data := link.run(remote_tasks.pop(remote_tasks.tasks_of(name), PATIENCE)):
                _do(place, link, me, function, data)
    finally:
        link.close()


def _do(place: Url, link: Connection, me: str, function: Callable[..., Any], data: bytes) -> None:
    try:
        order = TaskOrder.read(data)
    except ProtocolError as error:
        log.warning("%s", error)
        return
    if not link.run(remote_tasks.exists(remote_tasks.sign_of(order.queue))):
        return  # its queue is gone
    results = remote_tasks.results_of(order.queue)

    def say(link: Connection, what: str, content: Any = None) -> None:
        said = {"task": order.number, "worker": me, "is": what, what: content}
        link.run(remote_tasks.push(results, json.dumps(said).encode()))

    say(link, "begun")

    def live(link: Connection) -> None:
        if link.run(remote_tasks.exists(remote_tasks.sign_of(order.queue))):
            say(link, "alive")

    beat = HeartbeatThread(place, order.beat, live)
    beat.start()
    try:
        what, content = _told(function, order)
    except WorkInterrupted:
        beat.stop()
        say(link, "left")
        raise
    finally:
        beat.stop()
    if link.run(remote_tasks.exists(remote_tasks.sign_of(order.queue))):
        say(link, what, content)


def _told(function: Callable[..., Any], order: TaskOrder) -> tuple[str, Any]:
    """What is said of it, ``value`` or ``raised``, and that."""
    try:
        value = function(*order.args, **order.options)
    except (Exception, SystemExit) as error:
        return "raised", remote_tasks.raised(error, _trace(error))
    try:
        json.dumps(value)
        return "value", value
    except (TypeError, ValueError, RecursionError) as error:
        useless = TaskError(f"the task gave a {type(value).__name__}, which JSON cannot carry: {error}")
        return "raised", remote_tasks.raised(useless, _trace(error))


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


class HeartbeatThread(threading.Thread):
    """Says again and again, on a connection of its own, that this worker lives."""

    def __init__(self, place: Url, interval: float, say: Callable[[Connection], None]) -> None:
        super().__init__(name="rqcore-beat", daemon=True)
        self._place = place
        self._interval = interval
        self._say = say
        self._over = threading.Event()

    def run(self) -> None:
        if self._over.wait(self._interval):
            return  # most tasks are short: they need no connection
        try:
            link = open_connection(self._place, "rqcore-beat", NETWORK_TIMEOUT)
            try:
                self._say(link)
                while not self._over.wait(self._interval):
                    self._say(link)
            finally:
                link.close()
        except ConnectionLost as error:
            log.warning("cannot say that this worker lives: %s", error)

    def stop(self) -> None:
        self._over.set()
        self.join()
