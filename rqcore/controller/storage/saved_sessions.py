# SPDX-License-Identifier: MIT
"""Sessions in the journal: what a restarted controller must know to carry out no call twice.

Theory of operation. With ``sync always``, each call on durable queues of a client with a session adds to its
record the number of the session's requests, and the value of the call. So after ``kill -9`` the call and its
value are both saved, or neither is. The client resumes its session at the restarted controller as after any
lost connection (``sessions``), and says how many replies it has received. Calls that change nothing durable
are not saved, so the client may know of more requests than the record:

- It has all replies up to the saved call, or more: its receipt of the saved value is proved. What it has sent
  since changed nothing durable, and is carried out again if it has no reply.
- It lacks one reply, that of the saved call: the value is sent again.

Items that a saved call took have left their queue, and belong to the session until the client proves that it
has received them (``record_proof``), or until the session ends: then they go back to the head of the queue.

The value of LMOVE is an item too, but one that is in another queue now, where other clients can take it. The
record has a copy of it for the session, which goes to no queue when the session ends.

A value that cannot be saved, such as that of EXEC, ends the saved session: the client gets OutcomeUnknown.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, Final

from rqcore.controller.items import Item, ItemLease, is_of_transaction, items_of, numbers_of
from rqcore.controller.storage import change_format
from rqcore.controller.storage.journal import Journal
from rqcore.errors import BY_CODE, RqError

MOVES: Final = ("LMOVE", "RPOPLPUSH")
"""The commands whose value is an item that they have moved."""
UNKNOWN: Final = object()
"""A value that cannot be saved."""


def begin_session(journal: Journal, client: Any) -> None:
    """Record that a client has begun a session, unless its calls do not wait until they are saved.

    The reply to its first request, which for clients of rqcore is RQ.SPOOL, waits until this is safe. So a
    restarted controller knows each session in which a method was called.
    """
    if journal.is_open and journal.is_synchronous:
        client.session.proof = journal.next_record
        _record(journal, client, _facts(client) | {"value": None})


def is_saved(journal: Journal, client: Any) -> bool:
    """Whether the session of a client can be resumed after a restart."""
    return client.session is not None and client.session.token in journal.sessions


def save_session(journal: Journal, client: Any, value: Any) -> None:
    """Record the value of a call, if the client has a session. ``client``: one that has just called."""
    session = client.session
    if session is None or not journal.is_open or not journal.is_synchronous:
        return
    described = _describe(client, value)
    if described is UNKNOWN:
        end_session(journal, client)
        return
    session.has_saved_items = bool(described["items"])
    if is_moved(described["value"]):
        journal.record_plain(*change_format.join_small(change_format.pack_kept(0, value)))
    _record(journal, client, described)


def _record(journal: Journal, client: Any, described: dict[str, Any]) -> None:
    client.session.saved = described
    journal.record_session(client.session.token, client, change_format.pack_session(described))


def record_proof(journal: Journal, client: Any) -> None:
    """Record that a client has received the items of its saved call."""
    session = client.session
    session.has_saved_items = False
    if session.token in journal.sessions:
        session.proof = journal.next_record
        _record(journal, client, session.saved | {"value": None, "queue": 0, "items": []})


def end_session(journal: Journal, client: Any) -> None:
    """Record that the session of a client has ended, or cannot be resumed after a restart."""
    session = client.session
    session.has_saved_items, session.saved = False, {}
    if session.token in journal.sessions:
        ended = change_format.pack_session({"token": session.token.decode()})
        journal.record_end_of_session(session.token, ended)


def copy_session(journal: Journal, client: Any) -> int:
    """Record a saved session again, with its items, so that earlier records are not needed.

    Returns:
        The bytes of what was recorded.
    """
    session = client.session
    if session.token not in journal.sessions:
        return 0
    change, kept = change_format.pack_session(session.saved), list[bytes]()
    if session.has_saved_items:
        for item in items_of(session.value) or items_of(client.call.value):
            kept += change_format.pack_kept(session.saved["queue"], item)
        journal.record_plain(*change_format.join_small(kept))
    journal.record_session(session.token, client, change)
    return len(change) + sum(map(len, kept))


def _facts(client: Any) -> dict[str, Any]:
    """Return what is saved of a session without a value."""
    return {
        "token": client.session.token.decode(),
        "requests": client.session.requests,
        "name": client.name,
        "user": client.user,
        "protocol": client.protocol,
        "command": client.command.name if client.command else "",
        "form": client.item_form.name,
        "queue": 0,
        "items": [],
    }


def _describe(client: Any, value: Any) -> Any:
    """Return what is saved of a session, or ``UNKNOWN``."""
    facts = _facts(client)
    if value is None or type(value) in (bool, int, str):
        return facts | {"value": value}
    if type(value) is bytes:
        return facts | {"value": {"bytes": b64encode(value).decode()}}
    if isinstance(value, RqError):
        return facts | {"value": {"code": value.code, "text": str(value)}}
    if type(value) is ItemLease and value.queue.is_durable:
        return facts | {"value": {"kind": "lease", "lease": value.number}, "queue": value.queue.identity}
    if type(value) is Item and facts["command"] in MOVES:
        return facts | {"value": {"kind": "moved"}, "items": [value.number]}
    items = [value] if type(value) is Item else [] if is_of_transaction(value) else items_of(value)
    queue, numbers = client.last_taken
    if not items or queue is None or not queue.is_durable or numbers != numbers_of(items):
        return UNKNOWN
    kind: dict[str, str] = {"kind": "item" if type(value) is Item else "items"}
    if type(value) is tuple:
        kind = {"kind": "named", "name": b64encode(value[0]).decode()}
    taken = {"queue": queue.identity, "items": [*numbers]}
    if client.last_end:
        taken["end"] = client.last_end.value
    return facts | {"value": kind} | taken


def is_moved(value: Any) -> bool:
    """Whether a record describes the value of a call that has moved an item to another queue."""
    return isinstance(value, dict) and value.get("kind") == "moved"


def saved_value(facts: dict[str, Any], items: list[Item]) -> Any:
    """Return the value that a record describes. ``items``: those that the call took."""
    value = facts["value"]
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return b64decode(value["bytes"])
    if "code" in value:
        return BY_CODE[value["code"]](value["text"])
    if value["kind"] == "named":
        return b64decode(value["name"]), items[0]
    return items if value["kind"] == "items" else items[0]
