# SPDX-License-Identifier: GPL-3.0-or-later
"""The known layers, and the layers of other packages."""

from __future__ import annotations

import warnings
from functools import cache
from importlib import metadata

from rqdebug.inspection.layers.binary_values import Cbor, MessagePack
from rqdebug.inspection.layers.compression import Bzip2, Gzip, Lz4, Zlib, Zstandard
from rqdebug.inspection.layers.layer import Layer
from rqdebug.inspection.layers.text_armor import Base64

ENTRY_POINT_GROUP = "rqdebug.payload_layers"
"""The entry points of this group name subclasses of ``Layer``."""


@cache
def layers() -> tuple[Layer, ...]:
    """Return all layers, in the order in which they are tried: layers of other packages first.

    A layer that cannot be loaded is skipped with a warning.
    """
    return (
        *_plug_ins(),
        Gzip(),
        Zstandard(),
        Lz4(),
        Bzip2(),
        Zlib(),
        MessagePack(),
        Cbor(),
        Base64(),
    )


def _plug_ins() -> list[Layer]:
    loaded = []
    for entry_point in sorted(metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name):
        try:
            loaded.append(entry_point.load()())
        except Exception as error:  # any package can be broken in its own way
            warnings.warn(f"the payload layer {entry_point.name} cannot be loaded: {error}", stacklevel=2)
    return loaded
