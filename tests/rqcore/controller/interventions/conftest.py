# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller with whole sessions, and debuggers that hold, change and answer the calls of others."""

from __future__ import annotations

import json
from collections import deque
from itertools import pairwise
from typing import Any

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.users import Users
from rqcore.errors import RqError
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.resp import NOT_ENOUGH, PythonParser, command
from rqcore.server.client_session import ClientSession

WAITS = "waits"


class Line:
    """A client with its session."""

    def __init__(self, scene: Scene, name: str, address: str) -> None:
        self._scene = scene
        self.client = scene.controller.connect(address, scene.now_ns)
        self.client.name, self.client.protocol, self.client.is_announced = name, 3, True
        self.session = ClientSession(scene.controller, self.client)
        self._parser = PythonParser()
        self.heard: deque[Any] = deque()
        """Replies and push frames that were not read yet."""
        self.complaint = ""
        """The message of the last error."""
        self.sizes: list[int] = []
        """The bytes of each part of a reply."""

    def say(self, words: str, *more: bytes | str | int | float) -> None:
        """Send a command."""
        parts = [each if isinstance(each, bytes) else str(each).encode() for each in (*words.split(), *more)]
        self.hear(self.session.receive(command(parts), self._scene.now_ns))
        self._scene.settle()

    def __call__(self, words: str, *more: bytes | str | int | float) -> Any:
        """Send a command, and return its reply, or ``WAITS``."""
        self.say(words, *more)
        return self.reply()

    def reply(self) -> Any:
        """Return the next reply, or ``WAITS``. An error is its code."""
        return self.heard.popleft() if self.heard else WAITS

    def hear(self, data: bytes) -> None:
        self.sizes.append(len(data))
        self._parser.feed(data)
        while (value := self._parser.gets()) is not NOT_ENOUGH:
            if isinstance(value, RqError):
                self.complaint = str(value)
                value = value.code
            self.heard.append(value)

    def leave(self) -> None:
        self.session.end()
        self._scene.lines.pop(self.client.number)
        self._scene.controller.disconnect(self.client, self._scene.now_ns)
        self._scene.settle()


class Debugger(Line):
    """A client that debugs."""

    def __init__(self, scene: Scene, name: str = "debugger", address: str = "127.0.0.1:1") -> None:
        super().__init__(scene, name, address)
        self.notices: list[tuple[str, dict[str, Any]]] = []
        """What the controller has reported to it."""

    def rule(self, action: str | dict[str, Any] = "hold", when: Any = None, **fields: Any) -> int:
        """Add a rule, and return its number."""
        words = {"kind": action} if isinstance(action, str) else action
        rule = {"action": words, **fields} | ({"when": when} if when else {})
        reply = self("RQ.DEBUG ADD", json.dumps(rule))
        assert isinstance(reply, dict), self.complaint
        return reply[b"rule"]

    @property
    def held(self) -> list[dict[str, Any]]:
        """The calls that are held."""
        return [{key.decode(): value for key, value in each.items()} for each in self("RQ.DEBUG HELD")]

    def rules(self) -> dict[int, dict[str, Any]]:
        rules = [{key.decode(): value for key, value in each.items()} for each in self("RQ.DEBUG LIST")]
        return {each["rule"]: each for each in rules}


class Scene:
    """Clients and debuggers of one controller. Time stands still unless ``passes`` is called."""

    def __init__(self, users: dict[str, str] | None = None) -> None:
        self.controller = Controller(None, Users(users))
        self.state = self.controller.state
        self.now_ns = 0
        self.lines: dict[int, Line] = {}

    def client(self, name: str = "client", address: str = "") -> Line:
        line = Line(self, name, address or f"10.0.0.{len(self.lines) + 1}:1000")
        self.lines[line.client.number] = line
        return line

    def debugger(self, **fields: str) -> Debugger:
        line = Debugger(self, **fields)
        self.lines[line.client.number] = line
        return line

    def settle(self) -> None:
        """Deliver results, continue stalled sessions, and do the work in the background."""
        state = self.state
        while True:
            stalled = [each for each in self.lines.values() if each.session.is_stalled]
            notices = state.debuggers.notices
            if not (state.outgoing or state.background or notices or stalled):
                return
            state.background.step(self.now_ns)
            if state.outgoing:
                client, value = state.outgoing.popleft()
                if line := self.lines.get(client.number):
                    line.hear(line.session.deliver(value, self.now_ns))
            while notices:
                client, kind, value = notices.popleft()
                if isinstance(line := self.lines.get(client.number), Debugger):
                    line.notices.append((kind, value))
            for each in stalled:
                each.hear(each.session.resume(self.now_ns))

    def work_of_turns(self, line: Line, words: str) -> list[int]:
        """Let a client send a command. Returns the work of it, and of each later turn of the event loop."""
        state = self.state
        work = [state.work]
        line.hear(line.session.receive(command(words.encode().split()), self.now_ns))
        work.append(state.work)
        while state.background:
            state.background.step(self.now_ns)
            work.append(state.work)
        self.settle()
        assert not isinstance(line.reply(), str), line.complaint
        return [after - before for before, after in pairwise(work)]

    def passes(self, seconds: float) -> None:
        self.now_ns += round(seconds * 1e9)
        self.controller.expire(self.now_ns)
        self.settle()

    def events(self) -> Events:
        return Events(self)


class Events:
    """Observes all calls."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.line = scene.client("observer")
        assert self.line("RQ.OBSERVE VERSION 3") == b"OK"

    def read(self) -> list[dict[str, Any]]:
        """Return the events since the last time, as dicts."""
        publisher = self._scene.state.publisher
        publisher.flush()
        batches, lost = publisher.subscriptions[self.line.client.number].take()
        assert not lost
        return [event for batch in batches for event, _ in decode_batch(b"".join(batch)).events()]


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def a(scene: Scene) -> Line:
    return scene.client("a")


@pytest.fixture
def b(scene: Scene) -> Line:
    return scene.client("b")


@pytest.fixture
def debugger(scene: Scene) -> Debugger:
    return scene.debugger()
