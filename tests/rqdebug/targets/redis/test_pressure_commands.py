# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


def test_deleting_a_queue_shows_no_get_and_no_put(monitor):
    monitor("a", "SET P:jobs:bound 0")
    for command in ("DEL P:jobs:bound", "LPUSH P:jobs:closed 0 0", "BRPOP P:jobs:consumer_free 0"):
        monitor("a", command)
    monitor("a", "DEL P:jobs:consumer P:jobs:consumer_free")
    assert monitor.summary() == [("create", "jobs", "ok", 0), ("close", "jobs", "ok", 0)]


def test_pop_that_names_a_list_twice_has_one_record(monitor):
    monitor("a", "BRPOP jobs jobs 1")
    monitor("a", "PING")
    assert monitor.summary() == [("get", "jobs", "unknown", 0)]
