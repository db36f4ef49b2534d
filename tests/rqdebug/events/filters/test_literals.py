# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of values in filters: how each is parsed and printed."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rqdebug.events.filters.literals import (
    ALIASES,
    NO_UNITS,
    SIZES,
    TIMES,
    AmountType,
    ChoiceType,
    ClockTimeType,
    InstantType,
    JsonType,
    TextType,
    did_you_mean,
    quote,
    unquote,
)

DURATION = AmountType("a duration", TIMES, 2**63 - 1, {"forever": 2**63 - 1})
SIZE = AmountType("a size", SIZES, 2**32 - 1)
NUMBER = AmountType("a number", NO_UNITS, 2**64 - 1, {"none": 0})
CHOICE = ChoiceType.from_words(["put", "put_many", "get"])


@pytest.fixture
def zone(monkeypatch):
    """Return a function that sets the local time zone."""

    def set_zone(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


# Amounts


@pytest.mark.parametrize(
    ("kind", "text", "value", "printed"),
    [
        (DURATION, "0", 0, "0"),
        (DURATION, "0ms", 0, "0"),
        (DURATION, "1ns", 1, "1ns"),
        (DURATION, "1500us", 1_500_000, "1500us"),
        (DURATION, "1.5ms", 1_500_000, "1500us"),
        (DURATION, "2m", 120 * 10**9, "2min"),
        (DURATION, "3µs", 3000, "3us"),
        (DURATION, "0.000000001s", 1, "1ns"),
        (DURATION, "90min", 90 * 60 * 10**9, "90min"),
        (DURATION, "120min", 120 * 60 * 10**9, "2h"),
        (DURATION, "forever", 2**63 - 1, "forever"),
        (SIZE, "0", 0, "0"),
        (SIZE, "512", 512, "512B"),
        (SIZE, "512B", 512, "512B"),
        (SIZE, "4KiB", 4096, "4KiB"),
        (SIZE, "1024KiB", 1 << 20, "1MiB"),
        (SIZE, "0.5KiB", 512, "512B"),
        (NUMBER, "3", 3, "3"),
        (NUMBER, "none", 0, "none"),
        (NUMBER, "0", 0, "none"),
        (NUMBER, "18446744073709551615", 2**64 - 1, "18446744073709551615"),
    ],
)
def test_amount_has_value_and_shortest_text(kind, text, value, printed):
    read = kind.read(text)
    assert (read.value, read.text) == (value, printed)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (DURATION, "5", "a duration"),
        (DURATION, "5mss", "a duration; did you mean `ms`?"),
        (DURATION, "5 ms", "a duration"),
        (DURATION, "-5ms", "a duration"),
        (DURATION, "ms", "a duration"),
        (DURATION, "1e3ms", "a duration"),
        (DURATION, "", "a duration"),
        (DURATION, "0.5ns", "a duration; fractions of the smallest unit are not possible"),
        (DURATION, "9223372036854775808ns", "at most forever"),
        (DURATION, "99999999999h", "at most forever"),
        (SIZE, "4kb", "a size"),
        (SIZE, "4GiB", "at most 4294967295B"),
        (NUMBER, "3B", "a number"),
        (NUMBER, "1.5", "a number; fractions of the smallest unit are not possible"),
        (NUMBER, "18446744073709551616", "at most 18446744073709551615"),
        (NUMBER, "1" * 21, "a number"),
    ],
)
def test_invalid_amount_is_explained(kind, text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        kind.read(text)


@given(st.sampled_from([DURATION, SIZE, NUMBER]), st.data())
def test_printed_amount_parses_to_the_same_value(kind, data):
    value = data.draw(st.integers(0, kind.maximum))
    smallest = next(iter(kind.units))
    read = kind.read(f"{value}{smallest}") if value else kind.read("0")
    assert read.value == value
    assert kind.read(read.text) == read


@given(st.integers(0, 10**6), st.integers(0, 999), st.sampled_from(["us", "ms", "s"]))
def test_decimal_amount_is_exact(whole, thousandths, unit):
    assert (
        DURATION.read(f"{whole}.{thousandths:03}{unit}").value
        == (whole * 1000 + thousandths) * TIMES[unit] // 1000
    )


@pytest.mark.parametrize(("alias", "unit"), ALIASES.items())
def test_alias_of_a_unit_means_the_unit(alias, unit):
    assert DURATION.read(f"7{alias}") == DURATION.read(f"7{unit}")


def test_amounts_are_ordered_and_not_texts():
    assert DURATION.is_ordered
    assert not DURATION.is_text


# Choices and texts


@pytest.mark.parametrize(
    ("text", "value"), [("put", "put"), ("PUT", "put"), ("Put_Many", "put_many"), ("#17", "#17")]
)
def test_choice_is_read_in_any_case(text, value):
    read = CHOICE.read(text)
    assert (read.value, read.text) == (value, value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("putt", "one of put, put_many, get; did you mean `put`?"),
        ("xyz", "one of put, put_many, get"),
        ("#", "one of put, put_many, get"),
        ("#1a", "one of put, put_many, get"),
        ("", "one of put, put_many, get"),
    ],
)
def test_error_for_an_unknown_choice_lists_the_choices(text, message):
    with pytest.raises(ValueError, match="one of") as caught:
        CHOICE.read(text)
    assert str(caught.value) == message


@given(st.text())
def test_any_text_is_a_text(text):
    read = TextType().read(text)
    assert read.value == text
    assert unquote(read.text) == text


@given(st.text())
@example('\\"')
@example("\\")
@example("\\\\'")
def test_unquote_undoes_quote(text):
    quoted = quote(text)
    assert quoted[0] == quoted[-1] == '"'
    assert unquote(quoted) == text


@pytest.mark.parametrize(
    ("quoted", "text"),
    [
        (r'"\d"', r"\d"),
        (r'"\\d"', r"\d"),
        (r"'it\'s'", "it's"),
        (r'"say \"no\""', 'say "no"'),
        (r"'\n'", r"\n"),
        ('""', ""),
    ],
)
def test_only_quotes_and_backslashes_are_escaped(quoted, text):
    assert unquote(quoted) == text


# Times


@pytest.mark.parametrize(
    ("text", "seconds", "printed"),
    [
        ("0:00", 0, "00:00:00"),
        ("9:03", 9 * 3600 + 3 * 60, "09:03:00"),
        ("14:03:20", 14 * 3600 + 3 * 60 + 20, "14:03:20"),
        ("23:59:59", 86399, "23:59:59"),
    ],
)
def test_clock_time_counts_from_midnight(text, seconds, printed):
    read = ClockTimeType().read(text)
    assert (read.value, read.text) == (seconds * 10**9, printed)


@given(st.times())
def test_any_time_of_day_can_be_read(clock):
    read = ClockTimeType().read(clock.isoformat())
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    assert read.value == seconds * 10**9 + clock.microsecond * 1000
    assert ClockTimeType().read(read.text) == read


def test_fraction_of_a_second_keeps_nanoseconds():
    read = ClockTimeType().read("00:00:00.123456789")
    assert (read.value, read.text) == (123_456_789, "00:00:00.123456789")
    assert ClockTimeType().read("00:00:00.500000000").text == "00:00:00.5"


@pytest.mark.parametrize(
    "text", ["24:00", "12:60", "12:00:60", "12", "12:0", "noon", "", "12:00:00.", "12:00:00.1234567890"]
)
def test_malformed_time_of_day_is_refused(text):
    with pytest.raises(ValueError, match="a time of day such as 14:03"):
        ClockTimeType().read(text)


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)),  # zones follow
    st.integers(-12 * 60, 12 * 60),
)
def test_instant_with_an_offset_is_the_same_everywhere(moment, minutes):
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    read = InstantType().read(moment.isoformat())
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    microseconds = (since.days * 86400 + since.seconds) * 10**6 + since.microseconds
    assert read.value == microseconds * 1000
    assert read.text == moment.isoformat()


@pytest.mark.parametrize(("name", "hour"), [("UTC0", 12), ("XYZ-05:30", 17), ("XYZ+3", 9)])
def test_instant_without_an_offset_is_local(zone, name, hour):
    zone(name)
    minute = 30 if name == "XYZ-05:30" else 0
    read = InstantType().read(f"2024-02-29T{hour:02}:{minute:02}:00.000000001")
    assert read.value == 1_709_208_000 * 10**9 + 1


@pytest.mark.parametrize("text", ["2024-13-01", "2023-02-29", "yesterday", "", "9999-12-31", "0001-01-01"])
def test_malformed_date_is_refused(text):
    with pytest.raises(ValueError, match="a date and time such as"):
        InstantType().read(text)


# JSON


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@given(SCALARS)
def test_json_value_reads_as_itself(value):
    read = JsonType().read(json.dumps(value))
    assert read.value == value
    assert type(read.value) is type(value)


@given(st.text())
def test_value_that_is_not_json_is_a_text(text):
    assume(not text.strip().startswith(("[", "{")))
    read = JsonType().read(text)
    try:
        expected = json.loads(text)
    except ValueError:
        expected = text
    assert read.value == expected or expected != expected  # NaN differs from itself


@pytest.mark.parametrize("text", ["[1]", "{}", '{"a": 1}', "[]"])
def test_json_containers_cannot_be_compared(text):
    with pytest.raises(ValueError, match="a number, true, false, null, or a text"):
        JsonType().read(text)


def test_json_values_are_ordered_and_texts():
    assert JsonType().is_ordered
    assert JsonType().is_text


# Hints


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("duratoin", "; did you mean `duration`?"),
        ("duration", "; did you mean `duration`?"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_close_word_is_suggested(word, hint):
    assert did_you_mean(word, ["depth", "duration", "queue"]) == hint
