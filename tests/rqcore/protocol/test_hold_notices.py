# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.protocol.hold_notices import encode_hold, read_hold
from rqcore.protocol.resp import Push, PythonParser


@pytest.mark.parametrize("is_held", [True, False])
def test_notice_is_read_as_it_was_written(is_held):
    parser = PythonParser()
    parser.feed(encode_hold(is_held))
    assert read_hold(parser.gets()) is is_held


@pytest.mark.parametrize(
    "value", [None, b"rq.held", [b"rq.held", 1], Push([b"rq.held"]), Push([b"rq.events", 1])]
)
def test_other_values_are_no_notices(value):
    assert read_hold(value) is None
