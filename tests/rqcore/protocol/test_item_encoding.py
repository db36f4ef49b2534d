# SPDX-License-Identifier: GPL-3.0-or-later
"""Large payloads are encoded in parts: together they are the reply that a small payload would have."""

from __future__ import annotations

from itertools import count
from typing import Any, NamedTuple

import pytest

from rqcore.codec import Codec
from rqcore.protocol import resp
from rqcore.protocol.item_encoding import ItemForm, encode_items
from rqcore.protocol.reply_types import (
    BulkReply,
    ExecutedCall,
    ItemOrItemsReply,
    ItemReply,
    ItemsReply,
    LeaseReply,
    NamedItemReply,
    ReplyType,
    TransactionReply,
)
from rqcore.protocol.slices import WHOLE_PAYLOAD, LargePayload


class Item(NamedTuple):
    number: int
    codec: Codec
    payload: Any
    deliveries: int = 1


class Lease(NamedTuple):
    number: int
    item: Item


class InSpool:
    """A large payload in a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data)

    def read(self, most: int = -1, start: int = 0) -> bytes:
        return self._data

    def hand_over(self) -> bytes:
        return b"file"


SIZES = [WHOLE_PAYLOAD + 1, 2 * WHOLE_PAYLOAD, 2 * WHOLE_PAYLOAD + 1]


def payload_of(size: int) -> bytes:
    return b"".join(b"%015d\n" % number for number in range(size // 16 + 1))[:size]


def parts_of(reply: ReplyType, value: Any, form: ItemForm) -> list[bytes]:
    with pytest.raises(LargePayload) as raised:
        reply.encode(value, 2, form)
    assert raised.value.size > WHOLE_PAYLOAD
    return list(reply.encode_parts(value, 2, form))


BULK = b"$%d\r\n%b\r\n"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("form", "head", "tail"),
    [
        (ItemForm.PAYLOAD, b"", b""),
        (ItemForm.WITH_CODEC, b"*2\r\n+text\r\n", b""),
        (ItemForm.WITH_PLACE, b"*3\r\n+text\r\n", b":0\r\n"),
        (ItemForm.IN_SPOOL, b"*3\r\n+text\r\n", b":0\r\n"),
    ],
)
@pytest.mark.parametrize("reply", [ItemReply(""), ItemOrItemsReply(""), NamedItemReply("")])
def test_large_item_is_encoded_in_parts(reply, form, head, tail, size):
    data = payload_of(size)
    item = Item(7, Codec.TEXT, data)
    is_named = isinstance(reply, NamedItemReply)
    parts = parts_of(reply, (b"jobs", item) if is_named else item, form)
    assert b"".join(parts) == b"*2\r\n$4\r\njobs\r\n" * is_named + head + BULK % (size, data) + tail
    assert max(map(len, parts)) <= WHOLE_PAYLOAD + 100


@pytest.mark.parametrize("form", [ItemForm.PAYLOAD, ItemForm.WITH_CODEC])
@pytest.mark.parametrize("reply", [ItemsReply(""), ItemOrItemsReply("")])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_large_item_among_others_is_encoded_in_parts(reply, form, at):
    items = [Item(number, Codec.TEXT, b"%d" % number) for number in range(3)]
    items[at] = Item(at, Codec.TEXT, payload_of(64 * WHOLE_PAYLOAD - 7))
    parts = list(reply.encode_parts(items, 2, form))
    assert b"".join(parts) == encode_items(items, form)
    assert max(map(len, parts)) <= WHOLE_PAYLOAD + 100


@pytest.mark.parametrize("size", SIZES)
def test_large_lease_and_large_bytes_are_encoded_in_parts(size):
    data = payload_of(size)
    parts = parts_of(LeaseReply(""), Lease(3, Item(7, Codec.TEXT, data)), ItemForm.PAYLOAD)
    assert b"".join(parts) == b"*5\r\n:3\r\n:1\r\n:7\r\n+text\r\n" + BULK % (size, data)
    assert b"".join(parts_of(BulkReply(""), data, ItemForm.PAYLOAD)) == BULK % (size, data)


def test_large_file_of_the_spool_is_read_only_for_a_client_that_cannot_read_it_itself():
    data = payload_of(WHOLE_PAYLOAD + 1)
    item = Item(7, Codec.RAW, InSpool(data))
    assert ItemReply("").encode(item, 2, ItemForm.IN_SPOOL) == b"*3\r\n+raw\r\n$4\r\nfile\r\n:1\r\n"
    assert b"".join(parts_of(ItemReply(""), item, ItemForm.PAYLOAD)) == BULK % (len(data), data)


def test_payload_up_to_the_limit_is_encoded_in_one_piece():
    data = payload_of(WHOLE_PAYLOAD)
    item = Item(7, Codec.RAW, data)
    assert ItemReply("").encode(item, 2, ItemForm.PAYLOAD) == BULK % (len(data), data)


def test_transaction_contains_large_payloads():
    numbers = count()
    items = [Item(next(numbers), Codec.RAW, payload_of(size)) for size in (3, *SIZES)]
    calls = [ExecutedCall(ItemReply(""), item, ItemForm.PAYLOAD) for item in items]
    expected = b"".join(BULK % (len(item.payload), item.payload) for item in items)
    assert TransactionReply("").encode(calls, 2) == resp.array([expected]).replace(b"*1", b"*4", 1)
