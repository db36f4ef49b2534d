# SPDX-License-Identifier: MIT
"""The limits of a controller, and counters of its work and its refusals."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a controller, each with what happens to a call that exceeds it."""

    clients: int = 20_000
    """Connections. A further client receives TOOMANY, and its connection is closed."""
    queues: int = 100_000
    """Queues. Creating a further queue fails with TOOMANY."""
    observers: int = 32
    """Observers. A further RQ.OBSERVE fails with TOOMANY."""
    payload: int = 64 * MIB
    """Bytes in one command, or of items in one reply. A larger one fails with TOOBIG."""
    memory: int = GIB
    """Bytes used for clients, as ``rqcore.protocol.memory`` counts them. Further puts fail with TOOMANY."""
    pipelined: int = 16 * MIB
    """Bytes of requests behind a blocked call. More cause TOOBIG, and the connection is closed."""
    output: int = MIB
    """Bytes of unread replies. Above it, the controller executes no more requests of that client until it
    reads them."""
    backlog: int = 32 * MIB
    """Bytes of unread events. Above it, batches for that observer are dropped and counted."""
    spool: int = 4 * GIB
    """Bytes in the spool. A put of a further file fails with TOOMANY."""
    silence: float = 30.0
    """Seconds until a new client must have sent a complete command and logged in. A client that does not
    receives NOTALLOWED, and its connection is closed."""
    unreachable: float = 60.0
    """Seconds until a client that the network no longer reaches is disconnected."""
    absence: float = 30.0
    """Seconds that a client with a session has to resume it when its connection was lost."""
    leases: int = 100_000
    """Items that one client, or the clients of one queue, have on leases. A further RQ.LEASE fails with
    TOOMANY."""
    lost_sessions: int = 10_000
    """Sessions that wait to be resumed. A further one ends the oldest of the user, or of the address if there
    are no users, that has more than its share."""


@dataclass(slots=True)
class Counters:
    """Totals since the controller started, as INFO reports them."""

    clients: int = 0
    """Accepted connections."""
    commands: int = 0
    """Executed commands."""
    events: int = 0
    """Recorded events that were passed to subscriptions."""
    sent_event_bytes: int = 0
    """Bytes of event frames sent to observers."""
    observing_ns: int = 0
    """Nanoseconds spent on selecting, encoding and sending events."""
    lost_events: int = 0
    """Events dropped because an observer was too slow, for observers that have disconnected."""
    wrong_passwords: int = 0
    """Failed logins."""
    refused_logins: int = 0
    """Logins refused without a check, because the address had tried too many passwords."""
    refused_clients: int = 0
    """Connections above ``Limits.clients``."""
    refused_queues: int = 0
    """Creations above ``Limits.queues``."""
    refused_leases: int = 0
    """Leases above ``Limits.leases``."""
    refused_observers: int = 0
    """Subscriptions above ``Limits.observers``."""
    refused_payloads: int = 0
    """Commands and replies above ``Limits.payload``, and input above ``Limits.pipelined``."""
    refused_reports: int = 0
    """Reports of other programs that were invalid or too long."""
    failed_observers: int = 0
    """Observers disconnected because their events could not be encoded."""
    refused_strangers: int = 0
    """Clients disconnected before they logged in: they sent too much, or a newer client needed the place."""
    silent_clients: int = 0
    """Clients disconnected because they sent no command in time."""
    lost_payloads: int = 0
    """Items whose file in the spool could not be read when they were taken."""
    lost_by_debuggers: int = 0
    """Items that rules of debuggers have lost."""
    slow_clients: int = 0
    """Clients disconnected because they did not read their replies while memory was full."""
    foreign_clients: int = 0
    """Clients disconnected because they speak another protocol, such as HTTP of a web page."""
    refused_web_pages: int = 0
    """Requests of ZenQueue's HTTP that were refused because a web page may have sent them."""
