# SPDX-License-Identifier: MIT
"""How the garbage collector treats millions of items."""

from __future__ import annotations

import asyncio
import gc

from rqcore.controller.state import ControllerState

YOUNG = 10_000
"""How many new objects the collector visits together: it takes about 1 ms, in which no client is answered."""
NEVER = 2**31 - 1
PERIOD = 5.0
"""Seconds between two looks whether all objects can be visited."""
FEW_BYTES = 4 << 20
FEW_CLIENTS = 500
FEW_QUEUES = 1000
"""With so few bytes of items, clients and queues, visiting all objects takes some milliseconds."""


def visit_only_new_objects() -> None:
    """Make the garbage collector visit new objects only, each once, in the whole process.

    With its usual settings, it visits all objects that survived again and again. That takes seconds when a
    queue has millions of items, which are in no cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, NEVER, NEVER)


async def collect_old_objects(state: ControllerState) -> None:
    """Destroy cycles of older objects whenever the controller has few objects; never returns.

    Of what sessions keep for long, nothing is in a cycle. But libraries and later versions of asyncio can
    leave cycles, a few hundred bytes for each connection.
    """
    while True:
        await asyncio.sleep(PERIOD)
        _, has_old, _ = gc.get_count()
        if has_old and _is_small(state):
            gc.collect()


def _is_small(state: ControllerState) -> bool:
    is_small = state.memory.held <= FEW_BYTES and len(state.clients) <= FEW_CLIENTS
    return is_small and len(state.queues) <= FEW_QUEUES


def break_cycle(transport: asyncio.BaseTransport) -> None:
    """Let a transport whose connection is lost be destroyed: asyncio keeps one of its methods in it."""
    getattr(transport, "__dict__", {}).pop("_read_ready_cb", None)
