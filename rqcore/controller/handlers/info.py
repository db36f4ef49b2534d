# SPDX-License-Identifier: MIT
"""What INFO tells: how the controller stands, in sections of ``name:value`` lines.

Names that Redis has too mean the same here, so that its tools can read them.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

from rqcore.controller.clients import Client
from rqcore.controller.handlers.registry import handles
from rqcore.controller.state import ControllerState
from rqcore.protocol import resp
from rqcore.version import VERSION

REDIS_VERSION = "7.0.0"
"""What clients that ask a Redis for its version are told: the command set they may expect."""

Facts = dict[str, object]


@handles("INFO")
def info(hub: ControllerState, client: Client, now: int, *sections: bytes) -> bytes:
    wanted = {section.decode(errors="replace").lower() for section in sections} - {"all", "default"}
    parts = [
        f"# {title}\r\n" + "".join(f"{key}:{value}\r\n" for key, value in facts(hub, now).items())
        for title, facts in _SECTIONS.items()
        if not wanted or title.lower() in wanted
    ]
    return resp.bulk("\r\n".join(parts).encode())


def _server(hub: ControllerState, now: int) -> Facts:
    return {
        "server": "rqcore",
        "rqcore_version": VERSION,
        "redis_version": REDIS_VERSION,
        "python_version": platform.python_version(),
        "process_id": os.getpid(),
        "uptime_in_seconds": (now - hub.began) // 10**9,
        "listening": " ".join(hub.places),
        "users": len(hub.users),
    }


def _clients(hub: ControllerState, now: int) -> Facts:
    return {
        "connected_clients": len(hub.clients),
        "blocked_clients": sum(1 for client in hub.clients.values() if client.call),
        "maxclients": hub.limits.clients,
    }


def _queues(hub: ControllerState, now: int) -> Facts:
    queues = hub.queues.values()
    return {
        "queues": len(queues),
        "maxqueues": hub.limits.queues,
        "items": sum(len(queue.store) for queue in queues),
        "bytes": sum(queue.bytes for queue in queues),
    }


def _spool(hub: ControllerState, now: int) -> Facts:
    """``bytes`` of the queues has these as well; ``memory_held`` has not."""
    spool = hub.spool
    if spool is None:
        return {"spool": ""}
    return {
        "spool": spool.place.directory,
        "spooled_items": spool.items,
        "spooled_bytes": spool.size,
        "spool_above": spool.place.above,
    }


def _memory(hub: ControllerState, now: int) -> Facts:
    """``memory_held`` has beside ``bytes`` what blocked puts bring, and input and output that wait."""
    return {
        "memory_held": hub.memory.held,
        "maxmemory": hub.memory.limit,
    }


def _stats(hub: ControllerState, now: int) -> Facts:
    counters = hub.counters
    return {
        "total_connections_received": counters.clients,
        "total_commands_processed": counters.commands,
        "wrong_passwords": counters.wrong_passwords,
        "rejected_connections": counters.refused_clients,
        "refused_queues": counters.refused_queues,
        "refused_observers": counters.refused_observers,
        "refused_payloads": counters.refused_payloads,
        "refused_for_memory": counters.refused_for_memory,
        "silent_clients": counters.silent_clients,
        "slow_clients": counters.slow_clients,
    }


def _observers(hub: ControllerState, now: int) -> Facts:
    """``observing_usec`` is the controller's own time, spent on telling events."""
    counters = hub.counters
    waiting = sum(client.observer.lost for client in hub.news.observing if client.observer)
    return {
        "observers": len(hub.news.observing),
        "total_events": counters.events + hub.news.noted,
        "told_bytes": counters.told_bytes,
        "lost_events": counters.lost_events + waiting,
        "observing_usec": counters.observing // 1000,
    }


def _limits(hub: ControllerState, now: int) -> Facts:
    limits = hub.limits
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
    }


_SECTIONS: dict[str, Callable[[ControllerState, int], Facts]] = {
    "Server": _server,
    "Clients": _clients,
    "Queues": _queues,
    "Memory": _memory,
    "Spool": _spool,
    "Stats": _stats,
    "Observers": _observers,
    "Limits": _limits,
}
