# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of queues in other programs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rqcore.controller.exposed_queue import ExposedQueues

NAMES = st.sampled_from(["a", "b", "a#1", "a#2", "b#3", "a#1#1"])
STEPS = st.lists(st.tuples(st.sampled_from(["expose", "create", "hide"]), NAMES))


@given(STEPS)
def test_no_two_queues_have_one_name_and_each_is_found_by_its_own(steps):
    # Given
    own: set[bytes] = set()
    exposed = ExposedQueues(own.__contains__)
    # When
    for number, (what, name) in enumerate(steps, 1):
        key, queue = name.encode(), exposed.get(name.encode())
        if what == "expose":
            exposed.add(number, name, "queue.Queue")
        elif what == "create":
            own.add(key)
            if queue:
                exposed.rename(queue)
        elif queue:
            exposed.remove(queue)
        # Then
        labels = [each.label for each in exposed]
        assert len(set(labels)) == len(labels) == len(exposed)
        assert not own.intersection(label.encode() for label in labels)
        for each in exposed:
            assert exposed.get(each.label.encode()) is exposed.get(each.namespace.encode()) is each
            assert each.label.startswith(each.own_name)
    for each in list(exposed):
        exposed.remove(each)
    assert all(exposed.get(key) is None for key in (b"a", b"b", b"a#1", b"a#2"))


def test_queue_has_its_own_name_unless_another_queue_has_it():
    exposed = ExposedQueues({b"jobs", b"jobs#1"}.__contains__)
    first = exposed.add(1, "jobs", "queue.Queue")
    assert first.label.startswith("jobs#") and len(first.label) == len("jobs#") + 36
    assert exposed.add(2, "jobs", "queue.Queue").label == "jobs#2"
    assert exposed.add(3, "others", "queue.Queue").label == "others"
