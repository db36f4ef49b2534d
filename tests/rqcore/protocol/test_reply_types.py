# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from typing import NamedTuple

import pytest

from rqcore.codec import Codec
from rqcore.protocol.item_encoding import ItemForm
from rqcore.protocol.queue_values import Preview, Waiter
from rqcore.protocol.reply_types import (
    DONE,
    NULL_ITEMS,
    BulkReply,
    IntegerReply,
    ItemOrItemsReply,
    ItemReply,
    ItemsReply,
    NamedItemReply,
    OkReply,
    SimpleReply,
    StructureReply,
    VariousReply,
)


class Item(NamedTuple):
    codec: Codec
    payload: object


class SpooledPayload:
    """Eight bytes in a file."""

    def __len__(self) -> int:
        return 8

    def read(self, most: int = -1, start: int = 0) -> bytes:
        return b"12345678"

    def hand_over(self) -> bytes:
        return b"file-7"


JSON = Item(Codec.JSON, b"{}")
SPOOLED = Item(Codec.RAW, SpooledPayload())
PREVIEW = Preview(7, Codec.RAW, 8, b"123")


@pytest.mark.parametrize(
    ("reply", "value", "resp2", "resp3"),
    [
        (OkReply(), None, b"+OK\r\n", b"+OK\r\n"),
        (IntegerReply(""), 7, b":7\r\n", b":7\r\n"),
        (SimpleReply(""), "PONG", b"+PONG\r\n", b"+PONG\r\n"),
        (SimpleReply(""), b"word", b"$4\r\nword\r\n", b"$4\r\nword\r\n"),
        (BulkReply(""), b"ab", b"$2\r\nab\r\n", b"$2\r\nab\r\n"),
        (BulkReply(""), "ab", b"$2\r\nab\r\n", b"$2\r\nab\r\n"),
        (BulkReply(""), None, b"$-1\r\n", b"_\r\n"),
        (ItemReply(""), JSON, b"$2\r\n{}\r\n", b"$2\r\n{}\r\n"),
        (ItemReply(""), None, b"$-1\r\n", b"_\r\n"),
        (ItemsReply(""), [JSON, JSON], b"*2\r\n$2\r\n{}\r\n$2\r\n{}\r\n", b"*2\r\n$2\r\n{}\r\n$2\r\n{}\r\n"),
        (ItemsReply(""), [], b"*0\r\n", b"*0\r\n"),
        (ItemsReply(""), None, b"*-1\r\n", b"_\r\n"),
        (
            ItemsReply(""),
            [PREVIEW],
            b"*4\r\n:7\r\n+raw\r\n:8\r\n$3\r\n123\r\n",
            b"*4\r\n:7\r\n+raw\r\n:8\r\n$3\r\n123\r\n",
        ),
        (ItemOrItemsReply(""), JSON, b"$2\r\n{}\r\n", b"$2\r\n{}\r\n"),
        (ItemOrItemsReply(""), [JSON], b"*1\r\n$2\r\n{}\r\n", b"*1\r\n$2\r\n{}\r\n"),
        (ItemOrItemsReply(""), [], b"*0\r\n", b"*0\r\n"),
        (ItemOrItemsReply(""), None, b"$-1\r\n", b"_\r\n"),
        (ItemOrItemsReply(""), NULL_ITEMS, b"*-1\r\n", b"_\r\n"),
        (
            NamedItemReply(""),
            (b"q", JSON),
            b"*2\r\n$1\r\nq\r\n$2\r\n{}\r\n",
            b"*2\r\n$1\r\nq\r\n$2\r\n{}\r\n",
        ),
        (NamedItemReply(""), None, b"*-1\r\n", b"_\r\n"),
        (StructureReply(""), {"a": 1}, b"*2\r\n$1\r\na\r\n:1\r\n", b"%1\r\n$1\r\na\r\n:1\r\n"),
        (VariousReply(""), DONE, b"+OK\r\n", b"+OK\r\n"),
        (VariousReply(""), 3, b":3\r\n", b":3\r\n"),
    ],
)
def test_each_reply_type_encodes_its_value(reply, value, resp2, resp3):
    assert reply.encode(value, 2) == resp2
    assert reply.encode(value, 3) == resp3


def test_structure_takes_dataclasses():
    waiter = Waiter(1, "me", "get", 0.5, None)
    assert StructureReply("").encode([waiter], 3) == (
        b"*1\r\n%5\r\n$6\r\nclient\r\n:1\r\n$4\r\nname\r\n$2\r\nme\r\n$6\r\nmethod\r\n$3\r\nget\r\n"
        b"$6\r\nwaited\r\n,0.5\r\n$7\r\ntimeout\r\n_\r\n"
    )


@pytest.mark.parametrize(
    ("form", "item", "encoded"),
    [
        (ItemForm.PAYLOAD, SPOOLED, b"$8\r\n12345678\r\n"),
        (ItemForm.WITH_CODEC, JSON, b"*2\r\n+json\r\n$2\r\n{}\r\n"),
        (ItemForm.WITH_CODEC, SPOOLED, b"*2\r\n+raw\r\n$8\r\n12345678\r\n"),
        (ItemForm.WITH_PLACE, SPOOLED, b"*3\r\n+raw\r\n$8\r\n12345678\r\n:0\r\n"),
        (ItemForm.IN_SPOOL, JSON, b"*3\r\n+json\r\n$2\r\n{}\r\n:0\r\n"),
        (ItemForm.IN_SPOOL, SPOOLED, b"*3\r\n+raw\r\n$6\r\nfile-7\r\n:1\r\n"),
    ],
)
def test_item_is_encoded_in_the_form_of_the_request(form, item, encoded):
    assert ItemReply("").encode(item, 3, form) == encoded


def test_items_with_codec_alternate_codec_and_payload():
    encoded = ItemsReply("").encode([JSON, SPOOLED], 3, ItemForm.WITH_CODEC)
    assert encoded == b"*4\r\n+json\r\n$2\r\n{}\r\n+raw\r\n$8\r\n12345678\r\n"


def test_empty_tuple_in_a_structure_is_an_empty_array():
    for protocol in (2, 3):
        assert StructureReply("list").encode((), protocol) == b"*0\r\n"
        assert StructureReply("list").encode({"a": tuple([])}, protocol).endswith(b"*0\r\n")
