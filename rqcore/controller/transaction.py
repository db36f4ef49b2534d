# SPDX-License-Identifier: MIT
"""The calls that a client has queued since MULTI."""

from __future__ import annotations

from rqcore.errors import TooBig
from rqcore.protocol.command_table.transaction_rows import COUNTED_TWICE, MAX_CALLS
from rqcore.protocol.memory import ARGUMENT_COST, Memory


class Transaction:
    """Queued calls, within a limit of calls and bytes. Call ``end`` when it is no longer needed.

    Args:
        memory: Counts the bytes of the calls.
        max_bytes: The maximum number of bytes of all calls together.
    """

    __slots__ = ("_calls", "_held", "_max_bytes", "_memory", "is_aborted", "requests")

    def __init__(self, memory: Memory, max_bytes: int) -> None:
        """Start with no calls."""
        self.requests: list[list[bytes]] = []
        """The name of the command and the arguments of each call."""
        self.is_aborted: bool = False
        """A call was refused. EXEC must not execute the others."""
        self._memory = memory
        self._max_bytes = max_bytes
        self._held = 0
        self._calls = 0
        """The calls that count for the limit."""

    def add(self, request: list[bytes], command: str) -> None:
        """Queue a call. ``command``: the name of the command in the table.

        Raises:
            TooBig: The transaction would exceed its limit of calls or bytes.
            TooMany: The controller has no memory for the call.
        """
        size = sum(map(len, request)) + ARGUMENT_COST * len(request)
        calls = self._calls + 1 + (command in COUNTED_TWICE)
        if calls > MAX_CALLS:
            raise TooBig(
                f"a transaction has at most {MAX_CALLS} calls, and moves and calls for several items count "
                "twice; use several transactions"
            )
        if self._held + size > self._max_bytes:
            raise TooBig(
                f"the transaction has {self._held + size} bytes; at most {self._max_bytes} are allowed"
            )
        self._memory.admit(size, 0)
        self._memory.held += size
        self._held += size
        self._calls = calls
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
