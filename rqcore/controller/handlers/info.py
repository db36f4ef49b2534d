# SPDX-License-Identifier: MIT
"""The handler of INFO: the state of the controller, in sections of ``name:value`` lines.

A name that also exists in Redis has the same meaning here, so that Redis tools can read it.
"""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.debugging.actions import ActionKind
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.queue import BLOCKED, Queue
from rqcore.controller.state import ControllerState
from rqcore.protocol.command_traits import Right
from rqcore.protocol.slices import SlicedWork, finish, sliced
from rqcore.version import VERSION

REDIS_VERSION = "7.0.0"
"""The Redis version that clients receive. It shows them which commands to expect."""

SUMMED = 5000
"""The most queues whose items are summed in one turn of the event loop."""
MOST_NAMED = 4
"""The most debuggers with rules or freezes whose clients are named."""

Facts = dict[str, object]


@handles("INFO")
def info(state: ControllerState, client: Client, now_ns: int, *sections: bytes) -> Any:
    """Return the named sections, or all sections if none is named; ``BLOCKED`` if there are many queues."""
    state.work += (
        100 + (min(len(state.queues), SUMMED) + len(state.clients) + len(state.debuggers.rules)) // 4
    )
    wanted = {section.decode(errors="replace").lower() for section in sections} - {"all", "default"}
    work = _report(state, client, now_ns, wanted)
    if len(state.queues) <= SUMMED or state.in_transaction:
        return finish(work)
    client.slices = SlicedWork(work)
    return BLOCKED


def _report(
    state: ControllerState, client: Client, now_ns: int, wanted: set[str]
) -> Generator[None, None, str]:
    """Return some sections, or all if none is wanted."""
    parts = []
    for title, facts_of in _SECTIONS.items():
        if not wanted or title.lower() in wanted:
            found = facts_of(state, client, now_ns)
            facts = found if isinstance(found, dict) else (yield from found)
            parts.append(f"# {title}\r\n" + "".join(f"{key}:{value}\r\n" for key, value in facts.items()))
    return "\r\n".join(parts)


def _sums(queues: Iterable[Queue]) -> Generator[None, None, tuple[int, int]]:
    """Return the number of items of queues, and the bytes of their payloads."""
    items = size = 0
    for part in sliced(list(queues), SUMMED):
        items += sum(len(queue.store) for queue in part)
        size += sum(queue.bytes for queue in part)
        yield
    return items, size


def _server(state: ControllerState, client: Client, now_ns: int) -> Facts:
    return {
        "server": "rqcore",
        "rqcore_version": VERSION,
        "redis_version": REDIS_VERSION,
        "python_version": platform.python_version(),
        "process_id": os.getpid(),
        "uptime_in_seconds": (now_ns - state.began_ns) // 10**9,
        "listening": " ".join(state.urls),
        "users": len(state.users),
    }


def _clients(state: ControllerState, client: Client, now_ns: int) -> Facts:
    return {
        "connected_clients": len(state.clients) - state.sessions.lost_count,
        "lost_sessions": state.sessions.lost_count,
        "blocked_clients": sum(1 for client in state.clients.values() if client.call and not client.is_lost),
        "maxclients": state.limits.clients,
    }


def _queues(state: ControllerState, client: Client, now_ns: int) -> Generator[None, None, Facts]:
    items, size = yield from _sums(state.queues.values())
    return {
        "queues": len(state.queues),
        "maxqueues": state.limits.queues,
        "items": items,
        "bytes": size,
    }


def _keyspace(state: ControllerState, client: Client, now_ns: int) -> Facts:
    """Describe the only database in the form of Redis. The keys are the queues."""
    return {"db0": f"keys={len(state.queues)},expires=0,avg_ttl=0"} if state.queues else {}


def _spool(state: ControllerState, client: Client, now_ns: int) -> Facts:
    """Describe the spool. ``bytes`` of the queues includes these bytes, ``memory_held`` does not."""
    spool = state.spool
    if spool is None:
        return {"spool": ""}
    return {
        "spool": spool.path,
        "spooled_items": spool.items,
        "spooled_bytes": spool.size,
        "spool_above": spool.above,
    }


def _persistence(state: ControllerState, client: Client, now_ns: int) -> Generator[None, None, Facts]:
    """Describe the durable queues, and what is on the disk."""
    journal = state.journal
    if not journal.path:
        return {"data": ""}
    queues = state.durable_queues
    items, size = yield from _sums(queues)
    return {
        "data": journal.path,
        "sync": journal.sync,
        "durable_queues": len(queues),
        "durable_items": items,
        "durable_bytes": size,
        "journal_records": journal.records,
        "journal_bytes": journal.bytes,
        "storage_failure": journal.failure,
    }


def _memory(state: ControllerState, client: Client, now_ns: int) -> Facts:
    """Describe the memory. ``memory_held`` includes all: blocked puts, pending input and output, and reports.

    ``used_memory`` is the same under the name that Redis tools read.
    """
    return {
        "memory_held": state.memory.held,
        "used_memory": state.memory.held,
        "maxmemory": state.memory.limit,
        "memory_of_programs": state.memory.of_programs,
        "memory_of_sessions": state.memory.of_sessions,
        "memory_of_journal": state.journal.unwritten_bytes,
    }


def _stats(state: ControllerState, client: Client, now_ns: int) -> Facts:
    counters = state.counters
    return {
        "total_connections_received": counters.clients,
        "total_commands_processed": counters.commands,
        "wrong_passwords": counters.wrong_passwords,
        "refused_logins": counters.refused_logins,
        "rejected_connections": counters.refused_clients,
        "refused_queues": counters.refused_queues,
        "refused_leases": counters.refused_leases,
        "refused_observers": counters.refused_observers,
        "refused_payloads": counters.refused_payloads,
        "refused_for_memory": state.memory.refused,
        "lost_payloads": counters.lost_payloads,
        "lost_by_debuggers": counters.lost_by_debuggers,
        "resumed_sessions": state.sessions.resumed,
        "returned_items": state.sessions.returned_items,
        "refused_reports": counters.refused_reports,
        "refused_strangers": counters.refused_strangers,
        "silent_clients": counters.silent_clients,
        "slow_clients": counters.slow_clients,
        "foreign_clients": counters.foreign_clients,
        "refused_web_pages": counters.refused_web_pages,
    }


def _observers(state: ControllerState, client: Client, now_ns: int) -> Facts:
    """Describe the observers. ``observing_usec`` is the time that the controller spent on sending events."""
    counters = state.counters
    subscriptions = state.publisher.subscriptions.values()
    return {
        "observers": len(subscriptions),
        "total_events": counters.events + state.publisher.buffered,
        "told_bytes": counters.sent_event_bytes,
        "lost_events": counters.lost_events + sum(each.lost for each in subscriptions),
        "failed_observers": counters.failed_observers,
        "observing_usec": counters.observing_ns // 1000,
    }


def _debugging(state: ControllerState, client: Client, now_ns: int) -> Facts:
    """Describe the debuggers, and what they have set. Only observers may know who they are."""
    debuggers = state.debuggers
    may_know = client.access is None or Right.OBSERVE in client.access.rights
    owners = dict.fromkeys(rule.owner for rule in debuggers.rules if rule.is_enabled or rule.held)
    named = [debuggers.sessions[owner].owner.label for owner in owners if owner in debuggers.sessions]
    freezing = {frozen.rule.number for frozen in debuggers.freezes.values()}
    kinds = Counter(
        rule.action.kind for rule in debuggers.rules if rule.is_enabled and rule.number not in freezing
    )
    return {
        "debuggers": len(debuggers.sessions),
        "debugged_by": " ".join(named[:MOST_NAMED]) if may_know else "",
        "breakpoints": kinds.pop(ActionKind.HOLD, 0),
        "logpoints": kinds.pop(ActionKind.LOG, 0),
        "faults": kinds.total(),
        "frozen_queues": len(freezing),
        "held_calls": len(debuggers.held),
    }


def _limits(state: ControllerState, client: Client, now_ns: int) -> Facts:
    limits = state.limits
    return {
        "max_clients": limits.clients,
        "max_queues": limits.queues,
        "max_observers": limits.observers,
        "max_payload": limits.payload,
        "max_memory": limits.memory,
        "max_pipelined": limits.pipelined,
        "max_output": limits.output,
        "max_backlog": limits.backlog,
        "max_spool": limits.spool,
        "max_silence": limits.silence,
        "max_unreachable": limits.unreachable,
        "max_absence": limits.absence,
        "max_leases": limits.leases,
        "max_lost_sessions": limits.lost_sessions,
    }


_SECTIONS: dict[str, Callable[[ControllerState, Client, int], Facts | Generator[None, None, Facts]]] = {
    "Server": _server,
    "Clients": _clients,
    "Queues": _queues,
    "Memory": _memory,
    "Persistence": _persistence,
    "Spool": _spool,
    "Stats": _stats,
    "Observers": _observers,
    "Debugging": _debugging,
    "Limits": _limits,
    "Keyspace": _keyspace,
}
