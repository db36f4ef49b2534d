# SPDX-License-Identifier: GPL-3.0-or-later
"""The script of a replay names the events that it repeats."""

from __future__ import annotations

import pytest

from rqdebug.errors import SettingsError
from rqdebug.scripts.recording.replay_script import make_replay
from rqdebug.scripts.running.options import LONGEST_WAIT, Options


def test_log_without_calls_cannot_be_replayed():
    with pytest.raises(SettingsError):
        make_replay([], "night.arrows", str, timed=False)


def test_options_of_a_replay_scale_waits():
    options = Options.for_replay(10)
    assert (options.speed, options.scales_timeouts, options.longest_wait) == (10, True, LONGEST_WAIT)
