# SPDX-License-Identifier: GPL-3.0-or-later
"""A call of a client of Redis that has not ended yet, and the keys that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from rqcore.protocol.event_batch import Method

MAX_STEPS = 20_000
"""Maximum number of commands that are remembered of one call; with more, the older half is forgotten."""


@dataclass(frozen=True, slots=True)
class QueueKey:
    """A key, and its part in a queue."""

    queue: str
    """The name of the queue in the log."""
    part: bytes
    """The suffix of the key in the pressure protocol; empty for the list of items."""
    pressure: bool
    """Whether the queue follows the pressure protocol; otherwise it is a plain list or stream."""


@dataclass(slots=True)
class OpenCall:
    """A call that has not ended yet."""

    method: Method
    key: QueueKey
    began_ns: int
    """Nanoseconds since 1970."""
    timeout_ns: int | None
    """Nanoseconds; None means no limit."""
    number: int
    """The number of the call in its start event and its end event."""
    waits: bool = True
    """Whether it waits; otherwise it ends with its script, or with the next command of its client."""
    reported: bool = False
    """Whether it was reported as blocked."""
    is_blocked: bool = False
    """Whether the server has listed its client as blocked since it began."""
    was_checked: bool = False
    """Whether a list of clients was processed since it began."""
    is_exact: bool = True
    """Whether a call that was served has moved exactly one item."""
    other_keys: tuple[QueueKey, ...] = ()
    """The further keys of a pop from one of several lists."""
    destination: QueueKey | None = None
    """Where a move puts the item."""
    steps: list[list[bytes]] = field(default_factory=list)
    """For a pressure queue: the commands of the client since the call or its last script began."""
    waits_since_ns: int = 0
    """When its current wait began, in nanoseconds since 1970; 0 if that is when the call began."""
    is_script: bool = False
    """Whether a script of rqcore makes the call."""
    in_script: bool = False
    """Whether commands of its script may still follow."""
    is_patient: bool = False
    """Whether a script that moved no item is followed by waiting."""
    items: int = 0
    """The number of items that the client has counted."""
    size: int | None = None
    """The bytes of the items that the client has counted; None if it has not."""
    payloads: list[bytes] = field(default_factory=list)
    """The items of a put by a script, as they are stored."""

    def note_step(self, arguments: list[bytes]) -> None:
        """Remember the next command of the client, or of its script."""
        if len(self.steps) >= MAX_STEPS:
            del self.steps[: MAX_STEPS // 2]
        self.steps.append(arguments)
