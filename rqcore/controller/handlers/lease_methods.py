# SPDX-License-Identifier: MIT
"""Handlers of leases. ``queue_methods`` describes the parameters; ``calls.lease_calls`` does the work."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import Any

from rqcore.controller.calls.lease_calls import acknowledge, extend_lease, give_back_leased, lease_item
from rqcore.controller.calls.queue_calls import use_queue
from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.inspection import find_to_read, list_in_slices
from rqcore.controller.items import ItemLease
from rqcore.controller.state import ControllerState
from rqcore.protocol.event_batch import Method
from rqcore.protocol.queue_values import LeaseView


@handles("RQ.LEASE")
def lease(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    *,
    seconds_ns: int,
    timeout_ns: int | None = None,
) -> Any:
    """Lease the next item.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        seconds_ns: How long the lease lasts, in ns.
        timeout_ns: In ns; None to wait without a timeout.

    Returns:
        The lease, or ``BLOCKED``.
    """
    return lease_item(state, client, now_ns, use_queue(state, client, reference), seconds_ns, timeout_ns)


@handles("RQ.ACK")
def ack(state: ControllerState, client: Client, now_ns: int, reference: bytes, number: int) -> None:
    """Finish a leased item. ``number``: that of the lease."""
    acknowledge(state, client, now_ns, use_queue(state, client, reference), number)


@handles("RQ.NACK")
def nack(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    number: int,
    *,
    delay_ns: int = 0,
    unseen: bool = False,
) -> None:
    """Give a leased item back.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        number: The number of the lease.
        delay_ns: When the item returns to the queue, in ns from now.
        unseen: The delivery does not count.
    """
    queue = use_queue(state, client, reference)
    give_back_leased(state, client, now_ns, queue, number, delay_ns, unseen)


@handles("RQ.EXTEND")
def extend(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    number: int,
    *,
    seconds_ns: int | None = None,
) -> None:
    """Let a lease last longer.

    Args:
        state: The controller.
        client: The client that calls. The lease belongs to it from now on.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        number: The number of the lease.
        seconds_ns: How long it lasts from now, in ns; None for its first duration.
    """
    extend_lease(state, client, now_ns, use_queue(state, client, reference), number, seconds_ns)


@handles("RQ.LEASES")
def leases(
    state: ControllerState,
    client: Client,
    now_ns: int,
    reference: bytes,
    *,
    start: int = 0,
    count: int | None = None,
) -> Any:
    """Return the leased items, those that were leased first in front. In a transaction, only some.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        reference: The name or namespace of the queue.
        start: How many to skip.
        count: The most to return; None for no limit.
    """
    queue = find_to_read(state, client, Method.LEASES, now_ns, reference)
    listed = list(islice(queue.leases.values(), start, None if count is None else start + count))
    return list_in_slices(state, client, listed, partial(_view, now_ns))


def _view(now_ns: int, lease: ItemLease) -> LeaseView:
    return LeaseView(
        item=lease.item.number,
        deliveries=lease.item.deliveries,
        size=len(lease.item.payload),
        client=lease.client.number,
        name=lease.client.label,
        held=(now_ns - lease.began_ns) / 1e9,
        left=max(lease.deadline_ns - now_ns, 0) / 1e9,
    )
