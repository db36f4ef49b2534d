# SPDX-License-Identifier: MIT
"""The errors of asyncio clients, which are also errors of ``asyncio.Queue``.

They are subclasses, so that a program without asyncio does not import it for its exceptions.
"""

from __future__ import annotations

import asyncio
import sys

from rqcore.errors import Empty, Full, RqError, ShutDown, ZenTimeout

if sys.version_info >= (3, 13):
    from asyncio import QueueShutDown
else:

    class QueueShutDown(Exception):
        """Replaces ``asyncio.QueueShutDown``, which exists only in Python 3.13 and later."""


class AsyncEmpty(Empty, asyncio.QueueEmpty):
    """The queue had no item before the timeout. Also an ``asyncio.QueueEmpty``."""


class AsyncFull(Full, asyncio.QueueFull):
    """The queue had no free space before the timeout. Also an ``asyncio.QueueFull``."""


class AsyncShutDown(ShutDown, QueueShutDown):
    """The queue was shut down. Also an ``asyncio.QueueShutDown``, from Python 3.13."""


class AsyncZenTimeout(ZenTimeout, asyncio.QueueEmpty):
    """The queue had no item before the timeout. Also an ``asyncio.QueueEmpty``."""


_ASYNCIO: dict[type[BaseException], type[RqError]] = {
    Empty: AsyncEmpty,
    Full: AsyncFull,
    ShutDown: AsyncShutDown,
    ZenTimeout: AsyncZenTimeout,
}


def asyncio_error(error: RqError) -> RqError:
    """Return the error that an asyncio client raises for this one."""
    kind = _ASYNCIO.get(type(error))
    return kind(*error.args) if kind else error
