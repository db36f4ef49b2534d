# SPDX-License-Identifier: MIT
"""Handlers that begin and end observation, and the recording of calls that only read."""

from __future__ import annotations

from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.observation.patterns import check_patterns
from rqcore.controller.observation.subscriptions import DEFAULT_PREVIEW, MAX_PREVIEW, EventSelection
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import NotAllowed
from rqcore.protocol.event_batch import Method, Outcome


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

    Raises:
        NotAllowed: The client uses RESP2.
        TooBig: The patterns are too many, or too long.
        TooMany: The controller has reached its limit of observers.
    """
    if client.protocol < 3:
        raise NotAllowed("events are push frames, which RESP2 does not have; send HELLO 3 first")
    check_patterns([*(queues or ()), *(clients or ())])
    state.work += 1000
    selection = EventSelection(
        tuple(queues or ()),
        frozenset(methods or ()),
        tuple(clients or ()),
        frozenset(outcomes or ()),
        max(sample, 1),
        None if client.access is None or client.access.sees_all else client.access.patterns,
    )
    state.publisher.subscribe(client.number, selection, min(preview, MAX_PREVIEW))
    state.publisher.record_for(client.number, state.record_blocked_calls)


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
