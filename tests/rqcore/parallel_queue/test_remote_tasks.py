# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers through which remote workers can be reached."""

from __future__ import annotations

import pytest

from rqcore.errors import BadUrl
from rqcore.parallel_queue.remote_tasks import server_url
from rqcore.url import Url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rq://edge-1", Url("edge-1")),
        ("redis://edge-1", Url("edge-1", 6379)),
        ("redis://me:a:b@edge-1/", Url("edge-1", 6379, "me", "a:b")),
        ("redis://[::1]", Url("::1", 6379)),
        ("redis://[::1]:7", Url("::1", 7)),
        ("rediss://edge-1:6380", Url("edge-1", 6380, tls=True)),
    ],
)
def test_server_is_a_controller_or_a_redis(text, expected):
    assert server_url(text) == expected


def test_cluster_is_refused():
    with pytest.raises(BadUrl, match="a single server"):
        server_url("redis+cluster://edge-1,edge-2")
