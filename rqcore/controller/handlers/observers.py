# SPDX-License-Identifier: MIT
"""Handlers that begin and end observation, and the recording of calls that only read."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from rqcore.controller.clients import BlockedCall, Client, ReportedCall
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.observation.patterns import check_patterns
from rqcore.controller.observation.subscriptions import DEFAULT_PREVIEW, EventSelection
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NotAllowed
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.event_fields import LATEST, V2
from rqcore.protocol.slices import SlicedWork, finish, sliced

FEW_STARTS = 100
"""The most starts of blocked calls that are recorded in one turn of the event loop."""


@handles("RQ.OBSERVE")
def observe(
    state: ControllerState,
    client: Client,
    now_ns: int,
    *,
    queues: list[str] | None = None,
    methods: list[Method] | None = None,
    clients: list[str] | None = None,
    outcomes: list[Outcome] | None = None,
    sample: int = 1,
    preview: int = DEFAULT_PREVIEW,
    version: int = V2.version,
) -> Any:
    """Send events to the client from now on, beginning with the start of each call that is blocked now.

    If many calls are blocked, their starts are sent in slices, and the reply follows them. A call that ends
    in the meantime has no start.

    Args:
        state: The controller.
        client: The client that observes.
        now_ns: The current time in ns.
        queues: Patterns of queue names; None selects all queues.
        methods: The methods; None selects all.
        clients: Patterns of client names or addresses; None selects all clients.
        outcomes: The outcomes; None selects all.
        sample: Select one call in this many.
        preview: The most payload bytes in each event.
        version: The highest version of event batches that the client reads.

    Raises:
        BadCall: The version is lower than 2.
        NotAllowed: The client uses RESP2.
        TooBig: The patterns are too many, or too long.
        TooMany: The controller has reached its limit of observers.
    """
    if client.protocol < 3:
        raise NotAllowed("events are push frames, which RESP2 does not have; send HELLO 3 first")
    check_patterns([*(queues or ()), *(clients or ())])
    state.work += 1000
    if version < V2.version:
        raise BadCall(f"this controller has no events of version {version}; use at least {V2.version}")
    selection = EventSelection(
        tuple(queues or ()),
        frozenset(methods or ()),
        tuple(clients or ()),
        frozenset(outcomes or ()),
        max(sample, 1),
        None if client.access is None or client.access.sees_all else client.access.patterns,
    )
    state.publisher.subscribe(client.number, selection, preview, min(version, LATEST))
    blocked = _blocked_calls(state)
    work = _record_starts(state, client.number, blocked)
    if len(blocked) <= FEW_STARTS:
        finish(work)
        return None
    client.slices = SlicedWork(work, 100 * len(blocked))
    return BLOCKED


class _Blocked(NamedTuple):
    """A call that is blocked, and when it began, in ns of the controller's clock."""

    began_ns: int
    client: Client
    """The client that waits, or whose program reported the call."""
    call: BlockedCall | ReportedCall
    reported: int = 0
    """The program's number for the call."""

    @property
    def has_ended(self) -> bool:
        """Whether the call is no longer blocked."""
        if isinstance(self.call, BlockedCall):
            return self.client.call is not self.call
        return self.client.reported_calls.get(self.reported) is not self.call


def _blocked_calls(state: ControllerState) -> list[_Blocked]:
    """Return all calls that are blocked, also of queues in other programs, in their order."""
    found: list[_Blocked] = []
    for client in state.clients.values():
        if isinstance(call := client.call, BlockedCall):
            found.append(_Blocked(call.began_ns, client, call))
        for number, each in client.reported_calls.items():
            began_ns = each.start["time"] - state.publisher.wall_offset_ns
            found.append(_Blocked(began_ns, client, each, number))
    return sorted(found, key=attrgetter("began_ns"))


def _record_starts(
    state: ControllerState, observer: int, blocked: list[_Blocked]
) -> Generator[None, None, None]:
    """Record the starts of calls for one observer, in slices."""
    for part in sliced(blocked, FEW_STARTS):
        if observer not in state.publisher.subscriptions:
            return
        state.publisher.record_for(observer, partial(_record_some, state, part))
        yield


def _record_some(state: ControllerState, blocked: Sequence[_Blocked]) -> None:
    for each in blocked:
        call = each.call
        if each.has_ended:
            continue
        if isinstance(call, BlockedCall):
            state.publisher.record_blocked(call, Phase.START, Outcome.BLOCKED, call.began_ns, call.items)
        else:
            state.publisher.record_exposed(call.client, call.queue, call.start, call.preview, call.number)


@handles("RQ.UNOBSERVE")
def unobserve(state: ControllerState, client: Client, now_ns: int) -> None:
    """Stop sending events to the client."""
    state.publisher.unsubscribe(client.number)


def is_silent(state: ControllerState, client: Client, is_read_only: bool = True) -> bool:
    """Return whether a call is not recorded: it only reads, for an observer or after CLIENT NO-TOUCH.

    Watching must not fill the log.
    """
    return is_read_only and (client.no_touch or client.number in state.publisher.subscriptions)


def record_read(
    state: ControllerState, client: Client, method: Method, now_ns: int, queue: Queue | None
) -> None:
    """Record a call that only reads, unless it ``is_silent``.

    Args:
        state: The controller.
        client: The client that called.
        method: The method.
        now_ns: The current time in ns.
        queue: The queue, if there is one.
    """
    if not is_silent(state, client):
        state.publisher.record(client, method, now_ns, queue=queue)
