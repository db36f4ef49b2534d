# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.filters.literals import InstantType
from rqdebug.ui.models import formats

NS = {"ns": 1, "µs": 10**3, "ms": 10**6, "s": 10**9}
BYTES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0"),
        (7, "7 ns"),
        (1_000, "1.00 µs"),
        (41_250, "41.2 µs"),
        (120_000, "120 µs"),
        (9_994, "9.99 µs"),
        (9_996, "10.0 µs"),
        (99_960, "100 µs"),
        (999_499, "999 µs"),
        (999_500, "1.00 ms"),
        (1_200_000, "1.20 ms"),
        (999_999_999, "1.00 s"),
        (73_000_000_000, "73.0 s"),
        (3_600_000_000_000, "3600 s"),
    ],
)
def test_duration_has_three_digits_and_the_largest_unit_that_fits(ns, text):
    assert formats.duration(ns) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1229, "1.2 KiB"),
        ((1 << 20) - 52, "1023.9 KiB"),
        ((1 << 20) - 1, "1.0 MiB"),
        ((1 << 30) - 1, "1.0 GiB"),
        (3 << 30, "3.0 GiB"),
    ],
)
def test_size_is_written_in_the_largest_unit_that_fits(count, text):
    assert formats.size(count) == text


@pytest.mark.parametrize(("rate", "text"), [(0, "0"), (0.25, "0.2"), (9.96, "10.0"), (4210.4, "4,210")])
def test_rate_has_a_decimal_only_while_it_is_small(rate, text):
    assert formats.rate(rate) == text


def test_times_keep_all_digits():
    ns = 1_700_000_000_000_001_007
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.000001", formats.clock(ns))
    assert formats.date_clock(ns).endswith(".000001007")


@given(st.integers(1, 10**15))
def test_duration_is_right_to_three_digits(ns):
    number, unit = formats.duration(ns).split()
    assert abs(float(number) * NS[unit] - ns) <= ns * 0.005
    assert unit == "s" or float(number) < 1000


@given(st.integers(0, 1 << 40))
def test_size_is_right_to_one_decimal(count):
    number, unit = formats.size(count).split()
    assert abs(float(number) * BYTES[unit] - count) <= BYTES[unit] * 0.0501
    assert unit == "GiB" or float(number) < 1024


@given(st.integers(-(10**15), 10**15))
def test_difference_keeps_sign_and_microseconds(ns):
    text = formats.difference(ns)
    assert text[0] == ("-" if ns < 0 else "+")
    seconds, _, micro = text[1:].replace(",", "").partition(".")
    assert int(seconds) * 10**6 + int(micro) == abs(ns) // 1000


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("a < b & c", "a &lt; b &amp; c"), ("one\ntwo", "one\ntwo"), ('"x"', "&quot;x&quot;")],
)
def test_tip_shows_text_unchanged(text, shown):
    assert formats.tip(text) == (f'<p style="white-space:pre-wrap">{shown}</p>' if shown else "")


def test_ampersand_is_escaped_for_menus():
    assert formats.escape_mnemonic("R&D & more") == "R&&D && more"


def test_instant_is_utc_as_filters_write_it(monkeypatch):
    monkeypatch.setenv("TZ", "XYZ-5")  # east of Greenwich
    time.tzset()
    try:
        text = formats.instant(1_700_000_000.25)
        assert text == "2023-11-14T22:13:20.250000Z"
        assert InstantType().read(text).value == 1_700_000_000_250_000_000
    finally:
        monkeypatch.undo()
        time.tzset()


def test_numbers_have_the_notation_of_a_german_window(german):
    assert formats.duration(41_200) == "41,2 µs"
    assert formats.duration(1_200_000) == "1,20 ms"
    assert formats.size(1229) == "1,2 KiB"
    assert formats.count(10_482_113) == "10.482.113"
    assert formats.rate(5.5) == "5,5" and formats.rate(1204) == "1.204"
    assert formats.difference(-1_234_000_041_000) == "-1.234,000041"


def test_times_of_day_keep_the_point_that_filters_read(german):
    assert formats.clock(1_700_000_000_123_456_789).endswith(".123456")
    assert formats.instant(1.5) == "1970-01-01T00:00:01.500000Z"
