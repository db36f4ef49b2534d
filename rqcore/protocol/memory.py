# SPDX-License-Identifier: MIT
"""Counts the memory that a controller uses for its clients, and refuses more than the limit.

The count includes items in queues, items of blocked and held calls, requests that are
incomplete or not executed yet, replies that clients have not read, and what
programs report of their own queues, and rules of debuggers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from rqcore.errors import TooMany

ITEM_COST = 160
"""Bytes of Python objects for an item, beside its payload."""
EXPANSION = 16
"""Bytes in Python objects for each byte of a small request, once it is parsed."""
USE_COST = 100
"""Bytes for the knowledge that a client has used a queue."""
AWAITED_COST = 200
"""Bytes of Python objects for each queue for which a call waits, if these are several, beside its name."""
FEW_AWAITED = 50
"""The queues for which a call may wait even when memory is full: a client that takes an item frees memory."""
FEW_USED = 100
"""The queues of a client whose use is not counted: they belong to what each client costs."""
NUMBER_COST, TAKE_COST = 40, 250
"""Bytes for the number of an item that a client may return, and for what EXEC remembers of one get."""
FEW_TAKEN = 100
"""The items of a get whose numbers are not counted: they belong to what each client costs."""
LEASE_COST = 500
"""Bytes of Python objects for a lease or a delayed item, beside the item itself."""
ARGUMENT_COST = 40
"""Bytes of Python objects for an argument, beside its content."""
EXPOSED_COST, CALLER_COST, CALL_COST = 3200, 1100, 900
"""Bytes of Python objects for a queue of another program, for a thread, and for a call that waits."""
RULE_COST = 8000
"""Bytes of Python objects for a rule of a debugger, beside its text, which counts three times."""
WAITER_COST, WORKER_COST = 300, 700
"""Bytes of Python objects for a waiting call, and for a worker, in the state of such a queue."""
ALLOWANCE = 16 * 1024
"""Bytes of unprocessed input that each client may always have, even when memory is full:
a client that takes an item frees memory, so it must be able to send its request."""


BEFORE_LOGIN = 16 * 1024
"""The most bytes of an incomplete request that a client may have before it logs in. A login has some 100."""
STRANGERS = 8 * 1024 * 1024
"""The most bytes of incomplete requests of all clients that have not logged in."""


class Memory:
    """The bytes in use, and their limit.

    Args:
        limit: The most bytes that may be in use.
    """

    __slots__ = (
        "held",
        "limit",
        "of_observers",
        "of_programs",
        "of_sessions",
        "of_strangers",
        "reclaim",
        "refused",
    )

    def __init__(self, limit: int = sys.maxsize) -> None:
        """Start with no bytes in use."""
        self.limit: int = limit
        self.held: int = 0
        self.of_observers: int = 0
        """The bytes of events that observers have not received."""
        self.of_programs: int = 0
        """The bytes of what programs have reported."""
        self.of_sessions: int = 0
        """The bytes of replies that are kept for sessions, apart from the items in them."""
        self.of_strangers: int = 0
        """The bytes in use for clients that have not logged in."""
        self.reclaim: Callable[[int], None] = _reclaim_nothing
        """Disconnects clients that do not read, until enough bytes are free; the server sets it."""
        self.refused: int = 0
        """How many requests were refused because they would exceed the limit."""

    @property
    def is_over(self) -> bool:
        """Whether the bytes in use exceed the limit."""
        return self.held > self.limit

    @property
    def is_full_of_events(self) -> bool:
        """Whether no more events may wait: observers use a quarter of the limit, or all of it is used."""
        return self.of_observers >= self.limit // 4 or self.held >= self.limit

    def makes_room(self, size: int) -> bool:
        """Whether ``size`` more bytes fit, if necessary without clients that do not read their replies."""
        if self.held + size > self.limit:
            self.reclaim(self.held + size - self.limit)
        return self.held + size <= self.limit

    def add_events(self, size: int) -> None:
        """Count bytes of events; a negative number if they have been sent or dropped."""
        self.of_observers += size
        self.held += size

    def add_reported(self, size: int) -> None:
        """Count bytes of what programs have reported; a negative number if they are forgotten."""
        self.of_programs += size
        self.held += size

    def admit_reported(self, size: int) -> None:
        """Check that more bytes of reports fit into memory, of which all programs may use a quarter.

        Raises:
            TooMany: They would exceed it.
        """
        if size > 0 and (self.of_programs + size > self.limit // 4 or self.held + size > self.limit):
            self.refused += 1
            raise TooMany(
                f"reports of programs use {self.of_programs} of {self.limit // 4} bytes; "
                "expose fewer queues, or raise max_memory of the controller"
            )

    def keep_reply(self, size: int) -> None:
        """Count bytes of a reply that a session keeps; a negative number if it is kept no longer."""
        self.of_sessions += size
        self.held += size

    def admit_reply(self, size: int) -> None:
        """Check that a session may keep a reply that has ``size`` bytes already, apart from items.

        Raises:
            TooMany: Sessions keep more than a quarter of the limit.
        """
        if self.of_sessions + size > self.limit // 4:
            self.refused += 1
            raise TooMany(
                f"the controller keeps {self.of_sessions} bytes of replies for clients that may lose their "
                "connection; read without a transaction, or raise its max_memory"
            )

    def admit(self, size: int, count: int) -> None:
        """Check that new items fit into memory. This does not count them yet.

        Args:
            size: Bytes of all payloads together.
            count: The number of items.

        Raises:
            TooMany: The items would exceed the limit.
        """
        if not self.makes_room(size + ITEM_COST * count):
            raise self.refuse()

    def refuse(self) -> TooMany:
        """Count a refusal. Returns the error for the client."""
        self.refused += 1
        return TooMany(
            f"the controller uses {self.held} of {self.limit} bytes; take items, or raise its max_memory"
        )


def _reclaim_nothing(size: int) -> None:
    """Do nothing: no client has a connection."""
