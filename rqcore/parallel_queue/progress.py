# SPDX-License-Identifier: MIT
"""The progress of a parallel queue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueProgress:
    """Numbers of tasks since the queue was made."""

    put: int
    finished: int
    """Tasks with a result, whether it was got or not."""
    failed: int
    """Finished tasks that raised an exception or lost their worker."""
    got: int
    """Results that ``get`` returned or raised."""
