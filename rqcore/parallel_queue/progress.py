# SPDX-License-Identifier: MIT
"""How far a parallel queue is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueProgress:
    """Counts since the beginning. ``failed``: of those finished, how many raised or were lost."""

    put: int
    finished: int
    failed: int
    got: int
