# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which a payload is shown, one class for each.

To add a form, write a subclass of ``Decoder``: its definition registers it. The payload view makes a page for
each decoder, in the order of definition, and hides a page whose decoder returns None. Decoders only read
bytes: they unpickle, evaluate and execute nothing.
"""

from __future__ import annotations

import io
import pickletools
from abc import ABC, abstractmethod
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import ClassVar

from rqdebug.inspection.json_layout import JsonObject, indent_json, parse_document
from rqdebug.inspection.payload_text import hex_dump
from rqdebug.inspection.text_encodings import AUTOMATIC, EncodedText, read_text


@dataclass(frozen=True, slots=True)
class PayloadSlice:
    """Some bytes of a payload, with codec and size of the whole payload."""

    data: bytes
    codec: str
    start: int
    """Offset of ``data`` in the payload."""
    size: int
    """Bytes of the whole payload."""
    encoding: str = AUTOMATIC
    """The encoding in which text is read: a name of ``text_encodings.ENCODINGS``."""

    @property
    def is_whole(self) -> bool:
        """Whether ``data`` is the whole payload."""
        return len(self.data) == self.size


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A payload as text, and an error in the payload if there was one."""

    text: str
    problem: str = ""
    """The ``problem`` of the decoder, a sentence that the window translates; empty without an error."""
    detail: str = ""
    """Details of the error, in English; empty if nothing more is known."""
    source: EncodedText | None = None
    """Of text: what was decoded, with the number of characters that had to be replaced."""


@dataclass(frozen=True, slots=True)
class DecodedTree:
    """A JSON value, as ``parse_document`` returns it."""

    value: object


DECODERS: list[Decoder] = []
"""An object of each decoder class, in the order of their pages."""


class Decoder(ABC):
    """A form in which payloads are shown."""

    title: ClassVar[str]
    """The title of its page."""
    problem: ClassVar[str] = ""
    """A sentence for a payload that it cannot read to its end."""
    needs_whole_payload: ClassVar[bool] = False
    """Whether it can decode only whole payloads, not parts."""
    is_tree: ClassVar[bool] = False
    """Whether it returns a DecodedTree rather than a DecodedText."""
    has_encoding: ClassVar[bool] = False
    """Whether it reads text in ``PayloadSlice.encoding``."""
    has_columns: ClassVar[bool] = False
    """Whether its lines have columns, so that long lines must not be wrapped."""
    preferred_codecs: ClassVar[frozenset[str]] = frozenset()
    """The codecs for which this form is shown first, until the user chooses another."""

    def __init_subclass__(cls) -> None:
        DECODERS.append(cls())

    def prefers(self, part: PayloadSlice) -> bool:
        """Return whether this form is shown first, until the user chooses another."""
        return part.codec in self.preferred_codecs

    @abstractmethod
    def decode(self, part: PayloadSlice) -> DecodedText | DecodedTree | None:
        """Return the bytes in this form, or None if they do not have this form."""


class TextDecoder(Decoder):
    """Text in the chosen encoding: JSON with indentation, anything else unchanged."""

    title = "Text"
    has_encoding = True

    def decode(self, part: PayloadSlice) -> DecodedText:
        """Return the payload as text. The slice can begin and end within a character."""
        is_end = part.start + len(part.data) >= part.size
        text = read_text(part.data, part.encoding, part.start, is_end)
        is_json = part.is_whole and not text.replaced and _json_value(text.text.encode()) is not None
        shown = indent_json(text.text.removeprefix("\ufeff")) if is_json else text.text
        return DecodedText(shown, source=text)


class JsonTreeDecoder(Decoder):
    """A JSON object or array as a tree."""

    title = "Tree"
    needs_whole_payload = True
    is_tree = True

    def decode(self, part: PayloadSlice) -> DecodedTree | None:
        """Return the value of the payload, or None if it is not a JSON object or array."""
        value = _json_value(part.data)
        return None if value is None else DecodedTree(value)


class HexDecoder(Decoder):
    """Bytes with their offsets and characters."""

    title = "Hex"
    has_columns = True

    def decode(self, part: PayloadSlice) -> DecodedText:
        """Return offsets, bytes and characters in three columns."""
        return DecodedText(hex_dump(part.data, part.start, part.size))

    def prefers(self, part: PayloadSlice) -> bool:
        """Return whether the payload is binary data that no other form explains."""
        is_end = part.start + len(part.data) >= part.size
        text = read_text(part.data, part.encoding, part.start, is_end)
        return part.codec != "pickle" and not text.is_mostly_text


class PickleDecoder(Decoder):
    """The disassembled opcodes of a pickle; it is not loaded or executed."""

    title = "Pickle"
    problem = "The pickle is cut off here, or is not valid"
    preferred_codecs = frozenset({"pickle"})

    def decode(self, part: PayloadSlice) -> DecodedText | None:
        """Return the opcodes up to the first error, or None if this is not the beginning of a pickle."""
        if part.codec != "pickle" or part.start:
            return None
        steps = io.StringIO()
        try:
            pickletools.dis(part.data, steps)
        except (ValueError, IndexError, KeyError, AttributeError, UnicodeDecodeError) as error:
            # The others are errors of pickletools itself.
            detail = str(error) if isinstance(error, ValueError) else ""
            return DecodedText(steps.getvalue(), self.problem, detail)
        return DecodedText(steps.getvalue())


def _json_value(payload: bytes) -> JsonObject | list[object] | None:
    """Return the value of a JSON object or array, in any codec; None if the payload is something else."""
    if payload.removeprefix(BOM_UTF8).lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        value = parse_document(payload)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (JsonObject, list)) else None
