# SPDX-License-Identifier: MIT
"""How sessions begin, are lost, resumed and ended. ``sessions`` explains their states."""

from __future__ import annotations

from rqcore.controller.calls.lease_calls import end_leases
from rqcore.controller.calls.returned_items import return_items
from rqcore.controller.clients import BlockedCall, Client, PendingLogin, PendingRelease
from rqcore.controller.items import Item, is_of_transaction, items_of, numbers_of
from rqcore.controller.queue import EndedCall, Queue
from rqcore.controller.session_state import NOTHING, SessionState
from rqcore.controller.state import ControllerState
from rqcore.controller.storage import saved_sessions
from rqcore.controller.wait_queue import LEFT_TOGETHER, queues_of, step_aside, step_aside_later, take_place
from rqcore.errors import NoSession
from rqcore.protocol.event_batch import Method, NameKind, Outcome
from rqcore.protocol.queue_values import End

MOST_ENDED = 50
"""The most sessions whose grace time ends in one turn of the event loop."""
RESUMING = 100
"""The work of resuming a session, apart from sending its kept reply."""
MOST_RETURNED = 5_000
"""The items whose sessions end in one turn, after which no other session ends in it."""


def begin_session(state: ControllerState, client: Client) -> SessionState:
    """Begin the session of a client that has just connected. It continues in a session of its connection."""
    session = client.session or state.sessions.begin(client)
    saved_sessions.begin_session(state.journal, client)
    client.successor, client.is_leaving = client, True
    return session


def resume_session(
    state: ControllerState, newcomer: Client, now_ns: int, token: bytes, received: int
) -> SessionState | None:
    """Let a session continue on the connection of another client, which leaves.

    Args:
        state: The controller.
        newcomer: The client on whose connection the session continues.
        now_ns: The current time in ns.
        token: The token of the session.
        received: How many replies the client of the session has received.

    Returns:
        The session. If it keeps a value, this must be sent again. None: the client has proved a receipt that
        is not safe yet, and the session continues when this function is called again.

    Raises:
        NoSession: There is no such session, it must end, or its requests do not fit ``received``.
    """
    state.work += RESUMING + state.flush_work
    client = state.sessions.find(token, newcomer)
    session = client.session
    if session is None or client is newcomer:
        raise NoSession("a session can only be resumed on another connection")
    if not session.is_lost and not _can_resume(state, client):
        raise NoSession("this session ends with its connection; begin another one")
    if not session.is_lost:
        _forget_stopped_request(state, client, now_ns)
    _compare(state, client, session, received)
    if client.call is None and session.value is NOTHING and state.journal.must_wait_for(session.proof):
        return None
    if not session.is_lost:  # the old connection has failed too, but the controller has not noticed it yet
        state.publisher.record(client, Method.DISCONNECT, now_ns)
    state.sessions.attach(session)
    state.publisher.rename(NameKind.CLIENT, client.number)
    client.address = newcomer.address
    state.publisher.record(client, Method.CONNECT, now_ns)
    newcomer.successor, newcomer.is_leaving = client, True
    if type(client.call) is BlockedCall and client.call.is_aside:
        _continue_waiting(state, client.call, now_ns)
    return session


def _compare(state: ControllerState, client: Client, session: SessionState, received: int) -> None:
    """Compare the counts of both ends, and forget what the client has received.

    Raises:
        NoSession: They do not fit.
    """
    if session.is_restored:
        session.is_restored = False
        session.requests = max(session.requests, received)  # the others changed nothing durable
    missing = session.requests - received if received >= 0 else -1
    if missing == 1 and client.call is None and session.value is NOTHING:
        session.requests -= 1  # the call has only read; the client sends it again
    elif missing == 0 and client.call is None:
        session.forget_value()
        if session.has_saved_items:
            saved_sessions.record_proof(state.journal, client)
    elif missing != 1:
        raise NoSession(
            f"this session has {session.requests} requests, but its client has {received} replies"
        )


def _continue_waiting(state: ControllerState, call: BlockedCall, now_ns: int) -> None:
    """Let a get that stepped aside wait again at its old place."""
    queues: tuple[Queue, ...] = queues_of(call)
    call.is_aside = False
    if all(queue.is_closed for queue in queues):
        call.alternatives = {}
        state.end_call(EndedCall(call, (), call.queue.closed_error()), now_ns)
        return
    take_place(call)
    state.work += len(queues) // 2
    for queue in queues:
        if queue.can_get or queue.is_shut_down:
            state.serve(queue, now_ns)


def discard_results(state: ControllerState, client: Client) -> None:
    """Discard results for the last connection of a session, which sends what it keeps on the next one."""
    outgoing = state.outgoing
    state.work += len(outgoing) // 8
    if any(receiver is client for receiver, _ in outgoing):
        others = [each for each in outgoing if each[0] is not client]
        outgoing.clear()
        outgoing.extend(others)


def lose_connection(state: ControllerState, client: Client, now_ns: int) -> None:
    """Remove a client whose connection has ended, or keep it for its grace time if it has a session."""
    session = client.session
    if session is None or not _can_resume(state, client):
        disconnect(state, client, now_ns)
        return
    _forget_stopped_request(state, client, now_ns)
    state.announce(client, now_ns)
    state.publisher.record(client, Method.DISCONNECT, now_ns, client.departure)
    client.is_leaving, client.is_cut, client.departure = False, False, Outcome.OK
    if isinstance(client.call, BlockedCall) and client.call.wanted:
        _leave_place(state, client.call, now_ns)
    if oldest := state.sessions.lose(client, session, now_ns):
        disconnect(state, oldest, now_ns)


def _forget_stopped_request(state: ControllerState, client: Client, now_ns: int) -> None:
    """Forget a request that a debugger has stopped or released, and that was not executed.

    The client sends it again.
    """
    if isinstance(client.call, PendingRelease) and not client.call.is_at_end:
        state.cancel(client, now_ns)
    if client.met is not None:
        client.met = None
        state.debuggers.continuing.discard(client.number)
        if state.debuggers.is_idle:
            state.debugging = None


def _leave_place(state: ControllerState, call: BlockedCall, now_ns: int) -> None:
    """Let the get of a lost client take no item."""
    if len(call.alternatives) > LEFT_TOGETHER:
        state.background.add(step_aside_later(call))
        return
    step_aside(call)
    queues = queues_of(call)
    state.work += len(queues) // 2
    for queue in queues:
        if queue.can_get and queue.getters:
            state.serve(queue, now_ns)


def _can_resume(state: ControllerState, client: Client) -> bool:
    """Whether a session may continue on another connection."""
    is_special = (
        client.transaction is not None
        or isinstance(client.call, PendingLogin)
        or client.program is not None
        or (state.debugging is not None and client.number in state.debugging.session_of)
        or client.number in state.publisher.subscriptions
    )
    is_ending = client.is_leaving and not client.is_cut
    return client.is_trusted and not is_ending and not is_special and state.sessions.grace_ns > 0


def disconnect(state: ControllerState, client: Client, now_ns: int) -> None:
    """Remove a client for good. Items whose receipt it has not proved go back to their queues."""
    if session := client.session:
        unproven = _unproven_items(client, session)
        state.sessions.remove(session)
        for (queue, end), items in unproven.items():
            if not queue.is_closed:
                return_items(state, client, queue, items, now_ns, end)
        saved_sessions.end_session(state.journal, client)
    state.disconnect(client, now_ns)
    end_leases(state, client, now_ns)


def _unproven_items(client: Client, session: SessionState) -> dict[tuple[Queue, End | None], list[Item]]:
    """Return the items that the last call took, in order, unless the client has proved their receipt.

    The keys are the queue, and the end of the list from which they were taken; None for the next items.
    """
    items = items_of(session.value)
    queue, numbers = client.last_taken
    if not items or queue is None:
        return {}
    if not is_of_transaction(session.value) and numbers == numbers_of(items):
        return {(queue, client.last_end): items}  # the usual case, also of 50,000 items
    ends = {id(taken): end for taken, end in client.taken_ends}
    by_number = {item.number: item for item in items}
    unproven: dict[tuple[Queue, End | None], list[Item]] = {}
    takes = client.executed_takes if is_of_transaction(session.value) else [client.last_taken]
    for taken in takes:
        queue, numbers = taken
        if queue is not None:
            found = [by_number[number] for number in numbers if number in by_number]
            unproven.setdefault((queue, ends.get(id(taken))), []).extend(found)
    return unproven


def remove_newcomer(state: ControllerState, newcomer: Client, now_ns: int) -> None:
    """Remove a client that has left its connection to another one. Events show it only if it had a name."""
    if newcomer.is_announced or newcomer.session:
        disconnect(state, newcomer, now_ns)
    else:
        del state.clients[newcomer.number]


def expire_sessions(state: ControllerState, now_ns: int) -> None:
    """End some of the lost sessions whose grace time is over."""
    left = MOST_RETURNED
    for _ in range(MOST_ENDED):
        client = state.sessions.first_due(now_ns)
        if client is None or left <= 0:
            return
        assert client.session
        left -= len(items_of(client.session.value))
        disconnect(state, client, now_ns)
