# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.fast_paths.repeated_requests import LONGEST, RepeatedRequestCache
from rqcore.protocol.resp import command

WORDS = st.lists(st.sampled_from([b"LPUSH", b"", b"\r\n", b"$1\r\n", b"x", b"*2\r\n$4\r\nRPOP"]), min_size=1)


@pytest.fixture
def cache():
    cache = RepeatedRequestCache()
    cache.remember([[b"LPUSH", b"a", b"xx"]], command([b"LPUSH", b"a", b"xx"]))
    return cache


def test_last_arguments_of_similar_requests_are_found(cache):
    stream = command([b"LPUSH", b"a", b"yy"]) + command([b"LPUSH", b"a", b"zz"])
    assert cache.last_arguments(stream) == [b"yy", b"zz"]
    assert cache.common == [b"LPUSH", b"a"]


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        command([b"LPUSH", b"b", b"yy"]),
        command([b"LPUSH", b"a", b"y"]),
        command([b"LPUSH", b"a", b"yy"])[:-1] + b"x",
        command([b"LPUSH", b"a", b"yy"])[:-1],
        command([b"LPUSH", b"a", b"yy"]) + command([b"LPUSH", b"b", b"yy"]),
    ],
)
def test_different_requests_are_not_found_in_the_cache(cache, stream):
    assert cache.last_arguments(stream) is None


def test_cleared_cache_is_empty_like_a_new_one(cache):
    request = command([b"LPUSH", b"a", b"xx"])
    cache.clear()
    assert cache.last_arguments(request) is RepeatedRequestCache().last_arguments(request) is None


def test_long_requests_are_not_remembered(cache):
    request = [b"LPUSH", b"a", b"x" * LONGEST]
    cache.remember([request], command(request))
    assert cache.last_arguments(command(request)) is None


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_recognised_arguments_equal_the_parsed_ones(first, requests):
    cache = RepeatedRequestCache()
    cache.remember([first], command(first))
    found = cache.last_arguments(b"".join(map(command, requests)))
    if found is not None:
        assert [[*cache.common, last] for last in found] == requests
    assert cache.last_arguments(command(first)) == first[-1:]
