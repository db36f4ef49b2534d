# SPDX-License-Identifier: MIT
"""What the system allows this process to have open."""

from __future__ import annotations

import resource

SPARE = 64
"""Files that a controller needs beside its clients."""


def room_for(clients: int) -> int:
    """How many clients there can be, at most so many; the limit on open files is raised as far as they need.

    One client more is then told so, where the system would only let it wait.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = clients + SPARE
    if hard != resource.RLIM_INFINITY and hard < needed:
        needed = hard
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return max(needed - SPARE, 1)
