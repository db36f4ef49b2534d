# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of items on the server, and the keys of queues."""

from __future__ import annotations

import os
import time

import pytest

from rqcore import Payload
from rqcore.codec import Codec
from rqcore.errors import CodecError, ProtocolError
from rqcore.redis.queue_keys import CallSlots, QueueKeys, name_of, prefix_of
from rqcore.redis.stored_items import StoredItem, body, read_item, read_value

HEADER = bytes([0, 0, 0, 0, 0, 0, 1, 2, 0, 3])


def test_item_is_read_from_its_form_on_the_server():
    item = StoredItem(258, 3, Codec.TEXT, "ü".encode())
    assert read_item(HEADER + body("ü", None, False), False) == item
    assert read_item(b"key" + HEADER + body("ü", None, False) + b"\0\0\0\3", True) == item


def test_value_is_decoded_or_a_payload():
    stored = HEADER + body([1], None, False)
    assert read_value(stored, False, True, False) == [1]
    assert read_value(stored, False, False, False) == Payload(Codec.JSON, b"[1]")
    with pytest.raises(CodecError):
        read_value(HEADER + body({1}, None, True), False, True, False)


@pytest.mark.parametrize("stored", [b"", HEADER, HEADER + b"\x09x"])
def test_foreign_bytes_are_an_error_of_the_protocol(stored):
    with pytest.raises(ProtocolError):
        read_item(stored, False)


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("jobs", b"p:{jobs}"),
        ("a{b}c", b"p:/a{b}c/"),
        ("{}", b"p:{{}}"),
        ("a{", b"p:{a{}"),
        ("ü", b"p:{\xc3\xbc}"),
    ],
)
def test_keys_of_a_queue_share_a_slot_and_tell_its_name(name, base):
    assert QueueKeys.of(name, b"p").base == base
    assert name_of(base, b"p") == name


def test_prefix_can_be_shared_with_the_pressure_protocol():
    assert prefix_of("__pressure__") == b"__rqcore__"
    assert prefix_of("mine") == b"mine:rqcore"


def test_callers_are_used_again_but_not_by_a_child_process(monkeypatch):
    callers = CallSlots()
    first, second = callers.take("me"), callers.take("me")
    assert first.name != second.name
    callers.put_back(first)
    assert callers.take("me") is first
    assert first.next_call() != first.next_call()
    callers.put_back(first)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert callers.take("child").name.startswith("child.")


def test_caller_makes_the_server_keep_replies_for_longer_once_a_minute(monkeypatch):
    caller = CallSlots().take("me")
    begin = time.monotonic()
    assert caller.next_call()[0] != "+"
    monkeypatch.setattr(time, "monotonic", lambda: begin + 61)
    assert caller.next_call()[0] == "+" != caller.next_call()[0]
