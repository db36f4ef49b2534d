# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re

import pytest

from rqdebug.ui.models import formats


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0"),
        (7, "7 ns"),
        (1_000, "1.00 µs"),
        (41_250, "41.2 µs"),
        (120_000, "120 µs"),
        (1_200_000, "1.20 ms"),
        (73_000_000_000, "73.0 s"),
        (3_600_000_000_000, "3600 s"),
    ],
)
def test_durations(ns, text):
    assert formats.duration(ns) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1229, "1.2 KiB"), (3 << 30, "3.0 GiB")]
)
def test_sizes(count, text):
    assert formats.size(count) == text


@pytest.mark.parametrize(("rate", "text"), [(0, "–"), (0.25, "0.2"), (9.96, "10.0"), (4210.4, "4,210")])
def test_rates(rate, text):
    assert formats.rate(rate) == text


def test_times_keep_their_last_digits():
    ns = 1_700_000_000_000_001_007
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.000001", formats.clock(ns))
    assert formats.date_clock(ns).endswith(".000001007")
