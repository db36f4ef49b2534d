# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import BadCall
from rqcore.protocol.arguments import duration, index, lease_number, natural, seconds


def test_durations_are_nanoseconds_of_at_most_a_day():
    assert (duration(b"0"), duration(b"0.5"), duration(b"86400")) == (0, 500_000_000, 86_400 * 10**9)
    for word in (b"-1", b"86400.1", b"nan", b"inf", b"soon", b""):
        with pytest.raises(BadCall, match="number of seconds from 0 to 86400"):
            duration(word)


def test_numbers_of_leases_are_digits_only():
    assert lease_number(b"4503599627370496") == 1 << 52
    for word in (b"", b"-1", b"1.0", b"1" * 19):
        with pytest.raises(BadCall, match="one that RQ"):
            lease_number(word)


@pytest.mark.parametrize(("convert", "word"), [(seconds, b"-1"), (natural, b"1.5"), (index, b"--1")])
def test_other_words_are_refused(convert, word):
    with pytest.raises(BadCall):
        convert(word)
