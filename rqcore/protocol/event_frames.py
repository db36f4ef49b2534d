# SPDX-License-Identifier: MIT
"""Encodes event batches as the push frames that observers receive: rq.events and rq.lost."""

from __future__ import annotations

from collections.abc import Sequence

from rqcore.protocol.event_batch import BatchParts
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
