# SPDX-License-Identifier: MIT
"""Types of replies: the type of a handler's value, and its encoding in RESP.

Each row of the command table has one reply type. The handler returns a plain
value, such as None, a number or an item. The session encodes it with
``row.reply.encode``, using the row of the client's last command. A server for
another protocol than RESP uses the value directly.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from rqcore.errors import RqError
from rqcore.protocol import resp
from rqcore.protocol.item_encoding import (
    CODEC_NAMES,
    PAYLOAD,
    EncodableItem,
    EncodableLease,
    ItemForm,
    encode_item,
    encode_items,
    encode_members,
    encode_previews,
    frame_of,
    frame_of_member,
)
from rqcore.protocol.queue_values import Preview
from rqcore.protocol.slices import (
    WHOLE_PAYLOAD,
    LargePayload,
    SlicedList,
    Slices,
    joined,
    sliced_by_size,
    split,
)
from rqcore.protocol.spool_api import content


class ReplyType:
    """The base class of all reply types.

    Args:
        text: Describes the reply to users, on the reference page.
    """

    value: ClassVar[str] = ""
    """The type of the handler's value, for users."""
    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Set the description."""
        self.text: str = text

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode a reply in RESP.

        Args:
            value: The value that the handler returned.
            protocol: The version of RESP, 2 or 3.
            form: How to encode items. Reply types without items ignore it.

        Raises:
            ControllerError: The file of a payload in the spool cannot be read.
            LargePayload: ``encode_parts`` must encode the value.
        """
        raise NotImplementedError

    def frame(self, value: Any, form: ItemForm) -> tuple[bytes, bytes, bytes]:
        """Return the payload of a reply, and the encoded bytes in front of it and behind it.

        Only reply types whose ``encode`` raises LargePayload implement it.
        """
        raise NotImplementedError

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        """Encode the replies to several requests that were executed as one batch.

        Args:
            values: The values that the batch handler returned, one for each request. An item is
                represented by its payload, as bytes.
        """
        raise NotImplementedError

    def encode_slices(self, slices: Slices, protocol: int, form: ItemForm = PAYLOAD) -> Iterator[bytes]:
        """Encode a reply that is made in slices.

        Args:
            slices: The value.
            protocol: The version of RESP, 2 or 3.
            form: How to encode items.

        Yields:
            The bytes of one slice; empty if they are not known yet.

        Raises:
            RqError: The work failed.
        """
        if isinstance(slices, SlicedList):
            yield from self.encode_list(slices, protocol, form)
            return
        while True:
            try:
                next(slices.steps)
            except StopIteration as end:
                yield from self.encode_parts(end.value, protocol, form)
                return
            yield b""

    def encode_list(self, members: SlicedList, protocol: int, form: ItemForm) -> Iterator[bytes]:
        """Encode a list that is made in slices. Only reply types with a list implement it."""
        raise NotImplementedError

    def encode_parts(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> Iterator[bytes]:
        """Encode a value like ``encode``, but many or large items in parts, which are made one at a time."""
        if type(value) is list and value and hasattr(value[0], "payload"):
            members = SlicedList(len(value), sliced_by_size(value))
            yield from self.encode_list(members, protocol, form)
            return
        try:
            encoded = self.encode(value, protocol, form)
        except LargePayload:
            yield from split(*self.frame(value, form))
        else:
            yield encoded


class OkReply(ReplyType):
    """``OK``; the handler returns None."""

    value: ClassVar[str] = "None"

    def __init__(self, text: str = "OK") -> None:
        """Set the description, usually just ``OK``."""
        super().__init__(text)

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Return the encoded ``OK``."""
        return resp.OK

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        """Return ``OK`` for each value."""
        return resp.OK * len(values)


class IntegerReply(ReplyType):
    """A whole number."""

    value: ClassVar[str] = "int"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode one whole number."""
        return b":%d\r\n" % value

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        """Encode whole numbers, one reply for each."""
        return b":%d\r\n" * len(values) % tuple(values)


class SimpleReply(ReplyType):
    """One line of text. The handler returns text, or bytes if the reply repeats bytes of the client."""

    value: ClassVar[str] = "str | bytes"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode a line of text as a simple string, and bytes as a bulk string."""
        return resp.bulk(value) if isinstance(value, bytes) else resp.simple(value)


class BulkReply(ReplyType):
    """Bytes or text of any length, or null if the handler returns None."""

    value: ClassVar[str] = "bytes | str | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode bytes or text as a bulk string, and None as null."""
        if value is None:
            return resp.null(protocol)
        if len(value) > WHOLE_PAYLOAD:
            raise LargePayload(len(value))
        return resp.bulk(value if isinstance(value, bytes) else value.encode())

    def frame(self, value: Any, form: ItemForm) -> tuple[bytes, bytes, bytes]:
        """Return the bytes or text, and what is around it."""
        data = value if isinstance(value, bytes) else value.encode()
        return b"$%d\r\n" % len(data), data, resp.CRLF


class ItemReply(ReplyType):
    """One item in the requested form, or null."""

    value: ClassVar[str] = "Item | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode an item in the requested form, and None as null."""
        if value is None:
            return resp.null(protocol)
        payload = value.payload
        if form is PAYLOAD and type(payload) is bytes:
            size = len(payload)
            if size > WHOLE_PAYLOAD:
                raise LargePayload(size)
            return b"$%d\r\n%b\r\n" % (size, payload)
        return encode_item(value, form)

    def frame(self, value: Any, form: ItemForm) -> tuple[bytes, bytes, bytes]:
        """Return the payload, and what is around it in the requested form."""
        return frame_of(value, form)

    def encode_batch(self, values: Sequence[Any]) -> bytes:
        """Encode payloads, one reply for each."""
        return resp.bulks(values)


class LeaseReply(ReplyType):
    """A lease: its number, the deliveries and the number of its item, codec and payload."""

    value: ClassVar[str] = "Lease"

    def encode(self, value: EncodableLease, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode a lease as a flat array. The payload is never a file of the spool: it must stay."""
        size = len(value.item.payload)
        if size > WHOLE_PAYLOAD:
            raise LargePayload(size)
        return b"".join(self.frame(value, form))

    def frame(self, value: EncodableLease, form: ItemForm) -> tuple[bytes, bytes, bytes]:
        """Return the payload, and what is around it."""
        item = value.item
        data = content(item.payload)
        head = value.number, item.deliveries, item.number, CODEC_NAMES[item.codec], len(data)
        return b"*5\r\n:%d\r\n:%d\r\n:%d\r\n%b$%d\r\n" % head, data, resp.CRLF


class ItemsReply(ReplyType):
    """An array of items in the requested form, without nesting: the parts of each item follow each other.

    A ``Preview`` is encoded as number, codec, size and first bytes.
    """

    value: ClassVar[str] = "list[Item] | list[Preview] | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode items in the requested form, previews, or None as a null array."""
        if value is None:
            return resp.null_array(protocol)
        if value and isinstance(value[0], Preview):
            return encode_previews(value)
        return encode_items(value, form)

    def encode_list(self, members: SlicedList, protocol: int, form: ItemForm) -> Iterator[bytes]:
        """Encode items or previews in slices: each as in ``encode``, but with one head for all of them."""
        return _encode_list(self, members, protocol, form)


class ItemOrItemsReply(ItemReply):
    """One item or null; if the request has a count, a list of items or a null array.

    The handler returns ``None`` for null and ``NULL_ITEMS`` for a null array.
    """

    value: ClassVar[str] = "Item | list[Item] | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode one item, a list of items, None as null, or ``NULL_ITEMS`` as a null array."""
        if value is None:
            return resp.null(protocol)
        if value is NULL_ITEMS:
            return resp.null_array(protocol)
        if type(value) is list:
            return encode_items(value, form)
        return super().encode(value, protocol, form)

    def encode_list(self, members: SlicedList, protocol: int, form: ItemForm) -> Iterator[bytes]:
        """Encode items in slices."""
        return _encode_list(self, members, protocol, form)


def _encode_list(
    reply: ItemReply | ItemsReply, members: SlicedList, protocol: int, form: ItemForm
) -> Iterator[bytes]:
    is_first = True
    for part in members.slices:
        if not part:
            yield b""
            continue
        count, encoded = _encode_slice(reply, part, protocol, form)
        if is_first:
            yield b"*%d\r\n" % (members.count * (count // len(part)))
            is_first = False
        yield from encoded


def _encode_slice(
    reply: ItemReply | ItemsReply, part: Sequence[Any], protocol: int, form: ItemForm
) -> tuple[int, Iterable[bytes]]:
    """Return how many members of the array a slice makes, and their bytes, a large item in parts."""
    if isinstance(part[0], Preview):
        size, _, encoded = reply.encode(part, protocol, form).partition(resp.CRLF)
        return int(size[1:]), (encoded,)
    if len(part) == 1 and len(part[0].payload) > WHOLE_PAYLOAD:
        count, *frame = frame_of_member(part[0], form)
        return count, split(*frame)
    count, encoded = encode_members(part, form)
    return count, (encoded,)


class NullItems(tuple[EncodableItem, ...]):
    """The class of ``NULL_ITEMS``: Python has only one empty tuple of the class ``tuple``."""


NULL_ITEMS: NullItems = NullItems()
"""A handler returns it for a null array, which differs from an empty array."""


class NamedItemReply(ReplyType):
    """The name of a queue and an item from it, or a null array."""

    value: ClassVar[str] = "tuple[bytes, Item] | None"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode the queue name and the item, and None as a null array."""
        if value is None:
            return resp.null_array(protocol)
        name, item = value
        payload = item.payload
        if form is PAYLOAD and type(payload) is bytes:  # copied once
            if len(payload) > WHOLE_PAYLOAD:
                raise LargePayload(len(payload))
            return b"*2\r\n$%d\r\n%b\r\n$%d\r\n%b\r\n" % (len(name), name, len(payload), payload)
        return resp.array((resp.bulk(name), encode_item(item, form)))

    def frame(self, value: Any, form: ItemForm) -> tuple[bytes, bytes, bytes]:
        """Return the payload, and the name of the queue and the rest around it."""
        name, item = value
        head, data, tail = frame_of(item, form)
        return b"*2\r\n%b%b" % (resp.bulk(name), head), data, tail


class StructureReply(ReplyType):
    """Maps, arrays, dataclasses, text, numbers and null, nested to any depth."""

    value: ClassVar[str] = "maps, lists, dataclasses, text and numbers"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode a nested value."""
        return _encode_structure(value, protocol)

    def encode_list(self, members: SlicedList, protocol: int, form: ItemForm) -> Iterator[bytes]:
        """Encode an array in slices."""
        is_begun = False
        for part in members.slices:
            if part and not is_begun:
                yield b"*%d\r\n" % members.count
                is_begun = True
            yield b"".join([_encode_structure(member, protocol) for member in part])
        if not is_begun:
            yield b"*0\r\n"


class VariousReply(StructureReply):
    """The reply of a command with subcommands: ``OK`` for ``DONE``, any other value as ``StructureReply``."""

    value: ClassVar[str] = "depends on the subcommand"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode ``DONE`` as ``OK``, and other values as structures."""
        return resp.OK if value is DONE else super().encode(value, protocol, form)


class ExecutedCall(NamedTuple):
    """One call of a transaction that was executed, with everything that its reply needs."""

    reply: ReplyType
    """The type of its reply."""
    value: Any
    """The value of the call, or an RqError if it failed."""
    form: ItemForm
    """How the reply encodes items."""


class TransactionReply(ReplyType):
    """An array of the replies of all calls of a transaction. A call that failed has an error as its reply."""

    value: ClassVar[str] = "list[ExecutedCall]"

    def encode(self, value: Any, protocol: int, form: ItemForm = PAYLOAD) -> bytes:
        """Encode the reply of each call."""
        return resp.array([_encode_executed(call, protocol) for call in value])

    def encode_list(self, members: SlicedList, protocol: int, form: ItemForm) -> Iterator[bytes]:
        """Encode the replies in slices."""
        yield b"*%d\r\n" % members.count
        for part in members.slices:
            yield from joined(chain.from_iterable(_encode_executed_parts(call, protocol) for call in part))


def _encode_executed_parts(call: ExecutedCall, protocol: int) -> Iterator[bytes]:
    """Encode the reply of one call, a long list in parts."""
    if isinstance(call.value, RqError):
        yield _encode_executed(call, protocol)
        return
    parts = call.reply.encode_parts(call.value, protocol, call.form)
    try:
        first = next(parts)
    except RqError as failure:  # the payload's file was removed from the spool
        yield resp.error(failure.code, str(failure))
        return
    yield first
    yield from parts


def _encode_executed(call: ExecutedCall, protocol: int) -> bytes:
    error = call.value
    if not isinstance(error, RqError):
        try:
            return call.reply.encode(call.value, protocol, call.form)
        except LargePayload:
            return b"".join(_encode_executed_parts(call, protocol))
        except RqError as failure:  # the payload's file was removed from the spool
            error = failure
    return resp.error(error.code, str(error))


class DoneType(enum.Enum):
    """The type of ``DONE``."""

    DONE = enum.auto()


DONE = DoneType.DONE
"""A subcommand returns it if its reply is ``OK``."""


class SimpleText(str):
    """Text within a structure that is encoded as a simple string."""


def _encode_structure(value: Any, protocol: int) -> bytes:
    """Encode a value like ``resp.encode``, but support dataclasses, named tuples and special values too."""
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
    if isinstance(value, Mapping):
        parts = [_encode_structure(part, protocol) for pair in value.items() for part in pair]
        return resp.map_of(parts, protocol)
    return resp.encode(value, protocol)
