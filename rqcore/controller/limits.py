# SPDX-License-Identifier: MIT
"""What a controller accepts at most, and how often it refused more."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Each with the error of a call that exceeds it. Sizes in bytes, times in seconds."""

    clients: int = 20_000
    """TOOMANY, and the connection is closed at once."""
    queues: int = 100_000
    """TOOMANY."""
    observers: int = 32
    """TOOMANY."""
    payload: int = 512 * MIB
    """In one command, or one reply of items. TOOBIG."""
    memory: int = GIB
    """All that is held for clients: see ``rqcore.protocol.memory``. TOOMANY."""
    pipelined: int = 16 * MIB
    """Bytes sent behind a blocked call. TOOBIG, and the connection is closed."""
    output: int = MIB
    """Replies that a client has not read; then nothing more is done for it until it does."""
    backlog: int = 32 * MIB
    """Events that an observer has not read; then batches are dropped and counted."""
    spool: int = 4 * GIB
    """All that lies in the spool. TOOMANY."""
    silence: float = 30.0
    """Until a client has sent its first whole command and logged in. NOTALLOWED; the connection closes."""


@dataclass(slots=True)
class Counters:
    """Totals since the start, for INFO."""

    clients: int = 0
    commands: int = 0
    events: int = 0
    sent_event_bytes: int = 0
    """Sent to observers."""
    observing_ns: int = 0
    """Time spent on sending them."""
    lost_events: int = 0
    """Dropped because their observer did not read, summed over observers that are gone."""
    wrong_passwords: int = 0
    refused_clients: int = 0
    refused_queues: int = 0
    refused_observers: int = 0
    refused_payloads: int = 0
    """Commands and replies that were too big, and too much behind blocked calls."""
    silent_clients: int = 0
    """Disconnected because they did not send a command in time."""
    slow_clients: int = 0
    """Disconnected because they left their replies unread while memory was short."""
