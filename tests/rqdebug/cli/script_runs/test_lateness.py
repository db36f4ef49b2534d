# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import re
from types import SimpleNamespace

from rich.console import Console

from rqdebug.cli.script_runs.lateness import print_lateness
from rqdebug.scripts.histogram import HistogramBuilder

MS = 10**6


def lateness(*values):
    builder = HistogramBuilder()
    for value in values:
        builder.add(value)
    return builder.histogram()


def printed(lateness, **options):
    file = io.StringIO()
    print_lateness(Console(file=file, highlight=False, **options), SimpleNamespace(lateness=lateness))
    return file.getvalue()


def test_each_target_has_a_line():
    text = printed({"edge": lateness(*[1000] * 99, 50 * MS), "cloud": lateness(2000)})
    first, second = text.splitlines()
    assert first.startswith("edge: 100 timed calls; 99.0% less than 1 ms late")
    assert second.startswith("cloud: 1 timed call; 100.0%")
    assert re.search(r"99 % less than .*, maximum \d", first)


def test_nothing_is_printed_for_a_script_without_times():
    assert printed({}) == ""


def test_bars_are_drawn_on_a_terminal_only():
    late = {"edge": lateness(*[1000] * 30, *[2 * MS] * 10, 200 * MS)}
    assert "█" not in printed(late)
    text = printed(late, force_terminal=True, color_system=None, width=120)
    bars = {line[:10].strip(): line.count("█") for line in text.splitlines()[1:]}
    assert bars == {"< 0.1 ms": 40, "< 3.0 ms": 13, "later": 1}


def test_name_of_a_target_cannot_control_the_terminal():
    assert "\x1b" not in printed({"a\x1b[31m": lateness(1000)})
