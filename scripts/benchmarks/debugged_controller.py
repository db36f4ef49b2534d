# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller in this process, with or without debuggers, and the same one without code for debuggers."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Callable
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.state import ControllerState
from rqcore.protocol.resp import command
from rqcore.server.client_session import ClientSession
from rqcore.server.controller_server import Server

Rule = dict[str, Any]
"""A rule of a debugger, as RQ.DEBUG ADD takes it."""


class LocalController:
    """A controller without sockets. Its clients send bytes and receive the replies.

    Args:
        has_hook: Whether its calls look for debuggers at all.
    """

    def __init__(self, has_hook: bool = True) -> None:
        """Start without queues and clients."""
        self.controller = Controller() if has_hook else _UndebuggedController()
        self._sessions: dict[int, tuple[Client, ClientSession]] = {}
        self.replies: list[bytes] = []
        """The replies of calls that had to wait, in the order in which they were sent."""

    def connect(self, address: str = "127.0.0.1:1") -> Callable[..., bytes]:
        """Connect a client. Returns a function that sends bytes and returns the reply."""
        client = self.controller.connect(address, 0)
        session = ClientSession(self.controller, client)
        self._sessions[client.number] = client, session
        receive = session.receive
        return lambda data: receive(data, 0)

    def attach(self, *rules: Rule) -> Callable[..., bytes]:
        """Attach a debugger with rules. Returns the function with which it sends bytes."""
        debugger = self.connect()
        _expect(debugger(command(["RQ.DEBUG", "BEGIN"])))
        for rule in rules:
            _expect(debugger(command(["RQ.DEBUG", "ADD", json.dumps(rule)])))
        return debugger

    def settle(self) -> None:
        """Let calls continue, and deliver their replies, until no work is left."""
        state = self.controller.state
        while state.outgoing or state.background:
            state.background.step(0)
            while state.outgoing:
                client, value = state.outgoing.popleft()
                session = self._sessions[client.number][1]
                if reply := session.deliver(value, 0):
                    self.replies.append(reply)
                if session.is_stalled and (reply := session.resume(0)):
                    self.replies.append(reply)
            state.debuggers.notices.clear()


def _expect(reply: bytes) -> None:
    if reply.startswith(b"-"):
        raise RuntimeError(reply.decode())


class _WithoutHook(ast.NodeTransformer):
    """Removes what asks for debuggers: a part of an ``or``, or an ``if``, of which the ``else`` remains."""

    def __init__(self) -> None:
        self.count = 0

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        if not _asks_for_debuggers(node.test):
            return node
        self.count += 1
        if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or):
            node.test.values = [part for part in node.test.values if not _asks_for_debuggers(part)]
            return node
        return node.orelse or None


def _asks_for_debuggers(test: ast.expr) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr == "debugging" for part in ast.walk(test))


def _without_hook(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method without its tests for debuggers, compiled from its source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    hooks = _WithoutHook()
    tree = ast.fix_missing_locations(hooks.visit(tree))
    if not hooks.count:
        raise RuntimeError(f"{method.__qualname__} has no test for debuggers; update the benchmark")
    code = compile(
        "from __future__ import annotations\n" + ast.unparse(tree), method.__code__.co_filename, "exec"
    )
    names: dict[str, Any] = {}
    exec(code, method.__globals__, names)  # noqa: S102  the source is our own
    found: Callable[..., Any] = names[method.__name__]
    return found


class _UndebuggedController(Controller):
    execute = _without_hook(Controller.execute)
    execute_batch = _without_hook(Controller.execute_batch)


def remove_hooks() -> None:
    """Remove the tests for debuggers from the calls of all controllers of this process."""
    for owner, name in (
        (Controller, "execute"),
        (Controller, "execute_batch"),
        (ControllerState, "_end_call"),
        (Server, "send_outgoing"),
    ):
        setattr(owner, name, _without_hook(getattr(owner, name)))
