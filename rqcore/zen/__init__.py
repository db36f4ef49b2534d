# SPDX-License-Identifier: MIT
"""ZenQueue: queues of JSON values with push and pull, one or many at a time.

``Queue`` and ``AsyncQueue`` live in this process, ``QueueClient`` and ``AsyncQueueClient`` talk to a
server: ``python -m rqcore.zen.server``, or a controller started with ``rqcore serve --zen 3000=jobs``.

Inside: ``zen_protocol`` turns bytes into requests and replies, ``zen_session`` is a client's conversation
with one queue of a controller, ``zen_listener`` opens the port. Imports ``rqcore.server`` and below.
"""

from __future__ import annotations

from rqcore.errors import (
    ZenActionError,
    ZenError,
    ZenRequestError,
    ZenTimeout,
    ZenUnknownError,
)
from rqcore.zen.async_zen_client import AsyncQueueClient
from rqcore.zen.async_zen_queue import AsyncZenQueue as AsyncQueue
from rqcore.zen.zen_client import QueueClient
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
