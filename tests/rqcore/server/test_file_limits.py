# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import resource

import pytest

from rqcore.server.file_limits import SPARE, allow_clients


@pytest.fixture(autouse=True)
def system(monkeypatch):
    """A simulated system with its soft and hard limits on open files."""
    limits = [100, 1000]
    monkeypatch.setattr(resource, "getrlimit", lambda _: tuple(limits))
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: limits.__setitem__(slice(None), pair))
    return limits


def test_file_limit_is_raised_as_far_as_needed(system):
    assert allow_clients(500) == 500
    assert system == [500 + SPARE, 1000]


def test_file_limit_is_raised_as_far_as_the_system_allows(system):
    assert allow_clients(5000) == 1000 - SPARE
    assert system == [1000, 1000]


def test_sufficient_limit_stays(system):
    assert allow_clients(10) == 10
    assert system == [100, 1000]


def test_infinite_limit_stays(system):
    system[:] = resource.RLIM_INFINITY, resource.RLIM_INFINITY
    assert allow_clients(10**8) == 10**8
