# SPDX-License-Identifier: GPL-3.0-or-later
"""The items that the calls of a recording show."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload, encode
from rqdebug.scripts.generation.generator_settings import CODECS
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.recording.observed_calls import ObservedItems, RecordedItem, start_time


def value_of(text):
    """Evaluate an expression as a script does."""
    (statement,) = parse(f"x = {text}").body
    return Evaluator({}, SeededRandom(1, ""))(statement.value)


def test_call_began_before_its_end(event):
    assert start_time(event(time_ns=100, waited_ns=30)) == 70


VALUES = st.none() | st.booleans() | st.integers(-9, 9) | st.text() | st.lists(st.integers(0, 3), max_size=3)


@given(VALUES)
def test_json_item_is_written_as_its_value(value):
    data = encode(value, Codec.JSON)[1]
    assert value_of(RecordedItem("json", data, len(data)).text) == value


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_item_is_written_as_its_text(text):
    data = text.encode()
    if "\0" not in text:
        assert value_of(RecordedItem("text", data, len(data)).text) == text


@given(st.binary())
def test_raw_item_is_written_as_its_bytes(data):
    assert value_of(RecordedItem("raw", data, len(data)).text) == data


def test_pickle_is_written_as_bytes_and_not_loaded():
    data = pickle.dumps([1])
    assert RecordedItem("pickle", data, len(data)).text == f"pickled({data!r})"
    assert value_of(RecordedItem("pickle", data, len(data)).text) == Payload(Codec.PICKLE, data)


@pytest.mark.parametrize(
    ("codec", "data"),
    [
        ("json", b"{broken"),
        ("text", b"\xff\xfe"),
        ("json", b"\xff"),
        ("json", b'{"n": 1}'),
        ("json", b"NaN"),
        ("json", b"1e999"),
        ("json", b'{"a":1,"a":2}'),
        ("json", str(2**70).encode()),
        ("json", b"[" * 60 + b"]" * 60),
        ("json", b"[" * 100_000),
    ],
)
def test_payload_without_a_literal_is_written_byte_for_byte(codec, data):
    assert value_of(RecordedItem(codec, data, len(data)).text) == Payload(Codec.parse(codec), data)


def test_item_with_an_unknown_codec_is_written_as_bytes():
    assert value_of(RecordedItem("#9", b"odd", 3).text) == b"odd"


@pytest.mark.parametrize("codec", CODECS)
@given(head=st.binary(max_size=20), missing=st.integers(1, 50))
def test_missing_bytes_of_an_item_are_replaced_by_dots(codec, head, missing):
    item = RecordedItem(codec, head, len(head) + missing)
    assert not item.is_whole
    if codec != "raw" and b"\0" in head:
        return  # the replacement would have another length
    value = value_of(item.text)
    assert len(encode(value)[1]) == item.size or codec == "raw"
    assert value[-missing:] in (b"." * missing, "." * missing)
    assert len(value) == item.size


@pytest.mark.parametrize(("head", "size", "whole"), [(b"", 0, True), (b"ab", 2, True), (b"ab", 3, False)])
def test_item_is_whole_if_all_its_bytes_were_observed(head, size, whole):
    assert RecordedItem("raw", head, size).is_whole is whole


# The items of a recording


def test_item_is_found_in_its_put_or_its_get(event):
    items = ObservedItems([event(item=1, payload=b"a"), event(method="get", item=2, payload=b"b")])
    assert [items.item(number).head for number in (1, 2)] == [b"a", b"b"]


def test_first_observation_of_an_item_counts(event):
    items = ObservedItems([event(item=1, payload=b"a"), event(method="get", item=1, payload=b"b")])
    assert items.item(1).head == b"a"


def test_item_that_only_moved_with_others_is_unknown(event):
    items = ObservedItems([event(method="put_many", item=1, items=3, size=30)])
    assert items.item(2) == RecordedItem("raw", b"", 0)


def test_items_of_put_many_are_found_in_single_gets(event):
    together = event(method="put_many", item=1, items=3, size=30, payload=b"mixed")
    items = ObservedItems([together, event(method="get", item=2, payload=b"b", size=1)])
    assert items.items_of(together) == [
        RecordedItem("text", b"", 10),
        RecordedItem("text", b"b", 1),
        RecordedItem("text", b"", 10),
    ]


@pytest.mark.parametrize("items", [0, 1])
def test_failed_put_has_its_item(event, items):
    call = event(outcome="full", items=items, payload=b"a", size=1)
    assert ObservedItems([]).items_of(call) == [RecordedItem("text", b"a", 1)]


def test_items_of_a_call_with_a_row_for_each_are_its_rows(event):
    rows = [event(item=n, part=n - 1, items=2, call=5, payload=text) for n, text in ((1, b"a"), (2, b"b"))]
    items = ObservedItems(rows)
    assert items.items_of(rows[0]) == [RecordedItem("text", b"a", 1), RecordedItem("text", b"b", 1)]
    assert items.item(2) == RecordedItem("text", b"b", 1)


def test_items_of_a_refused_put_many_are_its_rows(event):
    rows = [event(outcome="full", part=n, items=2, call=5, payload=bytes([65 + n])) for n in range(2)]
    assert [item.head for item in ObservedItems(rows).items_of(rows[0])] == [b"A", b"B"]
