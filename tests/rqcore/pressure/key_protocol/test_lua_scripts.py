# SPDX-License-Identifier: GPL-3.0-or-later
"""Each script alone, on a real server: its reply, and the keys that it leaves."""

from __future__ import annotations

from itertools import count

import pytest

from rqcore.pressure.key_protocol import lua_scripts
from rqcore.pressure.key_protocol.keys import Keys
from rqcore.pressure.key_protocol.lua_scripts import SCRIPTS

_numbers = count()
ME, OTHER = b"me_pid1", b"other_pid2"


class ScriptedQueue:
    """The keys of a queue, and the scripts that work on them."""

    def __init__(self, redis, bound=0):
        self.redis = redis
        self.keys = Keys.of(f"scripted {next(_numbers)}")
        assert self.run(lua_scripts.CREATE, self.keys.all, bound) == [b"OK"]

    def run(self, script, keys, *arguments):
        return self.redis.eval(script.text, len(keys), *keys, *arguments)

    def put(self, *payloads, who=ME, wait=0):
        return self.run(lua_scripts.PUT, self.keys.producer, who, wait, *payloads)

    def get(self, most=1, who=ME, wait=0):
        return self.run(lua_scripts.GET, self.keys.consumer, who, wait, most)

    def on_all(self, script, *arguments):
        return self.run(script, self.keys.all, *arguments)

    def holder(self, role):
        return self.redis.get(getattr(self.keys, role)[3])

    def is_free(self, role):
        return self.redis.llen(getattr(self.keys, role)[2]) == 1

    @property
    def items(self):
        """The items, the next one first."""
        return self.redis.lrange(self.keys.items, 0, -1)[::-1]

    @property
    def has_room(self):
        return self.redis.llen(self.keys.not_full) == 1


@pytest.fixture
def create(bare):
    queues = []

    def create(bound=0):
        queues.append(ScriptedQueue(bare, bound))
        return queues[-1]

    yield create
    for queue in queues:
        bare.delete(*queue.keys.all)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_sha_is_the_name_of_the_script_on_the_server(bare, script):
    assert bare.script_load(script.text) == script.sha


def test_names_of_scripts_are_unique():
    assert len({script.name for script in SCRIPTS}) == len(SCRIPTS)


def test_create_refuses_a_queue_that_exists(create):
    queue = create(3)
    queue.put(b"a")
    assert queue.on_all(lua_scripts.CREATE, 9) == [b"EXISTS"]
    assert (queue.items, queue.redis.get(queue.keys.all[1])) == ([b"a"], b"3")


def test_create_removes_keys_of_a_deleted_queue(create):
    queue = create()
    queue.put(b"a")
    queue.redis.delete(queue.keys.all[1])
    assert queue.on_all(lua_scripts.CREATE, 0) == [b"OK"]
    assert (queue.items, queue.get()) == ([], [b"EMPTY"])


def test_put_and_get_keep_the_order_and_free_their_roles(create):
    queue = create()
    assert queue.put(b"a", b"b", b"c") == [b"OK", 3]
    assert queue.get(2) == [b"OK", [b"b", b"a"]]
    assert queue.items == [b"c"]
    assert queue.is_free("producer") and queue.is_free("consumer")


def test_put_puts_as_many_items_as_fit(create):
    queue = create(2)
    assert queue.put(b"a", b"b", b"c") == [b"OK", 2]
    assert not queue.has_room
    assert queue.put(b"c") == [b"FULL", 2, 2]
    assert queue.items == [b"a", b"b"]


def test_get_announces_free_space(create):
    queue = create(1)
    queue.put(b"a")
    queue.get()
    assert queue.has_room
    assert queue.put(b"b") == [b"OK", 1]


def test_counters_count_messages_and_bytes(create):
    queue = create()
    queue.put(b"abc", b"de")
    queue.get()
    counters = [int(value or 0) for value in queue.redis.mget(queue.keys.all[8:])]
    assert counters == [2, 5, 1, 3]


def test_call_that_waits_holds_its_role_with_a_time(create):
    queue = create()
    assert queue.get(wait=1) == [b"EMPTY"]
    name, _, since = queue.holder("consumer").partition(b"@")
    assert (name, queue.is_free("consumer")) == (ME, False)
    assert abs(float(since) - queue.redis.time()[0]) < 60


def test_call_that_does_not_wait_releases_its_role(create):
    queue = create()
    queue.get(wait=1)
    assert queue.get() == [b"EMPTY"]
    assert queue.is_free("consumer")


def test_role_of_another_is_in_use_until_it_is_released(create):
    queue = create()
    queue.get(wait=1, who=OTHER)
    word, holder, _ = queue.get()
    assert (word, holder.partition(b"@")[0]) == (b"INUSE", OTHER)
    assert queue.run(lua_scripts.RELEASE, queue.keys.consumer, OTHER, 0) == [b"OK"]
    assert queue.get() == [b"EMPTY"]


def test_release_by_another_leaves_the_role(create):
    queue = create()
    queue.get(wait=1, who=OTHER)
    assert queue.run(lua_scripts.RELEASE, queue.keys.consumer, ME, 0)[0] == b"INUSE"
    assert not queue.is_free("consumer")


def test_put_back_restores_items_at_the_head_and_the_counters(create):
    queue = create(3)
    queue.put(b"a", b"b", b"c")
    assert queue.get(2) == [b"OK", [b"b", b"a"]]
    assert queue.run(lua_scripts.PUT_BACK, queue.keys.consumer, b"a", b"b") == [b"OK"]
    assert queue.items == [b"a", b"b", b"c"]
    assert not queue.has_room
    assert queue.redis.mget(queue.keys.all[10:]) == [b"0", b"0"]


def test_closed_queue_refuses_puts_and_serves_gets(create):
    queue = create()
    queue.put(b"a")
    assert queue.on_all(lua_scripts.CLOSE, 0)[0] == b"OK"
    assert queue.put(b"b") == [b"SHUTDOWN"]
    assert queue.get() == [b"OK", [b"a"]]
    assert queue.get() == [b"SHUTDOWN"]


def test_close_waits_for_a_producer_between_two_steps(create):
    queue = create()
    queue.redis.delete(queue.keys.producer[2])  # as a client of another kind takes the role
    queue.redis.set(queue.keys.producer[3], "old_pid1")
    assert queue.on_all(lua_scripts.CLOSE, 1) == [b"INUSE", queue.keys.producer[2]]
    assert queue.put(b"a", who=b"old_pid1")[0] == b"INUSE"
    assert queue.on_all(lua_scripts.CLOSE, 0)[0] == b"OK"


def test_close_reports_who_waits(create):
    queue = create()
    queue.get(wait=1)
    _, producer, consumer = queue.on_all(lua_scripts.CLOSE, 0)
    assert (producer, consumer.partition(b"@")[0]) == (b"", ME)


def test_doomed_queue_is_missing_and_deleted(create):
    queue = create()
    queue.put(b"a", b"b")
    assert queue.on_all(lua_scripts.DOOM)[:2] == [b"OK", 2]
    assert queue.put(b"c") == [b"MISSING"]
    assert queue.get() == [b"MISSING"]
    assert queue.on_all(lua_scripts.SWEEP, 1) == [b"OK"]
    assert queue.redis.exists(*queue.keys.all) == 0


def test_sweep_waits_for_roles_and_leaves_a_new_queue(create):
    queue = create()
    queue.get(wait=1)
    queue.on_all(lua_scripts.DOOM)
    assert queue.on_all(lua_scripts.SWEEP, 1) == [b"INUSE", queue.keys.consumer[2]]
    queue.on_all(lua_scripts.CREATE, 0)
    queue.put(b"a")
    assert queue.on_all(lua_scripts.SWEEP, 0) == [b"OK"]
    assert queue.items == [b"a"]


def test_purge_deletes_items_and_counts_them_as_consumed(create):
    queue = create(2)
    queue.put(b"abc", b"d")
    assert queue.on_all(lua_scripts.PURGE) == [b"OK", 2]
    assert (queue.items, queue.has_room) == ([], True)
    assert queue.redis.mget(queue.keys.all[8:]) == [b"2", b"4", b"2", b"4"]


def test_free_takes_a_role_only_from_the_named_holder(create):
    queue = create()
    queue.get(wait=1, who=OTHER)
    assert queue.on_all(lua_scripts.FREE, "consumer", ME) == [b"OK", 0]
    assert queue.on_all(lua_scripts.FREE, "consumer", OTHER) == [b"OK", 1]
    assert queue.on_all(lua_scripts.FREE, "consumer", "") == [b"OK", 0]
    assert queue.is_free("consumer")


def test_stat_reports_bound_size_roles_and_counters(create):
    queue = create(5)
    queue.put(b"abc")
    queue.get(wait=1, who=OTHER)
    queue.get(wait=1, who=OTHER)
    reply = queue.on_all(lua_scripts.STAT)
    assert reply[:4] == [b"OK", b"5", 0, 0]
    assert (reply[6], reply[9], reply[10].partition(b"@")[0]) == (0, 1, OTHER)
    assert reply[12:] == [b"1", b"3", b"1", b"3"]


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        (lua_scripts.STAT, ()),
        (lua_scripts.CLOSE, (0,)),
        (lua_scripts.DOOM, ()),
        (lua_scripts.PURGE, ()),
        (lua_scripts.FREE, ("producer", "")),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_script_on_a_missing_queue_replies_missing_and_writes_no_key(create, script, arguments):
    queue = create()
    queue.redis.delete(*queue.keys.all)
    assert queue.on_all(script, *arguments) == [b"MISSING"]
    assert queue.redis.exists(*queue.keys.all) == 0
