# SPDX-License-Identifier: MIT
"""Handlers that begin and end observation, and the recording of calls that only read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import itemgetter

from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.observation.patterns import check_patterns
from rqcore.controller.observation.subscriptions import DEFAULT_PREVIEW, EventSelection
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NotAllowed
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.event_fields import LATEST, V2


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
) -> None:
    """Send events to the client from now on, beginning with the start of each call that is blocked now.

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
    state.publisher.record_for(client.number, partial(_record_blocked_calls, state))


def _record_blocked_calls(state: ControllerState) -> None:
    """Record the start of each call that is blocked, also of queues in other programs, in their order."""
    starts: list[tuple[int, Callable[[], None]]] = []
    record, record_exposed = state.publisher.record_blocked, state.publisher.record_exposed
    for client in state.clients.values():
        if isinstance(call := client.call, BlockedCall):
            native = partial(record, call, Phase.START, Outcome.BLOCKED, call.began_ns, call.items)
            starts.append((call.began_ns, native))
        for each in client.reported_calls.values():
            fields = each.start
            exposed = partial(record_exposed, each.client, each.queue, fields, each.preview, each.number)
            starts.append((fields["time"] - state.publisher.wall_offset_ns, exposed))
    for _, start in sorted(starts, key=itemgetter(0)):
        start()


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
