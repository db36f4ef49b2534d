# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.cli.messages import format_duration, sanitize


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0 µs"),
        (12_345, "12 µs"),
        (345_678, "0.3 ms"),
        (99_900_000, "99.9 ms"),
        (4_123_456_789, "4.12 s"),
        (200 * 10**9, "3 min 20 s"),
    ],
)
def test_duration_has_a_suitable_unit(ns, text):
    assert format_duration(ns) == text


def test_control_characters_are_replaced():
    assert sanitize("a\x1b\r\nä") == r"a\x1b\r\nä"
