# SPDX-License-Identifier: MIT
"""A call at its end, as the rules see it that act there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rqcore.controller.clients import BlockedCall, Client, MetRules, Taken
from rqcore.controller.interventions.started_call import StartedCall
from rqcore.controller.items import Item
from rqcore.controller.queue import Queue


@dataclass(slots=True)
class CallEnd:
    """A call at its end, before its reply is sent."""

    client: Client
    met: MetRules
    value: Any
    queue: Queue | None
    """The queue from which it has taken items."""
    items: Sequence[Item]
    """The items that it has taken."""
    taken: Taken
    """The same, as they go back; nothing for a lease."""
    like: StartedCall | BlockedCall
    """The call as it was before."""
    was_held: bool = False
    """It was held at its end before, so that its session does not execute it now."""

    @property
    def blocked(self) -> BlockedCall | None:
        """The call, if it had to wait for its items."""
        return self.like if isinstance(self.like, BlockedCall) else None
