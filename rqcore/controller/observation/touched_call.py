# SPDX-License-Identifier: MIT
"""A call that a rule of a debugger concerns, as its events show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rqcore.controller.observation.templates import EventClient


@dataclass(slots=True)
class TouchedCall:
    """A call that a debugger's rule concerns, while it is executed. Its events show the rule."""

    client: EventClient
    """The client that calls. Events of others that happen meanwhile are not touched."""
    rule: int = 0
    """The number of the last rule that acted on the call; 0 while none has."""
    number: int = 0
    """The number of the call, if it has a start; otherwise 0."""
    began_ns: int = 0
    """When it started, if it has a start, in ns of the controller's clock."""
    is_kept_back: bool = False
    """Its events wait until it is known whether a rule acts on its end."""
    kept_back: list[Callable[[int], None]] = field(default_factory=list)
    """Record these events at the given time in ns."""
