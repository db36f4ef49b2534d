# SPDX-License-Identifier: MIT
"""The handler of RQ.RESUME. ``rqcore.controller.sessions`` explains what it does."""

from __future__ import annotations

from typing import Any

from rqcore.controller.calls.session_calls import resume_session
from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.handlers.commits import repeat_when_safe
from rqcore.controller.state import ControllerState


@handles("RQ.RESUME")
def resume(state: ControllerState, client: Client, now_ns: int, token: bytes, received: int) -> Any:
    """Continue a session on the connection of this client.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        token: The token of the session.
        received: How many replies the client of the session has received.

    Returns:
        The number of requests that the controller has received in the session, or ``BLOCKED`` until the
        receipt of its items is safe.

    Raises:
        NoSession: There is no such session, or its requests do not fit ``received``.
    """
    session = resume_session(state, client, now_ns, token, received)
    return repeat_when_safe(state, client) if session is None else session.requests
