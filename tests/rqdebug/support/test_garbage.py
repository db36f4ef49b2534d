# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import gc

import pytest

from rqdebug.support.garbage import pause_collection


@pytest.fixture(autouse=True)
def collector():
    """The collector runs before and after each test."""
    gc.enable()
    yield
    gc.enable()


def test_collector_is_paused_and_resumed():
    with pause_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collector_resumes_after_an_error():
    with pytest.raises(KeyError), pause_collection():
        raise KeyError
    assert gc.isenabled()


def test_end_of_the_last_of_overlapping_pauses_resumes_the_collector():
    first, second = pause_collection(), pause_collection()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_disabled_collector_stays_disabled():
    gc.disable()
    with pause_collection():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_nothing_is_frozen():
    frozen = gc.get_freeze_count()
    with pause_collection():
        [[] for _ in range(1000)]
    assert gc.get_freeze_count() == frozen
