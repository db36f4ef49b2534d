# SPDX-License-Identifier: GPL-3.0-or-later
"""Items as values of scripts. No pickle is loaded."""

from __future__ import annotations

from typing import Any

from rqcore.codec import Codec, Payload, decode
from rqcore.errors import CodecError


def value_of(payload: Payload) -> Any:
    """Return the value of an item. One that cannot be decoded stays a payload, which shows its bytes."""
    if payload.codec is Codec.PICKLE:
        return payload
    try:
        return decode(payload.data, payload.codec)
    except CodecError:
        return payload
