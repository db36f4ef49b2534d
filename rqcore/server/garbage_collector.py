# SPDX-License-Identifier: MIT
"""How the garbage collector treats millions of items."""

from __future__ import annotations

import gc
from typing import Any

YOUNG = 10_000
"""How many new objects the collector visits together: it takes about 1 ms, in which no client is answered."""


def visit_objects_once() -> None:
    """Make the garbage collector visit each object only once, in the whole process.

    A collection visits all objects that survived the last one, again and again. With its usual settings it
    takes seconds when a queue has millions of items. Nothing that lives for long in a controller becomes
    garbage in a cycle: items refer only to values, and a session has no cycle when its connection has ended.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 1, 1)
    gc.callbacks.append(_freeze_survivors)


def _freeze_survivors(phase: str, _: dict[str, Any]) -> None:
    if phase == "stop":
        gc.freeze()
