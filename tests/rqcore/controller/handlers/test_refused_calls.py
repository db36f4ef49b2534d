# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that failed without waiting are events with everything that the client sent."""

from __future__ import annotations

from collections import namedtuple

import pytest

from rqcore.codec import Codec
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, NameKind, Outcome, decode_batch, encode_batch

pytestmark = pytest.mark.usefixtures("made")

Failed = namedtuple("Failed", "method outcome queue size payload codec timeout")


@pytest.fixture
def failed(talk):
    """``failed()`` are the failed calls since the last time, with the names of their queues."""
    observer, names = talk.observer(), {}

    def failed():
        events = []
        for frame in observer.observed():
            batch = decode_batch(frame[1])
            names.update({name.number: name.text for name in batch.names if name.kind is NameKind.QUEUE})
            events += batch.events()
        return [
            Failed(
                Method(fields["method"]),
                Outcome(fields["outcome"]),
                names.get(fields["queue"], ""),
                fields["size"],
                payload,
                Codec(fields["codec"]),
                fields["timeout"],
            )
            for fields, payload in events
            if fields["outcome"] != Outcome.OK
        ]

    return failed


def test_put_on_a_full_queue_keeps_payload_size_and_timeout(a, failed):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    assert a("RQ.PUT jobs late CODEC text TIMEOUT 0") == "FULL"
    assert failed() == [Failed(Method.PUT, Outcome.FULL, "jobs", 4, b"late", Codec.TEXT, 0)]


def test_put_many_on_a_full_queue_keeps_all_items(a, failed):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    assert a("RQ.MPUT jobs CODEC json TIMEOUT 0 ITEMS 10 200") == "FULL"
    assert failed() == [
        Failed(Method.PUT_MANY, Outcome.FULL, "jobs", 2, b"10", Codec.JSON, 0),
        Failed(Method.PUT_MANY, Outcome.FULL, "jobs", 3, b"200", Codec.JSON, 0),
    ]


def test_put_after_shutdown_keeps_its_payload(a, failed):
    a("RQ.SHUTDOWN jobs")
    assert a("RQ.PUT jobs late") == "SHUTDOWN"
    assert failed() == [Failed(Method.PUT, Outcome.SHUTDOWN, "jobs", 4, b"late", Codec.RAW, NO_TIMEOUT)]


def test_push_of_a_redis_client_on_a_full_queue_keeps_its_items(a, failed):
    a("RQ.MPUT jobs ITEMS 1 2 3")
    assert a("LPUSH jobs aa b") == "FULL"
    assert failed() == [
        Failed(Method.PUT_MANY, Outcome.FULL, "jobs", 2, b"aa", Codec.RAW, 0),
        Failed(Method.PUT_MANY, Outcome.FULL, "jobs", 1, b"b", Codec.RAW, 0),
    ]


@pytest.mark.parametrize(
    "request_words, method",
    [("RQ.GET typo", Method.GET), ("RQ.PUT typo x", Method.PUT), ("RQ.PEEK typo 0 1", Method.PEEK)],
)
def test_call_on_an_unknown_queue_names_it_as_the_client_did(a, failed, request_words, method):
    assert a(request_words) == "NOQUEUE"
    ((found, outcome, queue, *_),) = failed()
    assert (found, outcome, queue) == (method, Outcome.NOQUEUE, "typo")


def test_call_on_a_closed_queue_shows_its_name_for_its_namespace(a, failed):
    namespace = a("RQ.CREATE NAME gone")
    a("RQ.CLOSE gone")
    assert a("RQ.PUT", namespace, "x") == "CLOSED"
    ((_, outcome, queue, *_),) = failed()
    assert (outcome, queue) == (Outcome.CLOSED, "gone")


def test_create_of_an_existing_name_names_it(a, failed):
    assert a("RQ.CREATE NAME jobs") == "EXISTS"
    ((method, outcome, queue, *_),) = failed()
    assert (method, outcome, queue) == (Method.CREATE, Outcome.EXISTS, "jobs")


def test_malformed_call_names_its_queue(a, failed):
    assert a("RQ.PUT jobs x TIMEOUT soon") == "ERR"
    ((method, outcome, queue, size, *_),) = failed()
    assert (method, outcome, queue, size) == (Method.PUT, Outcome.ERROR, "jobs", 0)


def test_call_on_a_queue_of_another_program_names_it(a, b, failed):
    row = '[{"number":1,"name":"private","kind":"queue.Queue","stat":{},"waiters":[]}]'
    b("RQ.REPORT", row, encode_batch([], 0, b"", b""))
    assert a("RQ.PUT private x") == "NOTALLOWED"
    ((_, _, queue, size, *_),) = failed()
    assert (queue, size) == ("private", 1)
