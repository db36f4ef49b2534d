# SPDX-License-Identifier: GPL-3.0-or-later
"""Pickles are read without being loaded: plain values as they are, objects as what they were made from."""

from __future__ import annotations

import collections
import decimal
import json
import os
import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.inspection import pickle_values
from rqdebug.inspection.json_layout import write_json
from rqdebug.inspection.pickle_values import NoPlainPickle, read_pickle

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


def read(value: object, protocol: int = 5) -> object:
    return json.loads(write_json(read_pickle(pickle.dumps(value, protocol))))


@given(PLAIN, st.integers(0, 5))
def test_plain_values_are_read_from_all_protocols(value, protocol):
    assert read(value, protocol) == value


@given(st.binary())
def test_any_bytes_are_a_value_or_refused(data):
    with suppress(NoPlainPickle):
        json.loads(write_json(read_pickle(data)))


@given(PLAIN, st.data())
def test_cut_and_changed_pickles_are_a_value_or_refused(value, data):
    pickled = bytearray(pickle.dumps(value))
    pickled[data.draw(st.integers(0, len(pickled) - 1))] = data.draw(st.integers(0, 255))
    for damaged in (bytes(pickled), bytes(pickled[: data.draw(st.integers(0, len(pickled)))])):
        with suppress(NoPlainPickle):
            json.loads(write_json(read_pickle(damaged)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (("a", (1, 2)), ["a", [1, 2]]),
        ({"s": {1}}, {"s": [1]}),
        (frozenset([1]), [1]),
        (b"\x00\xff", {"bytes": "00ff"}),
        (bytearray(b"\x01"), {"bytes": "01"}),
        ({1: "a", (1, 2): "b", None: "c"}, {"1": "a", "[1,2]": "b", "null": "c"}),
        (float("inf"), "inf"),
        (decimal.Decimal("1.5"), {"class": "decimal.Decimal", "arguments": ["1.5"]}),
        (ValueError("no"), {"class": "builtins.ValueError", "arguments": ["no"]}),
        (collections.OrderedDict(a=1), {"class": "collections.OrderedDict", "state": {"a": 1}}),
        (print, {"class": "builtins.print"}),
    ],
)
def test_other_values_are_shown_as_what_they_are_made_from(value, expected):
    assert read(value) == expected


class Harmful:
    """Its pickle would end the program if it were loaded."""

    def __reduce__(self):
        return os._exit, (3,)


def test_nothing_is_called():
    assert read([Harmful()]) == [{"class": "posix._exit", "arguments": [3]}]


def test_values_without_end_are_refused():
    value: list[object] = ["x"]
    for _ in range(60):
        value = [value, value]
    with pytest.raises(NoPlainPickle, match="too many values"):
        read_pickle(pickle.dumps(value))
    cycle: list[object] = []
    cycle.append(cycle)
    with pytest.raises(NoPlainPickle, match="too many values"):
        read_pickle(pickle.dumps(cycle))


@pytest.mark.parametrize("data", [b"", b".", b"N", b"(", b"0.", b"\x80\x05]a.", b"Pid\n.", b"\x82\x01."])
def test_what_is_no_pickle_is_refused(data):
    with pytest.raises(NoPlainPickle):
        read_pickle(data)


@pytest.mark.parametrize(
    "data",
    [
        b"(" + b"C\xff" + b"x" * 255 + b"q\x00" + b"h\x00" * 90_000 + b"l.",
        b"(" + b"\x8a\xff" + b"\x7f" * 255 + b"q\x00" + b"h\x00" * 90_000 + b"l.",
        b"(" + b"c" + b"m" * 200 + b"\nn\nq\x00" + b"h\x00" * 90_000 + b"l.",
    ],
)
def test_references_to_large_values_are_refused(data):
    with pytest.raises(NoPlainPickle, match="too large"):
        read_pickle(data)


def test_key_of_many_keys_in_each_other_is_refused():
    with pytest.raises(NoPlainPickle, match="key is too long"):
        read_pickle(b"}" * 40 + b"\x8c\x01k" + b"Ns" * 40 + b".")


def test_name_of_a_class_is_a_text():
    doubled = b"]" + b"q\x00(h\x00h\x00l" * 60  # its text would be longer than any memory
    with pytest.raises(NoPlainPickle, match="no text"):
        read_pickle(doubled + b"\x8c\x01n\x93.")


class CountedValues(list[object]):
    """Counts how often it is copied or searched as a whole."""

    searched = 0

    def __getitem__(self, at):
        CountedValues.searched += isinstance(at, slice) and len(range(*at.indices(len(self))))
        return super().__getitem__(at)


def test_marks_cost_only_the_values_above_them():
    stack = pickle_values._Stack()
    stack._values = CountedValues()

    assert stack.run(b"N" * 1000 + b"(1" * 1000 + b".") is None

    assert CountedValues.searched == 0
