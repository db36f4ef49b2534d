# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.run_tally import RunTally

NASTY = "<script>alert('\x1b\x00 & \ud800')</script>"


@pytest.fixture
def report():
    """A report of two targets that differ. One is lost; some texts need escaping."""
    tally = RunTally()
    for loop in (1, 2):
        for target in ("a", "b"):
            tally.add(
                VectorResult(target, "main", 1, "q = create()", Verdict.PASSED, "ok", "ok", 120_000, loop)
            )
            tally.add(VectorResult(target, "main", 2, "q.put(1)", Verdict.PASSED, "ok", "ok", 90_000, loop))
    tally.add(VectorResult("a", "main", 3, "q.get()", Verdict.PASSED, "'x'", "'x'", 80_000, 1))
    tally.add(VectorResult("b", "main", 3, "q.get()", Verdict.FAILED, "'x'", NASTY, 240_000, 1))
    tally.add(VectorResult("b", "get <1>", 5, "sleep('a')", Verdict.ERROR, "", "not a number", 0, 2))
    tally.add_lost("b", "lost b & all")
    tally.add_lateness("a", 200_000)
    for _ in range(2):
        tally.add_ended("a", 4, "the freeze has ended")
    return tally.report("some <1>.rqs", ("a", "b"), 10**9, False, 42)
