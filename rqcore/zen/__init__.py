# SPDX-License-Identifier: MIT
"""ZenQueue: queues of JSON values with push and pull, one value or many at a time.

::

    from rqcore.zen import QueueClient

    with QueueClient("127.0.0.1", 3000) as jobs:    # a server: rqcore serve --zen 3000=jobs
        jobs.push({"picture": "a.png"})
        print(jobs.pull(timeout=2))

``QueueClient`` and ``AsyncQueueClient`` use a server: a controller that was started with
``rqcore serve --zen 3000=jobs``, or ``python -m rqcore.zen.server``. ``Queue`` and ``AsyncQueue`` are
queues inside this process with the same methods.

Start to read in ``zen_protocol``, which converts between bytes and requests and replies, as
``http_framing`` does for HTTP. ``zen_session`` serves one client on one queue of a controller,
``zen_listener`` opens the port. Imports ``rqcore.server`` and below.
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
