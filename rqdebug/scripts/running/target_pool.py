# SPDX-License-Identifier: GPL-3.0-or-later
"""The targets of a run: their connections, calls, and the queues to close after a pass."""

from __future__ import annotations

import re
import reprlib
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeAlias

from rqcore import ControllerHandle, QueueHandle
from rqcore.client.native.leased_item import LeasedItem
from rqcore.errors import Closed, ControllerError, NoQueue, NotAllowed, RqError
from rqcore.protocol.queue_values import LeaseView, QueueStat, Waiter
from rqdebug.scripts.interventions.debugger_functions import DEBUGGER_FUNCTIONS
from rqdebug.scripts.interventions.lane_interventions import Effect, ExpectedEvents, ScriptHeldCall
from rqdebug.scripts.interventions.run_interventions import RunInterventions
from rqdebug.scripts.item_values import value_of
from rqdebug.scripts.language.vocabulary import TARGET
from rqdebug.scripts.running.lane_names import MAIN
from rqdebug.scripts.running.steps import CallRequest
from rqdebug.scripts.signatures import ValueKind

CLIENT_NAME = "rqdebug"
"""The name of the debugger on the servers; the connections of a lane are called ``rqdebug:lane``."""
_NOT_IN_NAMES = re.compile(r"[^!-~]")
"""Characters that servers refuse in names of clients."""
Connect: TypeAlias = Callable[[], ControllerHandle]
"""Opens a connection to a target. The run closes the handle."""


@dataclass(frozen=True, slots=True)
class ConnectedTarget:
    """A connected target; the value of ``target()`` in a script."""

    name: str
    controller: ControllerHandle


@dataclass(frozen=True, slots=True)
class ScriptQueue:
    """A queue; the value of ``create()`` and ``queue()`` in a script."""

    target: ConnectedTarget
    queue: QueueHandle


@dataclass(frozen=True, slots=True)
class ScriptLease:
    """A leased item; the value of ``lease()`` in a script. Expressions read its LEASE_FIELDS."""

    script_kind: ClassVar[ValueKind] = ValueKind.LEASE

    target: ConnectedTarget
    item: LeasedItem
    value: Any

    @property
    def deliveries(self) -> int:
        """How often the item was leased, including this time."""
        return self.item.deliveries

    @property
    def is_open(self) -> bool:
        """Whether no call of the run has ended the lease, or found that it has ended."""
        return self.item.is_open

    def __repr__(self) -> str:
        return f"<leased item {reprlib.repr(self.value)}, delivery {self.deliveries}>"


class TargetPool:
    """Connects to each target on first use, makes calls, and closes the created queues. Thread-safe.

    Args:
        own: The target of calls without a receiver.
        targets: For each target of the run, a function that connects to it.
        interventions: What the run does to other programs on these targets.
    """

    def __init__(
        self, own: str, targets: Mapping[str, Connect], interventions: RunInterventions | None = None
    ) -> None:
        self._own = own
        self._targets = targets
        self._interventions = interventions or RunInterventions({}, 0, MAIN)
        self._lock = threading.Lock()
        self._connected: dict[str, ConnectedTarget] = {}
        self._created: dict[str, ScriptQueue] = {}
        """The queues that the script created, by namespace."""
        self._of_lanes: dict[tuple[str, str], ConnectedTarget] = {}
        """The targets with the connections of a lane, by target and lane."""
        self._is_disconnected = False

    def get_target(self, name: str = "") -> ConnectedTarget:
        """Return a target and connect to it if necessary.

        Args:
            name: The name of the target; empty for the run's own.

        Raises:
            LookupError: If the run has no such target.
            ConnectionLost: If it cannot be reached, or whatever else connecting raises.
        """
        name = name or self._own
        with self._lock:
            if name not in self._targets:
                raise LookupError(
                    f"this run has no target {name!r}; its targets are {', '.join(self._targets)}"
                )
            # Connect under the lock: lanes that need the target at the same time share one connection.
            if name not in self._connected:
                self._connected[name] = ConnectedTarget(name, self._targets[name]())
                # The run was stopped while this connection was being opened.
                if self._is_disconnected:
                    self._connected[name].controller.close()
            return self._connected[name]

    def target_name(self, call: CallRequest) -> str:
        """Return the name of the target that a call is for; the lane's own for an unknown name."""
        match call.receiver or call.arguments.get("queue"):
            case (
                ScriptQueue(target=ConnectedTarget(name=name))
                | ScriptLease(target=ConnectedTarget(name=name))
                | ConnectedTarget(name=name)
            ):
                return name
            case Effect(target=name) | ExpectedEvents(target=name) | ScriptHeldCall(target=name):
                return name
        named = str(call.arguments.get("name")) if call.method == TARGET.name else self._own
        return named if named in self._targets else self._own

    def call(self, call: CallRequest, lane: str = MAIN) -> Any:
        """Make a call and return its value as a value of the script. Raises whatever the call raises.

        Args:
            call: The call.
            lane: The lane that makes it. Each lane but the main one has connections of its own, with its
                name, so that the log shows which lane made a call.
        """
        match call.receiver:
            case ScriptQueue(target=target, queue=queue):
                queue = queue if lane == MAIN else queue.on(self._of_lane(target, lane).controller)
                if call.method == "lease":
                    return _lease(target, queue, call.arguments)
                value = _to_script_value(_call_queue(queue, call.method, _unwrap(call.arguments), call.raw))
                if call.method == "close":
                    self._created.pop(queue.namespace, None)
                return value
            case ScriptLease(target=target, item=item):
                queue = item.queue.on(self._of_lane(target, lane).controller)
                return getattr(queue, call.method)(item, **call.arguments)
            case Effect() | ExpectedEvents() | ScriptHeldCall() as receiver:
                return getattr(receiver, call.method)(**call.arguments)
            case _ if call.method in DEBUGGER_FUNCTIONS:
                function = DEBUGGER_FUNCTIONS[call.method].implementation
                on = self._interventions.lane(self.target_name(call), lane, call.line)
                return function(on, **_unwrap(call.arguments))
            case ConnectedTarget() as target:
                return self._call_target(self._of_lane(target, lane), call)
        if call.method == TARGET.name:
            target = self.get_target(**call.arguments)
            self._interventions.observe(target.name)
            return target
        return self._call_target(self._of_lane(self.get_target(), lane), call)

    def _of_lane(self, target: ConnectedTarget, lane: str) -> ConnectedTarget:
        """Return a target with the connections of a lane."""
        if lane == MAIN:
            return target
        with self._lock:
            own = self._of_lanes.get((target.name, lane))
            if own is None:
                own = ConnectedTarget(target.name, _named(target.controller, lane))
                self._of_lanes[target.name, lane] = own
                if self._is_disconnected:
                    own.controller.close()
            return own

    def _call_target(self, target: ConnectedTarget, call: CallRequest) -> Any:
        """Call a method of a target."""
        match call.method:
            case "create":
                return self._create(target, call.arguments)
            case "queue":
                return ScriptQueue(target, target.controller.queue(**call.arguments))
        return _to_script_value(target.controller.queues())

    def _create(self, target: ConnectedTarget, arguments: dict[str, Any]) -> ScriptQueue:
        """Create a queue and mark it for closing, unless ``exist_ok`` found an existing one."""
        # Asked before, because `create` does not report whether the queue existed.
        existed = arguments.get("exist_ok") and arguments.get("name") in _queue_names(target.controller)
        created = ScriptQueue(target, target.controller.create(**arguments))
        if not existed:
            self._created[created.queue.namespace] = created
        return created

    def adopt(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return variables whose queues and targets use the connections of this pool.

        A queue that no longer exists is left out, and so are a lease and a held call: they have ended. Raises
        whatever connecting raises.
        """
        adopted: dict[str, Any] = {}
        for name, value in variables.items():
            match value:
                case ScriptQueue(target=ConnectedTarget(name=target), queue=queue):
                    with suppress(NoQueue, Closed):
                        own = self.get_target(target)
                        adopted[name] = ScriptQueue(own, own.controller.queue(queue.namespace))
                case ScriptLease() | ScriptHeldCall():
                    continue
                case ConnectedTarget(name=target):
                    adopted[name] = self.get_target(target)
                case _:
                    adopted[name] = value
        return adopted

    def clean_up(self) -> None:
        """Close the queues that the script created and that still exist."""
        with self._lock:
            created, self._created = self._created, {}
        for each in created.values():
            try:
                with suppress(NoQueue, Closed):
                    each.queue.close()
            except ControllerError:
                self._close_on_new_connection(each)

    def _close_on_new_connection(self, created: ScriptQueue) -> None:
        """Close a queue whose connection is lost."""
        with (
            suppress(RqError),  # the target or the queue may no longer exist
            self._targets[created.target.name]() as controller,
        ):
            controller.queue(created.queue.namespace).close()

    def disconnect(self) -> None:
        """Close all connections; waiting calls raise ConnectionLost."""
        with self._lock:
            self._is_disconnected = True
            targets = [*self._connected.values(), *self._of_lanes.values()]
        # At the same time: a call that the script holds itself ends only when it is not held any more.
        ending = threading.Thread(target=self._interventions.disconnect, name="end interventions")
        ending.start()
        for target in targets:
            target.controller.close()
        ending.join()


def _named(controller: ControllerHandle, lane: str) -> ControllerHandle:
    """Return a handle with the name of a lane, or the handle itself if its backend has no names."""
    try:
        return controller.with_name(f"{CLIENT_NAME}:{_NOT_IN_NAMES.sub('-', lane)}")
    except NotAllowed:
        return controller


def _lease(target: ConnectedTarget, queue: QueueHandle, arguments: dict[str, Any]) -> ScriptLease:
    """Lease an item. No pickle is loaded."""
    item = queue.lease(**arguments, decoded=False)
    return ScriptLease(target, item, value_of(item.value))


def _call_queue(queue: QueueHandle, method: str, arguments: dict[str, Any], raw: bool) -> Any:
    """Call a method of a queue; the parser has checked its name. No pickle is loaded.

    Args:
        queue: The queue.
        method: The method.
        arguments: Values by parameter name.
        raw: Whether a get returns the payload as it is.
    """
    if method == "get_nowait":
        method, arguments = "get", {"block": False}
    match method:
        case "get" if raw:
            return queue.get(**arguments, decoded=False)
        case "get":
            return value_of(queue.get(**arguments, decoded=False))
        case "get_many":
            return list(map(value_of, queue.get_many(**arguments, decoded=False)))
        case "peek":
            return list(map(value_of, queue.peek(**arguments, decoded=False)))
        case "maxsize":
            return queue.maxsize
    return getattr(queue, method)(**arguments)


def _unwrap(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments with each queue of the script replaced by the client's handle."""
    return {
        name: value.queue if isinstance(value, ScriptQueue) else value for name, value in arguments.items()
    }


def _to_script_value(value: Any) -> Any:
    """Convert values of the client's own classes to values of the script."""
    if isinstance(value, (LeaseView, QueueStat, Waiter)):
        return asdict(value)
    return list(map(_to_script_value, value)) if isinstance(value, list) else value


def _queue_names(controller: ControllerHandle) -> set[str | None]:
    return {stat.name for stat in controller.queues()}
