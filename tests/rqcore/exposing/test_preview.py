# SPDX-License-Identifier: GPL-3.0-or-later
"""Previews of items that never leave their program."""

from __future__ import annotations

import json
import pickle
import threading
from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.errors import WorkerLost
from rqcore.exposing import worker_probe
from rqcore.exposing.preview import (
    MAX_BYTES,
    MAX_CHARACTERS,
    NO_ITEM,
    encode_sketch,
    sketch,
    sketch_get,
    sketch_put,
)
from rqcore.parallel_queue.remote_workers import RemoteResult
from rqcore.parallel_queue.reorder_buffer import PassedValue
from rqcore.parallel_queue.task_messages import ResultKind, TaskResult


class Color(IntEnum):
    RED = 1


class Secretive(dict):
    """A dictionary whose methods must not be called."""

    def __repr__(self):
        raise AssertionError

    __str__ = __len__ = __iter__ = __eq__ = __hash__ = items = __repr__


SKETCHES = [
    ({"a": 1, "b": [True, None, 1.5]}, b'{"a":1,"b":[true,null,1.5]}', Codec.JSON),
    ((1, "x"), b'[1,"x"]', Codec.JSON),
    (17, b"17", Codec.JSON),
    ("größe", "größe".encode(), Codec.TEXT),
    ("\udc80", b"\\udc80", Codec.TEXT),
    (b"\x00\xff", b"\x00\xff", Codec.RAW),
    ("x" * 5000, b"x" * MAX_CHARACTERS, Codec.TEXT),
    ({"a": b"x"}, b'{"a":"<bytes>"}', Codec.JSON),
    (Color.RED, b"<Color>", Codec.TEXT),
    (Secretive(), b"<Secretive>", Codec.TEXT),
    ([Secretive()], b'["<Secretive>"]', Codec.JSON),
    ({Color.RED: 1}, b'{"<Color>":1}', Codec.JSON),
    (list(range(1000)), b"<list>", Codec.TEXT),
    ([[[[1]]]], b'[[["<list>"]]]', Codec.JSON),
    (10**5000, b"", Codec.RAW),
]


@pytest.mark.parametrize(("item", "preview", "codec"), SKETCHES, ids=range(len(SKETCHES)))
def test_only_plain_values_are_previewed(item, preview, codec):
    assert encode_sketch(sketch(item)) == (preview, codec)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=6,
)


@given(plain)
def test_preview_is_small_and_readable(item):
    preview, codec = encode_sketch(sketch(item))
    assert len(preview) <= MAX_BYTES
    if codec is Codec.JSON and len(preview) < MAX_BYTES:
        json.loads(preview)


def test_recursive_value_is_sketched_to_a_depth():
    loop = []
    loop.append(loop)
    assert encode_sketch(sketch(loop)) == (b'[[["<list>"]]]', Codec.JSON)


def test_item_is_sketched_from_arguments_or_result():
    assert sketch_put(("a", True), None) == (0, ("a",))
    assert sketch_put((), None) == NO_ITEM
    assert sketch_get((), None) == (0, (None,))


def test_dictionary_that_changes_meanwhile_can_be_sketched():
    changing, over = {}, threading.Event()

    def change():
        while not over.is_set():
            changing["a"] = 1
            changing.clear()

    thread = threading.Thread(target=change)
    thread.start()
    for _ in range(2000):
        assert sketch(changing) in ({}, {"a": 1})
    over.set()
    thread.join()


TAKEN = [
    (RemoteResult({"a": 1}), "{'a': 1}"),
    (RemoteResult(raised=["builtins", "ValueError", ["jam"], "jam", "Traceback"]), "ValueError: jam"),
    (RemoteResult(raised="nonsense"), "an exception"),
    (TaskResult(ResultKind.VALUE, pickle.dumps([1])), "[1]"),
    (TaskResult(ResultKind.RAISED, pickle.dumps((ValueError("jam"), "Traceback"))), "ValueError('jam')"),
    (TaskResult(ResultKind.VALUE, b"x" * 10_000), "10,000 bytes"),
    (PassedValue({"a": Secretive()}), "{'a': '<Secretive>'}"),
    (WorkerLost("worker 7 was killed"), "worker 7 was killed"),
]


@pytest.mark.parametrize(("result", "text"), TAKEN, ids=range(len(TAKEN)))
def test_result_of_a_task_is_previewed(result, text):
    item, content = worker_probe.sketch_get((None,), (4, result))
    assert item == 5
    assert worker_probe.WorkerProbe(None, None, "").text(content) == text
