# SPDX-License-Identifier: MIT
"""A request as rules see it: its method, its queues and its items, and how it is changed or answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.debugging.actions import PUTS
from rqcore.controller.debugging.facts import MAX_PAYLOAD, CallFacts
from rqcore.controller.items import Item, items_of_request
from rqcore.controller.observation.templates import EventQueue
from rqcore.controller.queue import Queue
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, RqError
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.event_batch import Method, recorded
from rqcore.protocol.reply_types import NULL_ITEMS

MOST_ITEMS = 1000
"""The most items of one call that are compared with a predicate."""


class StartedCall:
    """A request before it is executed.

    Args:
        state: The controller.
        client: The client that calls.
        row: The row of its command.
        request: The request with the name of the command.
    """

    def __init__(
        self, state: ControllerState, client: Client, row: CommandSpec, request: list[bytes]
    ) -> None:
        """Look at nothing yet: most calls concern no rule."""
        self._state = state
        self.client = client
        self.row = row
        self.request = request

    @cached_property
    def values(self) -> dict[str, Any]:
        """The arguments by name; none if they are invalid, so that the call will fail."""
        try:
            return self.row.parse_named(self.request[1:])
        except RqError:
            return {}

    @cached_property
    def references(self) -> list[bytes]:
        """The names or namespaces of its queues. A queue that gets no name is none of them."""
        try:
            return [each for each in self.row.queue_words(self.request[1:]) if each]
        except RqError:
            return []

    @cached_property
    def labels(self) -> list[str]:
        """The labels of its queues, as users know them."""
        return list(map(self._state.label_of, self.references))

    def find(self, reference: bytes) -> Queue | None:
        """Return a queue of the controller; None if there is none of this name."""
        return self._state.names.get(reference) or self._state.queues.get(reference)

    @cached_property
    def queue(self) -> EventQueue:
        """Its first queue, or what events show for it. Every call that rules concern names one."""
        queue = self._state.event_queue(self.references[0])
        assert queue is not None
        return queue

    @cached_property
    def items(self) -> list[Item]:
        """The items that it puts, without numbers."""
        return items_of_request(self.values) if self.row.method in PUTS else []

    @cached_property
    def count(self) -> int:
        """The number of items that it puts or wants."""
        if self.row.method in PUTS:
            return len(self.items)
        counts = self.values.get("count", 1)
        return int(counts if isinstance(counts, int) else (counts or [1])[0])

    @cached_property
    def method(self) -> Method:
        """Its method, as events show it."""
        method = self.row.method
        assert method is not None
        if method is Method.PUT and self.count > 1:
            return Method.PUT_MANY
        has_count = self.row.variable is not None and self.row.variable.name == "count"
        if method is Method.GET and has_count and len(self.request) > 2:
            return Method.GET_MANY
        return method

    @property
    def timeout_ns(self) -> int | None:
        """Its timeout in ns; None if it may wait forever."""
        if not self.row.waits:
            return 0
        timeout_ns: int | None = self.values.get("timeout_ns")
        return timeout_ns or None if self.row.name.startswith("B") else timeout_ns

    @cached_property
    def facts(self) -> list[CallFacts]:
        """What predicates see: one for each queue, or each item, of the call."""
        items: Sequence[Item | None] = self.items[:MOST_ITEMS] or (None,)
        self._state.work += len(items) // 2
        return [
            facts_of(self.client, self.method, self.find(reference), label, item, self.count, self.timeout_ns)
            for reference, label in zip(self.references, self.labels, strict=True)
            for item in items
        ]

    @property
    def recorded_timeout(self) -> int:
        """Its timeout as events show it."""
        return recorded(self.timeout_ns)

    def changed(self, payloads: Sequence[bytes], codec: Codec | None = None, key: bytes = b"") -> list[bytes]:
        """Return the request with other payloads, and possibly another codec or key of the priority.

        Raises:
            BadCall: The call puts no items, or not as many.
        """
        name, words = self.request[0], self.request[1:]
        if self.values.get("spooled"):
            raise BadCall("the payload of this call is a file in the spool, which cannot be changed")
        if len(payloads) != len(self.items):
            raise BadCall(f"this call has {len(self.items)} payloads that can be changed")
        fixed, variable = self.row.positional, self.row.variable
        at = next((at for at, each in enumerate(fixed) if each.name == "payload"), -1)
        if at >= 0:
            words[at] = payloads[0]
        elif variable and variable.name == "payload":
            words[len(fixed) :] = payloads
        else:
            words = _with_option(self.row, words, b"ITEMS", list(payloads))
        if codec is not None:
            words = _with_option(self.row, words, b"CODEC", [codec.name.lower().encode()])
        if key:
            words = _with_option(self.row, _without(self.row, words, b"PRIORITY"), b"KEY", [key])
        return [name, *words]

    def acknowledged(self) -> Any:
        """Return the value of a put that succeeded, although it was not executed."""
        if self.row.name == "RQ.PUT":
            return None
        if self.row.name == "RQ.MPUT":
            return len(self.items)
        queue = self.find(self.references[0])
        return (len(queue.store) if queue else 0) + len(self.items)

    def empty(self) -> Any:
        """Return the value of a get that finds no item. Raises Empty."""
        if self.row.name.startswith("RQ."):
            queue = self._state.find(self.references[0])
            raise queue.empty_error()
        return NULL_ITEMS if self.method is Method.GET_MANY else None


def facts_of(
    client: Client,
    method: Method,
    queue: Queue | None,
    label: str,
    item: Item | None,
    count: int,
    timeout_ns: int | None,
) -> CallFacts:
    """Return what predicates see of one item of a call. ``item``: None if the call has none."""
    content = item.payload if item else b""
    is_known = isinstance(content, bytes) and len(content) <= MAX_PAYLOAD
    return CallFacts(
        method,
        label,
        queue.namespace if queue else "",
        queue.kind if queue else "",
        client.name,
        client.address,
        len(content) if item else None,
        queue.size if queue else 0,
        count,
        timeout_ns,
        item.codec if item else None,
        None,
        bytes(content) if item and is_known and isinstance(content, bytes) else None,
        item.deliveries if item else 0,
    )


def _place_of(row: CommandSpec, words: list[bytes], keyword: bytes) -> int:
    """Return where an option begins, or -1 if it is missing."""
    at = len(row.positional)
    while at < len(words):
        option: Argument | None = row.options.get(words[at].upper())
        if words[at].upper() == keyword:
            return at
        if option is None or option.rest:
            break
        at += 1 if option.convert is None else 2
    return -1


def _without(row: CommandSpec, words: list[bytes], keyword: bytes) -> list[bytes]:
    at = _place_of(row, words, keyword)
    return words if at < 0 else words[:at] + words[at + 2 :]


def _with_option(row: CommandSpec, words: list[bytes], keyword: bytes, values: list[bytes]) -> list[bytes]:
    """Return the arguments with another value of an option, in front of what takes all remaining words."""
    option = row.options.get(keyword)
    if option is None:
        raise BadCall(f"{row.name} has no {keyword.decode()}")
    if option.rest:
        at = _place_of(row, words, keyword)
        return [*words[: at + 1], *values]
    words, count = _without(row, words, keyword), len(row.positional)
    return [*words[:count], keyword, *values, *words[count:]]
