# SPDX-License-Identifier: MIT
"""Push frames with which a controller says that a debugger holds a call, so that its client waits for longer.

``rq.held 1`` says that the timeout of the call stands still, and ``rq.held 0`` that it runs again. Only
clients with a session receive them: other clients do not expect push frames.
"""

from __future__ import annotations

from rqcore.protocol.resp import Push, Value, bulk, integer, push

NAME = b"rq.held"
"""The first member of the frame."""


def encode_hold(is_held: bool) -> bytes:
    """Encode the frame."""
    return push((bulk(NAME), integer(int(is_held))))


def read_hold(value: Value) -> bool | None:
    """Return whether a call is held, if a value is such a frame; None for any other value."""
    if type(value) is not Push or len(value) != 2 or value[0] != NAME:
        return None
    return bool(value[1] == 1)
