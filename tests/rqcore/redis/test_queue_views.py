# SPDX-License-Identifier: GPL-3.0-or-later
"""Values from the replies of scripts."""

from __future__ import annotations

import pytest

from rqcore.redis.queue_views import items_of, leases_of, number_of, part_of


def test_replies_become_values():
    assert items_of([[b"a", b"b"], b"priority"]) == ([b"a", b"b"], True)
    assert (number_of([7]), part_of([b"x"]), part_of([None])) == (7, b"x", None)


def test_leases_are_in_their_order():
    rows = [[b"8", b"loader.0 1000 30 5 1 9", b"2500"], [b"7", b"loader.0 500 30 4 2 9", b"2000"]]
    first, second = leases_of((1500, rows))
    assert (first.item, first.deliveries, first.name, first.held, first.left) == (4, 2, "loader", 1.0, 0.5)
    assert (second.item, second.held) == (5, 0.5)


@pytest.mark.parametrize(
    ("view", "reply"), [(items_of, [[1], b"fifo"]), (number_of, [1, 2]), (number_of, [None]), (part_of, [1])]
)
def test_reply_of_another_form_is_refused(view, reply):
    with pytest.raises((TypeError, ValueError)):
        view(reply)
