# SPDX-License-Identifier: GPL-3.0-or-later
"""A short form of scripts/chaos.py: cuts and kills lose and double no item."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "chaos.py"
DURABLE = ("controller", "pages", "restart", "pause", "full_disk", "clock")
KINDS = (
    *("put", "get", "get_many", "waiting", "asyncio", "parallel_queue", "kill", "stop"),
    *DURABLE,
)

sys.path.append(str(SCRIPT.parent))


def _load() -> Any:
    specification = importlib.util.spec_from_file_location("chaos", SCRIPT)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["chaos"] = module  # its ParallelQueue and dataclasses look for it
    specification.loader.exec_module(module)
    return module


chaos = _load()


@pytest.fixture(scope="module")
def host() -> Iterator[Any]:
    with chaos.Host() as host:
        yield host


def test_each_kind_is_tried_here() -> None:
    assert tuple(chaos.TRIALS) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_or_doubled(host: Any, kind: str) -> None:
    cuts = chaos.Cuts(40, seed=7)
    outcome = chaos.TRIALS[kind].run(host, cuts)
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.unknown == 0 or kind in DURABLE  # a session that has just begun may not be saved
    assert outcome.items > 0


def test_losses_and_doubles_are_counted() -> None:
    outcome = chaos.Outcome.of([1, 2, 3, 4], [1, 2, 2, 2, 9], unsure=5)
    assert (outcome.lost, outcome.doubled, outcome.unknown, outcome.items) == (2, 2, 5, 4)
