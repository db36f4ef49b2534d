# SPDX-License-Identifier: MIT
"""The two connections of a debugger: one receives what happens, the other sends commands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from rqcore.client.connection import Connection
from rqcore.client.exchange import Exchange, unexpected
from rqcore.debug.debugger_replies import as_it_is, read_begun, read_notice
from rqcore.errors import ConnectionLost, RqError
from rqcore.protocol.resp import Push, Value, command
from rqcore.url import Url

T = TypeVar("T")

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
            begun = self._events.run(Exchange(command((b"RQ.DEBUG", b"BEGIN")), read_begun))
            self._events.settle()
            self._token = begun["token"]
            self.session: int = begun["session"]
            """The number of the session, as rules have it."""
            self.run("JOIN", self._token, read=as_it_is)
        except BaseException:
            self._close()
            raise
        self._threads = [
            threading.Thread(target=each, name="rqcore debugger", daemon=True)
            for each in (self._receive, self._beat)
        ]
        for thread in self._threads:
            thread.start()

    def run(self, *words: str | bytes | int, read: Callable[[Value], T]) -> T:
        """Send a subcommand of RQ.DEBUG, and return what ``read`` makes from its reply.

        Raises:
            ConnectionLost: The session has ended.
            ProtocolError: The reply does not fit the command.
            RqError: The controller refuses the command.
        """
        parts = [each if isinstance(each, bytes) else str(each).encode() for each in words]
        with self._lock:
            if self._end.is_set():
                raise ConnectionLost("this debugger is closed; attach another one")
            if self.failure is not None:
                raise ConnectionLost(f"the debugger session has ended: {self.failure}; attach again")
            try:
                value = self._commands.run(Exchange(command((b"RQ.DEBUG", *parts)), read))
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
                notice = _notice_of(value)
            except RqError as error:
                self._fail(error)
                return
            if notice is not None:
                self._notice(*notice)

    def _beat(self) -> None:
        while not self._end.wait(HEARTBEAT):
            try:
                # It fails if the session has ended, for example in a long sleep.
                self.run("JOIN", self._token, read=as_it_is)
                self.run("HEARTBEAT", read=as_it_is)
            except RqError as error:
                self._fail(error)
                return

    def _fail(self, error: RqError) -> None:
        if not self._end.is_set() and self.failure is None:
            self.failure = error
            self._notice("failed", {"reason": str(error)})


def _notice_of(value: Value) -> tuple[str, dict[str, Any]] | None:
    """Return what a push frame reports, and a map that describes it; None for any other value.

    Raises:
        ProtocolError: It has another form.
    """
    if not isinstance(value, Push) or value[:1] != [b"rq.debug"]:
        return None
    try:
        return read_notice(value)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise unexpected(list(value)) from error
