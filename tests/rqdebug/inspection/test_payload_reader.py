# SPDX-License-Identifier: GPL-3.0-or-later
"""Payloads are read in pieces, without taking the items."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.codec import Codec, Payload
from rqcore.errors import Closed, TooBig
from rqcore.protocol.queue_values import Preview
from rqdebug.inspection import payload_reader
from rqdebug.inspection.payload_reader import (
    PIECE,
    ItemTaken,
    PayloadPart,
    read_part,
    read_payload,
    save_payload,
)
from rqdebug.inspection.queue_snapshot import preview, take_snapshot

LONG = bytes(range(256)) * 6000
"""A payload that is larger than one part."""


@pytest.fixture
def jobs(controller):
    return controller.create("jobs")


def first(controller):
    return take_snapshot(controller, "jobs").content[0]


def test_long_payload_is_read_in_parts(controller, jobs):
    jobs.put(LONG)
    item = first(controller)
    assert item.size == len(LONG) > payload_reader.AT_ONCE
    assert read_part(controller, "jobs", item, 0) == PayloadPart(0, LONG[:PIECE])
    assert read_part(controller, "jobs", item, 7) == PayloadPart(7, LONG[7 : 7 + PIECE])
    assert read_part(controller, "jobs", item, len(LONG) - 9) == PayloadPart(len(LONG) - 9, LONG[-9:])
    assert read_payload(controller, "jobs", item) == Payload(Codec.RAW, LONG)
    assert jobs.qsize() == 1


def test_short_payload_is_read_whole(controller, jobs):
    jobs.put(LONG[:100_000])
    assert read_part(controller, "jobs", first(controller), PIECE) == PayloadPart(0, LONG[:100_000])


def test_payload_is_saved_in_parts(controller, jobs, tmp_path):
    jobs.put(LONG)
    path = tmp_path / "payload"
    fractions = list(save_payload(controller, "jobs", first(controller), path))
    assert len(fractions) > 1 and fractions == sorted(fractions) and fractions[-1] == 1
    assert path.read_bytes() == LONG
    assert list(tmp_path.iterdir()) == [path]


def test_interrupted_save_leaves_no_file(controller, jobs, tmp_path):
    jobs.put(LONG)
    item, path = first(controller), tmp_path / "payload"
    path.write_bytes(b"old")
    steps = save_payload(controller, "jobs", item, path)
    next(steps)
    steps.close()
    jobs.get()
    with pytest.raises(ItemTaken):
        list(save_payload(controller, "jobs", item, path))
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


def test_missing_item_is_explained(controller, jobs):
    jobs.put(LONG)
    item = first(controller)
    jobs.get()
    for act in (
        lambda: read_part(controller, "jobs", item, 0),
        lambda: read_payload(controller, "jobs", item),
    ):
        with pytest.raises(ItemTaken, match="no longer in queue jobs"):
            act()
    jobs.close()
    with pytest.raises(Closed):
        read_part(controller, "jobs", item, 0)


class Plain:
    """A server that sends whole items without numbers."""

    name = namespace = "jobs"

    def __init__(self, *payloads):
        self.payloads = payloads

    def queue(self, reference):
        assert reference == "jobs"
        return self

    def peek(self, start, stop, *, decoded):
        assert not decoded
        return [Payload(Codec.TEXT, payload) for payload in self.payloads[start : stop + 1]]


def test_item_without_a_number_is_found_by_its_beginning_and_size():
    payloads = [b"a" * 5000, b"a" * 5001, b"b"]
    server = Plain(*payloads)
    for payload in payloads:
        item = preview(Payload(Codec.TEXT, payload))
        assert read_part(server, "jobs", item, 99) == PayloadPart(0, payload)
        assert read_payload(server, "jobs", item) == Payload(Codec.TEXT, payload)


def test_search_for_an_item_is_limited(monkeypatch):
    with pytest.raises(ItemTaken):
        read_part(Plain(b"a", b"b"), "jobs", Preview(None, Codec.TEXT, 9, b"x"), 0)
    with pytest.raises(TooBig, match="67,108,865 bytes"):
        read_part(Plain(), "jobs", Preview(None, Codec.TEXT, payload_reader.MOST + 1, b""), 0)
    sought = Preview(None, Codec.TEXT, 1, b"c")
    server = Plain(b"a", b"b", b"c")
    assert read_part(server, "jobs", sought, 0) == PayloadPart(0, b"c")
    for limit in ("SEARCHED", "BUDGET"):
        with monkeypatch.context() as patch:
            patch.setattr(payload_reader, limit, 2)
            with pytest.raises(ItemTaken):
                read_part(server, "jobs", sought, 0)


def test_redis_sends_whole_items(redis_server):
    with rqcore.connect(redis_server.url) as controller:
        jobs = controller.create("pieces")
        try:
            jobs.put("short")
            jobs.put(LONG)
            item = take_snapshot(controller, "pieces").content[1]
            assert (item.number, item.size) == (None, len(LONG))
            assert read_part(controller, "pieces", item, 99) == PayloadPart(0, LONG)
            assert read_payload(controller, "pieces", item) == Payload(Codec.RAW, LONG)
            assert jobs.qsize() == 2
        finally:
            jobs.close()
