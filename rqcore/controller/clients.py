# SPDX-License-Identifier: MIT
"""What the controller knows of each connected client, and of the call in which it waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rqcore.controller.queue import ExposedQueue, Item, Queue, WaitQueue
from rqcore.protocol.event_batch import NO_TIMEOUT, Method

if TYPE_CHECKING:
    from rqcore.controller.observation.subscriptions import Observer


@dataclass(slots=True, eq=False)
class Client:
    """One connection. ``connected`` and ``active`` are ns of the controller's clock."""

    number: int
    address: str
    connected: int
    active: int
    trusted: bool
    """Logged in, or no password is wanted."""
    name: str = ""
    user: str = "default"
    library: str = ""
    protocol: int = 2
    last: str = ""
    """The last command, for CLIENT LIST."""
    call: BlockedCall | None = None
    """The call that waits; what the client sends meanwhile is kept for later."""
    observer: Observer | None = None
    leaving: bool = False
    """To be hung up on when what is to be sent has been sent."""
    used: set[Queue] = field(default_factory=set)
    exposes: dict[int, ExposedQueue] = field(default_factory=dict)
    """Its own queues that it shows, by its numbers for them."""
    speaks_for: dict[int, Client] = field(default_factory=dict)
    """Its threads and tasks, by its numbers for them."""
    calls: dict[int, int] = field(default_factory=dict)
    """Of one of those: the calls that wait in its program, by that program's numbers for them."""
    took: tuple[Queue | None, list[int]] = field(default_factory=lambda: (None, []))
    """The numbers of the items that its last get took, and from where: those it may give back."""

    @property
    def label(self) -> str:
        """What people see: the name it gave itself, and where it is."""
        return f"{self.name}@{self.address}" if self.name else self.address

    def line(self, now: int) -> str:
        """Its line in CLIENT LIST."""
        state = "O" if self.observer else "b" if self.call else "N"
        fields = (
            f"id={self.number}",
            f"addr={self.address}",
            f"name={self.name}",
            f"age={(now - self.connected) // 10**9}",
            f"idle={(now - self.active) // 10**9}",
            f"flags={state}",
            f"db=0 user={self.user} resp={self.protocol} cmd={self.last} lib={self.library}",
        )
        return " ".join(fields)


@dataclass(slots=True, eq=False)
class BlockedCall:
    """One invocation of a method that could not be answered at once. Times in ns."""

    number: int
    client: Client
    method: Method
    queue: Queue
    began: int
    timeout: int
    reply: Callable[[list[Item]], bytes]
    """What it answers in the end, when these items were moved."""
    items: list[Item] = field(default_factory=list)
    """What a put brings."""
    moved: int = 0
    """How many of them it has brought already."""
    late: bytes | None = None
    """What it answers when the time is up, where that is no error."""
    wanted: int = 1
    """The most items that a get takes."""
    held: int = 0
    """Bytes that are counted for what a put brings."""

    @property
    def line(self) -> WaitQueue[BlockedCall]:
        """Where it waits."""
        if self.method is Method.JOIN:
            return self.queue.joiners
        return self.queue.putters if self.items else self.queue.getters

    @property
    def deadline(self) -> int | None:
        return None if self.timeout == NO_TIMEOUT else self.began + self.timeout
