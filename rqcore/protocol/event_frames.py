# SPDX-License-Identifier: MIT
"""Batches of events as the push frames that an observer receives: rq.events and rq.lost."""

from __future__ import annotations

from collections.abc import Sequence

from rqcore.protocol.event_batch import BatchParts
from rqcore.protocol.resp import Part, bulk, integer, push, push_parts


def encode_event_frames(batches: Sequence[BatchParts], lost: int) -> list[Part]:
    """The push frames, in parts. The loss is the last one, as it happened last.

    Args:
        batches: The batches in their order.
        lost: How many events were dropped after them; 0 needs no frame.
    """
    parts = [part for batch in batches for part in push_parts(b"rq.events", batch)]
    if lost:
        parts.append(push((bulk(b"rq.lost"), integer(lost))))
    return parts
