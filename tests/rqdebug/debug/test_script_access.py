# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets as runs debug and observe them."""

from __future__ import annotations

import pytest

from rqcore.errors import NotAllowed
from rqdebug.debug.script_access import access_to
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.targets.target_registry import create_target


def test_controller_is_debugged_with_filters_and_observed(controller, controller_url, tmp_path):
    edge = access_to(create_target(controller_url), "edge", SavedFilters(tmp_path / "none"))
    watch = edge.watch()
    with edge.debug() as debugger, debugger.fault("drop", "queue == jobs and method == put"):
        controller.create("jobs").put("x" * 1000)
    assert watch.count("method == put and rule > 0", 0) == 1
    assert watch.find("method == put", 0, (), 0).payload == "x" * 1000
    watch.close()


def test_other_target_cannot_be_debugged():
    with pytest.raises(NotAllowed, match="only a controller can be debugged"):
        access_to(create_target("redis://127.0.0.1:1"), "cache").debug()
