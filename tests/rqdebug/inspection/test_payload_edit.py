# SPDX-License-Identifier: GPL-3.0-or-later
"""Payloads as texts to edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import ItemError
from rqdebug.inspection.payload_edit import EditablePayload, EditForm

TEXT, HEX = EditForm.TEXT, EditForm.HEX


@given(
    st.binary(max_size=40) | st.text(max_size=40).map(str.encode), st.sampled_from(["raw", "text", "json"])
)
def test_payload_that_is_not_edited_keeps_its_bytes(data, codec):
    payload = EditablePayload(data, codec)
    for form in payload.forms:
        assert payload.read(payload.write(form), form) == data


def test_json_is_shown_with_a_line_for_each_member_and_read_without_blanks():
    payload = EditablePayload(b'{"n": 1, "m": [2]}', "json")
    text = payload.write(TEXT)
    assert text.splitlines()[1].strip() == '"n": 1,'
    assert payload.read(text.replace("1", "7"), TEXT) == b'{"n":7,"m":[2]}'


def test_invalid_json_is_refused_with_its_place():
    with pytest.raises(ItemError, match="line 1, column 6"):
        EditablePayload(b'{"n":1}', "json").read('{"n":', TEXT)


def test_json_of_another_codec_stays_as_it_was_written():
    payload = EditablePayload(b'{"n": 1}', "raw")
    assert payload.write(TEXT) == '{"n": 1}'
    assert payload.read('{"n": 2}', TEXT) == b'{"n": 2}'


@pytest.mark.parametrize("data", [b"\xff", b"a\r\nb", b"a\0b", "a\u2028b".encode()])
def test_text_that_a_field_would_change_is_only_hexadecimal(data):
    assert EditablePayload(data, "text").forms == (HEX,)


def test_invalid_json_and_pickles_are_only_hexadecimal():
    assert EditablePayload(b"{", "json").forms == (HEX,)
    assert EditablePayload(b"abc", "pickle").forms == (HEX,)
    assert EditablePayload(b"abc", "pickle").read("61 62", HEX) == b"ab"


def test_hexadecimal_digits_are_checked():
    with pytest.raises(ItemError, match="two hexadecimal digits"):
        EditablePayload(b"abc", "raw").read("6", HEX)
