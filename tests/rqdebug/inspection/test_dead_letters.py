# SPDX-License-Identifier: GPL-3.0-or-later
"""Items of a dead-letter queue are found by a filter, and sent back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rqcore.codec import Codec
from rqcore.errors import NoQueue, TooBig
from rqcore.protocol.queue_values import Preview, QueueStat
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import parse
from rqdebug.inspection import dead_letters
from rqdebug.inspection.dead_letters import (
    check_item_filter,
    destinations_of,
    match_items,
    read_items,
    send_back,
    sources_of,
)


@pytest.fixture
def dead(controller):
    """A dead-letter queue with three orders and a text."""
    controller.create("jobs", max_deliveries=1, dead_letter="jobs.dead")
    dead = controller.queue("jobs.dead")
    dead.put_many([{"order": 17}, {"order": 18}, {"order": 19}])
    dead.put("no order")
    return dead


def matched(controller, text):
    return match_items(read_items(controller, "jobs.dead"), check_item_filter(parse(text)))


def positions(dead, numbers):
    all_numbers = [item.number for item in dead.previews(0, -1, 0)]
    return [all_numbers.index(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0, 1, 2, 3]),
        ("payload.order >= 18", [1, 2]),
        ("codec == text", [3]),
        ('payload ~ "17"', [0]),
        ("size < 9 and not codec == json", [3]),
    ],
)
def test_filter_finds_items_in_the_order_of_the_queue(controller, dead, text, expected):
    found = matched(controller, text)
    assert positions(dead, found.numbers) == expected
    assert dead.qsize() == 4


@pytest.mark.parametrize(
    "text", ["method == put", "waited > 5ms", "blocked", "last 5min", "client == worker"]
)
def test_filter_of_what_only_events_have_is_refused(text):
    with pytest.raises(FilterError, match="an item in a queue has payload, size, codec, item"):
        check_item_filter(parse(text))


def test_filter_may_use_saved_filters():
    named = {"big": "size > 9", "slow": "waited > 5ms"}
    assert check_item_filter(parse("@big and codec == json", named))
    with pytest.raises(FilterError):
        check_item_filter(parse("@slow", named))


def test_item_that_was_read_in_part_is_unknown(controller, dead):
    dead.put("x" * 5000 + "end")
    found = matched(controller, 'payload ~ "end"')
    assert (found.numbers, found.unknown) == ((), 1)


def test_matching_items_go_back_and_others_stay(controller, dead):
    jobs = controller.queue("jobs")
    numbers = matched(controller, "payload.order > 17").numbers
    assert send_back(controller, dead.namespace, jobs.namespace, len(numbers), numbers) == 2
    assert jobs.get_many(9) == [{"order": 18}, {"order": 19}]
    assert dead.get_many(9) == [{"order": 17}, "no order"]


def test_items_that_came_later_stay_without_a_filter_too(controller, dead):
    jobs = controller.queue("jobs")
    dead.put("late")
    assert send_back(controller, dead.namespace, jobs.namespace, 4) == 4
    assert dead.get_many(9) == ["late"]


def test_item_that_was_taken_meanwhile_is_not_counted(controller, dead):
    jobs = controller.queue("jobs")
    numbers = matched(controller, "").numbers
    dead.get()
    assert send_back(controller, dead.namespace, jobs.namespace, 4, numbers) == 3


def test_item_that_is_sent_back_can_be_delivered_as_often_as_a_new_one(controller, dead):
    jobs = controller.queue("jobs")
    jobs.put("again")
    jobs.lease().nack()
    assert dead.qsize() == 5
    send_back(controller, dead.namespace, jobs.namespace, 5)
    items = [jobs.lease() for _ in range(5)]
    assert {item.deliveries for item in items} == {1}


class ManyItems:
    """A queue of numbered items. A reply has at most ``fits`` items."""

    def __init__(self, count, fits=10**6):
        self.items = [Preview(number, Codec.RAW, 1, b"x") for number in range(1, count + 1)]
        self.fits = fits
        self.requests = 0

    def queue(self, reference):
        return self

    def qsize(self):
        return len(self.items)

    def previews(self, start, stop, max_bytes):
        self.requests += 1
        if stop - start >= self.fits:
            raise TooBig("too large")
        return self.items[start : stop + 1]


def test_only_items_that_can_be_moved_by_their_numbers_are_read():
    items = read_items(ManyItems(dead_letters.MOST + 5), "dead")
    assert (items.listed, items.total) == (dead_letters.MOST, dead_letters.MOST + 5)


def test_items_that_do_not_fit_into_one_reply_are_read_in_parts():
    items = read_items(ManyItems(100, fits=30), "dead")
    assert (items.listed, items.total) == (100, 100)


def test_item_that_fits_into_no_reply_is_an_error():
    with pytest.raises(TooBig):
        read_items(ManyItems(100, fits=0), "dead")


def test_reading_ends_at_the_limit_of_bytes(monkeypatch):
    monkeypatch.setattr(dead_letters, "BUDGET", 2000)
    assert read_items(ManyItems(5000), "dead").listed == 2000


def test_item_that_moves_to_the_front_is_listed_once():
    queue = ManyItems(1500)
    before = queue.previews

    def previews(start, stop, max_bytes):
        found = before(start, stop, max_bytes)
        del queue.items[:100]
        queue.items += [Preview(number, Codec.RAW, 1, b"x") for number in range(901, 1001)]
        return found

    queue.previews = previews
    items = read_items(queue, "dead")
    numbers = match_items(items, parse("")).numbers
    assert len(set(numbers)) == len(numbers) == items.listed


def queue_stat(name):
    figures = dict.fromkeys(QueueStat.__dataclass_fields__, 0)
    return QueueStat(**figures | {"namespace": f"uuid-of-{name}", "name": name, "kind": "fifo"})


def test_sources_of_a_dead_letter_queue_are_the_first_destinations():
    dead = queue_stat("jobs.dead")
    jobs = replace(queue_stat("jobs"), dead_letter="jobs.dead", max_deliveries=5)
    other, shown = queue_stat("other"), replace(queue_stat("shown"), kind="queue.Queue")
    assert sources_of(dead, [other, jobs, dead]) == [jobs]
    assert destinations_of(dead, [other, jobs, dead, shown]) == [jobs, other]
    assert sources_of(replace(dead, name=None), [jobs, other]) == []


def test_closed_queue_is_an_error(controller):
    with pytest.raises(NoQueue):
        read_items(controller, "gone")
