# SPDX-License-Identifier: MIT
"""``rqcore work URL module:function``: run the tasks of one function for parallel queues on any machine."""

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any

from rqcore.client.pool import ConnectionPool
from rqcore.errors import (
    BadSetting,
    CallerError,
    ControllerError,
    ProtocolError,
    QueueState,
    RqError,
    TaskError,
    TooBig,
    quoted,
)
from rqcore.parallel_queue import heartbeat, remote_tasks
from rqcore.parallel_queue.remote_tasks import TaskRequest, open_pool
from rqcore.protocol.parallel_stats import WORKER
from rqcore.url import Url

log: logging.Logger = logging.getLogger("rqcore.work")

NETWORK_TIMEOUT = 5.0
"""Seconds that the network may take for any step."""
POLL_TIMEOUT = 1.0
"""Seconds that one request for a task waits."""
CLEANUP_INTERVAL = 60.0
"""Seconds between two searches for lists of dead queues."""
RETRY = 1.0
"""Seconds until the next attempt to reach the server."""


class WorkInterrupted(BaseException):
    """SIGTERM or SIGINT came."""


def work(url: str | None, name: str, ready: Callable[[str], None]) -> None:
    """Run tasks until SIGTERM or SIGINT. If the server is lost, connect again.

    Args:
        url: The server: ``rq://…``, ``rqs://…``, ``redis://…`` or ``rediss://…``; None takes RQ_URL.
        name: The function, as ``module:function``.
        ready: Is called with the URL, without its password, after each successful connection.

    Raises:
        BadUrl: The URL is wrong.
        BadSetting: There is no such function.
        WrongPass: The server refuses the password.
    """
    server, function = remote_tasks.server_url(url), function_of(name)
    scheme = url or os.environ.get("RQ_URL") or str(server)
    shown = f"{scheme.partition('://')[0]}://{str(server).partition('://')[2]}"  # without the password
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        while True:
            try:
                _work_at(server, name, function, partial(ready, shown))
            except (ControllerError, QueueState) as error:  # such as Closed, from a controller that stops
                log.warning("%s; trying again", error)
                time.sleep(RETRY)
    except WorkInterrupted:
        log.info("stopped")


def function_of(name: str) -> Callable[..., Any]:
    """Import ``module:function``; modules of the working directory come first. Raises BadSetting."""
    module, _, attribute = name.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        function = getattr(import_module(module), attribute)
    except (ImportError, ValueError, AttributeError) as error:
        raise BadSetting(f"cannot import {name!r}; write module:function: {error}") from error
    if not callable(function):
        raise BadSetting(f"{name!r} is a {type(function).__name__}, which cannot be called")
    return function  # type: ignore[no-any-return]


def _stop(number: int, frame: FrameType | None) -> None:
    raise WorkInterrupted


def _work_at(server: Url, name: str, function: Callable[..., Any], ready: Callable[[], None]) -> None:
    me = f"{socket.gethostname()}:{os.getpid()}"
    connection = open_pool(server, WORKER + me, NETWORK_TIMEOUT)
    try:
        ready()
        cleaned = -CLEANUP_INTERVAL
        while True:
            if time.monotonic() - cleaned > CLEANUP_INTERVAL:
                heartbeat.remove_dead(connection)
                cleaned = time.monotonic()
            if data := connection.run(remote_tasks.pop(remote_tasks.tasks_of(name), POLL_TIMEOUT)):
                try:
                    _run_task(server, connection, me, function, data)
                except CallerError as error:  # of this task alone, such as a queue name that is too long
                    log.warning("skipped the task %s: %s", quoted(data), error)
    finally:
        connection.close()


def _run_task(
    server: Url, connection: ConnectionPool, me: str, function: Callable[..., Any], data: bytes
) -> None:
    try:
        request = TaskRequest.read(data)
    except ProtocolError as error:
        log.warning("%s", error)
        return
    if not connection.run(remote_tasks.exists(remote_tasks.heartbeat_of(request.queue))):
        return  # the queue was stopped, or is dead
    results = remote_tasks.results_of(request.queue)

    def send(connection: ConnectionPool, what: str, content: Any = None) -> None:
        message = {"task": request.number, "worker": me, "is": what, what: content}
        connection.run(remote_tasks.push(results, json.dumps(message).encode()))

    send(connection, "begun")

    def send_heartbeat(connection: ConnectionPool) -> None:
        if connection.run(remote_tasks.exists(remote_tasks.heartbeat_of(request.queue))):
            send(connection, "alive")

    heartbeat_thread = HeartbeatThread(server, request.heartbeat, send_heartbeat)
    heartbeat_thread.start()
    try:
        what, content = _execute(function, request)
    except WorkInterrupted:
        heartbeat_thread.stop()
        send(connection, "left")
        raise
    finally:
        heartbeat_thread.stop()
    if not connection.run(remote_tasks.exists(remote_tasks.heartbeat_of(request.queue))):
        return
    try:
        send(connection, what, content)
    except TooBig as error:
        task_error = TaskError(f"the result of the task is too large: {error}")
        with _connected(server, WORKER + me) as another:  # the server may close the first one after this
            send(another, "raised", remote_tasks.encode_exception(task_error, ""))


@contextmanager
def _connected(server: Url, name: str) -> Iterator[ConnectionPool]:
    connection = open_pool(server, name, NETWORK_TIMEOUT)
    try:
        yield connection
    finally:
        connection.close()


def _execute(function: Callable[..., Any], request: TaskRequest) -> tuple[str, Any]:
    """Return ``value`` and the value, or ``raised`` and the encoded exception."""
    try:
        value = function(*request.args, **request.options)
    except (Exception, SystemExit) as error:
        return "raised", remote_tasks.encode_exception(error, _trace(error))
    try:
        json.dumps(value)
        return "value", value
    except (TypeError, ValueError, RecursionError) as error:
        task_error = TaskError(
            f"the task returned a {type(value).__name__}, which cannot be written as JSON: {error}"
        )
        return "raised", remote_tasks.encode_exception(task_error, _trace(error))


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


class HeartbeatThread(threading.Thread):
    """Sends heartbeats on a separate connection while a task runs.

    Args:
        server: The server.
        interval: Seconds before the first heartbeat, and between heartbeats.
        send: Sends a heartbeat on the connection that it is given.
    """

    def __init__(self, server: Url, interval: float, send: Callable[[ConnectionPool], None]) -> None:
        super().__init__(name="rqcore-heartbeat", daemon=True)
        self._server = server
        self._interval = interval
        self._send = send
        self._stopped = threading.Event()

    def run(self) -> None:
        """Send heartbeats until ``stop``. A lost connection is logged once and replaced."""
        if self._stopped.wait(self._interval):
            return  # a short task needs no heartbeat, and so no connection
        is_reported = False
        while not self._stopped.is_set():
            try:
                with _connected(self._server, "rqcore-beat") as connection:
                    self._send(connection)
                    is_reported = False
                    while not self._stopped.wait(self._interval):
                        self._send(connection)
            except RqError as error:
                if not is_reported:
                    log.warning("cannot send a heartbeat: %s", error)
                is_reported = True
                self._stopped.wait(self._interval)

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopped.set()
        self.join()
