# SPDX-License-Identifier: GPL-3.0-or-later
"""A second client and ours share queues: every key is as the protocol demands, whichever used it last."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rqcore.pressure import Empty, Exists, Full, InUse, ShutDown

KEYS = {
    "": b"list",
    ":bound": b"string",
    ":producer": b"string",
    ":consumer": b"string",
    ":producer_free": b"list",
    ":consumer_free": b"list",
    ":not_full": b"list",
    ":closed": b"list",
    ":stats:produced_messages": b"string",
    ":stats:produced_bytes": b"string",
    ":stats:consumed_messages": b"string",
    ":stats:consumed_bytes": b"string",
}


def state(bare, name):
    """The values of the keys, and the lengths of lists, without the names of clients."""
    base = f"__pressure__:{name}"
    found = {}
    for part, kind in KEYS.items():
        if bare.exists(base + part):
            assert bare.type(base + part) == kind
            found[part] = bare.llen(base + part) if kind == b"list" else bare.get(base + part)
    return {part: value for part, value in found.items() if part not in (":producer", ":consumer")}


def test_keys_are_those_of_the_protocol(make, bare):
    queue = make(5, name="keys")
    queue.put_many("abc")
    queue.get()
    queue.close()
    assert {key.decode() for key in bare.keys("__pressure__:keys*")} == {
        f"__pressure__:keys{part}" for part in KEYS
    }
    assert state(bare, "keys") == {
        "": 2,
        ":bound": b"5",
        ":producer_free": 1,
        ":consumer_free": 1,
        ":not_full": 1,
        ":closed": 2,
        ":stats:produced_messages": b"3",
        ":stats:produced_bytes": b"3",
        ":stats:consumed_messages": b"1",
        ":stats:consumed_bytes": b"1",
    }
    assert b"_pid" in bare.get("__pressure__:keys:producer")


@given(
    bound=st.integers(0, 3),
    steps=st.lists(st.tuples(st.sampled_from(["put", "get"]), st.booleans()), max_size=12),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_keys_are_the_same_for_every_client(make_pair, bound, steps):
    """Compare a queue that both clients use in turn with one that only the second client uses."""
    ours, theirs, alone = make_pair(bound)
    length = 0
    for method, by_us in steps:
        if method == "put" and not (bound and length == bound):
            (ours if by_us else theirs).put(b"x")
            alone.put(b"x")
            length += 1
        elif method == "get" and length:
            assert (ours if by_us else theirs).get() == alone.get()
            length -= 1
        assert state(theirs.redis, ours.name) == state(theirs.redis, alone.base.rpartition(":")[2])


@pytest.fixture
def make_pair(make, old, bare):
    def pair(bound):
        bare.flushdb()
        alone = old(make(name="alone"))
        alone.create(bound)
        ours = make(bound, name="shared")
        return ours, old(ours), alone

    return pair


def test_both_clients_see_a_created_queue(make, old, protested):
    ours = make(2)
    with pytest.raises(protested, match="already"):
        old(ours).create(2)
    other = make(name="theirs")
    old(other).create(7)
    with pytest.raises(Exists):
        other.create(1)
    assert other.bound() == 7


def test_second_client_takes_what_ours_puts(make, old, aside):
    queue = make(2)
    putting = aside(lambda: [queue.put(str(n)) for n in range(50)])
    theirs = old(queue)
    assert [theirs.get() for _ in range(50)] == [b"%d" % n for n in range(50)]
    putting.result(20)


def test_our_client_takes_what_the_second_puts(make, old, aside):
    queue = make(2)
    theirs = old(queue)
    putting = aside(lambda: [theirs.put(str(n)) for n in range(50)])
    assert [queue.get(timeout=10) for _ in range(50)] == [b"%d" % n for n in range(50)]
    putting.result(20)


def test_iteration_ends_when_the_other_client_closes(make, old, aside):
    queue = make(0)
    theirs = old(queue)
    seen = aside(list, theirs)
    queue.put_many("abc")
    queue.close()
    assert seen.result(20) == [b"a", b"b", b"c"]
    other = make(0)
    seen = aside(list, other)
    old(other).put("z")
    old(other).close()
    assert seen.result(20) == [b"z"]
    with pytest.raises(ShutDown):
        other.put("more")


def test_second_client_waits_for_ours(make, old, aside, until):
    queue = make(1)
    theirs = old(queue)
    got = aside(theirs.get)
    until(lambda: queue.holders())
    queue.put("a")
    assert got.result(20) == b"a"
    queue.put("b")
    put = aside(theirs.put, "c")
    until(lambda: queue.holders())
    assert queue.get() == b"b"
    put.result(20)
    assert queue.get() == b"c"


def test_delete_wakes_the_second_client(make, old, aside, until, protested):
    queue = make(0)
    got = aside(old(queue).get)
    until(lambda: queue.holders())
    queue.delete()
    with pytest.raises(protested, match="closed"):
        got.result(20)


def test_both_clients_see_full_and_empty(make, old, protested):
    queue = make(1)
    theirs = old(queue)
    theirs.put("a")
    with pytest.raises(Full):
        queue.put("b", timeout=0.05)
    with pytest.raises(protested, match="full"):
        theirs.put("b", timeout=0.05)
    assert queue.get() == b"a"
    with pytest.raises(protested, match="empty"):
        theirs.get(timeout=0.05)
    with pytest.raises(Empty):
        queue.get(timeout=0.05)


def test_role_of_a_dead_second_client_can_be_freed(make, old, bare):
    """The client died with a role and an item, before it announced the free space."""
    queue = make(1)
    queue.put("a")
    with pytest.raises(SystemExit):
        old(queue, who="edge_pid9", stop="popped").get()
    with pytest.raises(Full):
        queue.put("b", timeout=0.05)
    with pytest.raises(InUse, match="edge_pid9") as refused:
        queue.get(timeout=0.05)
    assert refused.value.holder == "edge_pid9"
    (holder,) = queue.holders()
    assert (holder.role, holder.name) == ("consumer", "edge_pid9")
    assert holder.age is not None and holder.alive is None
    assert not queue.free("consumer", "another holder")
    assert queue.free("consumer", "edge_pid9")
    assert not queue.free("consumer")
    queue.put("b", timeout=5)
    assert queue.get() == b"b"


def test_only_the_protocols_roles(make):
    with pytest.raises(ValueError, match="write producer or consumer"):
        make(0).free("observer")
