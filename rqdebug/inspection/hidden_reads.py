# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at queues without filling the logs of their observers."""

from __future__ import annotations

from rqcore import ControllerHandle
from rqcore.client.exchange import Exchange, read_ok
from rqcore.errors import BadCall, NotAllowed
from rqcore.protocol.resp import command


def hide_reads(controller: ControllerHandle) -> None:
    """Make the calls of a handle that only read cause no events, if its server can do so.

    It holds for one connection, so for calls that are made one after the other. Calls that change a queue
    are events as before.

    Args:
        controller: A handle that has made no call in parallel.

    Raises:
        ConnectionLost: The server cannot be reached.
    """
    try:
        controller.run(Exchange(command(["CLIENT", "NO-TOUCH", "ON"]), read_ok))
    except (NotAllowed, BadCall):  # a Redis, a user who may not, or an older controller
        return
