# SPDX-License-Identifier: MIT
"""The limit of the operating system on open files."""

from __future__ import annotations

import resource

SPARE = 64
"""Files that a controller needs in addition to its clients."""


def allow_clients(clients: int) -> int:
    """Raise the limit on open files as far as needed and allowed, and return the possible number of clients.

    With this number as its own limit, the controller refuses a further client with an error. Otherwise the
    system would leave that client waiting.

    Args:
        clients: The wanted maximum number of clients.

    Returns:
        The possible maximum number: ``clients`` or less, but at least 1.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = clients + SPARE
    if hard != resource.RLIM_INFINITY and hard < needed:
        needed = hard
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return max(needed - SPARE, 1)
