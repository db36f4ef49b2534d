# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which a payload can be read: one class for each, and nothing else to change.

A decoder is a subclass of ``Decoder``; defining it registers it. The payload view makes a page for each,
in the order of their definition, and hides the pages of those that return None. Decoders only read bytes:
nothing is unpickled, evaluated or executed.
"""

from __future__ import annotations

import io
import json
import pickletools
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from rqdebug.inspection.payload_text import as_text, hex_dump, one_line

CONTINUATION_BYTES, MAX_CONTINUATION = bytes(range(0x80, 0xC0)), 3
"""The bytes of a character of UTF-8 after its first, and how many of them there may be."""


@dataclass(frozen=True, slots=True)
class PayloadSlice:
    """Some bytes of a payload, and what is known of the whole."""

    data: bytes
    codec: str
    start: int
    """Offset of ``data`` in the payload."""
    size: int
    """Bytes of the whole payload."""

    @property
    def is_whole(self) -> bool:
        return len(self.data) == self.size


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text to read, and what was wrong with the payload, if anything was."""

    text: str
    problem: str = ""
    """A sentence for the user, the ``problem`` of its decoder: it is translated when it is shown."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DecodedTree:
    """A value of JSON: dicts and lists of texts, numbers, booleans and None."""

    value: object


DECODERS: list[Decoder] = []
"""One of each class, in the order of their pages."""


class Decoder(ABC):
    """One form of payloads."""

    title: ClassVar[str]
    """The title of its page."""
    problem: ClassVar[str] = ""
    """What it says of a payload that it cannot read to its end."""
    needs_whole_payload: ClassVar[bool] = False
    """Whether a part of a payload cannot be decoded."""
    is_tree: ClassVar[bool] = False
    """Whether it returns a DecodedTree rather than a DecodedText."""
    has_columns: ClassVar[bool] = False
    """Whether its lines have columns, so that long lines must not be wrapped."""
    preferred_codecs: ClassVar[frozenset[str]] = frozenset()
    """Codecs of which this form is shown first, until the user chooses another."""

    def __init_subclass__(cls) -> None:
        DECODERS.append(cls())

    @abstractmethod
    def decode(self, part: PayloadSlice) -> DecodedText | DecodedTree | None:
        """The bytes in this form; None where they do not have it."""


class TextDecoder(Decoder):
    """Text as it is, JSON laid out, and anything else in hexadecimal on one line."""

    title = "Text"

    def decode(self, part: PayloadSlice) -> DecodedText:
        laid_out = _laid_out(_json_value(part.data)) if part.codec == "json" and part.is_whole else ""
        return DecodedText(laid_out or self._readable(part))

    @staticmethod
    def _readable(part: PayloadSlice) -> str:
        """The slice may begin and end within a character."""
        head = part.data[:MAX_CONTINUATION] if part.start else b""
        rest = len(head) - len(head.lstrip(CONTINUATION_BYTES))
        return as_text(part.data[rest:]) or one_line(part.data, part.size - part.start)


class JsonTreeDecoder(Decoder):
    """An object or array of JSON as a tree."""

    title = "Tree"
    needs_whole_payload = True
    is_tree = True

    def decode(self, part: PayloadSlice) -> DecodedTree | None:
        value = _json_value(part.data) if part.codec == "json" else None
        return DecodedTree(value) if isinstance(value, (dict, list)) else None


class HexDecoder(Decoder):
    """Bytes with their offsets and characters."""

    title = "Hex"
    has_columns = True

    def decode(self, part: PayloadSlice) -> DecodedText:
        return DecodedText(hex_dump(part.data, part.start))


class PickleDecoder(Decoder):
    """The steps of a pickle, disassembled: nothing of it is loaded or executed."""

    title = "Pickle"
    problem = "The pickle ends here, or is not valid"
    preferred_codecs = frozenset({"pickle"})

    def decode(self, part: PayloadSlice) -> DecodedText | None:
        if part.codec != "pickle" or part.start:
            return None
        steps = io.StringIO()
        try:
            pickletools.dis(part.data, steps)
        except (ValueError, IndexError, KeyError, AttributeError, UnicodeDecodeError) as error:
            return DecodedText(steps.getvalue(), self.problem, str(error))
        return DecodedText(steps.getvalue())


def _json_value(payload: bytes) -> object:
    """The value of a JSON payload; None where the client named the wrong codec."""
    try:
        value: object = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return value


def _laid_out(value: object) -> str:
    """JSON on indented lines; empty for a value without members."""
    if isinstance(value, (dict, list)):
        with suppress(RecursionError):  # nested too deeply to be laid out
            return json.dumps(value, indent=2, ensure_ascii=False)
    return ""
