# SPDX-License-Identifier: MIT
"""Items in replies: the forms in which they are encoded in RESP."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Protocol

from rqcore.codec import Codec
from rqcore.protocol import resp
from rqcore.protocol.queue_values import Preview
from rqcore.protocol.slices import WHOLE_PAYLOAD, LargePayload
from rqcore.protocol.spool_api import Content, content


class EncodableItem(Protocol):
    """The part of an item that a reply contains."""

    @property
    def codec(self) -> Codec:
        """The codec of the payload."""

    @property
    def payload(self) -> Content:
        """The payload, in memory or in the spool."""


class ItemForm(enum.Enum):
    """How a reply encodes an item. The options of the request determine it."""

    PAYLOAD = enum.auto()
    """Only the payload."""
    WITH_CODEC = enum.auto()
    """Codec, payload (option WITHCODEC)."""
    WITH_PLACE = enum.auto()
    """Codec, payload, 0 (option WITHSPOOL, for a client that does not share the spool)."""
    IN_SPOOL = enum.auto()
    """Codec, file name, 1 for a payload in the spool, otherwise as WITH_PLACE. The client that receives the
    name must remove the file."""


PAYLOAD, WITH_CODEC = ItemForm.PAYLOAD, ItemForm.WITH_CODEC
WITH_PLACE, IN_SPOOL = ItemForm.WITH_PLACE, ItemForm.IN_SPOOL
"""Constants, because almost every call needs one, and a lookup in the enumeration takes 80 ns longer."""

CODEC_NAMES: dict[Codec, bytes] = {codec: resp.simple(str(codec)) for codec in Codec}
"""The name of each codec, encoded as a simple string."""


class EncodableLease(Protocol):
    """The part of a lease that a reply contains."""

    number: int
    """The number of the lease."""

    @property
    def item(self) -> Any:
        """The item, with its number and its deliveries."""


def encode_item(item: EncodableItem, form: ItemForm) -> bytes:
    """Encode an item in a form. Raises LargePayload, or ControllerError if its file cannot be read."""
    payload = item.payload
    if form is IN_SPOOL and not isinstance(payload, bytes):
        return resp.array((CODEC_NAMES[item.codec], resp.bulk(payload.hand_over()), resp.integer(1)))
    if len(payload) > WHOLE_PAYLOAD:
        raise LargePayload(len(payload))
    data = payload if type(payload) is bytes else content(payload)
    if form is PAYLOAD:
        return b"$%d\r\n%b\r\n" % (len(data), data)
    codec = CODEC_NAMES[item.codec]
    if form is WITH_CODEC:
        return b"*2\r\n%b$%d\r\n%b\r\n" % (codec, len(data), data)
    return b"*3\r\n%b$%d\r\n%b\r\n:0\r\n" % (codec, len(data), data)


def frame_of(item: EncodableItem, form: ItemForm) -> tuple[bytes, bytes, bytes]:
    """Return the payload of an item that is encoded with it, and what is around it."""
    data = content(item.payload)
    if form is PAYLOAD:
        return b"$%d\r\n" % len(data), data, resp.CRLF
    head = b"%b$%d\r\n" % (CODEC_NAMES[item.codec], len(data))
    if form is WITH_CODEC:
        return b"*2\r\n" + head, data, resp.CRLF
    return b"*3\r\n" + head, data, b"\r\n:0\r\n"


def encode_items(items: Sequence[EncodableItem], form: ItemForm) -> bytes:
    """Encode an array of items in a form."""
    return b"*%d\r\n%b" % encode_members(items, form)


def encode_members(items: Sequence[EncodableItem], form: ItemForm) -> tuple[int, bytes]:
    """Return the number of members of an array of items, and the members."""
    payloads = [content(item.payload) for item in items]
    if form is PAYLOAD:
        return len(items), resp.bulks(payloads)
    codecs = [item.codec for item in items]
    if codecs and codecs.count(codecs[0]) == len(codecs):
        return 2 * len(items), resp.bulks(payloads, CODEC_NAMES[codecs[0]])
    pairs = zip(map(CODEC_NAMES.__getitem__, codecs), map(resp.bulk, payloads), strict=True)
    return 2 * len(items), b"".join([part for pair in pairs for part in pair])


def frame_of_member(item: EncodableItem, form: ItemForm) -> tuple[int, bytes, bytes, bytes]:
    """Return as ``encode_members`` for one item, but its payload apart from what is around it."""
    data = content(item.payload)
    head = b"$%d\r\n" % len(data)
    if form is PAYLOAD:
        return 1, head, data, resp.CRLF
    return 2, CODEC_NAMES[item.codec] + head, data, resp.CRLF


def encode_previews(previews: Sequence[Preview]) -> bytes:
    """Encode an array of previews."""
    return resp.array(
        [
            part
            for each in previews
            for part in (
                resp.integer(each.number or 0),
                CODEC_NAMES[each.codec],
                resp.integer(each.size),
                resp.bulk(each.beginning),
            )
        ]
    )
