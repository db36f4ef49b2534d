# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds compressed data in an Arrow IPC stream before it is read.

A few compressed bytes can be gigabytes of memory, and pyarrow allocates them before anything can be checked.
Other data is used where it is in the file, and cannot be larger than the file.

Each message of a stream has a header in the format of FlatBuffers: a table, whose vtable has the offset of
each field. The fields and their numbers are in ``Message.fbs`` of Arrow, the format is described at
https://flatbuffers.dev/internals/.
"""

from __future__ import annotations

from struct import Struct, error

import pyarrow as pa

_OFFSET, _BACK, _FIELD = Struct("<I"), Struct("<i"), Struct("<H")
_HEADER = 2
"""The field of a message with its content, which is a record batch or one of the other kinds."""
_DATA = 1
"""The field of a dictionary batch with its record batch."""
_COMPRESSION = 3
"""The field of a record batch that describes its compression; absent if there is none."""


def has_compressed_data(content: pa.Buffer) -> bool:
    """Return whether a stream has compressed columns, up to where it can be read."""
    try:
        for message in pa.ipc.MessageReader.open_stream(content):
            if message.type in ("record batch", "dictionary") and _is_compressed(message):
                return True
    except (pa.ArrowException, OSError, ValueError):  # truncated or damaged: it is read up to here
        pass
    return False


def _is_compressed(message: pa.ipc.Message) -> bool:
    header = bytes(message.metadata)
    try:
        batch = _target(header, _field(header, _target(header, 0), _HEADER))
        if message.type == "dictionary":
            batch = _target(header, _field(header, batch, _DATA))
        return bool(_field(header, batch, _COMPRESSION))
    except error:  # pyarrow has checked the header, so that this cannot happen
        return True


def _target(data: bytes, at: int) -> int:
    """Return what an offset refers to."""
    offset: int = _OFFSET.unpack_from(data, at)[0]
    return at + offset


def _field(data: bytes, table: int, number: int) -> int:
    """Return where a field of a table is; 0 if it is absent."""
    vtable = table - _BACK.unpack_from(data, table)[0]
    place = 4 + 2 * number
    if place >= _FIELD.unpack_from(data, vtable)[0]:
        return 0
    offset: int = _FIELD.unpack_from(data, vtable + place)[0]
    return table + offset if offset else 0
