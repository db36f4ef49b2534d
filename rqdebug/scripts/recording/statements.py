# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes observed calls as statements of a script."""

from __future__ import annotations

from rqdebug.scripts.language import script_text
from rqdebug.scripts.recording.lifetimes import CallAtQueue, QueueLifetime
from rqdebug.scripts.recording.observed_calls import (
    TIMED,
    ObservedCall,
    ObservedItems,
    RecordedItem,
    has_succeeded,
)

UNSEEN = "not recorded"
"""The item that replaces one of which nothing was recorded."""
MAX_CONTENDED = 200
"""If clients competed for more items than this, gets expect no particular item."""

ERROR_OF_OUTCOME = {
    "empty": "Empty",
    "full": "Full",
    "shutdown": "ShutDown",
    "closed": "Closed",
    "noqueue": "NoQueue",
    "exists": "Exists",
    "notallowed": "NotAllowed",
    "toobig": "TooBig",
    "toomany": "TooMany",
    "error": "BadCall",
}
"""The error that a script expects, by the outcome of a call. Other outcomes but ok cannot be repeated."""
_BLOCKING = {"put", "get"}
OF_A_TARGET = ("list", "create")
"""Methods of a target, which need no queue."""


class StatementWriter:
    """Writes calls as statements.

    Args:
        items: The items of the recording.
        strict: Whether each get expects the item that it got, even if clients competed for it.
    """

    def __init__(self, items: ObservedItems, strict: bool) -> None:
        self._items = items
        self._strict = strict
        self._any: dict[str, str] = {}
        """For queues with competing clients: the variable of the list of items, by queue variable."""

    def preamble(self, lifetime: QueueLifetime) -> list[str]:
        """Return the lines that create a queue and put its initial items."""
        arguments = {"name": lifetime.name} if lifetime.name else {}
        call = script_text.write_call(
            "", "create", {**arguments, "kind": lifetime.kind, "maxsize": lifetime.maxsize}
        )
        puts = [
            f"{lifetime.variable}.put({self._items.item(number).text}, timeout=1)"
            for number in lifetime.initial_items
        ]
        if lifetime.unseen_items:
            unseen = [f"with repeat({lifetime.unseen_items}): {lifetime.variable}.put({UNSEEN!r}, timeout=1)"]
            # They were never taken: they are the last of a FIFO queue, and below the others of a LIFO queue.
            puts = [*puts, *unseen] if lifetime.kind == "fifo" else [*unseen, *puts[::-1]]
        elif lifetime.kind != "fifo":
            puts.reverse()
        numbers = [*lifetime.initial_items, *lifetime.put]
        possible = []
        if lifetime.is_contended and not self._strict and len(numbers) <= MAX_CONTENDED:
            self._any[lifetime.variable] = name = f"items_{lifetime.variable}"
            possible = [f"{name} = [{', '.join(_write_alike(list(map(self._items.item, numbers))))}]"]
        return [f"{lifetime.variable} = {call}", *puts, *possible]

    def lines(self, recorded: CallAtQueue, wait: int | None = None) -> list[str]:
        """Return the lines of a call with its expected result.

        Args:
            recorded: The call.
            wait: If the call is made later than it was, a shorter timeout with which it ends when it did, in
                ns; None for its own.
        """
        event, lifetime = recorded.event, recorded.lifetime
        if lifetime is None or event.method in OF_A_TARGET:
            return [self._without_queue(event)]
        items = self._items.items_of(event)
        notes = script_text.write_comment(_partly(items)) if any(not item.is_whole for item in items) else []
        arguments = self._arguments(event, items, wait)
        if recorded.target:
            arguments = {"to": recorded.target.variable, "count": str(max(event.items, 1))}
        call = script_text.write_call_of_texts(lifetime.variable, event.method, arguments)
        if not has_succeeded(event):
            return [*notes, script_text.write_raises(call, [ERROR_OF_OUTCOME[event.outcome]])]
        return [*notes, *self._expected(event, lifetime, items, call)]

    def _without_queue(self, event: ObservedCall) -> str:
        match event.method:
            case "list":
                return script_text.write_call("", "queues", {})
            case "create":
                return script_text.write_raises(
                    script_text.write_call("", "create", {"name": event.queue}), ["Exists"]
                )
        return script_text.write_raises(
            script_text.write_call("", "queue", {"reference": event.queue}), ["NoQueue"]
        )

    def _arguments(self, event: ObservedCall, items: list[RecordedItem], wait: int | None) -> dict[str, str]:
        arguments: dict[str, str] = {}
        match event.method:
            case "put":
                arguments["item"] = items[0].text
            case "put_many":
                arguments["items"] = f"[{', '.join(item.text for item in items)}]"
            case "get_many":
                arguments["count"] = str(max(event.items, 1))
            case "shutdown" if event.items:
                arguments["immediate"] = "True"
        if event.method in _BLOCKING and event.timeout_ns == 0:
            arguments["block"] = "False"
        elif event.method in TIMED and event.timeout_ns is not None:
            timeout = event.timeout_ns if wait is None else min(wait, event.timeout_ns)
            arguments["timeout"] = script_text.write_literal(timeout / 1e9)
        return arguments

    def _expected(
        self, event: ObservedCall, lifetime: QueueLifetime, items: list[RecordedItem], call: str
    ) -> list[str]:
        match event.method:
            case "get":
                return [self._got(lifetime, items[0], call)]
            case "get_many":
                return [f"got = {call}", f"assert len(got) == {event.items}"]
            case "put_many" | "purge" | "move":
                return [script_text.write_comparison(call, event.items)]
            case "qsize" | "close" if not lifetime.is_contended and event.depth is not None:
                is_counted = event.method == "close" and event.part is not None
                return [script_text.write_comparison(call, event.items if is_counted else event.depth)]
        return [call]

    def _got(self, lifetime: QueueLifetime, item: RecordedItem, call: str) -> str:
        if not lifetime.is_contended or self._strict:
            return f"assert {call} == {item.text}"
        name = self._any.get(lifetime.variable)
        return f"assert {call} in {name}" if name else call


def _write_alike(items: list[RecordedItem]) -> list[str]:
    """Return items as expressions; if a script cannot write the value of one, all of them as payloads."""
    texts = [item.text for item in items]
    if any(text.startswith("encoded(") for text in texts) and all(item.is_whole for item in items):
        return [item.payload_text for item in items]
    return texts


def _partly(items: list[RecordedItem]) -> str:
    """Return a comment for a call with an item that was recorded only in part."""
    item = next(item for item in items if not item.is_whole)
    recorded = f"the first {len(item.head):,} of {item.size:,} bytes ({item.codec})"
    return f"Only {recorded} were recorded; dots replace the rest."
