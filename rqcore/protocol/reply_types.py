# SPDX-License-Identifier: MIT
"""What a command answers: the type of the value that its handler returns, and how RESP encodes it.

A row of the command table names one reply type. The handler returns a plain
value (None, a number, an item …); the session turns it into bytes with
``row.reply.encode``, where the row is that of the client's last command. A
server that does not speak RESP uses the value as it is.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from typing import Any, ClassVar, Protocol

from rqcore.codec import Codec
from rqcore.protocol import resp
from rqcore.protocol.queue_values import Preview
from rqcore.protocol.spool_api import Content, content


class EncodableItem(Protocol):
    """An item, as far as a reply needs to know it."""

    @property
    def codec(self) -> Codec: ...
    @property
    def payload(self) -> Content: ...


class ItemForm(enum.Enum):
    """How a reply carries an item. The options of the request choose it."""

    PAYLOAD = enum.auto()
    """The payload alone."""
    WITH_CODEC = enum.auto()
    """Codec, payload (WITHCODEC)."""
    WITH_PLACE = enum.auto()
    """Codec, payload, 0 (WITHSPOOL, to a client that does not share the spool)."""
    IN_SPOOL = enum.auto()
    """As WITH_PLACE; a payload that lies in the spool as codec, file name, 1. The file then belongs to
    the receiver."""


PAYLOAD, WITH_CODEC = ItemForm.PAYLOAD, ItemForm.WITH_CODEC
WITH_PLACE, IN_SPOOL = ItemForm.WITH_PLACE, ItemForm.IN_SPOOL
"""The members of an enumeration are slow to look up; these are needed with almost every call."""

CODEC_NAMES = {codec: resp.simple(str(codec)) for codec in Codec}
"""Codec → its name as a simple string."""


class ReplyType:
    """The base of all reply types."""

    value: ClassVar[str] = ""
    """The type of the handler's value, for people."""
    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Make a reply type for one command; ``text`` describes the reply to people."""
        self.text: str = text

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """The reply in RESP.

        Args:
            value: What the handler returned.
            protocol: 2 or 3.
            form: How items are carried; reply types without items ignore it.

        Raises:
            ControllerError: The file of a payload in the spool cannot be read.
        """
        raise NotImplementedError

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        """The replies to several requests that were carried out as one.

        Args:
            values: What the batch handler returned for each; of items the payloads, as bytes.
        """
        raise NotImplementedError


class OkReply(ReplyType):
    """``OK``; the handler returns None."""

    value: ClassVar[str] = "None"

    def __init__(self, text: str = "OK") -> None:
        super().__init__(text)

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        return resp.OK

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        return resp.OK * len(values)


class IntegerReply(ReplyType):
    """A whole number."""

    value: ClassVar[str] = "int"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        return b":%d\r\n" % value

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        return b":%d\r\n" * len(values) % tuple(values)


class SimpleReply(ReplyType):
    """One word on one line; the handler returns text, or bytes where the reply repeats a client's bytes."""

    value: ClassVar[str] = "str | bytes"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        return resp.bulk(value) if isinstance(value, bytes) else resp.simple(value)


class BulkReply(ReplyType):
    """Bytes or text of any length, or null where the handler returns None."""

    value: ClassVar[str] = "bytes | str | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        if value is None:
            return resp.null(protocol)
        return resp.bulk(value if isinstance(value, bytes) else value.encode())


class ItemReply(ReplyType):
    """One item in the form that the request asked for, or null."""

    value: ClassVar[str] = "Item | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        if value is None:
            return resp.null(protocol)
        payload = value.payload
        if form is PAYLOAD and type(payload) is bytes:
            return b"$%d\r\n%b\r\n" % (len(payload), payload)
        return _encode_item(value, form)

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        return resp.bulks(values)


class ItemsReply(ReplyType):
    """An array of items, one after the other in the form that the request asked for.

    A list of ``Preview`` is encoded as number, codec, size and first bytes of each.
    """

    value: ClassVar[str] = "list[Item] | list[Preview] | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        if value is None:
            return resp.null_array(protocol)
        if value and isinstance(value[0], Preview):
            return _encode_previews(value)
        return _encode_items(value, form)


class ItemOrItemsReply(ItemReply):
    """One item or null; a list of items, or a null array, where the request has a count.

    The handler returns ``None`` for null and ``NULL_ITEMS`` for a null array.
    """

    value: ClassVar[str] = "Item | list[Item] | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        if value is None:
            return resp.null(protocol)
        if value is NULL_ITEMS:
            return resp.null_array(protocol)
        if type(value) is list:
            return _encode_items(value, form)
        payload = value.payload
        if form is PAYLOAD and type(payload) is bytes:
            return b"$%d\r\n%b\r\n" % (len(payload), payload)
        return _encode_item(value, form)


NULL_ITEMS: tuple[EncodableItem, ...] = ()
"""A list of items that does not exist, unlike an empty list."""


class NamedItemReply(ReplyType):
    """The name of a queue and an item of it, or a null array."""

    value: ClassVar[str] = "tuple[bytes, Item] | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        if value is None:
            return resp.null_array(protocol)
        name, item = value
        return resp.array((resp.bulk(name), _encode_item(item, form)))


class StructureReply(ReplyType):
    """Maps, arrays, dataclasses, text, numbers and null, nested at will."""

    value: ClassVar[str] = "maps, lists, dataclasses, text and numbers"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        return _encode_structure(value, protocol)


class VariousReply(StructureReply):
    """Depends on the subcommand: as ``StructureReply``, and ``OK`` where the handler returns ``DONE``."""

    value: ClassVar[str] = "as the subcommand says"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        return resp.OK if value is DONE else super().encode(value, protocol, form)


class DoneType(enum.Enum):
    """The type of ``DONE``."""

    DONE = enum.auto()


DONE = DoneType.DONE
"""A subcommand that has nothing to answer but OK."""


class SimpleText(str):
    """Within a structure: one word that is encoded as a simple string."""


def _encode_structure(value: Any, protocol: int) -> bytes:
    """``resp.encode``, for dataclasses, named tuples, simple strings and null arrays as well."""
    if isinstance(value, SimpleText):
        return resp.simple(value)
    if value is NULL_ITEMS:
        return resp.null_array(protocol)
    if isinstance(value, list):
        return resp.array([_encode_structure(member, protocol) for member in value])
    if is_dataclass(value):
        value = asdict(value)  # type: ignore[arg-type]
    elif isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    return resp.encode(value, protocol)


def _encode_item(item: EncodableItem, form: ItemForm) -> bytes:
    payload = item.payload
    if form is IN_SPOOL and not isinstance(payload, bytes):
        return resp.array((CODEC_NAMES[item.codec], resp.bulk(payload.hand_over()), resp.integer(1)))
    data = payload if type(payload) is bytes else content(payload)
    if form is PAYLOAD:
        return b"$%d\r\n%b\r\n" % (len(data), data)
    codec = CODEC_NAMES[item.codec]
    if form is WITH_CODEC:
        return b"*2\r\n%b$%d\r\n%b\r\n" % (codec, len(data), data)
    return b"*3\r\n%b$%d\r\n%b\r\n:0\r\n" % (codec, len(data), data)


def _encode_items(items: Sequence[EncodableItem], form: ItemForm) -> bytes:
    payloads = [content(item.payload) for item in items]
    if form is PAYLOAD:
        return b"*%d\r\n%b" % (len(items), resp.bulks(payloads))
    codecs = [item.codec for item in items]
    if codecs and codecs.count(codecs[0]) == len(codecs):
        return b"*%d\r\n%b" % (2 * len(items), resp.bulks(payloads, CODEC_NAMES[codecs[0]]))
    names = map(CODEC_NAMES.__getitem__, codecs)
    return resp.array([part for pair in zip(names, map(resp.bulk, payloads), strict=True) for part in pair])


def _encode_previews(previews: Sequence[Preview]) -> bytes:
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
