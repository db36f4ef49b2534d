# SPDX-License-Identifier: MIT
"""Items go back to their queue, because the session of the client that took them has ended.

They go back in one step, however many they are, so that a get never takes one of them out of order. The step
itself is short, but to record 50,000 events is not. So if there are observers, the events are recorded first,
in slices, while other clients are served, and the items go back when all are recorded. To durable queues they
go back immediately: the record that ends their session must have them.
"""

from __future__ import annotations

from operator import itemgetter

from rqcore.controller.background import RECORDED
from rqcore.controller.clients import Client
from rqcore.controller.items import Item, total_bytes
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.protocol.event_batch import PUT, Method, NameKind
from rqcore.protocol.memory import ITEM_COST
from rqcore.protocol.queue_values import End


def return_items(
    state: ControllerState,
    client: Client,
    queue: Queue,
    items: list[Item],
    now_ns: int,
    end: End | None = None,
) -> None:
    """Put items back to the head of their queue, in order; if they are many and observed, in a later turn.

    Args:
        state: The controller.
        client: The client that took them.
        queue: The queue.
        items: The items, in the order in which they were taken.
        now_ns: The current time in ns.
        end: The end of a list from which they were taken; None for the next items.
    """
    if set(map(type, map(_payload_of, items))) != {bytes}:
        items = [item for item in items if _is_not_received(item)]
    if len(items) > RECORDED and state.publisher.record_fast is not None and not queue.is_durable:
        state.background.begin(_ObservedReturn(state, client, queue, items, now_ns, end).step, now_ns)
    elif _give_back(state, queue, items, end):
        method = PUT if len(items) == 1 else Method.PUT_MANY
        state.publisher.record(client, method, now_ns, queue=queue, items=items)
        state.serve(queue, now_ns)


def _is_not_received(item: Item) -> bool:
    """Whether the client has not read and deleted the file of a payload."""
    return type(item.payload) is bytes or item.payload.take_back()  # type: ignore[union-attr]


def _give_back(state: ControllerState, queue: Queue, items: list[Item], end: End | None) -> bool:
    """Put items back in one step. Returns whether there is an event to record."""
    is_back = queue.give_back_many(items, end) and bool(items)
    if is_back:
        state.sessions.returned_items += len(items)
    return is_back


class _ObservedReturn:
    """The return of many items, whose events are recorded in slices. They count as memory meanwhile."""

    def __init__(
        self,
        state: ControllerState,
        client: Client,
        queue: Queue,
        items: list[Item],
        now_ns: int,
        end: End | None,
    ) -> None:
        self._end = end
        self._state, self._client, self._queue, self._items = state, client, queue, items
        self._record = state.publisher.recorder(client, Method.PUT_MANY, now_ns, queue, len(items))
        self._recorded = 0
        self._held = total_bytes(items) + ITEM_COST * len(items)
        state.memory.held += self._held

    def step(self, now_ns: int) -> bool:
        """Record some of the events, or put the items back. Returns whether there are further steps."""
        if self._recorded < len(self._items) and not (self._queue.is_closed or self._queue.is_emptied):
            self._record(self._items[self._recorded : self._recorded + RECORDED], self._recorded)
            self._recorded += RECORDED
            return True
        self._state.memory.held -= self._held
        if not self._queue.is_closed and _give_back(self._state, self._queue, self._items, self._end):
            self._state.serve(self._queue, now_ns)
        self._state.publisher.forget_name(NameKind.CLIENT, self._client.number)
        return False


_payload_of = itemgetter(2)
