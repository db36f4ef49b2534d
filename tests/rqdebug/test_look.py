# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading
import time

import pytest

from rqcore.codec import Codec, Payload
from rqcore.errors import Closed, NoQueue, TooBig
from rqdebug.look import _content, look


def test_a_look_takes_nothing(controller):
    jobs = controller.create("jobs")
    jobs.put_many(["a", "b", "c"])
    seen = look(controller, "jobs", 2)
    assert seen.content == [Payload(Codec.TEXT, b"a"), Payload(Codec.TEXT, b"b")]
    assert seen.stat.size == jobs.qsize() == 3
    assert not seen.waiters
    assert look(controller, "jobs", 0).content == ()


def test_who_waits_is_seen(controller):
    jobs = controller.create("jobs")
    ended = []

    def get():
        with pytest.raises(Closed):
            jobs.get()
        ended.append(True)

    thread = threading.Thread(target=get)
    thread.start()
    while not (seen := look(controller, "jobs")).waiters:
        time.sleep(0.005)
    (waiter,) = seen.waiters
    assert (waiter.method, waiter.timeout) == ("get", None)
    jobs.close()
    thread.join(5)
    assert ended
    with pytest.raises((Closed, NoQueue)):
        look(controller, "jobs")


class Stingy:
    """A queue of big items: replies of more than ``most`` of them are refused."""

    def __init__(self, most):
        self.most = most

    def peek(self, start, stop, *, decoded):
        assert not decoded
        if stop - start + 1 > self.most:
            raise TooBig("too big")
        return [Payload(Codec.RAW, b"")] * (stop - start + 1)


@pytest.mark.parametrize(("most", "seen"), [(1000, 500), (125, 125), (30, 7), (1, 1)])
def test_fewer_items_are_seen_where_all_are_too_big(most, seen):
    assert len(_content(Stingy(most), 500)) == seen
