# SPDX-License-Identifier: GPL-3.0-or-later
"""Payloads that are written in letters: base64."""

from __future__ import annotations

import base64
import re

from rqdebug.inspection.layers.layer import MAX_SIZE, Layer

_STANDARD = re.compile(rb"\s*+[A-Za-z0-9+/\r\n]{8,}+={0,2}\s*+")
_URL_SAFE = re.compile(rb"\s*+[A-Za-z0-9_\r\n-]{8,}+={0,2}\s*+")


class Base64(Layer):
    """RFC 4648, in both alphabets, with or without padding and line ends.

    Many words could be base64: what is inside decides, see ``unwrapping``.
    """

    name = "base64"

    def unwrap(self, data: bytes) -> bytes | None:
        """Return the bytes that the letters encode."""
        if len(data) > MAX_SIZE:
            return None
        if _STANDARD.fullmatch(data):
            letters = b"".join(data.split())
        elif _URL_SAFE.fullmatch(data):
            letters = b"".join(data.split()).translate(bytes.maketrans(b"-_", b"+/"))
        else:
            return None
        letters = letters.rstrip(b"=")
        if len(letters) % 4 == 1:
            return None
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
