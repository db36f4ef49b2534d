# SPDX-License-Identifier: MIT
"""What the controller knows of each connected client, and of the call in which it waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rqcore.controller.exposed_queue import ExposedQueue
from rqcore.controller.items import Item
from rqcore.controller.queue import Queue
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.event_batch import NO_TIMEOUT, Method
from rqcore.protocol.reply_types import PAYLOAD, ItemForm

ToValue = Callable[[list[Item]], Any]
"""Makes the value of a call from the items that it moved."""


@dataclass(slots=True, eq=False)
class Client:
    """One connection. ``connected_ns`` and ``active_ns`` are times of the controller's clock."""

    number: int
    address: str
    connected_ns: int
    active_ns: int
    is_trusted: bool
    """It has logged in, or the controller wants no password."""
    name: str = ""
    user: str = "default"
    library: str = ""
    protocol: int = 2
    """The version of RESP."""
    command: CommandSpec | None = None
    """The last command."""
    item_form: ItemForm = PAYLOAD
    """How the reply to that carries items."""
    call: BlockedCall | None = None
    """The call that waits. Requests that arrive meanwhile are kept for later."""
    is_leaving: bool = False
    """The connection closes as soon as its last replies are sent."""
    used_queues: set[Queue] = field(default_factory=set)
    exposed_queues: dict[int, ExposedQueue] = field(default_factory=dict)
    """Its own queues that it exposes, by its numbers for them."""
    represented: dict[int, Client] = field(default_factory=dict)
    """Its threads and tasks, for which it reports calls, by its numbers for them."""
    reported_calls: dict[int, int] = field(default_factory=dict)
    """The calls of those that wait: our number for the call, by its number for it."""
    last_taken: tuple[Queue | None, list[int]] = field(default_factory=lambda: (None, []))
    """The queue and the numbers of the items that its last get took: those it may give back."""

    @property
    def label(self) -> str:
        """What people see: the name it gave itself, and its address."""
        return f"{self.name}@{self.address}" if self.name else self.address

    def describe(self, now_ns: int, is_observer: bool) -> str:
        """Its line in CLIENT LIST."""
        state = "O" if is_observer else "b" if self.call else "N"
        command = self.command.name if self.command else ""
        fields = (
            f"id={self.number}",
            f"addr={self.address}",
            f"name={self.name}",
            f"age={(now_ns - self.connected_ns) // 10**9}",
            f"idle={(now_ns - self.active_ns) // 10**9}",
            f"flags={state}",
            f"db=0 user={self.user} resp={self.protocol} cmd={command} lib={self.library}",
        )
        return " ".join(fields)


@dataclass(slots=True, eq=False)
class BlockedCall:
    """A call that could not be answered at once. Times in ns."""

    number: int
    client: Client
    method: Method
    queue: Queue
    began_ns: int
    timeout_ns: int
    """NO_TIMEOUT: it waits without a timeout."""
    to_value: ToValue
    """What the call returns in the end, made from the items that it moved."""
    items: list[Item] = field(default_factory=list)
    """The items of a put."""
    moved: int = 0
    """How many of them are in the queue already."""
    wanted: int = 0
    """The most items that a get takes."""
    fails_late: bool = True
    """When its time is up it fails; else it returns None."""
    held_bytes: int = 0
    """Memory that is counted for the items that are not in the queue yet."""

    @property
    def deadline_ns(self) -> int | None:
        """When its time is up; None for no timeout."""
        return None if self.timeout_ns == NO_TIMEOUT else self.began_ns + self.timeout_ns
