# SPDX-License-Identifier: GPL-3.0-or-later
"""Payload bytes as text in a chosen encoding. What cannot be read is replaced and counted, never hidden."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from dataclasses import dataclass

AUTOMATIC = ""
"""The choice of UTF-16 for a payload with its byte order mark, and of UTF-8 for any other."""
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
    "Latin-1": "latin-1",
    "Windows-1252": "cp1252",
    "Shift JIS": "shift_jis",
    "GB 18030": "gb18030",
}
"""Name for users → codec of Python."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MAX_ODD_PERCENT = 10
"""A text in which more characters than this are replaced or controls is rather binary data."""

_BYTE_ORDER_MARKS = {BOM_UTF16_LE: "UTF-16 LE", BOM_UTF16_BE: "UTF-16 BE"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MAX_CONTINUATION = 3
"""The most bytes that a character of UTF-8 has after its first."""
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text, and how much of it is not as it was sent."""

    text: str
    encoding: str
    """The encoding that was used, a key of ENCODINGS."""
    replaced: int
    """Sequences of bytes that are invalid in the encoding; each is shown as U+FFFD."""
    controls: int
    """Control characters except tabs and ends of lines; each is shown as an escape such as ``\\x00``."""

    @property
    def is_mostly_text(self) -> bool:
        """Whether most of the bytes can be read as text."""
        characters = len(self.text) - self.controls * (len(_escape("\0")) - 1)
        return (self.replaced + self.controls) * 100 <= characters * MAX_ODD_PERCENT


def read_text(data: bytes, encoding: str = AUTOMATIC, start: int = 0, is_end: bool = True) -> EncodedText:
    """Return bytes of a payload as text.

    Args:
        data: The bytes.
        encoding: A key of ENCODINGS, or AUTOMATIC.
        start: The offset of the bytes in the payload; later parts can begin within a character.
        is_end: Whether the payload ends here; otherwise a cut last character is left out.
    """
    name = encoding or _encoding_of(data, start)
    codec = ENCODINGS[name]
    rest = data[_cut_bytes(data, codec) if start else 0 :]
    text = getincrementaldecoder(codec)("replace").decode(rest, is_end)
    replaced = text.count(REPLACEMENT)
    if replaced:  # the payload can contain the character itself
        replaced -= getincrementaldecoder(codec)("ignore").decode(rest, is_end).count(REPLACEMENT)
    shown, controls = _CONTROLS.subn(lambda found: _escape(found[0]), text)
    return EncodedText(shown, name, replaced, controls)


def _encoding_of(data: bytes, start: int) -> str:
    """Return UTF-16 if the payload begins with its mark and is valid, otherwise UTF-8."""
    name = _BYTE_ORDER_MARKS.get(data[:2], "") if not start and len(data) > len(BOM_UTF16_LE) else ""
    try:
        getincrementaldecoder(ENCODINGS[name or "UTF-8"])().decode(data)
    except UnicodeDecodeError:
        return "UTF-8"
    return name or "UTF-8"


def _cut_bytes(data: bytes, codec: str) -> int:
    """Return how many bytes at the beginning belong to a character before it."""
    if codec == "utf-8":
        head = data[:_MAX_CONTINUATION]
        return len(head) - len(head.lstrip(_CONTINUATION_BYTES))
    if codec.startswith("utf-16"):
        is_low_surrogate = data[1 if codec.endswith("le") else 0 :][:1] in (
            b"\xdc",
            b"\xdd",
            b"\xde",
            b"\xdf",
        )
        return 2 if is_low_surrogate else 0
    return 0


def _escape(control: str) -> str:
    """Return visible characters for a control character. Few fonts have the symbols of Unicode for them."""
    return f"\\x{ord(control):02x}"
