# SPDX-License-Identifier: MIT
"""Encodes the push frames that observers and debuggers receive: rq.events, rq.lost and rq.debug."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rqcore.protocol.event_batch import BatchParts
from rqcore.protocol.item_encoding import PAYLOAD
from rqcore.protocol.reply_types import StructureReply
from rqcore.protocol.resp import Part, bulk, integer, push, push_parts


def encode_event_frames(batches: Sequence[BatchParts], lost: int) -> list[Part]:
    """Encode push frames, in parts. The frame for lost events comes last, because they were lost last.

    Args:
        batches: The batches, oldest first.
        lost: The number of events that were dropped after them. 0 adds no frame.
    """
    parts = [part for batch in batches for part in push_parts(b"rq.events", batch)]
    if lost:
        parts.append(push((bulk(b"rq.lost"), integer(lost))))
    return parts


def encode_notice(kind: str, value: Any) -> bytes:
    """Encode the push frame that reports to a debugger what happened. ``value``: a map that describes it."""
    return push((bulk(b"rq.debug"), bulk(kind.encode()), _NOTICE.encode(value, 3, PAYLOAD)))


_NOTICE = StructureReply("what happened")
