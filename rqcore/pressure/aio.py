# SPDX-License-Identifier: MIT
"""The asyncio queue of ``rqcore.pressure``: ``aio.Queue`` has the methods of ``Queue``, to be awaited."""

from rqcore.pressure.async_queue import AsyncPressureQueue as Queue

__all__ = ["Queue"]
