# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a queue as clients see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rqcore.protocol.queue_values import KINDS, LEFT, RIGHT, UNCOUNTED, UNMEASURED, QueueStat

JOBS = QueueStat("uuid", "jobs", "fifo", 1, 0, 3, 2, 0, 0, 0, 1, False, 1, 7)


def test_each_end_has_an_opposite():
    assert (LEFT.opposite, RIGHT.opposite) == (RIGHT, LEFT)


def test_queue_without_a_name_is_shown_with_its_namespace():
    assert (JOBS.label, replace(JOBS, name=None).label) == ("jobs", "uuid")


@pytest.mark.parametrize(
    ("kind", "unknown"),
    [*((kind, frozenset()) for kind in KINDS), ("list", UNCOUNTED), ("Queue", UNMEASURED)],
)
def test_what_is_unknown_depends_on_the_kind(kind, unknown):
    stat = replace(JOBS, kind=kind)
    assert stat.unknown == unknown
    assert stat.is_counted == ("puts" not in unknown)


def test_what_older_controllers_do_not_report_has_a_default():
    assert (JOBS.leased, JOBS.dead_letter, JOBS.durable, JOBS.frozen) == (0, None, False, "")
