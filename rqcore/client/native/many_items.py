# SPDX-License-Identifier: MIT
# Generated from async_many_items.py by scripts/generate_blocking.py; do not edit.
"""Puts more items than one request may have, in several requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from rqcore import codec as codecs
from rqcore.codec import Codec
from rqcore.errors import Full, ShutDown
from rqcore.protocol.request_limits import MANY as MANY

PutMany = Callable[..., Any]


def put_in_requests(
    put_many: PutMany,
    items: Sequence[Any],
    timeout: float | None,
    codec: str | None,
    allow_pickle: bool,
    most: int = MANY,
) -> int:
    """Put many items, ``most`` with each request. Puts of other clients can come in between.

    Args:
        put_many: Puts up to ``most`` items: takes them, the seconds to wait, and the codec.
        items: The items.
        timeout: Maximum seconds to wait, for all items together; None waits without a limit.
        codec: The codec of all items; None lets the first item decide.
        allow_pickle: Whether a first item that no other codec can express is sent as a pickle.
        most: The most items in one request.

    Returns:
        The number of items that were put, from the first on.

    Raises:
        CodecError: The codec cannot express one of the items; none is put.
        RqError: Not even the first item was put, or a request failed in another way.
    """
    chosen, _ = codecs.encode(items[0], Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    for item in items[most:]:
        codecs.encode(item, chosen)
    end = None if timeout is None else time.monotonic() + timeout
    put = 0
    for start in range(0, len(items), most):
        part = items[start : start + most]
        left = timeout if end is None or not start else max(end - time.monotonic(), 0.0)
        try:
            done = put_many(part, left, codec=str(chosen))
        except (Full, ShutDown):
            if not put:
                raise
            break
        put += done
        if done < len(part):
            break
    return put
