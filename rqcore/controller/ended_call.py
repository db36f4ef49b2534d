# SPDX-License-Identifier: MIT
"""What the methods of a queue return for a call that must wait, or that no longer waits."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from rqcore.controller.items import Item
from rqcore.errors import RqError
from rqcore.protocol.event_values import Outcome


class BlockedValue(Enum):
    """The type of ``BLOCKED``."""

    BLOCKED = "blocked"


BLOCKED: Final = BlockedValue.BLOCKED
"""A method returns it if its call must wait."""


class EndedCall(NamedTuple):
    """A call that no longer waits. The caller must record its end and answer its client."""

    call: Any
    """The blocked call. It is no longer in its wait queue."""
    items: Sequence[Item]
    """The items that the call moved."""
    error: RqError | None = None
    """The error if the call failed; None if it succeeded."""


def outcome_of(error: RqError) -> Outcome:
    """Return the outcome that events report for an error."""
    return Outcome.__members__.get(error.code, Outcome.ERROR)
