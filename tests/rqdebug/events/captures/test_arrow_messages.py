# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.captures.arrow_messages import has_compressed_data

TEXTS = pa.dictionary(pa.int8(), pa.string())
SCHEMA = pa.schema([("number", pa.int64()), ("text", TEXTS)], metadata={"key": "value" * 100})


def stream(*options):
    """Return a stream in which each batch, and its dictionary, is written with other options."""
    parts = []
    for compression in options:
        texts = pa.array([f"{compression}-{number}" for number in range(100)])
        batch = pa.record_batch(
            [pa.array(range(100)), pa.DictionaryArray.from_arrays(pa.array(range(100), pa.int8()), texts)],
            schema=SCHEMA,
        )
        sink = pa.BufferOutputStream()
        writing = pa.ipc.IpcWriteOptions(compression=compression)
        with pa.ipc.new_stream(sink, SCHEMA, options=writing) as writer:
            writer.write_batch(batch, custom_metadata={"key": "value"})
        parts.append(sink.getvalue().to_pybytes())
    end = len(b"\xff\xff\xff\xff\0\0\0\0")
    head = len(SCHEMA.serialize())
    return b"".join([parts[0][:-end], *(part[head:-end] for part in parts[1:])]) + parts[0][-end:]


@pytest.mark.parametrize("options", [("zstd",), ("lz4",), (None, None, "zstd"), ("zstd", None)])
def test_compression_of_any_batch_is_found(options):
    assert has_compressed_data(pa.py_buffer(stream(*options)))


@pytest.mark.parametrize("options", [(None,), (None,) * 5])
def test_stream_without_compression_has_none(options):
    data = stream(*options)
    assert pa.ipc.open_stream(data).read_all().num_rows == 100 * len(options)
    assert not has_compressed_data(pa.py_buffer(data))


@given(st.data())
def test_damaged_stream_raises_nothing(data):
    damaged = bytearray(stream(None, "zstd"))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    del damaged[data.draw(st.integers(0, len(damaged))) :]
    assert has_compressed_data(pa.py_buffer(bytes(damaged))) in (True, False)
