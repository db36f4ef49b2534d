# SPDX-License-Identifier: MIT
"""The sessions that a restarted controller finds in its journal; ``storage.saved_sessions`` explains them."""

from __future__ import annotations

from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.items import Item
from rqcore.controller.queue import Queue
from rqcore.controller.session_calls import disconnect
from rqcore.controller.session_state import SessionState
from rqcore.controller.state import ControllerState
from rqcore.controller.storage.journal_replay import JournalReplay
from rqcore.controller.storage.saved_sessions import saved_value
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.queue_values import End
from rqcore.protocol.reply_types import ItemForm


def restore_sessions(state: ControllerState, replay: JournalReplay, now_ns: int) -> None:
    """Keep each saved session for its grace time, as if its connection was lost now.

    Args:
        state: The controller, which has its queues already.
        replay: What the journal has.
        now_ns: The current time in ns.
    """
    queues = {queue.identity: queue for queue in state.durable_queues}
    for facts, items in replay.sessions.values():
        client = _restore(state, facts, items, queues.get(facts["queue"]), now_ns)
        assert client.session
        state.journal.sessions[client.session.token] = client
        if state.users and client.user not in state.users:
            disconnect(state, client, now_ns)
        elif oldest := state.sessions.lose(client, client.session, now_ns):
            disconnect(state, oldest, now_ns)


def _restore(
    state: ControllerState, facts: dict[str, Any], items: list[Item], queue: Queue | None, now_ns: int
) -> Client:
    """Make the client of a session as it was after its last call that is saved."""
    client = state.connect("restart", now_ns)
    client.name, client.user, client.protocol = facts["name"], facts["user"], facts["protocol"]
    if state.users and client.user in state.users:
        client.access = state.users.access_of(client.user)
    client.command = COMMANDS.get(facts["command"].encode())
    client.item_form = ItemForm[facts["form"]]
    client.is_announced = True
    session = client.session = SessionState(facts["token"].encode(), state.memory)
    state.sessions.add(client, session)
    session.requests, session.is_restored = facts["requests"], True
    session.has_saved_items, session.saved = bool(items), facts
    if queue is not None or not facts["items"]:
        session.keep(saved_value(facts, items))
        client.last_taken = queue, [item.number for item in items]
        if end := facts.get("end"):
            client.taken_ends = [(client.last_taken, End(end))]
        client.taken_keys = [item.priority for item in items]
    return client
