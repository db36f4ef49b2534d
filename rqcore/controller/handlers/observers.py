# SPDX-License-Identifier: MIT
"""Who receives events, and how calls that were refused are recorded."""

from __future__ import annotations

from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.observation.subscriptions import DEFAULT_PREVIEW, MAX_PREVIEW, EventSelection
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState, outcome_of
from rqcore.errors import NotAllowed, RqError
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
    """Send the client events from now on."""
    if client.protocol < 3:
        raise NotAllowed("events are push frames, which RESP2 does not have; send HELLO 3 first")
    selection = EventSelection(
        tuple(queues or ()),
        frozenset(methods or ()),
        tuple(clients or ()),
        frozenset(outcomes or ()),
        max(sample, 1),
    )
    state.publisher.subscribe(client.number, selection, min(preview, MAX_PREVIEW))


@handles("RQ.UNOBSERVE")
def unobserve(state: ControllerState, client: Client, now_ns: int) -> None:
    """Send the client no more events."""
    state.publisher.unsubscribe(client.number)


def record_look(
    state: ControllerState, client: Client, method: Method, now_ns: int, queue: Queue | None
) -> None:
    """Record a call that only looks. From an observer it is no event: watching must not fill the log."""
    if client.number not in state.publisher.subscriptions:
        state.publisher.record(client, method, now_ns, queue=queue)


def record_refused(
    state: ControllerState,
    client: Client,
    method: Method,
    now_ns: int,
    arguments: list[bytes],
    error: RqError,
) -> None:
    """Record a call that failed at once."""
    if state.publisher.record_fast is None:
        return
    reference = _reference_in(method, arguments)
    queue = state.names.get(reference) or state.queues.get(reference)
    label = reference.decode(errors="replace")
    state.publisher.record(client, method, now_ns, outcome_of(error), queue, label=label)


def _reference_in(method: Method, arguments: list[bytes]) -> bytes:
    """The name or namespace in a refused request; ``RQ.CREATE`` has it behind NAME."""
    if method is not Method.CREATE:
        return arguments[0] if arguments else b""
    keywords = [word.upper() for word in arguments[:-1]]
    return arguments[keywords.index(b"NAME") + 1] if b"NAME" in keywords else b""
