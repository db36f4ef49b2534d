# SPDX-License-Identifier: MIT
"""The debugger: rules, held calls and frozen queues of a controller."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from rqcore.debug.call_conditions import CallCondition, Parser, checked
from rqcore.debug.debugger_replies import (
    as_it_is,
    read_added,
    read_held_calls,
    read_number,
    read_rules,
)
from rqcore.debug.held_call import HeldCall
from rqcore.debug.link import DebuggerLink
from rqcore.errors import BadCall, ConnectionLost, RqError
from rqcore.protocol.resp import Value
from rqcore.url import Address, Url, url_text

T = TypeVar("T")


def attach(
    url: str | Address | None = None,
    *,
    name: str = "debugger",
    network_timeout: float = 5.0,
    parse: Parser | None = None,
    listener: DebuggerListener | None = None,
) -> Debugger:
    """Attach a debugger to a controller. Close it with ``with`` or ``close()``.

    Args:
        url: The address of the controller, also the ``url`` of a handle; None takes the environment
            variable ``RQ_URL``, or else ``rq://127.0.0.1:7654``.
        name: The name of this client in events and lists.
        network_timeout: Maximum seconds that the network may take for a command.
        parse: Makes conditions of texts. ``rqdebug.debug.attach`` gives the filter language of the debugger.
        listener: Learns what happens to held calls, instead of ``Debugger.wait``.

    Raises:
        BadUrl: The URL is wrong.
        ConnectionLost: The controller cannot be reached.
        NotAllowed: This client may not debug the controller, or the server is no controller.
    """
    return Debugger(Url.parse(url_text(url)), name, network_timeout, parse, listener)


class DebuggerListener(Protocol):
    """Learns what happens, in the order in which it happens.

    Its methods are called in a thread of the debugger, and must return soon.
    """

    def on_held(self, call: HeldCall) -> None:
        """A call is held, by a rule or freeze of any debugger."""

    def on_continued(self, number: int, reason: str) -> None:
        """A call is not held any more.

        Args:
            number: The number of the call.
            reason: ``released``, ``answered``, ``discarded``, ``stepped``, ``thawed``, ``removed`` (its rule
                is), ``expired`` (``max_hold`` is over) or ``left`` (its client has).
        """

    def on_ended(self, reason: str) -> None:
        """The session has ended, although the debugger was not closed: everything continues."""


class _Removable:
    """Something that a debugger has set, and that ends with a ``with`` block."""

    def remove(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.remove()
        except RqError:
            if kind is None:
                raise


class Rule(_Removable):
    """A breakpoint or a fault. In a ``with`` block it ends with the block.

    Args:
        debugger: The debugger.
        number: The number of the rule.
        waiting: The calls that waited already when it was added, and that it could have met.
    """

    def __init__(self, debugger: Debugger, number: int, waiting: int) -> None:
        """Keep the number."""
        self._debugger = debugger
        self.number: int = number
        self.waiting: int = waiting
        """The calls on its queues, with its methods, that waited already when it was added: it does not meet
        their start."""

    def wait(self, timeout: float | None = None) -> HeldCall:
        """Return the next call that the rule holds, in the order in which they were held.

        Args:
            timeout: Seconds to wait; None waits without a limit.

        Raises:
            TimeoutError: No call was held in this time.
            ConnectionLost: The debugger session has ended.
        """
        return self._debugger.wait(timeout, self.number)

    def describe(self) -> dict[str, Any]:
        """Return the rule with what it has done: ``hits``, ``acted``, ``unknown``, ``passed``, ``held``.

        Raises:
            BadCall: The rule was removed.
        """
        for rule in self._debugger.rules():
            if rule["rule"] == self.number:
                return rule
        raise BadCall(f"rule {self.number} was removed")

    def enable(self) -> None:
        """Let the rule act again."""
        self._debugger.run("ENABLE", self.number)

    def disable(self) -> None:
        """Let the rule do nothing until ``enable``. Calls that it holds stay held."""
        self._debugger.run("DISABLE", self.number)

    def remove(self) -> None:
        """Remove the rule. Calls that it holds continue."""
        self._debugger.run("REMOVE", self.number)


class FrozenQueue(_Removable):
    """A queue that no item enters or leaves. In a ``with`` block it is thawed at its end.

    Args:
        debugger: The debugger.
        queue: The name or namespace of the queue.
    """

    def __init__(self, debugger: Debugger, queue: str) -> None:
        """Keep the name."""
        self._debugger = debugger
        self.queue: str = queue

    def step(self, side: str, count: int = 1) -> int:
        """Let some calls through, in the order of their arrival.

        Args:
            side: ``puts`` or ``gets``.
            count: How many items may pass.

        Returns:
            The number of items that have passed.

        Raises:
            BadCall: The freeze does not concern this side.
        """
        return self._debugger.ask(read_number, "STEP", self.queue, side, count)

    def thaw(self) -> int:
        """End the freeze. Returns the number of calls that continue."""
        return self._debugger.ask(read_number, "THAW", self.queue)

    def remove(self) -> None:
        """End the freeze."""
        self.thaw()


class Debugger:
    """A debugger session with a controller, safe to use from several threads.

    Args:
        url: The address of the controller.
        name: The name of the client.
        network_timeout: Maximum seconds that the network may take for a command.
        parse: Makes conditions of texts; None takes no texts.
        listener: Learns what happens to held calls.
    """

    def __init__(
        self,
        url: Url,
        name: str,
        network_timeout: float,
        parse: Parser | None = None,
        listener: DebuggerListener | None = None,
    ) -> None:
        """Attach."""
        self._parse = parse
        self._listener = listener
        self._changed = threading.Condition()
        self._held: deque[HeldCall] = deque()
        self._link = DebuggerLink(url, name, network_timeout, self._note)

    def _note(self, what: str, facts: dict[str, Any]) -> None:
        call = HeldCall(self.run, facts) if what == "held" else None
        with self._changed:
            if call is not None:
                self._held.append(call)
            elif "call" in facts:
                self._held = deque(each for each in self._held if each.number != facts["call"])
            self._changed.notify_all()
        if self._listener is None:
            return
        if call is not None:
            self._listener.on_held(call)
        elif "call" in facts:
            self._listener.on_continued(facts["call"], what)
        elif what == "failed":
            self._listener.on_ended(facts["reason"])

    @property
    def session(self) -> int:
        """The number of the session: the ``owner`` of its rules and freezes in ``rules()``."""
        return self._link.session

    def run(self, *words: str | bytes | int) -> Any:
        """Send a subcommand of RQ.DEBUG, and return its reply; for what has no method here.

        Raises:
            ConnectionLost: The session has ended.
            RqError: The controller refuses the command.
        """
        return self._link.run(*words, read=as_it_is)

    def ask(self, read: Callable[[Value], T], *words: str | bytes | int) -> T:
        """Send a subcommand of RQ.DEBUG, and return what ``read`` makes from its reply.

        Args:
            read: Raises TypeError, ValueError or LookupError if the reply has another form.
            words: The subcommand and its arguments.

        Raises:
            ConnectionLost: The session has ended.
            ProtocolError: The reply does not fit the command.
            RqError: The controller refuses the command.
        """
        return self._link.run(*words, read=read)

    def hold(self, when: CallCondition | str | None = None, *, at: str | None = None, **options: Any) -> Rule:
        """Add a breakpoint: calls that match are held.

        A get that is held at its end has its item. If its client leaves, the item returns to its place. If
        the controller is killed meanwhile, the item of a durable queue is lost, unless the client is one of
        rqcore.

        Args:
            when: The condition, or its text with ``rqdebug.debug``; None holds every call.
            at: ``start``: before anything happens; ``end``: when its items are taken, and the reply is not
                sent. None: at the start; but a get whose condition is about its item, at the end.
            options: As for ``add``.
        """
        return self.add({"kind": "hold"}, when, at=at, **options)

    def log(self, when: CallCondition | str | None = None, **options: Any) -> Rule:
        """Add a logpoint: calls that match are counted, and their events show the rule."""
        return self.add({"kind": "log"}, when, **options)

    def fault(
        self,
        kind: str,
        when: CallCondition | str | None = None,
        *,
        at: str | None = None,
        probability: float | None = None,
        name: str = "",
        seed: int = 1,
        trigger: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> Rule:
        """Add a fault.

        Args:
            kind: ``delay``, ``drop``, ``duplicate``, ``corrupt``, ``reorder``, ``throttle``, ``fail``,
                ``empty``, ``blackhole`` or ``disconnect``.
            when: The condition; None concerns every call.
            at: ``start``, before the call happens, or ``end``, before its reply is sent. ``drop``,
                ``duplicate``, ``corrupt``, ``reorder`` and ``empty`` have one place only.
            probability: The probability that a call which matches meets the fault; None for every call.
            name: A name for lists.
            seed: With the same seed and the same order of calls, the same calls meet the same faults.
            trigger: Which calls meet it otherwise, such as ``{"kind": "on", "n": 3}``.
            fields: The fields of the kind. ``delay``: ``seconds``; or ``low`` and ``high``; or ``mean`` and
                ``deviation``, all in seconds. ``corrupt``: ``bits`` to flip, the ``bytes`` that remain, or
                another ``payload`` as text. ``reorder``: ``window``, a number of puts. ``throttle``:
                ``rate``, items a second. ``fail``: ``code``, and ``message``. The others have none.

        Raises:
            BadCall: The kind is unknown, or a field is missing or invalid.
        """
        if probability is not None:
            trigger = {"kind": "probability", "p": probability}
        return self.add({"kind": kind, **fields}, when, at=at, name=name, seed=seed, trigger=trigger)

    def add(
        self,
        action: Mapping[str, Any],
        when: CallCondition | str | None = None,
        *,
        at: str | None = None,
        name: str = "",
        seed: int = 1,
        trigger: Mapping[str, Any] | None = None,
        max_hold: float | None = None,
        max_held: int | None = None,
    ) -> Rule:
        """Add a rule.

        Args:
            action: ``kind`` and its fields.
            when: The condition; None for every call.
            at: ``start`` or ``end``.
            name: A name for lists.
            seed: Makes random decisions repeatable.
            trigger: On which of the calls that match it acts: ``{"kind": "once"}``,
                ``{"kind": "on", "n": 3}``, ``{"kind": "first", "n": 3}``, ``{"kind": "after", "n": 3}``, or
                ``{"kind": "probability", "p": 0.1}``.
            max_hold: Seconds after which a held call continues; 300 by default.
            max_held: The calls that it holds together; 10,000 by default.

        Raises:
            BadCall: Something of it is invalid.
            NotAllowed: This client may not debug the controller.
            TooMany: The controller has its maximum number of rules.
        """
        words: dict[str, Any] = {"action": dict(action), "seed": seed}
        optional = {
            "when": None if when is None else checked(when, self._parse).tree,
            "at": at,
            "name": name or None,
            "trigger": None if trigger is None else dict(trigger),
            "max_hold": max_hold,
            "max_held": max_held,
        }
        words |= {key: value for key, value in optional.items() if value is not None}
        return Rule(self, *self.ask(read_added, "ADD", json.dumps(words)))

    def rules(self) -> list[dict[str, Any]]:
        """Return all rules of all debuggers, with what they have done."""
        return self.ask(read_rules, "LIST")

    def held(self) -> list[HeldCall]:
        """Return the calls that are held now, by any debugger."""
        return [HeldCall(self.run, each) for each in self.ask(read_held_calls, "HELD")]

    def release_all(self) -> int:
        """Let all held calls continue. Returns their number."""
        return self.ask(read_number, "RELEASE", "ALL")

    def wait(self, timeout: float | None = None, rule: int | None = None) -> HeldCall:
        """Return the next call that was held, in the order in which they were held.

        Args:
            timeout: Seconds to wait; None waits without a limit.
            rule: Only a call that the rule with this number holds.

        Raises:
            TimeoutError: No call was held in this time.
            ConnectionLost: The debugger session has ended.
        """
        end = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while True:
                for call in self._held:
                    if rule is None or call.rule == rule:
                        self._held.remove(call)
                        return call
                if self._link.failure is not None:
                    raise ConnectionLost(f"the debugger session has ended: {self._link.failure}")
                left = None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError(f"no call was held within {timeout:g} s")
                self._changed.wait(left)

    def freeze(self, queue: str, side: str = "both", *, fails: bool = False) -> FrozenQueue:
        """Freeze a queue: nothing enters or leaves it, except step by step.

        Args:
            queue: The name or namespace of the queue.
            side: ``puts``, ``gets`` or ``both``.
            fails: Calls fail with NotAllowed instead of being held.

        Raises:
            NoQueue: There is no such queue.
            BadCall: It is frozen already.
        """
        self.run("FREEZE", queue, side, *(["FAIL"] if fails else []))
        return FrozenQueue(self, queue)

    def edit(self, queue: str, item: int, payload: bytes, codec: str | None = None) -> None:
        """Give an item in a queue another payload. It keeps its place. Raises BadCall, NotAllowed, TooBig."""
        self.run("EDIT", queue, item, payload, *([] if codec is None else ["CODEC", codec]))

    def drop(self, queue: str, item: int) -> None:
        """Remove an item from a queue for good. Raises BadCall and TooBig."""
        self.run("DROP", queue, item)

    def move_to_front(self, queue: str, item: int) -> None:
        """Let an item of a queue become the next one. Raises BadCall and TooBig."""
        self.run("FRONT", queue, item)

    def close(self) -> None:
        """Detach: rules and freezes end, and everything that was held continues."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
