# SPDX-License-Identifier: GPL-3.0-or-later
"""A monkey at the window finds no error, and its watches notice faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

from monkey_testing.watches import Call, ErrorWatch, StallWatch, unasked_calls

MONKEY = Path(__file__).resolve().parents[2] / "scripts" / "monkey.py"
ACTIONS = 400
"""Actions in about a minute; ``scripts/monkey.py`` plays for half an hour."""


@pytest.mark.timeout(240)
def test_random_use_of_the_window_causes_no_error_and_no_call_to_another_queue():
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(MONKEY), "--actions", str(ACTIONS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=220)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{ACTIONS} actions" in done.stdout


def test_exception_in_a_slot_is_an_error():
    watch = ErrorWatch()
    with watch.installed():
        sys.excepthook(ValueError, ValueError("broken slot"), None)
    assert "broken slot" in watch.errors[0]


def test_long_turn_is_a_stall_with_its_place(qtbot):
    watch = StallWatch()

    def work_long():
        end = watch._now() + 400
        while watch._now() < end:
            pass

    qtbot.waitUntil(lambda: watch.longest_ms > 0)
    work_long()
    qtbot.waitUntil(lambda: bool(watch.stalls))
    assert "work_long" in watch.stalls[0]
    watch.stop()


def test_call_to_the_same_queue_of_another_target_is_found():
    chosen = {Call("queue.purge", "edge-1", "jobs")}
    received = [
        Call("purge", "edge-1", "jobs"),
        Call("purge", "edge-2", "jobs"),
        Call("close", "edge-1", "jobs"),
    ]
    assert unasked_calls(received, chosen, []) == [
        "purge of edge-2 › jobs was not asked for",
        "close of edge-1 › jobs was not asked for",
    ]


@pytest.mark.parametrize(("verb", "title"), [("put", "Put into jobs on"), ("move", "Send Back from jobs on")])
def test_dialog_about_the_queue_may_call_it(verb, title):
    received = [Call(verb, "edge-1", "jobs")]
    assert unasked_calls(received, set(), [f"{title} edge-1"]) == []
    assert unasked_calls(received, set(), [f"{title} edge-2"]) != []


def test_dialog_about_the_queue_may_not_delete_it():
    received = [Call("close", "edge-1", "jobs")]
    assert unasked_calls(received, set(), ["Put into edge-1 › jobs"]) != []
