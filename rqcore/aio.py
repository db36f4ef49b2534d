# SPDX-License-Identifier: MIT
"""The asyncio client: the same handles as ``rqcore.connect`` gives, to be awaited."""

from rqcore.client.async_handles import AsyncControllerHandle as ControllerHandle
from rqcore.client.async_handles import AsyncQueueHandle as QueueHandle
from rqcore.client.async_handles import connect
from rqcore.url import DEFAULT_URL

__all__ = ["DEFAULT_URL", "ControllerHandle", "QueueHandle", "connect"]
