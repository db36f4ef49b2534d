# SPDX-License-Identifier: GPL-3.0-or-later
"""Compressed payloads: gzip, zlib, Zstandard, LZ4 and bzip2."""

from __future__ import annotations

import zlib
from typing import ClassVar

import pyarrow as pa

from rqdebug.inspection.layers.layer import MAX_SIZE, Layer


class _Compressed(Layer):
    """A format that pyarrow decompresses, recognised by its first bytes."""

    magic: ClassVar[bytes]
    """The first bytes."""

    def unwrap(self, data: bytes) -> bytes | None:
        """Return the decompressed bytes, or None if they are damaged, cut or too many."""
        if not data.startswith(self.magic):
            return None
        try:
            with pa.CompressedInputStream(pa.BufferReader(data), self.name) as stream:
                content: bytes = stream.read(MAX_SIZE + 1)
        except OSError:
            return None
        return content if len(content) <= MAX_SIZE else None


class Gzip(_Compressed):
    """RFC 1952."""

    name = "gzip"
    magic = b"\x1f\x8b\x08"


class Zstandard(_Compressed):
    """RFC 8878."""

    name = "zstd"
    magic = b"\x28\xb5\x2f\xfd"


class Lz4(_Compressed):
    """The LZ4 frame format."""

    name = "lz4"
    magic = b"\x04\x22\x4d\x18"


class Bzip2(_Compressed):
    """The format of bzip2."""

    name = "bz2"
    magic = b"BZh"


class Zlib(Layer):
    """RFC 1950. The two first bytes are a multiple of 31, and the last four a checksum of the content."""

    name = "zlib"

    def unwrap(self, data: bytes) -> bytes | None:
        """Return the decompressed bytes, or None if they are damaged, cut or too many."""
        if len(data) < 8 or data[0] & 0x8F != 0x08 or int.from_bytes(data[:2]) % 31:
            return None
        stream = zlib.decompressobj()
        try:
            content = stream.decompress(data, MAX_SIZE)
        except zlib.error:
            return None
        return content if stream.eof and not stream.unused_data else None
