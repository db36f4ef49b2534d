# SPDX-License-Identifier: GPL-3.0-or-later
"""Convert items to text and back, and compare them. Pickles are not loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from rqcore.codec import Codec, Payload, encode
from rqcore.protocol.queue_values import Preview
from rqdebug.errors import ItemError
from rqdebug.inspection.json_layout import compact_json
from rqdebug.support.regular_files import read_bytes

WRITABLE = (Codec.TEXT, Codec.JSON, Codec.RAW)
"""The codecs in which a user can write an item; raw in hexadecimal."""

MOST_COMPARED = 2_000
"""Maximum number of items on each side of a comparison; more could take seconds."""


MAX_FILE = 512 << 20
"""Bytes of the largest file that can be an item."""
FILE_CODECS = (Codec.JSON, Codec.TEXT, Codec.RAW)
"""The codecs of files, the most specific first."""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item that a user wrote and can put again. One without a name is only in the history."""

    name: str
    codec: Codec
    text: str


@dataclass(frozen=True, slots=True)
class FileItem:
    """The content of a file as an item, byte for byte."""

    name: str
    data: bytes
    codecs: tuple[Codec, ...]
    """The codecs for which the content is valid, the most specific first; RAW always is."""

    def payload(self, codec: Codec) -> Payload:
        """Return the item with a codec. Raises ItemError if the content is not valid for it."""
        if codec not in self.codecs:
            raise ItemError(f"the content of {self.name} is not valid for the codec {codec}; choose raw")
        return Payload(codec, self.data)


def read_file_item(path: Path) -> FileItem:
    """Read a file as an item.

    Raises:
        ItemError: The file cannot be read, or is too large for any controller.
    """
    try:
        if (size := path.stat().st_size) > MAX_FILE:
            raise ItemError(f"{path.name} has {size:,} bytes; an item has at most {MAX_FILE:,}")
        data = read_bytes(path)
    except OSError as error:
        raise ItemError(f"cannot read {path}: {error.strerror or error}") from error
    return FileItem(path.name, data, tuple(codec for codec in FILE_CODECS if _is_valid(data, codec)))


def _is_valid(data: bytes, codec: Codec) -> bool:
    try:
        if codec is Codec.JSON:
            json.loads(data.decode(), parse_int=str)
        elif codec is Codec.TEXT:
            data.decode()
    except (ValueError, RecursionError):
        return False
    return True


def read_item(text: str, codec: Codec) -> Payload:
    """Return the payload of a written item.

    Args:
        text: The item: text, JSON, or two hexadecimal digits for each byte.
        codec: TEXT, JSON or RAW.

    Raises:
        ItemError: The text is not valid for the codec; the message has the position of the error.
    """
    if codec is Codec.TEXT:
        return Payload(*encode(text))
    try:
        if codec is Codec.RAW:
            return Payload(Codec.RAW, bytes.fromhex(text))
        json.loads(text, parse_int=str)  # only to check it: numbers and duplicate names stay as written
        return Payload(Codec.JSON, compact_json(text).encode("utf-8", "surrogatepass"))
    except json.JSONDecodeError as error:
        raise ItemError(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        expected = (
            "two hexadecimal digits for each byte, such as 00 ff" if codec is Codec.RAW else "valid JSON"
        )
        raise ItemError(f"write {expected}: {error}") from error


def write_item(payload: Payload) -> tuple[Codec, str]:
    """Return codec and text for ``read_item``. A pickle is written as raw bytes."""
    if payload.codec in (Codec.TEXT, Codec.JSON):
        with suppress(UnicodeDecodeError):  # the payload is not text, whatever its codec says
            return payload.codec, payload.data.decode()
    return Codec.RAW, payload.data.hex(" ")


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item in a comparison of two contents of a queue."""

    sign: Literal["", "+", "-"]
    """Empty if it stayed, ``+`` if it was added, ``-`` if it was removed."""
    item: Preview


def compare_items(before: Sequence[Preview], after: Sequence[Preview]) -> list[ItemChange]:
    """Compare two contents of a queue, of which only the first ``MOST_COMPARED`` items count.

    Args:
        before: The earlier items.
        after: The later items.

    Returns:
        One list in order: items that stayed, with removed and added items between them.
    """
    old, new = before[:MOST_COMPARED], after[:MOST_COMPARED]
    changes: list[ItemChange] = []
    for tag, left, right, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            changes += [ItemChange("", item) for item in new[start:end]]
        else:
            changes += [ItemChange("-", item) for item in old[left:right]]
            changes += [ItemChange("+", item) for item in new[start:end]]
    return changes
