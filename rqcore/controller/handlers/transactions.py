# SPDX-License-Identifier: MIT
"""Handlers of transactions, and the queueing of calls between MULTI and EXEC.

A transaction is in one of three states::

               MULTI            a call is refused
    none ────────────────► queueing ────────────► aborted
     ▲                         │ EXEC, DISCARD       │ EXEC fails, DISCARD
     └─────────────────────────┴─────────────────────┘

While EXEC runs, ``state.in_transaction`` is true. Then no call waits, and
``state.serve`` postpones the blocked calls of other clients until the last call
of the transaction has ended. As in Redis, a push and a pop in one transaction
do not give the item to a client that waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rqcore.controller.clients import Client, Take
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.items import CountedList, Item
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import ControllerState
from rqcore.controller.transaction import Transaction
from rqcore.errors import BadCall, ExecAbort, NotAllowed, RqError, TooBig, unknown_command, without_frames
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_traits import InTransaction
from rqcore.protocol.item_encoding import PAYLOAD
from rqcore.protocol.memory import FEW_TAKEN, TAKE_COST
from rqcore.protocol.queue_values import Preview
from rqcore.protocol.reply_types import ExecutedCall
from rqcore.protocol.slices import SLICE_BYTES, SlicedList

MOST_WORK = 10_000
"""The most work of a transaction, as in ``ControllerState.work``: other clients wait meanwhile."""
SLICE_CALLS = 200
"""The most replies to calls that are encoded in one turn: that of RQ.STAT takes 30 microseconds."""
_MULTI, _EXEC = COMMANDS[b"MULTI"], COMMANDS[b"EXEC"]


@handles("MULTI")
def multi(state: ControllerState, client: Client, now_ns: int) -> str:
    """Begin a transaction.

    Raises:
        BadCall: The client is already in a transaction.
    """
    if client.transaction is not None:
        raise BadCall("MULTI calls can not be nested; send EXEC or DISCARD first")
    client.transaction = Transaction(state.memory, state.limits.payload)
    return "OK"


def queue_call(
    transaction: Transaction, client: Client, row: CommandSpec | None, request: list[bytes]
) -> str:
    """Queue a call of a client that is in a transaction.

    Args:
        transaction: The transaction.
        client: The client.
        row: The row of the command, or None if there is no such command.
        request: The name of the command and its arguments.

    Returns:
        ``QUEUED``. An aborted transaction only checks the call.

    Raises:
        BadCall: There is no such command, or the number of arguments is wrong.
        NotAllowed: A transaction cannot execute the command.
        TooBig: The transaction has too many calls or bytes.
        TooMany: The controller has no memory for the call.
    """
    client.command = _MULTI
    try:
        if row is None:
            raise unknown_command(request[0])
        if row.in_transaction is InTransaction.REFUSED:
            raise NotAllowed(
                f"{row.name} is not allowed in a transaction; send it before MULTI or after EXEC"
            )
        row.check_number(len(request) - 1)
        if not transaction.is_aborted:
            transaction.add(request, row.name)
    except RqError:
        transaction.abort()
        raise
    return "QUEUED"


@handles("EXEC")
def execute(state: ControllerState, client: Client, now_ns: int) -> Any:
    """Execute all calls of the transaction, in order.

    Returns:
        The result of each call; or ``BLOCKED`` if the reply is long and is encoded in slices.

    Raises:
        BadCall: The client is not in a transaction.
        ExecAbort: A call was refused when it was queued.
    """
    transaction = _end(client, "EXEC")
    if transaction.is_aborted:
        raise ExecAbort("transaction discarded because of previous errors; nothing was executed")
    requests = transaction.requests
    transaction.end()
    state.work += 2 * len(requests)
    left, most_work = state.limits.payload, state.work + MOST_WORK
    results = []
    takes: list[Take] = []
    client.taken_ends = []
    with state.executing_transaction(now_ns):
        for request in requests:
            taken_before = client.last_taken
            result = _execute(state, client, request, now_ns, left, most_work)
            if client.last_taken is not taken_before:
                takes.append(client.last_taken)
            left -= _payload_bytes(result.value)
            results.append(result)
    _remember_takes(state, client, takes)
    client.command, client.item_form = _EXEC, PAYLOAD
    client.slices = slices_of_results(results, () if client.session is None else results)
    return results if client.slices is None else BLOCKED


def _remember_takes(state: ControllerState, client: Client, takes: list[Take]) -> None:
    """Remember the gets for the session of the client, if it has one. Many of them count as memory."""
    if client.session is None:
        client.executed_takes, client.taken_ends = [], client.taken_ends[-1:]
    elif len(takes) <= FEW_TAKEN:
        client.executed_takes = takes
    else:
        client.executed_takes = CountedList(takes, state.memory, TAKE_COST * len(takes))


def slices_of_results(results: list[ExecutedCall], taken: Sequence[ExecutedCall] = ()) -> SlicedList | None:
    """Return the reply of EXEC in slices; None if it is short. ``taken``: as in ``SlicedList``."""
    size = sum(_payload_bytes(result.value) for result in results)
    if len(results) <= SLICE_CALLS and size <= SLICE_BYTES:
        return None
    return SlicedList(len(results), _slices(results), size + len(results), taken)


def _slices(results: list[ExecutedCall]) -> Iterator[list[ExecutedCall]]:
    """Yield the results in slices of about ``SLICE_CALLS`` and ``SLICE_BYTES``."""
    part: list[ExecutedCall] = []
    size = 0
    for result in results:
        part.append(result)
        size += _payload_bytes(result.value)
        if len(part) >= SLICE_CALLS or size >= SLICE_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _execute(
    state: ControllerState, client: Client, request: list[bytes], now_ns: int, left: int, most_work: int
) -> ExecutedCall:
    """Execute one call, if the reply may still have ``left`` bytes, and the work is below ``most_work``."""
    try:
        if left < 0:
            raise TooBig(
                f"the reply of the transaction has more than {state.limits.payload} bytes; this call and the "
                "following ones were not executed"
            )
        if state.work > most_work:
            raise TooBig(
                "the calls of the transaction move too many items for one step; this call and the following "
                "ones were not executed"
            )
        if client.session is not None and COMMANDS[request[0].upper()].is_read_only:
            state.memory.admit_reply(state.limits.payload - left)
        value = state.execute(client, request, now_ns)
    except RqError as error:
        value = without_frames(error)
    assert client.command
    return ExecutedCall(client.command.reply, value, client.item_form)


def _payload_bytes(value: Any) -> int:
    """Return how many bytes of payloads the reply for a value has."""
    if isinstance(value, Item):
        return len(value.payload)
    if isinstance(value, Preview):
        return len(value.beginning)
    if isinstance(value, list | tuple):
        return sum(map(_payload_bytes, value))
    return len(value) if isinstance(value, bytes) else 0


@handles("DISCARD")
def discard(state: ControllerState, client: Client, now_ns: int) -> None:
    """End the transaction without executing its calls.

    Raises:
        BadCall: The client is not in a transaction.
    """
    _end(client, "DISCARD").end()


@handles("WATCH")
def watch(state: ControllerState, client: Client, now_ns: int, *names: bytes) -> None:
    """Refuse to watch a queue.

    Raises:
        BadCall: The client is in a transaction.
        NotAllowed: Otherwise.
    """
    if client.transaction is not None:
        raise BadCall("WATCH inside MULTI is not allowed")
    raise NotAllowed(
        "this controller does not support WATCH; MULTI and EXEC execute all calls in one step without it"
    )


def _end(client: Client, name: str) -> Transaction:
    transaction, client.transaction = client.transaction, None
    if transaction is None:
        raise BadCall(f"{name} without MULTI")
    return transaction
