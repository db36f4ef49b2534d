# SPDX-License-Identifier: MIT
"""The calls that a client has queued since MULTI."""

from __future__ import annotations

from rqcore.errors import TooBig
from rqcore.protocol.command_table.transaction_rows import MAX_CALLS
from rqcore.protocol.memory import ARGUMENT_COST, Memory


class Transaction:
    """Queued calls, within a limit of calls and bytes. Call ``end`` when it is no longer needed.

    Args:
        memory: Counts the bytes of the calls.
        max_bytes: The maximum number of bytes of all calls together.
    """

    __slots__ = ("_held", "_max_bytes", "_memory", "is_aborted", "requests")

    def __init__(self, memory: Memory, max_bytes: int) -> None:
        """Start with no calls."""
        self.requests: list[list[bytes]] = []
        """The name of the command and the arguments of each call."""
        self.is_aborted: bool = False
        """A call was refused. EXEC must not execute the others."""
        self._memory = memory
        self._max_bytes = max_bytes
        self._held = 0

    def add(self, request: list[bytes]) -> None:
        """Queue a call.

        Raises:
            TooBig: The transaction would exceed its limit of calls or bytes.
            TooMany: The controller has no memory for the call.
        """
        size = sum(map(len, request)) + ARGUMENT_COST * len(request)
        if len(self.requests) >= MAX_CALLS:
            raise TooBig(f"a transaction has at most {MAX_CALLS} calls; use several transactions")
        if self._held + size > self._max_bytes:
            raise TooBig(
                f"the transaction has {self._held + size} bytes; at most {self._max_bytes} are allowed"
            )
        self._memory.admit(size, 0)
        self._memory.held += size
        self._held += size
        self.requests.append(request)

    def abort(self) -> None:
        """Discard the calls. EXEC will fail."""
        self.is_aborted = True
        self.end()

    def end(self) -> None:
        """Discard the calls, and no longer count their bytes."""
        self._memory.held -= self._held
        self._held = 0
        self.requests = []
