# SPDX-License-Identifier: MIT
"""Serves a ZenQueue client on one queue of a controller: bytes in, bytes out.

A ZenQueue client calls the queue as any other client does: its calls wait in the same wait queues, and
observers see them. Values are items with the codec json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial
from typing import Any

from rqcore.codec import Codec
from rqcore.codec import decode as value_of
from rqcore.controller.calls.queue_calls import (
    get_item,
    get_items,
    give_back_item,
    put_item,
    put_items,
    use_queue,
)
from rqcore.controller.clients import Client, PendingTurn
from rqcore.controller.handlers.commits import carry_out
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.refused_calls import record_failed
from rqcore.controller.items import Item
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import NO_VALUE, ControllerState
from rqcore.errors import CodecError, Empty, RqError, ZenRequestError, ZenTimeout
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.event_batch import Method
from rqcore.protocol.reply_types import StructureReply
from rqcore.protocol.spool_api import content
from rqcore.protocol.timeouts import LONGEST_TIMEOUT
from rqcore.server.base_session import PARSING, SLICE, BaseSession, log
from rqcore.zen.zen_protocol import (
    TooManyValues,
    WebPageRefused,
    ZenFraming,
    ZenRequest,
    encode,
    failure,
    shown,
    success,
)

PULLED, PUSHED = 1000, 5000
"""The most items that one step of a ``pull_many`` and a ``push_many`` moves. Others are served after it."""
MOST_BYTES = 4 << 20
"""The most bytes of a request, because JSON is decoded in one step."""
SCALARS = frozenset((str, int, float, bool, type(None)))
ZEN = CommandSpec("ZEN", (), StructureReply("JSON"), (), "An action of ZenQueue.")
"""The last command of a ZenQueue client in CLIENT LIST."""
Step = Callable[[int], Any]
"""Carries out a call at a time in nanoseconds. Returns its value, or BLOCKED."""
Action = Generator[Step, Any, bytes]
"""Yields the calls of an action in turn, receives the value of each, and returns its own value as JSON."""


class ZenSession(BaseSession):
    """Turns each request into calls on one queue. The first call creates the queue.

    Args:
        name: The name of the queue.
        framing: Makes the framing; its argument is the maximum length of a request in bytes.
        controller: The controller that hosts the queue.
        client: The client that this session serves.
    """

    def __init__(
        self, name: str, framing: Callable[[int], ZenFraming], controller: Controller, client: Client
    ) -> None:
        self._framing = framing(min(controller.state.limits.payload, MOST_BYTES))
        super().__init__(controller, client, self._framing)
        client.access = None  # ZenQueue has no passwords: any client that can connect may use this one queue
        client.library = "zen"
        self._name = name
        self._action: Action | None = None
        self._keeps_connection = True

    def _execute(self, request: Any, now_ns: int) -> bytes:
        self._state.counters.commands += 1
        self.client.active_ns, self.client.command = now_ns, ZEN
        self._state.announce(self.client, now_ns)
        self._keeps_connection = True
        try:
            self._state.work += PARSING * self._framing.size_of(request) // SLICE
            parsed = self._framing.read(request)
            self._keeps_connection = parsed.keep_alive
            if parsed.action in ("quit", "exit", "shutdown"):
                self.client.is_leaving = True
                return b""
            if parsed.action not in _ACTIONS:
                raise ZenRequestError(
                    f"no action is called {parsed.action[:40]!r}; there are {', '.join(_ACTIONS)}"
                )
        except WebPageRefused as error:
            return self._refuse_web_page(error)
        except ZenRequestError as error:
            self._state.counters.refused_payloads += isinstance(error, TooManyValues)
            return self._reply(failure(error))
        return self._begin_action(parsed, now_ns)

    def _refuse_web_page(self, error: WebPageRefused) -> bytes:
        self._state.counters.refused_web_pages += 1
        self._keeps_connection = False
        log.warning("request refused: a web page may have sent it", extra=self._who)
        return self._reply(failure(error))

    def _begin_action(self, request: ZenRequest, now_ns: int) -> bytes:
        self._method, action = _ACTIONS[request.action]
        calls = _Calls(self._state, self.client, self._name)
        try:
            self._action = action(calls, *request.args, **request.options)
        except TypeError as error:
            return self._fail(error)
        return self._run(partial(next, self._action), now_ns)

    def _run(self, resume: Callable[[], Step], now_ns: int) -> bytes:
        """Carry out calls until one blocks or the action ends. Return the reply; empty if a call blocks.

        Args:
            resume: Continues the action up to its next call.
            now_ns: The time in nanoseconds.
        """
        assert self._action
        most_work = self._state.work + PULLED
        try:
            while True:
                step = resume()
                try:
                    value = carry_out(self._state, self.client, partial(step, now_ns))
                except RqError as error:
                    record_failed(self._state, self.client, self._method, now_ns, self._name.encode(), error)
                    resume = partial(self._action.throw, error)
                else:
                    if value is BLOCKED:
                        return b""
                    if self._state.work >= most_work:
                        return self._wait_for_turn(value)
                    resume = partial(self._action.send, value)
        except StopIteration as end:
            return self._reply(success(end.value))
        except (ZenTimeout, ZenRequestError) as error:
            return self._reply(failure(error))
        except Exception as error:  # arguments of wrong types can raise any exception; the client gets it
            return self._fail(error)

    def _wait_for_turn(self, value: Any) -> bytes:
        """Continue with the value of a step in a later turn, so that other clients are served first."""
        pending = PendingTurn()
        self.client.call = pending
        self._state.background.add(partial(self._end_wait, pending, value))
        return b""

    def _end_wait(self, pending: PendingTurn, value: Any, now_ns: int) -> bool:
        if self.client.call is pending:  # the client may have left
            self.client.call = None
            self._state.outgoing.append((self.client, value))
        return False

    def _finish(self, value: Any, now_ns: int) -> bytes:
        if value is NO_VALUE:
            return b""
        assert self._action
        if isinstance(value, RqError):
            return self._run(partial(self._action.throw, value), now_ns)
        return self._run(partial(self._action.send, value), now_ns)

    def _fail(self, error: Exception) -> bytes:
        """Return the reply for an action that failed; then the connection closes."""
        self._keeps_connection = False
        return self._reply(failure(error))

    def _reply(self, reply: bytes) -> bytes:
        self._action = None
        self.client.is_leaving = self.client.is_leaving or not self._keeps_connection
        return self._framing.write(reply, self._keeps_connection)

    def encode_refusal(self, error: RqError) -> bytes:
        """Encode an error that is not the reply to a request."""
        return encode_refusal(self._framing, error)


def encode_refusal(framing: ZenFraming, error: RqError) -> bytes:
    """Encode an error after which the connection is closed."""
    return framing.write(failure(ZenRequestError(str(error))), False)


class _Calls:
    """The calls of one client on one queue, as steps."""

    def __init__(self, state: ControllerState, client: Client, name: str) -> None:
        self._state = state
        self._client = client
        self._name = name

    def _queue(self) -> Queue:
        """Return the queue; create it if it does not exist."""
        state, key = self._state, self._name.encode()
        if key not in state.names and key not in state.queues:
            state.create(self._name, "fifo", 0)
        return use_queue(state, self._client, key)

    def put(self, value: Any) -> Step:
        """Put one value."""

        def step(now_ns: int) -> Any:
            queue, state = self._queue(), self._state
            return put_item(
                state, self._client, now_ns, queue, state.make_item(Codec.JSON, encode(value)), None
            )

        return step

    def put_many(self, values: tuple[Any, ...]) -> Step:
        """Put each value."""

        def step(now_ns: int) -> Any:
            queue, state = self._queue(), self._state
            items = state.make_items(Codec.JSON, encode_each(values))
            return put_items(state, self._client, now_ns, queue, items, None)

        return step

    def get(self, timeout: float | None) -> Step:
        """Take one item. Raises ValueError for a wrong timeout."""
        limit = _nanoseconds(timeout)
        return lambda now_ns: get_item(self._state, self._client, now_ns, self._queue(), limit)

    def get_many(self, count: int, timeout: float | None) -> Step:
        """Take up to ``count`` items. Raises ValueError for a wrong timeout."""
        limit = _nanoseconds(timeout)
        return lambda now_ns: get_items(self._state, self._client, now_ns, self._queue(), count, limit)

    def give_back(self, items: list[Item]) -> Step:
        """Return the last items of the last get to the head of the queue."""

        def step(now_ns: int) -> None:
            queue = self._queue()
            for item in reversed(items):
                give_back_item(self._state, self._client, now_ns, queue, item)

        return step


def _nanoseconds(timeout: float | None) -> int | None:
    if timeout is None:
        return None
    if type(timeout) not in (int, float) or timeout != timeout:
        raise ValueError(
            f"the timeout {shown(timeout)} is wrong; send a number of seconds, or null for no limit"
        )
    return int(min(max(timeout, 0), LONGEST_TIMEOUT) * 1e9)


def encode_each(values: tuple[Any, ...]) -> list[bytes]:
    """Encode each value as JSON. The JSON of scalars has no line feed: all are encoded in one call."""
    if values and set(map(type, values)) <= SCALARS:
        return json.dumps(values, separators=("\n", ":"))[1:-1].encode().split(b"\n")
    return list(map(encode, values))


def _each_json_of(items: list[Item]) -> list[bytes]:
    """Return the JSON of the items in front of the first that JSON cannot express."""
    usual = [payload for _, codec, payload, *_ in items if codec is Codec.JSON and type(payload) is bytes]
    if len(usual) == len(items):
        return usual
    values: list[bytes] = []
    with suppress(CodecError, ZenRequestError):
        for item in items:
            values.append(_json_of(item))
    return values


def _unreadable(item: Item) -> ZenRequestError:
    return ZenRequestError(
        f"the next item has the codec {item.codec} and cannot be written as JSON; it stays until "
        "another client takes it"
    )


def _json_of(item: Item) -> bytes:
    _, codec, payload, *_ = item
    data = content(payload)
    if codec is Codec.JSON:
        return data
    if codec is Codec.RAW:
        return encode(data.decode(errors="surrogateescape"))
    return encode(value_of(data, codec))


def _push(calls: _Calls, value: Any) -> Action:
    yield calls.put(value)
    return b"null"


def _push_many(calls: _Calls, *values: Any) -> Action:
    for start in range(0, len(values), PUSHED):
        yield calls.put_many(values[start : start + PUSHED])
    return b"null"


def _pull(calls: _Calls, timeout: float | None = None) -> Action:
    try:
        item = yield calls.get(timeout)
    except Empty as error:
        raise ZenTimeout(str(error)) from None
    try:
        return _json_of(item)
    except (CodecError, ZenRequestError):
        yield calls.give_back([item])
        raise _unreadable(item) from None


def _pull_many(calls: _Calls, n: int | None = None, timeout: float | None = None) -> Action:
    """Take items; the timeout applies to each. Without ``n`` and ``timeout`` take and drop items forever."""
    if n is not None and (type(n) is not int or n < 0):
        raise ValueError(f"n is {shown(n)}; send a whole number from 0, or null for no limit")
    keep = n is not None or timeout is not None
    values: list[bytes] = []
    while n is None or len(values) < n:
        wanted = PULLED if n is None else min(n - len(values), PULLED)
        try:
            items = yield calls.get_many(wanted, timeout)
        except RqError as error:
            if values:
                break
            raise ZenTimeout(str(error)) if isinstance(error, Empty) else error from None
        if keep:
            readable = _each_json_of(items)
            values += readable
            if len(readable) < len(items):
                yield calls.give_back(items[len(readable) :])
                if not values:
                    raise _unreadable(items[0])
                break
    return b"[" + b",".join(values) + b"]"


_ACTIONS: dict[str, tuple[Method, Callable[..., Action]]] = {
    "push": (Method.PUT, _push),
    "push_many": (Method.PUT_MANY, _push_many),
    "pull": (Method.GET, _pull),
    "pull_many": (Method.GET_MANY, _pull_many),
}
