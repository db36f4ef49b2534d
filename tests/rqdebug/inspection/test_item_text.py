# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload
from rqcore.protocol.queue_values import Preview
from rqdebug.errors import ItemError
from rqdebug.inspection import item_text
from rqdebug.inspection.item_text import compare_items, read_item, write_item

NUMBERS, BEGINNINGS = st.sampled_from([None, 1, 2]), st.sampled_from([b"a", b"b"])
ITEMS = st.builds(Preview, NUMBERS, st.sampled_from(list(Codec)), st.just(1), BEGINNINGS)


@pytest.mark.parametrize(
    ("text", "codec", "data"),
    [
        ("é ", Codec.TEXT, "é ".encode()),
        ('{ "n": 1 }', Codec.JSON, b'{"n":1}'),
        (
            '{"n": 0.10000000000000000555, "n": [1E400, "a b"]}',
            Codec.JSON,
            b'{"n":0.10000000000000000555,"n":[1E400,"a b"]}',
        ),
        ("00 fF", Codec.RAW, b"\x00\xff"),
        ("", Codec.RAW, b""),
    ],
)
def test_written_item_becomes_a_payload(text, codec, data):
    assert read_item(text, codec) == Payload(codec, data)


@pytest.mark.parametrize(
    ("text", "codec", "sentence"),
    [
        ('{"n": }', Codec.JSON, "line 1, column 7: Expecting value"),
        ("[" * 100_000, Codec.JSON, "write valid JSON"),
        ("0g", Codec.RAW, "two hexadecimal digits for each byte"),
    ],
)
def test_invalid_item_is_explained(text, codec, sentence):
    with pytest.raises(ItemError, match=sentence.replace("(", r"\(")):
        read_item(text, codec)


@given(st.sampled_from(list(Codec)), st.binary(max_size=20))
def test_written_payload_reads_back_as_the_same_bytes(codec, data):
    shown, text = write_item(Payload(codec, data))
    if shown is not Codec.JSON:  # which may be spelt otherwise, or be none
        assert read_item(text, shown).data == data


@given(st.lists(ITEMS, max_size=12), st.lists(ITEMS, max_size=12))
def test_changes_transform_one_content_into_the_other(before, after):
    found = compare_items(before, after)
    assert [change.item for change in found if change.sign != "+"] == before
    assert [change.item for change in found if change.sign != "-"] == after


def test_long_contents_are_not_compared(monkeypatch):
    monkeypatch.setattr(item_text, "MOST_COMPARED", 2)
    one, two, three = (Preview(None, Codec.TEXT, 1, data) for data in (b"1", b"2", b"3"))
    found = compare_items([one, two, three], [two, one, three])
    assert {change.item.beginning for change in found} == {b"1", b"2"}


def test_kept_items_are_no_changes():
    one, two, three = (Preview(number, Codec.TEXT, 1, b"x") for number in (1, 2, 3))
    assert [change.sign for change in compare_items([one, two], [two, three])] == ["-", "", "+"]
