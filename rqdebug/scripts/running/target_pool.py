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

    place: ConnectedTarget
    queue: QueueHandle


class TargetPool:
    """Each target is connected to when it is needed first. Safe to use from several threads."""

    def __init__(self, own: str, targets: Mapping[str, Connect]) -> None:
        self._own = own
        self._targets = targets
        self._lock = threading.Lock()
        self._places: dict[str, ConnectedTarget] = {}
        self._created: dict[str, HeldQueue] = {}
        """By namespace."""
        self._hung_up = False

    def place(self, name: str = "") -> ConnectedTarget:
        """The target of this name, or the driver's own. Raises LookupError, or whatever connecting raises."""
        name = name or self._own
        with self._lock:
            if name not in self._targets:
                raise LookupError(f"no target of this run is called {name!r}: {', '.join(self._targets)}")
            if name not in self._places:
                self._places[name] = ConnectedTarget(name, self._targets[name]())
                if self._hung_up:
                    self._places[name].controller.close()
            return self._places[name]

    def called(self, call: CallRequest) -> str:
        """The name of the target that a call is for."""
        match call.receiver:
            case HeldQueue(place=ConnectedTarget(name=name)) | ConnectedTarget(name=name):
                return name
        return str(call.arguments.get("name")) if call.method == TARGET.name else self._own

    def call(self, call: CallRequest) -> Any:
        """What the call gives. Raises whatever it raises."""
        match call.receiver:
            case HeldQueue(queue=queue):
                value = _plain(_give(queue, call.method, _unwrapped(call.arguments)))
                if call.method == "close":
                    self._created.pop(queue.namespace, None)
                return value
            case ConnectedTarget() as place:
                return self._ask(place, call)
        if call.method == TARGET.name:
            return self.place(**call.arguments)
        return self._ask(self.place(), call)

    def _ask(self, place: ConnectedTarget, call: CallRequest) -> Any:
        """A call of the target itself."""
        match call.method:
            case "create":
                return self._create(place, call.arguments)
            case "queue":
                return HeldQueue(place, place.controller.queue(**call.arguments))
        return _plain(place.controller.queues())

    def _create(self, place: ConnectedTarget, arguments: dict[str, Any]) -> HeldQueue:
        """Make a queue, and remember to close it unless ``exist_ok`` found it there."""
        there = arguments.get("exist_ok") and arguments.get("name") in _names(place.controller)
        held = HeldQueue(place, place.controller.create(**arguments))
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
                self._close_anew(held)

    def _close_anew(self, held: HeldQueue) -> None:
        """Close a queue when the connection on which it was made is gone."""
        with (
            suppress(RqError),  # a target that is gone has no queues, nor one that went between the two calls
            self._targets[held.place.name]() as controller,
        ):
            controller.queue(held.queue.namespace).close()

    def hang_up(self) -> None:
        """Let go of all targets; calls that wait raise ConnectionLost."""
        with self._lock:
            self._hung_up = True
            places = list(self._places.values())
        for place in places:
            place.controller.close()


def _give(queue: QueueHandle, method: str, arguments: dict[str, Any]) -> Any:
    """Call a method of a queue, which the parser took from its table. No pickle is loaded."""
    match method:
        case "get":
            return _value(queue.get(**arguments, decoded=False))
        case "get_nowait":
            return _value(queue.get(block=False, decoded=False))
        case "peek":
            return list(map(_value, queue.peek(**arguments, decoded=False)))
        case "maxsize":
            return queue.maxsize
    return getattr(queue, method)(**arguments)


def _unwrapped(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments with the client's queues in place of those that the script holds."""
    return {name: value.queue if isinstance(value, HeldQueue) else value for name, value in arguments.items()}


def _value(payload: Payload) -> Any:
    return payload if payload.codec is Codec.PICKLE else decode(payload.data, payload.codec)


def _plain(value: Any) -> Any:
    """What the client tells in classes of its own, as values that a script knows."""
    if isinstance(value, (QueueStat, Waiter)):
        return asdict(value)
    return list(map(_plain, value)) if isinstance(value, list) else value


def _names(controller: ControllerHandle) -> set[str | None]:
    return {stat.name for stat in controller.queues()}
