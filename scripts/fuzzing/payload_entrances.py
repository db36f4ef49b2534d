# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of payloads: what clients have put, in each form in which it is shown, and written items."""

from __future__ import annotations

import pickle
from contextlib import suppress

from fuzzing.entrance import Entrance
from rqcore import codec
from rqcore.codec import Codec
from rqcore.errors import CodecError
from rqdebug.errors import ItemError
from rqdebug.inspection.decoders import DECODERS, PayloadSlice
from rqdebug.inspection.item_text import read_item

PAYLOADS = (
    b'{"order": {"id": 17, "parts": [1, 2.5e3, null, true, "\\u00e4"]}}',
    "ein Text über 7 €".encode(),
    pickle.dumps({"a": [1, (2, b"x")], "b": {3}}),
    b"\x00\xff\x80",
)


def show(data: bytes) -> None:
    """Decode a payload in each form, whole and in parts."""
    for name in ("raw", "text", "json", "pickle"):
        for part in (PayloadSlice(data, name, 0, len(data)), PayloadSlice(data, name, 5, len(data) + 9)):
            for decoder in DECODERS:
                decoder.decode(part)
    for kind in Codec:
        with suppress(CodecError):
            codec.decode(data, kind)
    with suppress(UnicodeDecodeError):
        text = data.decode()
        for kind in (Codec.TEXT, Codec.JSON, Codec.RAW):
            with suppress(ItemError):
                read_item(text, kind)


PAYLOAD_ENTRANCES = (
    Entrance(
        "payloads",
        show,
        PAYLOADS,
        words=(b"{}", b"[]", b'"a":', b"9" * 5000, b"\\ud800", b"NaN", b"\x80\x04"),
    ),
)
