# SPDX-License-Identifier: GPL-3.0-or-later
"""Items as text to write and compare. No pickle is loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rqcore.codec import Codec, Payload, encode
from rqcore.protocol.queue_values import Preview
from rqdebug.errors import ItemError

WRITABLE = (Codec.TEXT, Codec.JSON, Codec.RAW)
"""Codecs in which a user can write an item; raw in hexadecimal."""

MOST_COMPARED = 2_000
"""The maximum number of items on either side: a longer comparison could take seconds."""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item that a user wrote, to be put again. One without a name is only in the history."""

    name: str
    codec: Codec
    text: str


def read_item(text: str, codec: Codec) -> Payload:
    """Return the payload of a written item. Raises ItemError with what is wrong and where."""
    if codec is Codec.TEXT:
        return Payload(*encode(text))
    try:
        if codec is Codec.RAW:
            return Payload(Codec.RAW, bytes.fromhex(text))
        return Payload(*encode(json.loads(text), Codec.JSON))
    except json.JSONDecodeError as error:
        raise ItemError(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        wanted = "two hexadecimal digits for each byte, as in 00 ff" if codec is Codec.RAW else "JSON"
        raise ItemError(f"{wanted} is wanted: {error}") from error


def write_item(payload: Payload) -> tuple[Codec, str]:
    """Return the text and the codec for ``read_item``. A pickle is written as raw bytes."""
    if payload.codec in (Codec.TEXT, Codec.JSON):
        with suppress(UnicodeDecodeError):  # it is not what its codec says
            return payload.codec, payload.data.decode()
    return Codec.RAW, payload.data.hex(" ")


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item beside another moment's content."""

    sign: Literal["", "+", "-"]
    """Whether it stayed, was added, or was removed."""
    item: Preview


def compare_items(before: Sequence[Preview], after: Sequence[Preview]) -> list[ItemChange]:
    """Two contents of a queue as one list: what stayed in its order, what went and what came between.

    Longer contents than MOST_COMPARED are cut to it.
    """
    old, new = before[:MOST_COMPARED], after[:MOST_COMPARED]
    found: list[ItemChange] = []
    for tag, left, right, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            found += [ItemChange("", item) for item in new[start:end]]
        else:
            found += [ItemChange("-", item) for item in old[left:right]]
            found += [ItemChange("+", item) for item in new[start:end]]
    return found
