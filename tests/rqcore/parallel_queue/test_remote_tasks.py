# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import BadUrl
from rqcore.parallel_queue.remote_tasks import place_of
from rqcore.url import Url


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("rq://edge-1", Url("edge-1")),
        ("redis://edge-1", Url("edge-1", 6379)),
        ("redis://me:a:b@edge-1/", Url("edge-1", 6379, "me", "a:b")),
        ("redis://[::1]", Url("::1", 6379)),
        ("redis://[::1]:7", Url("::1", 7)),
        ("rediss://edge-1:6380", Url("edge-1", 6380, tls=True)),
    ],
)
def test_tasks_travel_by_a_controller_or_by_redis(text, place):
    assert place_of(text) == place


def test_tasks_do_not_travel_by_several_servers():
    with pytest.raises(BadUrl, match="one server alone"):
        place_of("redis+cluster://edge-1,edge-2")
