# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles of a pressure queue: who holds them, and freeing the role of a client that has died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqcore import ControllerHandle
from rqcore.errors import NotAllowed

if TYPE_CHECKING:  # redis-py may be missing
    from rqcore.pressure.blocking_queue import PressureQueue
    from rqcore.pressure.key_protocol.status import Holder


def find_holders(controller: ControllerHandle, queue: str) -> tuple[Holder, ...]:
    """Return the clients that hold a role of a queue.

    Args:
        controller: A handle of the server.
        queue: The name of the queue.

    Raises:
        NotAllowed: The server is not a Redis.
        NoQueue: It is no pressure queue, or no longer exists.
    """
    return _pressure_queue(controller, queue).holders()


def free_role(controller: ControllerHandle, queue: str, holder: Holder) -> bool:
    """Free the role of a client, unless another client holds it by now; return whether it was freed.

    Args:
        controller: A handle of the server.
        queue: The name of the queue.
        holder: The client, as ``find_holders`` returned it.

    Raises:
        NotAllowed: The server is not a Redis.
        NoQueue: The queue no longer exists.
    """
    return _pressure_queue(controller, queue).free(holder.role, holder.name)


def _pressure_queue(controller: ControllerHandle, queue: str) -> PressureQueue:
    pressure = getattr(controller, "pressure", None)
    if pressure is None:
        raise NotAllowed("only queues on Redis have roles that a client can hold")
    found: PressureQueue = pressure(queue)
    return found
