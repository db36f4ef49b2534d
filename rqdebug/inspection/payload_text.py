# SPDX-License-Identifier: GPL-3.0-or-later
"""Payload bytes as readable text: decoded if they are text, otherwise in hexadecimal."""

from __future__ import annotations

from codecs import getincrementaldecoder

from rqdebug.inspection.text_encodings import read_text
from rqdebug.support.characters import escape_unsafe, is_readable


def as_text(data: bytes) -> str | None:
    """Decode UTF-8 text, even if it is cut within its last character; None if it is not text."""
    try:
        text = getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None
    return text if is_readable(text) else None


def one_line(data: bytes, size: int) -> str:
    """Return the beginning of a payload on one line, with an ellipsis if there is more.

    A few odd bytes in a text are shown as U+FFFD; what is mostly not text is shown in hexadecimal.

    Args:
        data: The first bytes of the payload.
        size: Bytes of the whole payload.
    """
    text = as_text(data)
    if text is None:
        read = read_text(data, "UTF-8", is_end=size <= len(data))
        text = read.text if read.is_mostly_text else None
    shown = data.hex(" ") if text is None else escape_unsafe(text)
    return shown + ("…" if size > len(data) else "")


def hex_dump(data: bytes, first: int = 0, size: int = 0, width: int = 16) -> str:
    """Return lines of offset, bytes and characters, as a hex viewer shows them: columns of fixed width.

    Args:
        data: The bytes to show.
        first: The offset of their first byte in the payload.
        size: Bytes of the whole payload, which decide the digits of each offset.
        width: Bytes per line.
    """
    lines, column = [], width * 3 // 2 - 1
    digits = max(6, len(f"{max(size, first + len(data)) - 1:x}"))
    for start in range(0, len(data), width):
        part = data[start : start + width]
        left, right = part[: width // 2].hex(" "), part[width // 2 :].hex(" ")
        shown = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
        lines.append(f"{first + start:0{digits}x}  {left:{column}}  {right:{column}}  {shown}")
    return "\n".join(lines)
