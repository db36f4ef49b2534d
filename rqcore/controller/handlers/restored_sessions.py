# SPDX-License-Identifier: MIT
"""The sessions that a restarted controller finds in its journal; ``storage.saved_sessions`` explains them."""

from __future__ import annotations

from typing import Any

from rqcore.controller.calls.lease_calls import end_leases
from rqcore.controller.calls.session_calls import disconnect
from rqcore.controller.clients import Client
from rqcore.controller.items import Item, deliveries_of, numbers_of
from rqcore.controller.session_state import SessionState
from rqcore.controller.state import ControllerState
from rqcore.controller.storage.durable_queue import DurableQueue
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.controller.storage.saved_sessions import is_moved, saved_value
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.item_encoding import ItemForm
from rqcore.protocol.queue_values import End


def restore_sessions(state: ControllerState, replay: JournalReplay, now_ns: int) -> None:
    """Keep each saved session for its grace time, as if its connection was lost now.

    Args:
        state: The controller, which has its queues already.
        replay: What the journal has.
        now_ns: The current time in ns.
    """
    queues = {queue.identity: queue for queue in state.durable_queues}
    clients = {token: _restore(state, facts, now_ns) for token, (facts, _) in replay.sessions.items()}
    _restore_absent(state, replay, queues, clients, now_ns)
    for token, (facts, items) in replay.sessions.items():
        client = clients[token]
        _restore_value(client, facts, items, queues.get(facts["queue"]))
        assert client.session
        if state.users and client.user not in state.users:
            disconnect(state, client, now_ns)
        elif oldest := state.sessions.lose(client, client.session, now_ns):
            disconnect(state, oldest, now_ns)


def _restore_absent(
    state: ControllerState,
    replay: JournalReplay,
    queues: dict[int, DurableQueue],
    clients: dict[str, Client],
    now_ns: int,
) -> None:
    """Lease and delay items again. Leases of clients without a session end, because these have left."""
    departed = state.represent("", Client(0, "restart", now_ns, now_ns, None))
    for identity, queue in queues.items():
        found = replay.queues.get(identity)
        for (position, item), absence in found.absent.values() if found else ():
            client = clients.get(absence.token.hex(), departed)
            queue.adopt_absent(position, item, absence, client, now_ns)
    end_leases(state, departed, now_ns)


def _restore(state: ControllerState, facts: dict[str, Any], now_ns: int) -> Client:
    """Make the client of a session as it was after its last call that is saved, without the value."""
    client = state.represent(facts["name"], Client(0, "restart", now_ns, now_ns, None))
    state.clients[client.number] = client  # not limited as the connected clients are: it is lost
    client.access = state.access_before_login
    client.user, client.protocol = facts["user"], facts["protocol"]
    if state.users and client.user in state.users:
        client.access = state.users.access_of(client.user)
    client.command = COMMANDS.get(facts["command"].encode())
    client.item_form = ItemForm[facts["form"]]
    client.is_announced = True
    session = client.session = SessionState(facts["token"].encode(), state.memory)
    session.requests, session.is_restored, session.saved = facts["requests"], True, facts
    state.sessions.add(client, session)
    state.journal.sessions[session.token] = client
    return client


def _restore_value(
    client: Client, facts: dict[str, Any], items: list[Item], queue: DurableQueue | None
) -> None:
    """Let a session keep the value of its last call, unless its queue was closed, or its lease has ended."""
    session, value = client.session, facts["value"]
    assert session
    if isinstance(value, dict) and "lease" in value:
        if queue is not None and value["lease"] in queue.leases:
            session.keep(queue.leases[value["lease"]])
    elif is_moved(value):
        session.has_saved_items = True
        session.keep(saved_value(facts, items))
    elif queue is not None or not facts["items"]:
        session.has_saved_items = bool(items)
        session.keep(saved_value(facts, items))
        client.last_taken = queue, numbers_of(items)
        if end := facts.get("end"):
            client.taken_ends = [(client.last_taken, End(end))]
        client.taken_keys = [item.priority for item in items]
        client.taken_deliveries = deliveries_of(items)
