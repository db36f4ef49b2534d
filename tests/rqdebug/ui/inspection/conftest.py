# SPDX-License-Identifier: GPL-3.0-or-later
"""Parallel queues as their programs report them."""

from __future__ import annotations

import pytest

from rqcore.protocol.parallel_stats import ParallelStat, WorkerStat

HOLDER, QUICK = WorkerStat("worker-7", 7, 4, "slow()", 2.0, 3), WorkerStat("worker-8", 8, 7, "quick()", 0.1)


@pytest.fixture(scope="session")
def blocked_stat():
    """Tasks 0 and 1 were taken, 2 and 3 are ready, 4 blocks 5 and 6, 7 runs, 8 and 9 wait."""
    return ParallelStat(10, 2, 1, 1, 2, 2, (5, 6), 4, (HOLDER, QUICK, WorkerStat("worker-9", 9)))
