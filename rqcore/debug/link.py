# SPDX-License-Identifier: MIT
"""The two connections of a debugger: one receives what happens, the other sends commands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from rqcore.client.connection import Connection
from rqcore.client.exchange import Exchange, plain
from rqcore.errors import ConnectionLost, RqError
from rqcore.protocol.resp import Push, Value, command
from rqcore.url import Url

HEARTBEAT = 3.0
"""Seconds between two signs of life. The controller waits ``DebuggerState``'s 10 seconds for one."""
LOOK = 0.2
"""Seconds after which the receiving thread looks whether it must end."""

Notice = Callable[[str, dict[str, Any]], None]
"""Called with what happened, and a map that describes it."""


class DebuggerLink:
    """A debugger session with a controller.

    Args:
        url: The address of the controller.
        name: The name of the client.
        network_timeout: Maximum seconds that the network may take for a command.
        notice: Called in another thread when something happens.

    Raises:
        ConnectionLost: The controller cannot be reached.
        NotAllowed: The client may not debug it.
    """

    def __init__(self, url: Url, name: str, network_timeout: float, notice: Notice) -> None:
        """Begin the session."""
        self._notice = notice
        self._lock = threading.Lock()
        self._end = threading.Event()
        self.failure: RqError | None = None
        """Why the session has ended, although the debugger did not end it."""
        self._events = Connection(url, network_timeout)
        self._commands = Connection(url, network_timeout)
        try:
            self._events.open(name)
            self._commands.open(name)
            begun = self._events.run(Exchange(command((b"RQ.DEBUG", b"BEGIN")), plain))
            self._events.settle()
            self._token = begun["token"]
            self.session: int = begun["session"]
            """The number of the session, as rules have it."""
            self.run("JOIN", self._token)
        except BaseException:
            self._close()
            raise
        self._threads = [
            threading.Thread(target=each, name="rqcore debugger", daemon=True)
            for each in (self._receive, self._beat)
        ]
        for thread in self._threads:
            thread.start()

    def run(self, *words: str | bytes | int) -> Any:
        """Send a subcommand of RQ.DEBUG, and return its reply, with bytes as they are.

        Raises:
            ConnectionLost: The session has ended.
            RqError: The controller refuses the command.
        """
        parts = [each if isinstance(each, bytes) else str(each).encode() for each in words]
        with self._lock:
            if self._end.is_set():
                raise ConnectionLost("this debugger is closed; attach another one")
            if self.failure is not None:
                raise ConnectionLost(f"the debugger session has ended: {self.failure}; attach again")
            try:
                value = self._commands.run(Exchange(command((b"RQ.DEBUG", *parts)), _as_it_is))
            except ConnectionLost as error:
                self._fail(error)
                raise
            self._commands.settle()
            return value

    def close(self) -> None:
        """End the session: everything that it holds continues."""
        self._end.set()
        self.failure = self.failure or ConnectionLost("the debugger was closed")
        self._notice("closed", {})
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()
        self._close()

    def _close(self) -> None:
        self._events.close()
        self._commands.close()

    def _receive(self) -> None:
        while not self._end.is_set():
            try:
                value = self._events.receive(LOOK)
            except RqError as error:
                self._fail(error)
                return
            if isinstance(value, Push) and value[0] == b"rq.debug":
                _, kind, facts = value
                self._notice(plain(kind), keyed(facts))

    def _beat(self) -> None:
        while not self._end.wait(HEARTBEAT):
            try:
                self.run("JOIN", self._token)  # fails if the session has ended, for example in a long sleep
                self.run("HEARTBEAT")
            except RqError as error:
                self._fail(error)
                return

    def _fail(self, error: RqError) -> None:
        if not self._end.is_set() and self.failure is None:
            self.failure = error
            self._notice("failed", {"reason": str(error)})


def _as_it_is(reply: Value) -> Any:
    return reply


def keyed(value: Any) -> Any:
    """Return maps with texts as their keys, and bytes as they are."""
    if isinstance(value, dict):
        return {key.decode() if isinstance(key, bytes) else key: keyed(each) for key, each in value.items()}
    return [keyed(each) for each in value] if isinstance(value, list) else value
