# SPDX-License-Identifier: MIT
"""ZenQueue: queues of JSON values with push and pull, one or many at a time.

``Queue`` and ``AsyncQueue`` live in this process, ``QueueClient`` and
``AsyncQueueClient`` speak to a server: ``python -m rqcore.zen.server``, or the
door of a controller, ``rqcore serve --zen 3000=jobs``.
"""

from __future__ import annotations

from rqcore.errors import (
    ZenActionError,
    ZenError,
    ZenRequestError,
    ZenTimeout,
    ZenUnknownError,
)
from rqcore.zen.zen_client import AsyncQueueClient, QueueClient
from rqcore.zen.zen_queue import AsyncZenQueue as AsyncQueue
from rqcore.zen.zen_queue import ZenQueue as Queue

__all__ = [
    "AsyncQueue",
    "AsyncQueueClient",
    "Queue",
    "QueueClient",
    "ZenActionError",
    "ZenError",
    "ZenRequestError",
    "ZenTimeout",
    "ZenUnknownError",
]
