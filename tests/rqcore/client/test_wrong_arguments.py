# SPDX-License-Identifier: GPL-3.0-or-later
"""An argument that is too long is an error that names it, and harms neither connection nor items."""

from __future__ import annotations

import pytest

from rqcore.errors import TooBig

LONG = "z" * 70_000


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
