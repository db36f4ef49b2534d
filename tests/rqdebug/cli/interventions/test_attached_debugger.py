# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands that stop and disturb calls share."""

from __future__ import annotations

import os
import signal

import pytest

from rqdebug.cli.interventions.attached_debugger import compile_condition, split_url, uninterrupted
from rqdebug.cli.messages import CommandFailed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_is_delayed_to_the_end_of_the_block(number):
    before = signal.getsignal(number)
    steps = []
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        os.kill(os.getpid(), number)
        steps.append("continued")
    assert steps == ["continued"] and signal.getsignal(number) is before


def test_error_in_the_block_keeps_the_handlers():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="failed"), uninterrupted():
        raise ValueError("failed")
    assert signal.getsignal(signal.SIGINT) is before


def test_words_may_begin_with_a_url(monkeypatch):
    monkeypatch.setenv("RQ_URL", "rq://edge-1")
    assert split_url(["rq://edge-2", "a"], 1, 1, "usage") == ("rq://edge-2", ["a"])
    assert split_url(["a"], 1, 1, "usage") == ("rq://edge-1", ["a"])
    with pytest.raises(CommandFailed, match="wrong number of arguments; usage: this"):
        split_url(["rq://edge-2"], 1, 1, "this")


@pytest.mark.parametrize(
    ("filter", "warning"),
    [
        (
            "queue == jobs and method == put",
            "put_many does not match; for one and several items, write method in {put,",
        ),
        (
            "method == get_many",
            "get does not match; for one and several items, write method in {get, get_many}",
        ),
        ("method in {put, put_many}", ""),
        ("queue == jobs", ""),
        ("method == lease", ""),
    ],
)
def test_filter_that_leaves_out_calls_of_several_items_is_reported(capsys, filter, warning):
    compile_condition(filter)
    message = capsys.readouterr().err
    assert warning in message and bool(warning) == bool(message)
