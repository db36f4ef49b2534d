# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.support.durations import rough


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (1055, "18 min"),
        (7200, "2 h"),
        (200_000, "2 d"),
    ],
)
def test_durations_have_the_largest_unit_that_fits_twice(seconds, text):
    assert rough(seconds) == text
