# SPDX-License-Identifier: GPL-3.0-or-later
"""Items of a dead-letter queue: which of them match a filter, and how they go back to a queue.

A filter is written as for the log, and sees an item as an event that has only the fields ITEM_FIELDS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rqcore import ControllerHandle, QueueHandle
from rqcore.errors import TooBig
from rqcore.protocol.event_batch import Method
from rqcore.protocol.queue_values import KINDS, Preview, QueueStat
from rqdebug.errors import FilterError
from rqdebug.events.event_builder import EventBuilder
from rqdebug.events.filters.fields import JsonField
from rqdebug.events.filters.filter import Filter
from rqdebug.events.filters.filter_nodes import Everything
from rqdebug.events.filters.operator_base import Operator

ITEM_FIELDS = ("payload", "size", "codec", "item")
"""The fields of an item; ``payload`` includes the members of a JSON payload."""
MOST = 20_000
"""The number of items that are read: RQ.MOVE finds items by their numbers only among the next 20,000."""
BEGINNING = 4096
"""Bytes of each item that a filter sees."""
CHUNK = 1000
"""Items that are read with one request, if they fit into one reply."""
BUDGET = 64 << 20
"""Bytes of payloads to keep."""


@dataclass(frozen=True, slots=True)
class QueuedItems:
    """The first items of a queue."""

    batches: Sequence[pa.RecordBatch]
    """The items as events."""
    listed: int
    """How many they are."""
    total: int
    """The number of items in the queue."""


@dataclass(frozen=True, slots=True)
class MatchedItems:
    """The items that match a filter."""

    numbers: tuple[int, ...]
    unknown: int = 0
    """The number of items for which the answer depends on bytes that were not read."""


def sources_of(queue: QueueStat, queues: Iterable[QueueStat]) -> list[QueueStat]:
    """Return the queues whose dead-letter queue this one is."""
    return [each for each in queues if queue.name and each.dead_letter == queue.name]


def destinations_of(queue: QueueStat, queues: Iterable[QueueStat]) -> list[QueueStat]:
    """Return the queues to which items can be moved, with the sources of a dead-letter queue first."""
    possible = [each for each in queues if each.kind in KINDS and each.namespace != queue.namespace]
    sources = sources_of(queue, possible)
    return sources + [each for each in possible if each not in sources]


def check_item_filter(filter: Filter) -> Filter:
    """Return a filter that can be applied to items.

    Raises:
        FilterError: It asks for what only an event has.
    """
    for leaf in filter.node.leaves():
        if isinstance(leaf, Everything):
            continue
        field = leaf.field if isinstance(leaf, Operator) else None
        if field is None or not (isinstance(field, JsonField) or field.name in ITEM_FIELDS):
            what = f"`{leaf}`" if field is None else f"the field `{field.name}`"
            fields = ", ".join(ITEM_FIELDS)
            raise FilterError(f"{what} is of events; an item in a queue has {fields}", 0)
    return filter


def read_items(controller: ControllerHandle, reference: str, most: int = MOST) -> QueuedItems:
    """Return the first items of a queue, without taking them.

    Args:
        controller: A handle of a controller.
        reference: The name or namespace of the queue.
        most: The maximum number of items.

    Raises:
        RqError: The queue does not exist, or the server cannot be reached or has an item that it cannot show.
    """
    queue, builder = controller.queue(reference), EventBuilder(BEGINNING)
    batches: list[pa.RecordBatch] = []
    seen: set[int] = set()
    size, chunk, kept = queue.qsize(), CHUNK, 0
    start = 0
    while start < min(size, most) and kept < BUDGET:
        stop = min(start + chunk, most) - 1
        try:
            previews = queue.previews(start, stop, BEGINNING)
        except TooBig:
            if chunk == 1:
                raise
            chunk = max(chunk // 4, 1)
            continue
        if not previews:
            break
        start += len(previews)
        kept += sum(len(each.beginning) for each in previews)
        # Items that are taken meanwhile move the others to the front: then some come again.
        _add(builder, [each for each in previews if each.number not in seen])
        seen.update(each.number for each in previews if each.number is not None)
        if (batch := builder.build()) is not None:
            batches.append(batch)
    return QueuedItems(batches, len(seen), max(size, len(seen)))


def _add(builder: EventBuilder, items: Sequence[Preview]) -> None:
    for item in items:
        builder.add(
            time_ns=0,
            method=Method.PUT,
            payload=item.beginning,
            size=item.size,
            codec=item.codec,
            items=1,
            item=item.number,
        )


def match_items(items: QueuedItems, filter: Filter) -> MatchedItems:
    """Return the items that match a filter, in the order of the queue."""
    numbers: list[int] = []
    unknown = 0
    for batch in items.batches:
        answers = filter.evaluate(batch)
        unknown += answers.null_count
        numbers += batch.column("item").filter(pc.fill_null(answers, False)).to_pylist()
    return MatchedItems(tuple(numbers), unknown)


def send_back(
    controller: ControllerHandle,
    source: str,
    destination: str,
    count: int,
    numbers: Sequence[int] | None = None,
) -> int:
    """Move items to another queue, and return how many were moved.

    Args:
        controller: A handle of a controller.
        source: The namespace of the queue that has them.
        destination: The namespace of the other queue.
        count: The maximum number of items.
        numbers: The numbers of the items; None for the next ones.

    Raises:
        RqError: One of the queues does not exist, or the server cannot be reached.
    """
    queue: QueueHandle = controller.queue(source)
    to = controller.queue(destination)
    return queue.move(to, count) if numbers is None else queue.move(to, items=numbers)
