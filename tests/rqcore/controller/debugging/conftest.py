# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.debugging.facts import CallFacts
from rqcore.protocol.event_values import Method


@pytest.fixture
def make_facts():
    """Return the facts of a put, with some of them replaced."""

    def make(payload=b"nut", **others):
        known = {
            "method": Method.PUT,
            "queue": "jobs",
            "namespace": "0af7",
            "kind": "fifo",
            "client": "loader",
            "address": "127.0.0.1:40312",
            "size": None if payload is None else len(payload),
            "depth": 3,
            "items": 1,
            "timeout_ns": None,
            "codec": Codec.RAW,
            "payload": payload,
        }
        return CallFacts(**{**known, **others})

    return make
