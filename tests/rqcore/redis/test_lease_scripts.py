# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of leases alone: repeated calls, bounds of their work, and keys of other programs."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.redis import lease_parts, lease_scripts, queue_scripts, queue_steps
from rqcore.redis.lease_parts import MOST_DUE
from rqcore.redis.queue_keys import CallSlot, QueueKeys
from rqcore.redis.stored_items import read_item
from tests.rqcore.redis.script_values import BODY, KEYS

DEAD = QueueKeys.of("dead", b"test")


@pytest.fixture
def make(bare, run):
    """Create a queue with a dead-letter queue."""
    return lambda most=2, call="1": bare.eval(
        queue_scripts.CREATE.text, 2, KEYS.base, DEAD.base, "maker", call, "fifo", 0, most
    )


def put(run, call, *bodies):
    run(queue_scripts.PUT, "putter", call, "", "", "", *bodies)


def lease(run, caller, call, duration=600_000):
    """Lease an item; return the number of the lease, and the item."""
    _, stored, _, number = run(lease_scripts.LEASE, caller, call, "", "", duration)
    return number, read_item(stored, False)


def numbers(run):
    return [read_item(item, False).number for item in run(queue_scripts.PEEK, "", 0, -1)[1]]


def test_every_script_names_a_missing_queue(run):
    for script in (lease_scripts.LEASE, lease_scripts.ACK, lease_scripts.NACK, lease_scripts.EXTEND):
        assert run(script, "a", "1", "", "", "1") == [b"MISSING"]
    for script in (lease_scripts.LEAVE_LEASES, lease_scripts.PUT_LATER, queue_scripts.RESTORE_DUE):
        assert run(script, "a", "1", "", "", "1") == [b"MISSING"]
    assert run(lease_scripts.LEASES, "", 0, 9) == [b"MISSING"]


def test_repeated_call_has_its_first_reply(run, make):
    # Given
    make()
    put(run, "1", BODY, BODY)
    # Then
    first, again = lease(run, "a", "1"), lease(run, "a", "1")
    assert first == again and first[1].deliveries == 1
    for _ in range(2):
        assert run(lease_scripts.ACK, "a", "2", first[0])[0] == b"OK"
    second = lease(run, "a", "3")
    for _ in range(2):
        assert run(lease_scripts.NACK, "a", "4", second[0], "", 0)[-1] == b"OK"
        assert numbers(run) == [2]
    for _ in range(2):
        run(lease_scripts.PUT_LATER, "a", "5", "", "", "", 1000, BODY)
    stat = run(queue_scripts.STAT, "")
    assert (stat[4], stat[-9], stat[-8]) == (3, 0, 1)


def test_leases_of_a_queue_that_was_created_again_have_other_numbers(run, make):
    make()
    put(run, "1", BODY)
    number, _ = lease(run, "a", "1")
    run(queue_scripts.CLOSE, "a", "2")
    make(call="2")
    put(run, "2", BODY)
    lease(run, "a", "3")
    assert run(lease_scripts.ACK, "a", "4", number) == [b"LOST", number]


def test_script_ends_a_bounded_number_of_leases(run, make, end_leases):
    # Given
    make()
    count = 2 * MOST_DUE + 10
    put(run, "1", *[BODY] * count)
    for call in range(count):
        lease(run, "a", f"{call}")
    # When
    end_leases(KEYS)
    sizes = []
    for call in range(3):
        assert run(queue_scripts.SIZE, "1") == [b"DUE"]
        run(queue_scripts.RESTORE_DUE, "b", f"{call}")
        sizes.append(run(queue_scripts.SIZE, "")[1])
    # Then
    assert sizes == [MOST_DUE, 2 * MOST_DUE, count]
    assert numbers(run) == list(range(1, count + 1))


def test_caller_that_waits_learns_when_the_next_item_can_return(run, make):
    # Given
    make()
    put(run, "1", BODY)
    lease(run, "a", "1", 60_000)
    # Then
    empty, ticket, due = run(queue_scripts.GET, "b", "1", "none", "", 1)
    assert (empty, ticket) == (b"EMPTY", b"1") and 0 < due <= 60_000
    wait, _, due = run(queue_scripts.JOIN, "c", "1", "none", "")
    assert wait == b"WAIT" and 0 < due <= 60_000


def test_call_that_waits_is_woken_if_an_item_returns_before_it_comes_again(run, make, bare):
    make()
    run(queue_scripts.GET, "b", "1", "none", "", 1)
    run(lease_scripts.PUT_LATER, "a", "1", "", "", "", 60_000, BODY)
    assert not bare.exists(KEYS.wake("b"))
    run(lease_scripts.PUT_LATER, "a", "2", "", "", "", 500, BODY)
    assert bare.exists(KEYS.wake("b"))


def test_item_is_kept_if_its_dead_letter_queue_is_a_key_of_another_program(run, make, bare):
    make(most=1)
    put(run, "1", BODY)
    bare.delete(DEAD.base)
    bare.set(DEAD.base, "x")
    number, _ = lease(run, "a", "1")
    assert run(lease_scripts.NACK, "a", "2", number, "", 0)[-1] == b"OK"
    assert numbers(run) == [1]


def test_number_of_deliveries_has_a_limit(run, make, bare):
    make(most=0)
    stored = b"\0" * 7 + b"\1" + b"\xff\xfe" + BODY
    bare.rpush(KEYS.base + b":items", stored)
    bare.hset(KEYS.base, mapping={"puts": 1, "unfinished": 1, "max_deliveries": 70_000})
    for call in range(2):
        number, item = lease(run, "a", f"{call}")
        assert item.deliveries == 65535
        run(lease_scripts.NACK, "a", f"n{call}", number, "", 0)


def test_unseen_delivery_does_not_count(run, make):
    make()
    put(run, "1", BODY)
    number, _ = lease(run, "a", "1")
    run(lease_scripts.NACK, "a", "2", number, "", 1)
    assert lease(run, "a", "3")[1].deliveries == 1


def test_item_whose_payload_was_lost_does_not_stop_the_queue(run, make, bare):
    make()
    put(run, "1", BODY, BODY)
    number, _ = lease(run, "a", "1", 0)
    bare.hdel(KEYS.base + b":away", number)
    assert run(queue_scripts.GET, "b", "1", "", "", 1)[0] == b"OK"
    assert not bare.exists(KEYS.base + b":ends")


def test_leases_that_have_ended_leave_no_key(run, make, bare):
    make()
    put(run, "1", BODY)
    number, _ = lease(run, "a", "1")
    assert bare.hget(KEYS.base, "busy") == b"2"
    run(lease_scripts.ACK, "a", "2", number)
    assert not bare.hexists(KEYS.base, "busy")
    assert not bare.exists(*(KEYS.base + part for part in (b":away", b":holders", b":ends")))


def test_reply_of_an_acknowledgement_has_the_beginning_of_the_item(run, make):
    make()
    put(run, "1", BODY + b"x" * 1000)
    number, _ = lease(run, "a", "1")
    _, head, size = run(lease_scripts.ACK, "a", "2", number)
    item = read_item(head, False)
    assert (item.number, item.deliveries, size) == (1, 1, 1007)
    assert item.data == (b"payload" + b"x" * 1000)[: lease_parts.PREVIEW]


def test_client_that_leaves_reads_the_leases_once(run, make, bare):
    # Given
    make()
    put(run, "1", *[BODY] * 600)
    for number in range(600):
        lease(run, "ours.1" if number % 3 else "theirs.1", f"l{number}")
    call = queue_steps.QueueCall(KEYS, CallSlot("ours.9"))
    steps, sent, reply = queue_steps.leave_leases(call, "ours"), [], None
    # When
    with pytest.raises(StopIteration):
        while True:
            step = steps.send(reply)
            bare.config_resetstat()
            reply = run(step.script, *step.arguments)
            sent.append((step.script.name, sum(each["calls"] for each in bare.info("commandstats").values())))
    # Then
    assert [name for name, _ in sent].count("leave_leases") == 2
    assert sum(calls for name, calls in sent if name == "own_leases") < 40
    assert len(numbers(run)) == 400
    assert bare.hlen(KEYS.base + b":holders") == 200


def test_items_of_a_lifo_queue_return_in_their_order(run, bare):
    # Given
    run(queue_scripts.CREATE, "maker", "1", "lifo", 0)
    put(run, "1", *[BODY] * 5)
    before = numbers(run)
    for number in range(4):
        lease(run, "ours.1", f"l{number}")
    # When
    found = run(lease_scripts.OWN_LEASES, "", "0", "ours.")[2]
    leases = sorted(map(int, found), reverse=True)
    assert run(lease_scripts.LEAVE_LEASES, "ours.2", "1", "ours.", *leases) == [b"OK", 4]
    # Then
    assert numbers(run) == before


def test_lease_of_another_client_is_not_ended(run, make):
    make()
    put(run, "1", BODY)
    number, _ = lease(run, "theirs.1", "1")
    assert run(lease_scripts.LEAVE_LEASES, "ours.1", "1", "ours.", number) == [b"OK", 0]
    assert run(lease_scripts.ACK, "theirs.1", "2", number)[0] == b"OK"


def test_queue_has_a_limited_number_of_leases(server, bare, name):
    # Given
    jobs = server.create(name)
    jobs.put_many([1, 2])
    item = jobs.lease()
    base = QueueKeys.of(name, server.own_prefix).base
    holders = {f"x{number}": "x" for number in range(lease_scripts.MOST_LEASES - 1)}
    bare.hset(base + b":holders", mapping=holders)
    # When
    with pytest.raises(rqcore.TooMany, match="has 100000 leased items"):
        jobs.lease(timeout=5)
    # Then
    item.ack()
    assert jobs.lease().value == 2
