# SPDX-License-Identifier: MIT
"""A call that a debugger has stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rqcore.errors import BadCall


class HeldCall:
    """A call of another program that the debugger has stopped.

    Args:
        run: Sends a subcommand of RQ.DEBUG.
        facts: What the controller has reported of it.
    """

    def __init__(self, run: Callable[..., Any], facts: Mapping[str, Any]) -> None:
        """Keep the facts."""
        self._run = run
        self.number: int = facts["call"]
        """The number of the call at the controller."""
        self.rule: int = facts["rule"]
        """The number of the rule that holds it."""
        self.method: str = facts["method"].decode(errors="replace")
        self.queue: str = facts["queue"].decode(errors="replace")
        """The name of its queue, or the namespace if it has none."""
        self.client: str = facts["name"].decode(errors="replace")
        """The name of the client that calls; empty if it has none."""
        self.address: str = facts["address"].decode(errors="replace")
        self.is_at_end: bool = facts["at"] == b"end"
        """Whether the call has happened already, and only its reply is held."""
        self.payloads: list[bytes] = [each["payload"] for each in facts["items"]]
        """The first payloads that it puts or has taken, each cut to 64 KiB."""
        self.item_count: int = facts["count"]
        """The number of items that it puts or has taken."""
        self.size: int = facts["items"][0]["size"] if facts["items"] else 0
        """The bytes of the whole payload of the first item; 0 without an item."""
        self.codec: str = facts["items"][0]["codec"].decode(errors="replace") if facts["items"] else ""
        """The codec of the first item; empty without an item."""
        self.deliveries: int = facts["items"][0]["deliveries"] if facts["items"] else 0
        """How often the first item was leased."""
        self.kind: str = facts["kind"].decode()
        """The kind of its queue: ``fifo``, ``lifo`` or ``priority``; empty if there is no such queue yet."""
        self.depth: int = facts["depth"]
        """The number of items in its queue, when this was reported."""
        self.timeout: float | None = facts["timeout"]
        """Its timeout in seconds, which stands still; None without one."""
        self.held_for: float = facts["held"]
        """For how many seconds it was held, when this was reported."""
        self.left: float | None = facts["left"]
        """After how many seconds it continues automatically, when this was reported; None if it does not."""

    @property
    def payload(self) -> bytes:
        """The payload of the first item. Raises BadCall if the call has none."""
        if not self.payloads:
            raise BadCall(f"this {self.method} has no payload yet")
        return self.payloads[0]

    def release(
        self, *, payload: bytes | None = None, codec: str | None = None, key: bytes | None = None
    ) -> None:
        """Let the call continue, unchanged or with another payload, codec or priority.

        Args:
            payload: The payload that it puts, or that its client receives.
            codec: The codec of the payload.
            key: The key of the priority of a put, as ``rqcore.protocol.priority_keys`` makes it.

        Raises:
            BadCall: The call is not held any more, or cannot be changed like this.
        """
        options: list[str | bytes] = []
        for keyword, value in (("PAYLOAD", payload), ("CODEC", codec), ("KEY", key)):
            options += [] if value is None else [keyword, value]
        self._run("RELEASE", self.number, *options)

    def fail(self, code: str, message: str = "") -> None:
        """Answer the call with an error instead. Items that it has taken already are lost.

        Args:
            code: The code of the error, such as ``FULL`` or ``TOOMANY``.
            message: Its message.

        Raises:
            BadCall: The call is not held any more, or there is no such code.
        """
        self._run("FAIL", self.number, code, *([message] if message else []))

    def discard(self) -> None:
        """Let the call continue without its items: a put is acknowledged, a get takes the next item.

        Raises:
            BadCall: The call is not held any more, or neither puts nor takes items.
        """
        self._run("DISCARD", self.number)

    def __repr__(self) -> str:
        return f"<held {self.method} {self.queue!r} of {self.client or self.address}>"
