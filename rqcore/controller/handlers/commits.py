# SPDX-License-Identifier: MIT
"""How calls on durable queues wait until their changes are safe; ``storage.journal`` explains the states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rqcore.controller.calls.lease_calls import return_leased
from rqcore.controller.clients import BatchValues, Client, PendingCommit
from rqcore.controller.items import ItemLease
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.state import NO_VALUE, ControllerState
from rqcore.controller.storage.record_parts import Record
from rqcore.controller.storage.saved_sessions import save_session
from rqcore.errors import StorageError
from rqcore.protocol.event_batch import Method
from rqcore.protocol.slices import POSTPONED, SlicedList


def carry_out(state: ControllerState, client: Client, call: Callable[[], Any]) -> Any:
    """Carry out a call of a protocol that has no commands. Returns its value, or ``BLOCKED``."""
    changes = state.journal.awaited_changes
    value = call()
    return value if state.journal.awaited_changes == changes else defer(state, client, value)


def defer(state: ControllerState, client: Client, value: Any) -> Any:
    """Let a call that has changed durable queues wait until this is safe.

    Args:
        state: The controller.
        client: The client that called.
        value: The value of the call, or ``BLOCKED`` if it waits for something else.

    Returns:
        ``BLOCKED``; or the value, if it is part of a transaction, which waits as a whole.
    """
    if state.in_transaction:
        return value
    if value is BLOCKED:
        if not isinstance(client.slices, SlicedList):
            return BLOCKED
        value, client.slices = list(client.slices.taken) or client.slices, None
    taken, state.journal.handed_out = state.journal.handed_out, []
    state.hold(client, value, taken)
    return BLOCKED


def defer_batch(state: ControllerState, client: Client, values: Any) -> BlockedValue:
    """Let several calls that were executed as one wait until their changes are safe."""
    defer(state, client, BatchValues(values))
    return BLOCKED


def repeat_when_safe(state: ControllerState, client: Client) -> BlockedValue:
    """Let a client's present request be carried out again, when the present record is safe."""
    client.call, client.slices = PendingCommit(client, NO_VALUE, is_receipt=True), POSTPONED
    state.journal.add_waiting(client.call)
    state.counters.commands -= 1
    return BLOCKED


def finish_record(state: ControllerState, record: Record) -> None:
    """End the calls that waited for a record that is safe now."""
    state.journal.end_record(record)
    for pending in record.waiting:
        _end(state, pending, pending.value)


def fail_record(state: ControllerState, record: Record, reason: str, now_ns: int) -> None:
    """End the calls that waited for a record that cannot be written, and refuse further changes.

    What they took from durable queues goes back, with the next record: write both together.

    Args:
        state: The controller.
        record: The record. It must be written before any other.
        reason: Why it cannot be written.
        now_ns: The current time in ns.
    """
    journal = state.journal
    journal.failure = reason
    waiting = record.waiting + journal.waiting
    record.waiting.clear()
    journal.waiting = []
    for pending in reversed(waiting):
        if pending.client.call is pending:
            state.give_back(pending.client, pending.taken, now_ns)
            pending.client.last_taken = None, []
            if type(lease := pending.value) is ItemLease and lease.number in lease.queue.leases:
                return_leased(state, pending.client, now_ns, lease, Method.REDELIVERED)
    for pending in waiting:
        if _is_complete(pending):
            _end(state, pending, pending.value)
            continue
        error = StorageError(
            f"the changes of this call could not be saved: {reason}; it is unknown whether they will be saved"
        )
        if pending.client.call is pending:
            save_session(state.journal, pending.client, error)
        value = pending.value
        is_batch = type(value) is BatchValues
        _end(state, pending, BatchValues([error] * len(value.values)) if is_batch else error)


def _is_complete(pending: PendingCommit) -> bool:
    """Whether a call has changed nothing but queues in memory, so that it cannot fail any more.

    Nor can the first request of a session, which proves no receipt: a client can connect while the disk is
    full.
    """
    session = pending.client.session
    return pending.is_receipt and (
        pending.value is NO_VALUE
        or (session is not None and (session.value is pending.value or session.requests == 1))
    )


def continue_after_failure(state: ControllerState, now_ns: int) -> None:
    """Accept changes again, because the record that failed is written."""
    state.journal.failure = ""
    for queue in state.durable_queues:
        state.serve(queue, now_ns)


def _end(state: ControllerState, pending: PendingCommit, value: Any) -> None:
    client = pending.client
    if client.call is pending:  # otherwise the client has left
        client.call = None
        if pending.is_receipt and value is pending.value:
            state.outgoing.append((client, value))  # its session keeps it already, or must not
        else:
            state.send(client, value)
