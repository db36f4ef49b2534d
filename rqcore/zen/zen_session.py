# SPDX-License-Identifier: MIT
"""A ZenQueue client's conversation with one queue of a controller: bytes in, bytes out.

Its calls are those of any other client, so they wait in the same lines and
observers are told of them. Values are items of the codec json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from rqcore.codec import Codec
from rqcore.codec import decode as value_of
from rqcore.controller.clients import Client
from rqcore.controller.handlers import queue_methods
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.queue import Item, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import Empty, RqError, ZenRequestError, ZenTimeout, from_reply
from rqcore.protocol import resp
from rqcore.protocol.event_batch import Method
from rqcore.protocol.spool_api import content
from rqcore.protocol.timeouts import LONGEST_TIMEOUT
from rqcore.server.client_session import ClientSession
from rqcore.zen.zen_protocol import ZenFraming, ZenRequest, encode, failure, success

AT_ONCE = 100_000
"""Items that one step of a ``pull_many`` takes."""
SCALARS = frozenset((str, int, float, bool, type(None)))
Step = Callable[[int], bytes | None]
"""A call at this time; None while it waits."""
Action = Generator[Step, list[Item], bytes]
"""Steps, one after the other; gets what each brought, and ends with the JSON of its value."""


class ZenSession(ClientSession):
    """``name``: the queue; made when it is first used. ``form``: how requests and replies travel."""

    def __init__(
        self, name: str, form: Callable[[int], ZenFraming], controller: Controller, client: Client
    ) -> None:
        super().__init__(controller, client)
        client.trusted = True  # whoever opened the door lets in everybody who finds it
        client.library = "zen"
        self._name = name
        self._form = form(self._hub.limits.payload)
        self._parser = self._form
        self._execute = self._begin
        self._action: Action | None = None
        self._brought: list[Item] = []
        self._keep = True

    def _receive_refrain(self, data: bytes, now: int) -> bytes | None:
        return None

    def _begin(self, data: Any, now: int) -> bytes | None:
        self._hub.counters.commands += 1
        self.client.active, self.client.last = now, "ZEN"
        self._keep = True
        try:
            request = self._form.read(data)
            self._keep = request.keep
            if request.action in ("quit", "exit", "shutdown"):
                self.client.leaving = True
                return b""
            if request.action not in _ACTIONS:
                raise ZenRequestError(f"no action is called {request.action[:40]!r}")
        except ZenRequestError as error:
            return self._reply(failure(error))
        return self._begin_action(request, now)

    def _begin_action(self, request: ZenRequest, now: int) -> bytes | None:
        self._method, action = _ACTIONS[request.action]
        calls = _Calls(self._hub, self.client, self._name, self._bring)
        try:
            self._action = action(calls, *request.args, **request.options)
        except TypeError as error:
            return self._fail(error)
        return self._go_through(partial(next, self._action), now)

    def _bring(self, items: list[Item]) -> bytes:
        """The reply of every get: for this session its items are the reply."""
        self._brought = items
        return resp.OK

    def _go_through(self, resume: Callable[[], Step], now: int) -> bytes | None:
        """Step by step, until one has to wait, or all is done."""
        assert self._action
        try:
            while True:
                step = resume()
                self._brought = []
                try:
                    reply = step(now)
                except RqError as error:
                    self._tell(error, now)
                    resume = partial(self._action.throw, error)
                else:
                    if reply is None:
                        return None
                    resume = partial(self._action.send, self._brought)
        except StopIteration as end:
            return self._reply(success(end.value))
        except ZenTimeout as late:
            return self._reply(failure(late))
        except Exception as error:  # wrong types may raise anything: it is the client's, and told
            return self._fail(error)

    def _tell(self, error: RqError, now: int) -> None:
        if self._hub.news.observing:
            words = [self._name.encode()]
            queue_methods.failed(self._hub, self.client, self._method, now, words, error.code)

    def deliver(self, reply: bytes, now: int) -> bytes:
        """The step that waited has ended."""
        assert self._action
        resume: Callable[[], Step] = partial(self._action.send, self._brought)
        if reply.startswith(b"-"):
            resume = partial(self._action.throw, from_reply(reply[1:].decode(errors="replace").strip()))
        answer = self._go_through(resume, now)
        return b"" if answer is None else super().deliver(answer, now)

    def _fail(self, error: Exception) -> bytes:
        """After an action that failed the server hangs up."""
        self._keep = False
        return self._reply(failure(error))

    def _reply(self, reply: bytes) -> bytes:
        self._action, self._brought = None, []
        self.client.leaving = self.client.leaving or not self._keep
        return self._form.write(reply, self._keep)

    def say(self, error: RqError) -> bytes:
        return self._form.write(failure(ZenRequestError(str(error))), False)


class _Calls:
    """The calls of one client on one queue, as steps."""

    def __init__(
        self, hub: ControllerState, client: Client, name: str, bring: Callable[[list[Item]], bytes]
    ) -> None:
        self._hub = hub
        self._client = client
        self._name = name
        self._bring = bring

    def _queue(self) -> Queue:
        hub, key = self._hub, self._name.encode()
        if key not in hub.names and key not in hub.queues:
            return hub.create(self._client, self._name, "fifo", 0)
        return hub.find(self._client, key)

    def put(self, value: Any) -> Step:
        return partial(self._put, value)

    def _put(self, value: Any, now: int) -> bytes | None:
        queue = self._queue()
        reference = queue.namespace.encode()
        return queue_methods.put(self._hub, self._client, now, reference, encode(value), codec=Codec.JSON)

    def put_many(self, values: tuple[Any, ...]) -> Step:
        return partial(self._put_many, values)

    def _put_many(self, values: tuple[Any, ...], now: int) -> bytes | None:
        reference = self._queue().namespace.encode()
        payloads = encode_each(values)
        return queue_methods.put_many(
            self._hub, self._client, now, reference, payloads=payloads, codec=Codec.JSON
        )

    def get(self, count: int, timeout: float | None, method: Method) -> Step:
        return partial(self._get, count, _nanoseconds(timeout), method)

    def _get(self, count: int, timeout: int | None, method: Method, now: int) -> bytes | None:
        queue = self._queue()
        return queue_methods.take(self._hub, self._client, now, method, queue, count, timeout, self._bring)


def _nanoseconds(timeout: float | None) -> int | None:
    if timeout is None:
        return None
    if type(timeout) not in (int, float) or not timeout >= 0:
        raise ValueError(f"a timeout is 0 or more seconds, or null, not {timeout!r}")
    return int(min(timeout, LONGEST_TIMEOUT) * 1e9)


def encode_each(values: tuple[Any, ...]) -> list[bytes]:
    """The JSON of each value. JSON has no line feed inside a scalar: so many are encoded as one."""
    if values and set(map(type, values)) <= SCALARS:
        return json.dumps(values, separators=("\n", ":"))[1:-1].encode().split(b"\n")
    return list(map(encode, values))


def _each_json_of(items: list[Item]) -> list[bytes]:
    usual = [payload for _, codec, payload, _ in items if codec is Codec.JSON and type(payload) is bytes]
    return usual if len(usual) == len(items) else list(map(_json_of, items))


def _json_of(item: Item) -> bytes:
    _, codec, payload, _ = item
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
    if values:
        yield calls.put_many(values)
    return b"null"


def _pull(calls: _Calls, timeout: float | None = None) -> Action:
    try:
        items = yield calls.get(1, timeout, Method.GET)
    except Empty as error:
        raise ZenTimeout(str(error)) from None
    return _json_of(items[0])


def _pull_many(calls: _Calls, n: int | None = None, timeout: float | None = None) -> Action:
    """The timeout holds for each item; without ``n`` and ``timeout`` all are swallowed, and none is kept."""
    if n is not None and (type(n) is not int or n < 0):
        raise ValueError(f"n is a whole number from 0, or null, not {n!r}")
    keep = n is not None or timeout is not None
    found: list[bytes] = []
    while n is None or len(found) < n:
        wanted = AT_ONCE if n is None else min(n - len(found), AT_ONCE)
        try:
            items = yield calls.get(wanted, timeout, Method.GET_MANY)
        except RqError as error:
            if found:
                break
            raise ZenTimeout(str(error)) if isinstance(error, Empty) else error from None
        if keep:
            found += _each_json_of(items)
    return b"[" + b",".join(found) + b"]"


_ACTIONS: dict[str, tuple[Method, Callable[..., Action]]] = {
    "push": (Method.PUT, _push),
    "push_many": (Method.PUT_MANY, _push_many),
    "pull": (Method.GET, _pull),
    "pull_many": (Method.GET_MANY, _pull_many),
}
