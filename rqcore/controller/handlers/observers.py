# SPDX-License-Identifier: MIT
"""Handlers that begin and end observation, and the recording of calls that only read."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial
from heapq import heappop, heappush
from itertools import chain, islice
from typing import Any

from rqcore.controller.clients import BlockedCall, Client
from rqcore.controller.exposed_queue import ReportedCall
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.observation.patterns import check_patterns
from rqcore.controller.observation.subscriptions import DEFAULT_PREVIEW, EventSelection, Subscription
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NotAllowed
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.event_fields import LATEST, V2
from rqcore.protocol.slices import SlicedWork, finish

FEW_STARTS = 100
"""The most starts of blocked calls that are recorded in one turn of the event loop."""
COLLECTED = 1000
"""The most blocked calls that are put in order in one turn."""
NUMBERS = 1 << 64
"""Above all numbers of calls."""


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
    state.work += 1000 + state.flush_work
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
    subscription = state.publisher.make_subscription(selection, preview, min(version, LATEST))
    work = _begin(state, client, subscription)
    for _ in work:
        client.slices = SlicedWork(work, 100 * (len(state.clients) + len(state.queues)))
        return BLOCKED
    return None


def _begin(state: ControllerState, client: Client, subscription: Subscription) -> Generator[None, None, None]:
    """Compare known names with the patterns, and begin to observe, in slices if there is much to do.

    Raises:
        TooMany: The controller has reached its limit of observers.
    """
    queues = [*state.queues.values(), *state.exposed]
    yield from subscription.compare(queues, list(state.clients.values()))
    if client.number not in state.clients:
        return
    state.publisher.begin(client.number, subscription)
    latest, everyone = state.publisher.next_call_number(), list(state.clients.values())
    found = _blocked_calls(everyone, latest)
    first = list(islice(found, FEW_STARTS + 1))
    work = _record_starts(state, client.number, first, found)
    if len(first) <= FEW_STARTS:
        finish(work)
        return
    yield
    yield from work


WaitingCall = BlockedCall | ReportedCall


def _blocked_calls(clients: list[Client], latest: int) -> Iterator[WaitingCall]:
    """Yield all calls that are blocked, also of queues in other programs.

    Args:
        clients: All clients.
        latest: The number of the last call that may be blocked already. The start of later ones is recorded.
    """
    for client in clients:
        if isinstance(client.call, BlockedCall) and client.call.number < latest:
            yield client.call
        for each in list(client.program.calls.values()) if client.program else ():
            if each.number < latest:
                yield each


def _record_starts(
    state: ControllerState, observer: int, first: list[WaitingCall], others: Iterator[WaitingCall]
) -> Generator[None, None, None]:
    """Record the starts of calls for one observer in the order of time, in slices.

    The garbage collector would visit a heap of tuples, which takes long if they are many. It skips integers.

    Args:
        state: The controller.
        observer: The number of the client that observes.
        first: The first calls.
        others: The other calls.
    """
    calls: dict[int, WaitingCall] = {}
    order: list[int] = []
    for count, each in enumerate(chain(first, others), 1):
        calls[each.number] = each
        heappush(order, _began_ns(state, each) * NUMBERS + each.number)
        if count % COLLECTED == 0:
            yield
    while order and observer in state.publisher.subscriptions:
        part = [calls.pop(heappop(order) % NUMBERS) for _ in range(min(FEW_STARTS, len(order)))]
        state.publisher.record_for(observer, partial(_record_some, state, part))
        yield


def _began_ns(state: ControllerState, call: WaitingCall) -> int:
    """Return when a call began, in ns of the controller's clock."""
    if isinstance(call, BlockedCall):
        return call.began_ns
    return call.start["time"] - state.publisher.wall_offset_ns


def _record_some(state: ControllerState, calls: Sequence[WaitingCall]) -> None:
    for call in calls:
        if isinstance(call, ReportedCall):
            if not call.has_ended:
                state.publisher.record_exposed(call.client, call.queue, call.start, call.preview, call.number)
        elif call.client.call is call:
            state.publisher.record_blocked(call, Phase.START, Outcome.BLOCKED, call.began_ns, call.items)


@handles("RQ.UNOBSERVE")
def unobserve(state: ControllerState, client: Client, now_ns: int) -> None:
    """Stop sending events to the client."""
    state.work += state.flush_work
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
