# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets that a driver calls, what it calls there, and the queues that it has to close again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from rqcore import ControllerHandle, QueueHandle
from rqcore.codec import Codec, Payload, decode
from rqcore.errors import Closed, ControllerError, NoQueue, RqError
from rqcore.protocol.queue_values import QueueStat, Waiter
from rqdebug.scripts.language.vocabulary import TARGET
from rqdebug.scripts.running.lane import CallRequest

Connect: TypeAlias = Callable[[], ControllerHandle]


@dataclass(frozen=True, slots=True)
class ConnectedTarget:
    """A target that was reached."""

    name: str
    controller: ControllerHandle


@dataclass(frozen=True, slots=True)
class HeldQueue:
    """A queue that a script holds."""

    target: ConnectedTarget
    queue: QueueHandle


class TargetPool:
    """Each target is connected to when it is needed first. Safe to use from several threads."""

    def __init__(self, own: str, targets: Mapping[str, Connect]) -> None:
        self._own = own
        self._targets = targets
        self._lock = threading.Lock()
        self._connected: dict[str, ConnectedTarget] = {}
        self._created: dict[str, HeldQueue] = {}
        """By namespace."""
        self._is_disconnected = False

    def get_target(self, name: str = "") -> ConnectedTarget:
        """The target of this name, or the driver's own. Raises LookupError, or whatever connecting raises."""
        name = name or self._own
        with self._lock:
            if name not in self._targets:
                raise LookupError(f"no target of this run is called {name!r}: {', '.join(self._targets)}")
            if name not in self._connected:
                self._connected[name] = ConnectedTarget(name, self._targets[name]())
                if self._is_disconnected:
                    self._connected[name].controller.close()
            return self._connected[name]

    def target_name(self, call: CallRequest) -> str:
        """The name of the target that a call is for."""
        match call.receiver:
            case HeldQueue(target=ConnectedTarget(name=name)) | ConnectedTarget(name=name):
                return name
        return str(call.arguments.get("name")) if call.method == TARGET.name else self._own

    def call(self, call: CallRequest) -> Any:
        """What the call gives. Raises whatever it raises."""
        match call.receiver:
            case HeldQueue(queue=queue):
                value = _to_script_value(_call_queue(queue, call.method, _unwrap(call.arguments)))
                if call.method == "close":
                    self._created.pop(queue.namespace, None)
                return value
            case ConnectedTarget() as target:
                return self._call_target(target, call)
        if call.method == TARGET.name:
            return self.get_target(**call.arguments)
        return self._call_target(self.get_target(), call)

    def _call_target(self, target: ConnectedTarget, call: CallRequest) -> Any:
        """A call of the target itself."""
        match call.method:
            case "create":
                return self._create(target, call.arguments)
            case "queue":
                return HeldQueue(target, target.controller.queue(**call.arguments))
        return _to_script_value(target.controller.queues())

    def _create(self, target: ConnectedTarget, arguments: dict[str, Any]) -> HeldQueue:
        """Make a queue, and remember to close it unless ``exist_ok`` found it there."""
        there = arguments.get("exist_ok") and arguments.get("name") in _queue_names(target.controller)
        held = HeldQueue(target, target.controller.create(**arguments))
        if not there:
            self._created[held.queue.namespace] = held
        return held

    def clean_up(self) -> None:
        """Close the queues that were made and are still there."""
        with self._lock:
            created, self._created = self._created, {}
        for held in created.values():
            try:
                with suppress(NoQueue, Closed):
                    held.queue.close()
            except ControllerError:
                self._close_on_new_connection(held)

    def _close_on_new_connection(self, held: HeldQueue) -> None:
        """Close a queue when the connection on which it was made is gone."""
        with (
            suppress(RqError),  # a target that is gone has no queues, nor one that went between the two calls
            self._targets[held.target.name]() as controller,
        ):
            controller.queue(held.queue.namespace).close()

    def disconnect(self) -> None:
        """Let go of all targets; calls that wait raise ConnectionLost."""
        with self._lock:
            self._is_disconnected = True
            targets = list(self._connected.values())
        for target in targets:
            target.controller.close()


def _call_queue(queue: QueueHandle, method: str, arguments: dict[str, Any]) -> Any:
    """Call a method of a queue, which the parser took from its table. No pickle is loaded."""
    match method:
        case "get":
            return _decode_unless_pickle(queue.get(**arguments, decoded=False))
        case "get_nowait":
            return _decode_unless_pickle(queue.get(block=False, decoded=False))
        case "peek":
            return list(map(_decode_unless_pickle, queue.peek(**arguments, decoded=False)))
        case "maxsize":
            return queue.maxsize
    return getattr(queue, method)(**arguments)


def _unwrap(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments with the client's queues in place of those that the script holds."""
    return {name: value.queue if isinstance(value, HeldQueue) else value for name, value in arguments.items()}


def _decode_unless_pickle(payload: Payload) -> Any:
    return payload if payload.codec is Codec.PICKLE else decode(payload.data, payload.codec)


def _to_script_value(value: Any) -> Any:
    """What the client tells in classes of its own, as values that a script knows."""
    if isinstance(value, (QueueStat, Waiter)):
        return asdict(value)
    return list(map(_to_script_value, value)) if isinstance(value, list) else value


def _queue_names(controller: ControllerHandle) -> set[str | None]:
    return {stat.name for stat in controller.queues()}
