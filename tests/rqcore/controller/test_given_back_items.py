# SPDX-License-Identifier: GPL-3.0-or-later
"""An item that a client returns with FRONT keeps the number of its deliveries."""

from __future__ import annotations

import pytest


def lease(client):
    """Lease an item of jobs. Returns the number of the lease, and the deliveries."""
    return client("RQ.LEASE jobs SECONDS 30")[:2]


@pytest.fixture(params=["fifo", "lifo", "priority"])
def leased_once(request, a):
    a(f"RQ.CREATE NAME jobs KIND {request.param}")
    a("RQ.PUT jobs x")
    number, _ = lease(a)
    a(f"RQ.NACK jobs {number}")
    return a


@pytest.mark.parametrize("get", ["RQ.GET jobs", "RQ.MGET jobs 1"])
def test_item_of_a_get_keeps_its_deliveries(leased_once, get):
    leased_once(get)
    leased_once("RQ.PUT jobs x FRONT")
    assert lease(leased_once)[1] == 2


def test_item_of_a_get_that_waited_keeps_its_deliveries(leased_once, b):
    number, _ = lease(leased_once)
    assert b("RQ.GET jobs") == "waits"
    leased_once(f"RQ.NACK jobs {number}")
    assert b.heard == [b"x"]
    b("RQ.PUT jobs x FRONT")
    assert lease(b)[1] == 3


def test_item_that_was_never_leased_gets_no_deliveries_of_another(leased_once):
    leased_once("RQ.GET jobs")
    leased_once("RQ.PUT jobs y")
    leased_once("RQ.GET jobs")
    leased_once("RQ.PUT jobs y FRONT")
    assert lease(leased_once)[1] == 1


def test_item_that_was_given_back_too_often_is_dead(a):
    a("RQ.CREATE NAME jobs MAXDELIVERIES 2 DEADLETTER dead")
    a("RQ.PUT jobs x")
    for _ in range(2):
        number, _ = lease(a)
        a(f"RQ.NACK jobs {number}")
        if a("RQ.GET jobs TIMEOUT 0") == b"x":
            a("RQ.PUT jobs x FRONT")
    assert a("RQ.PEEK dead 0 -1") == [b"x"]
