# SPDX-License-Identifier: MIT
"""The asyncio client: ``connect`` and handles with the same methods as the blocking ones, to be awaited."""

from rqcore.client.async_controller_handle import AsyncControllerHandle as ControllerHandle
from rqcore.client.async_queue_handle import AsyncQueueHandle as QueueHandle
from rqcore.connecting import connect_async as connect
from rqcore.url import DEFAULT_URL

__all__ = ["DEFAULT_URL", "ControllerHandle", "QueueHandle", "connect"]
