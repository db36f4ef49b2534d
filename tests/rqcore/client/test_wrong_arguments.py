# SPDX-License-Identifier: GPL-3.0-or-later
"""An argument of a wrong type or size is an error that names it, and harms neither connection nor items."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.errors import BadCall, CodecError, TooBig
from rqcore.pressure import Queue

LONG = "z" * 70_000
NOT_A_TEXT = (1, 2.5, True, b"x", [])
NOT_A_TIME = ("x", b"x", [], float("nan"), -1)
CALLS = {
    "name": (lambda controller, value: controller.create(value), NOT_A_TEXT, BadCall),
    "kind": (lambda controller, value: controller.create(kind=value), (None, *NOT_A_TEXT), BadCall),
    "maxsize": (lambda controller, value: controller.create(maxsize=value), (None, "x", 2.5, []), BadCall),
    "reference": (lambda controller, value: controller.queue(value), (None, *NOT_A_TEXT), BadCall),
    "network_timeout": (
        lambda controller, value: controller.with_network_timeout(value),
        (None, 10**400, 0, *NOT_A_TIME),
        BadCall,
    ),
    "timeout": (lambda controller, value: controller.create().get(timeout=value), NOT_A_TIME, BadCall),
    "codec": (lambda controller, value: controller.create().put(1, codec=value), (1, 2.5, True), CodecError),
}


@pytest.mark.parametrize("argument", CALLS)
def test_argument_of_a_wrong_type_is_named_in_the_error(controller, argument):
    call, values, kind = CALLS[argument]
    for value in values:
        with pytest.raises(kind, match=argument):
            call(controller, value)


@pytest.mark.parametrize(
    "call",
    [
        lambda controller: controller.create(LONG),
        lambda controller: controller.create(max_deliveries=1, dead_letter=LONG),
        lambda controller: controller.queue(LONG),
        lambda controller: controller.create().move(LONG),
        lambda controller: controller.with_name(LONG),
    ],
)
def test_name_that_is_too_long_is_refused_before_it_is_sent(controller, call):
    with pytest.raises(TooBig, match=r"has 70,000 characters; it may have 65,536 bytes"):
        call(controller)
    assert controller.ping()


def test_payload_above_the_limit_ends_neither_the_next_call_nor_the_receipt_of_the_last_item(launch):
    with launch("--max-payload", "100000") as process, process.connect() as controller:
        jobs = controller.create()
        jobs.put_many([1, 2])
        assert jobs.get() == 1
        with pytest.raises(TooBig):
            jobs.put(b"x" * 100_001)
        assert jobs.get() == 2
        assert jobs.qsize() == 0


@pytest.mark.parametrize("url", NOT_A_TEXT)
def test_url_of_a_wrong_type_is_an_error(url):
    with pytest.raises(rqcore.BadUrl, match="a URL must be a text"):
        rqcore.connect(url)


@pytest.mark.parametrize("value", [None, "x", 2.5, []])
def test_bound_of_a_pressure_queue_of_a_wrong_type_is_an_error(redis_server, value):
    with pytest.raises(BadCall, match="'bound' must be a whole number"):
        Queue("wrong", url=redis_server.url).create(value)
    with rqcore.connect(redis_server.url) as controller:
        for kind in ("fifo", "lifo"):
            with pytest.raises(BadCall, match="'maxsize' must be a whole number"):
                controller.create("wrong", kind=kind, maxsize=value)


@pytest.mark.parametrize("value", [None, 1, []])
def test_name_of_a_pressure_queue_of_a_wrong_type_is_an_error(value):
    with pytest.raises(BadCall, match="'name' must be a text or bytes"):
        Queue(value, url="redis://127.0.0.1:1")
