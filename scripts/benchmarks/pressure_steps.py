# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the pressure protocol as its older packages speak it, to compare with."""

from __future__ import annotations

from typing import Any


class Steps:
    """A client of the pressure protocol that sends single commands instead of scripts.

    Args:
        client: A client of redis-py.
        name: The name of the queue.
        item: The item that it puts.
        bound: The maximum number of items; 0 means no limit.
        creates: Whether to create the queue.
    """

    def __init__(self, client: Any, name: str, item: bytes, bound: int = 0, creates: bool = True) -> None:
        self._client = client
        self._name = name
        self._item = item
        self._bound = bound
        if not creates:
            return
        client.set(f"{name}:bound", bound)
        for part in ("producer_free", "consumer_free", "not_full"):
            client.lpush(f"{name}:{part}", "1")

    def put_and_get(self, count: int) -> None:
        """Put and get ``count`` times."""
        for _ in range(count):
            self.put()
            self._get()

    def put(self) -> None:
        """Put the item."""
        client, name = self._client, self._name
        self._take_role("producer")
        if self._bound:
            client.brpop(f"{name}:not_full")
        if client.lpush(name, self._item) < self._bound or not self._bound:
            self._signal_room()
        self._count("produced")
        client.lpush(f"{name}:producer_free", "1")

    def _get(self) -> None:
        client, name = self._client, self._name
        self._take_role("consumer")
        client.brpop([name, f"{name}:closed"])
        if client.llen(name) < self._bound:
            self._signal_room()
        self._count("consumed")
        client.lpush(f"{name}:consumer_free", "1")

    def _take_role(self, role: str) -> None:
        client, name = self._client, self._name
        client.exists(f"{name}:bound")
        client.brpop(f"{name}:{role}_free")
        client.set(f"{name}:{role}", "bench")
        client.exists(f"{name}:closed")

    def _signal_room(self) -> None:
        self._client.lpush(f"{self._name}:not_full", "1")
        self._client.ltrim(f"{self._name}:not_full", 0, 0)

    def _count(self, done: str) -> None:
        self._client.incr(f"{self._name}:stats:{done}_messages")
        self._client.incrby(f"{self._name}:stats:{done}_bytes", len(self._item))
